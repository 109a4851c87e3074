// When a file is missing or wrong, the browser too old, JavaScript off, or the app stops: a plain page in the user's
// language says what to do, nothing that was chosen is lost, and the report tells of no person.
import assert from 'node:assert/strict';
import { eventually } from './support/browser.mjs';
import { outbox } from './support/storage.mjs';
import { test } from './support/visit.mjs';

const REPORTED = { config: { errorReports: '/reports' } };
const OPTIONS = { open: false, failures: 'all' };
const FILES = {
  'the program': /_bg\.wasm$/,
  'its script': /\/conversation-settings-\w+\.js$/,
  'the script that starts it': /\/boot-\w+\.js$/,
  'the style sheet': /\/style-\w+\.css$/,
};

const failure = (page) => page.locator('#start-failed');
const notLoaded = (page) => page.getByRole('heading', { name: 'L’écran n’a pas pu être chargé.' }).waitFor();
const loads = (host) => host.requests.filter((request) => request === 'GET /tools/conversations').length;

for (const [what, pattern] of Object.entries(FILES)) {
  for (const [how, answer] of [['missing', { status: 404 }], ['not what it should be', { body: '/* something else */' }]]) {
    test(`${what} is ${how}: a page says so, after one reload`, { ...OPTIONS, host: REPORTED }, async ({ page, host }) => {
      host.answer = (path) => (pattern.test(path) ? answer : undefined);
      await page.goto('tools/conversations');
      await notLoaded(page);
      assert.match(await failure(page).innerText(), /reste sur cet appareil/);
      assert.equal(await page.locator('#skeleton').isVisible(), false);
      await eventually(() => assert.equal(loads(host), 2));
      await eventually(() => assert.equal(host.posted.length, 1));
      const report = JSON.parse(host.posted[0].body);
      assert.equal(report.kind, 'loading');
      assert.equal(report.page, '/tools/conversations');
      // The files are back, and so is the screen.
      host.answer = () => undefined;
      await failure(page).getByRole('button', { name: 'Recharger la page' }).click();
      await page.locator('.status-line').waitFor();
      assert.equal(await failure(page).isVisible(), false);
    });
  }
}

for (const [what, pattern] of Object.entries(FILES)) {
  test(`${what} is gone since the page was sent, by a deploy: the new page is loaded by itself`, OPTIONS, async ({ screen, page, host }) => {
    let isGone = true;
    host.answer = (path) => {
      if (!pattern.test(path) || !isGone) return undefined;
      isGone = false;
      return { status: 404 };
    };
    await page.goto('tools/conversations');
    await screen.ready();
    assert.equal(loads(host), 2);
  });
}

test('a connection that breaks while the program is loaded', OPTIONS, async ({ page }) => {
  await page.route(/_bg\.wasm$/, (route) => route.abort());
  await page.goto('tools/conversations');
  await notLoaded(page);
});

test('without the script for failures the screen works all the same', OPTIONS, async ({ screen, page, host }) => {
  host.answer = (path) => (/\/failure-/.test(path) ? { status: 404 } : undefined);
  await page.goto('tools/conversations');
  await screen.ready();
  assert.equal(await failure(page).isVisible(), false);
});

test('without any script a page says so after a while, in all languages', OPTIONS, async ({ page, host }) => {
  host.answer = (path) => (/\.js$/.test(path) ? { status: 404 } : undefined);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('tools/conversations');
  await page.locator('#skeleton').waitFor();
  assert.equal(await failure(page).isVisible(), false);
  const wait = await page.evaluate(() => {
    const [animation] = document.getElementById('start-failed').getAnimations();
    const { delay } = animation.effect.getTiming();
    animation.finish();
    return delay;
  });
  assert.equal(wait, 30_000);
  assert.match(await failure(page).innerText(), /Rechargez la page[^]*Laad de pagina opnieuw[^]*Reload the page[^]*Laden Sie die Seite neu/);
});

test('without any file a page says so at once', OPTIONS, async ({ page, host }) => {
  host.answer = (path) => (/\.(js|css|wasm)$/.test(path) ? { status: 404 } : undefined);
  await page.goto('tools/conversations');
  assert.equal(await failure(page).isVisible(), true);
});

test('JavaScript is off', { ...OPTIONS, javaScriptEnabled: false }, async ({ page }) => {
  await page.goto('tools/conversations');
  const texts = page.locator('#script-needed p');
  assert.deepEqual(await texts.allInnerTexts(), ['Cet écran a besoin de JavaScript.', 'Dit scherm heeft JavaScript nodig.', 'This screen needs JavaScript.', 'Diese Seite benötigt JavaScript.']);
  assert.equal(await texts.first().isVisible(), true);
  assert.equal(await failure(page).isVisible(), false);
  assert.equal(await page.locator('#skeleton').isVisible(), false);
});

