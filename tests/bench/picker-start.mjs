// From the script element to a usable picker: our custom element beside a page with React Aria's ComboBox,
// in the same run, on the same data from the same backend.
//   node tests/bench/picker-start.mjs [rounds]
// Every visit has an empty cache. Usable: the field is there and takes what is typed, and the candidates
// have arrived. The two are visited in turn, so that whatever else the machine does concerns both.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { startBackend } from '../e2e/support/server.mjs';
import { ARGS, EXECUTABLE } from '../e2e/support/chromium.mjs';
import { spread, table } from './statistics.mjs';

const rounds = Number(process.argv[2] ?? 15);
const root = fileURLToPath(new URL('../../', import.meta.url));
const peer = join(root, 'tests/bench/react-aria');
const site = join(root, 'target/bench/react-aria');
const networks = {
  'no limit': null,
  'slow 4G, processor / 4': { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750, processor: 4 },
};

function prepare() {
  if (!existsSync(join(peer, 'node_modules'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: peer, stdio: 'inherit' });
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: peer, stdio: 'inherit' });
  rmSync(join(site, 'recipient-picker'), { recursive: true, force: true });
  cpSync(join(root, 'dist/recipient-picker'), join(site, 'recipient-picker'), { recursive: true });
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, 'index.html'), '');
  writeFileSync(join(site, 'ours.html'), `<!doctype html><html lang="fr"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Ours</title>
<script type="module" src="./recipient-picker/recipient-picker.js"></script></head>
<body><form><recipient-picker dossier="dos-1" audience="accountant" name="recipients"></recipient-picker></form></body></html>`);
  for (const name of readdirSync(join(site, 'assets'))) {
    const path = join(site, 'assets', name);
    if (name.endsWith('.js')) writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
  }
}

// Runs in the page, before anything of it.
function watch() {
  new MutationObserver((changes, observer) => {
    const script = document.querySelector('script[type=module]');
    if (!script) return;
    performance.mark('script element');
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  addEventListener('ready', () => performance.mark('usable'), { capture: true });
}

async function visit(browser, url, session, limits) {
  const context = await browser.newContext({ storageState: session });
  const page = await context.newPage();
  const network = { bytes: 0 };
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (network.bytes += encodedDataLength));
  if (limits) {
    const { processor, ...speed } = limits;
    await client.send('Network.emulateNetworkConditions', { offline: false, ...speed });
    await client.send('Emulation.setCPUThrottlingRate', { rate: processor });
  }
  await page.addInitScript(watch);
  await page.goto(url);
  const time = await page.evaluate(async () => {
    const marked = () => performance.getEntriesByName('usable')[0];
    while (!marked()) await new Promise((resolve) => setTimeout(resolve, 5));
    return marked().startTime - performance.getEntriesByName('script element')[0].startTime;
  });
  const field = page.getByRole('combobox');
  await field.pressSequentially('ci');
  await page.getByRole('option').first().waitFor();
  await context.close();
  return { time, bytes: network.bytes };
}

prepare();
const backend = await startBackend({ dist: site });
const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
try {
  const signedIn = await browser.newContext({ baseURL: backend.url });
  await signedIn.request.post('/sign-in', { form: { person: 'p-20' }, maxRedirects: 0 });
  const session = await signedIn.storageState();
  const pages = { 'recipient-picker': 'ours.html', 'React Aria': 'react-aria.html' };
  for (const [label, limits] of Object.entries(networks)) {
    const times = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
    const bytes = {};
    for (let round = 0; round <= rounds; round++) {
      for (const [name, path] of Object.entries(pages)) {
        const visited = await visit(browser, `${backend.url}/${path}`, session, limits);
        bytes[name] = visited.bytes;
        // The first round warms the machine up.
        if (round > 0) times[name].push(visited.time);
      }
    }
    const [ours, theirs] = Object.values(times).map(spread);
    console.log(table(`Script element to usable picker, ${label} (${rounds} rounds)`, Object.keys(pages), [
      ['milliseconds, median ± half the middle half', ours.text, theirs.text],
      ['ratio of medians', (ours.median / theirs.median).toFixed(2), '1'],
      ['bytes received, all of the page', ...Object.values(bytes)],
    ]));
  }
} finally {
  await browser.close();
  await backend.stop();
}
