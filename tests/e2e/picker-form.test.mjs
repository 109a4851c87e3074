// The picker is a form control, and survives what its hosts do.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test as nodeTest } from 'node:test';
import { eventually } from './support/browser.mjs';
import { PICKER, Picker, backend, form, html, page, site, test, visit } from './support/picker.mjs';
import { startBackend } from './support/server.mjs';

const REQUIRED = PICKER.replace('name=', 'required name=');
const data = (tab) => tab.evaluate(() => [...new FormData(document.forms[0])].map(([name, value]) => `${name}=${value}`));

test('FormData holds one entry for each recipient', {}, async ({ picker, tab }) => {
  assert.deepEqual(await data(tab), ['recipients=p-1', 'recipients=p-2']);
  await picker.host.evaluate((host) => (host.value = ['p-3', 'p-1']));
  assert.deepEqual(await data(tab), ['recipients=p-3', 'recipients=p-1']);
  await picker.host.evaluate((host) => (host.name = ''));
  await eventually(async () => assert.deepEqual(await data(tab), []));
});

test('required: the form does not submit while nobody is chosen, and says why', { body: form(REQUIRED) }, async ({ picker, tab }) => {
  await tab.evaluate(() => document.forms[0].addEventListener('submit', (event) => {
    event.preventDefault();
    globalThis.sent = true;
  }));
  await picker.host.evaluate((host) => (host.value = []));
  await tab.locator('#send').click();
  assert.equal(await tab.evaluate(() => globalThis.sent), undefined);
  const seen = await picker.host.evaluate((host) => [host.validity.valueMissing, host.validationMessage, host.checkValidity(), host.matches(':invalid')]);
  assert.deepEqual([seen[0], seen[2], seen[3]], [true, false, true]);
  assert.match(seen[1], /chez personne/);
  assert.equal(await picker.focused(), 'input', 'the browser shows the message at the field');
  assert.equal(await picker.input.getAttribute('aria-invalid'), 'true');
  await picker.host.evaluate((host) => host.reset());
  await tab.locator('#send').click();
  assert.equal(await tab.evaluate(() => globalThis.sent), true);
});

test('input and change tell of what the asker did, not of what the page did; what is typed is nobody’s business', {}, async ({ picker, tab }) => {
  await tab.evaluate(() => {
    globalThis.heard = [];
    for (const name of ['input', 'change']) document.addEventListener(name, (event) => globalThis.heard.push(`${name} ${event.target.localName} ${event.composed}`));
  });
  await picker.input.focus();
  await tab.keyboard.type('cid');
  assert.deepEqual(await picker.heard(), []);
  await picker.press('Enter', 'Escape');
  assert.deepEqual(await picker.heard(), ['input recipient-picker true', 'change recipient-picker true']);
  await tab.locator('h1').click();
  await picker.host.evaluate((host) => {
    host.value = [];
    host.reset();
  });
  assert.equal((await picker.heard()).length, 2);
});

test('the form’s reset goes back to the default', {}, async ({ picker, tab }) => {
  await picker.chips.first().getByRole('button').click();
  await tab.locator('#clear').click();
  assert.deepEqual(await picker.value(), ['p-1', 'p-2']);
});

test('a disabled fieldset disables, and nothing is submitted', { body: form(`<fieldset id="set">${REQUIRED}</fieldset>`) }, async ({ picker, tab }) => {
  await tab.evaluate(() => (document.getElementById('set').disabled = true));
  await eventually(async () => assert.equal(await picker.input.isDisabled(), true));
  assert.deepEqual(await data(tab), []);
  await picker.chips.first().getByRole('button').click({ force: true }).catch(() => {});
  assert.deepEqual(await picker.value(), ['p-1', 'p-2']);
  await tab.evaluate(() => (document.getElementById('set').disabled = false));
  await eventually(async () => assert.equal(await picker.input.isDisabled(), false));
});

test('<label for> names the field and focuses it', { body: form(`<label for="p">Qui doit répondre ?</label>${PICKER.replace('<recipient-picker', '<recipient-picker id="p"')}`) }, async ({ picker, tab }) => {
  await tab.locator('label').first().click();
  assert.equal(await picker.focused(), 'input');
  assert.equal(await tab.getByRole('combobox', { name: 'Qui doit répondre ?' }).count(), 1);
  assert.equal(await picker.host.locator('.label').isVisible(), false);
});

test('the label attribute names it, and its own word otherwise', {}, async ({ picker, tab }) => {
  assert.equal(await tab.getByRole('combobox', { name: 'Destinataires' }).count(), 1);
  await picker.host.evaluate((host) => (host.label = 'À qui'));
  await eventually(async () => assert.equal(await tab.getByRole('combobox', { name: 'À qui' }).count(), 1));
});

