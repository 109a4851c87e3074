// What of other people's is in the bundles: the crates that are compiled for wasm32 and linked, and Rust's own library.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Each with what Cargo knows of it, and its checksum, by name. Macros run at build time and do not ship. */
export function crates() {
  const metadata = JSON.parse(execFileSync('cargo', ['metadata', '--format-version=1', '--locked', '--offline', '--filter-platform=wasm32-unknown-unknown'], { maxBuffer: 1 << 28 }));
  const packages = new Map(metadata.packages.map((one) => [one.id, one]));
  const nodes = new Map(metadata.resolve.nodes.map((one) => [one.id, one]));
  const isMacro = (id) => packages.get(id).targets.some(({ kind }) => kind.includes('proc-macro'));
  const ships = new Set();
  const visit = (id) => {
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
      if (ships.has(pkg) || isMacro(pkg) || !kinds.some(({ kind }) => kind === null)) continue;
      ships.add(pkg);
      visit(pkg);
    }
  };
  visit(metadata.packages.find(({ name }) => name === 'conversation-settings').id);
  const checksums = checksumsIn(readFileSync('Cargo.lock', 'utf8'));
  return [...ships].map((id) => {
    const one = packages.get(id);
    return { ...one, checksum: checksums.get(`${one.name} ${one.version}`) };
  }).sort((a, b) => compare(a.name, b.name) || compare(a.version, b.version));
}

/** `rustc 1.95.0`: its library is in every bundle. */
export function rustVersion() {
  return execFileSync('rustc', ['--version'], { encoding: 'utf8' }).split(' ')[1];
}

const compare = (a, b) => (a < b ? -1 : Number(a > b));

function checksumsIn(lock) {
  return new Map([...lock.matchAll(/^name = "(.*)"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"/gm)].map(([, name, version, checksum]) => [`${name} ${version}`, checksum]));
}
