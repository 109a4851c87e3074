// The outbox: what was chosen survives a reload, a crash and a kill, and is never sent as somebody else.
import assert from 'node:assert/strict';
import { eventually, guarded, Screen, signIn, test } from './support/browser.mjs';
import { broken, outbox } from './support/storage.mjs';

const SETTINGS = '/api/conversation-settings';
const DEAD = { close: true };
const FAILURES = { failures: true };

// Every further PATCH is lost before it is applied, until `backend.hook('DELETE', 'faults')`.
const cutOff = (backend) => backend.fault('PATCH', SETTINGS, DEAD, { times: 1000 });

async function chosen(backend, dossier, audience = 'accountant', person = 'p-1') {
  return (await backend.settings(person)).participation[dossier]?.[audience];
}

async function anotherTab(screen, backend) {
  const page = await screen.page.context().newPage();
  guarded(page, backend.url, true);
  const other = new Screen(page, backend);
  await other.open();
  return other;
}

test('F26: a reload right after a click loses nothing', FAILURES, async ({ screen, page, backend }) => {
  await cutOff(backend);
  await screen.toggle('dos-3', 'accountant').click();
  await page.reload();
  await backend.hook('DELETE', 'faults');
  await screen.ready();
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), true);
  assert.equal(await screen.toggle('dos-3', 'accountant').isChecked(), true);
  await eventually(async () => assert.deepEqual(await outbox(page), []));
});

test('F26: clicks and a reload before the next frame lose nothing', FAILURES, async ({ screen, page, backend }) => {
  await cutOff(backend);
  // What follows from a click is worked out with the next frame, and here there is none.
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0;
    for (const dossier of ['dos-3', 'dos-9']) document.querySelector(`[data-dossier="${dossier}"] [data-audience=accountant]`).click();
    location.reload();
  });
  await page.waitForEvent('load');
  await backend.hook('DELETE', 'faults');
  await screen.ready();
  await screen.saved();
  assert.equal(await chosen(backend, 'dos-3'), true);
  assert.equal(await chosen(backend, 'dos-9'), false);
});

test('F26: a tab closed right after a click loses nothing', FAILURES, async ({ screen, page, context, backend }) => {
  // Nothing leaves: what is sent in the end can only come from the outbox.
  await context.setOffline(true);
  await screen.toggle('dos-3', 'accountant').click();
  await page.close();
  await context.setOffline(false);
  const other = await anotherTab(screen, backend);
  await eventually(async () => assert.equal(await chosen(backend, 'dos-3'), true));
  await other.saved();
});

test('F26: two hundred clicks, then closed at once', FAILURES, async ({ screen, page, backend }) => {
  await cutOff(backend);
  await page.evaluate(() => {
    for (const box of [...document.querySelectorAll('[data-dossier] input[data-audience]')].slice(0, 100)) box.click();
  });
  const wanted = await page.$$eval('[data-dossier] input[data-audience]', (boxes) => boxes.map((box) => box.checked));
  await page.close();
  await backend.hook('DELETE', 'faults');
  const other = await anotherTab(screen, backend);
  await eventually(async () => assert.equal((await backend.applied()).length, 100));
  await other.saved();
  assert.deepEqual(
    await other.page.$$eval('[data-dossier] input[data-audience]', (boxes) => boxes.map((box) => box.checked)),
    wanted,
  );
});

test('written before it is sent, deleted after it is acknowledged', async ({ screen, page, backend }) => {
  await backend.fault('PATCH', SETTINGS, { delayBeforeMs: 600 });
  await screen.toggle('dos-3', 'accountant').click();
  await eventually(async () => assert.equal((await outbox(page)).length, 1));
  const [{ key, text }] = await outbox(page);
  assert.deepEqual(key.slice(0, 2), ['', 'p-1']);
  assert.deepEqual(JSON.parse(text).participation, { 'dos-3': { accountant: true } });
  await screen.saved();
  await eventually(async () => assert.deepEqual(await outbox(page), []));
});

test('F13: another person signs in: nothing is sent as them, and the first one finds it on return', FAILURES, async ({ screen, page, context, backend }) => {
  await cutOff(backend);
  await screen.toggle('dos-1', 'entrepreneur').click();
  await eventually(async () => assert.equal((await outbox(page)).length, 1));
  await signIn(context, 'p-2');
  await backend.hook('DELETE', 'faults');
  await screen.reload();
  await page.waitForTimeout(500);
  assert.deepEqual(await backend.applied('p-1'), []);
  assert.deepEqual(await backend.applied('p-2'), []);
  assert.equal((await outbox(page)).length, 1);
  await signIn(context, 'p-1');
  await screen.reload();
  await eventually(async () => assert.equal(await chosen(backend, 'dos-1', 'entrepreneur'), true));
  assert.deepEqual(await backend.applied('p-2'), []);
});

test('F13: another person signs in beside an open page: on return nothing of theirs is shown or changed', FAILURES, async ({ screen, page, context, backend }) => {
  await backend.changeElsewhere({ frequency: 'never' }, 'p-2');
  await signIn(context, 'p-2');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.getByText('Une autre personne s’est connectée').waitFor();
  assert.equal(await screen.frequency('daily').isChecked(), true);
  await screen.toggle('dos-3', 'accountant').click();
  await page.waitForTimeout(500);
  assert.deepEqual(await backend.applied('p-1'), []);
  assert.equal((await backend.applied('p-2')).length, 1);
  assert.deepEqual(await outbox(page), []);
});

test('F34: records that cannot be read are kept, and the others are saved', FAILURES, async ({ screen, page, backend }) => {
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  await page.evaluate(async () => {
    const database = await new Promise((resolve) => {
      const request = indexedDB.open('conversation-settings');
      request.onsuccess = () => resolve(request.result);
    });
    const records = database.transaction('outbox', 'readwrite').objectStore('outbox');
    records.put('{"schema":99,"what":"from a later version"}', ['', 'p-1', 77, 1]);
    records.put('junk', ['', 'p-1', 77, 2]);
    records.put(42, ['', 'p-1', 77, 3]);
    const owner = { tenant: '', person: 'p-1' };
    const good = { schema: 1, owner, stamp: { clock: 5, tab: 77 }, frequency: 'weekly' };
    records.put(JSON.stringify(good), ['', 'p-1', 77, 4]);
    await new Promise((resolve) => {
      records.transaction.oncomplete = resolve;
    });
    database.close();
  });
  await screen.reload();
  await eventually(async () => assert.equal((await backend.settings()).frequency, 'weekly'));
  await screen.saved();
  await eventually(async () => assert.deepEqual((await outbox(page)).map(({ key }) => key[3]), [1, 2, 3]));
});

for (const kind of ['throws', 'blocked', 'absent', 'fails']) {
  test(`F34: storage that ${kind} is said, and saving goes on`, { failures: true, open: false }, async ({ screen, page, backend }) => {
    await page.addInitScript(broken, kind);
    await screen.open();
    await cutOff(backend);
    await screen.toggle('dos-3', 'accountant').click();
    await page.getByText('ne seront pas conservées').waitFor();
    await backend.hook('DELETE', 'faults');
    await eventually(async () => assert.equal(await chosen(backend, 'dos-3'), true), 15_000);
    await screen.saved();
    assert.equal(await page.getByText('ne seront pas conservées').isVisible(), false);
  });
}
