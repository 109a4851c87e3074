// Filters and the choice of a licence: what they show, and the counts that say so beforehand.
import assert from 'node:assert/strict';
import { dossiersOf, participates } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';
import { audit } from './support/axe.mjs';

const FILTERS = ['all', 'managed', 'unmanaged', 'participating', 'changed', 'without-recipient'];

// The count beside each filter, as numbers.
const counts = (page) =>
  page.$$eval('.filter', (all) =>
    Object.fromEntries(all.map((one) => [one.querySelector('input').value, Number(one.innerText.match(/\((\d+)\)/)[1])])),
  );

const licences = (page) =>
  page.$$eval('#licence option', (all) => all.map((one) => [one.value, Number(one.textContent.match(/\((\d+)\)$/)[1])]));

test('the new filters show exactly their dossiers', async ({ screen, backend }) => {
  const [dossiers, settings] = [dossiersOf(await backend.directory()), await backend.settings()];
  const ids = (keep) => dossiers.filter(keep).map(({ id }) => id);
  await screen.filter('unmanaged').check();
  assert.deepEqual(await screen.shown(), ids(({ role }) => role !== 'manager'));
  await screen.filter('participating').check();
  const takesPart = (dossier) =>
    participates(dossier, 'accountant', settings) || participates(dossier, 'entrepreneur', settings);
  assert.deepEqual(await screen.shown(), ids(takesPart));
});

test('each count is what the choice then shows, under a search, a filter and a licence', async ({ screen, page }) => {
  for (const typed of ['', 'a']) {
    await screen.search.fill(typed);
    for (const licence of ['', '1']) {
      await page.locator('#licence').selectOption(licence);
      const said = await counts(page);
      for (const filter of FILTERS) {
        await screen.filter(filter).check();
        assert.equal((await screen.shown()).length, said[filter], `${typed} ${licence} ${filter}`);
      }
      await screen.filter('managed').check();
      for (const [value, count] of await licences(page)) {
        await page.locator('#licence').selectOption(value);
        assert.equal((await screen.shown()).length, count, `${typed} managed ${value}`);
      }
    }
  }
});

test('counts follow a change at once, also one that is undone', async ({ screen, page }) => {
  const before = await counts(page);
  await screen.toggle('dos-1', 'entrepreneur').click();
  const after = await counts(page);
  assert.notDeepEqual(after, before);
  assert.equal(after.all, before.all);
  await page.getByRole('button', { name: 'Annuler la modification' }).click();
  await eventually(async () => assert.deepEqual(await counts(page), before));
});

test('three dossiers in one licence: neither search nor filters', { backend: { dossiers: 3, licences: 1 } }, async ({ screen, page }) => {
  assert.equal((await screen.shown()).length, 3);
  assert.equal(await page.locator('.finding').isVisible(), false);
});

for (const [name, options] of Object.entries({
  'at 320 px': { viewport: { width: 320, height: 700 } },
  'dark, forced colours': { colorScheme: 'dark', forcedColors: 'active' },
})) {
  test(`${name}: nothing scrolls sideways, axe finds nothing, the keyboard reaches all`, options, async ({ screen, page }) => {
    await screen.filter('managed').check();
    await page.locator('#licence').focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await audit(page), []);
    await page.locator('#licence').focus();
    // The button that lists the keys is on the way.
    for (const where of ['link-button shortcuts-button', 'managed']) {
      await page.keyboard.press('Tab');
      assert.equal(await screen.focus(), where);
    }
  });
}
