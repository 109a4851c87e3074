// Profiles the release bundle, with the names of its functions, at 50,000 dossiers: the load, a row's toggle,
// a change of everything, a search, a scroll. Writes a flame graph of each into docs/profiles/.
//   node tests/bench/profile.mjs
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from '../e2e/support/chromium.mjs';
import { startBackend } from '../e2e/support/server.mjs';
import { draw, tree } from './flame-graph.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const named = join(root, 'target/bench/named');
const pictures = join(root, 'docs/profiles');

// wasm-opt takes the names out, so this is the module before it: the same code, a little less shrunk.
function withNames() {
  const made = join(root, 'target/bench/program');
  rmSync(named, { recursive: true, force: true });
  cpSync(join(root, 'dist'), named, { recursive: true });
  const page = join(named, 'tools/conversations.html');
  const text = readFileSync(page, 'utf8');
  const [js, wasm] = ['data-js', 'data-wasm'].map((attribute) => basename(new RegExp(` ${attribute}="([^"]+)"`).exec(text)[1]));
  const name = basename(js, '.js');
  execFileSync(join(root, 'tools/wasm'), ['wasm-bindgen', '--target', 'web', '--no-typescript', '--out-dir', made, '--out-name', name,
    join(root, 'target/wasm32-unknown-unknown/bundle/conversation-settings.wasm')]);
  cpSync(join(made, js), join(named, js));
  cpSync(join(made, `${name}_bg.wasm`), join(named, wasm));
  cpSync(join(made, 'parts'), named, { recursive: true });
  // Other files than those that the page vouches for, and not yet compressed.
  writeFileSync(page, text.replace(/ (data-)?integrity="[^"]*"/g, ''));
  for (const name of readdirSync(named, { recursive: true })) if (/\.(br|gz)$/.test(name)) rmSync(join(named, name));
}

withNames();
mkdirSync(pictures, { recursive: true });
const backend = await startBackend({ dist: named, dossiers: 50_000, licences: 50 });
const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
try {
  const context = await browser.newContext({ baseURL: backend.url, locale: 'fr-BE', viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
  await context.request.post('/sign-in', { form: { person: 'p-1' }, maxRedirects: 0 });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Profiler.enable');
  await client.send('Profiler.setSamplingInterval', { interval: 100 });
  const profile = async (name, title, run) => {
    await client.send('Profiler.start');
    await run();
    const { profile } = await client.send('Profiler.stop');
    writeFileSync(join(pictures, `${name}.svg`), draw(tree(profile), title));
  };
  const frames = (count, step) =>
    page.evaluate(async ([count, step]) => {
      const act = new Function('index', 'count', step);
      for (let index = 0; index < count; index++) {
        act(index, count);
        await new Promise(requestAnimationFrame);
      }
    }, [count, step]);

  await profile('load', 'Load, 50,000 dossiers', async () => {
    await page.goto('/tools/conversations');
    await page.locator('[data-dossier]').first().waitFor();
  });
  await page.waitForTimeout(1000);
  await profile('toggle', '100 toggles of a row, 50,000 dossiers', () => frames(100, "document.querySelectorAll('[data-dossier] input[data-audience=accountant]')[index % 5].click()"));
  await profile('bulk', '20 changes of everything, 50,000 dossiers', () => frames(20, "document.querySelector('[data-scope=all][data-audience=accountant]').click()"));
  await page.locator('#search').focus();
  await profile('search', 'Search, six letters ten times, 50,000 dossiers', () => frames(60, `
    const field = document.querySelector('#search');
    field.value = 'martin'.slice(0, index % 6 + 1);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));`));
  await page.locator('#search').fill('');
  await profile('scroll', 'From top to bottom in 120 frames, 50,000 dossiers', () => frames(120, 'scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * index / count)'));
} finally {
  await browser.close();
  await backend.stop();
}
console.log(`${pictures}: ${readdirSync(pictures).join(', ')}`);
