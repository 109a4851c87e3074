// What engines miss, over the states of the screen: the tree, sizes, colours, the focus. Nothing is found.
// That each check finds its fault is held in accessibility-seeded.test.mjs.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startBackend } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';
import { OF_THE_EYE, OF_THE_TREE, faults } from './support/accessibility/all.mjs';
import { lost, obscured, walks } from './support/accessibility/focus.mjs';
import { announced } from './support/accessibility/tree.mjs';
import { only } from './support/accessibility/in-page.mjs';

let shared;
const demonstration = () => (shared ??= startBackend());
after(async () => (await shared)?.stop());

const SCHEMES = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
];
// In the headings of the list and of its licences a target of 24 pixels does; they hold two controls above one another.
const SMALL = { small: '.licence-header, .list-header .all' };

// Each state of the screen, what of it lies on top of the rest, and the way back.
const close = ({ page }) => page.keyboard.press('Escape');
const clear = ({ screen }) => screen.search.fill('');
const STATES = [
  ['loaded', null, () => {}, () => {}],
  ['recipients', null, ({ screen }) => screen.row('dos-36').locator('.recipients-button').click(), close],
  ['the recommendation', null, ({ page }) => page.getByRole('button', { name: 'Voir ce qui changerait' }).click(), close],
  ['menu', '.menu-list', ({ page }) => page.locator('.menu-button').click(), close],
  ['an explanation', '.about:popover-open', ({ page }) => page.locator('.about-button').last().click(), close],
  ['found', null, async ({ screen }) => {
    await screen.search.fill('martin');
    await eventually(async () => assert.ok((await screen.shown()).length < 9));
  }, clear],
  ['nothing found', null, ({ screen }) => screen.search.fill('xyzzy'), clear],
];

for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 640 }]) {
  test(`in every state, at ${viewport.width} pixels, the checks find nothing`, { backend: demonstration, viewport, reducedMotion: 'reduce' }, async (given) => {
    const { page } = given;
    const { targets, 'text of 200 %': enlarged, ...colours } = OF_THE_EYE;
    // Twice the size is asked of a window of ordinary width.
    const sizes = viewport.width > 640 ? { targets, enlarged } : { targets };
    for (const [state, top, reach, leave] of STATES) {
      await reach(given);
      await only(page, top);
      assert.deepEqual(await faults(page, { ...OF_THE_TREE, ...sizes }, SMALL), [], state);
      for (const scheme of SCHEMES) {
        await page.emulateMedia(scheme);
        assert.deepEqual(await faults(page, colours), [], `${state} ${JSON.stringify(scheme)}`);
      }
      await only(page, null);
      await leave(given);
    }
  });
}

test('every kind of stop has an indicator that is seen, none is covered, and Tab comes back the same way', { backend: demonstration, reducedMotion: 'reduce' }, async ({ page }) => {
  for (const scheme of SCHEMES) {
    await page.emulateMedia(scheme);
    assert.deepEqual(await walks(page), [], JSON.stringify(scheme));
    await page.evaluate(() => scrollTo(0, 0));
  }
});

// As if nothing had been pressed yet.
const toTheTop = (page) => page.evaluate(() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
});

test('while something open lies on top or at the edge, nothing with the focus is covered', { viewport: { width: 1280, height: 500 }, reducedMotion: 'reduce' }, async ({ screen, page }) => {
  await page.getByRole('button', { name: 'Voir ce qui changerait' }).click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Appliquer' }).click();
  await page.locator('.aftermath[data-shown=true]').waitFor();
  await screen.saved();
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.matches('.recommendation summary')), true));
  await toTheTop(page);
  assert.deepEqual(await walks(page, { seen: () => false }), []);
});

// Presses a key so many times and looks each time.
async function each(page, key, times, look) {
  for (let pressed = 0; pressed < times; pressed += 1) {
    await page.keyboard.press(key);
    const found = await eventually(async () => {
      const found = await look(page);
      assert.deepEqual(found, []);
      return found;
    }, 1_500).catch((error) => error.actual ?? [String(error)]);
    if (found.length) return found.map((fault) => `${key}, time ${pressed + 1}: ${fault}`);
  }
  return [];
}

