// Holds every package-lock.json: each package from the registry, with a hash, under a licence that asks for no
// more than a notice; and asks `npm audit` what is known of them, where the registry answers that.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const LICENCES = new Set([
  '(MIT AND Zlib)', '(MIT OR Apache-2.0)', '(MIT OR GPL-3.0-or-later)', '0BSD', 'Apache-2.0', 'Apache-2.0 AND LGPL-3.0-or-later AND MIT', 'BSD-2-Clause', 'BSD-3-Clause',
  'BlueOak-1.0.0', 'CC-BY-3.0', 'CC-BY-4.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT OR Apache-2.0', 'Python-2.0',
  // axe-core and lightningcss: not changed by us, and nothing of them ships.
  'MPL-2.0',
]);

const locks = execFileSync('git', ['ls-files', '*package-lock.json'], { encoding: 'utf8' }).trim().split('\n');
const faults = [];
const unasked = [];

for (const lock of locks) {
  for (const [path, entry] of Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages)) {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) continue;
    const fault = (what) => faults.push(`${lock}: ${path}: ${what}`);
    if (entry.link) continue;
    // A package of the registry may leave its address out.
    if (entry.resolved && !entry.resolved.startsWith('https://registry.npmjs.org/')) fault(`comes from ${entry.resolved}`);
    if (!entry.inBundle && !entry.integrity?.startsWith('sha512-')) fault(`has the hash ${entry.integrity}`);
    if (!LICENCES.has(entry.license)) fault(`has the licence ${entry.license}`);
  }
  const asked = spawnSync('npm', ['audit', '--package-lock-only', '--json'], { cwd: dirname(lock), encoding: 'utf8', timeout: 60_000 });
  let answer = {};
  try {
    answer = JSON.parse(asked.stdout);
  } catch {
    // No answer at all: not asked, like an error's answer.
  }
  if (!answer.vulnerabilities) unasked.push(lock);
  for (const { name, severity, via } of Object.values(answer.vulnerabilities ?? {})) {
    faults.push(`${lock}: ${name}: ${severity}: ${via.map((cause) => cause.url ?? cause).join(', ')}`);
  }
}

for (const fault of faults) console.error(fault);
console.log(`npm: ${locks.length} lock files, ${faults.length} faults`);
if (unasked.length) console.log(`NOT CHECKED for vulnerabilities, as the registry did not answer npm audit: ${unasked.join(' ')}`);
process.exitCode = faults.length ? 1 : 0;
