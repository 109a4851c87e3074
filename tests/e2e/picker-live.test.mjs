// The settings screen and the composer, as two tabs of one browser: the link between them, and how the one follows
// the other.
import assert from 'node:assert/strict';
import { eventually, guarded, test } from './support/browser.mjs';
import { Picker } from './support/picker.mjs';

// The tab that `open` opens.
async function another(screen, open) {
  const opened = screen.page.context().waitForEvent('page');
  await open();
  const tab = await opened;
  const { faults } = guarded(tab, screen.backend.url);
  await tab.waitForLoadState();
  return { tab, picker: new Picker(tab), faults };
}

const testQuestion = (screen, dossier) => another(screen, async () => {
  await screen.row(dossier).locator('.recipients-button').click();
  await screen.page.getByRole('link', { name: 'Poser une question de test' }).click();
});

test('the link in the recipients dialog opens the composer with that dossier, and asks whom the dialog names', {}, async ({ screen, page }) => {
  // Not the composer's first dossier, nor one where everybody takes the default.
  await screen.toggle('dos-3', 'accountant').click();
  await screen.saved();
  const { tab, picker, faults } = await testQuestion(screen, 'dos-3');
  const named = await page.locator('section[aria-labelledby="recipients-of-accountant"] .person').evaluateAll((people) =>
    people.filter((person) => person.querySelector('.bell').dataset.bell !== 'silent').map((person) => person.querySelector('.person-name').textContent));
  assert.equal(new URL(tab.url()).pathname, '/composer.html');
  await picker.ready();
  assert.equal(await tab.locator('#dossier').inputValue(), 'dos-3');
  assert.equal(await tab.locator('input[name=audience]:checked').inputValue(), 'accountant');
  const asked = (await picker.candidates()).filter(({ selected }) => selected).map(({ name }) => name);
  assert.deepEqual(asked.sort(), named.sort());
  const { team } = await (await tab.request.get('/api/dossiers/dos-3/team')).json();
  const client = team.find(({ role }) => role === 'entrepreneur').person;
  const answer = await (await tab.request.get(`/api/dossiers/dos-3/preselection?audience=accountant&asker=${client}`)).json();
  assert.deepEqual((await picker.value()).sort(), (answer.recipients ?? answer).sort(), 'and whom the backend would ask');
  assert.deepEqual(faults, []);
});

test('a toggle on the settings screen changes an open picker, and nothing that was chosen there by hand', {}, async ({ screen, page }) => {
  const { tab, picker, faults } = await testQuestion(screen, 'dos-1');
  await page.keyboard.press('Escape');
  await picker.ready();
  assert.deepEqual(await picker.value(), ['p-1', 'p-2']);
  await picker.input.click();
  const bell = () => picker.host.locator('.option[data-person="p-1"] .bell').getAttribute('data-bell');
  const participate = async (participates) => {
    await page.bringToFront();
    await screen.toggle('dos-1', 'accountant').setChecked(participates);
    await tab.bringToFront();
    await eventually(async () => assert.equal(await bell(), participates ? 'rings' : 'silent'));
  };

  await participate(false);
  assert.deepEqual(await picker.value(), ['p-2']);
  await participate(true);
  assert.deepEqual((await picker.value()).sort(), ['p-1', 'p-2']);

  await picker.host.locator('.option[data-person="p-1"]').click();
  await picker.host.locator('.option[data-person="p-3"]').click();
  await participate(false);
  await participate(true);
  assert.deepEqual(await picker.value(), ['p-2', 'p-3'], 'p-1 was removed by hand');
  await picker.host.locator('.option[data-person="p-1"]').click();
  await participate(false);
  assert.deepEqual(await picker.value(), ['p-2', 'p-3', 'p-1'], 'and then added by hand');
  assert.equal(await picker.host.locator('.chip[data-person="p-1"] .bell').getAttribute('data-bell'), 'silent');
  assert.ok(await picker.isOpen());

  await screen.saved();
  assert.deepEqual(faults, []);
  assert.equal(await tab.locator('#problem').isVisible(), false);
});
