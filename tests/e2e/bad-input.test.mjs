// Bad input, fed through the real backend: the rest works, what could not be read is counted and shown, and
// nothing of it is written back.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { startBackend } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';
import { sideways } from './support/sideways.mjs';

const naughty = createRequire(import.meta.url)('big-list-of-naughty-strings');

const backend = await startBackend();
const real = { directory: await backend.directory(), settings: await backend.settings(), session: await (await backend.as())('/api/session') };
await backend.stop();

const SETTINGS = '/api/conversation-settings';
const DIRECTORY = '/api/directory';

const changed = (value, change) => {
  const copy = structuredClone(value);
  change(copy);
  return copy;
};
const directory = (change) => ({ serve: { [DIRECTORY]: changed(real.directory, change) } });
const dossier = (of, id) => of.licences.flatMap(({ dossiers }) => dossiers).find((one) => one.id === id);

async function notice(page) {
  const warning = page.locator('#main > .warning');
  return (await warning.count()) ? (await warning.innerText()).replace(/\s+/g, ' ') : '';
}

// Everything else works: a bulk change of everything is saved, without a word about `untouched`.
async function restWorks(screen, count, untouched = []) {
  assert.equal((await screen.shown()).length, count);
  await screen.bulk('accountant').click();
  await screen.saved();
  const sent = screen.patchBodies().flatMap((body) => Object.keys(body.participation ?? {}));
  assert.ok(sent.length > 10);
  for (const id of untouched) assert.equal(sent.includes(id), false, id);
  assert.deepEqual(screen.patchBodies().flatMap((body) => Object.keys(body)), ['participation']);
}

const DIRECTORIES = {
  'an unknown role of the user hides that dossier': [
    (all) => { dossier(all, 'dos-3').team.find(({ person }) => person === 'p-1').role = 'auditor'; },
    /^1 dossier n’a pas pu être lu et n’est pas affiché\. Ces données restent inchangées\. Lesquels/, 55, ['dos-3'],
  ],
  'an unknown role of a colleague is left out': [
    (all) => { dossier(all, 'dos-3').team.find(({ person }) => person === 'p-2').role = 'auditor'; },
    /^1 information n’a pas pu être lue\. Ces données/, 56, [],
  ],
  'a dossier without an id': [(all) => { delete dossier(all, 'dos-3').id; }, /^1 dossier n’a pas pu être lu/, 55, ['dos-3']],
  'a dossier whose team is null': [(all) => { dossier(all, 'dos-3').team = null; }, /^1 dossier n’a pas pu être lu/, 55, ['dos-3']],
  'a dossier that is a number': [(all) => { all.licences[0].dossiers[1] = 42; }, /^1 dossier n’a pas pu être lu/, 55, ['dos-2']],
  'two dossiers with one id': [
    (all) => { all.licences[1].dossiers.push({ ...dossier(all, 'dos-3'), name: 'Twin' }); },
    /^1 dossier n’a pas pu être lu/, 56, [],
  ],
  'several unreadable dossiers': [
    (all) => { for (const id of ['dos-1', 'dos-2', 'dos-31']) dossier(all, id).team = 'all'; },
    /^3 dossiers n’ont pas pu être lus et ne sont pas affichés/, 53, ['dos-1', 'dos-2', 'dos-31'],
  ],
  'names and numbers that are missing or null': [
    (all) => { delete dossier(all, 'dos-1').name; dossier(all, 'dos-2').name = null; dossier(all, 'dos-3').number = null; delete dossier(all, 'dos-4').number; },
    /^$/, 56, [],
  ],
  'fields that nobody knows': [
    (all) => { all.extra = { a: [1] }; all.licences[0].colour = 'red'; dossier(all, 'dos-3').tags = [null]; all.people[0].phone = 1; },
    /^$/, 56, [],
  ],
  'choices that are no booleans': [
    (all) => { dossier(all, 'dos-3').team.find(({ person }) => person === 'p-2').participation = { accountant: 'yes', both: true }; },
    /informations? n’/, 56, [],
  ],
  'a person without an id': [(all) => { delete all.people.at(-1).id; }, /information/, 56, []],
  'a licence that is null': [(all) => { all.licences.push(null); }, /^1 information n’a pas pu être lue/, 56, []],
  'a licence without an id': [(all) => { delete all.licences[2].id; }, /^1 information n’a pas pu être lue/, 56, []],
};

