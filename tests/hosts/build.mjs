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

export const HOSTS = readdirSync(hosts).filter((name) => existsSync(join(hosts, name, 'package.json')) || name === 'plain');

export async function build(name) {
  const to = join(target, name);
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
    await new Promise((resolve, reject) => {
      const npm = spawn('npm', ['run', 'build', '--silent'], { cwd: join(hosts, name), stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk));
      npm.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${name}: ${output}`))));
    });
  }
  // Also where a host loads it by a script element.
  cpSync(picker, join(to, 'recipient-picker'), { recursive: true });
  writeFileSync(stamp, key);
  return to;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of process.argv.length > 2 ? process.argv.slice(2) : HOSTS) {
    const start = Date.now();
    await build(name);
    console.log(`${name}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
}
