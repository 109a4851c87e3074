// Nothing that others write runs here, nothing is loaded that was not built, and nothing of a person stays behind beyond
// what is said in docs/configure.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { test as plainTest } from 'node:test';
import { join } from 'node:path';
import { eventually, takeViolations, test } from './support/browser.mjs';
import { startBackend } from './support/server.mjs';
import { DIST, SECURITY_HEADERS } from './support/static-host.mjs';

const real = await startBackend();
const directory = await real.directory();
const session = await (await real.as())('/api/session');
const settings = await real.settings();
await real.stop();

const MARKUP = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script>"\'><svg onload=globalThis.ran=1>{{ran=1}}';

// Every text that a backend answers with, and that is shown, is markup.
const hostile = {
  directory: {
    people: directory.people.map((person) => ({ ...person, name: `${person.name} ${MARKUP}` })),
    licences: directory.licences.map((licence) => ({
      ...licence,
      name: `${licence.name} ${MARKUP}`,
      dossiers: licence.dossiers.map((dossier) => ({ ...dossier, name: `${dossier.name} ${MARKUP}`, number: MARKUP })),
    })),
  },
  session: { ...session, user: { ...session.user, name: MARKUP, email: MARKUP } },
};
const HOSTILE = { serve: { '/api/directory': hostile.directory, '/api/session': hostile.session } };

test('names that are markup are shown as they are written, everywhere', { backend: HOSTILE, failures: true }, async ({ screen, page, backend }) => {
  assert.match(await page.locator('.menu-button').innerText(), /<img src=x onerror=/);
  assert.match(await screen.row('dos-1').innerText(), /<script>globalThis\.ran=1<\/script>/);
  await screen.search.fill('<img');
  await screen.row('dos-1').waitFor();
  await screen.search.fill('');
  for (const opener of await page.locator('main button[aria-haspopup=dialog]:visible').all()) {
    await opener.click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' }).catch(() => dialog.waitFor({ state: 'hidden' }));
  }
  await page.goto(`/tools/conversations?dossier=dos-1&recipients&q=${encodeURIComponent(MARKUP)}`);
  await page.locator('dialog[open]').waitFor();
  assert.match(await page.locator('dialog[open]').innerText(), /<img src=x/);
  // Refusals are told, too.
  await backend.fault('PATCH', '/api/conversation-settings', { status: 422, body: { type: MARKUP, title: MARKUP, detail: MARKUP } });
  await page.goto('/tools/conversations');
  await screen.ready();
  await screen.toggle('dos-1', 'accountant').click();
  await page.getByText('<img src=x onerror="globalThis.ran=1">').first().waitFor();
  const left = await page.evaluate(() => ({ ran: globalThis.ran, made: document.querySelectorAll('main img, main script, main svg[onload], [onerror]').length }));
  assert.deepEqual(left, { ran: undefined, made: 0 });
});

test('names that are markup are shown as they are written in the picker, too', { open: false, backend: { serve: { '/api/dossiers/dos-1/team': {
  dossier: { id: 'dos-1', name: MARKUP },
  me: 'p-1',
  people: ['a', 'b', 'c'].map((id) => ({ id, name: `${id} ${MARKUP}`, email: true })),
  team: [{ person: 'a', role: 'manager' }, { person: 'b', role: 'manager' }, { person: 'c', role: 'entrepreneur' }],
} } } }, async ({ page }) => {
  await page.goto('/composer.html?dossier=dos-1&audience=accountant');
  const picker = page.locator('recipient-picker');
  await picker.locator('.chip').first().waitFor();
  await picker.getByRole('combobox').click();
  await picker.getByRole('option').first().waitFor();
  assert.match(await picker.locator('.chip').first().innerText(), /<img src=x/);
  const left = await page.evaluate(() => ({ ran: globalThis.ran, made: document.querySelector('recipient-picker').shadowRoot.querySelectorAll('img, script').length }));
  assert.deepEqual(left, { ran: undefined, made: 0 });
});

