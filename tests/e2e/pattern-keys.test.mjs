// Every key of every pattern, as the ARIA Authoring Practices have it, in lines that run to the right and to the left.
// The keys are those of the table “Keys of each pattern” in docs/accessibility.md: no more and no fewer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test as nodeTest } from 'node:test';
import { eventually, test } from './support/browser.mjs';
import { test as pickerTest } from './support/picker.mjs';

const is = (locator, name, value) => eventually(async () => assert.equal(await locator.getAttribute(name), value));
const focusIs = (screen, wanted) => eventually(async () => assert.equal(await screen.focus(), wanted));

// Each pattern with its keys. `forth` and `back` are the arrows along the line.
const ON_THE_SCREEN = {
  'disclosure: a licence': {
    'Enter, Space': async ({ screen, press }) => {
      const button = screen.licenceButton('lic-1');
      await button.focus();
      for (const [key, expanded] of [['Enter', 'false'], ['Enter', 'true'], ['Space', 'false'], ['Space', 'true']]) {
        await press(key);
        await is(button, 'aria-expanded', expanded);
      }
    },
  },
  'disclosure: the menu': {
    'Enter, Space, Escape': async ({ page, press }) => {
      const button = page.locator('.menu-button');
      await button.focus();
      for (const key of ['Enter', 'Space']) {
        await press(key);
        await is(button, 'aria-expanded', 'true');
        await press('Tab', 'Escape');
        await is(button, 'aria-expanded', 'false');
        assert.ok(await button.evaluate((button) => button === document.activeElement));
      }
    },
    Tab: async ({ page, press }) => {
      const button = page.locator('.menu-button');
      await button.focus();
      await press('Enter');
      for (const _ of await page.locator('.menu-list :is(a, button)').all()) {
        await press('Tab');
        await is(button, 'aria-expanded', 'true');
      }
      await press('Tab');
      await is(button, 'aria-expanded', 'false');
    },
  },
  switch: {
    Space: async ({ screen, press }) => {
      const toggle = screen.toggle('dos-5', 'entrepreneur');
      await toggle.focus();
      const before = await toggle.isChecked();
      await press('Space');
      assert.equal(await toggle.isChecked(), !before);
      await press('Space');
      assert.equal(await toggle.isChecked(), before);
    },
  },
  'mixed checkbox': {
    Space: async ({ screen, press }) => {
      assert.equal((await screen.tally('accountant', 'lic-1')).state, 'mixed');
      await screen.bulk('accountant', 'lic-1').focus();
      for (const state of ['on', 'off']) {
        await press('Space');
        await eventually(async () => assert.equal((await screen.tally('accountant', 'lic-1')).state, state));
      }
    },
  },
  'radio buttons': {
    'Down, Up, Right, Left': async ({ screen, press, forth, back }) => {
      await screen.frequency('daily').focus();
      for (const [key, value] of [['ArrowDown', 'weekly'], ['ArrowUp', 'daily'], [forth, 'weekly'], [back, 'daily']]) {
        await press(key);
        assert.ok(await screen.frequency(value).isChecked(), `${key} to ${value}`);
        await focusIs(screen, value);
      }
    },
  },
  grid: {
    'Right, Left': async ({ screen, press, forth, back }) => {
      await screen.toggle('dos-2', 'entrepreneur').focus();
      for (const [key, column] of [[forth, 'accountant'], [forth, 'recipients-button'], [forth, 'recipients-button'], [back, 'accountant'], [back, 'entrepreneur']]) {
        await press(key);
        await focusIs(screen, `dos-2 ${column}`);
      }
    },
    'Down, Up': async ({ screen, press }) => {
      await screen.toggle('dos-1', 'accountant').focus();
      await press('ArrowDown');
      await focusIs(screen, 'dos-2 accountant');
      await press('ArrowUp', 'ArrowUp');
      await focusIs(screen, 'dos-1 accountant');
    },
    'Home, End': async ({ screen, press }) => {
      await screen.toggle('dos-2', 'accountant').focus();
      await press('End');
      await focusIs(screen, 'dos-2 recipients-button');
      await press('Home');
      await focusIs(screen, 'dos-2 entrepreneur');
    },
    'Page Down, Page Up': async ({ screen, press }) => {
      await screen.toggle('dos-1', 'accountant').focus();
      await press('PageDown');
      await eventually(async () => assert.match(await screen.focus(), /^dos-(?!1 )\d+ accountant$/));
      await press('PageUp');
      await focusIs(screen, 'dos-1 accountant');
    },
    'Control+Home, Control+End': async ({ screen, press }) => {
      const shown = await screen.shown();
      await screen.toggle('dos-2', 'accountant').focus();
      await press('Control+End');
      await focusIs(screen, `${shown.at(-1)} recipients-button`);
      await press('Control+Home');
      await focusIs(screen, `${shown[0]} entrepreneur`);
    },
    'Shift+Down, Shift+Up, Escape': async ({ screen, page, press }) => {
      const selected = async (count) => eventually(async () => assert.equal(await page.locator('[aria-selected=true]').count(), count));
      await screen.toggle('dos-1', 'accountant').focus();
      await press('Shift+ArrowDown', 'Shift+ArrowDown');
      await selected(3);
      await press('Shift+ArrowUp');
      await selected(2);
      await press('Escape');
      await selected(0);
    },
  },
  dialog: {
    'Enter, Tab, Shift+Tab, Escape': async ({ screen, page, press }) => {
      const button = screen.row('dos-1').locator('.recipients-button');
      await button.focus();
      await press('Enter');
      await page.locator('dialog[open]').waitFor();
      // Tab goes round within it, by way of the browser’s own bar at most.
      for (const key of [...Array(6).fill('Tab'), ...Array(6).fill('Shift+Tab')]) {
        await press(key);
        assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog[open]') !== null), key);
      }
      await press('Escape');
      await focusIs(screen, 'dos-1 recipients-button');
    },
  },
  explanation: {
    'Enter, Space, Escape': async ({ page, press }) => {
      const button = page.locator('.about-button').first();
      await button.focus();
      for (const key of ['Enter', 'Space']) {
        await press(key);
        assert.equal(await page.locator('.about:popover-open').count(), 1);
        await press('Escape');
        assert.equal(await page.locator('.about:popover-open').count(), 0);
        assert.ok(await button.evaluate((button) => button === document.activeElement));
      }
    },
  },
};

