// A TCP proxy on loopback that does to connections what networks do: reset, cut, stall, slice.
import { createServer, connect } from 'node:net';

// Starts a proxy to `target`, the URL of a backend. What befalls a request is decided by `plan`, which sees
// the head of each request and answers with nothing (let it pass) or with one of
//
// - `{ reset: 'before' }`: reset the connection instead of handing the request on
// - `{ reset: 'after' }`: hand it on, and reset as soon as the answer begins
// - `{ end: 'after' }`: the same with an orderly end of the connection
// - `{ cut: n }`: reset after n bytes of the answer
// - `{ stall: true }`: hand it on, and never let anything of the answer through
// - `{ swallow: true }`: neither hand it on nor answer
// - `{ slice: n, everyMs: m }`: the answer in pieces of n bytes
export async function startProxy(target, plan = () => undefined) {
  let { hostname, port } = new URL(target);
  const proxy = { plan, connections: 0, requests: [] };
  // Another backend, for new connections.
  proxy.target = (url) => {
    ({ hostname, port } = new URL(url));
  };
  const open = new Set();
  const server = createServer((client) => {
    const number = (proxy.connections += 1);
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
    }
    let fate;
    let passed = 0;
    let queue = Promise.resolve();
    client.on('data', (chunk) => {
      // Clients do not pipeline: a head begins each request.
      const head = /^(GET|HEAD|POST|PATCH|PUT|DELETE) (\S+) HTTP\/1\.1\r\n/.exec(chunk.toString('latin1'));
      if (head) {
        const request = { method: head[1], path: head[2], connection: number, at: Date.now() };
        request.earlier = proxy.requests.filter((other) => other.connection === number).length;
        proxy.requests.push(request);
        fate = proxy.plan(request);
        passed = 0;
        if (fate?.reset === 'before') {
          upstream.destroy();
          client.resetAndDestroy();
          return;
        }
      }
      if (!fate?.swallow && !upstream.destroyed) upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (client.destroyed || fate?.stall || fate?.swallow) return;
      if (fate?.reset === 'after') {
        client.resetAndDestroy();
        upstream.destroy();
      } else if (fate?.end === 'after') {
        client.end();
        upstream.destroy();
      } else if (fate?.cut !== undefined) {
        const rest = fate.cut - passed;
        passed += chunk.length;
        client.write(chunk.subarray(0, Math.max(0, rest)), () => {
          if (passed >= fate.cut) client.resetAndDestroy();
        });
      } else if (fate?.slice) {
        const { slice, everyMs } = fate;
        queue = queue.then(async () => {
          for (let i = 0; i < chunk.length && !client.destroyed; i += slice) {
            client.write(chunk.subarray(i, i + slice));
            await new Promise((resolve) => setTimeout(resolve, everyMs));
          }
        });
      } else {
        client.write(chunk);
      }
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => queue.then(() => client.end()));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${server.address().port}`;
  proxy.stop = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return proxy;
}
