// What the picker shows: bells, reasons, differences, warnings, every state of loading, and live changes.
import assert from 'node:assert/strict';
import { eventually } from './support/browser.mjs';
import { PICKER, form, page, test } from './support/picker.mjs';

const member = (person, role, choice) => ({ person, role, participation: choice === undefined ? undefined : { accountant: choice } });
const TEAM = {
  dossier: { id: 'd', name: 'D' },
  me: 'me',
  people: [
    { id: 'me', name: 'Moi' },
    { id: 'a', name: 'Ann' },
    { id: 'b', name: 'Bob', email: false },
    { id: 'c', name: 'Cid' },
    { id: 'd', name: 'Dora' },
  ],
  team: [member('d', 'collaborator'), member('c', 'manager', false), member('b', 'collaborator', true), member('a', 'manager'), member('me', 'entrepreneur')],
};
const GIVEN = { body: form('<recipient-picker name="r"></recipient-picker>'), ready: false };

async function give(picker, team) {
  await picker.host.evaluate((host, team) => (host.team = team), team);
  await picker.ready();
}

test('preselected first with their bell, the others grey, each with a reason in words', GIVEN, async ({ picker }) => {
  await give(picker, TEAM);
  await picker.input.click();
  const seen = await picker.options.evaluateAll((options) => options.map((option) => [
    option.dataset.person,
    option.querySelector('.bell').dataset.bell,
    !option.querySelector('.badge').hidden,
    option.querySelector('.detail').textContent.replaceAll('\u{a0}', ' '),
  ]));
  assert.deepEqual(seen.map((row) => row.slice(0, 3)), [
    ['a', 'rings', true],
    ['b', 'without-email', false],
    ['c', 'silent', true],
    ['d', 'silent', false],
  ]);
  assert.match(seen[0][3], /Gestionnaire de dossier : participe par défaut/);
  assert.match(seen[1][3], /A choisi de participer.*e-mail/);
  assert.match(seen[2][3], /A choisi de ne pas participer.*gestionnaire de dossier/);
  assert.match(seen[3][3], /ne participe pas par défaut/);
  assert.deepEqual(await picker.value(), ['a', 'b']);
});

test('the three bells differ in shape, not only in colour', GIVEN, async ({ picker }) => {
  await give(picker, TEAM);
  await picker.input.click();
  const masks = await picker.host.evaluate((host) => ['rings', 'without-email', 'silent'].map((bell) => getComputedStyle(host.shadowRoot.querySelector(`.option .bell[data-bell=${bell}]`)).maskImage));
  assert.equal(new Set(masks).size, 3);
});

test('what cannot be read is counted and takes nobody else down', GIVEN, async ({ picker }) => {
  await give(picker, {
    ...TEAM,
    people: [...TEAM.people, { id: 7, name: 'number' }, null, { id: 'a', name: 'twice' }, { id: 'e', email: 'yes' }],
    team: [...TEAM.team, { person: 'x', role: 'king' }, 'nonsense', member('e', 'manager', 'perhaps'), member('a', 'collaborator')],
  });
  assert.deepEqual(await picker.value(), ['a', 'b']);
  assert.match(await picker.notice.innerText(), /8 /);
});

test('names are text, never markup', GIVEN, async ({ picker, tab }) => {
  await give(picker, { ...TEAM, people: [{ id: 'a', name: '<img src=x onerror="globalThis.broken=1">' }, { id: 'b', name: '\u{202e}\u{200b}' }] });
  await picker.input.click();
  assert.match(await picker.options.first().innerText(), /<img src=x/);
  assert.match(await picker.options.nth(1).innerText(), /Sans nom/);
  assert.equal(await picker.host.locator('img').count(), 0);
  assert.equal(await tab.evaluate(() => globalThis.broken), undefined);
});

