// A page that runs from right to left: the screen and the picker are mirrored, and nothing is lost by it.
// What keys do there is in pattern-keys.test.mjs.
import assert from 'node:assert/strict';
import { test } from './support/browser.mjs';
import { test as pickerTest } from './support/picker.mjs';
import { OF_THE_EYE, faults } from './support/accessibility/all.mjs';
import { only } from './support/accessibility/in-page.mjs';

const { wide, targets, 'text spacing': spaced } = OF_THE_EYE;
const turn = (page) => page.evaluate(() => { document.documentElement.dir = 'rtl'; });

// Whether the middle of one element is to the left of that of another.
const isLeftOf = async (one, other) => {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()];
  return a.x + a.width / 2 < b.x + b.width / 2;
};

test('the screen is mirrored, whatever its width', { reducedMotion: 'reduce' }, async ({ screen, page }) => {
  await turn(page);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await faults(page, { wide, spaced }), [], String(width));
    assert.ok(await isLeftOf(screen.toggle('dos-1', 'accountant'), screen.toggle('dos-1', 'entrepreneur')), 'the second column on the left');
    assert.ok(await isLeftOf(page.locator('.menu-button'), page.locator('.brand')) || width === 320, 'the menu on the left');
    // A switch that is on has its knob at the end of the line.
    const knob = (checked) => page.locator(`.switch${checked ? ':checked' : ':not(:checked)'}`).first()
      .evaluate((toggle) => getComputedStyle(toggle).backgroundPositionX);
    assert.deepEqual([await knob(true), await knob(false)], ['3px', 'calc(100% - 3px)']);
    // The arrow of a folded licence points to where its rows would begin.
    const arrow = () => screen.licenceButton('lic-1').evaluate((button) => new DOMMatrix(getComputedStyle(button, '::before').transform).a);
    await screen.licenceButton('lic-1').click();
    assert.ok((await arrow()) < 0, 'to the left');
    await screen.licenceButton('lic-1').click();
    await page.locator('.menu-button').click();
    assert.deepEqual(await faults(page, { wide }), []);
    await page.keyboard.press('Escape');
  }
});

pickerTest('the picker is mirrored, its list too', { reducedMotion: 'reduce', viewport: { width: 320, height: 900 } }, async ({ picker, tab }) => {
  await turn(tab);
  assert.deepEqual(await faults(tab, { wide, targets, spaced }), []);
  assert.ok(await isLeftOf(picker.host.locator('.toggle'), picker.input));
  await picker.input.focus();
  await picker.press('ArrowDown');
  await only(tab, '.popup');
  assert.deepEqual(await faults(tab, { wide, targets, spaced }), []);
  const option = picker.options.first();
  assert.ok(await isLeftOf(option.locator('.name'), option.locator('.check')));
});
