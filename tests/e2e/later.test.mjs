// The part of the program that has the dialogs: the first screen does not wait for it, and whoever asks for a dialog
// gets it, or is told.
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';

const PART = /conversation-settings-dialogs-\w+\.wasm$/;

const spreadsheet = (page) => page.getByRole('button', { name: 'Tableur…' });
const said = (page) => page.locator('.status').innerText();

test('the screen is used before the dialogs are there; one that was asked for opens when they come', { open: false }, async ({ screen, page, backend }) => {
  let deliver;
  const delivered = new Promise((resolve) => (deliver = resolve));
  await page.route(PART, async (route) => {
    await delivered;
    await route.continue();
  });
  await screen.open();
  const before = await backend.settings();
  await screen.toggle('dos-1', 'entrepreneur').click();
  await eventually(async () => assert.notDeepEqual(await backend.settings(), before));
  await spreadsheet(page).click();
  await eventually(async () => assert.match(await said(page), /^Ouverture…/));
  assert.equal(await page.locator('dialog[open]').count(), 0);
  deliver();
  await page.locator('dialog[open]').waitFor();
  assert.doesNotMatch(await said(page), /Ouverture/);
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await spreadsheet(page).evaluate((button) => button === document.activeElement), true));
});

test('when they cannot be had, the status says so; the next time they are asked for once more', { open: false, failures: 'all' }, async ({ screen, page }) => {
  let broken = true;
  let asked = 0;
  await page.route(PART, (route) => {
    asked += 1;
    return broken ? route.abort() : route.continue();
  });
  await screen.open();
  await eventually(() => assert.ok(asked > 0, 'fetched before anybody asks for it'));
  await spreadsheet(page).click();
  await eventually(async () => assert.match(await said(page), /^La fenêtre n’a pas pu s’ouvrir/));
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.equal(await spreadsheet(page).evaluate((button) => button === document.activeElement), true);
  // The line goes back to what it is for with the next change.
  await screen.toggle('dos-1', 'entrepreneur').click();
  await eventually(async () => assert.match(await said(page), /^Tout est enregistré/));
  broken = false;
  await spreadsheet(page).click();
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  assert.doesNotMatch(await said(page), /n’a pas pu/);
});

test('what was tampered with is not run', { open: false, failures: 'all' }, async ({ screen, page }) => {
  await page.route(PART, async (route) => {
    const answer = await route.fetch();
    // A section without a name or content: the module is as valid as before.
    await route.fulfill({ response: answer, body: Buffer.concat([await answer.body(), Buffer.from([0, 1, 0])]) });
  });
  await screen.open();
  await spreadsheet(page).click();
  await eventually(async () => assert.match(await said(page), /^La fenêtre n’a pas pu s’ouvrir/));
  // It may be asked for once more just now.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});
