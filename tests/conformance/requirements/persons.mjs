// Two persons: what one does concerns nobody else.
import { expect, expectProblem, same } from '../expect.mjs';
import { requirement } from './requirement.mjs';

export const persons = [
  requirement('P1', 'changeSettings 200', 'A change leaves the settings of others, and their version.', async (kit) => {
    kit.needsOther();
    const before = await kit.settings(kit.other);
    await kit.change({ frequency: kit.another('frequencies', before.value.frequency), ...kit.choosing(true) });
    const after = await kit.settings(kit.other);
    expect(same(after.value, before.value), kit.describe(before.value), kit.describe(after.value));
    expect(after.etag === before.etag, `the version ${before.etag}`, after.etag);
  }),

  requirement('P2', 'changeSettings 403', 'The CSRF token of one session is no good in another’s.', async (kit) => {
    kit.needsOther();
    await kit.unchanged(async ({ etag }) =>
      expectProblem(await kit.me.patch(kit.choosing(true), { etag, csrf: kit.othersSession.csrfToken }), 403),
    );
  }),

  requirement('P3', 'changeSettings 412', 'The version of another person’s settings is none of one’s own.', async (kit) => {
    kit.needsOther();
    const { etag } = await kit.settings(kit.other);
    await kit.unchanged(async () => expectProblem(await kit.send(kit.choosing(true), { etag }), 412));
  }),
];
