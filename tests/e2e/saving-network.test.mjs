// Saving over networks and servers that fail: the faults of the catalogue (docs/faults.md), by number.
// The table of applied values is the judge of what was lost and what was done twice.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plainTest } from 'node:test';
import { eventually, guarded, Screen, signIn, test, withScreen } from './support/browser.mjs';
import { startProxy } from './support/proxy.mjs';
import { dossiersOf, participates, startBackend } from './support/server.mjs';
import { outbox } from './support/storage.mjs';

const SETTINGS = '/api/conversation-settings';
const FAILURES = { failures: true };

const chosen = async (backend, dossier, audience = 'accountant') =>
  (await backend.settings()).participation[dossier]?.[audience];

const statuses = async (backend) => (await backend.requests('PATCH', SETTINGS)).map(({ status }) => status);

// Each value was set once, and what the screen shows is what the database holds.
async function onceAndTrue(screen, backend, count) {
  await screen.saved();
  assert.equal((await backend.applied()).length, count);
  const { participation } = await backend.settings();
  for (const [dossier, choices] of Object.entries(participation)) {
    for (const [audience, value] of Object.entries(choices)) {
      assert.equal(await screen.toggle(dossier, audience).isChecked(), value, `${dossier} ${audience}`);
    }
  }
  await eventually(async () => assert.deepEqual(await outbox(screen.page), []));
}

async function words(screen) {
  return screen.page.locator('.status').innerText();
}

// A screen behind a proxy; `use` gets both.
function behindProxy(name, use, options = {}) {
  plainTest(name, { timeout: 90_000 }, async () => {
    const backend = await startBackend(options);
    const proxy = await startProxy(backend.url);
    try {
      await withScreen({ url: proxy.url }, FAILURES, async (screen) => {
        await screen.open();
        await use({ screen, page: screen.page, backend, proxy });
      });
    } finally {
      await proxy.stop();
      await backend.stop();
    }
  });
}

const isPatch = ({ method }) => method === 'PATCH';

// The first `times` PATCHes meet this fate.
function patches(proxy, fate, times = 1) {
  let left = times;
  proxy.plan = (request) => (isPatch(request) && left-- > 0 ? fate : undefined);
}

test('F1: without a network it says so and counts, and sends by itself on return', FAILURES, async ({ screen, page, context, backend }) => {
  await context.setOffline(true);
  await screen.toggle('dos-3', 'accountant').click();
  await screen.toggle('dos-5', 'accountant').click();
  await eventually(async () => assert.match(await words(screen), /^Hors connexion.*2\smodifications en attente$/));
  assert.deepEqual(await backend.applied(), []);
  await context.setOffline(false);
  await onceAndTrue(screen, backend, 2);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.audience), 'accountant', 'the focus stays');
});

behindProxy('F2: reset before it reached the backend', async ({ screen, backend, proxy }) => {
  patches(proxy, { reset: 'before' }, 3);
  await screen.toggle('dos-3', 'accountant').click();
  await onceAndTrue(screen, backend, 1);
});

behindProxy('F3: applied, and the answer lost', async ({ screen, backend, proxy }) => {
  patches(proxy, { reset: 'after' }, 3);
  await screen.toggle('dos-3', 'accountant').click();
  await onceAndTrue(screen, backend, 1);
});

test('F3: applied, the answer lost, and the user has gone back meanwhile', FAILURES, async ({ screen, backend }) => {
  await backend.fault('PATCH', SETTINGS, { apply: true, delayAfterMs: 500, close: true }, { times: 2 });
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal((await backend.applied()).length, 1));
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  assert.notEqual(await chosen(backend, 'dos-3'), true);
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), false);
});

behindProxy('F4: the browser itself sends a PATCH again on a connection that was in use', async ({ screen, page, backend, proxy }) => {
  let resets = 0;
  proxy.plan = (request) => {
    if (!isPatch(request) || request.earlier === 0 || resets > 0) return undefined;
    resets += 1;
    return { reset: 'after' };
  };
  await page.evaluate(() => fetch('/api/session').then((answer) => answer.text()));
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  const seen = proxy.requests.filter(isPatch).length;
  assert.equal(resets, 1, 'a connection was used again');
  assert.ok(seen > screen.patches.length, `the backend saw ${seen}, the page made ${screen.patches.length}`);
  await onceAndTrue(screen, backend, 1);
});

