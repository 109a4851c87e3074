// The settings as a CSV file: exported, changed elsewhere, imported after a look at what it would do.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { audit } from './support/axe.mjs';
import { dossiersOf } from './support/server.mjs';
import { test } from './support/browser.mjs';

async function open(page) {
  await page.locator('.spreadsheet-button').click();
  // The first dialog may still be on its way, and one that is not open takes no focus.
  await page.locator('dialog[open]').waitFor();
}

const words = { true: 'oui', false: 'non', undefined: 'par défaut' };

async function exported(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.export').click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

const give = (page, content) =>
  page.locator('input[type=file]').setInputFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });

const outcome = async (page) => {
  await page.locator('.dry-run p, .dry-run .warning').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.dry-run').innerText.startsWith('Lecture'));
  return (await page.locator('.dry-run').innerText()).replace(/\s+/g, ' ');
};

test('what is exported is what the backend holds, line by line, and changes nothing when it is imported', async ({ screen, page, backend }) => {
  const [settings, directory] = [await backend.settings(), await backend.directory()];
  await open(page);
  const { name, text } = await exported(page);
  assert.equal(name, 'participation.csv');
  const [header, ...lines] = text.trimEnd().split('\r\n');
  assert.equal(header, '\ufeffLicence;Numéro;Dossier;Identifiant;Question pour entrepreneur;Question pour comptable');
  assert.deepEqual(
    lines.map((line) => line.split(';').slice(-3)),
    dossiersOf(directory).map(({ id }) => {
      const { entrepreneur, accountant } = settings.participation[id] ?? {};
      return [id, words[entrepreneur], words[accountant]];
    }),
  );
  await give(page, text);
  assert.match(await outcome(page), /^56 lignes comprises\. Elles disent ce qui est déjà réglé/);
  assert.equal(await page.getByRole('button', { name: 'Appliquer ces changements' }).isVisible(), false);
  await page.keyboard.press('Escape');
  await screen.speak('en');
  await open(page);
  const english = await exported(page);
  assert.match(english.text, /^\ufeffLicence,Number,Client file,Identifier,/);
  await page.keyboard.press('Escape');
  await screen.speak('nl');
  await open(page);
  await give(page, english.text);
  await page.locator('.dry-run p').first().waitFor();
  assert.equal(screen.patches.length, 0);
});

test('an import is looked at first, then one change, one PATCH, and one undo', async ({ screen, page, backend }) => {
  const before = await backend.settings();
  await open(page);
  // As Excel on Windows saves it: another encoding, other capitals, a line less, two that are wrong.
  const table = [
    'Identifiant;Question pour comptable;Question pour entrepreneur',
    'dos-9;NON;par défaut',
    'dos-1;par défaut;Oui',
    'dos-404;oui;oui',
    'dos-3;peut-être;non',
    'dos-9;oui;oui',
  ].join('\r\n');
  await give(page, Buffer.from(table, 'latin1'));
  const told = await outcome(page);
  assert.match(told, /2 lignes comprises/);
  assert.match(told, /Ligne 4\s: aucun dossier n’a l’identifiant «\sdos-404\s»/);
  assert.match(told, /Ligne 5\s: «\speut-être\s» dans «\sQuestion pour comptable\s» n’est ni oui/);
  assert.match(told, /Ligne 6 : le dossier figure déjà à la ligne 2/);
  assert.match(told, /1 dossier n’aurait alors plus de destinataire/);
  assert.equal(screen.patches.length, 0, 'nothing is done before');
  assert.equal(await screen.toggle('dos-9', 'accountant').isChecked(), true);

  await page.getByRole('button', { name: 'Appliquer ces changements' }).click();
  await page.keyboard.press('Escape');
  await screen.saved();
  assert.equal(screen.patches.length, 1);
  const expected = structuredClone(before.participation);
  (expected['dos-9'] ??= {}).accountant = false;
  (expected['dos-1'] ??= {}).entrepreneur = true;
  assert.deepEqual((await backend.settings()).participation, expected);
  assert.match(await page.locator('.aftermath').innerText(), /^Tableur importé\s: 2 réglages modifiés\. 1 dossier n’a plus/);
  await page.getByRole('button', { name: 'Annuler ce changement' }).click();
  await screen.saved();
  assert.deepEqual((await backend.settings()).participation, before.participation);
});

test('what is no such table is said to be none', async ({ page }) => {
  await open(page);
  await give(page, 'Name;Email\nAnn;ann@example.be');
  assert.match(await outcome(page), /n’a pas de ligne d’en-tête/);
});

test('the file is chosen by a button in the language of the screen, by keys too', async ({ screen, page }) => {
  // The browser is told to hand the choice over when the first listener is added, and that takes a moment.
  page.on('filechooser', () => {});
  await screen.speak('nl');
  await open(page);
  const button = page.getByRole('button', { name: 'CSV-bestand kiezen…' });
  await button.focus();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from('Identificatie;Vraag voor boekhouder\ndos-9;nee\n') });
  await page.locator('.dry-run p').first().waitFor();
  assert.ok(await button.evaluate((button) => button === document.activeElement));
});

test('50,000 lines are exported and read without holding the page up', { backend: { dossiers: 50000, licences: 20 } }, async ({ page }) => {
  await open(page);
  const { text } = await exported(page);
  assert.equal(text.split('\r\n').length, 50_002);
  await give(page, text.replaceAll(';par défaut\r\n', ';non\r\n').replace('dos-77;', 'dos-77x;'));
  const told = await outcome(page);
  assert.match(told.replaceAll(/\s/g, ''), /49999lignescomprises/);
  assert.match(told, /dos-77x/);
  // Whoever leaves before it is read has left.
  await give(page, text);
  await page.keyboard.press('Escape');
  await page.waitForTimeout(1_000);
  await open(page);
  assert.equal(await page.locator('.dry-run').innerText(), '');
});

test('axe finds nothing in the dialog with a dry run, narrow and dark', async ({ page }) => {
  for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page);
    await give(page, 'Identifiant;Question pour comptable\ndos-9;non\ndos-404;oui\n');
    await outcome(page);
    assert.deepEqual(await audit(page), [], `${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/spreadsheet-${width}.png` });
    await page.keyboard.press('Escape');
  }
});
