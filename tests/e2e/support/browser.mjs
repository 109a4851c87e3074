// One Chromium for each test file, one context for each test, and a page object of the settings screen.
import assert from 'node:assert/strict';
import { after, test as nodeTest } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { ARGS, EXECUTABLE } from './chromium.mjs';
import { paintAfterActions } from './frame.mjs';
import { startBackend } from './server.mjs';

let launched;
/** Every violation of a content security policy, on whichever page of whichever context. */
const violations = [];

export function browser() {
  launched ??= launch();
  return launched;
}

async function launch() {
  const started = await chromium.launch({ executablePath: EXECUTABLE, args: ARGS });
  const { newContext } = started;
  started.newContext = async (...options) => {
    const context = await newContext.apply(started, options);
    await watchPolicy(context);
    return context;
  };
  return started;
}

// A page reports what it violates itself; the browser, in the console, also what never became part of a page.
async function watchPolicy(context) {
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`violated: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on('console', (message) => {
    if (isViolation(message)) violations.push(`${message.text()} on ${message.page()?.url()}`);
  });
}

const isViolation = (message) =>
  message.type() === 'error' && /^violated: |Content Security Policy|requires 'Trusted/i.test(message.text());

// What a test provoked on purpose.
export function takeViolations() {
  return violations.splice(0);
}

after(async () => (await launched)?.close());

// Also what was violated outside of the tests of this module. Not in a hook: those after one that fails do not run.
process.once('exit', () => {
  if (violations.length === 0) return;
  console.error('a content security policy was violated:', violations);
  process.exitCode = 1;
});

// A test with a page of its own: `test(name, options, async ({ screen, page, backend }) => …)`.
//
// - `backend`: options of a backend of its own, or a function that gives a running one that tests share
// - `person`: who is signed in (`null`: nobody); `open: false` leaves the page blank
// - `failures: true`: requests may fail, which the browser writes to the console
// - `blocks: true`: the policy is to block something
// - everything else: options of the browser's context, such as `locale`, `viewport`, `colorScheme`
export function test(name, options, run) {
  if (typeof options === 'function') [options, run] = [{}, options];
  const { backend: wanted = {}, person = 'p-1', open = true, failures = false, blocks = false, ...contextOptions } = options;
  nodeTest(name, { timeout: 180_000 }, async (t) => {
    const shared = typeof wanted === 'function';
    const backend = shared ? await wanted() : await startBackend(wanted);
    try {
      await withScreen(backend, { person, failures, blocks, ...contextOptions }, async (screen) => {
        if (open) await screen.open();
        await run({ screen, page: screen.page, backend, context: screen.page.context(), t });
      });
    } finally {
      if (!shared) await backend.stop();
    }
  });
}

// Runs `use` with a screen in a new context; afterwards the page must have had no error.
export async function withScreen(backend, { person = 'p-1', failures = false, blocks = false, ...options }, use) {
  const context = await (await browser()).newContext({
    baseURL: backend.url,
    locale: 'fr-BE',
    viewport: { width: 1280, height: 800 },
    // With one, requests would not be seen here, nor `page.route` heeded.
    serviceWorkers: 'block',
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const before = violations.length;
  try {
    if (person) await signIn(context, person);
    const page = await context.newPage();
    paintAfterActions(page);
    const guard = guarded(page, backend.origins ?? backend.url, failures);
    const screen = new Screen(page, backend);
    await use(screen);
    const blocked = violations.splice(before);
    assert.deepEqual([...guard.faults, ...(blocks ? [] : blocked)], [], 'the page had errors');
    assert.ok(!blocks || blocked.length > 0, 'the policy has blocked something');
  } finally {
    await context.close();
  }
}

export async function signIn(context, person) {
  const answer = await context.request.post('sign-in', { form: { person }, maxRedirects: 0 });
  assert.equal(answer.status(), 303, `signing in as ${person}`);
}

// Notes every console error, uncaught error and request to another origin; violated policies are noted for all pages.
// `failures`: requests may fail; when it is 'all', so may anything else.
export function guarded(page, origin, failures = false) {
  const faults = [];
  page.on('console', (message) => {
    const text = message.text();
    const isFailedRequest = /^Failed to load resource/.test(text);
    if (message.type() === 'error' && !isViolation(message) && failures !== 'all' && !(failures && isFailedRequest)) {
      faults.push(`console: ${text} ${message.location().url}`);
    }
  });
  page.on('pageerror', (error) => failures !== 'all' && faults.push(`page: ${error}`));
  page.on('crash', () => faults.push('the page crashed'));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on('request', (request) => {
    const url = request.url();
    if (![origin].flat().some((known) => url.startsWith(`${known}/`)) && !url.startsWith('data:')) faults.push(`request: ${url}`);
  });
  return { faults };
}

// Waits until `check` no longer throws, and returns what it returns.
export async function eventually(check, within = 8_000) {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  }
}

export class Screen {
  constructor(page, backend) {
    this.page = page;
    this.backend = backend;
    this.patches = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') this.patches.push(request);
    });
  }

  // Opens the screen and waits until it is complete.
  async open(path = '/tools/conversations') {
    await this.page.goto(path);
    await this.ready();
  }

  async ready() {
    await this.page.locator('.status-line').waitFor();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  row(dossier) {
    return this.page.locator(`[data-dossier="${dossier}"]`);
  }

  toggle(dossier, audience) {
    return this.page.locator(`[data-dossier="${dossier}"] input[data-audience="${audience}"]`);
  }

  bulk(audience, licence) {
    return licence === undefined
      ? this.page.locator(`input[data-scope=all][data-audience="${audience}"]`)
      : this.page.locator(`[data-licence="${licence}"] input[data-scope=licence][data-audience="${audience}"]`);
  }

  // What a bulk control shows: its state and its words.
  async tally(audience, licence) {
    const checkbox = this.bulk(audience, licence);
    const state = await checkbox.evaluate((box) => (box.indeterminate ? 'mixed' : box.checked ? 'on' : 'off'));
    return { state, words: await checkbox.locator('xpath=..').innerText() };
  }

  frequency(value) {
    return this.page.locator(`input[name=frequency][value="${value}"]`);
  }

  get language() {
    return this.page.locator('#language');
  }

  get search() {
    return this.page.locator('#search');
  }

  filter(value) {
    return this.page.locator(`input[name=filter][value="${value}"]`);
  }

  licenceButton(licence) {
    return this.page.locator(`[data-licence="${licence}"] .licence-button`);
  }

  // The dossiers of which there is a row, in order.
  shown() {
    return this.page.$$eval('[data-dossier]', (rows) =>
      rows.filter((row) => row.checkVisibility()).map((row) => row.dataset.dossier),
    );
  }

  async status() {
    return this.page.locator('.status-line').getAttribute('data-status');
  }

  async hasStatus(wanted) {
    await eventually(async () => assert.equal(await this.status(), wanted));
  }

  // Waits until everything is saved.
  saved() {
    return this.hasStatus('saved');
  }

  // Long bodies are sent compressed.
  patchBodies() {
    return this.patches.map((request) => {
      const body = request.postDataBuffer();
      return JSON.parse(request.headers()['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
    });
  }

  // Switches the language of the screen.
  async speak(language) {
    await this.page.locator('#ui-language').selectOption(language);
  }

  // The element with the focus, in a few words.
  focus() {
    return this.page.evaluate(() => {
      const { activeElement: at } = document;
      const row = at.closest('[data-dossier]')?.dataset.dossier;
      const scope = at.dataset?.scope && `${at.dataset.scope}:${at.closest('[data-licence]')?.dataset.licence ?? ''}`;
      const name = at.id || at.dataset?.audience || at.value || at.className || at.tagName;
      return [row ?? scope, name].filter(Boolean).join(' ');
    });
  }
}
