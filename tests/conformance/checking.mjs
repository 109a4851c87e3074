// Checks requirements one after the other.
import { Mismatch, NotChecked } from './expect.mjs';
import { REQUIREMENTS } from './requirements/all.mjs';

/**
 * Checks them against the backend of the kit. Results: `{ requirement, outcome: 'pass' | 'fail' | 'not checked',
 * expected, seen, reason }`, each given to `report` as soon as it is known. The settings are put back at the end.
 */
export async function check(kit, report = () => {}, requirements = REQUIREMENTS) {
  const results = [];
  const note = (result) => {
    results.push(result);
    report(result);
  };
  const start = await outcomeOf(() => kit.begin());
  const begun = start.outcome === 'pass';
  if (!begun) note({ requirement: { id: 'B', source: '', text: 'The session, the directory and the settings of a person can be read.' }, ...start });
  for (const requirement of begun ? requirements : []) {
    note({ requirement, ...(await outcomeOf(() => requirement.check(kit))) });
  }
  if (begun) {
    const end = await outcomeOf(() => kit.restore());
    if (end.outcome !== 'pass') {
      note({ requirement: { id: 'E', source: '', text: 'The settings are put back as they were found.' }, ...end });
    }
  }
  return results;
}

async function outcomeOf(act) {
  try {
    await act();
    return { outcome: 'pass' };
  } catch (error) {
    if (error instanceof NotChecked) return { outcome: 'not checked', reason: error.message };
    if (error instanceof Mismatch) return { outcome: 'fail', expected: error.expected, seen: error.seen };
    throw error;
  }
}
