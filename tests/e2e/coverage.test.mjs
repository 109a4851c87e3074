// Before a change: which dossiers rely on the user alone. After it: how many have nobody left, and a way back.
import assert from 'node:assert/strict';
import { audit } from './support/axe.mjs';
import { dossiersOf, participates } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';

// What the demonstration says of questions to the accountant.
async function facts(backend) {
  const [directory, settings] = [await backend.directory(), await backend.settings()];
  const dossiers = dossiersOf(directory).map((dossier) => {
    const others = dossier.team.some(({ person, role, participation }) =>
      person !== 'p-1' && role !== 'entrepreneur' && (participation?.accountant ?? role === 'manager'));
    const mine = participates(dossier, 'accountant', settings);
    return { ...dossier, relies: mine && !others, without: !mine && !others };
  });
  return { directory, dossiers };
}

const short = (count) => (count === 0 ? '' : `Vous seul(e)\u00a0: ${count}`);
const ids = (dossiers) => dossiers.map(({ id }) => id);

test('a row says that without the user nobody would be asked; after the change, so does a notice with a way back', async ({ screen, page, backend }) => {
  const { dossiers } = await facts(backend);
  const shown = await page.$$eval('.only-you[data-audience=accountant]', (all) =>
    all.filter((one) => one.checkVisibility()).map((one) => one.closest('[data-dossier]').dataset.dossier));
  assert.deepEqual(shown, ids(dossiers.filter(({ relies }) => relies)));
  const toggle = screen.toggle('dos-9', 'accountant');
  const described = () => toggle.evaluate((at) =>
    at.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' '));
  assert.match(await described(), /Sans vous, personne/);
  await toggle.click();
  assert.doesNotMatch(await described(), /Sans vous, personne/);
  assert.match(await page.locator('.aftermath').innerText(), /^1\sdossier n’a plus de destinataire\./);
  await page.getByRole('button', { name: 'Annuler ce changement' }).click();
  assert.equal(await toggle.isChecked(), true);
  assert.equal(await toggle.evaluate((at) => at === document.activeElement), true);
  assert.equal(await page.locator('.aftermath [role=status]').innerText(), '');
  await screen.toggle('dos-1', 'accountant').click();
  assert.equal(await page.locator('.aftermath').getAttribute('data-shown'), 'false', 'a colleague is there');
  await screen.saved();
});

test('bulk controls say how many rely on the user, which, and only of what is shown', async ({ screen, page, backend }) => {
  const { directory, dossiers } = await facts(backend);
  const says = async (box, count) => {
    const words = await box.evaluate((at) => document.getElementById(at.getAttribute('aria-describedby')).textContent);
    assert.equal(words, count === 0 ? '' : `Désactiver laisserait ${count} dossier${count > 1 ? 's' : ''} sans destinataire`);
    const button = box.locator('xpath=../..').locator('.relying-button');
    assert.equal(await button.isVisible() ? await button.innerText() : '', short(count));
    return button;
  };
  const relying = (some) => some.filter(({ relies }) => relies);
  for (const { id } of directory.licences) {
    const own = dossiers.filter(({ licence }) => licence === id);
    await says(screen.bulk('accountant', id), relying(own).length);
    const without = own.filter((dossier) => dossier.without).length;
    const pill = page.locator(`[data-licence="${id}"] .licence-without`);
    assert.equal(await pill.isVisible() ? await pill.innerText() : '', without === 0 ? '' : `${without} sans destinataire`);
  }
  const button = await says(screen.bulk('accountant'), relying(dossiers).length);
  await button.click();
  const names = await page.locator('dialog[open] .names bdi').allTextContents();
  assert.deepEqual(names, relying(dossiers).map(({ name }) => name));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await button.evaluate((at) => at === document.activeElement), true));
  await screen.search.fill('a');
  const found = new Set(await screen.shown());
  await says(screen.bulk('accountant'), relying(dossiers.filter(({ id }) => found.has(id))).length);
});

test('switching many off leaves as many without recipient as was said, and Undo brings them back', async ({ screen, page, backend }) => {
  const { dossiers } = await facts(backend);
  const relying = dossiers.filter(({ relies, licence }) => relies && licence === 'lic-1').length;
  const before = await backend.settings();
  await screen.bulk('accountant', 'lic-1').click();
  const more = await page.locator('[data-licence="lic-1"] .relying-button[data-audience=accountant]').innerText();
  const said = Number(/\d+$/.exec(more)[0]);
  assert.ok(said >= relying);
  await screen.bulk('accountant', 'lic-1').click();
  assert.match(await page.locator('.aftermath').innerText(), new RegExp(`^${said}\\sdossiers n’ont plus de destinataire`));
  assert.equal(await page.locator('[data-licence="lic-1"] .licence-without').innerText(), `${said} sans destinataire`);
  await page.getByRole('button', { name: 'Annuler ce changement' }).click();
  await page.locator('.undo').click();
  await screen.saved();
  assert.deepEqual((await backend.settings()).participation, before.participation);
});

test('somebody with three dossiers in one licence has no more on the screen than before', { person: 'p-2' }, async ({ page }) => {
  assert.equal(await page.locator('.aftermath-actions, .licence-without, dialog[open]').filter({ visible: true }).count(), 0);
  assert.equal(await page.locator('.aftermath').innerText(), '');
});

test('axe finds nothing with the notice and the names, narrow and dark, in forced colours', async ({ screen, page }) => {
  for (const [width, options] of [[1280, {}], [320, { colorScheme: 'dark' }], [1000, { forcedColors: 'active' }]]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light', forcedColors: 'none', ...options });
    await screen.toggle('dos-9', 'accountant').click();
    assert.deepEqual(await audit(page), [], `notice ${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/coverage-${width}.png` });
    await page.getByRole('button', { name: 'Annuler ce changement' }).click();
    await page.locator('.relying-button[data-audience=accountant]').first().click();
    assert.deepEqual(await audit(page), [], `names ${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/relying-${width}.png` });
    await page.keyboard.press('Escape');
  }
});

test('in a windowed list the headers hold all that they say', { backend: { dossiers: 3000, licences: 5 } }, async ({ page }) => {
  for (const width of [320, 480, 640, 768, 1000, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflowing = await page.$$eval('.licence-header', (headers) =>
      headers.filter((header) => header.scrollHeight > header.clientHeight).map((header) => `${header.scrollHeight} > ${header.clientHeight}`));
    assert.deepEqual(overflowing, [], String(width));
  }
});