test('a backend names no page to sign in on that is a script', { person: null, open: false, failures: true }, async ({ page, backend }) => {
  await backend.fault('GET', '/api/session', { status: 401, body: { type: 'x', signIn: 'javascript:globalThis.ran=1' } }, { times: 9 });
  await page.goto('/tools/conversations');
  const link = page.getByRole('link', { name: 'Se connecter' });
  await link.waitFor();
  assert.doesNotMatch(await link.evaluate((link) => link.protocol), /javascript/);
});

test('the policy refuses what it is there to refuse', { failures: true, serviceWorkers: 'allow' }, async ({ page }) => {
  const refused = await page.evaluate(async () => {
    const outcome = {};
    const attempt = async (name, run) => {
      try {
        outcome[name] = await run() ?? 'done';
      } catch (error) {
        outcome[name] = error.name;
      }
    };
    const div = document.createElement('div');
    await attempt('an event handler as markup', () => { div.innerHTML = '<img src=x onerror="globalThis.ran=1">'; });
    await attempt('a link as markup', () => { div.innerHTML = '<a href="javascript:1">x</a>'; });
    await attempt('another service worker', () => navigator.serviceWorker.register('/composer.js'));
    await attempt('another policy', () => { trustedTypes.createPolicy('mine', { createHTML: (text) => text }); });
    await attempt('the same policy again', () => { trustedTypes.createPolicy('default', { createHTML: (text) => text }); });
    await attempt('a text as script', () => { document.createElement('script').text = 'globalThis.ran=1'; });
    await attempt('an address as script', () => { document.createElement('script').src = '/composer.js'; });
    await attempt('another origin', () => fetch('http://127.0.0.1:9/').then(() => 'fetched'));
    await attempt('what does nothing', () => { div.innerHTML = '<p class="x" aria-hidden="true">y</p>'; });
    return { ...outcome, ran: globalThis.ran ?? 'nothing' };
  });
  assert.deepEqual(refused, {
    'an event handler as markup': 'TypeError', 'a link as markup': 'TypeError', 'another service worker': 'TypeError', 'another policy': 'TypeError', 'the same policy again': 'TypeError',
    'a text as script': 'TypeError', 'an address as script': 'TypeError', 'another origin': 'TypeError', 'what does nothing': 'done', ran: 'nothing',
  });
  await eventually(() => assert.ok(takeViolations().length > 0));
  await page.waitForTimeout(200);
  takeViolations();
});

plainTest('every script and style sheet carries its integrity, and it is right', () => {
  for (const page of ['tools/conversations.html', 'composer.html']) {
    const text = readFileSync(join(DIST, page), 'utf8');
    const loaded = [...text.matchAll(/<(?:script|link rel="stylesheet")[^>]*? (?:src|href)="([^"]+)"[^>]*>/g)];
    assert.ok(loaded.length >= 3, page);
    for (const [tag, url] of loaded) {
      const bytes = readFileSync(join(DIST, page, '..', url));
      assert.ok(tag.includes(` integrity="sha384-${createHash('sha384').update(bytes).digest('base64')}"`), `${page}: ${tag}`);
    }
    assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:|https?:\/\/(?!www\.w3\.org)/);
  }
  const [, wasm, integrity] = /data-wasm="([^"]+)"[^>]* data-integrity="([^"]+)"/.exec(readFileSync(join(DIST, 'tools/conversations.html'), 'utf8'));
  assert.equal(integrity, `sha384-${createHash('sha384').update(readFileSync(join(DIST, 'tools', wasm))).digest('base64')}`);
});

test('every answer carries the headers', async ({ page, context }) => {
  const script = await page.locator('script[data-wasm]').getAttribute('src');
  for (const path of ['/tools/conversations', `/tools/${script}`, '/nowhere', '/recipient-picker/recipient-picker.js']) {
    const headers = (await context.request.get(path)).headers();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      const expected = path.startsWith('/recipient-picker/') && name === 'Cross-Origin-Resource-Policy' ? 'cross-origin' : value;
      assert.equal(headers[name.toLowerCase()], expected, `${path}: ${name}`);
    }
  }
});

