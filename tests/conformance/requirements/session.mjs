// Who is signed in.
import { DIRECTORY, SESSION, SETTINGS, teamOf } from '../client.mjs';
import { expect, expectJson, expectProblem } from '../expect.mjs';
import * as shapes from '../shapes.mjs';
import { requirement } from './requirement.mjs';

export const session = [
  requirement('S1', 'readSession 200', 'The session says who is signed in and what they may choose from.', async (kit) => {
    const value = shapes.expectShape(expectJson(await kit.me.get(SESSION)), shapes.Session, 'Session');
    expect(value.user.id === kit.session.user.id, `the same person again, ${kit.session.user.id}`, value.user.id);
  }),

  requirement('S2', 'readSession 200', 'It offers an audience, a frequency and a language that the app knows.', async (kit) => {
    kit.session = expectJson(await kit.me.get(SESSION));
    for (const name of ['audiences', 'frequencies', 'languages']) kit.offered(name);
  }),

  requirement('S3', 'NoSession', 'Without a session every read is 401, never a redirect, and names the page to sign in on.', async (kit) => {
    for (const path of [SESSION, DIRECTORY, SETTINGS, teamOf(kit.dossier)]) {
      const problem = expectProblem(await kit.nobody.get(path), 401);
      expect(typeof problem.signIn === 'string' && problem.signIn !== '', 'a text signIn: the page to sign in on', problem);
    }
  }),

  requirement('S4', 'changeSettings 401', 'Without a session a change is 401 and changes nothing.', async (kit) => {
    await kit.unchanged(async ({ etag }) => {
      const answer = await kit.nobody.patch(kit.choosing(true), { etag, csrf: kit.session.csrfToken });
      expectProblem(answer, 401);
    });
  }),

  requirement('S5', 'changeSettings 403', 'Without the CSRF token, or with a wrong one, a change is 403 of a type that says csrf, and changes nothing.', async (kit) => {
    for (const csrf of [false, `${kit.session.csrfToken}x`]) {
      const problem = await kit.unchanged(async ({ etag }) =>
        expectProblem(await kit.me.patch(kit.choosing(true), { etag, csrf }), 403),
      );
      // By this the app tells an old token, which it renews, from a change that this person may not make.
      expect(problem.type.includes('csrf'), 'a type with csrf in it', problem.type);
    }
  }),

  requirement('S6', 'readSession 200', 'A token that one tab holds stays good when another tab reads the session.', async (kit) => {
    const held = expectJson(await kit.me.get(SESSION)).csrfToken;
    expectJson(await kit.me.get(SESSION));
    await kit.change({ frequency: (await kit.settings()).value.frequency }, { csrf: held });
  }),
];
