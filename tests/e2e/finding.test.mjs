// Search, filters, and bulk changes of what is shown only.
import assert from 'node:assert/strict';
import { dossiersOf, participates } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';

test('search ignores case, accents and the punctuation of numbers, at each keystroke', async ({ screen, page, backend }) => {
  const names = new Map(dossiersOf(await backend.directory()).map((dossier) => [dossier.id, dossier]));
  const finds = async (typed, expected) => {
    await screen.search.fill(typed);
    assert.deepEqual(await screen.shown(), expected, typed);
    const noun = expected.length > 1 ? 'dossiers trouvés' : 'dossier trouvé';
    assert.equal((await page.locator('.found').innerText()).replace(/\s/g, ' '), `${expected.length} ${noun}`);
  };
  await finds('BOULANGERIE', ['dos-1']);
  await finds('pâtisserie', ['dos-2']);
  await finds('PATISSERIE', ['dos-2']);
  await finds('electricite hanquet', ['dos-22']);
  await finds('Électricité', ['dos-22']);
  await finds('lindstrom', ['dos-27', 'dos-59']);
  await finds('καφες', ['dos-7']);
  await finds('шевченко', ['dos-11']);
  await finds('fils martin', ['dos-2']);
  const { number } = names.get('dos-2');
  const digits = number.replace(/\D/g, '');
  for (const typed of [number, digits, digits.slice(0, 7), number.toLowerCase(), digits.replace(/(...)(...)$/, '-$1/$2'), number.replace('BE 0', 'be0')]) {
    await finds(typed, ['dos-2']);
  }
  // Each keystroke narrows.
  await screen.search.fill('');
  const counts = [];
  for (const key of 'martin') {
    await screen.search.press(key);
    counts.push((await screen.shown()).length);
  }
  assert.ok(counts.every((count, index) => index === 0 || count <= counts[index - 1]), String(counts));
  assert.deepEqual(await screen.shown(), ['dos-1', 'dos-2']);
});

test('only licences with a match are shown, and folded ones open', async ({ screen, page }) => {
  await screen.licenceButton('lic-1').click();
  await screen.search.fill('martin');
  assert.deepEqual(await screen.shown(), ['dos-1', 'dos-2']);
  assert.deepEqual(
    await page.$$eval('[data-licence]', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.licence)),
    ['lic-1'],
  );
  await screen.search.fill('');
  assert.equal(await screen.licenceButton('lic-1').getAttribute('aria-expanded'), 'false');
  assert.equal(await screen.row('dos-1').count(), 0);
  assert.equal(await page.locator('.found').innerText(), '');
});

test('without a match it says so, counts nothing, and one click shows everything', async ({ screen, page }) => {
  const all = await screen.shown();
  await screen.search.fill('xyzzy');
  assert.deepEqual(await screen.shown(), []);
  const empty = page.locator('.participation .empty').last();
  assert.match(await empty.innerText(), /Aucun dossier ne correspond à vos critères\./);
  assert.match(await page.locator('.found').innerText(), /^0\sdossier trouvé$/);
  assert.equal(await screen.bulk('accountant').getAttribute('aria-disabled'), 'true');
  await screen.bulk('accountant').evaluate((box) => box.click());
  assert.equal((await screen.tally('accountant')).state, 'off');
  await page.getByRole('button', { name: 'Afficher tous les dossiers' }).click();
  assert.deepEqual(await screen.shown(), all);
  assert.equal(await screen.search.inputValue(), '');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  assert.equal(screen.patches.length, 0);
});

test('Escape in the search field clears it', async ({ screen }) => {
  await screen.search.fill('martin');
  await screen.search.press('Escape');
  assert.equal(await screen.search.inputValue(), '');
  assert.equal((await screen.shown()).length, 56);
});

test('each filter shows exactly its dossiers', async ({ screen, page, backend }) => {
  const [dossiers, settings, read] = [dossiersOf(await backend.directory()), await backend.settings(), await backend.as()];
  const without = [];
  for (const { id } of dossiers) {
    const { recipients } = await read(`/api/dossiers/${id}/preselection?audience=accountant`);
    if (recipients.length === 0) without.push(id);
  }
  const expected = {
    managed: dossiers.filter(({ role }) => role === 'manager').map(({ id }) => id),
    changed: dossiers.filter(({ id }) => settings.participation[id]).map(({ id }) => id),
    'without-recipient': without,
    all: dossiers.map(({ id }) => id),
  };
  for (const [filter, ids] of Object.entries(expected)) {
    await screen.filter(filter).check();
    assert.deepEqual(await screen.shown(), ids, filter);
  }
  const alert = page.locator('.participation > .warning');
  assert.match(await alert.innerText(), new RegExp(`^${without.length}\\sdossiers sans destinataire`));
  await alert.getByRole('button', { name: 'Afficher' }).click();
  assert.deepEqual(await screen.shown(), without);
  assert.equal(await screen.filter('without-recipient').isChecked(), true);
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY');
  // Search and filter narrow together.
  await screen.filter('managed').check();
  await screen.search.fill('leroy');
  assert.deepEqual(await screen.shown(), ['dos-4', 'dos-25']);
});

test('a row that a toggle takes out of the filter stays until the list is asked for again', async ({ screen, page }) => {
  await screen.filter('without-recipient').check();
  const before = await screen.shown();
  const toggle = screen.toggle(before[0], 'accountant');
  await toggle.click();
  await screen.saved();
  assert.deepEqual(await screen.shown(), before);
  assert.equal(await toggle.evaluate((at) => at === document.activeElement), true);
  await screen.filter('all').check();
  await screen.filter('without-recipient').check();
  assert.deepEqual(await screen.shown(), before.slice(1));
  assert.equal(await page.locator('.nobody:visible').count(), before.length - 1);
});

for (const scope of ['all', 'licence']) {
  test(`a bulk change (${scope}) while filtered changes exactly the rows shown`, async ({ screen, backend }) => {
    const before = await backend.settings();
    await screen.search.fill('jost');
    await screen.filter('all').check();
    const shown = await screen.shown();
    assert.deepEqual(shown, ['dos-52', 'dos-55']);
    const licence = scope === 'all' ? undefined : 'lic-3';
    assert.equal((await screen.tally('accountant', licence)).words, '1 sur 2');
    await screen.bulk('entrepreneur', licence).click();
    assert.deepEqual(await screen.tally('entrepreneur', licence), { state: 'on', words: '2 sur 2' });
    await screen.saved();
    assert.deepEqual(screen.patchBodies(), [
      { participation: { 'dos-52': { entrepreneur: true }, 'dos-55': { entrepreneur: true } } },
    ]);
    const after = await backend.settings();
    assert.deepEqual(after, {
      ...before,
      participation: { ...before.participation, 'dos-52': { entrepreneur: true }, 'dos-55': { entrepreneur: true } },
    });
    assert.deepEqual((await backend.applied()).map(({ dossier }) => dossier), shown);
    await screen.search.fill('');
    assert.equal((await screen.tally('entrepreneur', 'lic-3')).words, '2 sur 9');
  });
}

test('characters that mean something to a program are searched for as they are', async ({ screen }) => {
  for (const typed of ['.*', '(', '[a-z]+', '\\', '<b>', '%', '{{x}}']) {
    await screen.search.fill(typed);
    await eventually(async () => assert.notEqual((await screen.shown()).length, 1));
  }
  await screen.search.fill('&');
  const found = await screen.shown();
  assert.ok(found.includes('dos-2'), String(found));
});
