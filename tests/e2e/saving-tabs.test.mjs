// Several tabs, tabs and browsers that die, storage that is full, cleared or of another version.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as plainTest } from 'node:test';
import { chromium } from 'playwright-core';
import { eventually, guarded, Screen, signIn, test } from './support/browser.mjs';
import { startBackend } from './support/server.mjs';
import { outbox } from './support/storage.mjs';

const SETTINGS = '/api/conversation-settings';
const FAILURES = { failures: true };
const NOT_KEPT = 'ne seront pas conservées';

const cutOff = (backend) => backend.fault('PATCH', SETTINGS, { close: true }, { times: 1000 });

const chosen = async (backend, dossier, audience = 'accountant') =>
  (await backend.settings()).participation[dossier]?.[audience];

async function anotherTab(screen, backend) {
  const page = await screen.page.context().newPage();
  guarded(page, backend.url, true);
  const other = new Screen(page, backend);
  await other.open();
  return other;
}

const checked = (screen, dossier) => screen.toggle(dossier, 'accountant').isChecked();

test('F30: what is chosen in one tab is shown in the other within a second, and the last word counts', FAILURES, async ({ screen, backend }) => {
  const other = await anotherTab(screen, backend);
  await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 700 });
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal(await checked(other, 'dos-3'), true), 1_000);
  assert.notEqual(await other.status(), 'saved', 'nor is it said to be saved there');
  await other.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal(await checked(screen, 'dos-3'), false), 1_000);
  await screen.saved();
  await other.saved();
  assert.equal(await chosen(backend, 'dos-3'), false);
  assert.deepEqual([await checked(screen, 'dos-3'), await checked(other, 'dos-3')], [false, false]);
  await eventually(async () => assert.deepEqual(await outbox(screen.page), []));
});

test('F30: both tabs click at random, and agree with the database in the end', FAILURES, async ({ screen, backend }) => {
  const other = await anotherTab(screen, backend);
  const burst = (seed) => {
    let state = seed;
    const random = (below) => ((state = (state * 48271) % 2147483647) % below);
    const boxes = [...document.querySelectorAll('[data-dossier] input[data-audience]')];
    return new Promise((resolve) => {
      let left = 40;
      const click = () => {
        boxes[random(boxes.length)].click();
        if ((left -= 1)) setTimeout(click, random(30));
        else resolve();
      };
      click();
    });
  };
  await Promise.all([screen.page.evaluate(burst, 11), other.page.evaluate(burst, 12)]);
  await eventually(async () => {
    assert.deepEqual([await screen.status(), await other.status()], ['saved', 'saved']);
    const shown = (one) => one.page.$$eval('[data-dossier] input[data-audience]', (boxes) => boxes.map((box) => box.checked));
    assert.deepEqual(await shown(screen), await shown(other));
  }, 15_000);
  const shown = await screen.page.$$eval('[data-dossier] input[data-audience]', (boxes) =>
    boxes.map((box) => [box.closest('[data-dossier]').dataset.dossier, box.dataset.audience, box.checked]),
  );
  const { participation } = await backend.settings();
  for (const [dossier, audience, value] of shown) {
    assert.equal(participation[dossier]?.[audience] ?? value, value, `${dossier} ${audience}`);
  }
});

test('F30: a tab that has just been opened has the last word, though the other clicked faster than clocks tick and is busy', FAILURES, async ({ screen, page, backend }) => {
  await backend.fault('PATCH', SETTINGS, { status: 503, body: {} }, { times: 4 });
  await page.evaluate(() => {
    const box = document.querySelector('[data-dossier="dos-3"] input[data-audience=accountant]');
    for (let i = 0; i < 301; i += 1) box.click();
  });
  await eventually(async () => assert.ok((await outbox(page)).length > 0));
  page.evaluate(() => {
    // While the other tab starts, this one says nothing.
    const post = BroadcastChannel.prototype.postMessage;
    BroadcastChannel.prototype.postMessage = function (...args) {
      setTimeout(() => post.apply(this, args), 3_000);
    };
  });
  const other = await anotherTab(screen, backend);
  // Not what the first one wants, whatever this one was shown.
  for (let i = 0; i < 2; i += 1) await other.toggle('dos-3', 'accountant').click();
  if (await checked(other, 'dos-3')) await other.toggle('dos-3', 'accountant').click();
  const wanted = await checked(other, 'dos-3');
  await eventually(async () => {
    assert.deepEqual([await screen.status(), await other.status()], ['saved', 'saved']);
  }, 20_000);
  await other.page.waitForTimeout(3_500);
  await eventually(async () => assert.deepEqual([await screen.status(), await other.status()], ['saved', 'saved']), 20_000);
  assert.equal(await chosen(backend, 'dos-3'), wanted);
  assert.deepEqual([await checked(screen, 'dos-3'), await checked(other, 'dos-3')], [wanted, wanted]);
});

