// A firm of 10,000 dossiers in 20 licences: it opens, stays small, and every change is one request.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startBackend } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';

const LARGE = { dossiers: 10_000, licences: 20 };

// For the tests that change nothing.
let shared;
const reading = () => (shared ??= startBackend(LARGE));
after(async () => (await shared)?.stop());

test('a list that begins below the window has its first row all the same, and the link to it leads there', { backend: reading, viewport: { width: 320, height: 700 } }, async ({ screen, page, backend }) => {
  const [{ id: first }] = (await backend.directory()).licences.flatMap(({ dossiers }) => dossiers);
  assert.deepEqual(await page.locator('[data-dossier]').evaluateAll((rows) => rows.map((row) => row.dataset.dossier)), [first]);
  await page.locator('.skip').nth(1).focus();
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.closest('[data-dossier]')?.dataset.dossier), first);
  assert.equal(await screen.toggle(first, 'accountant').isVisible(), true);
});

test('10,000 dossiers: a toggle, a licence and everything are saved by one PATCH each', { backend: LARGE }, async ({ screen, page, backend }) => {
  assert.equal((await screen.tally('accountant')).words.replace(/\s/g, ' ').split(' sur ')[1], '10 000');
  const steps = [
    ['a toggle', () => screen.toggle('dos-3', 'entrepreneur').click(), 1],
    ['a licence', () => screen.bulk('entrepreneur', 'lic-1').click(), 500],
    ['everything', () => screen.bulk('accountant').click(), 10_000],
  ];
  const on = (settings, audience) =>
    Object.entries(settings.participation).filter(([, choice]) => choice[audience]).map(([id]) => id);
  for (const [name, change] of steps) {
    screen.patches.length = 0;
    const [{ id: last }] = [...(await backend.applied()).slice(-1), { id: 0 }];
    await change();
    await screen.hasStatus('saved');
    assert.equal((await backend.requests('PATCH', '/api/conversation-settings')).length, 1, name);
    await backend.hook('DELETE', 'requests');
    const applied = (await backend.applied()).filter(({ id }) => id > last);
    const sent = Object.keys(screen.patchBodies()[0].participation).length;
    assert.ok(applied.length > 0 && applied.length <= sent, `${name}: ${applied.length} of ${sent}`);
  }
  const settings = await backend.settings();
  assert.deepEqual(on(settings, 'entrepreneur').toSorted(), Array.from({ length: 500 }, (_, n) => `dos-${n + 1}`).toSorted());
  // Managers take part without a choice; everybody else has one now.
  const directory = await backend.directory();
  const off = directory.licences.flatMap(({ dossiers }) => dossiers).filter(
    ({ id, team }) => !(settings.participation[id]?.accountant ?? team.find(({ person }) => person === 'p-1').role === 'manager'),
  );
  assert.deepEqual(off, []);
  await screen.reload();
  assert.equal((await screen.tally('accountant')).state, 'on');
  assert.equal((await screen.tally('entrepreneur', 'lic-1')).words, '500 sur 500');
  assert.equal((await screen.tally('entrepreneur')).words.replace(/\s/g, ' '), '500 sur 10 000');
  assert.equal(await screen.toggle('dos-3', 'entrepreneur').isChecked(), true);
});

// Checks every table in the document, as it is now; returns the dossiers that have a row.
function tablesAreConsistent() {
  const seen = [];
  for (const table of document.querySelectorAll('.list table')) {
    const licence = Number(table.closest('[data-licence]').dataset.licence.split('-')[1]);
    const count = Number(table.getAttribute('aria-rowcount'));
    const rows = [...table.querySelectorAll('tr')];
    let before = 0;
    for (const row of rows) {
      const index = Number(row.getAttribute('aria-rowindex'));
      if (!(index > before && index <= count)) throw new Error(`row ${index} after ${before} of ${count}`);
      before = index;
      if (row.dataset.dossier) {
        const number = Number(row.dataset.dossier.split('-')[1]);
        if (number !== (licence - 1) * 500 + index - 1) throw new Error(`${row.dataset.dossier} has index ${index}`);
        seen.push(number);
      }
    }
    if (count !== 501) throw new Error(`${count} rows of 501`);
  }
  return seen;
}

