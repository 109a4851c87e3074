// From 320 pixels upwards nothing scrolls sideways, and nothing is cut off.
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';
import { sideways } from './support/sideways.mjs';

for (const width of [320, 375, 480, 576, 640, 768, 960, 1280, 2560, 3840]) {
  test(`at ${width} pixels nothing scrolls sideways, in any language`, { viewport: { width, height: 600 } }, async ({ screen, page }) => {
    for (const language of ['fr', 'nl', 'en', 'de']) {
      await screen.speak(language);
      assert.deepEqual(await sideways(page), [], language);
    }
    await screen.row('dos-18').locator('.recipients-button').click();
    assert.deepEqual(await sideways(page), [], 'recipients');
    const dialog = await page.locator('dialog').evaluate((element) => element.scrollWidth - element.clientWidth);
    assert.ok(dialog <= 0, 'recipients');
    // The longest role is beside or below the name, which has room for more than a letter.
    await page.locator('.tag').evaluateAll((tags) => tags.forEach((tag) => (tag.textContent = 'membre de l’équipe ayant accès')));
    const narrowest = await page.locator('.person-name').evaluateAll((names) => Math.min(...names.map((name) => name.getBoundingClientRect().width)));
    assert.ok(narrowest >= 48, `a name of ${narrowest} pixels`);
    await page.keyboard.press('Escape');
    await page.locator('.menu-button').click();
    assert.deepEqual(await sideways(page), [], 'menu');
    const menu = await page.locator('.menu-list').boundingBox();
    assert.ok(menu.x >= 0 && menu.x + menu.width <= width, 'menu');
  });
}

test('at 320 pixels a row is a card that says which toggle is which', { viewport: { width: 320, height: 600 } }, async ({ screen }) => {
  const [name, first, second] = await Promise.all([
    screen.row('dos-3').locator('th').boundingBox(),
    screen.toggle('dos-3', 'entrepreneur').boundingBox(),
    screen.toggle('dos-3', 'accountant').boundingBox(),
  ]);
  assert.ok(first.y >= name.y + name.height - 1 && second.y >= name.y + name.height - 1);
  const label = await screen.row('dos-3').locator('td[data-column=accountant]').evaluate((cell) => getComputedStyle(cell, '::before').content);
  assert.match(label, /Question pour comptable/);
});

test('in a windowed list cards do not cover one another', { viewport: { width: 320, height: 600 }, backend: { dossiers: 500, licences: 2 } }, async ({ page }) => {
  assert.deepEqual(await sideways(page), []);
  const overflowing = await page.$$eval('[data-dossier]', (rows) =>
    rows.filter((row) => row.scrollHeight > row.clientHeight + 1).map((row) => `${row.dataset.dossier} ${row.scrollHeight} > ${row.clientHeight}`),
  );
  assert.deepEqual(overflowing, []);
});

test('in a windowed list the head of a licence has room above its bar for all that it may say', { viewport: { width: 320, height: 600 }, backend: { dossiers: 10_000, licences: 20 } }, async ({ screen, page }) => {
  const first = await page.locator('[data-dossier]').first().getAttribute('data-dossier');
  await screen.toggle(first, 'accountant').click();
  const head = page.locator('.licence-header', { has: page.locator('.changed-button:not([hidden])') }).first();
  const parts = await head.evaluate((head) => ({
    said: ['.licence-without', '.changed-button', '.relying-button'].filter((part) => head.querySelector(`${part}:not([hidden])`)).length,
    below: Math.max(...[...head.querySelectorAll('button, span, label')].filter((part) => !part.matches('.glance')).map((part) => part.getBoundingClientRect().bottom)) - head.querySelector('.glance').getBoundingClientRect().top,
  }));
  assert.equal(parts.said, 3);
  assert.ok(parts.below <= 0, `${parts.below} px too low`);
});

test('with wider spacing of the text nothing is cut off', { viewport: { width: 320, height: 600 } }, async ({ page }) => {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [sheet];
  });
  await eventually(async () => assert.deepEqual(await sideways(page), []));
});
