// Lets the screen open at once on a repeat visit, and without a network: with the files of its last version and
// the last answers.
//
// - The page comes from the cache, and a newer one is fetched meanwhile for the next visit. So an old version is
//   shown once at most: when the newer one could not be had in full, the next visit starts from the network, as
//   does a reload.
// - Files whose name carries a hash never change, and come from the cache.
// - The session, the directory and the settings come from the network; while a page that itself had to come
//   from the cache is starting, from the cache. Later reads never do: an old answer is not the state of things.
// - Whatever changes something is never answered here.
const HASHED = /-[0-9a-f]{12,16}(_bg)?\.(js|wasm|css)$/;
const UNHASHED = ['config.json', 'icon.svg'];
/** A network that takes longer to bring the page is as good as none. */
const PATIENCE_MS = 5_000;
/** So long the start of a page may take. */
const START_MS = 20_000;

const BASE = new URL(self.registration.scope);
/** The app may be under more than one path of an origin. */
const CACHE = `conversation-settings ${BASE.pathname}`;
const PAGE = new URL('tools/conversations', BASE).href;
/** What comes before `/api/…`. */
const API = new URL(new URL(self.location).searchParams.get('api') ?? '.', BASE).href.replace(/\/+$/, '');
const SESSION = `${API}/api/session`;
const ANSWERS = [SESSION, `${API}/api/directory`, `${API}/api/conversation-settings`];
/** Kept while a newer page is known of than the one kept. */
const BEHIND = new URL('behind', BASE).href;
/** Pages that came from the cache: when, and whether the network brought the page all the same. */
const started = new Map();

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      await self.clients.claim();
      const page = await fetch(PAGE, { credentials: 'same-origin' });
      if (isPage(page)) await keepVersion(page);
      for (const url of ANSWERS) await keepAnswer(url, await fetch(url, { credentials: 'include' }));
    })().catch(() => {}),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    // Other pages, such as composer.html, have files of their own.
    if (url.href.replace(/(\.html)?([?#].*)?$/, '') === PAGE) event.respondWith(openPage(event));
  } else if (url.href.startsWith(BASE.href) && HASHED.test(url.pathname)) {
    event.respondWith(fromCacheFirst(request));
  } else if (UNHASHED.some((name) => url.href === new URL(name, BASE).href)) {
    event.respondWith(started.has(event.clientId) ? fromCacheFirst(request) : fromNetworkFirst(request));
  } else if (ANSWERS.includes(url.href) && !request.headers.has('If-None-Match') && request.cache !== 'no-store') {
    event.respondWith(readAnswer(event, url.href));
  }
});

/** The page has learned that nothing is to be kept any more. */
let off = false;

self.addEventListener('message', (event) => {
  if (event.data !== 'forget') return;
  off = true;
  event.waitUntil(caches.delete(CACHE));
});

const kept = (url) => caches.match(url, { cacheName: CACHE, ignoreVary: true });
async function openCache() {
  if (off) throw new Error('nothing is kept');
  return caches.open(CACHE);
}
const isPage = (answer) => answer.ok && !answer.redirected && answer.headers.get('Content-Type')?.startsWith('text/html');

async function openPage(event) {
  const network = fetch(event.request);
  const [page, behind] = await Promise.all([kept(PAGE), kept(BEHIND)]);
  const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error('late')));
  const fresh = page ? Promise.race([network, late()]) : network;
  const arrives = fresh.then(
    (answer) => {
      if (isPage(answer)) event.waitUntil(keepVersion(answer.clone()).catch(() => {}));
      return true;
    },
    () => false,
  );
  event.waitUntil(arrives);
  const wantsNewest = behind || event.request.cache !== 'default';
  if (!page || (wantsNewest && (await arrives))) return fresh;
  started.set(event.resultingClientId, { at: Date.now(), arrives });
  return page;
}

async function fromCacheFirst(request) {
  const cached = await kept(request.url);
  if (cached) return cached;
  const answer = await fetch(request);
  if (answer.ok) {
    const copy = answer.clone();
    openCache().then((cache) => cache.put(request.url, copy)).catch(() => {});
  }
  return answer;
}

async function fromNetworkFirst(request) {
  return fetch(request).catch(async () => (await kept(request.url)) ?? Response.error());
}

async function readAnswer(event, url) {
  const network = fetch(event.request);
  const before = kept(url);
  try {
    const answer = await network;
    // A large answer is not copied once more for nothing.
    const version = answer.headers.get('ETag');
    const isKept = version && (await before)?.headers.get('ETag') === version;
    if (!isKept) event.waitUntil(keepAnswer(url, answer.clone()).catch(() => {}));
    return answer;
  } catch (error) {
    const start = started.get(event.clientId);
    const isStarting = start && Date.now() - start.at < START_MS && !(await start.arrives);
    const cached = isStarting ? await kept(url) : undefined;
    if (!cached) throw error;
    return cached;
  }
}

/** Keeps the page with the files that it names, and drops those of other versions. */
async function keepVersion(page) {
  const cache = await openCache();
  const before = await (await cache.match(PAGE))?.text();
  const text = await page.clone().text();
  for (const name of UNHASHED) {
    const answer = await fetch(new URL(name, BASE));
    if (answer.ok) await cache.put(answer.url, answer);
  }
  if (text === before) {
    await cache.delete(BEHIND);
    return;
  }
  await cache.put(BEHIND, new Response());
  const names = [...text.matchAll(/[^"'\s]+-[0-9a-f]{12,16}(?:_bg)?\.(?:js|wasm|css)(?=["'\s])/g)].map(([name]) => name);
  const wanted = new Set(names.map((name) => new URL(name, PAGE).href));
  for (const url of wanted) {
    if (!(await cache.match(url))) await cache.add(url);
  }
  await cache.put(PAGE, page);
  await cache.delete(BEHIND);
  for (const { url } of await cache.keys()) {
    if (HASHED.test(url) && !wanted.has(url)) await cache.delete(url);
  }
}

/** Keeps an answer for its person; those of a session that is over, or of another person, go. */
async function keepAnswer(url, answer) {
  const cache = await openCache();
  const forget = () => Promise.all(ANSWERS.map((answered) => cache.delete(answered)));
  if (answer.status === 401) {
    await forget();
  } else if (answer.ok && !answer.redirected && answer.headers.get('Content-Type')?.startsWith('application/json')) {
    if (url === SESSION) {
      const whose = async (response) => (await response.clone().json()).user?.id;
      const before = await cache.match(url);
      if (before && (await whose(before)) !== (await whose(answer))) await forget();
    }
    await cache.put(url, answer);
  }
}
