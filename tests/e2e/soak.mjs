// Random clicks in two tabs under random faults, for some minutes; afterwards database = screens, nothing
// lost, nothing done twice.   node tests/e2e/soak.mjs [minutes] [seed]
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { eventually, Screen, signIn } from './support/browser.mjs';
import { startProxy } from './support/proxy.mjs';
import { startBackend } from './support/server.mjs';
import { outbox } from './support/storage.mjs';

const minutes = Number(process.argv[2] ?? 10);
const seed = Number(process.argv[3] ?? Math.trunc(Math.random() * 1e9));
const SETTINGS = '/api/conversation-settings';
// Clicks on one control in two tabs within this time: which was the last is a matter of opinion.
const AT_ONCE_MS = 2_000;

let state = (seed % 2147483646) + 1;
const random = (below) => (state = (state * 48271) % 2147483647) % below;
const pick = (list) => list[random(list.length)];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

console.log(`soak: ${minutes} min, seed ${seed}`);
const folder = mkdtempSync(join(tmpdir(), 'soak-'));
const database = join(folder, 'db.sqlite');
let backend = await startBackend({ database });
// Also when something does not hold.
process.on('exit', () => backend.kill());
const proxy = await startProxy(backend.url);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--no-first-run'],
});
const context = await browser.newContext({ baseURL: proxy.url, locale: 'fr-BE' });
await signIn(context, 'p-1');

const errors = [];
async function openTab() {
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  const screen = new Screen(page, backend);
  for (;;) {
    try {
      await screen.open();
      return screen;
    } catch {
      await pause(500);
    }
  }
}

const clicks = [];
async function click(screen, tab) {
  const dice = random(100);
  const result = await screen.page.evaluate(
    ([dice, at]) => {
      const choose = (selector) => {
        const all = [...document.querySelectorAll(selector)];
        return all[at % all.length];
      };
      if (dice < 3) {
        const radio = choose('input[name=frequency]');
        radio.click();
        return [['frequency', radio.value]];
      }
      const box = dice < 5 ? choose('input[data-scope=licence]') : choose('[data-dossier] input[data-audience]');
      const own = (row) => `${row.closest('[data-dossier]').dataset.dossier} ${row.dataset.audience}`;
      const rows =
        dice < 5
          ? [...box.closest('[data-licence]').querySelectorAll(`[data-dossier] input[data-audience="${box.dataset.audience}"]`)]
          : [box];
      box.click();
      return rows.map((row) => [own(row), row.checked]);
    },
    [dice, random(1e6)],
  );
  const at = Date.now();
  for (const [key, value] of result) clicks.push({ key, value, tab, at });
}

