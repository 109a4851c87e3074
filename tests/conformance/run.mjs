// Holds a backend against the contract: docs/integrate-a-backend.md says how.
//   node tests/conformance/run.mjs URL
import { check } from './checking.mjs';
import { Kit } from './kit.mjs';
import { headersOf } from './persons.mjs';

const url = process.argv[2]?.replace(/\/+$/, '');
const me = url && (await headersOf(url, process.env));
if (!me) {
  console.error('make conformance URL=https://… COOKIE="session=…"; see docs/integrate-a-backend.md');
  process.exit(2);
}
const other = await headersOf(url, process.env, 'OTHER_');
const { HIDDEN_DOSSIER: hidden, ORIGIN: origin } = process.env;
const kit = new Kit({ url, me, other, hidden, origin });
// Whoever interrupts the run has their settings back too.
process.once('SIGINT', () => kit.restore().then(() => process.exit(130), () => process.exit(1)));

const MARKS = { pass: 'pass', fail: 'FAIL', 'not checked': '  – ' };
const results = await check(kit, ({ requirement, outcome, expected, seen, reason }) => {
  console.log(`${MARKS[outcome]}  ${requirement.id.padEnd(3)}  ${requirement.text}`);
  if (outcome === 'fail') console.log(`           ${requirement.source}\n           expected ${expected}\n           saw      ${seen}`);
  if (reason) console.log(`           not checked: ${reason}`);
});
const count = (outcome) => results.filter((result) => result.outcome === outcome).length;
console.log(`${count('pass')} passed, ${count('fail')} failed, ${count('not checked')} not checked`);
process.exitCode = count('fail') > 0 ? 1 : 0;
