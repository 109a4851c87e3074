// The checks that no engine has, over small pages with a fault each: every check finds its own and nothing else.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { browser } from './support/browser.mjs';
import { OF_THE_EYE, OF_THE_TREE, faults } from './support/accessibility/all.mjs';
import { lost, walks } from './support/accessibility/focus.mjs';
import { announced } from './support/accessibility/tree.mjs';

const STYLE = `
  * { box-sizing: border-box }
  body { font: 1rem/1.5 sans-serif; color: #151d29; background: #fff; margin: 1rem }
  button, input, select { font: inherit; min-block-size: 2.75rem; min-inline-size: 2.75rem; background: #fff; color: inherit; border: 2px solid #414d60 }
  button { padding: .25rem 1rem }
  input[type=checkbox] { appearance: none; inline-size: 2.75rem; block-size: 2.75rem; margin: 0 }
  :focus-visible { outline: 3px solid #0a4ea6; outline-offset: 2px }
  table { border-spacing: 0.5rem }`;
const SAYS = `<p role="status" id="said"></p><button id="act">Enregistrer</button>`;
const ACT = 'act.onclick = () => { said.textContent = "Tout est enregistré" };';

// A page with a little of everything and no fault; `style` and `script` come last.
function sound({ body = '', style = '', script = '', says = SAYS, act = ACT, lang = ' lang="fr"' } = {}) {
  return `<!doctype html><html${lang}><head><meta charset="utf-8"><title>Page</title><style>${STYLE}${style}</style></head><body>
<main><h1>Page</h1>${says}
<p><label for="tongue">Langue</label><br><select id="tongue"><option>Langue du profil</option><option lang="nl">Nederlands</option></select></p>
<p class="note">Un texte à lire.</p>
${body}</main><script>${act}${script}</script></body></html>`;
}

const box = (id, label, more = '') => `<p><input type="checkbox" id="${id}" ${more}> <label for="${id}">${label}</label></p>`;
const row = (index, name, more = '') => `<tr ${index ? `aria-rowindex="${index}"` : ''}><th scope="row">${name}</th><td>${more}</td></tr>`;
const table = (count, rows) => `<table aria-rowcount="${count}"><caption>Dossiers</caption><thead><tr aria-rowindex="1"><th scope="col">Nom</th><th scope="col">État</th></tr></thead><tbody>${rows}</tbody></table>`;