test('F5: the answer comes after the deadline', FAILURES, async ({ screen, backend, t }) => {
  await backend.fault('PATCH', SETTINGS, { delayAfterMs: 24_000 });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.page.waitForTimeout(500);
  // It may wait for a few milliseconds only.
  await screen.page.locator('.status-line').evaluate((line) => {
    globalThis.statuses = [line.dataset.status];
    new MutationObserver(() => globalThis.statuses.push(line.dataset.status)).observe(line, { attributeFilter: ['data-status'] });
  });
  const statuses = () => screen.page.evaluate(() => globalThis.statuses);
  await eventually(async () => assert.ok((await statuses()).includes('waiting')), 25_000);
  await eventually(async () => assert.equal((await statuses()).at(-1), 'saved'), 20_000);
  assert.deepEqual((await statuses()).slice(0, 2), ['saving', 'waiting']);
  await screen.page.waitForTimeout(4_000);
  await onceAndTrue(screen, backend, 1);
});

test('F6: the first of two changes is answered last', FAILURES, async ({ screen, backend }) => {
  await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 800 });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.page.waitForTimeout(100);
  await screen.toggle('dos-3', 'accountant').click();
  await screen.toggle('dos-5', 'accountant').click();
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), false);
  assert.equal(await chosen(backend, 'dos-5'), true);
  assert.equal((await statuses(backend)).length, 2);
});

test('F7: two hundred clicks in a burst need few requests', async ({ screen, page, backend }) => {
  await page.evaluate(() => {
    let seed = 7;
    const random = (below) => ((seed = (seed * 48271) % 2147483647) % below);
    const boxes = [...document.querySelectorAll('[data-dossier] input[data-audience]')];
    for (let i = 0; i < 200; i += 1) boxes[random(boxes.length)].click();
  });
  await screen.saved();
  const shown = await page.$$eval('[data-dossier]', (rows) =>
    Object.fromEntries(rows.map((row) => [row.dataset.dossier, row.querySelector('input[data-audience=accountant]').checked])),
  );
  const { participation } = await backend.settings();
  for (const [dossier, { accountant }] of Object.entries(participation)) {
    if (accountant !== undefined) assert.equal(shown[dossier], accountant);
  }
  assert.ok((await statuses(backend)).length <= 2);
});

test('F7: three clicks on one control', async ({ screen, backend }) => {
  for (let i = 0; i < 3; i += 1) await screen.toggle('dos-3', 'accountant').click({ noWaitAfter: true });
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), true);
  assert.ok((await statuses(backend)).length <= 3);
});

test('F8: three errors 500 are waited out, as pending and not as failed', FAILURES, async ({ screen, backend }) => {
  await backend.fault('PATCH', SETTINGS, { status: 500, body: {} }, { times: 3 });
  const seen = new Set();
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => {
    seen.add(await screen.status());
    assert.equal(await screen.status(), 'saved');
  }, 15_000);
  assert.equal(seen.has('failed'), false);
  assert.deepEqual(await statuses(backend), [500, 500, 500, 200]);
  await onceAndTrue(screen, backend, 1);
});

for (const [kind, headers] of Object.entries({
  seconds: () => ({ 'Retry-After': '3' }),
  'a date': () => ({ 'Retry-After': new Date(Date.now() + 3_000).toUTCString(), Date: new Date().toUTCString() }),
  'a date, of a server whose clock is a year ahead': () => {
    const year = 365 * 86_400_000;
    return { 'Retry-After': new Date(Date.now() + year + 3_000).toUTCString(), Date: new Date(Date.now() + year).toUTCString() };
  },
})) {
  test(`F9: 503 with Retry-After in ${kind} is honoured`, FAILURES, async ({ screen, backend }) => {
    await backend.fault('PATCH', SETTINGS, { status: 503, headers: headers(), body: {} });
    await screen.toggle('dos-3', 'accountant').click();
    await screen.hasStatus('waiting');
    await screen.saved();
    const [first, second] = await backend.requests('PATCH', SETTINGS);
    const waited = second.atMs - first.atMs;
    // A date has no fractions of a second, and as much time again may pass.
    assert.ok(waited >= 1_900 && waited < 6_500, `${waited} ms`);
    await onceAndTrue(screen, backend, 1);
  });
}

