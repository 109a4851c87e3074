// What is refused, as a whole or in part.
import { gzipSync } from 'node:zlib';
import { expect, expectProblem, same } from '../expect.mjs';
import { requirement } from './requirement.mjs';

/** Beyond what a backend must take. */
const TOO_LARGE = (8 << 20) + 1;
const NOWHERE = 'conformance-no-such-dossier';

/** Sends a good choice together with a bad one: the bad one must be listed, the good one made. */
async function rejects(kit, bad, wanted) {
  await kit.choose(false);
  const { rejected } = await kit.change({ participation: { ...kit.choosing(true).participation, ...bad } });
  expect(same(rejected, [wanted]), JSON.stringify([wanted]), rejected);
  const after = (await kit.settings()).value;
  expect(kit.choice(after) === true, 'the rest of the patch applied', kit.describe(after));
}

/** Sends a patch that must be refused, and change nothing. */
async function refuses(kit, patch, status, options = {}) {
  await kit.choose(false);
  await kit.unchanged(async ({ etag }) => expectProblem(await kit.send(patch, { etag, ...options }), status));
}

export const refusals = [
  requirement('X1', 'changeSettings 200', 'A dossier that the person has no access to is listed in rejected (unknown-dossier), and the rest applied.', async (kit) => {
    const { audience } = kit;
    await rejects(kit, { [NOWHERE]: { [audience]: true } }, { dossier: NOWHERE, audience, problem: 'unknown-dossier' });
  }),

  requirement('X2', 'changeSettings 200', 'An audience that the person may not set is listed in rejected (unknown-audience), and the rest applied.', async (kit) => {
    const { dossier } = kit;
    const bad = { [dossier]: { [kit.audience]: true, nobody: true } };
    await rejects(kit, bad, { dossier, audience: 'nobody', problem: 'unknown-audience' });
  }),

  requirement('X3', 'changeSettings 200', 'A choice that is neither true, false nor null is listed in rejected (invalid-value), and the rest applied.', async (kit) => {
    const { dossier, audience } = kit;
    await kit.choose(false);
    const language = kit.another('languages', (await kit.settings()).value.language);
    const { rejected } = await kit.change({ language, participation: { [dossier]: { [audience]: 'yes' } } });
    expect(same(rejected, [{ dossier, audience, problem: 'invalid-value' }]), 'it in rejected, as invalid-value', rejected);
    const after = (await kit.settings()).value;
    expect(after.language === language, `the rest applied: language ${language}`, kit.describe(after));
    expect(kit.choice(after) === false, 'the choice as it was', kit.describe(after));
  }),

  requirement('X4', 'changeSettings 422', 'A frequency that is not offered refuses the whole patch: 422, and nothing changes.', async (kit) => {
    await refuses(kit, { ...kit.choosing(true), frequency: 'yearly' }, 422);
  }),

  requirement('X5', 'changeSettings 422', 'A language that is not offered refuses the whole patch: 422, and nothing changes.', async (kit) => {
    await refuses(kit, { ...kit.choosing(true), language: 'tlh' }, 422);
  }),

  requirement('X6', 'changeSettings 422', 'A member that settings do not have refuses the whole patch: 422, and nothing changes.', async (kit) => {
    await refuses(kit, { ...kit.choosing(true), user: 'somebody-else' }, 422);
  }),

  requirement('X7', 'changeSettings 422', 'JSON that is no object is 422, and nothing changes.', async (kit) => {
    for (const text of ['[]', 'null', '"daily"', '{"participation":[]}']) await refuses(kit, text, 422);
  }),

  requirement('X8', 'changeSettings 400', 'What is no JSON is 400, and nothing changes.', async (kit) => {
    for (const text of ['', '{', JSON.stringify(kit.choosing(true)).slice(0, -1)]) await refuses(kit, text, 400);
  }),

  requirement('X9', 'changeSettings 415', 'Another content type is 415, and nothing changes.', async (kit) => {
    await refuses(kit, kit.choosing(true), 415, { type: 'text/plain' });
  }),

  requirement('X10', 'changeSettings 415', 'A content coding that is not taken is 415, and nothing changes.', async (kit) => {
    await refuses(kit, kit.choosing(true), 415, { headers: { 'content-encoding': 'compress' } });
  }),

  requirement('X11', 'changeSettings 413', 'A body of more than 8 MiB is 413, and nothing changes.', async (kit) => {
    await refuses(kit, JSON.stringify(kit.choosing(true)).padEnd(TOO_LARGE), 413);
  }),

  requirement('X12', 'changeSettings 413', 'A body that swells to more than 8 MiB is 413, and nothing changes.', async (kit) => {
    const bomb = gzipSync(JSON.stringify(kit.choosing(true)).padEnd(TOO_LARGE));
    await refuses(kit, bomb, 413, { headers: { 'content-encoding': 'gzip' } });
  }),

  requirement('X13', 'changeSettings 422', 'What is wrong in itself is said before a stale version is: 422, not 412.', async (kit) => {
    await refuses(kit, { frequency: 'yearly' }, 422, { etag: '"another"' });
  }),
];