test('the difference from the default is shown, with the way back', GIVEN, async ({ picker }) => {
  await give(picker, TEAM);
  assert.equal(await picker.host.locator('.difference').isVisible(), false);
  await picker.input.focus();
  await picker.press('ArrowUp', 'Enter', 'ArrowDown', 'Enter', 'ArrowDown', 'Enter', 'Escape');
  assert.match(await picker.host.locator('.difference').innerText(), /\+1 \/ −2 par rapport au défaut/);
  await picker.host.getByRole('button', { name: 'Rétablir la sélection par défaut' }).click();
  assert.deepEqual(await picker.value(), ['a', 'b']);
  assert.equal(await picker.focused(), 'input', 'the button is gone');
  assert.match(await picker.announced(), /2 destinataires/);
});

test('nobody: the warning says why, offers a way out in one click, and goes (Zulip)', GIVEN, async ({ picker }) => {
  const nobody = { ...TEAM, team: [member('c', 'manager', false), member('d', 'collaborator')] };
  await give(picker, nobody);
  assert.match(await picker.notice.innerText(), /Personne ne participe dans ce dossier/);
  await picker.host.getByRole('button', { name: /Choisir tout le monde \(2\)/ }).click();
  assert.deepEqual((await picker.value()).sort(), ['c', 'd']);
  assert.equal(await picker.notice.isVisible(), false);
  assert.equal(await picker.focused(), 'input');
  await picker.host.evaluate((host) => host.reset());
  // Not "les 1 gestionnaires" (Operately).
  await picker.host.getByRole('button', { name: 'Choisir le gestionnaire de dossier' }).click();
  assert.deepEqual(await picker.value(), ['c']);
  await picker.host.evaluate((host) => host.reset());
  await picker.host.getByRole('button', { name: 'Choisir une personne' }).click();
  assert.ok(await picker.isOpen());
});

test('a button that goes while it has the focus leaves it in the field (React Aria: tags beside a list crashed)', GIVEN, async ({ picker, tab }) => {
  await give(picker, { ...TEAM, team: [member('c', 'manager', false), member('d', 'collaborator')] });
  await picker.notice.getByRole('button').last().focus();
  await tab.evaluate(() => new BroadcastChannel('conversation-settings').postMessage({ type: 'participation', dossier: 'd', audience: 'accountant', person: 'c', participates: true }));
  await eventually(async () => assert.deepEqual(await picker.value(), ['c']));
  assert.equal(await picker.notice.isVisible(), false);
  assert.equal(await picker.focused(), 'input');
  await picker.press('Backspace');
  assert.equal(await picker.focused(), 'chip:c', 'and it goes on');
});

test('only people whom no e-mail reaches: the consequence in words, gone with its cause (Zulip)', GIVEN, async ({ picker }) => {
  await give(picker, TEAM);
  await picker.chips.first().getByRole('button').click();
  assert.match(await picker.notice.innerText(), /Aucun e-mail ne parvient à Bob.*module de conversation/s);
  assert.match(await picker.announced(), /module de conversation/);
  await picker.chips.first().getByRole('button').click();
  assert.doesNotMatch(await picker.notice.innerText(), /e-mail/);
  await picker.host.evaluate((host) => (host.value = ['b', 'd']));
  assert.equal(await picker.notice.isVisible(), false, 'one whom it reaches is enough');
  await give(picker, { ...TEAM, people: TEAM.people.map((person) => ({ ...person, email: false })) });
  await eventually(async () => assert.match(await picker.notice.innerText(), /Aucun e-mail ne parvient à ces destinataires/));
});

test('nobody can be asked at all', GIVEN, async ({ picker }) => {
  await picker.host.evaluate((host, team) => (host.team = team), { ...TEAM, team: [] });
  await eventually(async () => assert.match(await picker.notice.innerText(), /ne peut être adressée à personne/));
  assert.equal(await picker.notice.getByRole('button').count(), 0);
});

test('the language changes at run time and the selection stays', GIVEN, async ({ picker, tab }) => {
  await give(picker, TEAM);
  await picker.chips.first().getByRole('button').click();
  for (const [lang, label] of [['nl', 'Ontvangers'], ['en', 'Recipients'], ['de', 'Empfänger/innen'], ['de-BE', 'Empfänger/innen'], ['fr', 'Destinataires']]) {
    await picker.host.evaluate((host, lang) => (host.lang = lang), lang);
    await eventually(async () => assert.equal(await picker.host.locator('.label').innerText(), label));
  }
  assert.deepEqual(await picker.value(), ['b']);
  assert.equal(await tab.evaluate(() => document.documentElement.lang), 'fr', 'the page’s own stays');
});

