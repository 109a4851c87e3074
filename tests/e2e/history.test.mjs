// What was changed in this session, and taking one change back whatever came after.
import assert from 'node:assert/strict';
import { audit } from './support/axe.mjs';
import { test } from './support/browser.mjs';

const open = (page) => page.locator('.history-button').click();
const changes = async (page) =>
  (await page.locator('.history > li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));

test('says when, what, from what to what and how, in the language of the screen', async ({ screen, page }) => {
  assert.equal(await page.locator('.history-button').isVisible(), false, 'nothing was changed');
  await screen.toggle('dos-9', 'accountant').click();
  await screen.bulk('entrepreneur', 'lic-2').click();
  await screen.frequency('weekly').check();
  await page.locator('.undo').click();
  await open(page);
  const [undone, frequency, bulk, toggle] = await changes(page);
  assert.match(undone, /^\d{1,2}:\d{2}:\d{2} · Fréquence liée aux conversations Chaque semaine → Chaque jour · annulation/);
  assert.match(frequency, /Chaque jour → Chaque semaine · un réglage/);
  assert.match(bulk, /18 dossiers · Question pour entrepreneur 18 activés · plusieurs à la fois/);
  assert.match(toggle, /Wang SRL · Question pour comptable par défaut \(participe\) → ne participe pas · un réglage/);
  await page.keyboard.press('Escape');
  await screen.speak('en');
  await open(page);
  assert.match((await changes(page))[3], /by default \(participates\) → does not participate · one setting/);
});

test('changes and an undo in one task are noted one by one, in order', async ({ screen, page, backend }) => {
  await page.evaluate(() => {
    const click = (selector) => document.querySelector(selector).click();
    click('[data-dossier="dos-9"] [data-audience=accountant]');
    click('[data-scope=all][data-audience=entrepreneur]');
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', code: 'KeyZ', ctrlKey: true, bubbles: true, cancelable: true }));
    click('[data-dossier="dos-3"] [data-audience=accountant]');
  });
  await open(page);
  const said = await changes(page);
  assert.deepEqual(
    said.map((text) => / · ([^·]*)$/.exec(text)[1].trim().replace(/ (Revenir|Annuler|Reprendre).*/, '')),
    ['un réglage', 'annulation', 'plusieurs à la fois', 'un réglage'],
  );
  await page.keyboard.press('Escape');
  await screen.saved();
  const { participation } = await backend.settings();
  assert.equal(participation['dos-9'].accountant, false);
  assert.equal(participation['dos-3'].accountant, true);
  assert.equal((await screen.tally('entrepreneur')).state, 'mixed', 'the bulk change was undone');
});

test('reverting a change gives back the exact mix, and leaves alone what was changed since', async ({ screen, page, backend }) => {
  const before = await backend.settings();
  await screen.bulk('accountant', 'lic-1').click();
  await screen.toggle('dos-2', 'accountant').click();
  await screen.toggle('dos-31', 'entrepreneur').click();
  await open(page);
  const bulk = page.locator('.history > li').nth(2);
  screen.patches.length = 0;
  await bulk.getByRole('button').click();
  assert.match(await page.locator('.history-said').innerText(), /^C’est fait\./);
  assert.match((await changes(page))[0], /désactivés?.* · retour/);
  await page.keyboard.press('Escape');
  await screen.saved();
  const now = await backend.settings();
  const expected = structuredClone(before.participation);
  (expected['dos-2'] ??= {}).accountant = false;
  (expected['dos-31'] ??= {}).entrepreneur = true;
  assert.deepEqual(now.participation, expected);
  await page.locator('.undo').click();
  assert.equal((await screen.tally('accountant', 'lic-1')).words, '28 sur 29', 'it is an edit like any other');
  await screen.saved();
});

test('axe finds nothing in the history, narrow and dark', async ({ screen, page }) => {
  await screen.toggle('dos-9', 'accountant').click();
  await screen.bulk('entrepreneur').click();
  for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page);
    assert.deepEqual(await audit(page), [], `${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/history-${width}.png` });
    await page.keyboard.press('Escape');
  }
  await screen.saved();
});