for (const [lacks, take] of [
  ['light-dark()', () => { CSS.supports = () => false; }],
  ['WebAssembly', () => { delete globalThis.WebAssembly; }],
  ['modules', () => { delete HTMLScriptElement.prototype.noModule; }],
]) {
  test(`a browser without ${lacks} is too old`, { ...OPTIONS, locale: 'de-BE', host: REPORTED }, async ({ page, host }) => {
    await page.addInitScript(take);
    await page.goto('tools/conversations');
    await page.getByRole('heading', { name: 'Ihr Browser ist zu alt für diese Seite.' }).waitFor();
    assert.match(await failure(page).innerText(), /Firefox 128/);
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await eventually(() => assert.equal(JSON.parse(host.posted[0].body).kind, 'browser'));
    assert.deepEqual(host.requests.filter((request) => request.includes('/api/')), []);
  });
}

for (const [locale, chosen, title] of [
  ['nl-BE', undefined, 'Het scherm kon niet worden geladen.'],
  ['en-GB', undefined, 'The screen could not be loaded.'],
  ['it-IT', undefined, 'L’écran n’a pas pu être chargé.'],
  ['en-GB', 'de', 'Die Seite konnte nicht geladen werden.'],
]) {
  test(`the page speaks to a browser in ${locale}${chosen ? ` where ${chosen} was chosen` : ''}`, { ...OPTIONS, locale }, async ({ page, host }) => {
    host.answer = (path) => (/_bg\.wasm$/.test(path) ? { status: 404 } : undefined);
    if (chosen) await page.addInitScript((chosen) => localStorage.setItem('conversation-settings/language', chosen), chosen);
    await page.goto('tools/conversations');
    await page.getByRole('heading', { name: title }).waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/failure-${locale}.png` });
  });
}

// Leptos expects an element where the browser now throws: a panic, whose message has a name in it.
const panic = (page) => page.evaluate(() => {
  const { createElement } = Document.prototype;
  Document.prototype.createElement = function () {
    Document.prototype.createElement = createElement;
    throw new Error('Boulangerie Martin');
  };
});

test('a panic: the page says so, the report tells of no person, and the outbox has everything', { failures: 'all', host: REPORTED }, async ({ screen, page, host, server, said }) => {
  const before = (await server.applied()).length;
  await page.route('**/api/conversation-settings', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
  await screen.toggle('dos-3', 'accountant').click();
  const wanted = await screen.toggle('dos-3', 'accountant').isChecked();
  await eventually(async () => assert.equal((await outbox(page)).length, 1));
  await screen.search.fill('martin');
  await panic(page);
  await page.locator('.section-header button').first().click();
  await page.getByRole('heading', { name: 'L’écran s’est arrêté à cause d’une erreur.' }).waitFor();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/failure-panic.png` });
  assert.equal(await page.locator('#main').isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
  assert.equal((await outbox(page)).length, 1);

  await eventually(() => assert.equal(host.posted.length, 1));
  const [{ headers, body }] = host.posted;
  const report = JSON.parse(body);
  assert.deepEqual(Object.keys(report), ['kind', 'what', 'version', 'page', 'browser']);
  assert.equal(report.kind, 'stopped');
  assert.match(report.what, /\.rs:\d+:\d+/);
  assert.match(report.version, /^[0-9a-f]{12,16}$/);
  assert.match(report.browser, /^Chrome \d+$/);
  assert.equal(report.page, '/tools/conversations');
  assert.equal(headers.cookie, undefined);
  assert.equal(headers.referer, undefined);
  assert.doesNotMatch(body, /martin/i);
  assert.doesNotMatch(JSON.stringify(said.filter(({ text }) => text.startsWith('conversation settings:'))), /martin/i);

  await page.unroute('**/api/conversation-settings');
  await page.getByRole('button', { name: 'Recharger la page' }).click();
  await screen.ready();
  await screen.saved();
  await screen.search.fill('');
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), wanted);
  assert.equal((await server.applied()).length, before + 1);
});

test('a panic while a dialog is open leaves a page that can be used', { failures: 'all' }, async ({ page }) => {
  await page.locator('.shortcuts-button').click();
  await page.locator('dialog[open]').waitFor();
  await panic(page);
  await page.evaluate(() => document.querySelector('.section-header button').click());
  await page.getByRole('button', { name: 'Recharger la page' }).click();
  await page.locator('.status-line').waitFor();
});

test('without an address nothing is reported', { ...OPTIONS }, async ({ page, host }) => {
  host.answer = (path) => (/_bg\.wasm$/.test(path) ? { status: 404 } : undefined);
  await page.goto('tools/conversations');
  await notLoaded(page);
  await page.waitForLoadState('networkidle');
  assert.deepEqual(host.requests.filter((request) => request.startsWith('POST') && !request.includes('sign-in')), []);
});
