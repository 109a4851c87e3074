// The status is true: saving, saved, refused, changed elsewhere, signed out; and an error is never "0 dossiers".
import assert from 'node:assert/strict';
import { eventually, test } from './support/browser.mjs';

const SETTINGS = '/api/conversation-settings';

test('it says saving until the backend has answered, then saved', async ({ screen, page, backend }) => {
  assert.equal(await page.locator('.status').innerText(), 'Tout est enregistré');
  await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 700 });
  await screen.toggle('dos-3', 'accountant').click();
  assert.equal(await page.locator('.status').innerText(), 'Enregistrement…');
  assert.equal(await screen.toggle('dos-3', 'accountant').getAttribute('data-state'), 'pending');
  assert.deepEqual(await backend.applied(), []);
  assert.equal(await screen.status(), 'saving');
  // Never "saved" before the database has it.
  while ((await screen.status()) !== 'saved') await page.waitForTimeout(30);
  assert.equal((await backend.applied()).length, 1);
  assert.equal(await page.locator('.status').innerText(), 'Tout est enregistré');
  assert.equal(await screen.toggle('dos-3', 'accountant').getAttribute('data-state'), 'saved');
});

test('changes made while one is on its way are saved together, in one request more', async ({ screen, backend }) => {
  await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 1500 });
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal(screen.patches.length, 1));
  for (const dossier of ['dos-5', 'dos-12', 'dos-14', 'dos-12']) {
    await screen.toggle(dossier, 'accountant').evaluate((toggle) => toggle.click());
  }
  await screen.saved();
  assert.equal(screen.patches.length, 2);
  const { participation } = await backend.settings();
  assert.deepEqual(
    ['dos-3', 'dos-5', 'dos-12', 'dos-14'].map((dossier) => participation[dossier]?.accountant ?? false),
    [true, true, false, true],
  );
});

test('a refused change says so at its control, and can be tried again', { failures: true }, async ({ screen, page, backend }) => {
  await backend.fault('PATCH', SETTINGS, { status: 422, body: { type: 'about:blank', title: 'No' } });
  const toggle = screen.toggle('dos-3', 'accountant');
  await toggle.click();
  await screen.hasStatus('failed');
  assert.match(await page.locator('.status').innerText(), /^1\smodification non enregistrée$/);
  const problem = screen.row('dos-3').locator('.failed[data-audience=accountant]');
  assert.match(await problem.innerText(), /Non enregistré/);
  assert.equal(await toggle.isChecked(), true, 'what the user wants stays');
  assert.equal(await toggle.evaluate((at) => at === document.activeElement), true);
  assert.equal(await screen.row('dos-3').locator('.failed[data-audience=entrepreneur]').isVisible(), false);
  assert.equal((await backend.settings()).participation['dos-3'], undefined);
  // The buttons say what they are for.
  await problem.getByRole('button', { name: /^Réessayer\s: Question pour comptable, Garage du Viaduc SA$/ }).click();
  await screen.saved();
  assert.equal(await problem.isVisible(), false);
  assert.equal(await toggle.evaluate((at) => at === document.activeElement), true, 'the focus goes to the control');
  assert.equal((await backend.settings()).participation['dos-3'].accountant, true);
});

test('a refused change can be given up: then the control shows what is saved', { failures: true }, async ({ screen, page, backend }) => {
  await backend.fault('PATCH', SETTINGS, { status: 422, body: {} });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.hasStatus('failed');
  await screen.row('dos-3').locator('[data-audience=accountant] [data-action=cancel]').click();
  await screen.saved();
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), false);
  // What was refused may be taken back as well, but is not sent again.
  assert.ok(screen.patchBodies().slice(1).every(({ participation }) => participation['dos-3'].accountant === null));
  assert.equal(await page.locator('.failed:visible').count(), 0);
  assert.deepEqual(await backend.applied(), []);
});

