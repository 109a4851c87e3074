// What a first visit downloads stays within a budget: bytes do not depend on the machine. Whoever needs more
// says so here, with the reason.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const dist = process.env.DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

const size = (folder, pattern) =>
  readdirSync(join(dist, folder))
    .filter((name) => pattern.test(name))
    .reduce((sum, name) => sum + statSync(join(dist, folder, name)).size, 0);

test('what the list waits for, compressed by brotli', () => {
  const parts = { wasm: size('', /_bg\.wasm\.br$/), scripts: size('', /^(boot|failure|conversation-settings)-\w+\.js\.br$/), style: size('', /^style-\w+\.css\.br$/), page: size('tools', /^conversations\.html\.br$/) };
  const all = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  assert.ok(Object.values(parts).every((bytes) => bytes > 0), `a part is missing: ${JSON.stringify(parts)}`);
  assert.ok(all <= 173_000, `${all} bytes: ${JSON.stringify(parts)}`);
});

test('the rest of the screen, compressed by brotli', () => {
  const all = size('', /^conversation-settings-(frame|shared)-[\w-]+\.wasm\.br$/);
  assert.ok(all > 0 && all <= 97_000, `${all} bytes`);
});

test('what is fetched once the screen is painted, compressed by brotli', () => {
  const all = size('', /^conversation-settings-dialogs-\w+\.wasm\.br$/);
  assert.ok(all > 0 && all <= 54_000, `${all} bytes`);
});

test('the recipient picker, compressed by brotli', () => {
  const all = size('recipient-picker', /^recipient-picker\.(js|wasm)\.br$/);
  assert.ok(all > 0 && all <= 57_000, `${all} bytes`);
});
