// What a patch changes, and what it leaves.
import { gzipSync } from 'node:zlib';
import { expect, same } from '../expect.mjs';
import { requirement } from './requirement.mjs';

/** As large as a change of everything is for 50,000 dossiers. */
const WIDE = 3 << 20;

const unset = (kit, settings) => kit.choice(settings) === undefined;

export const changes = [
  requirement('C1', 'changeSettings 200', 'A choice is read back as it was set, and with the version that the change was answered with.', async (kit) => {
    for (const choice of [true, false]) {
      const { etag, rejected } = await kit.change(kit.choosing(choice));
      expect(rejected.length === 0, 'nothing rejected', rejected);
      const after = await kit.settings();
      expect(kit.choice(after.value) === choice, `${kit.dossier}, ${kit.audience}: ${choice}`, kit.describe(after.value));
      expect(after.etag === etag, `the version ${etag}`, after.etag);
    }
  }),

  requirement('C2', 'changeSettings 200', 'Only what is named changes.', async (kit) => {
    await kit.change({ ...kit.choosing(true), language: kit.offered('languages')[0] });
    const before = (await kit.settings()).value;
    const frequency = kit.another('frequencies', before.frequency);
    await kit.change({ frequency });
    const after = (await kit.settings()).value;
    expect(same(after, { ...before, frequency }), kit.describe({ ...before, frequency }), kit.describe(after));
  }),

  requirement('C3', 'changeSettings 200', 'null takes one choice back: it is absent, and follows the role again.', async (kit) => {
    await kit.choose(true);
    await kit.change(kit.choosing(null));
    const after = (await kit.settings()).value;
    expect(unset(kit, after), `no choice for ${kit.dossier}, ${kit.audience}`, kit.describe(after));
  }),

  requirement('C4', 'changeSettings 200', 'null takes back all choices of a dossier.', async (kit) => {
    await kit.choose(true);
    await kit.change({ participation: { [kit.dossier]: null } });
    const after = (await kit.settings()).value;
    expect(!(kit.dossier in after.participation), `nothing about ${kit.dossier}`, kit.describe(after));
  }),

  requirement('C5', 'changeSettings 200', 'null takes back all participation.', async (kit) => {
    await kit.choose(true);
    await kit.change({ participation: null });
    const after = (await kit.settings()).value;
    expect(same(after.participation, {}), 'participation: {}', kit.describe(after));
  }),

  requirement('C6', 'changeSettings 200', 'A language is read back, and absent again after null.', async (kit) => {
    const language = kit.another('languages', (await kit.settings()).value.language);
    await kit.change({ language });
    let after = (await kit.settings()).value;
    expect(after.language === language, `language: ${language}`, kit.describe(after));
    await kit.change({ language: null });
    after = (await kit.settings()).value;
    expect(after.language === undefined, 'no language', kit.describe(after));
  }),

  requirement('C7', 'changeSettings 200', 'A frequency is read back; after null it is the firm’s, which is always read back.', async (kit) => {
    const frequency = kit.another('frequencies', (await kit.settings()).value.frequency);
    await kit.change({ frequency });
    let after = (await kit.settings()).value;
    expect(after.frequency === frequency, `frequency: ${frequency}`, kit.describe(after));
    await kit.change({ frequency: null });
    after = (await kit.settings()).value;
    expect(kit.session.frequencies.includes(after.frequency), `one of ${kit.session.frequencies}`, kit.describe(after));
  }),

  requirement('C8', 'changeSettings 200', 'A repeat with the new version sets the same again.', async (kit) => {
    const patch = { ...kit.choosing(true), frequency: kit.offered('frequencies')[0] };
    await kit.change(patch);
    const once = (await kit.settings()).value;
    await kit.change(patch);
    const twice = (await kit.settings()).value;
    expect(same(once, twice), kit.describe(once), kit.describe(twice));
  }),

  requirement('C9', 'changeSettings 200', 'A patch in gzip (Content-Encoding, RFC 7694) is taken.', async (kit) => {
    await kit.choose(false);
    await kit.change(gzipSync(JSON.stringify(kit.choosing(true))), { headers: { 'content-encoding': 'gzip' } });
    const after = (await kit.settings()).value;
    expect(kit.choice(after) === true, `${kit.dossier}, ${kit.audience}: true`, kit.describe(after));
  }),

  requirement('C10', 'changeSettings 200', 'A patch of 3 MB is taken: a change of 50,000 dossiers.', async (kit) => {
    await kit.choose(false);
    await kit.change(JSON.stringify(kit.choosing(true)).padEnd(WIDE));
    const after = (await kit.settings()).value;
    expect(kit.choice(after) === true, `${kit.dossier}, ${kit.audience}: true`, kit.describe(after));
  }),
];
