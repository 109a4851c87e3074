// A repeat visit, from navigation to the first dossier in the document: with the service worker and without
// it, in the same run, on the same data, 10,000 dossiers.
//   node tests/bench/repeat-visit.mjs [rounds]
// Both have been visited once, so the browser's own cache is as full in one as in the other. The worker is
// stopped before each visit, as it is when somebody comes back. The two are visited in turn, so that whatever
// else the machine does concerns both. `DIST` is the bundle.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from '../e2e/support/chromium.mjs';
import { startBackend } from '../e2e/support/server.mjs';
import { startLine } from './harness/slow-line.mjs';
import { spread, table } from './statistics.mjs';

const rounds = Number(process.argv[2] ?? 15);
const dist = process.env.DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));
const SIZE = { dossiers: 10_000, licences: 20 };
const networks = { 'no limit': {}, 'slow 4G': { latency: 150, throughput: 200_000 } };

// The same bundle, switched off by its configuration.
function withoutWorker() {
  const folder = mkdtempSync(join(tmpdir(), 'without-worker-'));
  cpSync(dist, folder, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ features: { offline: false } }));
  return folder;
}

// Runs in the page, before anything of it.
function watch() {
  new MutationObserver((changes, observer) => {
    if (!document.querySelector('[data-dossier]')) return;
    performance.mark('first row');
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

const firstRow = (page) =>
  page.evaluate(async () => {
    const marked = () => performance.getEntriesByName('first row')[0];
    while (!marked()) await new Promise((resolve) => setTimeout(resolve, 5));
    return marked().startTime;
  });

// Waits until the worker has everything that it keeps.
const kept = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const cache = await caches.open('conversation-settings /');
    const wanted = ['/tools/conversations', '/api/session', '/api/directory', '/api/conversation-settings'];
    const all = async () => Promise.all(wanted.map((url) => cache.match(url, { ignoreVary: true })));
    while (!(await all()).every(Boolean)) await new Promise((resolve) => setTimeout(resolve, 50));
  });

async function visit(context, url) {
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('ServiceWorker.enable');
  await client.send('ServiceWorker.stopAllWorkers');
  await page.goto(url);
  const time = await firstRow(page);
  await page.locator('.status-line').waitFor();
  await page.close();
  return time;
}

const off = withoutWorker();
const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
const backends = { 'with the worker': await startBackend({ dist, ...SIZE }), 'without it': await startBackend({ dist: off, ...SIZE }) };
try {
  for (const [label, limits] of Object.entries(networks)) {
    const sites = [];
    for (const backend of Object.values(backends)) {
      const line = await startLine(backend.url, limits);
      const context = await browser.newContext({ baseURL: line.url });
      await context.request.post('/sign-in', { form: { person: 'p-1' }, maxRedirects: 0 });
      const page = await context.newPage();
      await page.goto('/tools/conversations');
      await page.locator('.status-line').waitFor({ timeout: 120_000 });
      if (sites.length === 0) await kept(page);
      await page.close();
      await context.addInitScript(watch);
      sites.push({ line, context, times: [] });
    }
    for (let round = 0; round <= rounds; round++) {
      for (const { context, times } of sites) {
        const time = await visit(context, '/tools/conversations');
        // The first round warms the machine up.
        if (round > 0) times.push(time);
      }
    }
    const [ours, without] = sites.map(({ times }) => spread(times));
    console.log(table(`Repeat visit to the first dossier of ${SIZE.dossiers}, ${label} (${rounds} rounds)`, Object.keys(backends), [
      ['milliseconds, median ± half the middle half', ours.text, without.text],
      ['ratio of medians', (ours.median / without.median).toFixed(2), '1'],
    ]));
    for (const { line, context } of sites) {
      await context.close();
      await line.stop();
    }
  }
} finally {
  await browser.close();
  for (const backend of Object.values(backends)) await backend.stop();
  rmSync(off, { recursive: true, force: true });
}
