// The recommendation: what it would change, by name, before it does; then applied, and undone.
import assert from 'node:assert/strict';
import { audit } from './support/axe.mjs';
import { dossiersOf, participates } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';

const see = (page) => page.getByRole('button', { name: 'Voir ce qui changerait' });

async function names(page, summary) {
  const heading = page.locator('dialog[open] summary', { hasText: summary });
  await heading.click();
  return heading.locator('xpath=../ul').locator('bdi').allTextContents();
}

test('says by name what it would change, does it in one PATCH, and is undone exactly', async ({ screen, page, backend }) => {
  const before = await backend.settings();
  const dossiers = dossiersOf(await backend.directory());
  const is = (dossier) => participates(dossier, 'accountant', before);
  const on = dossiers.filter((dossier) => dossier.role === 'manager' && !is(dossier));
  const off = dossiers.filter((dossier) => dossier.role !== 'manager' && is(dossier));
  const others = ({ team }) => team.some(({ person, role, participation }) =>
    person !== 'p-1' && role !== 'entrepreneur' && (participation?.accountant ?? role === 'manager'));
  const uncovered = off.filter((dossier) => !others(dossier));
  assert.ok(on.length > 0 && off.length > 0, 'the demonstration has something to show');

  await see(page).click();
  const dialog = page.locator('dialog[open]');
  assert.deepEqual(await names(page, / activés?$/), on.map(({ name }) => name));
  assert.deepEqual(await names(page, /désactivés?$/), off.map(({ name }) => name));
  assert.equal(await dialog.locator('.warning').count(), uncovered.length > 0 ? 1 : 0);
  assert.equal(screen.patches.length, 0, 'nothing is done before');
  await dialog.getByRole('button', { name: 'Appliquer' }).click();
  await dialog.waitFor({ state: 'detached' });
  await screen.saved();
  assert.equal(screen.patches.length, 1);
  const now = await backend.settings();
  assert.deepEqual(
    dossiers.filter((dossier) => participates(dossier, 'accountant', now)).map(({ id }) => id),
    dossiers.filter(({ role }) => role === 'manager').map(({ id }) => id),
  );
  assert.match(await page.locator('.aftermath').innerText(), new RegExp(`^Recommandation appliquée\\s: ${on.length + off.length} `));
  assert.equal(await see(page).isVisible(), false, 'nothing to change any more');
  await page.locator('.recommendation summary').click();
  assert.match(await page.locator('.recommendation').innerText(), /il n’y a rien à changer/);

  await page.getByRole('button', { name: 'Annuler ce changement' }).click();
  await screen.saved();
  assert.deepEqual((await backend.settings()).participation, before.participation);
  assert.equal(await page.locator('.aftermath').getAttribute('data-shown'), 'false');
  assert.equal(await see(page).isVisible(), true);
});

test('says who would be without recipient before, and how many are after', async ({ screen, page, backend }) => {
  // Only the user is asked there, by a choice of their own, and does not manage it.
  const alone = dossiersOf(await backend.directory()).find(({ role, team }) =>
    role === 'collaborator' && !team.some((member) => member.person !== 'p-1' && member.role === 'manager') &&
    !team.some((member) => member.person !== 'p-1' && member.role !== 'entrepreneur' && member.participation?.accountant));
  await backend.changeElsewhere({ participation: { [alone.id]: { accountant: true } } });
  await screen.reload();
  await see(page).click();
  const warning = page.locator('dialog[open] .warning');
  await warning.locator('summary').click();
  assert.ok((await warning.locator('li bdi').allTextContents()).includes(alone.name));
  await page.getByRole('button', { name: 'Appliquer' }).click();
  assert.match(await page.locator('.aftermath').innerText(), /plus de destinataire/);
  await screen.saved();
});

test('is dismissed in this browser, and comes back by the menu; the focus follows', async ({ screen, page }) => {
  const back = page.getByRole('button', { name: 'Afficher la recommandation' });
  await page.locator('.menu-button').click();
  assert.equal(await back.count(), 0, 'nothing to bring back');
  await page.keyboard.press('Escape');

  await page.locator('.recommendation summary').click();
  await page.getByRole('button', { name: 'Ne plus afficher la recommandation' }).click();
  await eventually(async () => assert.equal(await screen.focus(), 'participation-title'));
  await screen.reload();
  assert.equal(await page.locator('.recommendation').isVisible(), false);
  await page.locator('.menu-button').click();
  await back.click();
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.matches('.recommendation summary')), true));
  await screen.reload();
  assert.equal(await page.locator('.recommendation').isVisible(), true);
});

test('axe finds nothing in the dialog, narrow and wide, light and dark; Escape gives the focus back', async ({ page }) => {
  for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
    await page.setViewportSize({ width, height: 700 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await see(page).click();
    for (const summary of await page.locator('dialog[open] summary').all()) await summary.click();
    assert.deepEqual(await audit(page), [], `${width} ${colorScheme}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/recommendation-${width}.png` });
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await see(page).evaluate((at) => at === document.activeElement), true));
  }
});