// How many tabs wait for their turn to send, as the browser sees it.
const waitForTurn = (page) =>
  page.evaluate(async () => (await navigator.locks.query()).pending.filter(({ name }) => name.includes('/sender/')).length);

test('tabs take turns: never two requests of one person that change something at the same time', FAILURES, async ({ screen, page, context, backend }) => {
  const other = await anotherTab(screen, backend);
  let underway = 0;
  const seen = [];
  let goOn;
  const both = new Promise((resolve) => (goOn = resolve));
  await context.route(`**${SETTINGS}`, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    seen.push((underway += 1));
    // The first one takes until the other tab wants to send as well.
    await both;
    const response = await route.fetch();
    underway -= 1;
    return route.fulfill({ response });
  });
  const click = (dossiers) => {
    for (const dossier of dossiers) document.querySelector(`[data-dossier="${dossier}"] input[data-audience=accountant]`).click();
  };
  await Promise.all([page.evaluate(click, ['dos-3', 'dos-5']), other.page.evaluate(click, ['dos-52'])]);
  await eventually(async () => assert.equal(await waitForTurn(page), 1));
  goOn();
  await eventually(async () => {
    assert.deepEqual([await screen.status(), await other.status()], ['saved', 'saved']);
    assert.deepEqual(await Promise.all(['dos-3', 'dos-5', 'dos-52'].map((dossier) => chosen(backend, dossier))), [true, true, true]);
  });
  assert.ok(seen.length > 1);
  assert.deepEqual(seen.filter((count) => count > 1), []);
  assert.equal((await backend.applied()).length, 3);
});

test('the tab whose turn it is crashes: the next one has its turn, and answers for both', FAILURES, async ({ screen, page, context, backend }) => {
  const other = await anotherTab(screen, backend);
  await page.bringToFront();
  let stuck = 0;
  await page.route(`**${SETTINGS}`, (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    stuck += 1;
  });
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(() => assert.equal(stuck, 1));
  await other.page.bringToFront();
  await other.toggle('dos-5', 'accountant').click();
  await eventually(async () => assert.equal(await waitForTurn(other.page), 1));
  assert.equal(await other.status(), 'saving');
  page.removeAllListeners('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => {});
  await new Promise((resolve) => page.once('crash', resolve));
  await eventually(async () => {
    assert.deepEqual([await chosen(backend, 'dos-3'), await chosen(backend, 'dos-5')], [true, true]);
  });
  await other.saved();
  assert.equal((await backend.applied()).length, 2);
});

test('a tab that keeps its turn without end, as one that is frozen, loses it at the deadline', { ...FAILURES, open: false }, async ({ screen, page, context, backend }) => {
  const frozen = await context.newPage();
  await frozen.goto('/icon.svg');
  await frozen.evaluate(
    () => new Promise((held) => navigator.locks.request('conversation-settings/sender//p-1', () => (held(), new Promise(() => {}))).catch(() => {})),
  );
  await page.clock.install();
  await page.clock.resume();
  await screen.open();
  await page.bringToFront();
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal(await waitForTurn(page), 1));
  assert.equal(await screen.status(), 'saving');
  await page.clock.fastForward(20_000);
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), true);
  assert.equal(await waitForTurn(page), 0);
});

test('F27, F31: a tab crashes with changes that wait: another one that is open sends them', FAILURES, async ({ screen, page, context, backend }) => {
  const other = await anotherTab(screen, backend);
  await page.bringToFront();
  await cutOff(backend);
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal((await outbox(other.page)).length, 1));
  page.removeAllListeners('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => {});
  await new Promise((resolve) => page.once('crash', resolve));
  await backend.hook('DELETE', 'faults');
  await other.page.bringToFront();
  await eventually(async () => assert.equal(await chosen(backend, 'dos-3'), true), 20_000);
  await other.saved();
  assert.equal(await checked(other, 'dos-3'), true);
  await eventually(async () => assert.deepEqual(await outbox(other.page), []));
});

test('a tab is closed with changes that wait: another one that is open sends them', FAILURES, async ({ screen, page, context, backend }) => {
  const other = await anotherTab(screen, backend);
  await page.bringToFront();
  // Nothing leaves: what is sent in the end can only come from the outbox.
  await context.setOffline(true);
  await screen.toggle('dos-3', 'accountant').click();
  await page.close();
  await context.setOffline(false);
  await other.page.bringToFront();
  await eventually(async () => assert.equal(await chosen(backend, 'dos-3'), true), 20_000);
  await other.saved();
});