// The fault, the check that is to find it, and the page.
const SEEDED = [
  ['every switch has the same name', 'names', sound({ body: box('a', 'Participer', 'role="switch"') + box('b', 'Participer', 'role="switch"') })],
  ['two companies of one name', 'names', sound({ body: ['a', 'b'].map((id) => `<h2 id="n${id}">Martin SRL</h2><input type="checkbox" role="switch" id="${id}" aria-labelledby="n${id}">`).join('') })],
  ['a name of no letters', 'names', sound({ body: '<button>–</button>' })],
  ['another name than is written', 'visible labels', sound({ body: '<button aria-label="Fermer">Annuler</button>' })],
  ['a switch that is mixed', 'mixed', sound({ body: box('a', '2 sur 4', 'role="switch"'), script: 'a.indeterminate = true' })],
  ['mixed, and no words', 'mixed', sound({ body: box('a', 'Tous les dossiers'), script: 'a.indeterminate = true' })],
  ['a switch that takes no focus', 'focusable', sound({ body: '<div role="switch" aria-checked="false" style="inline-size:4rem;block-size:3rem">Boulangerie</div>' })],
  ['one dead id of two', 'references', sound({ body: '<h2 id="col">Question</h2><input type="checkbox" aria-labelledby="col nowhere">' })],
  ['a row without a number', 'row numbers', sound({ body: table(40, row(2, 'A') + row('', 'B') + row(4, 'C')) })],
  ['row numbers out of order', 'row numbers', sound({ body: table(40, row(3, 'A') + row(2, 'B')) })],
  ['a row beyond the count', 'row numbers', sound({ body: table(3, row(2, 'A') + row(7, 'B')) })],
  ['numbers without a count', 'row numbers', sound({ body: table('', row(2, 'A')) })],
  ['options that disagree on how many there are', 'row numbers', sound({ body: '<ul role="listbox" aria-label="Personnes" tabindex="0"><li role="option" aria-selected="false" aria-setsize="9" aria-posinset="1" style="min-block-size:3rem">A</li><li role="option" aria-selected="false" aria-setsize="8" aria-posinset="2" style="min-block-size:3rem">B</li></ul>' })],
  ['no region that speaks', 'status region', sound({ says: '<p id="said"></p><button id="act">Enregistrer</button>' })],
  ['a region that comes with its text', 'announcement', sound({ body: '<p id="late"></p>', act: 'act.onclick = () => { late.outerHTML = "<p role=status>Tout est enregistré</p>" };' })],
  ['a region that was not displayed', 'announcement', sound({ body: '<p role="status" id="late"></p>', style: '#late:empty{display:none}', act: 'act.onclick = () => { late.textContent = "3 dossiers" };' })],
  ['a change that nobody hears', 'announcement', sound({ act: '' })],
  ['a language without its own language', 'languages', sound({ body: '<p><label for="l">Mails</label><br><select id="l"><option>Deutsch</option></select></p>' })],
  ['a page without a language', 'languages', sound({ lang: '' })],
  ['a small target', 'targets', sound({ body: '<button style="min-block-size:0;min-inline-size:0;block-size:30px;inline-size:60px;padding:0">Un</button>' })],
  ['a target that something covers by half', 'targets', sound({ body: '<div style="position:relative;block-size:3rem;inline-size:6rem"><button style="margin:0">Un</button><p style="position:absolute;inset:1.75rem 1rem auto;block-size:10px;margin:0"></p></div>' })],
  ['wider than the window', 'wide', sound({ body: '<p style="inline-size:1600px">Large</p>' })],
  ['pale text', 'text contrast', sound({ style: '.note{color:#6b6b6b}' })],
  ['a pale placeholder', 'text contrast', sound({ body: '<p><label for="s">Chercher</label><br><input id="s" placeholder="Nom"></p>', style: '::placeholder{color:#888}' })],
  ['pale text of a style sheet', 'text contrast', sound({ style: '.note::before{content:"Note ";color:#888}' })],
  ['a pale box', 'part contrast', sound({ body: box('a', 'Participer'), style: 'input[type=checkbox]{border:1px solid #ccc}' })],
  ['a pale bell', 'part contrast', sound({ body: '<span class="bell" style="display:block;inline-size:20px;block-size:20px;background:#d5d5d5"></span>' })],
  ['cut off when spaced', 'text spacing', sound({ style: '.note{inline-size:max-content;max-inline-size:8.5rem;block-size:1.6rem;overflow:hidden}' })],
  ['lines that meet when spaced', 'text spacing', sound({ body: '<p style="position:relative;block-size:3rem;inline-size:13rem;line-height:1"><span>Boulangerie Martin et fils</span><span style="position:absolute;inset:1.3rem auto auto 0">Gestionnaire</span></p>' })],
  ['cut off when enlarged', 'text of 200 %', sound({ style: '.note{font-size:1rem;block-size:40px;overflow:hidden}' })],
  ['something moves all the same', 'motion', sound({ style: '@keyframes fade{from{opacity:.9}}.note{animation:fade 2s infinite}' })],
  ['slow colours', 'motion', sound({ style: 'button{transition:background-color .2s}' })],
  ['no indicator', 'focus', sound({ style: ':focus-visible{outline:0}' })],
  ['a pale indicator', 'focus', sound({ style: ':focus-visible{outline-color:#cfe0ff}' })],
  ['a thin indicator', 'focus', sound({ style: ':focus-visible{outline-width:1px}' })],
  ['covered by a header', 'focus', sound({ style: 'main{padding-block-start:120px}', body: '<button style="position:absolute;inset:20px auto auto 300px">Un</button><header style="position:fixed;inset:0 0 auto;block-size:100px;background:#fff;border-block-end:1px solid"></header>' })],
  ['a trap for Tab', 'focus', sound({ body: '<p><button id="x">Un</button></p>', script: 'x.onkeydown = (event) => { if (event.key === "Tab" && !event.shiftKey) { event.preventDefault(); act.focus(); } }' })],
  ['the focus is lost', 'focus', sound({ act: `${ACT}act.addEventListener("click", () => { act.blur() });` })],
];

const pages = (async () => {
  const context = await (await browser()).newContext({ viewport: { width: 1000, height: 700 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  return { page, context };
})();
after(async () => (await pages).context.close());

// Every kind of check that finds something, once.
async function found(html) {
  const { page } = await pages;
  // Anew, so that Tab begins at the top.
  await page.goto('about:blank');
  await page.setContent(html);
  const lines = [
    ...(await faults(page, OF_THE_TREE)),
    ...(await faults(page, OF_THE_EYE)),
    ...(await walks(page)).map((fault) => `focus: ${fault}`),
  ];
  await page.locator('#act').focus();
  lines.push(...(await announced(page, () => page.keyboard.press('Enter'))).map((fault) => `announcement: ${fault}`));
  lines.push(...(await lost(page)).map((fault) => `focus: ${fault}`));
  return lines;
}

test('of a sound page nothing is found', async () => {
  const body = box('a', '2 sur 4') + box('b', 'Participer', 'role="switch"') + table(40, row(2, 'A') + row(9, 'B'));
  assert.deepEqual(await found(sound({ body, script: 'a.indeterminate = true' })), []);
});

for (const [fault, check, html] of SEEDED) {
  test(`${fault}: found by “${check}”`, async () => {
    const lines = await found(html);
    const kinds = new Set(lines.map((line) => line.split(':')[0]));
    // Where there is no region, nothing can be read out either.
    if (check === 'status region') kinds.delete('announcement');
    // What is covered by a header is no target either.
    if (fault === 'covered by a header') kinds.delete('targets');
    assert.deepEqual([...kinds], [check], lines.join('\n'));
  });
}
