// What config.json changes, without another build; and what is said when it is wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as plainTest } from 'node:test';
import { eventually, withScreen } from './support/browser.mjs';
import { startBackend } from './support/server.mjs';
import { DIST, startHost } from './support/static-host.mjs';
import { test } from './support/visit.mjs';

const about = (said) => said.filter(({ text }) => text.includes('config.json')).map(({ text }) => text);
const OPTIONS = { person: 'p-1', open: false };

for (const [what, answer] of [
  ['no file', { status: 404, type: 'text/html', body: '' }],
  ['a page where there is no file', { status: 200, type: 'text/html', body: '<!doctype html><title>Portal</title>' }],
  ['an empty object', { status: 200, body: '{}' }],
]) {
  test(`${what}: the usual screen`, { ...OPTIONS, failures: true }, async ({ screen, page, host, said }) => {
    host.answer = (path) => (path === '/config.json' ? answer : undefined);
    await screen.open('tools/conversations');
    assert.equal(await page.locator('.brand').innerText(), 'Portail du cabinet');
    assert.equal(await page.locator('#ui-language option').count(), 4);
    assert.deepEqual(about(said), []);
  });
}

test('name, logo and colour are the firm’s', { host: { config: { brand: 'Fiduciaire Dupont', logo: '/recipient-picker-logo.svg', accent: '#7a0040' } }, open: false }, async ({ screen, page, host }) => {
  host.answer = (path) => (path === '/recipient-picker-logo.svg' ? { body: '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="28"><rect width="60" height="28"/></svg>', type: 'image/svg+xml' } : undefined);
  await screen.open('tools/conversations');
  assert.equal(await page.locator('.brand').innerText(), 'Fiduciaire Dupont');
  assert.equal(await page.locator('.brand img').evaluate((image) => image.decode().then(() => new URL(image.src).pathname)), '/recipient-picker-logo.svg');
  const colour = () => page.evaluate(() => {
    const probe = document.createElement('a');
    probe.href = '#';
    document.querySelector('main').append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  });
  assert.equal(await colour(), 'rgb(122, 0, 64)');
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/brand.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.ok(contrast(await colour(), [0x26, 0x31, 0x41]) >= 7, await colour());
});

for (const accent of ['#ffff00', '#000000', '#808080', '#00ff00']) {
  test(`the accent ${accent} can be read in both themes`, { host: { config: { accent } } }, async ({ page, said }) => {
    const read = async (name) => page.evaluate((name) => {
      const probe = document.createElement('i');
      probe.style.color = `var(${name})`;
      document.body.append(probe);
      return getComputedStyle(probe).color;
    }, name);
    for (const [colorScheme, ground] of [['light', [0xed, 0xf4, 0xfe]], ['dark', [0x26, 0x31, 0x41]]]) {
      await page.emulateMedia({ colorScheme });
      assert.ok(contrast(await read('--accent'), ground) >= 7, `${colorScheme}: ${await read('--accent')}`);
      assert.ok(contrast(await read('--accent-fill'), ground) >= 3, `${colorScheme}: ${await read('--accent-fill')}`);
    }
    if (accent === '#808080') assert.match(about(said).join(), /accent: #808080 cannot be read on the grounds of either theme; #\w{6} is used/);
  });
}

test('the languages on offer', { host: { config: { languages: ['nl', 'de'] } } }, async ({ page }) => {
  // The browser and the profile ask for French.
  assert.equal(await page.locator('html').getAttribute('lang'), 'nl');
  assert.deepEqual(await page.locator('#ui-language option').evaluateAll((all) => all.map(({ value }) => value)), ['nl', 'de']);
});

// The part of the screen that each stands for.
const FEATURES = { spreadsheet: '.spreadsheet-button', recommendation: '.recommendation-line', testQuestion: 'dialog[open] a[href*="composer.html"]' };
for (const [feature, part] of Object.entries(FEATURES)) {
  for (const isOn of [true, false]) {
    test(`${feature}: ${isOn}`, { host: { config: { features: { [feature]: isOn } } } }, async ({ screen, page }) => {
      await screen.open('tools/conversations?dossier=dos-1&recipients');
      await page.locator('dialog[open]').waitFor();
      assert.equal(await page.locator(part).isVisible(), isOn);
    });
  }
}

for (const isOn of [true, false]) {
  test(`shortcuts: ${isOn}`, { host: { config: { features: { shortcuts: isOn } } } }, async ({ page }) => {
    await page.locator('h1').focus();
    await page.keyboard.press('?');
    assert.equal(await page.locator('dialog[open]').count(), isOn ? 1 : 0);
    if (!isOn) await page.locator('.shortcuts-button').click();
    assert.equal(await page.locator('[data-shortcuts]').isVisible(), isOn);
  });
}

test('offline: false keeps nothing, and forgets what was kept', { serviceWorkers: 'allow', failures: true }, async ({ page, host }) => {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const cache = await caches.open('conversation-settings /');
    while (!(await cache.match('/api/directory', { ignoreVary: true }))) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  host.answer = (path) => (path === '/config.json' ? { body: '{"features":{"offline":false}}' } : undefined);
  await page.reload();
  await eventually(async () => {
    const left = await page.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, await caches.keys()]);
    assert.deepEqual(left, [0, []]);
  });
});

test('where to sign in', { host: { config: { signIn: 'https://login.example.be/start?app=1' } }, person: null, open: false, failures: true }, async ({ page, host }) => {
  await page.goto('tools/conversations');
  const href = await page.getByRole('link', { name: 'Se connecter' }).getAttribute('href');
  assert.equal(href, `https://login.example.be/start?app=1&next=${encodeURIComponent(`${host.origin}/tools/conversations`)}`);
});