test('scrolled from top to bottom there are rows all the way, few at a time', { backend: reading, viewport: { width: 1280, height: 1600 } }, async ({ page }) => {
  await page.evaluate(`globalThis.tablesAreConsistent = ${tablesAreConsistent}`);
  const { seen, most, gaps, steps } = await page.evaluate(async () => {
    const list = document.querySelector('.list');
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const all = new Set();
    const holes = [];
    let most = 0;
    let steps = 0;
    for (let y = 0; ; y += 1500) {
      window.scrollTo(0, y);
      await frame();
      await frame();
      steps += 1;
      for (const number of globalThis.tablesAreConsistent()) all.add(number);
      most = Math.max(most, list.querySelectorAll('*').length);
      const { top, bottom } = list.getBoundingClientRect();
      for (let at = 20; at < innerHeight; at += 25) {
        if (at < top + 5 || at > bottom - 5) continue;
        const element = document.elementFromPoint(400, at);
        if (!element.closest('.row, .licence-header, .list-header, .page-header')) {
          holes.push([y, at, element.className || element.tagName]);
        }
      }
      if (y > document.documentElement.scrollHeight) break;
    }
    return { seen: all.size, most, gaps: holes.slice(0, 5), steps };
  });
  assert.deepEqual(gaps, []);
  assert.equal(seen, 10_000);
  assert.ok(most < 2500, `${most} elements in the list`);
  assert.ok(steps > 100);
});

// Rows beyond the edges of what is seen, and lines of it without a row.
function rowsAndGaps() {
  const rows = [...document.querySelectorAll('.row[data-dossier]')].map((row) => row.getBoundingClientRect());
  const top = document.querySelector('.list-header').getBoundingClientRect().bottom;
  const gaps = [];
  for (let at = top + 5; at < innerHeight; at += 10) if (!rows.some((row) => row.top <= at && at <= row.bottom)) gaps.push(at);
  return { above: rows.filter((row) => row.bottom <= top).length, below: rows.filter((row) => row.top >= innerHeight).length, gaps };
}

test('a leap brings the rows that are seen, and those beyond the edges once the list stands still', { backend: reading }, async ({ page }) => {
  await page.evaluate(`globalThis.rowsAndGaps = ${rowsAndGaps}`);
  const leapt = await page.evaluate(async () => {
    window.scrollTo(0, 100_000);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return globalThis.rowsAndGaps();
  });
  assert.deepEqual(leapt, { above: 0, below: 0, gaps: [] });
  await eventually(async () => {
    const { above, below, gaps } = await page.evaluate(() => globalThis.rowsAndGaps());
    assert.ok(above >= 3 && below >= 3, `${above} above, ${below} below`);
    assert.deepEqual(gaps, []);
  });
  await page.evaluate(`(${tablesAreConsistent})()`);
});

test('the row with the focus survives scrolling away and back, and works meanwhile', { backend: LARGE }, async ({ screen, page }) => {
  const toggle = screen.toggle('dos-5', 'accountant');
  await toggle.focus();
  const before = await toggle.isChecked();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await screen.row('dos-10000').waitFor();
  assert.equal(await screen.focus(), 'dos-5 accountant');
  await page.evaluate(`(${tablesAreConsistent})()`);
  assert.equal(await screen.row('dos-6').count(), 0, 'its neighbours are gone');
  await page.keyboard.press('Space');
  assert.equal(await toggle.isChecked(), !before);
  await screen.saved();
  await page.evaluate(() => document.querySelector('.list').scrollIntoView());
  await screen.row('dos-6').waitFor();
  assert.equal(await screen.focus(), 'dos-5 accountant');
  const shown = await screen.shown();
  assert.deepEqual(shown, shown.map((_, index) => `dos-${index + 1}`));
});

test('search and filters work among 10,000', { backend: reading }, async ({ screen, page }) => {
  await screen.search.fill('cafe');
  const found = Number((await page.locator('.found').innerText()).replace(/\D/g, ''));
  assert.ok(found > 200 && found < 1000);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await eventually(async () => {
    const names = await page.$$eval('.row .dossier-name', (all) => all.map((name) => name.textContent));
    assert.ok(names.length > 0 && names.every((name) => name.startsWith('Café')), String(names));
  });
  await screen.search.fill('dos');
  await screen.search.fill('');
  assert.equal(await page.locator('[data-licence]:not([hidden])').count(), 20);
  assert.ok((await page.locator('.list *').count()) < 2500);
});

test('folding the licences leaves their headers, and unfolding one brings its rows', { backend: reading }, async ({ screen, page }) => {
  for (let licence = 1; licence <= 20; licence += 1) {
    await screen.licenceButton(`lic-${licence}`).evaluate((button) => button.click());
  }
  assert.equal(await page.locator('[data-dossier]').count(), 0);
  await screen.licenceButton('lic-20').click();
  await screen.row('dos-9501').waitFor();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await screen.row('dos-10000').waitFor();
});
