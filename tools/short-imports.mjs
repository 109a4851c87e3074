// Short names for what a program imports from its script. wasm-bindgen's own end in sixteen random letters, in both
// files: no compression helps against these.
import { Reader } from './wasm-reader.mjs';

const IMPORTS = 2;
const LONG = /^__wb/;

/** A program, given as its bytes, with short names of imports, and the same names in its script. */
export function shortenImports(program, script) {
  const { program: short, names } = withShortNames(program);
  return { program: short, script: script.replace(/\b__wb\w+/g, (name) => names.get(name) ?? name) };
}

/** A program with short names of imports, and which these are. */
export function withShortNames(program) {
  const names = new Map();
  const reader = new Reader(program, 8);
  const sections = [program.subarray(0, 8)];
  while (reader.at < program.length) {
    const begin = reader.at;
    const id = reader.byte();
    const length = reader.number();
    const end = reader.at + length;
    if (id === IMPORTS) {
      const imports = Buffer.concat(importsOf(reader, names));
      sections.push(Buffer.from([IMPORTS]), number(imports.length), imports);
    } else sections.push(program.subarray(begin, end));
    reader.at = end;
  }
  return { program: Buffer.concat(sections), names };
}

function importsOf(reader, names) {
  const count = reader.number();
  const imports = [number(count)];
  for (let left = count; left > 0; left -= 1) {
    const [from, name] = [reader.text(), reader.text()];
    if (LONG.test(name) && !names.has(name)) names.set(name, `$${names.size.toString(36)}`);
    const begin = reader.at;
    reader.import();
    imports.push(text(from), text(names.get(name) ?? name), reader.bytes.subarray(begin, reader.at));
  }
  return imports;
}

function number(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}
