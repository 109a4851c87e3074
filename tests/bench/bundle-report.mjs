// What the bundle is made of: bytes of code by crate, from the module before wasm-opt takes the names out,
// and the sizes of the files that are served.
//   node tests/bench/bundle-report.mjs [module.wasm] [functions to list]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

const module = process.argv[2] ?? 'target/wasm32-unknown-unknown/bundle/conversation-settings.wasm';
const listed = Number(process.argv[3] ?? 0);

function sections(bytes) {
  let at = 8;
  const found = [];
  const u32 = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  const text = () => {
    const length = u32();
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = u32() + at;
    const section = { id, size: end - at };
    if (id === 0) {
      section.name = text();
      if (section.name === 'name') section.functions = names(end);
    } else if (id === 2) section.imported = imports(end);
    else if (id === 10) section.sizes = Array.from({ length: u32() }, () => { const size = u32(); at += size; return size; });
    found.push(section);
    at = end;
  }
  return found;

  function names(end) {
    const functions = new Map();
    while (at < end) {
      const kind = bytes[at++];
      const next = u32() + at;
      if (kind === 1) for (let count = u32(); count > 0; count--) functions.set(u32(), text());
      at = next;
    }
    return functions;
  }

  function imports() {
    let functions = 0;
    for (let count = u32(); count > 0; count--) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 0) { functions++; u32(); }
      else if (kind === 1) { at++; const flags = u32(); u32(); if (flags & 1) u32(); }
      else if (kind === 2) { const flags = u32(); u32(); if (flags & 1) u32(); }
      else at += 2;
    }
    return functions;
  }
}

const found = sections(readFileSync(module));
const code = found.find(section => section.sizes);
const functions = found.find(section => section.functions)?.functions ?? new Map();
const imported = found.find(section => section.imported !== undefined)?.imported ?? 0;

// Names are mangled: a path is a row of lengths and identifiers; the first identifier is the crate.
function readable(name) {
  const parts = [];
  const pattern = /(\d+)(_?)([A-Za-z_])/g;
  for (let match; (match = pattern.exec(name)) && parts.length < 8; ) {
    const length = Number(match[1]);
    const start = match.index + match[1].length + match[2].length;
    const identifier = name.slice(start, start + length);
    if (/^[A-Za-z_][A-Za-z0-9_$.]*$/.test(identifier)) { parts.push(identifier); pattern.lastIndex = start + length; }
  }
  return parts.filter(part => !/^h[0-9a-f]{16}$/.test(part));
}

const byCrate = new Map();
const rows = code.sizes.map((size, index) => {
  const path = readable(functions.get(index + imported) ?? '');
  const crate = path[0] ?? '(no name)';
  byCrate.set(crate, (byCrate.get(crate) ?? 0) + size);
  return [size, path.join('::')];
});

console.log('Code by crate, kB before wasm-opt (generic code counts for the crate that first names it)');
for (const [crate, size] of [...byCrate].sort((a, b) => b[1] - a[1]).slice(0, 25)) console.log((size / 1000).toFixed(1).padStart(8), crate);
for (const section of found.filter(section => section.size > 4000)) console.log((section.size / 1000).toFixed(1).padStart(8), `section ${section.name ?? section.id}`);
for (const [size, name] of rows.sort((a, b) => b[0] - a[0]).slice(0, listed)) console.log(String(size).padStart(8), name);

if (existsSync('dist')) {
  console.log('\nFiles served: bytes, with brotli');
  for (const name of readdirSync('dist', { recursive: true }).filter(name => existsSync(`dist/${name}.br`)).sort()) {
    console.log(String(statSync(`dist/${name}`).size).padStart(9), String(statSync(`dist/${name}.br`).size).padStart(8), name);
  }
}
