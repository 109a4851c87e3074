// Every task of the manual and of the picker by the keyboard alone, with no more presses than docs/accessibility.md says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { eventually, test } from './support/browser.mjs';
import { test as pickerTest } from './support/picker.mjs';

// The numbers of the table “Keys for each task”, by task.
const documented = new Map(
  [...readFileSync(new URL('../../docs/accessibility.md', import.meta.url), 'utf8').matchAll(/^\| ([^|]+?) \| (.+?) \| (\d+) \|$/gm)].map(([, task, , presses]) => [task, Number(presses)]),
);

// Presses keys and counts them; `holds` must be true afterwards and not before.
async function task(page, name, holds, press) {
  let presses = 0;
  const keys = async (...names) => {
    for (const key of names) {
      await page.keyboard.press(key);
      presses += 1;
    }
  };
  // From where one is to where the page says, at most so many stops on.
  const to = async (selector, key = 'Tab', most = 60) => {
    for (let stops = 0; stops < most; stops += 1) {
      await keys(key);
      if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
    }
    assert.fail(`${name}: ${key} does not reach ${selector}`);
  };
  assert.equal(await holds(), false, `${name} is done already`);
  // To where the page itself begins: before anything was pressed.
  const top = () => page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  await press({ keys, to, top });
  await eventually(async () => assert.equal(await holds(), true, name));
  assert.ok(presses <= documented.get(name), `${name}: ${presses} presses, not ${documented.get(name)}`);
}

// Each task begins where the screen does: at the heading, to which “Skip to content” leads; or with those links.
const begin = (page) => page.locator('#main').evaluate((main) => {
  scrollTo(0, 0);
  main.focus();
});

const TASKS = {
  'be mailed every week': ({ screen }) => [() => screen.frequency('weekly').isChecked(), async ({ to, keys }) => {
    await to('input[name=frequency]');
    await keys('ArrowDown');
  }],
  'be mailed in Dutch': ({ screen }) => [async () => (await screen.language.inputValue()) === 'nl', async ({ to, keys }) => {
    await to('#language');
    await keys('n');
  }],
  'turn one toggle on': ({ screen }) => [() => screen.toggle('dos-1', 'entrepreneur').isChecked(), async ({ top, keys }) => {
    await top();
    await keys('Tab', 'Tab', 'Enter', 'Space');
  }],
  'turn a whole licence on': ({ screen }) => [async () => (await screen.tally('accountant', 'lic-1')).state === 'on', async ({ to, keys }) => {
    await to('[data-licence="lic-1"] input[data-scope=licence][data-audience=accountant]');
    await keys('Space');
  }],
  'turn everything on': ({ screen }) => [async () => (await screen.tally('accountant')).state === 'on', async ({ to, keys }) => {
    await to('input[data-scope=all][data-audience=accountant]');
    await keys('Space');
  }],
  'fold a licence': ({ screen }) => [async () => (await screen.licenceButton('lic-1').getAttribute('aria-expanded')) === 'false', async ({ to, keys }) => {
    await to('.licence-button');
    await keys('Enter');
  }],
  'find a dossier': ({ screen }) => [async () => (await screen.shown()).length < 5, async ({ to, keys }) => {
    await to('#search');
    await keys(...'jost');
  }],
  'see the recipients': ({ page }) => [async () => (await page.locator('dialog[open]').count()) === 1, async ({ top, keys }) => {
    await top();
    await keys('Tab', 'Tab', 'Enter', 'End', 'Enter');
  }],
  undo: ({ screen }) => [() => screen.toggle('dos-1', 'accountant').isChecked(), async ({ to, keys }) => {
    await to('.undo', 'Tab', 4);
    await keys('Enter');
  }],
};

for (const [name, of] of Object.entries(TASKS)) {
  test(`by keys: ${name}`, async (given) => {
    const { screen, page } = given;
    if (name === 'undo') {
      await screen.toggle('dos-1', 'accountant').press('Space');
      await screen.saved();
    }
    await begin(page);
    const [holds, press] = of(given);
    await task(page, name, holds, press);
  });
}

const PICKER_TASKS = {
  'add the first who is not chosen': [async (picker) => (await picker.value()).length, 1, async ({ keys }) => keys('ArrowUp', 'Enter')],
  'remove the one chosen last': [async (picker) => (await picker.value()).length, -1, async ({ keys }) => keys('ArrowLeft', 'Delete')],
};

for (const [name, [size, by, press]] of Object.entries(PICKER_TASKS)) {
  pickerTest(`by keys: ${name}`, {}, async ({ picker, tab }) => {
    await picker.input.focus();
    const before = await size(picker);
    await task(tab, name, async () => (await size(picker)) === before + by, press);
  });
}

pickerTest('by keys: back to the default selection', {}, async ({ picker, tab }) => {
  const before = await picker.value();
  await picker.input.focus();
  await picker.press('ArrowLeft', 'Delete', 'ArrowRight');
  await picker.input.focus();
  await task(tab, 'back to the default selection', async () => String(await picker.value()) === String(before), async ({ keys }) => {
    for (let stops = 0; stops < 9; stops += 1) {
      await keys('Tab');
      if (await picker.host.evaluate((host) => host.shadowRoot.activeElement?.matches('.link-button'))) break;
    }
    await keys('Enter');
  });
});