test('loading is said, and an answer for another dossier that comes late is dropped', { ready: false, body: form('<recipient-picker audience="accountant"></recipient-picker>') }, async ({ picker, tab }) => {
  const waiting = [];
  await tab.route('**/api/dossiers/*/team', (route) => waiting.push(route));
  await eventually(async () => assert.match(await picker.notice.innerText(), /Choisissez d’abord un dossier/));
  await picker.host.evaluate((host) => (host.dossier = 'dos-1'));
  await eventually(async () => assert.equal(waiting.length, 1));
  assert.match(await picker.notice.innerText(), /Chargement/);
  await picker.host.evaluate((host) => (host.dossier = 'dos-2'));
  await eventually(async () => assert.equal(waiting.length, 2));
  await waiting[1].fulfill({ json: { ...TEAM, dossier: { id: 'dos-2', name: '2' } } });
  await picker.ready();
  await waiting[0].fulfill({ json: { ...TEAM, team: [] } }).catch(() => {});
  assert.deepEqual(await picker.value(), ['a', 'b']);
});

for (const [name, status, json, code, words, retries] of [
  ['the backend fails', 500, { title: 'x' }, 'unusable', /comme prévu/, true],
  ['the answer is no team', 200, { people: 1 }, 'unusable', /comme prévu/, true],
  ['nobody is signed in', 401, { signIn: '/sign-in' }, 'signed-out', /session est terminée/, true],
  ['the user has no access', 403, {}, 'no-access', /accès/, true],
  ['the dossier is unknown', 404, {}, 'unknown-dossier', /n’existe pas/, true],
]) {
  test(`${name}: its own state, an event, and a way to try again`, { ready: false, failures: true, body: form('<recipient-picker audience="accountant" required></recipient-picker>') }, async ({ picker, tab }) => {
    let broken = true;
    await tab.route('**/api/dossiers/dos-1/team', (route) => (broken ? route.fulfill({ status, json }) : route.fulfill({ json: TEAM })));
    await picker.listen('ready', 'error');
    await picker.host.evaluate((host) => (host.dossier = 'dos-1'));
    await eventually(async () => assert.match(await picker.notice.innerText(), words));
    assert.deepEqual(await picker.heard(), [`error:${code}`]);
    assert.equal(await picker.host.evaluate((host) => host.checkValidity()), false);
    if (status === 401) assert.match(await picker.notice.getByRole('link').getAttribute('href'), /\/sign-in$/);
    broken = false;
    await picker.notice.getByRole('button', { name: 'Réessayer' }).focus();
    await picker.press('Enter');
    await eventually(async () => assert.deepEqual(await picker.value(), ['a', 'b']));
    assert.deepEqual(await picker.heard(), [`error:${code}`, 'ready']);
    assert.equal(await picker.focused(), 'input');
  });
}

test('the connection breaks', { ready: false, failures: true, body: form('<recipient-picker audience="accountant"></recipient-picker>') }, async ({ picker, tab }) => {
  await tab.route('**/api/dossiers/dos-1/team', (route) => route.abort());
  await picker.listen('error');
  await picker.host.evaluate((host) => (host.dossier = 'dos-1'));
  await eventually(async () => assert.deepEqual(await picker.heard(), ['error:unreachable']));
});

test('what the host gives is no team', GIVEN, async ({ picker }) => {
  await picker.listen('error');
  await picker.host.evaluate((host) => (host.team = { nonsense: true }));
  await eventually(async () => assert.deepEqual(await picker.heard(), ['error:invalid-team']));
});

