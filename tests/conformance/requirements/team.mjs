// What the recipient picker reads.
import { teamOf } from '../client.mjs';
import { NotChecked, expect, expectJson, expectProblem } from '../expect.mjs';
import * as shapes from '../shapes.mjs';
import { requirement } from './requirement.mjs';

/** Ids that must be looked up as they are, and found not to exist. */
const ODD = ['conformance-no-such-dossier', '%00', "'", 'a/b', '..', 'é', '%'];

const read = async (kit) => shapes.expectShape(expectJson(await kit.me.get(teamOf(kit.dossier))), shapes.Team, 'Team');

export const team = [
  requirement('T1', 'readTeam 200', 'The team names the dossier and the reader, and each member is among the people.', async (kit) => {
    const value = await read(kit);
    expect(value.dossier.id === kit.dossier, `the dossier ${kit.dossier}`, value.dossier.id);
    expect(value.me === kit.session.user.id, `me: ${kit.session.user.id}`, value.me);
    const known = new Set(value.people.map(({ id }) => id));
    const stranger = value.team.find(({ person }) => !known.has(person));
    expect(!stranger, 'each member among the people', stranger);
    expect(value.team.some(({ person }) => person === value.me), 'the reader in the team', value.team);
  }),

  requirement('T2', 'readTeam 200', 'It has the members and roles of the directory.', async (kit) => {
    const roles = (members) => members.map(({ person, role }) => `${person}: ${role}`).sort().join(', ');
    const expected = roles(kit.dossiers.find(({ id }) => id === kit.dossier).team);
    const seen = roles((await read(kit)).team);
    expect(seen === expected, expected, seen);
  }),

  requirement('T3', 'readTeam 200', 'It has the reader’s own choices, as soon as they are saved.', async (kit) => {
    for (const choice of [true, false]) {
      await kit.change(kit.choosing(choice));
      const own = (await read(kit)).team.find(({ person }) => person === kit.session.user.id);
      expect(own.participation?.[kit.audience] === choice, `${kit.audience}: ${choice}`, own);
    }
  }),

  requirement('T4', 'readTeam 404', 'A dossier that does not exist is 404, whatever its id looks like.', async (kit) => {
    for (const id of ODD) expectProblem(await kit.me.get(teamOf(id)), 404);
  }),

  requirement('T5', 'readTeam 404', 'A dossier that the person has no access to is answered like one that does not exist, in a change too.', async (kit) => {
    if (!kit.hidden) throw new NotChecked('needs HIDDEN_DOSSIER, or a second person with a dossier that the first has not');
    const hidden = expectProblem(await kit.me.get(teamOf(kit.hidden)), 404);
    const none = expectProblem(await kit.me.get(teamOf('conformance-no-such-dossier')), 404);
    expect(hidden.type === none.type && hidden.title === none.title, `the type ${none.type}`, hidden.type);
    const { rejected } = await kit.change(kit.choosing(true, kit.hidden));
    expect(rejected[0]?.problem === 'unknown-dossier', 'unknown-dossier', rejected);
  }),
];