test('F10: one bad value among five fails alone', FAILURES, async ({ screen, backend }) => {
  await backend.hook('POST', 'team', { dossier: 'dos-52', person: 'p-1', role: null });
  await screen.bulk('accountant', 'lic-3').click();
  await screen.hasStatus('failed');
  assert.match(await words(screen), /^1\smodification non enregistrée/);
  assert.equal((await backend.applied()).length, 7);
});

test('F11: somebody else writes between: their values are kept, ours applied again', FAILURES, async ({ screen, page, backend }) => {
  await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 600 });
  await screen.toggle('dos-3', 'accountant').click();
  await page.waitForTimeout(200);
  await backend.changeElsewhere({ participation: { 'dos-5': { accountant: true } } });
  await screen.saved();
  assert.deepEqual(await statuses(backend), [412, 200]);
  await onceAndTrue(screen, backend, 2);
});

test('F12, F37: the session ends amid clicks; after signing in again in a new tab saving goes on', FAILURES, async ({ screen, page, context, backend }) => {
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  await context.clearCookies();
  await screen.toggle('dos-5', 'accountant').click();
  await screen.hasStatus('failed');
  await screen.toggle('dos-6', 'accountant').click();
  await eventually(async () => assert.match(await words(screen), /^Session terminée.*2\smodifications en attente$/));
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Se reconnecter' }).click(),
  ]);
  await tab.locator('button[value="p-1"]').click();
  await tab.locator('.status-line').waitFor();
  await page.bringToFront();
  await screen.saved();
  assert.equal((await backend.applied()).length, 3);
  await onceAndTrue(screen, backend, 3);
});

test('F14: access to one licence ends: its values fail, the others are saved', FAILURES, async ({ screen, backend }) => {
  for (const dossier of ['dos-51', 'dos-52']) await backend.hook('POST', 'team', { dossier, person: 'p-1', role: null });
  await screen.bulk('accountant').click();
  await screen.hasStatus('failed');
  const applied = (await backend.applied()).map(({ dossier }) => dossier);
  assert.equal(applied.includes('dos-51') || applied.includes('dos-52'), false);
  assert.ok(applied.length > 10);
});

for (const [where, url] of [['same', '/sign-in'], ['another', 'http://localhost:9/sign-in']]) {
  test(`F15, F16: a redirect to a sign-in page of the ${where} origin is the end of the session, not a network error`, { ...FAILURES, blocks: where === 'another' }, async ({ screen, backend }) => {
    await backend.hook('POST', 'faults', [{ match: { path: '/api/*' }, times: 1000, fault: { redirect: url } }]);
    screen.page.removeAllListeners('request');
    screen.page.removeAllListeners('console');
    await screen.toggle('dos-3', 'accountant').click();
    await eventually(async () => assert.match(await words(screen), /^Session terminée/));
    assert.deepEqual(await backend.applied(), []);
    await backend.hook('DELETE', 'faults');
    await screen.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await onceAndTrue(screen, backend, 1);
  });
}

const NOT_ANSWERS = {
  'F17: a captive portal answers with its page': { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><title>Wi-Fi</title>' },
  'F18: 204': { status: 204 },
  'F18: 200 and nothing': { status: 200, body: '' },
  'F18: 200 and null': { status: 200, body: 'null' },
  'F18: 202': { status: 202, body: {} },
  'F19: an answer cut short': { apply: true, cutAfterBytes: 330 },
  'F21: an answer that swells': { status: 200, body: ' '.repeat(1_000), repeat: 100_000, gzip: true },
};
for (const [name, fault] of Object.entries(NOT_ANSWERS)) {
  test(`${name}: not saved until it is`, FAILURES, async ({ screen, backend }) => {
    await backend.fault('PATCH', SETTINGS, fault);
    await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 1_500 });
    await screen.toggle('dos-3', 'accountant').click();
    const end = Date.now() + 900;
    while (Date.now() < end) assert.notEqual(await screen.status(), 'saved');
    await onceAndTrue(screen, backend, 1);
  });
}

