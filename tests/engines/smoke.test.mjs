// The same walk in each engine: sign in, toggle, a bulk change, search, the picker, reload.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { By, Key } from 'selenium-webdriver';
import { startBackend } from '../e2e/support/server.mjs';
import { ENGINES, withEngine } from './drivers.mjs';

for (const engine of Object.keys(ENGINES)) {
  test(engine, { timeout: 120_000 }, async (t) => {
    const backend = await startBackend();
    try {
      await withEngine(engine, async (session) => {
        const { browserName, browserVersion } = await capabilities(session);
        t.diagnostic(`${browserName} ${browserVersion}`);
        await walk(session, backend).catch(async (error) => {
          // An engine that has no console to read.
          const shown = await session.executeScript('return `${location.href}\\n${document.body.innerText}`').catch(String);
          throw new Error(`${error.message}\n${shown.slice(0, 1000)}`, { cause: error });
        });
      });
    } finally {
      await backend.stop();
    }
  });
}

async function capabilities(session) {
  const all = await session.getCapabilities();
  return { browserName: all.getBrowserName(), browserVersion: all.getBrowserVersion() };
}

async function walk(session, backend) {
  const find = (selector) => session.wait(async () => (await session.findElements(By.css(selector)))[0], 15_000, `no ${selector}`);
  const isOn = async (selector) => (await find(selector)).isSelected();
  const saved = async () => find('.status-line[data-status=saved]');
  const accountant = (dossier) => `[data-dossier=${dossier}] input[data-audience=accountant]`;
  // By keyboard, as WebDriver's click wants a box that is in view and the switch draws its own.
  const press = async (selector) => {
    await (await find(selector)).sendKeys(Key.SPACE);
    // What follows from it, as in the status line, shows with the frame.
    await session.executeAsyncScript('const painted = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(painted));');
  };

  // Sign in: the screen leads there, and the sign-in leads back.
  await session.get(`${backend.url}/tools/conversations`);
  const link = await find('a[href*="sign-in?next="]');
  await link.click();
  await (await find('button[value=p-1], input[value=p-1]')).click();
  await find('[data-dossier=dos-1]');
  assert.match(await session.getCurrentUrl(), /\/tools\/conversations$/);

  // One toggle.
  const before = await isOn(accountant('dos-1'));
  await press(accountant('dos-1'));
  assert.equal(await isOn(accountant('dos-1')), !before);
  await saved();
  assert.equal((await backend.settings()).participation['dos-1'].accountant, !before);

  // All at once, and back by undoing it.
  const everything = 'input[data-scope=all][data-audience=entrepreneur]';
  const wasOn = await isOn(everything);
  await press(everything);
  assert.equal(await isOn(everything), !wasOn);
  await saved();

  // Search leaves the dossiers that match.
  const { name } = (await backend.directory()).licences[0].dossiers[0];
  await (await find('#search')).sendKeys(name.slice(0, 6));
  await find('[data-dossier=dos-1]');
  await (await find('#search')).sendKeys(' nowhere');
  await session.wait(async () => (await session.findElements(By.css('[data-dossier]'))).length === 0, 5_000, 'rows that do not match');
  await (await find('#search')).sendKeys(Key.ESCAPE);
  await find('[data-dossier=dos-1]');
  // The address follows a moment later, and a reload searches for what it says.
  await session.wait(async () => !/[?#]/.test(await session.getCurrentUrl()), 5_000, 'the address still searches');

  // The choices are there after a reload.
  await session.navigate().refresh();
  await find('[data-dossier=dos-1]');
  assert.equal(await isOn(accountant('dos-1')), !before);
  assert.equal(await isOn(everything), !wasOn);

  // The picker offers, finds, chooses.
  await session.get(`${backend.url}/composer.html?dossier=dos-1&audience=accountant`);
  await find('recipient-picker');
  const picker = (script) => session.executeScript(`const picker = document.querySelector('recipient-picker'); ${script}`);
  await session.wait(() => picker('return picker.candidates?.length > 0'), 15_000, 'no candidates');
  const others = await picker('return picker.candidates.filter(({ id }) => !picker.value.includes(id)).map(({ id, name }) => ({ id, name }))');
  const root = await (await find('recipient-picker')).getShadowRoot();
  const input = await root.findElement(By.css('[role=combobox]'));
  await input.sendKeys(others[0].name, Key.ENTER);
  await session.wait(() => picker(`return picker.value.includes(${JSON.stringify(others[0].id)})`), 5_000, 'not chosen');
}
