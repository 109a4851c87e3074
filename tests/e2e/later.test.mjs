// The parts of the program that come later. The list waits for none of them: it is used before the rest of the screen
// is there, and stays where it is. Whoever asks for a dialog gets it, or is told.
import assert from 'node:assert/strict';
import { audit } from './support/axe.mjs';
import { eventually, test } from './support/browser.mjs';

const FRAME = /conversation-settings-frame-\w+\.wasm$/;
const PART = /conversation-settings-dialogs-\w+\.wasm$/;

const MANY = { dossiers: 400, licences: 8 };
const viewport = { width: 1280, height: 1000 };

/** Opens the screen without what is around the list; returns what has that delivered. */
async function withoutFrame(page, path = '/tools/conversations') {
  let deliver;
  const delivered = new Promise((resolve) => (deliver = resolve));
  await page.route(FRAME, async (route) => {
    await delivered;
    await route.continue();
  });
  await page.goto(path);
  await page.locator('[data-dossier]').first().waitFor();
  return deliver;
}

const place = (page) => page.locator('.list-header').evaluate((header) => Math.round(header.getBoundingClientRect().top));
const focused = (page) => page.evaluate(() => document.activeElement.closest('[data-dossier]')?.dataset.dossier);

test('the list is used before the rest of the screen is there', { open: false, backend: MANY, viewport }, async ({ screen, page, backend }) => {
  const deliver = await withoutFrame(page);
  assert.equal(await page.locator('.status-line').count(), 0);
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
  assert.deepEqual(await page.locator('h1, h2').allInnerTexts(), ['Paramètres de conversations', 'Participation par défaut aux conversations']);
  assert.deepEqual(await audit(page), []);
  const [first, second] = await screen.shown();
  const before = await backend.settings();
  await screen.toggle(first, 'accountant').focus();
  await page.keyboard.press('ArrowDown');
  const wasOn = await screen.toggle(second, 'accountant').isChecked();
  await page.keyboard.press('Space');
  assert.equal(await screen.toggle(second, 'accountant').isChecked(), !wasOn);
  await eventually(async () => assert.notDeepEqual(await backend.settings(), before));
  const [top, shown] = [await place(page), await screen.shown()];
  deliver();
  await screen.ready();
  // As it was: where it is, what it shows, and the focus.
  assert.equal(await focused(page), second);
  assert.equal(await place(page), top);
  assert.deepEqual((await screen.shown()).slice(0, shown.length), shown);
  assert.equal(await page.locator('.list').count(), 1);
  assert.equal(await page.locator('#main .list').count(), 1);
  assert.equal(await page.locator('#skeleton').count(), 0);
  assert.equal(await screen.toggle(second, 'accountant').isChecked(), !wasOn);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+z');
  await eventually(async () => assert.equal(await screen.toggle(second, 'accountant').isChecked(), wasOn));
});

test('who has scrolled the list meanwhile is left where they are', { open: false, backend: MANY, viewport }, async ({ screen, page }) => {
  const deliver = await withoutFrame(page);
  await page.evaluate(() => scrollTo(0, 5_000));
  await eventually(async () => assert.ok((await screen.shown()).length > 5));
  const row = (await screen.shown()).at(-3);
  const at = () => screen.row(row).evaluate((element) => Math.round(element.getBoundingClientRect().top));
  const before = await at();
  deliver();
  await screen.ready();
  assert.equal(await at(), before);
});

test('what the address asks for is found from the beginning', { open: false, backend: MANY, viewport }, async ({ screen, page }) => {
  const deliver = await withoutFrame(page, '/tools/conversations?filter=unmanaged');
  const early = await page.locator('.list-title .licence-size').innerText();
  assert.notEqual(early, '(400)');
  deliver();
  await screen.ready();
  assert.equal(await page.locator('.list-title .licence-size').innerText(), early);
  assert.equal(await screen.filter('unmanaged').isChecked(), true);
});

test('when the rest of the screen cannot be had, a page says so; what was chosen is saved', { open: false, backend: MANY, viewport, failures: 'all' }, async ({ screen, page, backend }) => {
  let fail;
  const failed = new Promise((resolve) => (fail = resolve));
  await page.route(FRAME, async (route) => {
    await failed;
    await route.abort();
  });
  await page.goto('/tools/conversations');
  const before = await backend.settings();
  const [first] = await (await page.locator('[data-dossier]').first().waitFor(), screen.shown());
  await screen.toggle(first, 'accountant').click();
  fail();
  await page.getByRole('heading', { name: 'L’écran n’a pas pu être chargé.' }).waitFor();
  await eventually(async () => assert.notDeepEqual(await backend.settings(), before));
});

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
