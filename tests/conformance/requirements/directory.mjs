// The licences, dossiers and teams.
import { DIRECTORY } from '../client.mjs';
import { NotChecked, expect, expectETag, expectJson, expectStatus, same } from '../expect.mjs';
import * as shapes from '../shapes.mjs';
import { requirement } from './requirement.mjs';

/** From this size on an answer must come compressed when that is asked for. */
const LARGE = 10_000;

const read = async (kit, headers) => kit.me.get(DIRECTORY, headers);
const dossiersOf = (directory) => directory.licences.flatMap(({ dossiers }) => dossiers);

export const directory = [
  requirement('D1', 'readDirectory 200', 'The directory has people, licences, dossiers and teams.', async (kit) => {
    shapes.expectShape(expectJson(await read(kit)), shapes.Directory, 'Directory');
  }),

  requirement('D2', 'readDirectory 200', 'Ids are unique, every member is among the people, and no licence is empty.', async (kit) => {
    const value = expectJson(await read(kit));
    const dossiers = dossiersOf(value);
    for (const [name, list] of Object.entries({ people: value.people, licences: value.licences, dossiers })) {
      const ids = list.map(({ id }) => id);
      const seen = new Set();
      const twice = ids.find((id) => seen.size === seen.add(id).size);
      expect(twice === undefined, `each id of the ${name} once`, `${twice} twice`);
    }
    const known = new Set(value.people.map(({ id }) => id));
    for (const { id, team } of dossiers) {
      const stranger = team.find(({ person }) => !known.has(person));
      expect(!stranger, 'each member among the people', `${stranger?.person} of ${id} is not`);
    }
    const empty = value.licences.find((licence) => licence.dossiers.length === 0);
    expect(!empty, 'licences with a dossier only', `${empty?.id} has none`);
  }),

  requirement('D3', 'readDirectory 200', 'The reader is in each team, but not their own choices.', async (kit) => {
    await kit.choose(true);
    for (const { id, team } of dossiersOf(expectJson(await read(kit)))) {
      const own = team.find(({ person }) => person === kit.session.user.id);
      expect(own, `${kit.session.user.id} in the team of ${id}`, team);
      expect(!own.participation || same(own.participation, {}), 'no choices of the reader’s own', { dossier: id, ...own });
    }
  }),

  requirement('D4', 'readDirectory 200', 'It has a version: a strong ETag.', async (kit) => {
    expectETag(await read(kit));
  }),

  requirement('D5', 'readDirectory 304', 'Asked for by its version (If-None-Match) it is 304, without a body.', async (kit) => {
    const etag = expectETag(await read(kit));
    const answer = expectStatus(await read(kit, { 'if-none-match': etag }), 304);
    expect(answer.raw.length === 0, 'no body', `${answer.raw.length} bytes`);
    expect(answer.etag === etag, `the ETag ${etag}`, answer.head());
  }),

  requirement('D6', 'readDirectory 200', 'Asked for by another version it is sent.', async (kit) => {
    expectJson(await read(kit, { 'if-none-match': '"another"' }));
  }),

  requirement('D7', 'readDirectory 304', 'The reader’s own choices make no new version of it.', async (kit) => {
    await kit.choose(true);
    const etag = expectETag(await read(kit));
    await kit.change(kit.choosing(false));
    expectStatus(await read(kit, { 'if-none-match': etag }), 304);
  }),

  requirement('D8', 'readDirectory 200', 'Where gzip is accepted, a long one comes compressed, with the same content.', async (kit) => {
    const plain = await read(kit);
    if (plain.raw.length < LARGE) throw new NotChecked(`the directory has only ${plain.raw.length} bytes`);
    const packed = await read(kit, { 'accept-encoding': 'gzip' });
    expect(packed.header('content-encoding') === 'gzip', 'Content-Encoding: gzip', packed.header('content-encoding') ?? 'none');
    expect(same(expectJson(packed), expectJson(plain)), 'the content of the plain form', 'another');
  }),

  requirement('D9', 'readDirectory 304', 'The version that came with the compressed form is good in If-None-Match.', async (kit) => {
    const packed = await read(kit, { 'accept-encoding': 'gzip' });
    expectStatus(await read(kit, { 'accept-encoding': 'gzip', 'if-none-match': expectETag(packed) }), 304);
  }),
];
