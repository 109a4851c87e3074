// The screen opens without a network, and shows an old version for one visit at most.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, test } from './support/browser.mjs';

const SETTINGS = '/api/conversation-settings';
const DIST = process.env.DIST ?? new URL('../../dist', import.meta.url).pathname;
const OPTIONS = { failures: true, serviceWorkers: 'allow' };

const ready = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const cache = await caches.open('conversation-settings /');
    const wanted = ['/tools/conversations', '/api/session', '/api/directory', '/api/conversation-settings'];
    const all = async () => Promise.all(wanted.map((url) => cache.match(url, { ignoreVary: true })));
    while (!(await all()).every(Boolean)) await new Promise((resolve) => setTimeout(resolve, 50));
  });

test('a reload offline shows the screen with what waits, and sends it on return', OPTIONS, async ({ screen, page, context, backend }) => {
  await ready(page);
  await context.setOffline(true);
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.match(await page.locator('.status').innerText(), /^Hors connexion.*1\smodification/));
  await screen.reload();
  assert.equal((await screen.shown()).length, 56);
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), true);
  assert.match(await page.locator('.status').innerText(), /^Hors connexion.*1\smodification en attente/);
  // The dialogs, too, which are fetched apart.
  await page.keyboard.press('?');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await screen.toggle('dos-5', 'accountant').click();
  await eventually(async () => assert.match(await page.locator('.status').innerText(), /2\smodifications en attente/));
  await context.setOffline(false);
  await screen.saved();
  assert.equal((await backend.applied()).length, 2);
});

test('another page of the same origin does not take the place of the screen', OPTIONS, async ({ screen, page, context }) => {
  await ready(page);
  await page.goto('/composer.html');
  await page.locator('recipient-picker').waitFor();
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await screen.open();
  assert.equal((await screen.shown()).length, 56);
});

test('what was changed elsewhere appears once there is a network again', OPTIONS, async ({ screen, page, context, backend }) => {
  await ready(page);
  await backend.changeElsewhere({ frequency: 'never' });
  await context.setOffline(true);
  await screen.reload();
  assert.equal(await screen.frequency('daily').isChecked(), true);
  await context.setOffline(false);
  await eventually(async () => assert.equal(await screen.frequency('never').isChecked(), true));
});

const NEXT = '<!doctype html><title>The next version</title>';
const nextVersion = (backend, body = NEXT, times = 1) =>
  backend.hook('POST', 'faults', {
    match: { method: 'GET', path: '/tools/conversations' },
    times,
    fault: { status: 200, headers: { 'Content-Type': 'text/html' }, body },
  });

// Whether the worker keeps the next version, or knows that it has yet to.
const knows = (page, path, text) =>
  eventually(async () => {
    const found = await page.evaluate(async (path) => (await (await caches.open('conversation-settings /')).match(path))?.text(), path);
    assert.equal(found, text);
  });

test('a repeat visit starts from the kept version, and an old version is shown for that one visit', OPTIONS, async ({ screen, page, backend }) => {
  await ready(page);
  await nextVersion(backend);
  await screen.open();
  assert.notEqual(await page.title(), 'The next version');
  await knows(page, '/tools/conversations', NEXT);
  await page.goto('/tools/conversations');
  assert.equal(await page.title(), 'The next version');
});

test('a version that could not be kept in full is shown by the next visit all the same', OPTIONS, async ({ screen, page, backend }) => {
  await ready(page);
  const missing = `${NEXT}<meta name="file" content="/missing-0123456789abcdef.css">`;
  await nextVersion(backend, missing, 2);
  await screen.open();
  await knows(page, '/behind', '');
  await page.goto('/tools/conversations');
  assert.equal(await page.title(), 'The next version');
});

test('what a version fetches later is kept with it, before anybody asks for it', OPTIONS, async ({ screen, page, backend }) => {
  await ready(page);
  const named = (await page.locator('script[data-parts]').getAttribute('data-parts')).split(' ');
  assert.deepEqual(named.map((name) => /^\.\.\/conversation-settings-([a-z]+)-[\w-]+\.wasm$/.exec(name)[1]).toSorted(), ['dialogs', 'frame', 'shared']);
  const parts = ['/one-0123456789abcdef.wasm', '/other-0123456789abcdef.wasm'];
  for (const path of parts) {
    await backend.hook('POST', 'faults', { match: { method: 'GET', path }, times: 1, fault: { status: 200, headers: { 'Content-Type': 'application/wasm' }, body: 'part' } });
  }
  const next = `${NEXT}<script data-parts="..${parts.join(' ..')}"></script>`;
  await nextVersion(backend, next);
  await screen.open();
  await knows(page, '/tools/conversations', next);
  for (const path of parts) await knows(page, path, 'part');
});

test('a reload shows the newest version', OPTIONS, async ({ page, backend }) => {
  await ready(page);
  await nextVersion(backend);
  await page.reload();
  assert.equal(await page.title(), 'The next version');
});

test('the first visit downloads the directory once', OPTIONS, async ({ page, backend }) => {
  await ready(page);
  const answers = await backend.requests('GET', '/api/directory');
  assert.deepEqual(answers.map(({ status }) => status), [200, 304]);
});

test('what changes something is never answered by the worker', OPTIONS, async ({ screen, page, context, backend }) => {
  await ready(page);
  await screen.open();
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'PATCH'),
    screen.toggle('dos-3', 'accountant').click(),
  ]);
  assert.equal(answer.fromServiceWorker(), false);
  await screen.saved();
  await context.setOffline(true);
  const refused = await page.evaluate((path) => fetch(path, { method: 'PATCH', body: '{}' }).then(() => 'answered', () => 'refused'), SETTINGS);
  assert.equal(refused, 'refused');
  await context.setOffline(false);
  assert.equal((await backend.applied()).length, 1);
});

test('nothing that was kept outlives its session', OPTIONS, async ({ page, context, backend }) => {
  await ready(page);
  await backend.hook('POST', 'expire-sessions');
  await page.reload();
  await eventually(async () =>
    assert.deepEqual(
      await page.evaluate(async () => (await (await caches.open('conversation-settings /')).keys()).map(({ url }) => new URL(url).pathname).filter((path) => path.startsWith('/api/'))),
      [],
    ),
  );
});

test('it can be switched off', { ...OPTIONS, backend: { dist: off() } }, async ({ page }) => {
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});

function off() {
  const folder = mkdtempSync(join(tmpdir(), 'off-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  cpSync(DIST, folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ features: { offline: false } }));
  return folder;
}