plainTest('an API on another origin: read, changed, and signed in to', { timeout: 90_000 }, async () => {
  const host = await startHost({ connect: 'http://127.0.0.1:*' });
  const backend = await startBackend({ allowOrigin: host.origin });
  host.answer = (path) => (path === '/config.json' ? { body: JSON.stringify({ apiBase: backend.url }) } : undefined);
  try {
    await withScreen({ url: host.url, origins: [host.origin, backend.url] }, { person: null, failures: true }, async (screen) => {
      const { page } = screen;
      await page.goto('tools/conversations');
      await page.getByRole('link', { name: 'Se connecter' }).click();
      await page.waitForURL(`${backend.url}/sign-in?next=*`);
      await page.locator('button[name=person][value=p-1]').click();
      await page.waitForURL(`${host.origin}/tools/conversations`);
      await screen.ready();
      await screen.toggle('dos-3', 'accountant').click();
      await screen.saved();
      assert.equal((await backend.applied()).length, 1);
      assert.deepEqual(host.requests.filter((request) => request.includes('/api/')), []);
    });
  } finally {
    await backend.stop();
    await host.stop();
  }
});

// Each with what is said of it. The screen works with the default.
const WRONG = {
  'an unknown field': [{ colour: 'red' }, 'config.json: colour: not known; there are apiBase, signIn, errorReports, brand, logo, accent, languages, features'],
  'a name that every object has': ['{"__proto__": {"brand": "x"}}', 'config.json: __proto__: not known'],
  'a text where a list is expected': [{ languages: 'fr' }, 'config.json: languages: one or more of fr, nl, en, de, each once'],
  'no language': [{ languages: [] }, 'config.json: languages: one or more'],
  'a language twice': [{ languages: ['fr', 'fr'] }, 'config.json: languages: one or more'],
  'a language that there is not': [{ languages: ['fr', 'es'] }, 'config.json: languages: one or more'],
  'an empty name': [{ brand: ' ' }, 'config.json: brand: a text that is not empty'],
  'a logo of another origin': [{ logo: 'https://cdn.example.be/logo.svg' }, 'config.json: logo: the URL of a picture on the same origin as the app'],
  'no colour': [{ accent: 'red' }, 'config.json: accent: a colour such as "#0a4ea6"'],
  'a script as sign-in page': [{ signIn: 'javascript:alert(1)' }, 'config.json: signIn: a URL, by http or https'],
  'a number as address': [{ errorReports: 7 }, 'config.json: errorReports: a URL, by http or https'],
  'features as a list': [{ features: ['spreadsheet'] }, 'config.json: features: an object'],
  'an unknown feature': [{ features: { spredsheet: false } }, 'config.json: features.spredsheet: not known; there are offline, recommendation, shortcuts, spreadsheet, testQuestion'],
  'a feature that is neither on nor off': [{ features: { spreadsheet: 'no' } }, 'config.json: features.spreadsheet: true or false'],
};
for (const [what, [config, expected]] of Object.entries(WRONG)) {
  test(`wrong: ${what}`, { host: { config }, failures: 'all' }, async ({ page, said }) => {
    assert.equal(about(said).length, 1, JSON.stringify(said));
    assert.ok(about(said)[0].startsWith(expected), about(said)[0]);
    assert.equal(await page.locator('.brand').innerText(), 'Portail du cabinet');
    assert.equal(await page.locator('#ui-language option').count(), 4);
  });
}

// The screen cannot work, and says why.
const UNUSABLE = {
  'no JSON': ['{"brand": ', 'config.json: no JSON: '],
  'a list': ['[]', 'config.json: an object is expected'],
  'an API that is no URL': [{ apiBase: 'https://' }, 'config.json: apiBase: the URL that /api/ is below, without ? and #'],
  'an API by another scheme': [{ apiBase: 'ftp://api.example.be/' }, 'config.json: apiBase: the URL'],
  'an API with a query': [{ apiBase: '/?tenant=1' }, 'config.json: apiBase: the URL'],
};
for (const [what, [config, expected]] of Object.entries(UNUSABLE)) {
  test(`unusable: ${what}`, { host: { config }, open: false, failures: 'all' }, async ({ page, said, host }) => {
    await page.goto('tools/conversations');
    await page.getByRole('heading', { name: 'Cet écran est mal configuré.' }).waitFor();
    assert.match(await page.locator('body').innerText(), /Prévenez votre administrateur : le fichier config\.json contient une erreur\./);
    assert.ok(about(said).some((text) => text.startsWith(expected)), JSON.stringify(said));
    assert.deepEqual(host.requests.filter((request) => request.includes('/api/')), []);
  });
}

plainTest('the schema and the program know the same fields', () => {
  const schema = JSON.parse(readFileSync(join(DIST, 'config.schema.json'), 'utf8'));
  const source = readFileSync(new URL('../../src/start/configuration.js', import.meta.url), 'utf8');
  const fields = [...source.match(/const fields = \{([\s\S]*?)\n {2}\};/)[1].matchAll(/^ {4}(\$?\w+):/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(schema.properties).sort(), fields.sort());
  const features = JSON.parse(source.match(/const FEATURES = (\[.*?\])/)[1].replaceAll("'", '"'));
  assert.deepEqual(Object.keys(schema.properties.features.properties), features);
});

// The contrast of two colours (WCAG 2).
function contrast(colour, ground) {
  const luminance = (parts) => {
    const [red, green, blue] = parts.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(colour.match(/\d+/g).slice(0, 3).map(Number)), luminance(ground)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
