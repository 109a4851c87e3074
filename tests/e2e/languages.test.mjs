// Four languages, each complete.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test as nodeTest } from 'node:test';
import { startBackend } from './support/server.mjs';
import { eventually, test } from './support/browser.mjs';

const LANGUAGES = ['fr', 'nl', 'en', 'de'];
const TITLES = {
  fr: 'Paramètres de conversations',
  nl: 'Conversatie-instellingen',
  en: 'Conversation settings',
  de: 'Konversationseinstellungen',
};

const texts = Object.fromEntries(LANGUAGES.map((language) => [language, flat(read(language))]));

function read(language) {
  return JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8'));
}

function flat(tree, path = '') {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  );
}

// They are compiled in because the browser's first answer is slow; that they are its answers is held here.
nodeTest('numbers, what is singular, and names of languages are written as the browser writes them', () => {
  for (const language of LANGUAGES) {
    const { group } = new Intl.NumberFormat(language).formatToParts(1234567).reduce((parts, { type, value }) => ({ ...parts, [type]: value }), {});
    const compiled = Object.fromEntries(texts[language]);
    assert.equal(compiled['number.group'], group, language);
    const plural = new Intl.PluralRules(language);
    const singular = [...Array(2000).keys(), 1e6, 2e6].filter((count) => plural.select(count) === 'one');
    assert.equal(compiled['number.singular'], singular.join(''), language);
    const names = new Intl.DisplayNames(language, { type: 'language' });
    for (const other of LANGUAGES) assert.equal(compiled[`language.names.${other}`], names.of(other), `${other} in ${language}`);
  }
});

let shared;
const large = () => (shared ??= startBackend({ dossiers: 1234, licences: 2 }));
after(async () => (await shared)?.stop());

// Every text that a person can see or hear, without the names of dossiers, licences and people.
function spoken(page) {
  return page.evaluate(() => {
    const found = new Set([document.title]);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: at, textContent } = walker.currentNode;
      if (at.closest('bdi, script, style, noscript, #start-failed, #ui-language, #language, .menu-button')) continue;
      if (textContent.trim()) found.add(textContent.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [data-label]')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'data-label']) {
        const text = element.getAttribute(name);
        if (text) found.add(text.trim());
      }
    }
    return [...found];
  });
}

test('each language is complete on the screen: no other language, no key, no placeholder', async ({ screen, page }) => {
  await screen.frequency('never').check();
  await screen.row('dos-18').locator('.recipients-button').click();
  await page.keyboard.press('Escape');
  const keys = new Set(texts.fr.map(([key]) => key));
  for (const language of LANGUAGES) {
    await screen.speak(language);
    await eventually(async () => assert.equal(await page.locator('h1').innerText(), TITLES[language]));
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    assert.equal(await page.title(), TITLES[language]);
    await screen.row('dos-18').locator('.recipients-button').click();
    const said = await spoken(page);
    await page.keyboard.press('Escape');
    assert.ok(said.length > 60, `${said.length} texts`);
    const own = new Set(texts[language].map(([, text]) => text));
    const foreign = new Map(
      LANGUAGES.filter((other) => other !== language).flatMap((other) => texts[other].map(([key, text]) => [text, `${other} ${key}`])),
    );
    assert.deepEqual(said.filter((text) => foreign.has(text) && !own.has(text)).map((text) => foreign.get(text)), [], language);
    assert.deepEqual(said.filter((text) => /\{\{|\}\}|undefined|NaN|\[object/.test(text) || keys.has(text)), [], language);
  }
  // The texts found are those of the files, not only not those of others.
  const said = (await spoken(page)).join('\n');
  for (const key of ['frequency.title', 'participation.title', 'status.undo', 'bell.legend_silent', 'frequency.never_callout']) {
    assert.ok(said.includes(Object.fromEntries(texts.de)[key]), key);
  }
});

for (const [person, language] of [['p-2', 'nl'], ['p-10', 'en'], ['p-7', 'de']]) {
  test(`who has ${language} in their profile sees ${language}; another choice is remembered`, { person }, async ({ screen, page }) => {
    await eventually(async () => assert.equal(await page.locator('h1').innerText(), TITLES[language]));
    assert.equal(await page.locator('#ui-language').inputValue(), language);
    await screen.speak('fr');
    await screen.reload();
    assert.equal(await page.locator('h1').innerText(), TITLES.fr);
    assert.equal(await page.locator('html').getAttribute('lang'), 'fr');
    assert.deepEqual(screen.patches, [], 'the language of the screen is no setting of the mails');
  });
}

test('who is not signed in reads the language of the browser', { person: null, open: false, failures: true, locale: 'nl-BE' }, async ({ page }) => {
  await page.goto('/tools/conversations');
  await page.locator('#main [role=alert]').waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'nl');
});