test('a change in the settings screen shows in an open picker, and what was chosen by hand stays', { body: form(PICKER) }, async ({ picker, other }) => {
  const elsewhere = await other.newPage();
  await elsewhere.goto('/question.css');
  const say = (message) => elsewhere.evaluate((message) => {
    globalThis.channel ??= new BroadcastChannel('conversation-settings');
    globalThis.channel.postMessage(message);
  }, message);
  const change = (person, participates) => ({ type: 'participation', dossier: 'dos-1', audience: 'accountant', person, participates });
  await picker.listen('change');
  await picker.input.click();
  await picker.press('ArrowDown', 'Enter', 'Enter');
  await say({ type: 'participation', dossier: 'dos-2', audience: 'accountant', person: 'p-2', participates: false });
  await say('nonsense');
  await say(change('p-1', false));
  await say(change('p-2', false));
  await eventually(async () => assert.deepEqual(await picker.value(), ['p-1'], 'p-1 was touched by hand'));
  const chip = picker.host.locator('.chip[data-person="p-1"]');
  assert.equal(await chip.locator('.bell').getAttribute('data-bell'), 'silent', 'also on the chip (Zulip)');
  assert.match(await chip.innerText(), /ne participe pas/);
  await say(change('p-3', true));
  await eventually(async () => assert.deepEqual(await picker.value(), ['p-1', 'p-3']));
  assert.ok(await picker.isOpen());
  assert.equal(await picker.active(), 'p-1', 'the highlight stays with its person');
  assert.match(await picker.announced(), /2 destinataires/);
  assert.deepEqual(await picker.heard(), ['change', 'change', 'change', 'change']);
});

test('a chip that goes for a reason from elsewhere leaves the focus in the picker', { body: form(PICKER) }, async ({ picker, other }) => {
  const elsewhere = await other.newPage();
  await elsewhere.goto('/question.css');
  await picker.tab.bringToFront();
  await picker.input.focus();
  await picker.press('Backspace');
  assert.equal(await picker.focused(), 'chip:p-2');
  await elsewhere.evaluate(() => new BroadcastChannel('conversation-settings').postMessage({ type: 'participation', dossier: 'dos-1', audience: 'accountant', person: 'p-2', participates: false }));
  await eventually(async () => assert.deepEqual(await picker.value(), ['p-1']));
  assert.equal(await picker.focused(), 'input');
});

test('a page that comes back into view after 30 s reads the team again, without a word', { body: form(PICKER) }, async ({ picker, tab }) => {
  let asked = 0;
  tab.on('request', (request) => (asked += request.url().endsWith('/team') ? 1 : 0));
  const back = () => tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await back();
  await tab.evaluate(() => {
    const now = Date.now() + 31_000;
    Date.now = () => now;
  });
  await back();
  await eventually(async () => assert.equal(asked, 1));
  assert.equal(await picker.notice.isVisible(), false);
});

test('the team is asked for while the module is still on its way, and only once', { body: '', ready: false }, async ({ picker, tab }) => {
  const asked = [];
  const held = [];
  tab.on('request', (request) => request.url().endsWith('/team') && asked.push(new URL(request.url()).pathname));
  await tab.route('**/recipient-picker.wasm', (route) => held.push(route));
  await tab.goto(page(form(PICKER)));
  await eventually(async () => assert.deepEqual([asked, held.length], [['/api/dossiers/dos-1/team'], 1]));
  held[0].continue();
  await picker.ready();
  assert.deepEqual(await picker.value(), ['p-1', 'p-2']);
  assert.equal(asked.length, 1);

  // Another dossier before the module has come: the first answer is not wanted any more.
  await tab.reload();
  await eventually(async () => assert.equal(held.length, 2));
  await picker.host.evaluate((host) => (host.dossier = 'dos-2'));
  held[1].continue();
  await picker.ready();
  assert.deepEqual(asked.slice(1), ['/api/dossiers/dos-1/team', '/api/dossiers/dos-2/team']);
  const { recipients } = await (await tab.request.get('/api/dossiers/dos-2/preselection?audience=accountant&asker=p-20')).json();
  assert.deepEqual([...(await picker.value())].sort(), [...recipients].sort());
});
