// A line to a backend that is as slow as wanted for all that is sent over it: the protocol's emulation
// leaves out what a service worker fetches.
import { connect, createServer } from 'node:net';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Starts a line to `target`; `latency` is that of a round trip in milliseconds, `throughput` in bytes a second
// and shared by all connections. Without them nothing is delayed.
export async function startLine(target, { latency = 0, throughput = Infinity } = {}) {
  const { hostname, port } = new URL(target);
  let freeAt = 0;
  const open = new Set();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
    }
    // The opening of a connection takes a round trip too.
    let up = pause(latency);
    client.on('data', (chunk) => {
      const arrives = pause(latency / 2);
      up = up.then(() => arrives).then(() => upstream.write(chunk));
    });
    let down = Promise.resolve();
    upstream.on('data', (chunk) => {
      freeAt = Math.max(freeAt, Date.now()) + (chunk.length / throughput) * 1000;
      const arrives = pause(freeAt - Date.now() + latency / 2);
      down = down.then(() => arrives).then(() => client.write(chunk));
    });
    client.on('end', () => (up = up.then(() => upstream.end())));
    upstream.on('end', () => (down = down.then(() => client.end())));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
