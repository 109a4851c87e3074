// The keyboard, the focus and what is announced. Each bug that other pickers had is a test here.
import assert from 'node:assert/strict';
import { eventually } from './support/browser.mjs';
import { PICKER, form, test } from './support/picker.mjs';

const BIG = (count) => ({
  dossier: { id: 'big', name: 'Big' },
  people: Array.from({ length: count }, (_, index) => ({ id: `x-${index}`, name: `${['Élodie', 'Ann', 'Özgür', 'Zoë'][index % 4]} ${String(index).padStart(4, '0')}` })),
  team: Array.from({ length: count }, (_, index) => ({ person: `x-${index}`, role: index < 3 ? 'manager' : 'collaborator' })),
});

test('the field is a combobox with a list of several choices, all within one tree', {}, async ({ picker }) => {
  await picker.input.click();
  const seen = await picker.host.evaluate((host) => {
    const input = host.shadowRoot.querySelector('input');
    const list = host.shadowRoot.getElementById(input.getAttribute('aria-controls'));
    const ids = ['aria-controls', 'aria-describedby'].flatMap((name) => input.getAttribute(name).split(' '));
    return {
      list: [list.getAttribute('role'), list.getAttribute('aria-multiselectable')],
      dead: ids.filter((id) => !host.shadowRoot.getElementById(id)),
      expanded: input.getAttribute('aria-expanded'),
      selected: [...list.querySelectorAll('[role=option]')].map((option) => option.getAttribute('aria-selected')),
    };
  });
  assert.deepEqual(seen, { list: ['listbox', 'true'], dead: [], expanded: 'true', selected: ['true', 'true', 'false'] });
});

test('two keystrokes add somebody, and the list stays open', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('i');
  assert.equal(await picker.active(), 'p-3');
  await picker.press('Enter');
  assert.deepEqual(await picker.value(), ['p-1', 'p-2', 'p-3']);
  assert.ok(await picker.isOpen());
});

test('a change is announced as a name and a count, in the light tree', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('End', 'ArrowUp', 'Enter');
  assert.match(await picker.announced(), /Cid Lambert.*3 destinataires/);
  await picker.press('Enter');
  assert.match(await picker.announced(), /Cid Lambert.*2 destinataires/);
  assert.doesNotMatch(await picker.announced(), /\[object|undefined|NaN/);
});

test('adding and removing are both announced, each time anew, without any help text (Downshift)', {}, async ({ picker }) => {
  await picker.host.evaluate((host) => {
    globalThis.said = [];
    new MutationObserver(() => globalThis.said.push(host.querySelector('[role=status]').textContent)).observe(host.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true });
  });
  await picker.input.focus();
  await picker.press('ArrowUp', 'Enter', 'Enter', 'Enter', 'Enter');
  const said = await picker.tab.evaluate(() => globalThis.said);
  assert.equal(said.length, 4);
  assert.ok(said.every((text, index) => index === 0 || text !== said[index - 1]), said.join('\n'));
  assert.ok(said.every((text) => !/flèche|Échap/i.test(text)));
});

test('how many were found is announced, and heard again when it is as many as before', {}, async ({ picker }) => {
  await picker.input.focus();
  const said = [];
  for (const key of ['i', 'd', 'z']) {
    await picker.press(key);
    said.push(await picker.host.evaluate((host) => host.querySelector('[role=status]').textContent));
  }
  assert.match(said[0], /1 personne trouvée/);
  assert.match(said[1], /1 personne trouvée/);
  assert.notEqual(said[0], said[1], 'another text, or nothing is heard');
  assert.match(said[2], /Personne ne correspond à .*idz/);
});

test('what an input method is composing is not for the picker', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowDown');
  const handled = await picker.input.evaluate((input) => [{ isComposing: true }, { keyCode: 229 }].map((how) =>
    !input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...how }))));
  assert.deepEqual(handled, [false, false]);
  assert.deepEqual(await picker.value(), ['p-1', 'p-2']);
});

test('aria-selected is on those chosen, never on the one that is highlighted (Zag)', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowUp');
  assert.equal(await picker.active(), 'p-3');
  assert.deepEqual(await picker.options.evaluateAll((all) => all.map((option) => option.ariaSelected)), ['true', 'true', 'false']);
});

test('a selection made by keyboard is not lost on Tab (Headless UI)', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowUp', 'Enter', 'Tab');
  assert.deepEqual(await picker.value(), ['p-1', 'p-2', 'p-3']);
  assert.equal(await picker.isOpen(), false);
});

test('arrow keys go on after a pick with the mouse, and the focus stays in the field (Headless UI)', {}, async ({ picker }) => {
  await picker.input.click();
  await picker.options.nth(1).click();
  assert.equal(await picker.focused(), 'input');
  await picker.press('ArrowDown');
  assert.equal(await picker.active(), 'p-3');
});