const FAULTS = [
  { status: 500, body: {} },
  { status: 503, headers: { 'Retry-After': '1' }, body: {} },
  { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>Wi-Fi' },
  { close: true },
  { apply: true, close: true },
  { apply: true, status: 500, body: {} },
  { delayBeforeMs: 900 },
  { delayAfterMs: 900 },
  { apply: true, cutAfterBytes: 300 },
  { redirect: '/sign-in' },
];
const FATES = [{ reset: 'before' }, { reset: 'after' }, { end: 'after' }, { cut: 100 }, { slice: 20, everyMs: 10 }];
proxy.plan = ({ path }) => (path === SETTINGS && random(100) < 8 ? pick(FATES) : undefined);

const tabs = [await openTab(), await openTab()];
const start = Date.now();
const end = start + minutes * 60_000;
const events = [];
const due = (share, name) => Date.now() > start + share * (end - start) && !events.includes(name) && events.push(name);
let ended = 0;
while (Date.now() < end) {
  const tab = random(2);
  try {
    await click(tabs[tab], tab);
    if (random(100) < 6) await backend.fault(pick(['PATCH', 'PATCH', 'GET']), SETTINGS, pick(FAULTS));
    if (random(300) < 1) {
      await context.setOffline(true);
      await pause(random(1_500));
      await context.setOffline(false);
    }
    if (random(400) < 1) await tabs[tab].page.reload().then(() => tabs[tab].ready());
  } catch (error) {
    if (Date.now() < end) await tabs[tab].page.reload().catch(() => {});
    ended += 1;
    if (ended > 50) throw error;
  }
  if (due(0.33, 'backend killed') || due(0.66, 'backend killed again')) {
    await backend.kill();
    await pause(1_000);
    backend = await startBackend({ database });
    proxy.target(backend.url);
  }
  if (due(0.5, 'tab crashed')) {
    const { page } = tabs[1];
    const session = await context.newCDPSession(page);
    const crashed = new Promise((resolve) => page.once('crash', resolve));
    session.send('Page.crash').catch(() => {});
    await crashed;
    await page.close();
    tabs[1] = await openTab();
  }
  await pause(random(120));
}

console.log(`faults over; ${clicks.length} values chosen; waiting for calm`);
proxy.plan = () => undefined;
await backend.hook('DELETE', 'faults');
const calm = Date.now();
// The start of a page may have met a fault, too.
for (const tab of tabs) await tab.page.locator('.status-line').waitFor({ timeout: 5_000 }).catch(() => tab.reload());
await eventually(async () => {
  for (const { page } of tabs) await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  for (const tab of tabs) assert.equal(await tab.status(), 'saved');
}, 60_000).catch(async (error) => {
  for (const tab of tabs) {
    console.log(await tab.page.locator('.status').innerText(), JSON.stringify(await outbox(tab.page)));
  }
  console.log(JSON.stringify(proxy.requests.slice(-12)), JSON.stringify((await backend.requests('PATCH', SETTINGS)).slice(-5)));
  throw error;
});
console.log(`saved ${((Date.now() - calm) / 1000).toFixed(1)} s after the last fault`);
await pause(1_500);

const settings = await backend.settings();
const shown = (screen) =>
  screen.page.$$eval('[data-dossier] input[data-audience]', (boxes) =>
    Object.fromEntries(boxes.map((box) => [`${box.closest('[data-dossier]').dataset.dossier} ${box.dataset.audience}`, box.checked])),
  );
const screens = await Promise.all(tabs.map(shown));
assert.deepEqual(screens[0], screens[1], 'the tabs agree');
for (const [key, value] of Object.entries(screens[0])) {
  const [dossier, audience] = key.split(' ');
  assert.equal(settings.participation[dossier]?.[audience] ?? value, value, `screen = database: ${key}`);
}
const byKey = Map.groupBy ? Map.groupBy(clicks, ({ key }) => key) : clicks.reduce((map, one) => map.set(one.key, [...(map.get(one.key) ?? []), one]), new Map());
const applied = await backend.applied();
let disputed = 0;
const lost = [];
for (const [key, all] of byKey) {
  const last = all.at(-1);
  const rivals = all.filter(({ tab, at }) => tab !== last.tab && last.at - at < AT_ONCE_MS);
  const value = key === 'frequency' ? settings.frequency : screens[0][key];
  if (value === last.value) continue;
  if (rivals.some((rival) => rival.value === value)) disputed += 1;
  else lost.push({ key, value, last, history: all.slice(-4) });
  const effects = applied.filter(({ kind, dossier, audience }) => (kind === 'frequency' ? key === kind : key === `${dossier} ${audience}`));
  assert.ok(effects.length <= all.length, `${key}: ${effects.length} effects of ${all.length} clicks`);
}
for (const [key, all] of byKey) {
  const effects = applied.filter(({ kind, dossier, audience }) => (kind === 'frequency' ? key === kind : key === `${dossier} ${audience}`));
  assert.ok(effects.length <= all.length, `${key}: ${effects.length} effects of ${all.length} clicks`);
}
const patches = proxy.requests.filter(({ method }) => method === 'PATCH').length;
const reads = proxy.requests.filter(({ method, path }) => method === 'GET' && path === SETTINGS).length;
console.log(JSON.stringify({
  seed, minutes, values: clicks.length, keys: byKey.size, patches, reads, applied: applied.length,
  requestsPerValue: Number(((patches + reads) / clicks.length).toFixed(3)), disputed, lost: lost.length, errors: errors.length, restartedTabs: ended, events,
}));
assert.deepEqual(lost, [], 'nothing is lost');
assert.deepEqual(errors, [], 'no error on any page');
assert.deepEqual(await outbox(tabs[0].page), [], 'nothing is left in the outbox');
await browser.close();
await proxy.stop();
await backend.stop();
rmSync(folder, { recursive: true, force: true });
console.log('soak: all holds');
