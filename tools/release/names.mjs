// The names of a WebAssembly file's functions, kept apart from it: made again with names, which must leave everything
// else as it is.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { withShortNames } from '../short-imports.mjs';
import { Reader } from '../wasm-reader.mjs';

const FEATURES = ['--enable-bulk-memory', '--enable-mutable-globals', '--enable-nontrapping-float-to-int', '--enable-reference-types', '--enable-sign-ext', '--enable-multivalue'];

/** A table, one function a line: its index, the offset of its code in the file, its name. */
export function namesOfScreen(shipped) {
  const named = 'target/release-names.wasm';
  // As Trunk does for index.html's data-wasm-opt, and with -g.
  execFileSync('wasm-opt', ['-Oz', '-g', '-o', named, 'target/wasm-bindgen/release/conversation-settings_bg.wasm']);
  return table(shipped, shortened(named));
}

/** The same for a part of it that is fetched later, as tools/finish-dist.mjs makes it. */
export function namesOfPart(shipped, made) {
  const named = 'target/release-names.wasm';
  execFileSync('wasm-opt', ['-Oz', ...FEATURES, '-g', '-o', named, `target/wasm-bindgen/release/parts/${made}`], { stdio: ['ignore', 'inherit', 'ignore'] });
  return table(shipped, named);
}

/** The same for the picker, as tools/package-picker.mjs makes it. */
export function namesOfPicker(shipped) {
  const work = 'target/recipient-picker/bundle';
  const named = 'target/release-names.wasm';
  execFileSync('wasm-metadce', [`${work}/recipient_picker_bg.wasm`, ...FEATURES, '-g', '--graph-file', `${work}/graph.json`, '-o', named], { stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('wasm-opt', ['-Oz', '-g', ...FEATURES, '-o', named, named]);
  return table(shipped, shortened(named));
}

/** As the build does with the program that its script loads. */
function shortened(path) {
  writeFileSync(path, withShortNames(readFileSync(path)).program);
  return path;
}

function table(shipped, named) {
  const [plain, full] = [sectionsOf(readFileSync(shipped)), sectionsOf(readFileSync(named))];
  const known = (sections) => sections.filter(({ id }) => id !== 0).map(({ id, at, bytes }) => [id, at, bytes.toString('base64')]);
  if (JSON.stringify(known(plain)) !== JSON.stringify(known(full))) throw new Error(`${shipped} is another program than with names`);
  const imported = functionsImported(full.find(({ id }) => id === 2));
  const offsets = bodiesOf(full.find(({ id }) => id === 10));
  // What the tools made themselves has no name but that of its export; a part exports nothing.
  const exported = full.find(({ id }) => id === 7);
  const names = new Map([...(exported ? exportsOf(exported) : []), ...namesIn(full.find(({ id, name }) => id === 0 && name === 'name'))]);
  const lines = offsets.map((offset, index) => `${imported + index}\t0x${offset.toString(16)}\t${names.get(imported + index) ?? '(made by a tool)'}`);
  return `${lines.join('\n')}\n`;
}

function sectionsOf(bytes) {
  const reader = new Reader(bytes, 8);
  const sections = [];
  while (reader.at < bytes.length) {
    const id = bytes[reader.at++];
    const length = reader.number();
    const section = { id, at: reader.at, bytes: bytes.subarray(reader.at, reader.at + length) };
    if (id === 0) section.name = new Reader(section.bytes).text();
    sections.push(section);
    reader.at += length;
  }
  return sections;
}

/** Counts the imports that are functions: a part has the memory, the table and a global of the main program, too. */
function functionsImported(section) {
  const reader = new Reader(section.bytes);
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    if (reader.import()) functions += 1;
  }
  return functions;
}

function exportsOf({ bytes }) {
  const reader = new Reader(bytes);
  const names = new Map();
  for (let left = reader.number(); left > 0; left -= 1) {
    const name = reader.text();
    const kind = reader.bytes[reader.at++];
    const index = reader.number();
    if (kind === 0) names.set(index, `${name} (export)`);
  }
  return names;
}

function bodiesOf({ bytes, at }) {
  const reader = new Reader(bytes);
  const offsets = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    const length = reader.number();
    offsets.push(at + reader.at);
    reader.at += length;
  }
  return offsets;
}

function namesIn({ bytes }) {
  const reader = new Reader(bytes);
  reader.text();
  const names = new Map();
  while (reader.at < bytes.length) {
    const kind = bytes[reader.at++];
    const end = reader.number() + reader.at;
    // 1: functions.
    if (kind === 1) for (let left = reader.number(); left > 0; left -= 1) names.set(reader.number(), reader.text());
    reader.at = end;
  }
  return names;
}