test('numbers are written as the language writes them', { backend: large }, async ({ screen, page }) => {
  const expected = { fr: '1\u202f234', nl: '1.234', en: '1,234', de: '1.234' };
  const of = { fr: 'sur', nl: 'van', en: 'of', de: 'von' };
  for (const language of LANGUAGES) {
    await screen.speak(language);
    await eventually(async () =>
      assert.match((await screen.tally('entrepreneur')).words, new RegExp(`^0 ${of[language]} ${expected[language]}$`)),
    );
    assert.equal(await page.locator('.list-title .licence-size').innerText(), `(${expected[language]})`);
  }
});

test('plural forms are those of the language', { backend: large }, async ({ screen, page }) => {
  const forms = {
    fr: ['0 dossier trouvé', '1 dossier trouvé', '1 234 dossiers trouvés'],
    nl: ['0 dossiers gevonden', '1 dossier gevonden', '1.234 dossiers gevonden'],
    en: ['0 client files found', '1 client file found', '1,234 client files found'],
    de: ['0 Akten gefunden', '1 Akte gefunden', '1.234 Akten gefunden'],
  };
  const { licences } = await screen.backend.directory();
  const one = licences[0].dossiers[0].number;
  for (const language of LANGUAGES) {
    await screen.speak(language);
    for (const [typed, index] of [['xyzzy', 0], [one, 1], ['be0', 2]]) {
      await screen.search.fill(typed);
      await eventually(async () =>
        assert.equal((await page.locator('.found').textContent()).replace(/\s/g, ' '), forms[language][index]),
      );
    }
  }
});

nodeTest('every language has every text, and none is left in French', () => {
  for (const language of LANGUAGES.slice(1)) {
    const own = Object.fromEntries(texts[language]);
    assert.deepEqual(Object.keys(own).toSorted(), texts.fr.map(([key]) => key).toSorted(), language);
    const same = texts.fr.filter(([key, text]) => own[key] === text && /[a-zà-ÿ]{3}.* .*[a-zà-ÿ]{3}/i.test(text.replace(/\{\{.*?\}\}/g, '')));
    assert.deepEqual(same.map(([key]) => `${language} ${key}`), []);
  }
});

nodeTest('the texts keep to the typography of their language', () => {
  const rules = {
    all: [[/'/, 'a straight apostrophe'], [/"/, 'straight quotes'], [/\.\.\./, 'three dots'], [/ {2}|^\s|\s$/, 'stray spaces']],
    fr: [
      [/ [?!;:»]/, 'a breaking space before a double mark'],
      [/[^\s\u00a0\u202f][?!;»]/, 'no space before a double mark'],
      [/[^\s\u00a0\u202f]:(?!\/)/, 'no space before a colon'],
      [/« |«[^\u00a0\u202f]/, 'no unbreakable space after an opening quote'],
      [/[“”„]/, 'quotes of another language'],
    ],
    nl: [[/[«»]/, 'quotes of another language'], [/\s[?!;:]/, 'a space before a mark']],
    en: [[/[«»„]/, 'quotes of another language'], [/\s[?!;:]/, 'a space before a mark']],
    de: [[/[«»]/, 'quotes of another language'], [/\s[?!;:]/, 'a space before a mark']],
  };
  const faults = LANGUAGES.flatMap((language) =>
    texts[language].filter(([key]) => !key.startsWith('number.')).flatMap(([key, text]) =>
      [...rules.all, ...rules[language]].filter(([pattern]) => pattern.test(text)).map(([, what]) => `${language} ${key}: ${what}`),
    ),
  );
  assert.deepEqual(faults, []);
});
