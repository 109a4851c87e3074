// A reverse proxy that lets a sound backend look like a faulty one.
import { createServer, request as requestTo } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Starts it in front of `target`. Its `fault` may have
 *
 * - `request(request, up)`: changes `{ method, path, headers, body }` on its way, or gives an answer instead
 * - `answer(answer, request, up)`: changes `{ status, headers, body }` on its way back
 *
 * `up(method, path, headers, body)` asks the backend behind. A fault lives as long as it is set, and may keep what it
 * needs in `this`.
 */
export async function startProxy(target) {
  const { hostname, port } = new URL(target);
  // A fault that throws is a fault of the tests.
  const proxy = { fault: undefined, errors: [] };

  const up = (method, path, headers = {}, body) =>
    new Promise((resolve, reject) => {
      const request = requestTo({ hostname, port, method, path, headers, agent: false }, async (response) => {
        resolve({ status: response.statusCode, headers: response.headers, body: await whole(response) });
      });
      request.on('error', reject);
      request.end(body);
    });

  const pass = async (incoming, outgoing) => {
    const { fault } = proxy;
    const request = { method: incoming.method, path: incoming.url, headers: incoming.headers, body: await whole(incoming) };
    let answer = await fault?.request?.(request, up);
    if (!answer) {
      if (request.body.length > 0) request.headers['content-length'] = String(request.body.length);
      answer = await up(request.method, request.path, request.headers, request.body);
      await fault?.answer?.(answer, request, up);
    }
    const { 'transfer-encoding': _, 'content-length': __, connection: ___, ...headers } = answer.headers;
    if (answer.status !== 304) headers['content-length'] = String(answer.body.length);
    outgoing.writeHead(answer.status, headers).end(answer.body);
  };
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch((error) => {
      proxy.errors.push(error);
      outgoing.destroy();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${server.address().port}`;
  proxy.stop = () => new Promise((resolve) => server.close(resolve));
  return proxy;
}

async function whole(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Changes the JSON of a message, which may be compressed. */
export function edit(message, change) {
  const packed = message.headers['content-encoding'] === 'gzip';
  const value = JSON.parse(packed ? gunzipSync(message.body) : message.body);
  const text = JSON.stringify(change(value) ?? value);
  message.body = packed ? gzipSync(text) : Buffer.from(text);
}

/** The JSON of a message. */
export function read(message) {
  return JSON.parse(message.headers['content-encoding'] === 'gzip' ? gunzipSync(message.body) : message.body);
}

/** An answer in place of the backend's. */
export function answering(status, value, headers = {}) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(JSON.stringify(value)) };
}