for (const [name, [change, expected, count, untouched]] of Object.entries(DIRECTORIES)) {
  test(`directory: ${name}`, { backend: directory(change) }, async ({ screen, page, backend }) => {
    const before = await backend.settings();
    assert.match(await notice(page), expected);
    await restWorks(screen, count, untouched);
    const after = await backend.settings();
    for (const id of untouched) assert.deepEqual(after.participation[id], before.participation[id]);
  });
}

const NO_DIRECTORIES = {
  'null licences': { people: [], licences: null },
  'no licences': { people: [] },
  'null people': { ...real.directory, people: null },
  'a list': [],
  'an error with status 200': { type: 'about:blank', title: 'Oops' },
};

for (const [name, content] of Object.entries(NO_DIRECTORIES)) {
  test(`directory: ${name} is an error, not "0 dossiers"`, { open: false, backend: { serve: { [DIRECTORY]: content } } }, async ({ screen, page, backend }) => {
    await page.goto('/tools/conversations');
    await page.locator('#main [role=alert]').waitFor();
    assert.doesNotMatch(await page.locator('#main').innerText(), /\b0\sdossier|Aucun dossier/);
    backend.serve(DIRECTORY, real.directory);
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await screen.ready();
    assert.equal((await screen.shown()).length, 56);
  });
}

const settings = (change) => ({ serve: { [SETTINGS]: changed(real.settings, change) } });

test('settings: an unknown frequency is shown as such, and never written back', { backend: settings((all) => { all.frequency = 'fortnightly'; }) }, async ({ screen, page, backend }) => {
  assert.equal(await page.locator('input[name=frequency]:checked').count(), 0);
  assert.match(await page.locator('.notifications').innerText(), /ne connaît pas votre choix actuel/);
  await restWorks(screen, 56);
  await screen.frequency('weekly').check();
  await screen.saved();
  assert.equal((await backend.settings.call(backend)).frequency === 'fortnightly', true, 'still served');
  assert.deepEqual(screen.patchBodies().at(-1), { frequency: 'weekly' });
});

test('settings: a language that is not on offer is shown, and never written back', { backend: settings((all) => { all.language = 'pt-BR'; }) }, async ({ screen }) => {
  assert.equal(await screen.language.inputValue(), 'pt-BR');
  await restWorks(screen, 56);
});

test('settings: a language that is no language is counted, and never written back', { backend: settings((all) => { all.language = 7; }) }, async ({ screen, page }) => {
  assert.match(await notice(page), /^1 information n’a pas pu être lue/);
  await restWorks(screen, 56);
});

test('settings: unknown audiences, choices that are none, dossiers of others', {
  backend: settings((all) => {
    Object.assign(all.participation, { 'dos-3': { auditor: true }, 'dos-5': null, 'dos-9': { accountant: 'no' }, 'dos-999': { accountant: true } });
  }),
}, async ({ screen, page }) => {
  assert.match(await notice(page), /^3 informations n’ont pas pu être lues/);
  assert.equal(await screen.toggle('dos-9', 'accountant').isChecked(), true, 'the default holds');
  await restWorks(screen, 56, ['dos-999']);
  assert.ok(screen.patchBodies().every(({ participation }) => Object.values(participation).every((choice) => !('auditor' in choice))));
});

test('settings: null lists are none', { backend: settings((all) => { all.participation = null; all.language = null; }) }, async ({ screen, page }) => {
  assert.equal(await notice(page), '');
  await restWorks(screen, 56);
});

