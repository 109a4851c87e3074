// Bulk on what one sees says so; ranges by Shift, selections by Shift and arrows.
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';
import { audit } from './support/axe.mjs';

const checked = (screen, audience, ids) => Promise.all(ids.map((id) => screen.toggle(id, audience).isChecked()));
const selected = (page) => page.$$eval('[aria-selected=true]', (rows) => rows.map((row) => row.dataset.dossier));

test('while not all is shown, the bulk controls say what they are about', async ({ screen, page }) => {
  const says = async (licence) => (await screen.bulk('entrepreneur', licence).getAttribute('title')).replace(/\s/g, ' ');
  assert.equal(await says(), '');
  await screen.filter('managed').check();
  const shown = (await screen.shown()).length;
  await eventually(async () => assert.equal(await says(), `Activer pour les ${shown} dossiers affichés`));
  await screen.search.fill('martin');
  await eventually(async () => assert.match(await says('lic-1'), /^Activer pour (les 2 dossiers affichés|1 dossier affiché)$/));
  await screen.bulk('entrepreneur').click();
  await eventually(async () => assert.match(await says(), /^Désactiver pour /));
  assert.equal(await page.locator('[data-licence=lic-1] .bulk[data-column=entrepreneur] input').isChecked(), true);
});

test('Shift and a click: all rows from the last toggle to this one become as this one, in one step', async ({ screen, page, backend }) => {
  await screen.filter('managed').check();
  const shown = await screen.shown();
  const before = await backend.settings();
  await screen.toggle(shown[1], 'entrepreneur').click();
  const wanted = await screen.toggle(shown[1], 'entrepreneur').isChecked();
  if ((await screen.toggle(shown[5], 'entrepreneur').isChecked()) === wanted) await screen.toggle(shown[5], 'entrepreneur').click();
  await screen.toggle(shown[1], 'entrepreneur').click();
  await screen.toggle(shown[1], 'entrepreneur').click();
  await screen.toggle(shown[5], 'entrepreneur').click({ modifiers: ['Shift'] });
  assert.deepEqual(await checked(screen, 'entrepreneur', shown.slice(1, 6)), Array(5).fill(wanted));
  assert.equal(await page.evaluate(() => getSelection().toString()), '');
  await screen.saved();
  const after = await backend.settings();
  const touched = new Set(shown.slice(1, 6));
  const others = (settings) => Object.entries(settings.participation).filter(([id]) => !touched.has(id));
  assert.deepEqual(others(after), others(before), 'hidden rows and those beyond the range never change');
  await page.getByRole('button', { name: 'Annuler la modification' }).click();
  await eventually(async () => assert.deepEqual(await checked(screen, 'entrepreneur', shown.slice(2, 5)), [false, false, false]));
});

test('Shift and arrows select, Space and the bar change what is selected, Escape clears', async ({ screen, page }) => {
  const shown = await screen.shown();
  const bar = page.locator('.selection');
  await screen.toggle(shown[2], 'entrepreneur').focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  assert.deepEqual(await selected(page), shown.slice(2, 5));
  await page.keyboard.press('Shift+ArrowUp');
  assert.deepEqual(await selected(page), shown.slice(2, 4));
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  assert.deepEqual(await selected(page), shown.slice(1, 3));
  assert.match(await bar.innerText(), /^2\sdossiers sélectionnés/);
  assert.equal(await screen.focus(), `${shown[1]} entrepreneur`);
  const wanted = !(await screen.toggle(shown[1], 'entrepreneur').isChecked());
  await page.keyboard.press('Space');
  assert.deepEqual(await checked(screen, 'entrepreneur', shown.slice(1, 3)), [wanted, wanted]);
  const group = bar.locator('[data-column=accountant]');
  await group.getByRole('button', { name: 'Désactiver' }).click();
  assert.deepEqual(await checked(screen, 'accountant', shown.slice(1, 3)), [false, false]);
  await group.getByRole('button', { name: 'Activer', exact: true }).click();
  assert.deepEqual(await checked(screen, 'accountant', shown.slice(1, 3)), [true, true]);
  assert.deepEqual(await audit(page), []);
  await page.keyboard.press('Escape');
  assert.deepEqual(await selected(page), []);
  assert.equal(await screen.focus(), `${shown[1]} entrepreneur`);
  await page.keyboard.press('Shift+ArrowDown');
  assert.deepEqual(await selected(page), shown.slice(1, 3));
  // A selection does not outlast what it was made in.
  await screen.filter('managed').check();
  assert.deepEqual(await selected(page), []);
});

for (const [name, options] of Object.entries({
  '320-px': { viewport: { width: 320, height: 700 } },
  'dark-forced-colours': { colorScheme: 'dark', forcedColors: 'active' },
})) {
  test(`a selection (${name}): nothing scrolls sideways, axe finds nothing`, options, async ({ screen, page }) => {
    await screen.toggle('dos-2', 'entrepreneur').focus();
    await page.keyboard.press('Shift+ArrowDown');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await audit(page), []);
  });
}