const IN_THE_PICKER = {
  'combobox with a list of several choices': {
    'Down, Up': async ({ picker, press }) => {
      await picker.input.focus();
      await press('ArrowDown');
      assert.ok(await picker.isOpen());
      const first = await picker.active();
      await press('ArrowDown');
      assert.notEqual(await picker.active(), first);
      await press('ArrowUp');
      assert.equal(await picker.active(), first);
      await press('ArrowUp', 'ArrowDown');
      assert.equal(await picker.active(), first, 'round the ends');
    },
    'Alt+Down, Alt+Up': async ({ picker, press }) => {
      await picker.input.focus();
      await press('Alt+ArrowDown');
      assert.deepEqual([await picker.isOpen(), await picker.active()], [true, null]);
      await press('Alt+ArrowUp');
      assert.equal(await picker.isOpen(), false);
    },
    'Page Down, Page Up, Home, End': async ({ picker, press }) => {
      await picker.input.focus();
      await press('ArrowDown');
      const first = await picker.active();
      for (const [there, back] of [['End', 'Home'], ['PageDown', 'PageUp']]) {
        await press(there);
        assert.notEqual(await picker.active(), first, there);
        await press(back);
        assert.equal(await picker.active(), first, back);
      }
    },
    'Enter, Space': async ({ picker, press }) => {
      await picker.input.focus();
      await press('ArrowUp');
      const person = await picker.active();
      const before = (await picker.value()).includes(person);
      for (const key of ['Enter', 'Space']) {
        await press(key);
        assert.ok(await picker.isOpen(), 'the list stays open');
        assert.equal((await picker.value()).includes(person), key === 'Enter' ? !before : before);
      }
    },
    Escape: async ({ picker, press }) => {
      await picker.input.focus();
      await press('a', 'Escape');
      assert.deepEqual([await picker.isOpen(), await picker.input.inputValue()], [false, 'a']);
      await press('Escape');
      assert.equal(await picker.input.inputValue(), '');
    },
    'a letter, Tab': async ({ picker, press }) => {
      await picker.input.focus();
      await press('i');
      assert.ok(await picker.isOpen());
      await press('Tab');
      assert.equal(await picker.isOpen(), false);
    },
  },
  'pill list': {
    'Left, Right, Home, End': async ({ picker, press, forth, back }) => {
      const [first, second] = await picker.value();
      await picker.input.focus();
      // At the start of the field, the arrow back goes to the last one.
      await press(back);
      assert.equal(await picker.focused(), `chip:${second}`);
      await press(back);
      assert.equal(await picker.focused(), `chip:${first}`);
      await press(forth);
      assert.equal(await picker.focused(), `chip:${second}`);
      await press('Home');
      assert.equal(await picker.focused(), `chip:${first}`);
      await press('End');
      assert.equal(await picker.focused(), `chip:${second}`);
      await press(forth);
      assert.equal(await picker.focused(), 'input');
      await press(forth);
      assert.equal(await picker.focused(), 'input', 'forth from the field goes nowhere');
    },
    'Delete, Backspace': async ({ picker, press, back }) => {
      const before = await picker.value();
      await picker.input.focus();
      await press(back, 'Delete');
      assert.equal((await picker.value()).length, before.length - 1);
      await press('Backspace');
      assert.equal((await picker.value()).length, before.length - 2);
      await eventually(async () => assert.equal(await picker.focused(), 'input'));
    },
    'a letter, Escape': async ({ picker, press, back }) => {
      for (const key of ['a', 'Escape']) {
        await picker.input.focus();
        await press('Escape', 'Escape', back);
        assert.match(await picker.focused(), /^chip:/);
        await press(key);
        assert.equal(await picker.focused(), 'input');
      }
    },
  },
};