// What is kept: ids and choices; by the service worker also the last answers, which is what it is for.
test('no personal data in storage, console, addresses or history beyond ids and choices', { failures: true, serviceWorkers: 'allow' }, async ({ screen, page, context, backend }) => {
  const said = [];
  const asked = [];
  page.on('console', (message) => said.push(message.text()));
  context.on('request', (request) => asked.push(`${request.url()} ${request.headers().referer ?? ''}`));
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await backend.fault('PATCH', '/api/conversation-settings', { status: 503 }, { times: 99 });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.bulk('entrepreneur').click();
  await page.keyboard.press('Escape');
  await page.locator('.licence-button').first().click();
  await page.getByRole('button', { name: /^Ne plus afficher|Masquer/ }).first().click().catch(() => {});
  await screen.speak('nl');
  await screen.row('dos-1').locator('[aria-haspopup=dialog]').first().click().catch(() => {});
  await page.goto('/composer.html?dossier=dos-1&audience=accountant');
  await page.locator('recipient-picker .chip').first().waitFor();
  await page.goto('/tools/conversations');
  await screen.ready();
  const kept = await page.evaluate(async () => {
    const found = { local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie, history: JSON.stringify(history.state), databases: [], caches: [] };
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = reject;
      });
      for (const store of database.objectStoreNames) {
        const all = (ask) => new Promise((resolve) => { const request = ask(database.transaction(store).objectStore(store)); request.onsuccess = () => resolve(request.result); });
        found.databases.push([name, store, await all((records) => records.getAllKeys()), await all((records) => records.getAll())]);
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) found.caches.push(url);
    }
    return found;
  });
  assert.ok(kept.databases.flat().flat().length > 3, 'the outbox has something');
  // Every name, number and address of the firm, and parts of them.
  const { people, licences } = await backend.directory();
  const personal = [...people.map(({ name }) => name), ...licences.flatMap(({ name, dossiers }) => [name, ...dossiers.flatMap((dossier) => [dossier.name, dossier.number])]), session.user.email].filter(Boolean);
  const { caches: urls, ...stored } = kept;
  for (const [where, text] of Object.entries({ ...Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, JSON.stringify(value)])), caches: urls.join(' '), console: said.join('\n'), requests: asked.map(decodeURIComponent).join('\n') })) {
    for (const word of personal) assert.ok(!text.includes(word), `${where} has ${word}: ${text.slice(0, 300)}`);
  }
  // What the worker keeps of the backend is these three answers and nothing else.
  assert.deepEqual(urls.map((url) => new URL(url).pathname).filter((path) => path.startsWith('/api/')).sort(), ['/api/conversation-settings', '/api/directory', '/api/session']);
});

test('what is kept for offline goes with its person', { failures: true, serviceWorkers: 'allow' }, async ({ screen, page, context }) => {
  const answers = () => page.evaluate(async () => {
    const cache = await caches.open('conversation-settings /');
    const session = await (await cache.match('/api/session', { ignoreVary: true }))?.json();
    return [session?.user.id, Boolean(await cache.match('/api/directory', { ignoreVary: true }))];
  });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await eventually(async () => assert.deepEqual(await answers(), ['p-1', true]));
  await context.request.post('/sign-out', { maxRedirects: 0 });
  await page.goto('/tools/conversations');
  await page.getByRole('link', { name: 'Se connecter' }).waitFor();
  await eventually(async () => assert.deepEqual(await answers(), [undefined, false]));
  await context.request.post('/sign-in', { form: { person: 'p-2' }, maxRedirects: 0 });
  await screen.open();
  await eventually(async () => assert.deepEqual(await answers(), ['p-2', true]));
});
