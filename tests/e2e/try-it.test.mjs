// In a dossier's recipients: whom the next question reaches, and what would change that for oneself.
import assert from 'node:assert/strict';
import { audit } from './support/axe.mjs';
import { eventually, test } from './support/browser.mjs';

const AUDIENCES = ['entrepreneur', 'accountant'];
const dialog = (page) => page.locator('dialog[open]');
const names = (page, audience) => dialog(page).locator(`.preview[data-audience=${audience}] bdi`).allTextContents();

test('the preview names exactly whom the backend and the picker preselect, in the picker’s order', async ({ screen, page, backend, context }) => {
  const read = await backend.as();
  const people = new Map((await backend.directory()).people.map(({ id, name }) => [id, name]));
  for (const dossier of ['dos-1', 'dos-3', 'dos-13', 'dos-28', 'dos-36', 'dos-42']) {
    await screen.row(dossier).locator('.recipients-button').click();
    for (const audience of AUDIENCES) {
      const shown = await names(page, audience);
      const { recipients } = await read(`/api/dossiers/${dossier}/preselection?audience=${audience}`);
      assert.deepEqual(shown.toSorted(), recipients.map((id) => people.get(id)).toSorted(), `${dossier} ${audience}`);
      const composer = await context.newPage();
      await composer.goto(`/composer.html?dossier=${dossier}&audience=${audience}`);
      const chosen = await eventually(async () => {
        const ids = await composer.locator('recipient-picker').evaluate((picker) => {
          if (picker.candidates.length === 0) throw new Error('not ready');
          return picker.value;
        });
        return ids.map((id) => people.get(id));
      });
      // The entrepreneur is asked by the user, who is no recipient of that.
      const expected = audience === 'accountant' ? shown : shown.filter((name) => name !== people.get('p-1'));
      assert.deepEqual(chosen, expected, `${dossier} ${audience}`);
      await composer.close();
    }
    await page.keyboard.press('Escape');
  }
});

test('the toggle in the dialog changes preview, reason and row at once, and keeps the focus', async ({ screen, page, backend }) => {
  await screen.row('dos-9').locator('.recipients-button').click();
  const toggle = dialog(page).locator('input[data-own=accountant]');
  const advice = () => toggle.evaluate((at) => document.getElementById(at.getAttribute('aria-describedby')).textContent);
  assert.match(await advice(), /^Désactivez «\sQuestion pour comptable\s» pour ne plus être proposé/);
  assert.deepEqual(await names(page, 'accountant'), ['Ann Peeters']);
  await toggle.focus();
  await page.keyboard.press('Space');
  assert.deepEqual(await names(page, 'accountant'), []);
  assert.match(await advice(), /^Activez «\sQuestion pour comptable\s»/);
  const section = dialog(page).locator('section[aria-labelledby="recipients-of-accountant"]');
  assert.match(await section.locator('.person', { hasText: 'Ann Peeters' }).innerText(), /A choisi de ne pas participer/);
  assert.equal(await section.locator('.warning').count(), 1);
  assert.equal(await toggle.evaluate((at) => at === document.activeElement), true);
  await page.keyboard.press('Escape');
  assert.equal(await screen.toggle('dos-9', 'accountant').isChecked(), false);
  await screen.saved();
  assert.equal((await backend.settings()).participation['dos-9'].accountant, false);
});

test('where one cannot be asked or may not choose, there is no toggle', { person: 'p-20' }, async ({ screen, page }) => {
  const [first] = await screen.shown();
  await screen.row(first).locator('.recipients-button').click();
  assert.deepEqual(await dialog(page).locator('input').evaluateAll((all) => all.map((one) => one.dataset.own)), ['entrepreneur']);
});

test('axe finds nothing in the dialog, narrow and dark too', async ({ screen, page }) => {
  for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await screen.row('dos-1').locator('.recipients-button').click();
    assert.deepEqual(await audit(page), [], `${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/try-it-${width}.png` });
    await page.keyboard.press('Escape');
  }
});
