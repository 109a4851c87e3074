// One composer in six frameworks, each built with its own tools, driven by one test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOSTS, build } from '../hosts/build.mjs';
import { eventually } from './support/browser.mjs';
import { ComponentPicker, Picker, visit } from './support/picker.mjs';
import { startBackend } from './support/server.mjs';

for (const host of HOSTS) {
  test(`${host}: preselection as the backend's, change, reset, required, submit, stored recipients`, { timeout: 600_000 }, async () => {
    const server = await startBackend({ dist: await build(host) });
    try {
      await visit(server, {}, async (tab) => {
        const sent = [];
        tab.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
        await tab.goto('/');
        const picker = host === 'leptos' ? new ComponentPicker(tab) : new Picker(tab);
        await picker.ready();
        const shown = (id) => tab.locator(`#${id}`).textContent();
        const expect = async (dossier, audience) => {
          const answer = await (await tab.request.get(`${server.url}/api/dossiers/${dossier}/preselection?audience=${audience}&asker=p-20`)).json();
          const recipients = answer.recipients ?? answer;
          await eventually(async () => assert.deepEqual([...(await picker.value())].sort(), [...recipients].sort(), `${dossier} ${audience}`));
          return recipients;
        };
        await expect('dos-1', 'accountant');
        await eventually(async () => assert.equal(await shown('picked'), 'p-1 p-2'));

        // The other kind of question, the other language, and back.
        await tab.locator('#audience').selectOption('entrepreneur');
        await expect('dos-1', 'entrepreneur');
        await tab.locator('#audience').selectOption('accountant');
        await expect('dos-1', 'accountant');
        await tab.locator('#language').selectOption('nl');
        await eventually(async () => assert.equal(await picker.input.getAttribute('placeholder'), 'Iemand toevoegen of verwijderen'));

        // A change by keyboard reaches the framework's state, and the host may render again around it.
        await picker.input.focus();
        await tab.keyboard.type('cid');
        await picker.press('Enter');
        await eventually(async () => assert.equal(await shown('picked'), 'p-1 p-2 p-3'));
        await tab.locator('#rerender').evaluate((button) => button.click());
        await eventually(async () => assert.equal(await shown('rerender'), '1'));
        assert.equal(await picker.focused(), 'input');
        assert.deepEqual(await picker.value(), ['p-1', 'p-2', 'p-3']);
        await picker.press('Escape', 'Escape');

        // Required.
        await tab.locator('#text').fill('Où en est ma déclaration ?');
        for (let left = 3; left > 0; left--) await picker.chips.first().getByRole('button').click();
        await tab.locator('#send').click();
        assert.equal(await shown('stored'), '');
        assert.equal(await picker.focused(), 'input');

        // Reset, change, submit, and what was stored.
        await tab.locator('#clear').click();
        await expect('dos-1', 'accountant');
        await tab.locator('#text').fill('Où en est ma déclaration ?');
        await picker.input.click();
        await picker.options.nth(2).click();
        // Enter in the field means a person, never the form, also where the two are in one tree.
        await picker.press('Escape', 'Enter');
        await tab.locator('#send').click();
        await eventually(async () => assert.equal(await shown('stored'), 'p-1 p-2 p-3'));
        assert.equal(sent.length, 1, sent.join(' '));
      });
    } finally {
      await server.stop();
    }
  });
}