const DIRECTIONS = { ltr: { forth: 'ArrowRight', back: 'ArrowLeft' }, rtl: { forth: 'ArrowLeft', back: 'ArrowRight' } };

for (const [direction, arrows] of Object.entries(DIRECTIONS)) {
  test(`on the screen, ${direction}`, async ({ screen, page }) => {
    await page.evaluate((direction) => (document.documentElement.dir = direction), direction);
    const press = async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    for (const [pattern, keys] of Object.entries(ON_THE_SCREEN)) {
      for (const [names, check] of Object.entries(keys)) {
        await check({ screen, page, press, ...arrows }).catch((error) => assert.fail(`${pattern}: ${names}: ${error.message}`));
      }
    }
  });

  pickerTest(`in the picker, ${direction}`, { timeout: 90_000 }, async ({ picker, tab }) => {
    await tab.evaluate((direction) => (document.documentElement.dir = direction), direction);
    const press = (...keys) => picker.press(...keys);
    for (const [pattern, keys] of Object.entries(IN_THE_PICKER)) {
      for (const [names, check] of Object.entries(keys)) {
        await check({ picker, press, ...arrows }).catch((error) => assert.fail(`${pattern}: ${names}: ${error.message}`));
        await picker.host.evaluate((host) => host.reset());
        await press('Escape', 'Escape');
      }
    }
  });
}

nodeTest('these are the keys of docs/accessibility.md', () => {
  const text = readFileSync(new URL('../../docs/accessibility.md', import.meta.url), 'utf8');
  const [, section] = text.split('## Keys of each pattern');
  const documented = [...section.split('\n## ')[0].matchAll(/^\| ([^|]+?) \| ([^|]+?) \| pattern-keys \|/gm)].map(([, pattern, keys]) => `${pattern} | ${keys}`);
  const tested = Object.entries({ ...ON_THE_SCREEN, ...IN_THE_PICKER }).flatMap(([pattern, keys]) => Object.keys(keys).map((names) => `${pattern} | ${names}`));
  assert.deepEqual(documented, tested);
});
