// Pages that embed the picker, and a page object of it.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test as nodeTest } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browser, guarded, signIn } from './browser.mjs';
import { startBackend } from './server.mjs';

export const DIST = process.env.DIST ?? fileURLToPath(new URL('../../../dist', import.meta.url));
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

// A folder to serve: the package, some pages, and what else a test puts there.
export function site(from) {
  const folder = mkdtempSync(join(tmpdir(), 'picker-'));
  folders.push(folder);
  if (from) cpSync(from, folder, { recursive: true });
  cpSync(join(DIST, 'recipient-picker'), join(folder, 'recipient-picker'), { recursive: true });
  if (!from) writeFileSync(join(folder, 'index.html'), html(''));
  writeFileSync(join(folder, 'question.css'), ':root{color-scheme:light dark;font-family:system-ui,sans-serif;background:Canvas;color:CanvasText}body{margin:1rem;max-inline-size:40rem}button,textarea{min-block-size:2.75rem;min-inline-size:2.75rem;background:Canvas;color:CanvasText;border:1px solid}');
  return folder;
}

export function html(body, { lang = 'fr', script = '/recipient-picker/recipient-picker.js' } = {}) {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Question</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/question.css">
${script ? `<script type="module" src="${script}"></script>` : ''}</head><body><main><h1>Question</h1>${body}</main></body></html>`;
}

export const PICKER = '<recipient-picker dossier="dos-1" audience="accountant" name="recipients"></recipient-picker>';
export const form = (inside) => `<form id="f">${inside}<p><button id="send">Envoyer</button> <button id="clear" type="reset">Effacer</button></p></form>`;

let shared;
let folder;
let pages = 0;

// Writes a page into the site of this file and returns its path.
export function page(body, options) {
  folder ??= site();
  const name = `page-${pages++}.html`;
  writeFileSync(join(folder, name), html(body, options));
  return `/${name}`;
}

export async function backend() {
  folder ??= site();
  shared ??= startBackend({ dist: folder });
  return shared;
}
after(async () => (await shared)?.stop());

// A test on a page with this body, signed in as a client unless `person` says otherwise.
export function test(name, options, run) {
  const { body = form(PICKER), person = 'p-20', failures = false, ready = true, lang, anyOrigin = false, timeout = 60_000, ...context } = options;
  nodeTest(name, { timeout }, async () => {
    const server = await backend();
    await visit(server, { person, failures, anyOrigin, ...context }, async (tab, other) => {
      await tab.goto(page(body, { lang }));
      const picker = new Picker(tab);
      if (ready) await picker.ready();
      await run({ picker, tab, server, other });
    });
  });
}

export async function visit(server, { person = 'p-20', failures = false, anyOrigin = false, ...options }, use) {
  const context = await (await browser()).newContext({ baseURL: server.url, locale: 'fr-BE', viewport: { width: 900, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  try {
    if (person) await signIn(context, person);
    const tab = await context.newPage();
    const guard = guarded(tab, server.url, failures);
    await use(tab, context);
    const faults = guard.faults.filter((fault) => !(anyOrigin && fault.startsWith('request:')));
    assert.deepEqual(faults, [], 'the page had errors');
  } finally {
    await context.close();
  }
}

export class Picker {
  constructor(tab, selector = 'recipient-picker') {
    this.tab = tab;
    this.host = tab.locator(selector);
    this.input = this.host.getByRole('combobox');
    this.options = this.host.getByRole('option');
    this.chips = this.host.locator('.chip');
    this.notice = this.host.locator('.notice');
  }

  async ready() {
    await this.host.evaluate((host) => customElements.whenDefined('recipient-picker').then(() => host.candidates.length > 0 || new Promise((resolve) => host.addEventListener('ready', resolve))));
  }

  value() {
    return this.host.evaluate((host) => host.value);
  }

  candidates() {
    return this.host.evaluate((host) => host.candidates);
  }

  announced() {
    return this.host.evaluate((host) => host.querySelector('[role=status]').textContent.replaceAll('\u{a0}', ' ').trim());
  }

  isOpen() {
    return this.host.evaluate((host) => !host.shadowRoot.querySelector('.popup').hidden);
  }

  // What has the focus: "input", "chip:p-1", another class within the picker, or what is outside.
  focused() {
    return this.host.evaluate((host) => {
      if (document.activeElement !== host) return `outside: ${document.activeElement.id || document.activeElement.tagName}`;
      const active = host.shadowRoot.activeElement;
      const chip = active.closest('.chip');
      return chip ? `chip:${chip.dataset.person}` : active.className;
    });
  }

  active() {
    return this.host.evaluate((host) => {
      const id = host.shadowRoot.querySelector('.input').getAttribute('aria-activedescendant');
      return id && (host.shadowRoot.getElementById(id)?.dataset.person ?? 'an id that is nowhere');
    });
  }

  async press(...keys) {
    for (const key of keys) await this.tab.keyboard.press(key);
  }

  // Everything that the host has heard since, by name.
  async listen(...names) {
    await this.host.evaluate((host, names) => {
      globalThis.heard = [];
      for (const name of names) host.addEventListener(name, (event) => globalThis.heard.push(event.detail?.code ? `${name}:${event.detail.code}` : name));
    }, names);
  }

  heard() {
    return this.tab.evaluate(() => globalThis.heard);
  }
}

// The picker as a component of a Leptos page: no custom element, no shadow tree.
export class ComponentPicker extends Picker {
  constructor(tab) {
    super(tab, '.recipient-picker');
  }

  async ready() {
    await this.chips.first().waitFor();
  }

  value() {
    return this.host.evaluate((host) => new FormData(host.closest('form')).getAll('recipients'));
  }

  focused() {
    return this.host.evaluate((host) => {
      const active = document.activeElement;
      return host.contains(active) ? active.className : `outside: ${active.id || active.tagName}`;
    });
  }
}