test('after a pick the next one starts where the highlight is (Headless UI)', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowDown', 'Enter', 'ArrowDown', 'Enter');
  assert.deepEqual(await picker.value(), []);
});

test('a tap on an option never focuses the field anew, which would bring up the keyboard of a phone (Headless UI)', { hasTouch: true }, async ({ picker }) => {
  await picker.input.tap();
  await picker.host.evaluate((host) => {
    globalThis.focused = 0;
    const { focus } = HTMLElement.prototype;
    HTMLElement.prototype.focus = function (...options) {
      globalThis.focused++;
      return focus.apply(this, options);
    };
    host.shadowRoot.addEventListener('focusin', () => globalThis.focused++);
  });
  await picker.options.last().tap();
  assert.deepEqual(await picker.value(), ['p-1', 'p-2', 'p-3']);
  assert.equal(await picker.tab.evaluate(() => globalThis.focused), 0);
  assert.ok(await picker.isOpen());
});

test('left and right move over the chips beside the combobox (Zag)', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowLeft');
  assert.equal(await picker.focused(), 'chip:p-2');
  await picker.press('ArrowLeft');
  assert.equal(await picker.focused(), 'chip:p-1');
  await picker.press('ArrowRight', 'ArrowRight');
  assert.equal(await picker.focused(), 'input');
  await picker.press('ArrowDown');
  assert.ok(await picker.isOpen());
  await picker.press('ArrowLeft');
  assert.equal(await picker.focused(), 'chip:p-2', 'also while the list is open');
});

test('left moves the caret while there is text (Zag: it jumped)', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.tab.keyboard.type('abc');
  await picker.press('ArrowLeft', 'ArrowLeft');
  await picker.tab.keyboard.type('x');
  assert.equal(await picker.input.inputValue(), 'axbc');
  assert.equal(await picker.input.evaluate((input) => input.selectionStart), 2);
  await picker.press('Home', 'Delete');
  assert.equal(await picker.input.inputValue(), 'xbc');
  assert.equal(await picker.input.evaluate((input) => input.selectionStart), 0);
});

test('Enter does nothing to somebody whom the filter hides (Zag)', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowDown');
  await picker.tab.keyboard.type('zzz');
  await picker.press('Enter');
  assert.deepEqual(await picker.value(), ['p-1', 'p-2']);
  assert.match(await picker.host.locator('.empty').innerText(), /zzz/);
  assert.equal(await picker.input.getAttribute('aria-activedescendant'), null);
});

test('Enter never submits the form', { body: form(PICKER) }, async ({ picker, tab }) => {
  await tab.evaluate(() => document.getElementById('f').addEventListener('submit', () => (globalThis.sent = true)));
  await picker.input.focus();
  // A form in the same tree would be sent by a key that nobody prevents.
  await tab.evaluate(() => {
    globalThis.prevented = [];
    addEventListener('keydown', (event) => setTimeout(() => globalThis.prevented.push(event.defaultPrevented)), true);
  });
  await picker.press('Enter', 'ArrowDown', 'Enter', 'Escape', 'Enter');
  await eventually(async () => assert.deepEqual(await tab.evaluate(() => globalThis.prevented), [true, true, true, true, true]));
  assert.equal(await tab.evaluate(() => globalThis.sent), undefined);
});

test('a removed chip does not come back with the next pick (Zag, Ark)', {}, async ({ picker }) => {
  await picker.chips.first().getByRole('button').click();
  await picker.input.click();
  await picker.options.last().click();
  assert.deepEqual(await picker.value(), ['p-2', 'p-3']);
});

test('Backspace reaches the last chip, Delete removes, and the focus goes to a neighbour', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowUp', 'Enter', 'Escape', 'Backspace');
  assert.equal(await picker.focused(), 'chip:p-3');
  await picker.press('ArrowLeft', 'Delete');
  assert.equal(await picker.focused(), 'chip:p-3', 'the next one');
  await picker.press('Backspace');
  assert.equal(await picker.focused(), 'chip:p-1', 'the one before, where there is no next one');
  await picker.press('Delete');
  assert.equal(await picker.focused(), 'input');
  assert.deepEqual(await picker.value(), []);
});

test('the Tab key finds the field first and one chip, and leaves', {}, async ({ picker, tab }) => {
  await tab.locator('body').press('Tab');
  assert.equal(await picker.focused(), 'input');
  await picker.press('Tab');
  assert.match(await picker.focused(), /^chip:/);
  await picker.press('Tab');
  assert.equal(await picker.focused(), 'outside: send');
  await picker.press('Shift+Tab', 'Shift+Tab');
  assert.equal(await picker.focused(), 'input');
});

