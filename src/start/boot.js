// Starts the app: reads how it is configured, asks the backend for the data meanwhile, and loads the two files
// that are named by attributes, since their names carry a hash.
import { accentFor } from './accent.js';
import { configurationFrom, Unusable } from './configuration.js';

/** What the screen reads first. */
const READS = ['/api/session', '/api/directory', '/api/conversation-settings'];

const { js, wasm, integrity } = document.querySelector('script[data-wasm]').dataset;
const base = new URL('.', import.meta.url);
const worker = new URL('service-worker.js', base);

// Rows, licences and what never changes in a view are made from markup. This much of it passes, from wherever it may
// come: elements and attributes that do nothing. And one script may be a service worker.
const HARMLESS = /^(?:[^<]|<\/?(?:b|bdi|br|button|div|h[1-6]|input|kbd|label|li|p|section|span|strong|table|t[dhr]|tbody|thead|ul)(?: (?:aria-[a-z]+|class|data-[a-z]+|dir|hidden|id|role|scope|type)(?:="[^"]*")?)*>)*$/;
const refuse = (what) => {
  throw new TypeError(`not trusted: ${what}`);
};
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: (markup) => (HARMLESS.test(markup) ? markup : refuse(markup)),
  createScriptURL: (url) => (url === worker.href ? url : refuse(url)),
});

/** What the app, and failure.js, look at. */
const ours = (globalThis.conversationSettings ??= { fail: (...what) => console.error(...what) });

/** The app says when all of it is there. Whatever else is done waits for that, or so long. */
const PATIENCE_MS = 15_000;
const complete = new Promise((resolve) => {
  ours.complete = resolve;
  setTimeout(resolve, PATIENCE_MS);
});

async function start() {
  // Both were preloaded.
  const program = fetch(wasm, { integrity });
  program.catch(() => {});
  const configuration = await configurationFrom(fetch(new URL('config.json', base)), base);
  Object.assign(ours, configuration);
  show(configuration);
  ours.begun = Object.fromEntries(READS.map((path) => [path, fetch(ours.api + path, { credentials: 'include' })]));
  for (const answer of Object.values(ours.begun)) answer.catch(() => {});
  // The database that the outbox is in takes the browser some 50 ms to start, which the app would wait for.
  globalThis.indexedDB?.databases().catch(() => {});
  const { default: run } = await import(new URL(js, document.baseURI).href);
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
  }
  const answer = await program;
  if (!answer.ok) throw new Error(`${answer.status} ${new URL(answer.url).pathname}`);
  await run({ module_or_path: answer });
  document.documentElement.dataset.started = '';
  return configuration;
}

/** What the firm looks like, and goes without. */
function show({ logo, accent, features }) {
  // Hidden by the style sheet: code that asks would weigh more.
  document.documentElement.dataset.without = Object.keys(features).filter((name) => !features[name]).join(' ');

  if (logo) {
    for (const image of document.querySelectorAll('.brand img')) image.src = logo;
    document.querySelector('link[rel=icon]').href = logo;
  }
  for (const [name, value] of accent ? accentFor(accent) : []) document.documentElement.style.setProperty(name, value);
}

/** So that the screen opens without a network, too. */
async function keep({ features, api }) {
  const workers = navigator.serviceWorker;
  if (!features.offline) {
    const registered = (await workers?.getRegistrations()) ?? [];
    for (const registration of registered) {
      if (registration.scope !== base.href) continue;
      // It goes on for this page, and may be keeping something just now.
      registration.active?.postMessage('forget');
      await registration.unregister();
    }
    await globalThis.caches?.delete(`conversation-settings ${base.pathname}`);
    return;
  }
  if (`${api}/` !== base.pathname) worker.searchParams.set('api', `${api}/`);
  await workers?.register(worker.href);
}

if (!ours.failed) {
  start().then(
    (configuration) => complete.then(() => keep(configuration)).catch(() => {}),
    (error) => {
      const stopped = error instanceof WebAssembly.RuntimeError;
      if (stopped) ours.fail('stopped', ours.panic || error.name);
      else ours.fail(error instanceof Unusable ? 'configuration' : 'loading', String(error));
    },
  );
}
