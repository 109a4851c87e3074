// What the shipped configurations of nginx and Caddy answer, at the top of a site and under a path, beside what the
// reference backend answers for the same files.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startBackend } from '../e2e/support/server.mjs';
import { DIST, NAMES, startServer } from './servers.mjs';

const SECURITY = readFileSync(new URL('../../deploy/security-headers.txt', import.meta.url), 'utf8')
  .split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
const [wasm] = readdirSync(DIST).filter((name) => /^conversation-settings-.*\.wasm$/.test(name));
const [script] = readdirSync(DIST).filter((name) => /^conversation-settings-.*\.js$/.test(name));
const [style] = readdirSync(DIST).filter((name) => /^style-.*\.css$/.test(name));
const PAGE = '/tools/conversations';

/** An answer as it comes over the line; `fetch` would undo its coding. */
function get(url, headers = {}, method = 'GET', body = undefined) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

let backend;
before(async () => (backend = await startBackend()));
after(() => backend.stop());

for (const name of NAMES) {
  for (const base of ['', '/portal/settings']) {
    describe(`${name} under ${base || '/'}`, () => {
      let server;
      before(async () => (server = await startServer(name, { base, backend })));
      after(() => server.stop());
      const at = (path) => `${server.url}${path}`;

      test('the page is found by its address, by a deep link and from above', async () => {
        for (const path of [PAGE, `${PAGE}?q=dos&filter=managed`, '/accessibility/fr', '/']) {
          const { status, headers, body } = await get(at(path));
          assert.equal(status, 200, path);
          assert.match(headers['content-type'], /^text\/html(; charset=utf-8)?$/i, path);
          assert.match(body.toString(), /<!doctype html>/i, path);
        }
        // The page's first script goes to the right place from here.
        const [, first] = /<script src="([^"]+)"/.exec((await get(at('/'))).body);
        assert.match((await get(at(`/${first}`))).body.toString(), /tools\/conversations/);
        if (base) {
          const { status, headers } = await get(server.url);
          assert.equal(status, 301);
          assert.equal(new URL(headers.location, server.origin).href, `${server.url}/`);
        }
      });

      test('what is not there is not found, with the page that says so', async () => {
        for (const path of ['/nowhere', '/nowhere.js', '/tools/elsewhere', '/style-0123456789abcdef.css', '/../../etc/passwd', '/.git/config']) {
          const { status, headers, body } = await get(at(path));
          assert.equal(status, 404, path);
          // Nobody may keep this under a name that a later version may use.
          assert.doesNotMatch(headers['cache-control'] ?? '', /max-age|immutable/, path);
          if (path.startsWith('/nowhere')) assert.equal(body.toString(), readFileSync(join(DIST, '404.html'), 'utf8'), path);
        }
        if (base) assert.equal((await get(`${server.origin}${PAGE}`)).status, 404);
      });

      test('a name with a hash is kept for a year, all else is asked for again', async () => {
        for (const file of [wasm, script, style]) {
          assert.equal((await get(at(`/${file}`))).headers['cache-control'], 'public, max-age=31536000, immutable', file);
        }
        for (const path of [PAGE, '/', '/config.json', '/service-worker.js', '/icon.svg', '/recipient-picker/recipient-picker.js']) {
          const { headers } = await get(at(path));
          assert.equal(headers['cache-control'], 'no-cache', path);
          const again = await get(at(path), { 'If-None-Match': headers.etag });
          assert.equal(again.status, 304, path);
          assert.equal(again.headers['cache-control'], 'no-cache', path);
        }
      });

      test('the compressed copies are sent to those who can read them', async () => {
        for (const path of [PAGE, `/${wasm}`, `/${script}`, `/${style}`, '/recipient-picker/recipient-picker.wasm']) {
          const plain = await get(at(path), { 'Accept-Encoding': 'identity' });
          const file = path === PAGE ? `${PAGE}.html` : path;
          assert.ok(plain.body.equals(readFileSync(join(DIST, file))), path);
          assert.equal(plain.headers['content-encoding'], undefined);
          for (const [asked, coding, ending, read] of [['gzip, deflate, br', 'br', '.br', brotliDecompressSync], ['gzip', 'gzip', '.gz', gunzipSync]]) {
            const answer = await get(at(path), { 'Accept-Encoding': asked });
            assert.equal(answer.headers['content-encoding'], coding, path);
            assert.equal(answer.headers['content-type'], plain.headers['content-type'], path);
            assert.match(answer.headers.vary ?? '', /accept-encoding/i, path);
            assert.ok(answer.body.equals(readFileSync(join(DIST, file + ending))), path);
            assert.ok(read(answer.body).equals(plain.body), path);
          }
        }
      });

      test('each kind of file is called what it is', async () => {
        for (const [path, kind] of [[`/${wasm}`, /^application\/wasm$/], ['/recipient-picker/recipient-picker.wasm', /^application\/wasm$/], [`/${script}`, /^(text|application)\/javascript/], ['/service-worker.js', /^(text|application)\/javascript/], [`/${style}`, /^text\/css/], ['/config.json', /^application\/json/], ['/icon.svg', /^image\/svg\+xml/]]) {
          assert.match((await get(at(path))).headers['content-type'], kind, path);
        }
      });

      test('the headers against misuse are those of the reference backend', async () => {
        const secure = ({ headers }) => Object.fromEntries(SECURITY.map((header) => [header, headers[header]]));
        for (const path of [PAGE, '/', `/${wasm}`, `/${script}`, '/config.json', '/composer', '/nowhere', '/recipient-picker/recipient-picker.js']) {
          const ours = secure(await get(`${backend.url}${path}`));
          assert.ok(Object.values(ours).every(Boolean), path);
          assert.deepEqual(secure(await get(at(path))), ours, path);
        }
      });

      test('the API goes to the backend, unchanged and uncached', async () => {
        assert.equal((await get(at('/api/session'))).status, 401);
        const { status, headers } = await get(at('/sign-in'), { 'Content-Type': 'application/x-www-form-urlencoded' }, 'POST', 'person=p-1');
        assert.equal(status, 303);
        const cookie = headers['set-cookie'][0].split(';')[0];
        const session = await get(at('/api/session'), { Cookie: cookie });
        assert.equal(session.headers['cache-control'], 'private, no-cache');
        assert.equal(session.headers['content-security-policy'], undefined);
        const { csrfToken } = JSON.parse(session.body);
        const { headers: { etag } } = await get(at('/api/conversation-settings'), { Cookie: cookie });
        const changed = await get(at('/api/conversation-settings'), { Cookie: cookie, 'If-Match': etag, 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/merge-patch+json' }, 'PATCH', '{"frequency":"hourly"}');
        assert.equal(changed.status, 200, changed.body.toString());
        const directory = await get(at('/api/directory'), { Cookie: cookie, 'Accept-Encoding': 'gzip' });
        assert.deepEqual(JSON.parse(directory.headers['content-encoding'] ? gunzipSync(directory.body) : directory.body), await backend.directory());
        const again = await get(at('/api/directory'), { Cookie: cookie, 'Accept-Encoding': 'gzip', 'If-None-Match': directory.headers.etag });
        assert.equal(again.status, 304);
      });

      if (name === 'nginx') {
        test('the log has no query', async () => {
          await get(at(`${PAGE}?q=Jansen`));
          await get(at('/api/dossiers?q=Jansen'));
          const log = server.log();
          assert.match(log, /tools\/conversations" 200/);
          assert.doesNotMatch(log, /Jansen|\?/);
        });
      }
    });
  }
}
