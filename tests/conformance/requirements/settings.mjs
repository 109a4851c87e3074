// Reading the settings.
import { SETTINGS } from '../client.mjs';
import { expect, expectETag, expectJson, expectStatus } from '../expect.mjs';
import * as shapes from '../shapes.mjs';
import { requirement } from './requirement.mjs';

export const settings = [
  requirement('R1', 'readSettings 200', 'The settings have a frequency that is offered, and explicit choices only.', async (kit) => {
    const value = shapes.expectShape(expectJson(await kit.me.get(SETTINGS)), shapes.Settings, 'Settings');
    expect(kit.session.frequencies.includes(value.frequency), `one of ${kit.session.frequencies}`, value.frequency);
    const empty = Object.entries(value.participation).find(([, choices]) => Object.keys(choices).length === 0);
    expect(!empty, 'only dossiers with an explicit choice', empty);
  }),

  requirement('R2', 'readSettings 200', 'They have a version: a strong ETag.', async (kit) => {
    expectETag(await kit.me.get(SETTINGS));
  }),

  requirement('R3', 'readSettings 304', 'Asked for by their version they are 304, without a body.', async (kit) => {
    const etag = expectETag(await kit.me.get(SETTINGS));
    const answer = expectStatus(await kit.me.get(SETTINGS, { 'if-none-match': etag }), 304);
    expect(answer.raw.length === 0, 'no body', `${answer.raw.length} bytes`);
  }),

  requirement('R4', 'readSettings 200', 'After a change, the version before is answered with the new settings.', async (kit) => {
    const { etag } = await kit.settings();
    await kit.change({ frequency: kit.another('frequencies', (await kit.settings()).value.frequency) });
    expectJson(await kit.me.get(SETTINGS, { 'if-none-match': etag }));
  }),

  requirement('R5', 'readSettings 200', 'Accept-Encoding says that a change may come in gzip.', async (kit) => {
    const answer = expectStatus(await kit.me.get(SETTINGS), 200);
    const codings = answer.header('accept-encoding') ?? 'none';
    expect(codings.split(',').some((coding) => coding.trim() === 'gzip'), 'Accept-Encoding: gzip on the answer', codings);
  }),
];