behindProxy('F19: the connection breaks within the answer', async ({ screen, backend, proxy }) => {
  patches(proxy, { cut: 120 }, 2);
  await screen.toggle('dos-3', 'accountant').click();
  await onceAndTrue(screen, backend, 1);
});

behindProxy('F20: an answer that trickles in is waited for, and the screen stays usable', async ({ screen, backend, proxy }) => {
  patches(proxy, { slice: 10, everyMs: 60 });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.toggle('dos-5', 'accountant').click();
  assert.equal(await screen.toggle('dos-5', 'accountant').isChecked(), true);
  await onceAndTrue(screen, backend, 2);
});

plainTest('F22, F29: the backend is killed amid a bulk change and started again', { timeout: 90_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'saving-'));
  const database = join(folder, 'db.sqlite');
  let backend = await startBackend({ database, dossiers: 2_000, licences: 5 });
  const proxy = await startProxy(backend.url);
  try {
    await withScreen({ url: proxy.url }, FAILURES, async (screen) => {
      await screen.open();
      await backend.fault('PATCH', SETTINGS, { apply: true, delayAfterMs: 60_000 });
      await screen.bulk('entrepreneur').click();
      await eventually(async () => assert.equal((await backend.applied()).length, 2_000));
      await backend.kill();
      await screen.page.waitForTimeout(300);
      assert.notEqual(await screen.status(), 'saved');
      backend = await startBackend({ database });
      proxy.target(backend.url);
      await eventually(async () => assert.equal(await screen.status(), 'saved'), 30_000);
      assert.equal((await backend.applied()).length, 2_000, 'applied once');
      assert.equal((await screen.tally('entrepreneur')).state, 'on');
    });
  } finally {
    await proxy.stop();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('F24: of a bulk change in parts, the part that was refused is shown as such', FAILURES, async ({ screen, backend }) => {
  for (const dossier of ['dos-52', 'dos-53', 'dos-54']) await backend.hook('POST', 'team', { dossier, person: 'p-1', role: null });
  await screen.bulk('accountant', 'lic-3').click();
  await screen.hasStatus('failed');
  const failed = await screen.page.locator('.failed:visible').count();
  const { length } = await backend.applied();
  assert.equal(failed + length, 8);
  assert.ok(failed > 0);
});

test('F25: bulk, single, undo while the first is on its way: the last word counts', async ({ screen, page, backend }) => {
  const before = await backend.settings();
  await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 500 });
  await screen.bulk('accountant').click();
  await page.waitForTimeout(100);
  await screen.toggle('dos-3', 'accountant').click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await screen.saved();
  assert.deepEqual((await backend.settings()).participation, before.participation, 'the exact mix, default or explicit');
  await page.keyboard.press('Control+y');
  await page.keyboard.press('Control+Shift+z');
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), false);
  assert.equal(await chosen(backend, 'dos-5'), true);
});

test('undo leaves alone, and names, what was changed elsewhere since', FAILURES, async ({ screen, page, backend }) => {
  const before = await backend.settings();
  const off = (dossier) => dossier.licence === 'lic-3' && !participates(dossier, 'accountant', before);
  const dossiers = dossiersOf(await backend.directory()).filter(off).slice(0, 5);
  const nameOf = ({ name }) => name;
  const withdraw = async (some) => {
    await backend.changeElsewhere({ participation: Object.fromEntries(some.map(({ id }) => [id, { accountant: false }])) });
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await eventually(async () => assert.equal(await screen.toggle(some.at(-1).id, 'accountant').isChecked(), false));
  };
  await screen.bulk('accountant', 'lic-3').click();
  await screen.saved();
  await withdraw(dossiers);
  await page.keyboard.press('Control+z');
  await screen.saved();
  const [first, second, third] = dossiers.map(nameOf);
  const said = await words(screen);
  assert.ok(said.endsWith(`Modifié entre-temps et laissé tel quel\u00a0: ${first}, ${second}, ${third} et 2 autres`), said);
  assert.equal(await chosen(backend, dossiers[0].id), false);

  await screen.toggle(dossiers[0].id, 'accountant').click();
  await screen.saved();
  assert.doesNotMatch(await words(screen), /laissé tel quel/, 'the next change takes it away');
  await withdraw(dossiers.slice(0, 1));
  await page.keyboard.press('Control+z');
  await eventually(async () => assert.ok((await words(screen)).endsWith(`laissé tel quel\u00a0: ${first}`)));
});

