// Toggles, bells, bulk changes, folding, recipients.
import assert from 'node:assert/strict';
import { dossiersOf, participates } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';

const AUDIENCES = ['entrepreneur', 'accountant'];

async function facts(backend, person = 'p-1') {
  const [directory, settings] = [await backend.directory(person), await backend.settings(person)];
  return { directory, settings, dossiers: dossiersOf(directory, person) };
}

function inWords(on, of) {
  return { state: on === 0 ? 'off' : on === of ? 'on' : 'mixed', words: `${on} sur ${of}` };
}

test('every toggle shows what the backend holds: choices, else the default of the role', async ({ screen, page, backend }) => {
  const { dossiers, settings, directory } = await facts(backend);
  assert.deepEqual(await screen.shown(), dossiers.map((dossier) => dossier.id));
  const shown = await page.$$eval('[data-dossier] input[role=switch]', (switches) =>
    switches.map((box) => [box.closest('tr').dataset.dossier, box.dataset.audience, box.checked]),
  );
  assert.deepEqual(
    shown,
    dossiers.flatMap((dossier) => AUDIENCES.map((audience) => [dossier.id, audience, participates(dossier, audience, settings)])),
  );
  assert.deepEqual(
    await page.$$eval('.licence-button bdi', (names) => names.map((name) => name.textContent)),
    directory.licences.map((licence) => licence.name),
  );
  const first = dossiers[0];
  const header = await screen.row(first.id).locator('th').innerText();
  assert.ok(header.includes(first.name) && header.includes(first.number), header);
});

for (const audience of AUDIENCES) {
  test(`a toggle for questions to the ${audience} is saved, and still there after a reload`, async ({ screen, backend }) => {
    const toggle = screen.toggle('dos-3', audience);
    const before = await toggle.isChecked();
    await toggle.click();
    assert.equal(await toggle.isChecked(), !before);
    await screen.saved();
    assert.deepEqual(screen.patchBodies(), [{ participation: { 'dos-3': { [audience]: !before } } }]);
    assert.equal((await backend.settings()).participation['dos-3'][audience], !before);
    assert.deepEqual(
      (await backend.applied()).map(({ kind, dossier, audience, after }) => [kind, dossier, audience, after]),
      [['participation', 'dos-3', audience, String(!before)]],
    );
    await screen.reload();
    assert.equal(await toggle.isChecked(), !before);
    await toggle.click();
    await screen.saved();
    await screen.reload();
    assert.equal(await toggle.isChecked(), before);
  });
}

test('bells, counts and the alert change in the same frame as the toggle', async ({ screen, page }) => {
  const observed = await page.evaluate(() => {
    const row = document.querySelector('[data-dossier="dos-9"]');
    const toggle = row.querySelector('input[data-audience=accountant]');
    const look = () => ({
      checked: toggle.checked,
      nobody: row.querySelector('.nobody')?.checkVisibility() ?? false,
      mine: row.querySelector('.bell').dataset.bell,
      all: document.querySelector('#count-all-accountant').textContent,
      licence: document.querySelector('[data-licence="lic-1"] .bulk[data-column=accountant] .count').textContent,
      alert: document.querySelector('.participation > .warning p').textContent,
      status: document.querySelector('.status-line').dataset.status,
    });
    return new Promise((resolve) => {
      // Frame callbacks run before the frame that shows the click is painted: what is not done by then comes late.
      const before = look();
      toggle.click();
      requestAnimationFrame(() => resolve({ before, after: look() }));
    });
  });
  const numbers = (text) => Number(/\d+/.exec(text)[0]);
  const { before, after } = observed;
  assert.deepEqual([before.checked, before.nobody, before.mine, before.status], [true, false, 'rings', 'saved']);
  assert.deepEqual([after.checked, after.nobody, after.mine, after.status], [false, true, 'silent', 'saving']);
  assert.equal(numbers(after.all), numbers(before.all) - 1);
  assert.equal(numbers(after.licence), numbers(before.licence) - 1);
  assert.equal(numbers(after.alert), numbers(before.alert) + 1);
  assert.equal(await screen.row('dos-9').locator('.nobody').innerText(), 'Aucun destinataire');
});

test('tri-states and counts in words agree with the backend, and follow a toggle', async ({ screen, backend }) => {
  const { dossiers, settings, directory } = await facts(backend);
  const count = (some, audience) => some.filter((dossier) => participates(dossier, audience, settings)).length;
  for (const audience of AUDIENCES) {
    assert.deepEqual(await screen.tally(audience), inWords(count(dossiers, audience), dossiers.length));
    for (const { id } of directory.licences) {
      const own = dossiers.filter((dossier) => dossier.licence === id);
      assert.deepEqual(await screen.tally(audience, id), inWords(count(own, audience), own.length), id);
    }
  }
  assert.equal((await screen.tally('entrepreneur', 'lic-3')).state, 'off');
  await screen.toggle('dos-51', 'entrepreneur').click();
  assert.deepEqual(await screen.tally('entrepreneur', 'lic-3'), inWords(1, 9));
});

