// Shortcuts of one key: what they do, where they do nothing, and how they are switched off.
import assert from 'node:assert/strict';
import { test } from './support/browser.mjs';
import { audit } from './support/axe.mjs';

const dialog = (page) => page.locator('dialog[open]');

test('/ searches, e and c switch the row with the focus, ? lists all keys', async ({ screen, page }) => {
  await page.keyboard.press('/');
  assert.equal(await screen.focus(), 'search');
  // In a text field they are letters.
  await page.keyboard.type('e/c?');
  assert.equal(await screen.search.inputValue(), 'e/c?');
  await screen.search.fill('');
  for (const [key, audience] of [['e', 'entrepreneur'], ['c', 'accountant']]) {
    const toggle = screen.toggle('dos-2', audience);
    const before = await toggle.isChecked();
    await screen.row('dos-2').locator('.recipients-button').focus();
    for (const modified of [`Control+${key}`, `Alt+${key}`, `Meta+${key}`, `Shift+${key}`]) await page.keyboard.press(modified);
    assert.equal(await toggle.isChecked(), before, 'never with a modifier');
    await page.keyboard.press(key);
    assert.equal(await toggle.isChecked(), !before);
    assert.equal(await screen.focus(), 'dos-2 recipients-button');
    await page.locator('h1').focus();
    await page.keyboard.press(key);
    assert.equal(await toggle.isChecked(), !before, 'only in a row');
  }
  await screen.saved();
  await page.keyboard.press('?');
  assert.deepEqual(await page.$$eval('dialog kbd', (all) => all.slice(0, 4).map((key) => key.textContent)), ['/', '?', 'e', 'c']);
  await page.keyboard.press('/');
  assert.equal(await dialog(page).count(), 1, 'not while a dialog is open');
  await page.keyboard.press('Escape');
  assert.equal(await dialog(page).count(), 0);
});

test('a key right after a dialog was closed opens the next one, which stays', async ({ page }) => {
  await page.locator('.spreadsheet-button').click();
  // The browser tells of the closing a little later.
  await page.evaluate(() => {
    document.querySelector('dialog[open]').close();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }));
  });
  await dialog(page).locator('kbd').first().waitFor();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
  assert.equal(await dialog(page).locator('kbd').first().isVisible(), true);
  await page.keyboard.press('Escape');
  assert.equal(await dialog(page).count(), 0);
});

test('switched off in the dialog they do nothing, also after a reload, until switched on again', async ({ screen, page }) => {
  const button = page.getByRole('button', { name: 'Raccourcis clavier (?)' });
  const set = async (on) => {
    await button.click();
    await dialog(page).locator('[data-shortcuts]').setChecked(on);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.className.includes('shortcuts-button')), true);
  };
  await set(false);
  for (const again of [false, true]) {
    if (again) await screen.reload();
    await screen.row('dos-2').locator('.recipients-button').focus();
    const before = await screen.toggle('dos-2', 'entrepreneur').isChecked();
    for (const key of ['/', '?', 'e', 'c']) await page.keyboard.press(key);
    assert.equal(await screen.focus(), 'dos-2 recipients-button');
    assert.equal(await dialog(page).count(), 0);
    assert.equal(await screen.toggle('dos-2', 'entrepreneur').isChecked(), before);
  }
  await set(true);
  await page.keyboard.press('/');
  assert.equal(await screen.focus(), 'search');
});

for (const [name, options] of Object.entries({
  '320-px': { viewport: { width: 320, height: 700 } },
  'dark-forced-colours': { colorScheme: 'dark', forcedColors: 'active' },
})) {
  test(`the list of keys (${name}): in four languages, nothing scrolls sideways, axe finds nothing`, options, async ({ screen, page }) => {
    const seen = new Set();
    for (const language of ['fr', 'nl', 'en', 'de']) {
      await screen.speak(language);
      await page.locator('h1').focus();
      await page.keyboard.press('?');
      seen.add(await dialog(page).innerText());
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      assert.deepEqual(await audit(page), [], language);
      await page.keyboard.press('Escape');
    }
    assert.equal(seen.size, 4);
  });
}
