// The pages that say how accessible the screen is: plain HTML, in each language.
import assert from 'node:assert/strict';
import { audit } from './support/axe.mjs';
import { test } from './support/browser.mjs';

const TITLES = { fr: 'Accessibilité', nl: 'Toegankelijkheid', en: 'Accessibility', de: 'Barrierefreiheit' };

test('the menu leads to the page in the language of the screen', async ({ screen, page }) => {
  await page.locator('#ui-language').selectOption('nl');
  await page.locator('.menu-button').click();
  await page.getByRole('link', { name: TITLES.nl }).click();
  assert.equal(await page.locator('h1').innerText(), TITLES.nl);
  await page.getByRole('link', { name: 'Terug naar de conversatie-instellingen' }).click();
  await screen.ready();
});

test('each language: complete, no fault, nothing sideways at 320 px, light and dark', { open: false }, async ({ page }) => {
  const rows = [];
  for (const [lang, title] of Object.entries(TITLES)) {
    await page.goto(`/accessibility/${lang}.html`);
    assert.equal(await page.locator('html').getAttribute('lang'), lang);
    assert.equal(await page.title(), title);
    assert.equal(await page.locator('h1').innerText(), title);
    rows.push(await page.locator('tr, li').count());
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await audit(page), [], `${lang}, ${colorScheme}, ${width} px`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${lang} scrolls sideways`);
      }
    }
  }
  assert.deepEqual(rows, Array(4).fill(rows[0]), 'a language lacks a line');
});