for (const licence of [undefined, 'lic-2']) {
  test(`the bulk control of ${licence ?? 'all dossiers'} sets exactly its dossiers, by one PATCH each time`, async ({ screen, backend }) => {
    const { dossiers, settings } = await facts(backend);
    const mine = dossiers.filter((dossier) => licence === undefined || dossier.licence === licence);
    const others = dossiers.filter((dossier) => !mine.includes(dossier));
    for (const [audience, wanted] of [['accountant', true], ['accountant', false], ['entrepreneur', true]]) {
      screen.patches.length = 0;
      await screen.bulk(audience, licence).click();
      assert.deepEqual(await screen.tally(audience, licence), inWords(wanted ? mine.length : 0, mine.length));
      await screen.saved();
      assert.equal(screen.patches.length, 1);
      const changed = Object.entries(screen.patchBodies()[0].participation);
      assert.ok(changed.every(([id, choice]) => mine.some((dossier) => dossier.id === id) && choice[audience] === wanted && Object.keys(choice).length === 1));
      const now = await backend.settings();
      assert.deepEqual(mine.filter((dossier) => participates(dossier, audience, now) !== wanted), []);
      assert.deepEqual(
        others.map((dossier) => now.participation[dossier.id]),
        others.map((dossier) => settings.participation[dossier.id]),
      );
    }
    await screen.reload();
    assert.deepEqual(await screen.tally('accountant', licence), inWords(0, mine.length));
    assert.deepEqual(await screen.tally('entrepreneur', licence), inWords(mine.length, mine.length));
  });
}

test('a folded licence stays folded after a reload, for this person only', async ({ screen, page, context }) => {
  const button = screen.licenceButton('lic-2');
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await button.click();
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  assert.equal(await screen.row('dos-31').count(), 0);
  assert.equal(await screen.row('dos-1').isVisible(), true);
  assert.equal(await button.evaluate((at) => at === document.activeElement), true);
  await screen.reload();
  assert.equal(await button.getAttribute('aria-expanded'), 'false');
  assert.equal(await screen.row('dos-31').count(), 0);
  // Its bulk control still works, and says so.
  await screen.bulk('entrepreneur', 'lic-2').click();
  assert.deepEqual(await screen.tally('entrepreneur', 'lic-2'), inWords(18, 18));
  await button.click();
  assert.equal(await screen.toggle('dos-31', 'entrepreneur').isChecked(), true);
  await screen.saved();
  await screen.reload();
  assert.equal(await button.getAttribute('aria-expanded'), 'true');
  await button.click();
  await screen.licenceButton('lic-1').click();

  await context.request.post('/sign-in', { form: { person: 'p-10' }, maxRedirects: 0 });
  await screen.reload();
  assert.equal(await page.locator('.licence-button[aria-expanded=false]').count(), 0);
});

test('with one licence there is no licence header', { person: 'p-2' }, async ({ screen, page }) => {
  assert.equal((await screen.shown()).length, 3);
  assert.equal(await page.locator('.licence-button').count(), 0);
  assert.equal(await page.locator('input[data-scope=licence]').count(), 0);
  assert.equal(await page.locator('input[data-scope=all]').count(), 2);
});

test('a person without dossiers sees that, and no empty list', { person: 'p-13' }, async ({ screen, page }) => {
  const empty = page.locator('.participation .empty');
  assert.match(await empty.innerText(), /Aucun dossier\s+Vous n’avez accès à aucun dossier pour le moment/);
  assert.equal(await page.locator('#search, table, input[data-scope]').count(), 0);
  await screen.frequency('weekly').check();
  await screen.saved();
  assert.equal((await screen.backend.settings('p-13')).frequency, 'weekly');
});

test('a client sees only the questions that can be put to clients', { person: 'p-20' }, async ({ screen, page, backend }) => {
  assert.deepEqual(await page.$$eval('input[data-scope=all]', (all) => all.map((box) => box.dataset.audience)), ['entrepreneur']);
  assert.equal(await page.locator('input[data-audience=accountant]').count(), 0);
  const [first] = await screen.shown();
  assert.equal(await screen.toggle(first, 'entrepreneur').isChecked(), true);
  await screen.toggle(first, 'entrepreneur').click();
  await screen.saved();
  assert.deepEqual((await backend.settings('p-20')).participation, { [first]: { entrepreneur: false } });
});

