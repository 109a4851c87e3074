// The app under any path of any static host, without another build.
import assert from 'node:assert/strict';
import { eventually } from './support/browser.mjs';
import { test } from './support/visit.mjs';

const UNDER = { base: '/portal/settings/' };

const path = (page) => new URL(page.url()).pathname;

test('the whole screen works under a base path, and asks for nothing outside of it', { host: UNDER }, async ({ screen, page, host, server }) => {
  assert.equal(path(page), '/portal/settings/tools/conversations');
  const before = await server.applied();
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  assert.equal((await server.applied()).length, before.length + 1);
  await screen.search.fill('boulangerie');
  await eventually(() => assert.match(page.url(), /settings\/tools\/conversations#q=boulangerie$/));
  await screen.reload();
  assert.equal(await screen.search.inputValue(), 'boulangerie');
  await page.locator('.menu-button').click();
  await page.getByRole('link', { name: 'Paramètres de conversations' }).click();
  await screen.ready();
  assert.equal(path(page), '/portal/settings/tools/conversations');
  const outside = host.requests.filter((request) => !/^\w+ \/portal\/settings\//.test(request));
  assert.deepEqual(outside, []);
});

test('signing in leads back to where one was', { host: UNDER, person: null, open: false, failures: true }, async ({ screen, page }) => {
  await page.goto('tools/conversations');
  await page.getByRole('link', { name: 'Se connecter' }).click();
  await page.waitForURL('**/portal/settings/sign-in?next=*');
  await page.locator('button[name=person][value=p-2]').click();
  await screen.ready();
  assert.equal(path(page), '/portal/settings/tools/conversations');
  assert.match(await page.locator('.menu-button').innerText(), /Bob Claes/);
});

// From the wrong places, what is asked for before the right one is found is not there.
test('the other pages lead there, too', { host: UNDER, failures: 'all' }, async ({ screen, page }) => {
  for (const place of ['', 'index.html']) {
    await page.goto(place);
    await screen.ready();
    assert.equal(path(page), '/portal/settings/tools/conversations');
  }
  await page.goto('accessibility/fr.html');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).margin), '8px', 'there is a style sheet');
  await page.locator('a.brand').click();
  await screen.ready();
  await page.goto('composer.html?dossier=dos-1&audience=accountant');
  await page.locator('recipient-picker .chip').first().waitFor();
  await page.locator('a.brand').click();
  await screen.ready();
});

test('opens without a network, and keeps to its own path', { host: UNDER, serviceWorkers: 'allow', failures: 'all' }, async ({ screen, page, context }) => {
  await page.evaluate(async () => {
    const { scope } = await navigator.serviceWorker.ready;
    if (!scope.endsWith('/portal/settings/')) throw new Error(scope);
    const cache = await caches.open('conversation-settings /portal/settings/');
    while (!(await cache.match('/portal/settings/api/conversation-settings', { ignoreVary: true }))) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await context.setOffline(true);
  await screen.reload();
  assert.equal((await screen.shown()).length, 56);
  assert.deepEqual(await page.evaluate(() => caches.keys()), ['conversation-settings /portal/settings/']);
});

test('two installations of one origin do not mix what they keep', { host: UNDER, failures: true }, async ({ screen, page }) => {
  await page.route('**/api/conversation-settings', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
  await screen.toggle('dos-4', 'accountant').click();
  await eventually(async () => {
    const tenants = await page.evaluate(() => new Promise((resolve, reject) => {
      const opening = indexedDB.open('conversation-settings');
      opening.onerror = reject;
      opening.onsuccess = () => {
        const keys = opening.result.transaction('outbox').objectStore('outbox').getAllKeys();
        keys.onsuccess = () => resolve(keys.result.map(([tenant]) => tenant));
      };
    }));
    assert.deepEqual(tenants, ['portal/settings']);
  });
  await screen.speak('nl');
  assert.equal(await page.evaluate(() => localStorage.getItem('portal/settings/conversation-settings/language')), 'nl');
});

test('the simplest of hosts is enough', { host: { ...UNDER, plain: true }, open: false, failures: true }, async ({ screen, page }) => {
  for (const place of ['', 'tools/conversations', 'tools/conversations.html']) {
    await page.goto(place);
    await screen.ready();
    assert.equal(path(page), '/portal/settings/tools/conversations.html');
  }
  await screen.reload();
  await screen.toggle('dos-5', 'accountant').click();
  await screen.saved();
});

for (const [kind, name] of [['folders', 'serves the index of a folder at its name'], ['fallback', 'serves index.html for whatever it does not know']]) {
  for (const base of ['/', UNDER.base]) {
    test(`a host that ${name} is enough, under ${base}`, { host: { base, plain: true, [kind]: true }, open: false, failures: true }, async ({ screen, page, host }) => {
      for (const place of ['tools/conversations', '']) {
        await page.goto(`${place}#q=boulangerie`);
        await screen.ready();
        assert.match(path(page), /^(\/portal\/settings)?\/tools\/conversations$/);
        assert.equal(await screen.search.inputValue(), 'boulangerie');
      }
    });
  }
}

test('an unknown path is not found', { host: UNDER, failures: true }, async ({ page }) => {
  const answer = await page.goto('tools/nothing');
  assert.equal(answer.status(), 404);
  assert.match(await page.locator('main').innerText(), /Cette page n’existe pas/);
});

test('each file and each answer is asked for once', { host: UNDER }, async ({ host }) => {
  const asked = host.requests.filter((request) => !/icon\.svg|sign-in/.test(request));
  assert.deepEqual(asked.filter((request, index) => asked.indexOf(request) !== index), []);
  for (const name of ['/api/session', '/api/directory', '/api/conversation-settings', '/config.json']) {
    assert.ok(asked.some((request) => request.endsWith(name)), name);
  }
});

