// Signing in, the way to the screen, and the page around it.
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';

test('a person signs in, and sees their settings', { person: null, open: false }, async ({ screen, page }) => {
  await page.goto('/sign-in');
  await page.locator('button[value="p-1"], [name=person][value="p-1"]').first().click();
  await page.waitForURL('**/tools/conversations');
  await screen.ready();
  assert.equal(await page.locator('h1').innerText(), 'Paramètres de conversations');
  assert.match(await page.locator('.menu-button').innerText(), /^Connecté en tant que Ann Peeters$/);
  assert.equal(await page.title(), 'Paramètres de conversations');
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
});
