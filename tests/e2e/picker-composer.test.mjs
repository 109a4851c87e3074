// The composer: a question with the picker, stored with its recipients.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from './support/axe.mjs';
import { eventually } from './support/browser.mjs';
import { Picker, visit } from './support/picker.mjs';
import { startBackend } from './support/server.mjs';

async function composer(query, options, use) {
  const server = await startBackend();
  try {
    await visit(server, { person: 'p-1', ...options }, async (tab) => {
      await tab.goto(`/composer.html${query}`);
      const picker = new Picker(tab);
      await picker.ready();
      await use(tab, picker, server);
    });
  } finally {
    await server.stop();
  }
}

test('a test question as the client goes to whom one’s own settings say, oneself among them', { timeout: 60_000 }, () =>
  composer('?dossier=dos-1&audience=accountant', {}, async (tab, picker) => {
    assert.match(await tab.locator('#asker').textContent(), /Luc Martin/);
    await eventually(async () => assert.deepEqual(await picker.value(), ['p-1', 'p-2']));
    await tab.evaluate(() => new BroadcastChannel('conversation-settings').postMessage({ type: 'participation', dossier: 'dos-1', audience: 'accountant', person: 'p-1', participates: false }));
    await eventually(async () => assert.deepEqual(await picker.value(), ['p-2']));
    await picker.input.click();
    await picker.options.last().click();
    await picker.press('Escape');
    const chosen = await picker.value();
    await tab.locator('#text').fill('Où en est ma déclaration\u{a0}?');
    await tab.getByRole('button', { name: 'Envoyer' }).click();
    await tab.locator('#stored').waitFor();
    assert.deepEqual(await tab.$$eval('#stored-recipients li', (items) => items.map((item) => item.dataset.person)), chosen);
    assert.equal(await tab.locator('#stored-text').textContent(), 'Où en est ma déclaration\u{a0}?');
  }));

test('a question to the client is asked in one’s own name', { timeout: 60_000 }, () =>
  composer('?dossier=dos-1&audience=entrepreneur', {}, async (tab, picker) => {
    await eventually(async () => assert.deepEqual(await picker.value(), ['p-20']));
    assert.ok((await picker.candidates()).every(({ id }) => id !== 'p-1'));
  }));

// The states of the picker in it: picker-axe.test.mjs.
test('axe finds nothing on the composer, in any language, light or dark', { timeout: 90_000 }, () =>
  composer('?dossier=dos-1', {}, async (tab, picker) => {
    await picker.chips.first().getByRole('button').click();
    for (const language of ['fr', 'nl', 'en', 'de']) {
      await tab.locator('#language').selectOption(language);
      for (const colorScheme of ['light', 'dark']) {
        await tab.emulateMedia({ colorScheme });
        assert.deepEqual(await audit(tab), [], `${language}, ${colorScheme}`);
      }
    }
  }));

test('axe finds nothing in forced colours, and nothing scrolls sideways at 320 pixels', { timeout: 60_000 }, () =>
  composer('?dossier=dos-1', { forcedColors: 'active', viewport: { width: 320, height: 640 } }, async (tab, picker) => {
    await picker.input.click();
    await picker.press('ArrowDown');
    assert.deepEqual(await audit(tab), []);
    const wide = await tab.evaluate(() => [...document.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > 320.5).map((element) => element.outerHTML.slice(0, 60)));
    assert.deepEqual(wide, []);
    assert.equal(await tab.evaluate(() => document.scrollingElement.scrollWidth), 320);
    const small = await picker.host.evaluate((host) => [...host.shadowRoot.querySelectorAll('button, input, .option')].filter((element) => element.checkVisibility()).map((element) => [element.className, element.getBoundingClientRect()]).filter(([, box]) => box.width < 44 || box.height < 44).map(([name, box]) => `${name} ${box.width}×${box.height}`));
    assert.deepEqual(small, [], 'targets of 44 pixels');
  }));
