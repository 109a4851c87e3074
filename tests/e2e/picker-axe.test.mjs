// axe finds nothing in any state of the picker, in any language, in light, dark and forced colours.
import assert from 'node:assert/strict';
import { audit } from './support/axe.mjs';
import { eventually } from './support/browser.mjs';
import { form, test } from './support/picker.mjs';

const COLOURS = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
];

const PEOPLE = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Bob', email: false },
  { id: 'c', name: 'Cid' },
];
const team = (...members) => ({
  dossier: { id: 'd', name: 'D' },
  people: PEOPLE,
  team: members.map(([person, role, accountant]) => ({ person, role, participation: { accountant } })),
});
const EVERYBODY = team(['a', 'manager'], ['b', 'collaborator', true], ['c', 'manager', false]);
const LONG = {
  dossier: { id: 'd', name: 'D' },
  people: Array.from({ length: 200 }, (_, index) => ({ id: `x-${index}`, name: `Élodie ${index}` })),
  team: Array.from({ length: 200 }, (_, index) => ({ person: `x-${index}`, role: index < 70 ? 'manager' : 'collaborator' })),
};

const give = (picker, given) => picker.host.evaluate((host, given) => (host.team = given), given);
const set = (picker, properties) => picker.host.evaluate((host, properties) => Object.assign(host, properties), properties);
const chooses = (picker, ids) => picker.host.evaluate((host, ids) => (host.value = ids), ids);
const asks = async (picker, dossier) => {
  await give(picker, null);
  await set(picker, { dossier });
};

// Each state: how to get there from the one before, and the kind of notice and of list that it shows.
const STATES = [
  ['no dossier', () => {}, 'info'],
  ['chips', (picker) => give(picker, EVERYBODY), ''],
  ['the list open', async (picker) => {
    await picker.input.focus();
    await picker.press('ArrowDown');
  }, '', 'list'],
  ['nobody found', (picker) => picker.input.fill('zzz'), '', 'empty'],
  ['a difference', async (picker) => {
    await picker.press('Escape', 'Escape');
    await chooses(picker, ['c', 'a']);
  }, ''],
  ['a difference, disabled', (picker) => set(picker, { disabled: true }), ''],
  ['only one whom no e-mail reaches', async (picker) => {
    await set(picker, { disabled: false });
    await chooses(picker, ['b']);
  }, 'warning'],
  ['everybody removed', (picker) => chooses(picker, []), 'warning'],
  ['nobody, disabled', (picker) => set(picker, { disabled: true }), 'warning'],
  ['nobody takes part', async (picker) => {
    await set(picker, { disabled: false });
    await picker.host.evaluate((host) => host.reset());
    await give(picker, team(['a', 'collaborator'], ['c', 'manager', false]));
  }, 'warning'],
  ['nobody can be asked', (picker) => give(picker, team()), 'warning'],
  ['a team that is none', (picker) => give(picker, { nonsense: true }), 'error'],
  ['many, the list open', async (picker) => {
    await give(picker, LONG);
    await picker.ready();
    await picker.input.focus();
    await picker.press('ArrowUp');
  }, '', 'list'],
  ['loading', (picker) => asks(picker, 'slow'), 'loading'],
  ['no connection', (picker) => asks(picker, 'unreachable'), 'error'],
  ['a backend that fails', (picker) => asks(picker, '500'), 'error'],
  ['no access', (picker) => asks(picker, '403'), 'error'],
  ['an unknown dossier', (picker) => asks(picker, '404'), 'error'],
  ['signed out', (picker) => asks(picker, '401'), 'error'],
];

async function stub(tab) {
  await tab.route('**/api/dossiers/*/team', (route) => {
    const dossier = /dossiers\/([^/]+)/.exec(route.request().url())[1];
    if (dossier === 'unreachable') return route.abort();
    if (dossier === 'slow') return undefined;
    return route.fulfill({ status: Number(dossier), json: { signIn: '/sign-in' } });
  });
}

for (const lang of ['fr', 'nl', 'en', 'de']) {
  test(`axe finds nothing in ${lang}, whatever the picker shows`, { lang, body: form('<recipient-picker name="r" required></recipient-picker>'), ready: false, failures: true, timeout: 180_000 }, async ({ picker, tab }) => {
    await stub(tab);
    const said = new Set();
    for (const [state, reach, kind, list = 'closed'] of STATES) {
      await reach(picker);
      // That it is the state that is meant, and not the one before.
      await eventually(async () => {
        const seen = await picker.host.evaluate((host) => {
          const part = (name) => host.shadowRoot.querySelector(`.${name}`);
          const shows = ['list', 'empty'].find((name) => part(name).checkVisibility());
          return { kind: part('notice').dataset.kind, text: part('notice').textContent, shows: shows ?? 'closed' };
        });
        assert.deepEqual([seen.kind, seen.shows], [kind, list], `${lang}: ${state}`);
        assert.ok(!kind || !said.has(seen.text), `${lang}: ${state}: ${seen.text}`);
        said.add(seen.text);
      });
      for (const colours of COLOURS) {
        await tab.emulateMedia(colours);
        assert.deepEqual(await audit(tab), [], `${lang}, ${JSON.stringify(colours)}: ${state}`);
      }
    }
  });
}
