// How long filters, search, licence and their counts take with 50,000 dossiers: the handler by itself, and until
// the frame after it is done. Medians of 15; needs a release bundle in dist/, or in $DIST.
import { chromium } from 'playwright-core';
import { startBackend } from '../e2e/support/server.mjs';
const backend = await startBackend({ dossiers: 50000, licences: 20 });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const context = await browser.newContext({ baseURL: backend.url, locale: 'fr-BE', viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
await context.request.post('/sign-in', { form: { person: 'p-1' }, maxRedirects: 0 });
const page = await context.newPage();
await page.goto('/tools/conversations');
await page.locator('.status-line').waitFor({ timeout: 120000 });
const times = await page.evaluate(async () => {
  const median = (all) => all.toSorted((a, b) => a - b)[all.length >> 1].toFixed(1);
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const measure = async (name, acts) => {
    const handler = [], untilFrame = [];
    for (let n = 0; n < 15; n += 1) {
      const act = acts[n % acts.length];
      await frame();
      const start = performance.now();
      act();
      handler.push(performance.now() - start);
      await new Promise((done) => queueMicrotask(done));
      await frame();
      untilFrame.push(performance.now() - start);
    }
    return `${name}: handler ${median(handler)} ms, to the end of the frame ${median(untilFrame)} ms`;
  };
  const radio = (value) => () => document.querySelector(`input[name=filter][value="${value}"]`).click();
  const type = (text) => () => { const s = document.querySelector('#search'); s.value = text; s.dispatchEvent(new Event('input', { bubbles: true })); };
  const pick = (value) => () => { const s = document.querySelector('#licence'); s.value = value; s.dispatchEvent(new Event('change', { bubbles: true })); };
  const row = () => document.querySelector('[data-dossier] .switch').click();
  const out = [];
  for (const f of ['managed', 'unmanaged', 'participating', 'changed', 'without-recipient']) out.push(await measure(`filter ${f} and back`, [radio(f), radio('all')]));
  out.push(await measure('search "bo", "bou", nothing', [type('bo'), type('bou'), type('')]));
  type('')();
  out.push(await measure('licence 3 and back', [pick('3'), pick('')]));
  pick('')();
  out.push(await measure('one toggle, counts follow', [row]));
  radio('managed')();
  out.push(await measure('everything shown on and off', [() => document.querySelector('input[data-scope=all][data-audience=entrepreneur]').click()]));
  return out;
});
console.log(times.join('\n'));

// What is asked for seldom: once each, until the document shows it, with the longest task that kept the page.
await page.evaluate(() => {
  globalThis.longest = 0;
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (longest = Math.max(longest, duration)))).observe({ type: 'longtask' });
});
const once = async (name, act) => {
  await page.evaluate(() => (longest = 0));
  const start = performance.now();
  const result = await act();
  const took = performance.now() - start;
  await page.waitForTimeout(300);
  console.log(`${name}: ${took.toFixed(0)} ms, longest task ${await page.evaluate(() => Math.round(longest))} ms`);
  return result;
};
await page.locator('input[name=filter][value=all]').click();
const bulk = page.locator('input[data-scope=all][data-audience=accountant]');
await bulk.click();
await once('recommendation, its difference shown', async () => {
  await page.locator('.recommendation-line > .link-button').click();
  await page.locator('dialog .which').first().waitFor();
});
await once('recommendation, followed', async () => {
  await page.locator('dialog .button.primary').click();
  await page.locator('.aftermath[data-shown=true]').waitFor();
});
await page.locator('.spreadsheet-button').click();
const file = await once('export', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.button.export').click()]);
  return download.path();
});
await page.keyboard.press('Escape');
await bulk.click();
await page.locator('.spreadsheet-button').click();
await once('import, its dry run shown', async () => {
  // By its path: its bytes would be brought in by a task of the page.
  await page.locator('dialog input[type=file]').setInputFiles(file);
  await page.locator('dialog .button.primary:visible').waitFor({ timeout: 60_000 });
});
await once('import, applied', async () => {
  await page.locator('dialog .button.primary').click();
  await page.locator('.aftermath[data-shown=true]').waitFor();
});
await browser.close();
await backend.stop();
