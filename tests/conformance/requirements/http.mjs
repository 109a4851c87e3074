// What holds for every answer.
import { DIRECTORY, SESSION, SETTINGS, teamOf } from '../client.mjs';
import { NotChecked, expect, expectProblem, expectStatus } from '../expect.mjs';
import { requirement } from './requirement.mjs';

/** So many reads at once are what a few windows do. */
const BURST = 30;

const READ = (kit) => [SESSION, DIRECTORY, SETTINGS, teamOf(kit.dossier)];

async function preflight(kit, method) {
  if (!kit.origin) throw new NotChecked('only for pages of another origin: ORIGIN=https://…');
  const headers = {
    origin: kit.origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'content-encoding,content-type,if-match,if-none-match,x-csrf-token',
  };
  return kit.nobody.send('OPTIONS', SETTINGS, { headers });
}

function expectAllowed(kit, answer) {
  const origin = answer.header('access-control-allow-origin');
  expect(origin === kit.origin, `Access-Control-Allow-Origin: ${kit.origin}`, origin ?? 'none');
  const credentials = answer.header('access-control-allow-credentials');
  expect(credentials === 'true', 'Access-Control-Allow-Credentials: true', credentials ?? 'none');
}

const list = (answer, name) => (answer.header(name) ?? '').toLowerCase().split(',').map((word) => word.trim());

export const http = [
  requirement('H1', 'Cache-Control', 'Answers are kept by the reader alone, and asked for again: Cache-Control private, no-cache.', async (kit) => {
    for (const path of READ(kit)) {
      const answer = expectStatus(await kit.me.get(path), 200);
      const words = list(answer, 'cache-control');
      const sound = words.includes('private') && words.includes('no-cache') && !words.includes('no-store');
      expect(sound, 'Cache-Control: private, no-cache', `${answer.head()}, cache-control: ${words}`);
    }
  }),

  requirement('H2', 'Vary', 'Answers are one person’s: Vary names Cookie.', async (kit) => {
    for (const path of READ(kit)) {
      const answer = expectStatus(await kit.me.get(path), 200);
      expect(list(answer, 'vary').includes('cookie'), 'Vary: Cookie', `${answer.head()}, vary: ${answer.header('vary')}`);
    }
  }),

  requirement('H3', 'Problem', 'An unknown path under /api is 404 with a problem document, never the app’s page.', async (kit) => {
    expectProblem(await kit.me.get('/api/conformance-no-such-path'), 404);
  }),

  requirement('H4', 'Problem', 'Whoever is turned away for a while (429, 503) hears for how long: Retry-After, in seconds.', async (kit) => {
    // The client fails a 429 without it, and waits and goes on after one with it.
    const answers = await Promise.all(Array.from({ length: BURST }, () => kit.me.get(SESSION)));
    for (const answer of answers) expectStatus(answer, 200);
  }),

  requirement('H5', 'Problem', 'A problem document is one in every encoding: its body is never an HTML page.', async (kit) => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'accept-encoding': 'gzip, br' };
    expectProblem(await kit.me.get(teamOf('conformance-no-such-dossier'), headers), 404);
    expectProblem(await kit.nobody.get(SESSION, headers), 401);
  }),

  requirement('H6', 'Origin', 'A page of another origin may send all that the app sends (preflight).', async (kit) => {
    for (const method of ['GET', 'PATCH']) {
      const answer = await preflight(kit, method);
      expect(answer.status === 200 || answer.status === 204, 'status 204', answer.head());
      expectAllowed(kit, answer);
      const methods = list(answer, 'access-control-allow-methods');
      expect(methods.includes('patch'), 'PATCH in Access-Control-Allow-Methods', methods);
      const allowed = list(answer, 'access-control-allow-headers');
      for (const name of ['content-encoding', 'content-type', 'if-match', 'if-none-match', 'x-csrf-token']) {
        expect(allowed.includes(name), `${name} in Access-Control-Allow-Headers`, allowed);
      }
    }
  }),

  requirement('H7', 'Origin', 'It may read all that the app reads: ETag, Accept-Encoding and Retry-After are exposed.', async (kit) => {
    if (!kit.origin) throw new NotChecked('only for pages of another origin: ORIGIN=https://…');
    const answer = expectStatus(await kit.me.get(SETTINGS, { origin: kit.origin }), 200);
    expectAllowed(kit, answer);
    const exposed = list(answer, 'access-control-expose-headers');
    for (const name of ['etag', 'accept-encoding', 'retry-after']) {
      expect(exposed.includes(name), `${name} in Access-Control-Expose-Headers`, exposed);
    }
  }),
];