plainTest('F28: the whole browser is killed after clicks, and started again', { timeout: 90_000 }, async () => {
  const backend = await startBackend();
  const profile = mkdtempSync(join(tmpdir(), 'profile-'));
  const launch = () =>
    chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--no-first-run', '--disable-sync'],
      baseURL: backend.url,
      locale: 'fr-BE',
    });
  const killed = async (context) => {
    const client = await context.browser()?.newBrowserCDPSession();
    const { processInfo } = await client.send('SystemInfo.getProcessInfo');
    process.kill(processInfo.find(({ type }) => type === 'browser').id, 'SIGKILL');
    await new Promise((resolve) => context.once('close', resolve));
  };
  try {
    let context = await launch();
    await signIn(context, 'p-1');
    let screen = new Screen(await context.newPage(), backend);
    await screen.open();
    await cutOff(backend);
    await screen.toggle('dos-3', 'accountant').click();
    await screen.toggle('dos-5', 'accountant').click();
    await eventually(async () => assert.ok((await outbox(screen.page)).length > 0));
    await screen.page.waitForTimeout(100);
    await killed(context);
    await backend.hook('DELETE', 'faults');
    context = await launch();
    // The cookie of the session went with the browser.
    await signIn(context, 'p-1');
    screen = new Screen(await context.newPage(), backend);
    await screen.open();
    await screen.saved();
    assert.deepEqual([await chosen(backend, 'dos-3'), await chosen(backend, 'dos-5')], [true, true]);
    assert.equal((await backend.applied()).length, 2);
    await context.close();
  } finally {
    await backend.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('F33: storage is full: it is said, saving goes on, and closing warns', FAILURES, async ({ screen, page, context, backend }) => {
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: backend.url, quotaSize: 1 });
  await cutOff(backend);
  await screen.toggle('dos-3', 'accountant').click();
  await page.getByText(NOT_KEPT).waitFor();
  page.removeAllListeners('dialog');
  const asked = new Promise((resolve) => page.once('dialog', resolve));
  page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), 'beforeunload');
  await dialog.dismiss();
  await session.send('Storage.overrideQuotaForOrigin', { origin: backend.url });
  await backend.hook('DELETE', 'faults');
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), true);
});

test('what is stored needs no warning', FAILURES, async ({ screen, page, backend }) => {
  await cutOff(backend);
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal((await outbox(page)).length, 1));
  // The guard of the test fails on any dialog.
  const closed = new Promise((resolve) => page.once('close', resolve));
  await page.close({ runBeforeUnload: true });
  await closed;
});

test('F35: storage is cleared while changes wait: they are sent from memory', FAILURES, async ({ screen, page, context, backend }) => {
  await cutOff(backend);
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal((await outbox(page)).length, 1));
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: backend.url, storageTypes: 'indexeddb' });
  await screen.toggle('dos-5', 'accountant').click();
  await backend.hook('DELETE', 'faults');
  await screen.saved();
  assert.deepEqual([await chosen(backend, 'dos-3'), await chosen(backend, 'dos-5')], [true, true]);
});

const upgrade = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('conversation-settings', 9);
        request.onblocked = () => reject(new Error('an open tab blocks the new version'));
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      }),
  );

test('F32: a later version of the app changes the database: the older one makes way, says so, and saves', FAILURES, async ({ screen, page, backend }) => {
  await screen.toggle('dos-6', 'accountant').click();
  await screen.saved();
  await upgrade(page);
  await cutOff(backend);
  await screen.toggle('dos-3', 'accountant').click();
  await page.getByText(NOT_KEPT).waitFor();
  await backend.hook('DELETE', 'faults');
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), true);
});

test('recipient pickers on other pages hear of participations that were saved', FAILURES, async ({ screen, page, context, backend }) => {
  const listener = await context.newPage();
  await listener.goto('/icon.svg');
  await listener.evaluate(() => {
    globalThis.heard = [];
    new BroadcastChannel('conversation-settings').onmessage = ({ data }) => {
      if (typeof data === 'object') globalThis.heard.push(data);
    };
  });
  await page.bringToFront();
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  await eventually(async () =>
    assert.deepEqual(await listener.evaluate(() => globalThis.heard), [
      { type: 'participation', dossier: 'dos-3', audience: 'accountant', person: 'p-1', participates: true },
    ]),
  );
  await page.keyboard.press('Control+z');
  await eventually(async () => assert.equal((await listener.evaluate(() => globalThis.heard)).at(-1).participates, null));
});