test('the recipients shown in full are those that the backend preselects', async ({ screen, page, backend }) => {
  const read = await backend.as();
  const names = new Map((await backend.directory()).people.map(({ id, name }) => [id, name]));
  const checked = ['dos-1', 'dos-3', 'dos-4', 'dos-13', 'dos-20', 'dos-28', 'dos-36', 'dos-42', 'dos-56', 'dos-60'];
  const compare = async (dossier) => {
    for (const audience of AUDIENCES) {
      const { recipients } = await read(`/api/dossiers/${dossier}/preselection?audience=${audience}`);
      const section = page.locator(`dialog section[aria-labelledby="recipients-of-${audience}"]`);
      const shown = await section.locator('.bell:not([data-bell=silent]) .person-name').allTextContents();
      assert.deepEqual(shown.toSorted(), recipients.map((id) => names.get(id)).toSorted(), `${dossier} ${audience}`);
      assert.equal(await section.locator('.warning').count(), recipients.length === 0 ? 1 : 0, `${dossier} ${audience}`);
    }
  };
  for (const dossier of checked) {
    await screen.row(dossier).locator('.recipients-button').click();
    const dialog = page.locator('dialog');
    await dialog.waitFor();
    assert.match(await dialog.locator('h2').innerText(), /^Destinataires\s: ./);
    await compare(dossier);
    // Every person has a role and a reason.
    for (const person of await dialog.locator('.person').all()) {
      assert.match(await person.locator('.tag').innerText(), /./);
      assert.match(await person.locator('.hint').innerText(), /participe|participer/);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(
      await page.evaluate(() => document.activeElement.closest('[data-dossier]')?.dataset.dossier),
      dossier,
      'Escape returns the focus',
    );
  }
  // After changes of one's own, it is still what the backend says.
  await screen.bulk('entrepreneur').click();
  await screen.toggle('dos-1', 'accountant').click();
  await screen.saved();
  for (const dossier of ['dos-1', 'dos-28', 'dos-42']) {
    await screen.row(dossier).locator('.recipients-button').click();
    await compare(dossier);
    await page.locator('dialog').getByRole('button', { name: 'Fermer' }).click();
    await page.locator('dialog').waitFor({ state: 'hidden' });
  }
});

test('the bells of every row are those of the backend, in the order of the rules', async ({ page, backend }) => {
  const read = await backend.as();
  const directory = await backend.directory();
  const people = new Map(directory.people.map((person) => [person.id, person]));
  for (const dossier of dossiersOf(directory)) {
    const { recipients } = await read(`/api/dossiers/${dossier.id}/preselection?audience=accountant`);
    const shown = await page.$eval(`[data-dossier="${dossier.id}"] .bells`, (bells) => ({
      nobody: bells.querySelector('.nobody')?.checkVisibility() ?? false,
      bells: [...bells.querySelectorAll('.bell')].filter((bell) => bell.checkVisibility())
        .map((bell) => [bell.querySelector('.bell-name').textContent, bell.dataset.bell]),
      more: bells.querySelector('.bells-more')?.checkVisibility() ? Number(/\d+/.exec(bells.querySelector('.bells-more').textContent)[0]) : 0,
    }));
    const staff = dossier.team.filter((member) => member.role !== 'entrepreneur');
    assert.equal(shown.nobody, recipients.length === 0, dossier.id);
    assert.equal(shown.bells.length + shown.more, staff.length, dossier.id);
    const expected = Math.min(recipients.length, 3);
    assert.deepEqual(shown.bells.slice(0, expected).filter(([, bell]) => bell === 'silent'), [], dossier.id);
    assert.deepEqual(shown.bells.slice(expected).filter(([, bell]) => bell !== 'silent'), [], dossier.id);
    const firstNames = recipients.map((id) => (id === 'p-1' ? 'vous' : people.get(id).name.split(' ')[0]));
    assert.deepEqual(shown.bells.slice(0, expected).filter(([name]) => !firstNames.includes(name)), [], dossier.id);
  }
});

test('each column is explained where it stands', async ({ page }) => {
  for (const [audience, told] of [
    ['entrepreneur', /désactivée par défaut pour les gestionnaires de dossier, car ces questions s’adressent au client/],
    ['accountant', /activée par défaut pour les gestionnaires de dossier/],
  ]) {
    const about = page.locator(`#about-${audience}`);
    assert.equal(await about.isVisible(), false);
    await page.locator(`[popovertarget=about-${audience}]`).click();
    assert.match(await about.innerText(), told);
    await page.keyboard.press('Escape');
    assert.equal(await about.isVisible(), false);
  }
  await page.locator('.recommendation summary').click();
  assert.match(await page.locator('.recommendation').innerText(), /uniquement pour les dossiers dont vous êtes gestionnaire/);
});

test('undo and redo bring back exactly the mix before a bulk change', async ({ screen, page, backend }) => {
  const before = await screen.tally('accountant');
  const { dossiers, settings } = await facts(backend);
  await screen.bulk('accountant').click();
  await screen.saved();
  await page.locator('.undo').click();
  await screen.saved();
  assert.deepEqual(await screen.tally('accountant'), before);
  const now = await backend.settings();
  assert.deepEqual(
    dossiers.filter((dossier) => participates(dossier, 'accountant', now) !== participates(dossier, 'accountant', settings)),
    [],
  );
  await page.locator('.redo').click();
  await eventually(async () => assert.equal((await screen.tally('accountant')).state, 'on'));
  await screen.saved();
});
