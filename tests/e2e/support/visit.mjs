// Visits of an app that a static host serves.
import { after, test as nodeTest } from 'node:test';
import { withScreen } from './browser.mjs';
import { startBackend } from './server.mjs';
import { startHost } from './static-host.mjs';

let shared;
after(async () => (await shared)?.stop());

// A backend of this file.
export function backend() {
  shared ??= startBackend();
  return shared;
}

// A test with a host of its own: `test(name, { host, …options of withScreen }, async ({ screen, page, host, said }) => …)`.
// `said` is what the page has written to the console; errors are expected when `failures` is set.
export function test(name, { host: wanted = {}, withBackend = true, open = true, failures = false, origins = [], ...options }, run) {
  nodeTest(name, { timeout: 90_000 }, async () => {
    const server = await backend();
    const host = await startHost({ ...(withBackend && { backend: server.url }), ...wanted });
    const said = [];
    try {
      const target = { url: host.url, origins: [host.origin, ...origins] };
      await withScreen(target, { failures, ...options }, async (screen) => {
        screen.page.on('console', (message) => said.push({ type: message.type(), text: message.text() }));
        if (open) await screen.open('tools/conversations');
        await run({ screen, page: screen.page, context: screen.page.context(), host, server, said });
      });
    } finally {
      await host.stop();
    }
  });
}
