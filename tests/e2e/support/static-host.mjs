// A static host as there are many: serves the files under any path, with the reference backend behind it or not, and
// as badly as a test wants.
import { createServer, request as ask } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.wasm': 'application/wasm', '.json': 'application/json', '.svg': 'image/svg+xml' };
export const DIST = process.env.DIST ?? fileURLToPath(new URL('../../../dist', import.meta.url));

// The headers of deploy/security-headers.txt.
export const SECURITY_HEADERS = Object.fromEntries(
  readFileSync(new URL('../../../deploy/security-headers.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
);

// Starts a host.
//
// - `base`: the path that the app is under
// - `backend`: URL of a backend that answers `<base>api/…` and `<base>sign-in`
// - `plain`: without headers of its own, and without `x.html` at `x`, as the simplest hosts are
// - `folders`: with a folder's index.html at the folder's name without a slash
// - `fallback`: with index.html at every path that has no file, and no redirect at all
// - `connect`: what is added to connect-src
// - `config`: what is in config.json instead; a text as it is
//
// `answer(path)` may be set: what it returns, `{ status, type, body }`, is answered instead; `requests` notes
// `METHOD path?query` of all requests, `posted` their bodies.
export async function startHost({ base = '/', backend, plain = false, folders = false, fallback = false, connect = '', config, dist = DIST } = {}) {
  const host = { base, dist, requests: [], posted: [], answer: () => undefined };
  const headers = plain ? {} : { ...SECURITY_HEADERS, 'Cache-Control': 'no-cache' };
  if (connect) headers['Content-Security-Policy'] = headers['Content-Security-Policy'].replace("connect-src 'self'", `connect-src 'self' ${connect}`);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://host');
    host.requests.push(`${request.method} ${request.url}`);
    const reply = (status, type, body, more = {}) => response.writeHead(status, { ...headers, 'Content-Type': type, ...more }).end(body);
    const instead = host.answer(pathname, request);
    if (instead) return collect(request).then(() => reply(instead.status ?? 200, instead.type ?? TYPES[extname(pathname)] ?? 'text/plain', instead.body ?? ''));
    if (request.method === 'POST' && pathname === '/reports') return collect(request).then((body) => host.posted.push({ headers: request.headers, body }) && reply(204, 'text/plain', ''));
    if (!pathname.startsWith(base)) return reply(404, 'text/plain', '');
    const path = pathname.slice(base.length);
    if (backend && /^(api\/|sign-)/.test(path)) return pass(request, response, backend + request.url.slice(base.length - 1));
    if (path === 'config.json' && config !== undefined) return reply(200, 'application/json', typeof config === 'string' ? config : JSON.stringify(config));
    const file = join(host.dist, normalize(`/${decodeURIComponent(path)}`));
    if (!plain && !extname(path) && is(`${file}.html`, 'isFile')) return reply(200, TYPES['.html'], readFileSync(`${file}.html`));
    const known = fallback ? is(file, 'isFile') : true;
    if (!known && !extname(path)) return reply(200, TYPES['.html'], readFileSync(join(host.dist, 'index.html')));
    if (is(file, 'isDirectory')) {
      if (!pathname.endsWith('/') && !folders) return reply(301, 'text/plain', '', { Location: `${pathname}/` });
      if (is(join(file, 'index.html'), 'isFile')) return reply(200, TYPES['.html'], readFileSync(join(file, 'index.html')));
    }
    if (is(file, 'isFile')) return reply(200, TYPES[extname(file)] ?? 'application/octet-stream', readFileSync(file));
    return reply(404, TYPES['.html'], readFileSync(join(host.dist, '404.html')));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  host.origin = `http://127.0.0.1:${server.address().port}`;
  host.url = host.origin + base;
  host.stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return host;
}

function is(path, what) {
  return statSync(path, { throwIfNoEntry: false })?.[what]() ?? false;
}

function pass(request, response, url) {
  const upstream = ask(url, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}

async function collect(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
