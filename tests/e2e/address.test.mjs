// The page's address: what it holds, where a link leads, and the browser's Back and Forward.
import assert from 'node:assert/strict';
import { dossiersOf } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';
import { audit } from './support/axe.mjs';

const PATH = '/tools/conversations';

const holds = (page, query) =>
  eventually(async () => assert.equal(decodeURIComponent(new URL(page.url()).search + new URL(page.url()).hash).replaceAll('+', ' '), query));

test('what is looked for is in the address, without steps in the history, and comes back', async ({ screen, page }) => {
  const steps = await page.evaluate(() => history.length);
  await screen.search.pressSequentially('société b');
  await holds(page, '#q=société b');
  await screen.search.fill('a');
  await screen.filter('managed').check();
  await page.locator('#licence').selectOption('0');
  await holds(page, '?filter=managed&licence=lic-1#q=a');
  assert.equal(await page.evaluate(() => history.length), steps);
  const shown = await screen.shown();
  // The menu's link leads to where one is.
  await page.locator('.menu-button').click();
  await page.locator('.menu-list a[aria-current]').click();
  await holds(page, '?filter=managed&licence=lic-1#q=a');
  assert.deepEqual(await screen.shown(), shown);
  assert.equal(await screen.focus(), 'main');
  await screen.reload();
  assert.deepEqual(await screen.shown(), shown);
  assert.equal(await screen.search.inputValue(), 'a');
  assert.equal(await screen.filter('managed').isChecked(), true);
  assert.equal(await page.locator('#licence').inputValue(), '0');
  await page.locator('#licence').selectOption('');
  await screen.filter('all').check();
  await screen.search.fill('');
  await holds(page, '');
});

test('a link to a dossier unfolds its licence, and puts the focus there', { open: false, backend: { dossiers: 2000, licences: 4 } }, async ({ screen, page }) => {
  await screen.open();
  await screen.licenceButton('lic-4').click();
  await screen.open(`${PATH}?dossier=dos-1990`);
  await eventually(async () => assert.match(await screen.focus(), /^dos-1990 entrepreneur/));
  await eventually(async () => {
    const { y } = await screen.toggle('dos-1990', 'entrepreneur').boundingBox();
    assert.ok(y > 0 && y < 800, String(y));
  });
  await holds(page, '?dossier=dos-1990');
  // Looking for something else leaves it.
  await screen.search.fill('a');
  await holds(page, '#q=a');
});

test('a link to a dossier that its other choices would hide shows all', { open: false }, async ({ screen, page, backend }) => {
  const other = dossiersOf(await backend.directory()).find(({ role }) => role !== 'manager').id;
  await screen.open(`${PATH}?filter=managed&dossier=${other}`);
  await eventually(async () => assert.match(await screen.focus(), new RegExp(`^${other} `)));
  await holds(page, `?dossier=${other}`);
  assert.equal(await screen.filter('all').isChecked(), true);
});

test('recipients are a step: Back closes them, Forward opens them, closing goes back', async ({ screen, page }) => {
  await screen.filter('managed').check();
  await holds(page, '?filter=managed');
  const dialog = page.locator('dialog[open]');
  const button = screen.row('dos-1').locator('.recipients-button');
  await button.click();
  await dialog.waitFor();
  await holds(page, '?filter=managed&dossier=dos-1&recipients');
  await page.goBack();
  await dialog.waitFor({ state: 'detached' });
  await holds(page, '?filter=managed');
  await page.goForward();
  await dialog.waitFor();
  const steps = await page.evaluate(() => history.length);
  await page.keyboard.press('Escape');
  await holds(page, '?filter=managed');
  assert.equal(await dialog.count(), 0);
  await button.click();
  await holds(page, '?filter=managed&dossier=dos-1&recipients');
  assert.equal(await page.evaluate(() => history.length), steps);
});

test('a link opens the recipients, and closing them stays on the page', { open: false }, async ({ screen, page }) => {
  await screen.open(`${PATH}?dossier=dos-3&recipients`);
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await holds(page, '');
  assert.equal((await screen.shown()).length, 56);
});

for (const query of ['dossier=dos-999999', 'licence=other', 'dossier=%3Cb%3E&recipients&filter=none']) {
  test(`a link to what is not there says so and shows the list: ${query}`, { open: false }, async ({ screen, page }) => {
    await screen.open(`${PATH}?${query}`);
    const notice = page.locator('.broken-link');
    assert.match(await notice.innerText(), /Ce lien mène à un dossier ou à une licence/);
    assert.equal((await screen.shown()).length, 56);
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.deepEqual(await audit(page), []);
    await notice.getByRole('button').click();
    assert.equal(await notice.count(), 0);
    assert.equal(await screen.focus(), 'participation-title');
  });
}
