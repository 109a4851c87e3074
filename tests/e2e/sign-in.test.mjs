// Signing in, the way to the screen, and the page around it.
import assert from 'node:assert/strict';
import { test } from './support/browser.mjs';

test('a demonstration person signs in, and sees their settings', { person: null, open: false }, async ({ screen, page }) => {
  await page.goto('/sign-in');
  await page.locator('button[name=person][value=p-1]').click();
  await page.waitForURL('**/tools/conversations');
  await screen.ready();
  assert.equal(await page.locator('h1').innerText(), 'Paramètres de conversations');
  assert.equal(await page.locator('.menu-button').innerText(), 'Connecté en tant que Ann Peeters');
  assert.equal(await page.title(), 'Paramètres de conversations');
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
});

test('the menu leads to the screen', async ({ screen, page }) => {
  const menu = page.locator('.menu-button');
  await menu.waitFor();
  assert.equal(await menu.getAttribute('aria-expanded'), 'false');
  const item = page.getByRole('navigation', { name: 'Outils' }).getByRole('link', { name: 'Paramètres de conversations' });
  assert.equal(await item.isVisible(), false);
  await menu.click();
  assert.equal(await menu.getAttribute('aria-expanded'), 'true');
  await item.click();
  await screen.ready();
  assert.equal(new URL(page.url()).pathname, '/tools/conversations');
  assert.equal(await item.isVisible(), false, 'the menu closes');
  await menu.click();
  assert.equal(await item.getAttribute('aria-current'), 'page');
  await page.keyboard.press('Escape');
  assert.equal(await item.isVisible(), false);
  assert.equal(await menu.evaluate((button) => button === document.activeElement), true, 'Escape returns the focus');
});

test('the root leads to the screen', { open: false }, async ({ screen, page }) => {
  await page.goto('/');
  await screen.ready();
  assert.equal(new URL(page.url()).pathname, '/tools/conversations');
  await page.goBack();
  assert.notEqual(new URL(page.url()).pathname, '/', 'going back does not end up where one is sent on again');
});

test('an unknown page says so, and leads back', { open: false, failures: true }, async ({ screen, page }) => {
  const answer = await page.goto('/tools/nothing');
  assert.equal(answer.status(), 404);
  assert.match(await page.locator('main').innerText(), /Cette page n’existe pas/);
  await page.getByRole('link', { name: 'Page d’accueil' }).click();
  await screen.ready();
  assert.equal(await page.title(), 'Paramètres de conversations');
});

test('who is not signed in is told so, signs in, and comes back', { person: null, open: false, failures: true }, async ({ screen, page }) => {
  await page.goto('/tools/conversations');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /Votre session est terminée/);
  assert.doesNotMatch(await page.locator('#main').innerText(), /0 dossier/);
  await alert.getByRole('link', { name: 'Se connecter' }).click();
  await page.waitForURL('**/sign-in?next=*');
  await page.locator('button[name=person][value=p-2]').click();
  await screen.ready();
  assert.match(await page.locator('.menu-button').innerText(), /Bob Claes/);
});

test('another person can sign in from the menu', async ({ screen, page }) => {
  await page.locator('.menu-button').click();
  await page.getByRole('link', { name: 'Se connecter avec un autre compte' }).click();
  await page.locator('button[name=person][value=p-14]').click();
  await screen.ready();
  assert.match(await page.locator('.menu-button').innerText(), /Priya Raghunathan/);
  assert.deepEqual(await screen.shown(), (await screen.backend.directory('p-14')).licences[0].dossiers.map((d) => d.id));
});

test('the skip link leads past the header', async ({ page }) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});