test('undo names the frequency that was changed elsewhere since, in the language of the screen', FAILURES, async ({ screen, page, backend }) => {
  await screen.frequency('weekly').check();
  await screen.saved();
  await backend.changeElsewhere({ frequency: 'never' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await eventually(async () => assert.equal(await screen.frequency('never').isChecked(), true));
  await page.keyboard.press('Control+z');
  const says = (text) => eventually(async () => assert.ok((await words(screen)).endsWith(text), await words(screen)));
  await says('Modifié entre-temps et laissé tel quel\u00a0: fréquence');
  await screen.speak('nl');
  await says('Intussen gewijzigd en daarom niet aangepast: frequentie');
  await screen.speak('en');
  await says('Changed in the meantime and left alone: frequency');
  await screen.speak('de');
  await says('Inzwischen geändert und daher nicht angetastet: Häufigkeit');
  assert.equal((await backend.settings()).frequency, 'never');
});

test('Ctrl+Z in the search field is the field’s own', async ({ screen, page, backend }) => {
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  await screen.search.fill('garage');
  await screen.search.press('Control+z');
  await page.waitForTimeout(300);
  assert.equal(await chosen(backend, 'dos-3'), true);
});

for (const shift of [1, -1]) {
  test(`F36: a clock that is a year ${shift > 0 ? 'ahead' : 'behind'} changes nothing`, { ...FAILURES, open: false }, async ({ screen, page, backend }) => {
    await page.clock.install({ time: Date.now() + shift * 365 * 86_400_000 });
    await page.clock.resume();
    await screen.open();
    await backend.fault('PATCH', SETTINGS, { status: 500, body: {} }, { times: 2 });
    await screen.toggle('dos-3', 'accountant').click();
    await onceAndTrue(screen, backend, 1);
  });
}

test('F38: back from the cache of the browser, or loaded again: current, and one sender', FAILURES, async ({ screen, page, backend }) => {
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  await page.goto('/icon.svg');
  await backend.changeElsewhere({ participation: { 'dos-5': { accountant: true } } });
  await page.goBack();
  await screen.ready();
  await eventually(async () => assert.equal(await screen.toggle('dos-5', 'accountant').isChecked(), true));
  await screen.toggle('dos-6', 'accountant').click();
  await onceAndTrue(screen, backend, 3);
});

behindProxy('F42: a network that is dead though the browser says otherwise is noticed by the deadline', async ({ screen, backend, proxy }) => {
  patches(proxy, { swallow: true });
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal(await screen.status(), 'waiting'), 25_000);
  await onceAndTrue(screen, backend, 1);
});

test('a change elsewhere appears on return to the tab, by one conditional request', FAILURES, async ({ screen, page, backend }) => {
  await backend.hook('DELETE', 'requests');
  const back = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await back();
  await eventually(async () => assert.deepEqual((await backend.requests('GET', SETTINGS)).map(({ status }) => status), [304]));
  await backend.changeElsewhere({ frequency: 'never' });
  await back();
  await eventually(async () => assert.equal(await screen.frequency('never').isChecked(), true));
});

test('a large change goes compressed once the backend has said that it takes it', { backend: { dossiers: 3_000 } }, async ({ screen, page, backend }) => {
  await screen.frequency('weekly').check();
  await screen.saved();
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await screen.bulk('entrepreneur').click();
  assert.equal((await (await sent).allHeaders())['content-encoding'], 'gzip');
  await screen.saved();
  const last = (await backend.requests('PATCH', SETTINGS)).at(-1);
  assert.ok(last.bodyBytes < 40_000, `${last.bodyBytes} bytes`);
  assert.equal((await backend.applied()).length, 3_001);
});
