// A new version is put in place of the old one, whose files are gone, while somebody uses the screen under a path on
// a real server.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, eventually, guarded, Screen } from '../e2e/support/browser.mjs';
import { startBackend } from '../e2e/support/server.mjs';
import { NAMES, startServer } from './servers.mjs';

const PAGE = 'tools/conversations.html';

/**
 * The next version: the same content, each hashed name that begins so another. But the parts that come later, whose
 * names are in a script that the page vouches for: a version in which they did not change.
 */
function deploy(site, changed = '') {
  const hashed = new RegExp(`(${changed}[a-z-]*)(?<!-dialogs|-frame|-shared-\\d+)-([0-9a-f]{12,16})((?:_bg)?\\.(?:js|wasm|css))`, 'g');
  const renamed = (text) => text.replace(hashed, (_, stem, hash, rest) => `${stem}-${[...hash].reverse().join('')}${rest}`);
  const before = readdirSync(site, { recursive: true });
  for (const name of before) if (renamed(name) !== name) renameSync(join(site, name), join(site, renamed(name)));
  for (const page of [PAGE, 'index.html', 'tools/conversations/index.html', 'composer.html']) {
    const path = join(site, page);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, renamed(text));
    for (const ending of ['.br', '.gz']) rmSync(path + ending, { force: true });
  }
  return before.filter((name) => renamed(name) !== name);
}

/** What the browser, and the page, have to say of files that are gone. */
const OF_MISSING_FILES = /^console: (Refused to (apply style|execute script)|conversation settings: loading)/;

async function onServer(name, options, use) {
  const backend = await startBackend();
  const server = await startServer(name, { base: '/portal/settings', backend });
  const context = await (await browser()).newContext({ locale: 'fr-BE', viewport: { width: 1280, height: 800 }, serviceWorkers: 'block', ...options });
  try {
    const signedIn = await context.request.post(`${server.url}/sign-in`, { form: { person: 'p-1' }, maxRedirects: 0 });
    assert.equal(signedIn.status(), 303);
    const page = await context.newPage();
    const { faults } = guarded(page, server.url, true);
    const screen = new Screen(page, server);
    await screen.open(`${server.url}/tools/conversations`);
    await use({ backend, server, screen, page });
    assert.deepEqual(faults.filter((fault) => !OF_MISSING_FILES.test(fault)), [], 'the page had errors');
  } finally {
    await context.close();
    await server.stop();
    await backend.stop();
  }
}

const scripts = (page) => page.$$eval('script[src]', (all) => all.map(({ src }) => src.split('/').at(-1)));

/** Makes a choice that the backend does not take for now. */
async function chooseInVain(backend, screen) {
  await backend.fault('PATCH', '/api/conversation-settings', { status: 503 }, { times: 1000 });
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.ok((await backend.requests('PATCH', '/api/conversation-settings')).length > 0));
}

async function arrives(backend, screen) {
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), true);
  await backend.hook('DELETE', 'faults');
  await screen.saved();
  assert.equal((await backend.settings()).participation['dos-3'].accountant, true);
}

for (const name of NAMES) {
  test(`${name}: a tab of the version before goes on, and a reload brings the new one and loses nothing`, { timeout: 90_000 }, () =>
    onServer(name, { serviceWorkers: 'allow' }, async ({ backend, server, screen, page }) => {
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
      const old = await scripts(page);
      await chooseInVain(backend, screen);
      const gone = deploy(server.site);
      assert.ok(old.every((script) => gone.includes(script)), `${old}`);
      for (const file of gone) assert.equal((await fetch(`${server.url}/${file}`)).status, 404, file);
      await screen.toggle('dos-5', 'accountant').click();
      await screen.reload();
      // The version kept may be shown once more.
      await eventually(async () => {
        await screen.reload();
        assert.ok((await scripts(page)).every((script) => !old.includes(script)));
      });
      await arrives(backend, screen);
    }));

  for (const [changed, what] of [['conversation-settings', 'whose program went while it was on its way loads itself again'], ['', 'whose files all went while it was on its way says to reload it']]) {
    test(`${name}: a page ${what}, and loses nothing`, { timeout: 90_000 }, () =>
      onServer(name, {}, async ({ backend, server, screen, page }) => {
        const old = await scripts(page);
        const body = readFileSync(join(server.site, PAGE), 'utf8');
        await chooseInVain(backend, screen);
        const gone = deploy(server.site, changed);
        let served = 0;
        await page.route('**/tools/conversations', async (route) => {
          served += 1;
          if (served > 1) return route.continue();
          const { headers } = await fetch(route.request().url());
          return route.fulfill({ body, headers: { 'content-type': 'text/html', 'content-security-policy': headers.get('content-security-policy') } });
        });
        // The browser's own cache would have the files yet.
        const devtools = await page.context().newCDPSession(page);
        await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
        await page.reload();
        if (changed) {
          await eventually(async () => assert.equal(served, 2));
        } else {
          await page.getByText('Rechargez la page').waitFor();
          await page.reload();
        }
        await screen.ready();
        assert.ok((await scripts(page)).some((script) => !old.includes(script)) && gone.length > 0);
        await arrives(backend, screen);
      }));
  }
}