test('session: unknown audiences, frequencies and languages are left out and counted', {
  backend: { serve: { '/api/session': real.session } }, open: false,
}, async ({ screen, page, backend, context }) => {
  const session = await (await context.request.get('/api/session')).json().catch(() => real.session);
  backend.serve('/api/session', {
    ...session,
    audiences: ['entrepreneur', 'auditor', 'accountant'],
    frequencies: ['immediately', 'fortnightly', 'daily', 3, 'never'],
    languages: ['fr', 'nl', null, 'pt-BR'],
    extra: true,
  });
  await page.goto('/tools/conversations');
  await screen.ready();
  assert.match(await notice(page), /^4 informations n’ont pas pu être lues/);
  assert.deepEqual(await page.$$eval('input[name=frequency]', (all) => all.map(({ value }) => value)), ['immediately', 'daily', 'never']);
  assert.deepEqual(await screen.language.locator('option').evaluateAll((all) => all.map(({ value }) => value)), ['', 'fr', 'nl', 'pt-BR']);
  assert.equal(await page.locator('input[data-scope=all]').count(), 2);
});

const HOSTILE = {
  html: '<img src=x onerror="alert(1)"><script>alert(2)</script><b>bold</b>',
  entity: '&lt;b&gt; &amp;amp;',
  override: '\u202eevil\u202d name',
  unclosed: '\u2067\u2066\u2068isolates',
  invisible: '\u200b\u200d\ufeff\u2060',
  spaces: '\u00a0 \t\n\u3000',
  empty: '',
  long: 'W'.repeat(10_000),
  longWords: 'lorem ipsum '.repeat(900),
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈🇧🇪👍🏽',
  zalgo: `Z${'\u0335\u0324\u0360'.repeat(200)}algo`,
  control: 'a\u0000b\u0007c\u001b[31m',
  template: '{{ count }} ${x} %s {0}',
  arabic: 'شركة المحاسبة (١٢٣) – Sàrl',
  column: 'Question pour comptable',
  turkish: 'İSTANBUL ıŞıK',
  surrogate: '\ud83d\ude00\u{1f600}\u{10ffff}',
};

function withNames(names) {
  return changed(real.directory, (all) => {
    const dossiers = all.licences.flatMap((licence) => licence.dossiers);
    names.forEach((name, index) => {
      if (index < dossiers.length) Object.assign(dossiers[index], { name, number: index % 2 ? name : dossiers[index].number });
      if (index < all.licences.length) all.licences[index].name = name;
      if (all.people[index]) all.people[index].name = name;
    });
    return all;
  });
}

// The names of the controls as they are read out, and what stands out of line.
function namesAndLines(page) {
  return page.evaluate(() => {
    const names = [...document.querySelectorAll('.list input, .list button, .list-header input')]
      .filter((control) => control.checkVisibility())
      .map((control) => {
        const ids = control.getAttribute('aria-labelledby')?.split(/\s+/);
        const text = ids ? ids.map((id) => document.getElementById(id).textContent).join(' ') : control.textContent;
        return `${control.dataset.audience ?? control.className} ${text}`;
      });
    const visibleName = (element) => element.textContent.replace(/[\p{Cf}\p{Z}\p{Cc}]/gu, '');
    return {
      duplicates: names.filter((name, index) => names.indexOf(name) !== index).map((name) => name.slice(0, 100)),
      unnamed: [...document.querySelectorAll('.dossier-name, .licence-button > bdi, .bell:not([hidden]) .bell-name')]
        .filter((element) => visibleName(element) === '').map((element) => element.outerHTML.slice(0, 100)),
      executed: document.querySelectorAll('.list img, .list script, .list b, dialog img, dialog b').length,
    };
  });
}

// Every control of a row stands within it, beside the others: names do not push them away.
function displaced(page) {
  return page.evaluate(() => {
    const faults = [];
    for (const row of document.querySelectorAll('[data-dossier]')) {
      const box = row.getBoundingClientRect();
      for (const control of row.querySelectorAll('input, .recipients-button')) {
        const { left, right, top, bottom } = control.getBoundingClientRect();
        if (left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1) {
          faults.push(`${row.dataset.dossier}: ${control.className} out of its row`);
        }
      }
    }
    return faults.slice(0, 5);
  });
}

