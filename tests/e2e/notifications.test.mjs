// How often, and in which language.
import assert from 'node:assert/strict';
import { dossiersOf, participates } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';

const LABELS = {
  immediately: 'Immédiatement',
  hourly: 'Toutes les heures',
  daily: 'Chaque jour',
  weekly: 'Chaque semaine',
  never: 'Jamais',
};

test('every frequency is saved by one PATCH with If-Match, and still there after a reload', async ({ screen, page, backend }) => {
  const offered = await page.$$eval('input[name=frequency]', (radios) =>
    radios.map((radio) => [radio.value, radio.closest('label').innerText.trim()]),
  );
  assert.deepEqual(Object.fromEntries(offered), LABELS);
  assert.equal(await screen.frequency('daily').isChecked(), true);
  for (const value of ['immediately', 'hourly', 'weekly', 'never', 'daily']) {
    screen.patches.length = 0;
    await page.getByRole('radio', { name: LABELS[value] }).check();
    await screen.saved();
    assert.deepEqual(screen.patchBodies(), [{ frequency: value }]);
    assert.match(screen.patches[0].headers()['if-match'], /^".+"$/);
    assert.equal((await backend.settings()).frequency, value);
    await screen.reload();
    assert.deepEqual(
      await page.$$eval('input[name=frequency]:checked', (radios) => radios.map((radio) => radio.value)),
      [value],
    );
  }
});

test('with "Jamais" it says where the questions stay, and in how many dossiers one is preselected', async ({ screen, page, backend }) => {
  const callout = page.locator('.notifications div.callout');
  assert.equal(await callout.isVisible(), false);
  await screen.frequency('never').check();
  const count = async () => {
    const settings = await backend.settings();
    return dossiersOf(await backend.directory()).filter((dossier) => participates(dossier, 'accountant', settings)).length;
  };
  const before = await count();
  assert.ok(before > 1);
  assert.match(await callout.innerText(), /module de conversation du dossier concerné/);
  assert.ok((await callout.innerText()).includes(`Vous restez destinataire par défaut dans ${before} dossiers.`));
  await screen.bulk('accountant').click();
  await screen.bulk('accountant').click();
  assert.doesNotMatch(await callout.innerText(), /destinataire par défaut/);
  await screen.toggle('dos-2', 'accountant').click();
  assert.ok((await callout.innerText()).includes('Vous restez destinataire par défaut dans 1 dossier.'));
  await screen.saved();
  assert.equal(await count(), 1);
  // The user's own bell says that no mail reaches them.
  assert.equal(await screen.row('dos-2').locator('.bell[data-bell=without-email] .bell-name').first().innerText(), 'vous');
  await screen.frequency('weekly').check();
  assert.equal(await callout.isVisible(), false);
  assert.equal(await screen.row('dos-2').locator('.bell[data-bell=without-email]').isVisible(), false);
});

test('a language is chosen, saved and given back to the profile', async ({ screen, page, backend }) => {
  const options = await screen.language.locator('option').allInnerTexts();
  assert.equal(options[0], 'Langue de mon profil (français)');
  assert.deepEqual(
    await screen.language.locator('option').evaluateAll((all) => all.map((option) => [option.value, option.lang])),
    [['', ''], ['fr', 'fr'], ['nl', 'nl'], ['en', 'en'], ['de', 'de']],
  );
  assert.equal(await screen.language.inputValue(), '');

  await screen.language.selectOption('nl');
  await screen.saved();
  assert.deepEqual(screen.patchBodies(), [{ language: 'nl' }]);
  assert.equal((await backend.settings()).language, 'nl');
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr', 'the screen keeps its own language');
  await screen.reload();
  assert.equal(await screen.language.inputValue(), 'nl');

  screen.patches.length = 0;
  await screen.language.selectOption('');
  await screen.saved();
  assert.deepEqual(screen.patchBodies(), [{ language: null }]);
  assert.equal('language' in (await backend.settings()), false);
  await screen.reload();
  assert.equal(await screen.language.inputValue(), '');
});

test('a language that equals the one of the profile is a choice of its own', async ({ screen, backend }) => {
  await screen.language.selectOption('fr');
  await screen.saved();
  assert.equal((await backend.settings()).language, 'fr');
  await backend.hook('POST', 'profile', { person: 'p-1', language: 'de' });
  await screen.reload();
  assert.equal(await screen.language.inputValue(), 'fr');
  await eventually(async () => {
    assert.match(await screen.language.locator('option').first().innerText(), /\((allemand|Deutsch)\)/);
  });
});