test('typing on a chip goes on in the field', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('Backspace', 'c');
  assert.equal(await picker.focused(), 'input');
  assert.equal(await picker.input.inputValue(), 'c');
});

test('Escape closes, then empties, and only then is the page’s', { body: `<dialog id="d">${form(PICKER)}</dialog>`, ready: false }, async ({ picker, tab }) => {
  await tab.evaluate(() => document.getElementById('d').showModal());
  await picker.ready();
  await picker.input.click();
  await picker.tab.keyboard.type('ann');
  await picker.press('Escape');
  assert.equal(await picker.isOpen(), false);
  await picker.press('Escape');
  assert.equal(await picker.input.inputValue(), '');
  assert.ok(await tab.evaluate(() => document.getElementById('d').open));
});

test('Space types while a name is being typed, and toggles after an arrow key', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.tab.keyboard.type('cid l');
  assert.equal(await picker.input.inputValue(), 'cid l');
  await picker.press('ArrowDown', 'Space');
  assert.deepEqual(await picker.value(), ['p-1', 'p-2', 'p-3']);
});

test('neither accents nor case matter to the filter', { body: form('<recipient-picker></recipient-picker>'), ready: false }, async ({ picker }) => {
  await picker.host.evaluate((host, team) => (host.team = team), BIG(40));
  await picker.ready();
  await picker.input.focus();
  for (const typed of ['elodie', 'ÉLODIE', 'OZGUR']) {
    await picker.input.fill(typed);
    assert.equal(await picker.options.count(), 10, typed);
  }
});

test('leaving the picker closes the list and leaves no half-typed name', {}, async ({ picker, tab }) => {
  await picker.input.focus();
  await picker.tab.keyboard.type('cid');
  await tab.locator('h1').click();
  assert.equal(await picker.input.inputValue(), '');
  assert.equal(await picker.isOpen(), false);
  await picker.input.focus();
  await picker.tab.keyboard.type('cid');
  await picker.press('Shift+Tab');
  await eventually(async () => assert.equal(await picker.input.inputValue(), ''));
});

test('many chosen are still removed by Backspace, one after the other (Vaadin)', { body: form('<recipient-picker></recipient-picker>'), ready: false }, async ({ picker }) => {
  await picker.host.evaluate((host, team) => (host.team = team), BIG(500));
  await picker.ready();
  await picker.host.evaluate((host) => (host.value = host.candidates.map(({ id }) => id)));
  assert.equal(await picker.chips.count(), 60, 'bounded');
  assert.match(await picker.host.locator('.others').innerText(), /440/);
  const last = (await picker.value()).at(-1);
  await picker.input.focus();
  await picker.press('Backspace');
  assert.equal(await picker.focused(), `chip:${last}`);
  await picker.press('Backspace', 'Backspace');
  assert.equal((await picker.value()).length, 498);
  assert.equal(await picker.chips.count(), 60);
});

test('chips are in the order chosen (Web Awesome)', {}, async ({ picker }) => {
  await picker.input.focus();
  await picker.press('ArrowUp', 'Enter', 'ArrowDown', 'Enter', 'Enter');
  assert.deepEqual(await picker.chips.evaluateAll((chips) => chips.map((chip) => chip.dataset.person)), ['p-2', 'p-3', 'p-1']);
  assert.deepEqual(await picker.value(), ['p-2', 'p-3', 'p-1']);
});

test('of 5,000 candidates a few are in the document, those in view (cmdk)', { body: form('<recipient-picker></recipient-picker>'), ready: false }, async ({ picker, tab }) => {
  await picker.host.evaluate((host, team) => (host.team = team), BIG(5_000));
  await picker.ready();
  assert.equal((await picker.candidates()).length, 5_000);
  await picker.input.focus();
  await picker.press('ArrowDown', 'ArrowUp');
  assert.equal(await picker.active(), (await picker.candidates()).at(-1).id, 'the last one, far outside the first window');
  const nodes = await picker.host.evaluate((host) => host.shadowRoot.querySelectorAll('*').length);
  assert.ok(nodes < 700, `${nodes} elements`);
  // Scrolling with the wheel shows other people in the same elements.
  await picker.host.locator('.list').evaluate((list) => (list.scrollTop = list.scrollHeight / 2));
  await eventually(async () => {
    const seen = await picker.host.evaluate((host) => {
      const list = host.shadowRoot.querySelector('.list').getBoundingClientRect();
      return host.shadowRoot.elementFromPoint(list.x + 60, list.y + list.height / 2)?.closest('.option')?.ariaPosInSet;
    });
    assert.ok(Number(seen) > 2_000 && Number(seen) < 3_000, String(seen));
  });
  assert.equal(await tab.evaluate(() => document.querySelectorAll('*').length) < 40, true);
});
