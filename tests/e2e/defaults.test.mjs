// One's own choices are marked and counted, and go back to the defaults: a dossier, a licence, what is shown.
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';
import { audit } from './support/axe.mjs';

const BACK = 'Revenir aux valeurs par défaut';

const marked = (page) =>
  page.$$eval('.row .chosen:not([hidden])', (all) => [...new Set(all.map((one) => one.closest('[data-dossier]').dataset.dossier))]);

const chosen = (settings) => Object.keys(settings.participation).filter((id) => Object.keys(settings.participation[id]).length > 0);

test('the mark, the counts and the filter agree, and follow a change', async ({ screen, page, backend }) => {
  const before = chosen(await backend.settings()).sort();
  assert.deepEqual((await marked(page)).sort(), before);
  await screen.toggle('dos-1', 'entrepreneur').click();
  const now = await marked(page);
  assert.ok(now.includes('dos-1'));
  assert.match(await page.locator('.list-title .changed-button').innerText(), new RegExp(`^${now.length}\\smodifiés?$`));
  const words = await page.$$eval('.licence .changed-button:not([hidden])', (all) => all.map((one) => parseInt(one.textContent, 10)));
  assert.equal(words.reduce((sum, count) => sum + count, 0), now.length);
  await screen.filter('changed').check();
  assert.deepEqual(await screen.shown(), now);
});

test('a dossier goes back in one step, which can be undone', async ({ screen, page, backend }) => {
  await screen.toggle('dos-1', 'entrepreneur').click();
  await screen.toggle('dos-1', 'accountant').click();
  await screen.saved();
  const before = await backend.settings();
  await screen.row('dos-1').locator('.recipients-button').click();
  await page.locator('dialog[open]').getByRole('button', { name: BACK }).click();
  await screen.saved();
  assert.equal((await backend.settings()).participation['dos-1'], undefined);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Fermer');
  assert.equal(await page.locator('.back-to-default').isVisible(), false);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Annuler la modification' }).click();
  await screen.saved();
  await eventually(async () => assert.deepEqual(await backend.settings(), before));
});

for (const licence of [undefined, 'lic-1']) {
  test(`what is shown goes back, and nothing that is hidden (${licence ?? 'all'})`, async ({ screen, page, backend }) => {
    for (const id of ['dos-1', 'dos-2', 'dos-3', 'dos-52']) await screen.toggle(id, 'entrepreneur').click();
    await screen.saved();
    const before = await backend.settings();
    await screen.search.fill('martin');
    assert.deepEqual(await screen.shown(), ['dos-1', 'dos-2']);
    const header = page.locator(licence ? `[data-licence=${licence}]` : '.list-title');
    await header.locator('.changed-button').click();
    const dialog = page.locator('dialog[open]');
    assert.match(await dialog.innerText(), /2\sdossiers affichés où vous avez fait votre propre choix/);
    assert.equal(await dialog.locator('.names li').count(), 2);
    assert.deepEqual(await audit(page), []);
    await dialog.getByRole('button', { name: BACK }).click();
    await screen.saved();
    const { 'dos-1': _, 'dos-2': __, ...others } = before.participation;
    assert.deepEqual((await backend.settings()).participation, others);
    assert.equal(await header.locator('.changed-button').isVisible(), false);
    await page.getByRole('button', { name: 'Annuler la modification' }).click();
    await screen.saved();
    await eventually(async () => assert.deepEqual(await backend.settings(), before));
  });
}

for (const [name, options] of Object.entries({
  '320-px': { viewport: { width: 320, height: 700 } },
  'dark-forced-colours': { colorScheme: 'dark', forcedColors: 'active' },
  windowed: { backend: { dossiers: 400, licences: 4 } },
})) {
  test(`marks (${name}): nothing scrolls sideways, axe finds nothing`, options, async ({ screen, page }) => {
    await screen.bulk('entrepreneur').click();
    await screen.toggle('dos-2', 'entrepreneur').scrollIntoViewIfNeeded();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await audit(page), []);
  });
}
