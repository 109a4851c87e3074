// Puts names to a stack of WebAssembly: `node symbolicate.mjs conversation-settings-….names < stack.txt`.
// Browsers write wasm-function[1234] or an offset such as …_bg.wasm:0x4f2a1 (Safari: the index alone).
import { readFileSync } from 'node:fs';

const functions = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map((line) => {
  const [index, offset, name] = line.split('\t');
  return { index: Number(index), offset: Number(offset), name };
});
const byIndex = new Map(functions.map(({ index, name }) => [index, name]));
const byOffset = (offset) => functions.findLast((one) => one.offset <= offset)?.name;

const stack = readFileSync(0, 'utf8');
process.stdout.write(stack.replace(/wasm-function\[(\d+)\](?::0x([0-9a-f]+))?|\.wasm:(?:\d+:)?0x([0-9a-f]+)/g, (place, index, offset, only) => {
  const name = index ? byIndex.get(Number(index)) : byOffset(Number.parseInt(only, 16));
  return name ? `${place} ${name}` : place;
}));
