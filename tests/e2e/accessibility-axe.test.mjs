// axe finds nothing in any state of the screen, in any language, colours and width. One page for each state:
// language, colours and width change in place. That axe finds a seeded fault is held in axe.test.mjs.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startBackend } from './support/server.mjs';
import { audit } from './support/axe.mjs';
import { test } from './support/browser.mjs';

const COLOURS = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
];

let few;
let many;
const small = () => (few ??= startBackend({ dossiers: 6, licences: 2 }));
const windowed = () => (many ??= startBackend({ dossiers: 300, licences: 3 }));
after(async () => Promise.all([(await few)?.stop(), (await many)?.stop()]));

const answer = (json) => ({ page }) => page.route('**/api/directory', (route) => route.fulfill(json));
const main = (page, selector) => page.locator(`#main ${selector}`).waitFor();

// Each state: its backend, what is done before the page opens, and what brings it about then.
const STATES = {
  loaded: [small, null, ({ screen }) => screen.ready()],
  empty: [small, answer({ json: { people: [], licences: [] } }), ({ page }) => page.locator('h1').waitFor()],
  loading: [small, ({ page }) => page.route('**/api/directory', () => {}), ({ page }) => main(page, '[role=status]')],
  error: [small, answer({ status: 500, json: {} }), ({ page }) => main(page, '[role=alert]')],
  'recipients open': [small, null, async ({ screen, page }) => {
    await screen.ready();
    await page.locator('.recipients-button').first().click();
    await page.locator('dialog[open]').waitFor();
  }],
  'a long list, in its middle': [windowed, null, async ({ screen, page }) => {
    await screen.ready();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  }],
};

for (const [state, [backend, before, reach]] of Object.entries(STATES)) {
  test(`axe finds nothing: ${state}`, { backend, open: false, failures: true, reducedMotion: 'reduce' }, async (given) => {
    const { screen, page } = given;
    await before?.(given);
    await page.goto('/tools/conversations');
    await reach(given);
    for (const language of ['fr', 'nl', 'en', 'de']) {
      // By hand: while a dialog is open, the header is out of reach.
      await page.locator('#ui-language').evaluate((select, language) => {
        select.value = language;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, language);
      await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        for (const colours of COLOURS) {
          await page.emulateMedia(colours);
          assert.deepEqual(await audit(page), [], `${language}, ${width} pixels, ${JSON.stringify(colours)}`);
        }
      }
    }
    assert.equal(await screen.page.locator('#ui-language').inputValue(), 'de');
  });
}