test('a choice is there again after back and forward', { body: form(PICKER) }, async ({ picker, tab }) => {
  await picker.input.focus();
  await picker.press('ArrowUp', 'Enter', 'Escape');
  const chosen = await picker.value();
  await tab.evaluate(() => (globalThis.keepsThePageOutOfTheCache = new BroadcastChannel('x')));
  await tab.goto(page('elsewhere'));
  await tab.goBack();
  await picker.ready();
  await eventually(async () => assert.deepEqual(await picker.value(), chosen));
});

test('properties that were set before the class was known', { body: '', ready: false }, async ({ tab, picker }) => {
  await tab.goto(page(form('<recipient-picker id="early"></recipient-picker>'), { script: '' }));
  await tab.evaluate(() => {
    const early = document.getElementById('early');
    Object.assign(early, { dossier: 'dos-1', audience: 'accountant', name: 'r', required: true, label: 'Tôt', value: ['p-3'], lang: 'nl' });
    return import('/recipient-picker/recipient-picker.js');
  });
  await picker.ready();
  assert.deepEqual(await picker.value(), ['p-3']);
  assert.deepEqual(await data(tab), ['r=p-3']);
  assert.equal(await picker.host.locator('.label').innerText(), 'Tôt');
  assert.equal(await picker.input.getAttribute('placeholder'), 'Iemand toevoegen of verwijderen');
  assert.deepEqual(await picker.host.evaluate((host) => [host.getAttribute('dossier'), host.hasAttribute('required')]), ['dos-1', true]);
});

test('another dossier, another audience: the default of that question', {}, async ({ picker, server, tab }) => {
  for (const [dossier, audience] of [['dos-2', 'accountant'], ['dos-2', 'entrepreneur'], ['dos-1', 'entrepreneur']]) {
    await picker.host.evaluate((host, [dossier, audience]) => {
      host.dossier = dossier;
      host.audience = audience;
    }, [dossier, audience]);
    const answer = await (await tab.request.get(`${server.url}/api/dossiers/${dossier}/preselection?audience=${audience}&asker=p-20`)).json();
    await eventually(async () => assert.deepEqual([...(await picker.value())].sort(), [...answer.recipients ?? answer].sort()));
  }
});

test('moved, it keeps choice, field and text', { body: `<div id="there"></div>${form(PICKER)}` }, async ({ picker, tab }) => {
  await picker.chips.first().getByRole('button').click();
  const same = await tab.evaluate(async () => {
    const host = document.querySelector('recipient-picker');
    const input = host.shadowRoot.querySelector('input');
    document.getElementById('there').append(host);
    await new Promise((resolve) => setTimeout(resolve));
    return input === host.shadowRoot.querySelector('input');
  });
  assert.equal(same, true);
  assert.deepEqual(await picker.value(), ['p-2']);
  assert.equal(await picker.host.locator('input').count(), 1);
});

test('removed during a fetch, nothing happens; put back, it starts again with what was chosen', { failures: true }, async ({ picker, tab }) => {
  await picker.input.focus();
  await picker.press('ArrowUp', 'Enter');
  const chosen = await picker.value();
  await picker.listen('ready', 'error', 'change');
  const held = [];
  await tab.route('**/api/dossiers/*/team', (route) => held.push(route));
  await tab.evaluate(async () => {
    globalThis.host = document.querySelector('recipient-picker');
    globalThis.host.remove();
    await new Promise((resolve) => setTimeout(resolve));
    document.forms[0].prepend(globalThis.host);
  });
  await eventually(async () => assert.equal(held.length, 1));
  await tab.evaluate(async () => {
    globalThis.host.remove();
    await new Promise((resolve) => setTimeout(resolve));
  });
  await held[0].continue().catch(() => {});
  await tab.unroute('**/api/dossiers/*/team');
  assert.deepEqual(await picker.heard(), []);
  await tab.evaluate(() => document.forms[0].prepend(globalThis.host));
  await eventually(async () => assert.deepEqual(await picker.heard(), ['ready']));
  assert.deepEqual((await picker.value()).sort(), chosen.sort());
});