for (const viewport of [{ width: 1280, height: 500 }, { width: 640, height: 600 }, { width: 320, height: 640 }]) {
  test(`in a long list at ${viewport.width} pixels the focus is never covered nor lost, forwards and backwards, and the rows are numbered`, { backend: { dossiers: 3000, licences: 6 }, viewport, reducedMotion: 'reduce' }, async ({ screen, page }) => {
    await page.locator('.list').evaluate((list) => list.scrollIntoView());
    await screen.toggle('dos-1', 'accountant').focus();
    const look = async () => [...(await lost(page)), ...(await obscured(page))];
    assert.deepEqual(await each(page, 'ArrowDown', 25, look), []);
    assert.deepEqual(await each(page, 'ArrowUp', 25, look), []);
    assert.deepEqual(await each(page, 'PageDown', 6, look), []);
    assert.deepEqual(await each(page, 'PageUp', 3, look), []);
    assert.deepEqual(await each(page, 'Control+End', 1, look), []);
    assert.deepEqual(await each(page, 'ArrowUp', 15, look), []);
    assert.deepEqual(await faults(page, OF_THE_TREE), [], 'at the end');
    // Scrolled far away, the row with the focus stays.
    await page.locator('.list').evaluate((list) => list.scrollIntoView());
    await eventually(async () => assert.equal((await screen.shown())[0], 'dos-1'));
    assert.deepEqual(await lost(page), [], 'far away');
    assert.deepEqual(await faults(page, OF_THE_TREE), [], 'with the row that has the focus far away');
    assert.deepEqual(await each(page, 'ArrowUp', 1, look), [], 'and back');
  });
}

test('what happens is read out, by a region that was there before', { failures: true }, async ({ screen, page, backend }) => {
  const says = async (what, change) => assert.deepEqual(await announced(page, change), [], what);
  await says('a change is saved', () => screen.toggle('dos-3', 'accountant').press('Space'));
  await screen.saved();
  await says('undo', () => page.locator('.undo').press('Enter'));
  await screen.saved();
  await says('a search', () => screen.search.pressSequentially('martin'));
  await says('nothing found', () => screen.search.pressSequentially('xyz'));
  await screen.search.fill('');
  await backend.fault('PATCH', '/api/conversation-settings', { status: 422, body: {} });
  await says('a change is refused', () => screen.toggle('dos-5', 'accountant').press('Space'));
});

test('the focus is where a person expects it, never nowhere', { failures: true }, async ({ screen, page, backend }) => {
  const stays = async (what, expected) => {
    assert.deepEqual(await lost(page), [], what);
    assert.match(await screen.focus(), expected, what);
  };
  await screen.licenceButton('lic-1').press('Enter');
  await stays('folded', /licence-button/);
  await screen.licenceButton('lic-1').press('Enter');
  await screen.search.pressSequentially('martin');
  await stays('searching', /^search/);
  await screen.search.fill('');
  await screen.filter('managed').focus();
  await page.keyboard.press('Space');
  await stays('filtered', /^managed/);
  await page.keyboard.press('ArrowLeft');
  await screen.toggle('dos-3', 'accountant').press('Space');
  await screen.saved();
  await stays('saved', /^dos-3 accountant/);
  await page.locator('.undo').press('Enter');
  await screen.saved();
  await stays('undone', /undo/);
  await backend.fault('PATCH', '/api/conversation-settings', { status: 422, body: {} });
  await screen.toggle('dos-3', 'accountant').press('Space');
  await screen.hasStatus('failed');
  await stays('refused', /^dos-3 accountant/);
  await page.locator('.row [data-action=cancel]:visible').press('Enter');
  await stays('given up', /^dos-3 accountant/);
  await screen.row('dos-3').locator('.recipients-button').press('Enter');
  await page.locator('dialog[open]').waitFor();
  assert.deepEqual(await lost(page), [], 'in the dialog');
  await page.keyboard.press('Escape');
  await stays('the dialog closed', /^dos-3 recipients-button/);
});