test('a refused bulk change is retried from the status line', { failures: true }, async ({ screen, page, backend }) => {
  await backend.fault('PATCH', SETTINGS, { status: 400, body: {} }, { times: 1000 });
  await screen.bulk('accountant', 'lic-3').click();
  await eventually(async () => {
    assert.match(await page.locator('.status').innerText(), /^8\smodifications non enregistrées$/);
    assert.equal(await page.locator('.failed:visible').count(), 8);
  });
  await backend.hook('DELETE', 'faults');
  await page.locator('.status-line').getByRole('button', { name: 'Réessayer' }).click();
  await screen.saved();
  assert.equal((await backend.applied()).length, 8);
});

test('a single choice that the backend rejects fails alone, the others are saved', async ({ screen, backend }) => {
  // Access to this dossier ends while the screen is open.
  await backend.hook('POST', 'team', { dossier: 'dos-52', person: 'p-1', role: null });
  await screen.bulk('accountant', 'lic-3').click();
  await screen.hasStatus('failed');
  assert.equal(await screen.row('dos-52').locator('.failed[data-audience=accountant]').isVisible(), true);
  assert.equal(await screen.page.locator('.failed:visible').count(), 1);
  assert.deepEqual((await backend.applied()).map(({ dossier }) => dossier).includes('dos-52'), false);
  assert.equal((await backend.applied()).length, 7);
});

test('a busy backend is tried again without asking', { failures: true }, async ({ screen, backend }) => {
  await backend.fault('PATCH', SETTINGS, { status: 503, headers: { 'Retry-After': '1' }, body: {} });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.hasStatus('waiting');
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), true);
  await screen.saved();
  assert.equal((await backend.settings()).participation['dos-3'].accountant, true);
});

test('after a change elsewhere, the own change is applied again and the other one kept', { failures: true }, async ({ screen, backend }) => {
  await backend.changeElsewhere({ frequency: 'weekly', participation: { 'dos-5': { accountant: true }, 'dos-3': { entrepreneur: true } } });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  const requests = await backend.requests('PATCH', SETTINGS);
  assert.deepEqual(requests.map(({ status }) => status), [412, 200]);
  assert.deepEqual(screen.patchBodies().at(-1), { participation: { 'dos-3': { accountant: true } } });
  const { frequency, participation } = await backend.settings();
  assert.equal(frequency, 'weekly');
  assert.deepEqual([participation['dos-3'], participation['dos-5']], [{ accountant: true, entrepreneur: true }, { accountant: true }]);
  // And the screen shows both.
  assert.equal(await screen.frequency('weekly').isChecked(), true);
  assert.equal(await screen.toggle('dos-5', 'accountant').isChecked(), true);
  assert.equal(await screen.toggle('dos-3', 'entrepreneur').isChecked(), true);
});

test('when the session is over it says so, keeps the change, and offers to sign in', { failures: true }, async ({ screen, page, backend, context }) => {
  await backend.hook('POST', 'expire-sessions');
  await screen.toggle('dos-3', 'accountant').click();
  await screen.hasStatus('failed');
  assert.match(await page.locator('.status').innerText(), /^Session terminée\s: 1\smodification en attente$/);
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), true);
  assert.deepEqual(await backend.applied(), []);
  const link = page.getByRole('link', { name: 'Se reconnecter' });
  assert.match(await link.getAttribute('href'), /^\/sign-in\?next=%?2?F?\/?.*conversations/);
  // The same person signs in elsewhere; when they come back here the change is saved.
  await context.request.post('/sign-in', { form: { person: 'p-1' }, maxRedirects: 0 });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await screen.saved();
  assert.equal((await backend.settings()).participation['dos-3'].accountant, true);
});

test('a change is never saved as somebody else', { failures: true }, async ({ screen, page, backend, context }) => {
  await backend.hook('POST', 'expire-sessions');
  await screen.toggle('dos-1', 'entrepreneur').click();
  await screen.hasStatus('failed');
  await context.request.post('/sign-in', { form: { person: 'p-2' }, maxRedirects: 0 });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await eventually(async () => assert.equal(await page.locator('.status').innerText(), 'Une autre personne s’est connectée'));
  assert.deepEqual(await backend.applied('p-2'), []);
  assert.deepEqual(await backend.applied('p-1'), []);
});

