// The kit is worth what it catches: the reference backend passes all of it, and each seeded fault fails the
// requirement that it breaks.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startBackend } from '../e2e/support/server.mjs';
import { check } from './checking.mjs';
import { FAULTS } from './faults/all.mjs';
import { startProxy } from './faults/proxy.mjs';
import { Kit } from './kit.mjs';
import { headersOf } from './persons.mjs';
import { REQUIREMENTS } from './requirements/all.mjs';

const ORIGIN = 'http://friend.example';
const RUN = fileURLToPath(new URL('run.mjs', import.meta.url));
const CONTRACT = fileURLToPath(new URL('../contract/openapi.yaml', import.meta.url));

let backend;
let proxy;
let folder;
// Somebody with part of the dossiers, and somebody with all.
let persons;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  writeFileSync(join(folder, 'index.html'), '');
  backend = await startBackend({ dist: folder, faults: false, allowOrigin: ORIGIN, dossiers: 200, licences: 2 });
  proxy = await startProxy(backend.url);
  persons = {
    me: await headersOf(backend.url, { PERSON: 'p-2' }),
    other: await headersOf(backend.url, { PERSON: 'p-1' }),
  };
});

after(async () => {
  await proxy.stop();
  await backend.stop();
  rmSync(folder, { recursive: true });
});

const failed = (results) => results.filter(({ outcome }) => outcome !== 'pass');

/** Runs the kit as a person would. */
function run(url, environment) {
  return new Promise((resolve) => {
    const program = spawn(process.execPath, [RUN, url], { env: { PATH: process.env.PATH, ...environment } });
    let output = '';
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (output += chunk));
    program.once('exit', (status) => resolve({ status, output }));
  });
}

test('the reference backend meets every requirement, and has its settings back', async () => {
  const kit = new Kit({ url: backend.url, origin: ORIGIN, ...persons });
  const before = await backend.settings('p-2');
  assert.deepEqual(failed(await check(kit)), []);
  assert.deepEqual(await backend.settings('p-2'), before);
});

test('every requirement has a fault, and every fault a requirement', () => {
  const ids = REQUIREMENTS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual([...new Set(FAULTS.map(({ breaks }) => breaks))].sort(), [...ids].sort());
});

test('every answer of the contract has a requirement', () => {
  const sources = new Set(REQUIREMENTS.map(({ source }) => source));
  const isCovered = (operation, status) =>
    sources.has(`${operation} ${status}`) || (status === '401' && sources.has('NoSession'));
  const missing = [];
  for (const operation of readFileSync(CONTRACT, 'utf8').split('operationId: ').slice(1)) {
    if (!/^ +tags: \[contract\]$/m.test(operation)) continue;
    const statuses = [...operation.split('\n  /')[0].matchAll(/^ {8}"(\d{3})":/gm)].map(([, status]) => status);
    assert.ok(statuses.length > 0);
    const [name] = operation.split('\n');
    missing.push(...statuses.filter((status) => !isCovered(name, status)).map((status) => `${name} ${status}`));
  }
  assert.deepEqual(missing, []);
});

for (const fault of FAULTS) {
  test(`${fault.breaks} fails: ${fault.what}`, async () => {
    const kit = new Kit({ url: proxy.url, origin: ORIGIN, ...persons });
    // Sound when the kit begins: what is broken then is said before any requirement is looked at.
    await kit.begin();
    const { outcome, expected, seen } = await underFault(kit, fault);
    assert.deepEqual(proxy.errors, []);
    assert.equal(outcome, 'fail');
    assert.ok(expected && seen);
    await kit.restore();
  });
}

async function underFault(kit, fault) {
  const begun = { begin: () => {}, restore: () => {} };
  proxy.fault = Object.create(fault);
  try {
    const broken = REQUIREMENTS.filter(({ id }) => id === fault.breaks);
    const [result] = await check(Object.assign(Object.create(kit), begun), undefined, broken);
    return result;
  } finally {
    proxy.fault = undefined;
  }
}

test('the program says what was expected and seen, and its exit code is the result', async () => {
  const person = { PERSON: 'p-2', OTHER_PERSON: 'p-1', ORIGIN };
  const sound = await run(backend.url, person);
  assert.equal(sound.status, 0, sound.output);
  assert.match(sound.output, new RegExp(`${REQUIREMENTS.length} passed, 0 failed, 0 not checked`));
  // A person alone: what needs another is not checked, and said so.
  const { cookie } = await headersOf(backend.url, { PERSON: 'p-2' });
  const alone = await run(backend.url, { COOKIE: cookie });
  assert.equal(alone.status, 0, alone.output);
  assert.match(alone.output, /P1 .*\n +not checked: needs a second person/);
  proxy.fault = Object.create(FAULTS.find(({ breaks }) => breaks === 'V2'));
  const broken = await run(proxy.url, { HEADERS: JSON.stringify({ cookie }) });
  proxy.fault = undefined;
  assert.equal(broken.status, 1, broken.output);
  assert.match(broken.output, /FAIL {2}V2 .*\n +changeSettings 412\n +expected status 412\n +saw +PATCH .* → 200/);
});

test('a backend that cannot even be read is one failure, and a run without a person none at all', async () => {
  const nobody = await run(backend.url, { COOKIE: 'session=over' });
  assert.equal(nobody.status, 1);
  assert.match(nobody.output, /FAIL {2}B .*\n.*\n +expected status 200\n +saw +GET \/api\/session → 401/);
  assert.equal((await run(backend.url, {})).status, 2);
});