for (const width of [320, 1280]) {
  test(`hostile names at ${width} pixels: text only, every row whole, every control named`, {
    viewport: { width, height: 900 }, backend: { serve: { [DIRECTORY]: withNames(Object.values(HOSTILE)) } },
  }, async ({ screen, page }) => {
    assert.equal((await screen.shown()).length, 56);
    assert.deepEqual(await namesAndLines(page), { duplicates: [], unnamed: [], executed: 0 });
    assert.deepEqual(await displaced(page), []);
    assert.deepEqual(await sideways(page), []);
    assert.ok((await screen.row('dos-1').locator('.dossier-name').innerText()).includes('<img src=x onerror="alert(1)">'));
    // Opened, the recipients are text as well.
    for (const id of (await screen.shown()).slice(0, 17)) {
      await screen.row(id).locator('.recipients-button').click();
      assert.deepEqual(await sideways(page), [], id);
      const dialog = page.locator('dialog');
      assert.ok(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth), id);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    }
    await screen.search.fill('<img');
    assert.deepEqual(await screen.shown(), ['dos-1']);
    await screen.search.fill('');
    await restWorks(screen, 56);
  });
}

test('hostile names in a windowed list: rows keep their height and their place', {
  viewport: { width: 320, height: 900 },
  backend: {
    dossiers: 300,
    serve: {
      [DIRECTORY]: (() => {
        const names = Object.values(HOSTILE);
        const team = [{ person: 'p-1', role: 'manager' }, { person: 'p-2', role: 'collaborator' }];
        const dossiers = Array.from({ length: 300 }, (_, n) => ({ id: `dos-${n + 1}`, name: names[n % names.length], number: `BE ${n}`, team }));
        return { people: [{ id: 'p-1', name: names[0], email: true }, { id: 'p-2', name: HOSTILE.long, email: true }], licences: [{ id: 'lic-1', name: 'One', dossiers }] };
      })(),
    },
  },
}, async ({ screen, page }) => {
  assert.deepEqual(await sideways(page), []);
  assert.deepEqual(await displaced(page), []);
  assert.deepEqual(await namesAndLines(page), { duplicates: [], unnamed: [], executed: 0 });
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await screen.row('dos-300').waitFor();
  assert.deepEqual(await displaced(page), []);
});

test('the text of a row with an override does not turn its neighbours around', {
  backend: { serve: { [DIRECTORY]: withNames(['\u202eevil', 'plain']) } },
}, async ({ screen }) => {
  // The number after the name reads as it does elsewhere: from left to right, below or after the name.
  const places = await screen.row('dos-1').locator('.dossier-detail').evaluate((detail) => {
    const range = document.createRange();
    const text = detail.firstChild;
    const at = (index) => {
      range.setStart(text, index);
      range.setEnd(text, index + 1);
      return range.getBoundingClientRect().left;
    };
    return [at(0), at(1), at(4)];
  });
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
});

test('people with the name of an HTML element are read as text in the bells', {
  backend: directory((all) => { for (const person of all.people) person.name = `<i>${person.id}</i> x`; }),
}, async ({ screen, page }) => {
  assert.equal(await page.locator('.bells i').count(), 0);
  assert.match(await screen.row('dos-3').locator('.bells').innerText(), /<i>p-2<\/i>/);
});

const CHUNK = 56;
for (let from = 0; from < naughty.length; from += CHUNK) {
  const names = naughty.slice(from, from + CHUNK);
  test(`naughty strings ${from + 1} to ${from + names.length} as names of dossiers, licences and people`, {
    backend: { serve: { [DIRECTORY]: withNames(names) } },
  }, async ({ screen, page }) => {
    assert.equal((await screen.shown()).length, 56);
    assert.deepEqual(await namesAndLines(page), { duplicates: [], unnamed: [], executed: 0 });
    assert.deepEqual(await sideways(page), []);
    assert.deepEqual(await displaced(page), []);
    await screen.row('dos-1').locator('.recipients-button').click();
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await page.locator('dialog[open]').count(), 0));
  });
}
