// What engines miss, over the states of the recipient picker, in its shadow tree. Nothing is found.
// That each check finds its fault is held in accessibility-seeded.test.mjs; what axe finds, in picker-axe.test.mjs.
import assert from 'node:assert/strict';
import { eventually } from './support/browser.mjs';
import { test } from './support/picker.mjs';
import { OF_THE_EYE, OF_THE_TREE, faults } from './support/accessibility/all.mjs';
import { lost, obscured, walks } from './support/accessibility/focus.mjs';
import { only } from './support/accessibility/in-page.mjs';
import { announced } from './support/accessibility/tree.mjs';

const SCHEMES = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
];

// The field has the edge of the input in it; a chip is told by its text.
const PARTS = { edges: '.field', pictures: '.bell, .check' };

const PEOPLE = ['Ann Peeters', 'Bob Martin', 'Bob Martin', 'Cid Özdemir', 'Marie-Antoinette van den Broeck'];
// Two of one name, and one whom no e-mail reaches.
const TEAM = {
  dossier: { id: 'd', name: 'Boulangerie Martin' },
  people: PEOPLE.map((name, index) => ({ id: `p-${index}`, name, email: index !== 3 })),
  team: PEOPLE.map((_, index) => ({ person: `p-${index}`, role: index < 3 ? 'manager' : 'collaborator', participation: { accountant: index !== 4 } })),
};
const LONG = {
  dossier: { id: 'd', name: 'D' },
  people: Array.from({ length: 400 }, (_, index) => ({ id: `x-${index}`, name: `Élodie ${index}` })),
  team: Array.from({ length: 400 }, (_, index) => ({ person: `x-${index}`, role: index < 9 ? 'manager' : 'collaborator' })),
};

const give = (picker, team) => picker.host.evaluate((host, team) => { host.team = team; }, team);
const open = async (picker) => {
  await picker.input.focus();
  await picker.press('ArrowDown');
};
// What lies on top of the page while the list is open: of sizes and colours, that alone is looked at.
const POPUP = { reach: open, top: '.popup' };

const STATES = [
  ['chips', TEAM, {}],
  ['nobody', TEAM, { reach: (picker) => picker.host.evaluate((host) => { host.value = []; }) }],
  ['the list open', TEAM, POPUP],
  ['a long list open', LONG, POPUP],
];

for (const width of [900, 320]) {
  test(`in every state, at ${width} pixels, the checks find nothing`, { viewport: { width, height: 900 }, reducedMotion: 'reduce', timeout: 120_000 }, async ({ picker, tab }) => {
    const { targets, 'text of 200 %': _, ...colours } = OF_THE_EYE;
    for (const [state, team, { reach = () => {}, top = null }] of STATES) {
      await picker.host.evaluate((host) => host.reset());
      await give(picker, team);
      await picker.ready();
      await reach(picker);
      assert.deepEqual(await faults(tab, OF_THE_TREE), [], state);
      await only(tab, top);
      assert.deepEqual(await faults(tab, { targets }), [], state);
      for (const scheme of SCHEMES) {
        await tab.emulateMedia(scheme);
        assert.deepEqual(await faults(tab, colours, PARTS), [], `${state} ${JSON.stringify(scheme)}`);
      }
      await only(tab, null);
      await picker.press('Escape', 'Escape');
    }
  });
}

// On a page of its own: after a change of the font size Chromium paints other colours late.
test('with text of 200 % nothing is lost, in every state', { reducedMotion: 'reduce' }, async ({ picker, tab }) => {
  for (const [state, team, { reach = () => {}, top = null }] of STATES) {
    await picker.host.evaluate((host) => host.reset());
    await give(picker, team);
    await picker.ready();
    await reach(picker);
    await only(tab, top);
    assert.deepEqual(await faults(tab, { enlarged: OF_THE_EYE['text of 200 %'] }), [], state);
    await only(tab, null);
    await picker.press('Escape', 'Escape');
  }
});

test('every kind of stop has an indicator that is seen', { reducedMotion: 'reduce' }, async ({ picker, tab }) => {
  await give(picker, TEAM);
  await picker.ready();
  for (const scheme of SCHEMES) {
    await tab.emulateMedia(scheme);
    assert.deepEqual(await walks(tab, { seen: ({ name }) => name.includes('part=') }), [], JSON.stringify(scheme));
  }
});

test('the arrows over options and chips: nothing is covered nor lost, to the end of a long list and back', { viewport: { width: 900, height: 500 }, reducedMotion: 'reduce' }, async ({ picker, tab }) => {
  await give(picker, LONG);
  await picker.ready();
  await open(picker);
  // The option that is pointed at is wholly within the list.
  const inSight = () => picker.host.evaluate((host) => {
    const root = host.shadowRoot;
    const option = root.getElementById(root.querySelector('.input').getAttribute('aria-activedescendant'));
    const [inner, outer] = [option, root.querySelector('.list')].map((element) => element.getBoundingClientRect());
    return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  });
  for (const key of [...Array(12).fill('ArrowDown'), 'ArrowUp', 'PageDown', 'PageDown', 'PageUp', ...Array(12).fill('ArrowUp'), ...Array(4).fill('ArrowUp')]) {
    await picker.press(key);
    await eventually(async () => assert.ok(await inSight(), key));
    assert.deepEqual([...(await lost(tab)), ...(await obscured(tab))], [], key);
    assert.deepEqual(await faults(tab, { 'row numbers': OF_THE_TREE['row numbers'] }), [], key);
  }
  await picker.press('Escape', 'ArrowLeft');
  assert.match(await picker.focused(), /^chip:/);
  for (const key of ['ArrowLeft', 'ArrowLeft', 'Delete', 'Delete', 'Backspace', 'ArrowRight']) {
    await picker.press(key);
    assert.deepEqual([...(await lost(tab)), ...(await obscured(tab))], [], key);
  }
});

test('what happens is read out, by a region that was there before', {}, async ({ picker, tab }) => {
  await give(picker, TEAM);
  await picker.ready();
  await open(picker);
  assert.deepEqual(await announced(tab, () => picker.press('Enter')), [], 'a person removed or added');
  assert.deepEqual(await announced(tab, () => picker.input.pressSequentially('bob')), [], 'found');
  await picker.press('Escape', 'Escape', 'Backspace');
  assert.deepEqual(await announced(tab, () => picker.press('Backspace')), [], 'removed by Backspace');
});
