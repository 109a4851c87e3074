// Criteria of WCAG that no engine looks at and that concern the page as a whole: one test each, named by its number.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startBackend } from './support/server.mjs';
import { test } from './support/browser.mjs';
import { prepare } from './support/accessibility/in-page.mjs';

let shared;
const demonstration = () => (shared ??= startBackend());
after(async () => (await shared)?.stop());
const SHARED = { backend: demonstration, reducedMotion: 'reduce' };

// What of the page can be seen, as one text.
const seen = async (page) => {
  await prepare(page);
  return page.evaluate(() => globalThis.checking.texts().map(({ text }) => text).join('|'));
};

test('of 1.3: the order of the document is the order to the eye; no orientation is asked for; nothing is typed about oneself', SHARED, async ({ page }) => {
  const found = await page.evaluate(() => {
    const faults = [];
    for (const element of document.querySelectorAll('body *')) {
      const { order, flexDirection } = getComputedStyle(element);
      if (order !== '0' || flexDirection.endsWith('reverse')) faults.push(`1.3.2 other order: ${element.className}`);
    }
    const rules = (list) => [...list].flatMap((rule) => [rule.conditionText ?? rule.media?.mediaText ?? '', ...(rule.cssRules ? rules(rule.cssRules) : [])]);
    for (const sheet of document.styleSheets) {
      if (rules(sheet.cssRules).some((condition) => condition.includes('orientation'))) faults.push('1.3.4 an orientation');
    }
    const kinds = ['search', 'checkbox', 'radio', 'file'];
    for (const { type } of document.querySelectorAll('input')) if (!kinds.includes(type)) faults.push(`1.3.5 typed: ${type}`);
    return faults;
  });
  assert.deepEqual(found, []);
});

test('of 1.4: no picture of text; no line of more than 80 characters; nothing appears under the pointer', { ...SHARED, viewport: { width: 1900, height: 900 } }, async ({ page }) => {
  await page.locator('.recommendation summary').click();
  const found = await page.evaluate(() => {
    const faults = [];
    for (const image of document.querySelectorAll('img')) if (image.alt !== '' || image.closest('.brand') === null) faults.push(`1.4.5 picture: ${image.src}`);
    for (const element of document.querySelectorAll('p, li, dd')) {
      if (!element.checkVisibility()) continue;
      const range = document.createRange();
      range.selectNodeContents(element);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 4))).size;
      const longest = element.textContent.length / Math.max(lines, 1);
      if (element.textContent.length > 80 && longest > 80) faults.push(`1.4.8 ${Math.round(longest)} characters: ${element.textContent.slice(0, 40)}`);
      if (getComputedStyle(element).textAlign === 'justify') faults.push(`1.4.8 justified: ${element.textContent.slice(0, 40)}`);
    }
    return faults;
  });
  assert.deepEqual(found, []);
  const before = await seen(page);
  const kinds = new Map();
  for (const control of await page.$$('main :is(button, input, select, summary)')) {
    if (await control.isVisible()) kinds.set(await control.evaluate((at) => `${at.localName}.${at.className}`), control);
  }
  assert.ok(kinds.size > 9);
  for (const [kind, control] of kinds) {
    await control.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await control.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    assert.equal(await seen(page), before, `1.4.13 ${kind}`);
  }
});

test('of 2.2: a message stays for as long as one wants', async ({ screen, page }) => {
  await page.clock.install();
  await screen.open();
  await page.getByRole('button', { name: 'Voir ce qui changerait' }).click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Appliquer' }).click();
  const message = page.locator('.aftermath[data-shown=true]');
  await message.waitFor();
  const said = await message.innerText();
  await page.clock.fastForward('02:00:00');
  assert.equal(await message.innerText(), said);
});

test('of 2.5: whoever moves away before letting go has done nothing', SHARED, async ({ screen, page }) => {
  const toggle = screen.toggle('dos-1', 'entrepreneur');
  for (const control of [toggle, screen.bulk('accountant'), screen.frequency('never'), screen.licenceButton('lic-1'), page.locator('.menu-button'), screen.row('dos-1').locator('.recipients-button')]) {
    await control.scrollIntoViewIfNeeded();
    const before = await seen(page);
    const { x, y, width, height } = await control.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(2, 2);
    await page.mouse.up();
    assert.equal(await seen(page), before);
  }
  assert.equal(screen.patches.length, 0);
});

test('of 3.2: to come to a control changes nothing', SHARED, async ({ screen, page }) => {
  const address = page.url();
  // The skip links show themselves, and the row says its number to those who cannot see it.
  const content = () => page.locator('#main').innerText();
  const before = await content();
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press('Tab');
    assert.equal(await page.locator('dialog[open], :popover-open').count(), 0);
    assert.equal(await content(), before);
  }
  assert.deepEqual([page.url(), screen.patches.length], [address, 0]);
});
