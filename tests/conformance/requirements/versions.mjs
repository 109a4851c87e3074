// Versions: what keeps two windows, and a request that comes late, from undoing one another.
import { expect, expectETag, expectJson, expectProblem, expectStatus } from '../expect.mjs';
import { SETTINGS } from '../client.mjs';
import { requirement } from './requirement.mjs';

export const versions = [
  requirement('V1', 'changeSettings 428', 'A change that names no version (If-Match) is 428 and changes nothing.', async (kit) => {
    await kit.choose(false);
    await kit.unchanged(async () => expectProblem(await kit.send(kit.choosing(true), { headers: { 'if-match': false } }), 428));
  }),

  requirement('V2', 'changeSettings 412', 'A change based on an old version is 412 and changes nothing.', async (kit) => {
    await kit.choose(false);
    const { etag } = await kit.settings();
    await kit.change({ frequency: kit.offered('frequencies')[0] });
    await kit.unchanged(async () => expectProblem(await kit.send(kit.choosing(true), { etag }), 412));
  }),

  requirement('V3', 'changeSettings 200', 'A patch that changes no value makes a new version too.', async (kit) => {
    const before = await kit.settings();
    const { etag } = await kit.change({ frequency: before.value.frequency });
    expect(etag !== before.etag, `another version than ${before.etag}`, etag);
    expectProblem(await kit.send({ frequency: before.value.frequency }, { etag: before.etag }), 412);
  }),

  requirement('V4', 'changeSettings 200', 'A version never comes back, also when all values do.', async (kit) => {
    await kit.choose(true);
    const seen = new Set([(await kit.settings()).etag]);
    for (const choice of [false, true, false, true]) {
      const { etag } = await kit.change(kit.choosing(choice));
      expect(!seen.has(etag), 'a version that was not seen before', `${etag} again`);
      seen.add(etag);
    }
  }),

  requirement('V5', 'changeSettings 412', 'Of one request sent twice, as browsers do when a connection breaks, the second is 412.', async (kit) => {
    const { etag } = await kit.settings();
    await kit.change(kit.choosing(true), { etag });
    await kit.unchanged(async () => expectProblem(await kit.send(kit.choosing(true), { etag }), 412));
  }),

  requirement('V6', 'changeSettings 412', 'Of changes that arrive together with one version, one is made and the others are 412.', async (kit) => {
    const { etag } = await kit.settings();
    const answers = await Promise.all([true, false, true, false].map((choice) => kit.send(kit.choosing(choice), { etag })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.join() === '200,412,412,412', '200 once and 412 three times', statuses.join());
    const made = answers.find(({ status }) => status === 200);
    const after = await kit.settings();
    expect(after.etag === made.etag, `the version ${made.etag}`, after.etag);
    expect(kit.choice(after.value) === [true, false, true, false][answers.indexOf(made)], 'the value of the change that was made', kit.describe(after.value));
  }),

  requirement('V7', 'changeSettings 200', 'If-Match: * is good for any version.', async (kit) => {
    await kit.change(kit.choosing(true), { etag: '*' });
  }),

  requirement('V8', 'changeSettings 200', 'The version that came with the compressed form is good in If-Match.', async (kit) => {
    const packed = await kit.me.get(SETTINGS, { 'accept-encoding': 'gzip' });
    // Servers in front that compress by themselves make it a weak one, which never matches.
    await kit.change(kit.choosing(true), { etag: expectETag(packed) });
  }),

  requirement('V9', 'changeSettings 200', 'A change is answered alike, compressed or not: with a version that the next one can name.', async (kit) => {
    const answer = await kit.send(kit.choosing(true), { headers: { 'accept-encoding': 'gzip' } });
    expectJson(answer);
    expectStatus(await kit.send(kit.choosing(false), { etag: expectETag(answer) }), 200);
  }),
];
