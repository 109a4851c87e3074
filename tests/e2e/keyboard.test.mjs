// The whole screen by keyboard only.
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';

// Walks with Tab (or backwards) from the beginning until the focus leaves the page; returns the stops.
async function walk(screen, key) {
  const stops = [];
  for (let count = 0; count < 200; count += 1) {
    await screen.page.keyboard.press(key);
    const at = await screen.page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      const { width, height } = element.getBoundingClientRect();
      globalThis.stops ??= new Map();
      if (!globalThis.stops.has(element)) globalThis.stops.set(element, globalThis.stops.size);
      return { number: globalThis.stops.get(element), seen: width > 0 && height > 0, tag: element.outerHTML.slice(0, 90) };
    });
    if (at === null || stops.some(({ number }) => number === at.number)) return stops;
    assert.ok(at.seen, `the focus is on something that is not shown: ${at.tag}`);
    stops.push(at);
  }
  throw new Error('the walk does not end');
}

for (const person of ['p-1', 'p-8']) {
  test(`${person}: Tab reaches every control, leaves the page, and comes back the same way`, { person }, async ({ screen, page }) => {
    const forward = await walk(screen, 'Tab');
    const missed = await page.evaluate(() => {
      const all = document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]');
      return [...all]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0)
        // Of a group of radio buttons only the chosen one.
        .filter((element) => element.type !== 'radio' || element.checked)
        .filter((element) => !globalThis.stops.has(element))
        .map((element) => element.outerHTML.slice(0, 90));
    });
    assert.deepEqual(missed, []);
    const rows = await page.evaluate(() => new Set([...globalThis.stops.keys()].map((at) => at.closest('[data-dossier]')).filter(Boolean)).size);
    assert.equal(rows, person === 'p-1' ? 1 : 8, 'a long list is one stop, of a short one every row');
    const back = await walk(screen, 'Shift+Tab');
    assert.deepEqual(back.map(({ number }) => number).toReversed(), forward.map(({ number }) => number));
  });
}

test('in the list: arrows by cell, Home and End, whole pages, both ends, Space', { backend: { dossiers: 400, licences: 3 } }, async ({ screen, page }) => {
  const press = async (key, expected) => {
    await page.keyboard.press(key);
    await eventually(async () => assert.equal(await screen.focus(), expected, key));
    // What has the focus can be seen.
    const seen = await page.evaluate(() => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    });
    assert.ok(seen, `${key}: ${expected} is out of sight`);
  };
  // Where one is, in words.
  const described = async (words) => assert.equal(await page.evaluate(() => {
    const ids = document.activeElement.getAttribute('aria-describedby')?.split(' ') ?? [];
    return document.getElementById(ids[0])?.textContent.replace(/\s/g, ' ');
  }), words);
  await screen.toggle('dos-1', 'entrepreneur').focus();
  await described('dossier 1 sur 134');
  await press('ArrowDown', 'dos-2 entrepreneur');
  await described('dossier 2 sur 134');
  assert.equal(await page.locator('.row [aria-describedby~=place]').count(), 1, 'only where the focus is');
  await press('ArrowRight', 'dos-2 accountant');
  await press('ArrowRight', 'dos-2 recipients-button');
  await press('ArrowRight', 'dos-2 recipients-button');
  await press('Home', 'dos-2 entrepreneur');
  await press('ArrowLeft', 'dos-2 entrepreneur');
  await press('End', 'dos-2 recipients-button');
  await press('ArrowUp', 'dos-1 recipients-button');
  await press('ArrowUp', 'dos-1 recipients-button');
  await press('Control+End', 'dos-400 recipients-button');
  await press('ArrowDown', 'dos-400 recipients-button');
  await press('Control+Home', 'dos-1 entrepreneur');
  await page.keyboard.press('PageDown');
  const [, after] = /^dos-(\d+) entrepreneur$/.exec(await screen.focus());
  assert.ok(Number(after) > 4 && Number(after) < 15, after);
  await press('PageUp', 'dos-1 entrepreneur');
  // From one licence to the next, over its header.
  await screen.toggle('dos-1', 'accountant').focus();
  for (let number = 2; number <= 140; number += 1) await page.keyboard.press('ArrowDown');
  await eventually(async () => assert.equal(await screen.focus(), 'dos-140 accountant'));
  await press('ArrowUp', 'dos-139 accountant');
  const toggle = screen.toggle('dos-139', 'accountant');
  const before = await toggle.isChecked();
  await page.keyboard.press('Space');
  assert.equal(await toggle.isChecked(), !before);
  await screen.saved();
  assert.equal(await screen.focus(), 'dos-139 accountant');
  // Tab walks the row's controls and then leaves the list, from the middle too.
  await press('Tab', 'dos-139 recipients-button');
  await page.keyboard.press('Tab');
  assert.doesNotMatch(await screen.focus(), /^dos-/);
  await page.keyboard.press('Shift+Tab');
  assert.match(await screen.focus(), /^dos-\d+ recipients-button$/, 'and back into it');
});

