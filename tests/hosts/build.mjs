// Builds the host pages that changed, each with its framework's own tools, into target/hosts/.
//   node tests/hosts/build.mjs [name…]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const hosts = join(root, 'tests/hosts');
const target = join(root, 'target/hosts');
const picker = join(process.env.DIST ?? join(root, 'dist'), 'recipient-picker');

// The frameworks that take the custom element; Leptos takes the component.
export const ELEMENT_HOSTS = readdirSync(hosts).filter((name) => existsSync(join(hosts, name, 'package.json')) || name === 'plain');
export const HOSTS = [...ELEMENT_HOSTS, 'leptos'];

export async function build(name) {
  const to = join(target, name);
  if (name === 'leptos') {
    // Cargo knows best what changed. Without optimisation: that is a minute of linking less.
    await run(join(root, 'tools/wasm'), ['trunk', 'build', '--offline', '--skip-version-check', '--log', 'warn'], join(hosts, name));
    return to;
  }
  const hash = createHash('sha256');
  for (const folder of [join(hosts, name), join(hosts, 'common')]) {
    for (const path of readdirSync(folder, { recursive: true }).sort()) {
      if (path.includes('node_modules') || !statSync(join(folder, path)).isFile()) continue;
      hash.update(path).update(readFileSync(join(folder, path)));
    }
  }
  for (const file of ['recipient-picker.js', 'recipient-picker.wasm', 'recipient-picker.d.ts']) hash.update(readFileSync(join(picker, file)));
  const key = hash.digest('hex');
  const stamp = join(target, `${name}.made-from`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return to;
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  if (name === 'plain') {
    for (const file of ['plain/index.html', 'plain/main.js', 'common/ask.js', 'common/host.css']) {
      cpSync(join(hosts, file), join(to, file.split('/')[1]));
    }
  } else {
    await run('npm', ['run', 'build', '--silent'], join(hosts, name));
  }
  // Also where a host loads it by a script element.
  cpSync(picker, join(to, 'recipient-picker'), { recursive: true });
  writeFileSync(stamp, key);
  return to;
}

// Runs a program; what it said is told only when it fails.
function run(program, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} in ${cwd}: ${output}`))));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of process.argv.length > 2 ? process.argv.slice(2) : HOSTS) {
    const start = Date.now();
    await build(name);
    console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
}