test('ten on one page: each on its own, one instance of the module', { body: form(Array.from({ length: 10 }, (_, index) => PICKER.replace('name="recipients"', `name="r${index}" id="p${index}"`)).join('')), ready: false }, async ({ tab }) => {
  const wasm = [];
  tab.on('request', (request) => request.url().endsWith('.wasm') && wasm.push(request.url()));
  await tab.reload();
  await eventually(async () => assert.equal((await data(tab)).length, 20));
  assert.equal(wasm.length, 1);
  const fifth = new Picker(tab, '#p5');
  await fifth.chips.first().getByRole('button').click();
  assert.equal((await data(tab)).length, 19);
  const ids = await tab.evaluate(() => [...document.querySelectorAll('recipient-picker')].flatMap((host) => [...host.shadowRoot.querySelectorAll('[id]')].map(({ id }) => id)));
  assert.equal(new Set(ids).size, ids.length);
});

test('1,000 mounts leave memory level', { body: '<div id="place"></div>', ready: false }, async ({ tab }) => {
  const session = await tab.context().newCDPSession(tab);
  await session.send('HeapProfiler.enable');
  const team = { dossier: { id: 'd', name: 'D' }, people: [], team: [] };
  for (let index = 0; index < 30; index++) {
    team.people.push({ id: `x-${index}`, name: `Élodie ${index}` });
    team.team.push({ person: `x-${index}`, role: 'manager' });
  }
  const mount = (times) => tab.evaluate(async ([times, team]) => {
    await customElements.whenDefined('recipient-picker');
    const place = document.getElementById('place');
    for (let index = 0; index < times; index++) {
      const host = document.createElement('recipient-picker');
      host.team = team;
      place.append(host);
      await new Promise((resolve) => setTimeout(resolve));
      host.shadowRoot.querySelector('.toggle')?.click();
      host.remove();
      await null;
    }
  }, [times, team]);
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes, jsEventListeners, wasm: await tab.evaluate(() => globalThis.pickerMemory?.buffer.byteLength ?? 0) };
  };
  await tab.addInitScript(() => {
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiateStreaming(...given);
      globalThis.pickerMemory = made.instance.exports.memory;
      return made;
    };
  });
  await tab.reload();
  await mount(200);
  const before = await measure();
  await mount(1_000);
  const after = await measure();
  console.log('# 1,000 mounts:', JSON.stringify({ before, after }));
  assert.ok(before.wasm > 0);
  assert.equal(after.wasm, before.wasm, 'the module’s memory');
  assert.ok(after.heap - before.heap < 500_000, `${after.heap - before.heap} bytes more in the heap`);
  assert.ok(after.nodes - before.nodes < 100 && after.jsEventListeners - before.jsEventListeners < 20);
});

const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'";

test('the strictest policy: nothing inline, Trusted Types', { ready: false }, async ({ picker, tab }) => {
  await tab.route(/page-\d+\.html/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': STRICT } });
  });
  await tab.reload();
  await picker.ready();
  assert.match(await tab.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy')), /trusted-types/);
  await picker.input.click();
  await picker.options.last().click();
  await picker.host.evaluate((host) => (host.value = []));
  assert.equal((await picker.candidates()).length, 3);
  assert.equal(await picker.host.locator('.field').evaluate((field) => getComputedStyle(field).borderTopStyle), 'solid', 'the style sheet holds');
});

nodeTest('a page from another origin', { timeout: 60_000 }, async () => {
  const pages = await backend();
  // Not by an intercepted answer: that has no address, and Chromium then refuses it the loopback network.
  let policy = '';
  const elsewhere = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
    response.end(html(form(PICKER), { script: `${front.url}/recipient-picker/recipient-picker.js` }).replace('<link rel="stylesheet" href="/question.css">', ''));
  });
  await new Promise((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${elsewhere.address().port}`;
  // The module and the data come from here, and only from here.
  const front = await startBackend({ dist: site(), allowOrigin: origin });
  policy = `default-src 'none'; img-src data:; script-src ${front.url} 'wasm-unsafe-eval'; connect-src ${front.url}`;
  try {
    await visit(pages, { anyOrigin: true, person: null }, async (tab, context) => {
      const answer = await context.request.post(`${front.url}/sign-in`, { form: { person: 'p-20' }, maxRedirects: 0 });
      assert.equal(answer.status(), 303);
      const asked = [];
      tab.on('request', (request) => asked.push(request.url()));
      await tab.goto(origin);
      const picker = new Picker(tab);
      await picker.ready();
      assert.deepEqual(await picker.value(), ['p-1', 'p-2']);
      assert.ok(asked.includes(`${front.url}/api/dossiers/dos-1/team`));
      assert.ok(asked.includes(`${front.url}/recipient-picker/recipient-picker.wasm`));
    });
  } finally {
    elsewhere.close();
    await front.stop();
  }
});