test('everything can be done without a pointer', async ({ screen, page, backend }) => {
  const tabTo = async (selector) => {
    for (let count = 0; count < 60; count += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    }
    assert.fail(`Tab does not reach ${selector}`);
  };
  // The menu.
  await tabTo('.menu-button');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '/tools/conversations');
  await page.keyboard.press('Escape');
  // Frequency and language.
  await tabTo('input[name=frequency]');
  await page.keyboard.press('ArrowRight');
  assert.equal(await screen.frequency('weekly').isChecked(), true);
  await tabTo('#language');
  await page.keyboard.press('n');
  await eventually(async () => assert.equal(await screen.language.inputValue(), 'nl'));
  // The recommendation, the search, the filters.
  await tabTo('summary');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('details.recommendation').getAttribute('open'), '');
  await tabTo('#search');
  await page.keyboard.type('jost');
  await tabTo('input[name=filter]');
  await page.keyboard.press('ArrowRight');
  assert.equal(await screen.filter('managed').isChecked(), true);
  assert.deepEqual(await screen.shown(), ['dos-55']);
  await page.keyboard.press('ArrowLeft');
  // An explanation.
  await tabTo('.about-button');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.about:popover-open').count(), 1);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.about:popover-open').count(), 0);
  // A bulk change, a fold, a toggle, a dialog.
  await tabTo('input[data-scope=all][data-audience=accountant]');
  await page.keyboard.press('Space');
  assert.deepEqual(await screen.tally('accountant'), { state: 'on', words: '2 sur 2' });
  await tabTo('.licence-button');
  await page.keyboard.press('Enter');
  assert.deepEqual(await screen.shown(), []);
  await page.keyboard.press('Space');
  await tabTo('[data-dossier] input[role=switch]');
  await page.keyboard.press('Space');
  await tabTo('.recipients-button');
  await page.keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  assert.ok(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)));
  await page.keyboard.press('Escape');
  assert.match(await screen.focus(), /^dos-52 recipients-button/);
  await screen.saved();
  const settings = await backend.settings();
  assert.deepEqual(
    [settings.frequency, settings.language, settings.participation['dos-52']],
    ['weekly', 'nl', { accountant: true, entrepreneur: true }],
  );
});

test('the focus never falls off: undo, retry, folding, searching, filtering', { failures: true }, async ({ screen, page, backend }) => {
  const stays = async (what) => assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', what);
  await screen.toggle('dos-3', 'accountant').press('Space');
  await stays('a toggle');
  await screen.saved();
  await page.locator('.undo').press('Enter');
  await stays('undo');
  await screen.saved();
  await page.locator('.redo').press('Enter');
  await stays('redo');
  await screen.saved();
  await stays('saved');
  await screen.licenceButton('lic-1').press('Enter');
  await stays('folding');
  await screen.licenceButton('lic-1').press('Enter');
  await screen.search.pressSequentially('xyz');
  await stays('searching');
  await page.getByRole('button', { name: 'Afficher tous les dossiers' }).press('Enter');
  await stays('showing all');
  await page.locator('.participation > .warning button').press('Enter');
  await stays('showing those without recipient');
  await screen.bulk('accountant').press('Space');
  await stays('a bulk change');
  await screen.saved();
  await backend.fault('PATCH', '/api/conversation-settings', { status: 422, body: {} }, { times: 2 });
  await screen.filter('all').check();
  await screen.toggle('dos-5', 'entrepreneur').press('Space');
  await screen.hasStatus('failed');
  await page.locator('.status-line').getByRole('button', { name: 'Réessayer' }).press('Enter');
  await stays('trying again');
  await screen.hasStatus('failed');
  await page.locator('.row [data-action=cancel]:visible').press('Enter');
  await stays('giving up');
  await page.locator('#ui-language').selectOption('en');
  await stays('another language');
});

test('on a small screen the focus is not covered', { viewport: { width: 320, height: 480 } }, async ({ screen, page }) => {
  await screen.page.keyboard.press('Tab');
  for (let count = 0; count < 45; count += 1) {
    await page.keyboard.press('Tab');
    const covered = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body) return null;
      const { left, top, width, height } = at.getBoundingClientRect();
      const found = document.elementFromPoint(left + width / 2, top + height / 2);
      const own = found && (at.contains(found) || found.contains(at) || found.closest('label')?.contains(at));
      return own ? null : `${at.outerHTML.slice(0, 100)} is covered by ${found?.outerHTML.slice(0, 100)}`;
    });
    assert.equal(covered, null);
  }
});