const FAILURES = {
  'the backend closes the connection': { close: true },
  'an error 500': { status: 500, body: {} },
  'a page of HTML instead of JSON': { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><title>Wi-Fi</title>' },
  'an empty answer': { status: 200, body: '' },
  'null': { status: 200, body: 'null' },
  'an answer cut short': { cutAfterBytes: 700 },
};

for (const path of ['/api/session', '/api/directory', SETTINGS]) {
  for (const [name, fault] of Object.entries(FAILURES)) {
    if (path !== '/api/directory' && fault.cutAfterBytes) fault.cutAfterBytes = 420;
    test(`${path}: ${name} is an error with a way on, never "0 dossiers"`, { failures: true, open: false }, async ({ screen, page, backend }) => {
      // Chromium asks again when a connection is closed on it.
      await backend.fault('GET', path, fault, { times: 99 });
      await page.goto('/tools/conversations');
      const alert = page.locator('#main [role=alert]');
      await alert.waitFor();
      assert.match(await alert.innerText(), /Vos paramètres n’ont pas pu être chargés/);
      assert.doesNotMatch(await page.locator('main:not(#start-failed)').first().innerText(), /\b0\sdossier|Aucun dossier/);
      assert.equal(await page.locator('#main input').count(), 0);
      await backend.hook('DELETE', 'faults');
      await alert.getByRole('button', { name: 'Réessayer' }).click();
      await screen.ready();
      assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY', 'the focus is kept');
      assert.equal((await screen.shown()).length, 56);
    });
  }
}

test('a directory that ends too early, but cleanly, is an error', { failures: true, open: false }, async ({ screen, page, backend }) => {
  const whole = JSON.stringify(await backend.directory());
  const body = whole.slice(0, whole.lastIndexOf('{"id":"dos-'));
  await backend.fault('GET', '/api/directory', { body }, { times: 2 });
  await page.goto('/tools/conversations');
  await page.locator('#main [role=alert]').waitFor();
  assert.equal(await page.locator('[data-dossier]').count(), 0);
  await backend.hook('DELETE', 'faults');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await screen.ready();
  assert.equal((await screen.shown()).length, 56);
});

test('while it loads there is a skeleton, and it says so', { open: false, backend: { delayMs: 400 } }, async ({ screen, page }) => {
  await page.goto('/tools/conversations', { waitUntil: 'commit' });
  await page.locator('.skeleton').first().waitFor();
  await eventually(async () => assert.equal(await page.locator('#skeleton [role=status]').textContent(), 'Chargement de vos dossiers…'));
  assert.doesNotMatch(await page.locator('main:not(#start-failed)').first().innerText(), /\b0\sdossier|Aucun dossier/);
  await screen.ready();
  assert.equal(await page.locator('.skeleton:visible').count(), 0);
});

test('when the program does not arrive, the page says so', { open: false, failures: true }, async ({ page, backend }) => {
  await backend.hook('POST', 'faults', [{ match: { path: '/conversation-settings-*' }, times: 9, fault: { status: 404 } }]);
  page.removeAllListeners('console');
  await page.goto('/tools/conversations');
  await page.locator('#start-failed').waitFor();
  await eventually(async () => assert.match(await page.locator('#start-failed').innerText(), /L’écran n’a pas pu être chargé/));
  assert.equal(await page.locator('#skeleton').isVisible(), false);
});

test('the words of the status change in one region that was there before', async ({ screen, page }) => {
  await page.evaluate(() => {
    const region = document.querySelector('.status-line [role=status]');
    globalThis.said = [];
    new MutationObserver(() => globalThis.said.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  assert.deepEqual(await page.evaluate(() => globalThis.said), ['Enregistrement…', 'Tout est enregistré']);
});
