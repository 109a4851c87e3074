// axe finds nothing, in any language, colour scheme, width or state. And our own checks of what it can't see.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startBackend } from './support/server.mjs';
import { audit } from './support/axe.mjs';
import { eventually, test } from './support/browser.mjs';

let shared;
const demonstration = () => (shared ??= startBackend());
after(async () => (await shared)?.stop());

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

// What no engine reports: controls with the same name or none, ids that lead nowhere, switches that are mixed.
function ownChecks(page) {
  return page.evaluate(() => {
    const faults = [];
    const names = new Map();
    const nameOf = (element) => {
      const ids = element.getAttribute('aria-labelledby')?.split(/\s+/);
      if (ids) return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      return element.getAttribute('aria-label') ?? [...(element.labels ?? [])].map((label) => label.textContent).join(' ') ?? '';
    };
    for (const element of document.querySelectorAll('input, select, button, a[href], summary')) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const name = ((nameOf(element) || element.textContent) ?? '').replace(/\s+/g, ' ').trim();
      const role = element.getAttribute('role') ?? `${element.tagName} ${element.type ?? ''}`;
      if (!name.replace(/[\p{Cf}\p{Z}\p{Cc}]/gu, '')) faults.push(`no name: ${element.outerHTML.slice(0, 120)}`);
      const key = `${role}: ${name}`;
      if (names.has(key)) faults.push(`same name: ${key}`);
      names.set(key, element);
    }
    for (const element of document.querySelectorAll('[aria-labelledby], [aria-controls], [aria-describedby], label[for]')) {
      for (const name of ['aria-labelledby', 'aria-controls', 'aria-describedby', 'for']) {
        for (const id of element.getAttribute(name)?.split(/\s+/) ?? []) {
          if (!document.getElementById(id)) faults.push(`${name} leads nowhere: ${id}`);
        }
      }
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`id twice: ${id}`);
    for (const element of document.querySelectorAll('[role=switch]')) {
      if (element.indeterminate || element.hasAttribute('aria-checked')) faults.push('a switch that is mixed');
    }
    if (!document.querySelector('[role=status]')) faults.push('no status region');
    return faults;
  });
}

async function clean(page, where) {
  assert.deepEqual(await audit(page), [], where);
  assert.deepEqual(await ownChecks(page), [], where);
}

for (const language of ['fr', 'nl', 'en', 'de']) {
  test(`axe finds nothing in ${language}, light and dark, narrow and wide`, { backend: demonstration }, async ({ screen, page }) => {
    await screen.speak(language);
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await clean(page, `${language} ${colorScheme} ${viewport.width}`);
      }
    }
  });
}

test('axe finds nothing with the recipients, the menu or an explanation open, nor without a match', { backend: demonstration }, async ({ screen, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const viewport of [WIDE, NARROW]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const where = `${colorScheme} ${viewport.width}`;
      await screen.row('dos-36').locator('.recipients-button').click();
      await clean(page, `recipients ${where}`);
      await page.keyboard.press('Escape');
      await page.locator('.menu-button').click();
      await clean(page, `menu ${where}`);
      await page.keyboard.press('Escape');
      await page.locator('.about-button').last().click();
      await page.locator('.recommendation').evaluate((details) => { details.open = true; });
      await clean(page, `explanations ${where}`);
      await page.keyboard.press('Escape');
      await screen.search.fill('xyzzy');
      await clean(page, `no match ${where}`);
      await screen.search.fill('');
    }
  }
});

test('axe finds nothing with "Jamais", refused changes, and everything saved again', { failures: true }, async ({ screen, page, backend }) => {
  await screen.frequency('never').check();
  await screen.saved();
  await backend.fault('PATCH', '/api/conversation-settings', { status: 422, body: {} }, { times: 99 });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.toggle('dos-3', 'entrepreneur').click();
  await eventually(async () => assert.equal(await page.locator('.failed:visible').count(), 2));
  await page.mouse.move(0, 0);
  for (const viewport of [WIDE, NARROW]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await clean(page, `refused ${colorScheme} ${viewport.width}`);
    }
  }
});

test('axe finds nothing on the pages without content: error, signed out, unknown', { failures: true }, async ({ page, backend, context }) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await backend.fault('GET', '/api/directory', { status: 500, body: {} }, { times: 2 });
    await page.goto('/tools/conversations');
    await page.locator('#main [role=alert]').waitFor();
    assert.deepEqual(await audit(page), [], `error ${colorScheme}`);
    await backend.hook('DELETE', 'faults');
    await page.goto('/nothing');
    await page.locator('h1').waitFor();
    assert.deepEqual(await audit(page), [], `unknown ${colorScheme}`);
  }
  await context.clearCookies();
  await page.goto('/tools/conversations');
  await page.locator('#main [role=alert]').waitFor();
  assert.deepEqual(await audit(page), [], 'signed out');
});

test('axe finds nothing without dossiers, and for a client', { person: 'p-13', backend: demonstration }, async ({ screen, page, context }) => {
  await clean(page, 'no dossiers');
  await context.request.post('/sign-in', { form: { person: 'p-20' }, maxRedirects: 0 });
  await screen.reload();
  await clean(page, 'a client');
});

test('axe finds nothing in a long list, at its top and in its middle', { backend: { dossiers: 3000, licences: 5 } }, async ({ screen, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const viewport of [WIDE, NARROW]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => window.scrollTo(0, 0));
    await clean(page, `top ${viewport.width}`);
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2));
    await eventually(async () => assert.notEqual((await screen.shown())[1], 'dos-2'));
    await clean(page, `middle ${viewport.width}`);
  }
});

const SEEDED = {
  'label|aria-input-field-name|axe': (page) => page.$eval('[data-dossier] input', (input) => input.removeAttribute('aria-labelledby')),
  'color-contrast': (page) => page.$eval('.hint', (hint) => { hint.style.color = '#ccc'; }),
  'target-size': (page) => page.$$eval('.about-button', (buttons) => buttons.forEach((button) => { button.style.cssText = 'inline-size:9px;block-size:9px;margin:0'; button.after(button.cloneNode(true)); })),
  'html-has-lang': (page) => page.$eval('html', (html) => html.removeAttribute('lang')),
};

for (const [rule, seed] of Object.entries(SEEDED)) {
  test(`the checker finds a seeded fault: ${rule}`, { backend: demonstration }, async ({ page }) => {
    await seed(page);
    const found = await audit(page);
    assert.ok(found.some((line) => new RegExp(`^(${rule})`).test(line)), found.join('\n'));
  });
}

test('the own checks find a seeded fault: two switches with one name, an id that leads nowhere', { backend: demonstration }, async ({ page }) => {
  await page.$$eval('[data-dossier] input[data-audience=accountant]', ([first, second]) => {
    first.setAttribute('aria-labelledby', second.getAttribute('aria-labelledby'));
  });
  await page.$eval('.licence-button', (button) => button.setAttribute('aria-controls', 'nowhere'));
  const found = await ownChecks(page);
  assert.equal(found.length, 2, found.join('\n'));
});
