// What one person's visit costs the backend, and the static host, measured in Chromium against the reference backend.
//   node tests/simulation/visit.mjs [dossiers …]
// For each step: the requests of the API, those answered 304, the bodies that were read (plain, and as brotli makes
// them) and sent; and the requests for files of the bundle, for which a CDN answers. `DIST` is the bundle.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { startProxy } from '../conformance/faults/proxy.mjs';
import { ARGS, EXECUTABLE } from '../e2e/support/chromium.mjs';
import { startBackend } from '../e2e/support/server.mjs';

const SIZES = process.argv.slice(2).map(Number);
/** For answers that are made for each reader, a server takes no more trouble than this. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
/** Also for 50,000 dossiers on a busy machine. */
const PATIENCE = { timeout: 120_000 };
/** After this nothing more comes of what was done. */
const QUIET_MS = 5_000;

const kilobytes = (bytes) => (bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0);
const plain = ({ headers, body }) => (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
const total = (list, bytes) => list.reduce((sum, item) => sum + bytes(item), 0);

/** A line of the table, of all that passed. */
function line(name, passed) {
  const api = passed.filter(({ path }) => path.startsWith('/api/'));
  const files = passed.filter(({ path }) => !path.startsWith('/api/'));
  const unchanged = (list) => list.filter(({ status }) => status === 304).length;
  const read = api.filter(({ method, status }) => method === 'GET' && status === 200);
  return [
    name,
    api.map(({ method, path, status }) => `${method === 'PATCH' ? 'PATCH ' : ''}${path.slice(5)} ${status}`).join(', '),
    api.length,
    unchanged(api),
    kilobytes(total(read, (answer) => plain(answer).length)),
    kilobytes(total(read, (answer) => brotliCompressSync(plain(answer), QUALITY).length)),
    kilobytes(total(api, ({ sent }) => sent)),
    files.length,
    unchanged(files),
    kilobytes(total(files, ({ body }) => body.length)),
  ];
}

async function measure(dossiers) {
  const backend = await startBackend({ dossiers, licences: Math.min(20, dossiers) });
  const proxy = await startProxy(backend.url);
  let passed = [];
  proxy.fault = {
    answer: ({ status, headers, body }, { method, path, body: sent }) =>
      void passed.push({ method, path, sent: sent.length, status, headers, body }),
  };
  // A profile on disk: the cache of a private window does not hold 15 MB.
  const profile = mkdtempSync(join(tmpdir(), 'visit-'));
  const options = { executablePath: EXECUTABLE, args: ARGS, baseURL: proxy.url };
  const context = await chromium.launchPersistentContext(profile, options);
  const lines = [];
  const then = async (name, page, act) => {
    passed = [];
    await act();
    await page.waitForTimeout(QUIET_MS);
    lines.push(line(name, passed));
  };
  const visit = async (name, act) => {
    const page = await context.newPage();
    await then(name, page, async () => {
      await page.goto('/tools/conversations');
      await page.locator('.status-line').waitFor(PATIENCE);
      // The worker fetches for itself, and the page hears nothing of that.
      await page.evaluate(() => navigator.serviceWorker.ready);
    });
    await act?.(page);
    await page.close();
  };
  try {
    await context.request.post('/sign-in', { form: { person: 'p-1' }, maxRedirects: 0 });
    await visit('first visit');
    await visit('repeat visit', async (page) => {
      await then('one toggle', page, () => page.locator('input[role=switch]').first().click());
      await then('all dossiers at once', page, () => page.locator('input[data-scope=all]').last().click());
      await then('back to the tab', page, () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange'))));
    });
    await visit('repeat visit after changes');
  } finally {
    await context.close();
    await proxy.stop();
    await backend.stop();
    rmSync(profile, { recursive: true, force: true });
  }
  console.log(`\n${dossiers} dossiers\n`);
  console.log('| | API | requests | 304 | read, kB | brotli, kB | sent, kB | files | 304 | kB |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const cells of lines) console.log(`| ${cells.join(' | ')} |`);
}

for (const dossiers of SIZES.length > 0 ? SIZES : [10, 1_000, 50_000]) await measure(dossiers);
