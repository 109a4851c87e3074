// The floor, built here: there is nothing to it but two files.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = fileURLToPath(new URL('../floor/', import.meta.url));
const dir = fileURLToPath(new URL('../../../target/bench/floor', import.meta.url));
await build({ entryPoints: [`${source}main.ts`], outdir: dir, bundle: true, minify: true, format: 'esm', target: 'es2022', logLevel: 'warning' });
cpSync(`${source}index.html`, `${dir}/index.html`);

export default {
  name: 'floor',
  dir,
  base: '/',
  start: '/',
  // Path of the API → JSON, made from the data of harness/data.mjs.
  api: data => ({ '/api/data.json': data }),
  sel: {
    row: '[data-testid=row]',
    rowToggle: '[data-testid=toggle-accountant]',
    licence: '[data-testid=licence]',
    allToggle: '[data-testid=all-toggle-accountant]',
    count: '[data-testid=count-accountant]', // a text with two numbers: "n of m"
    search: '[data-testid=search]',
    scroller: '[data-testid=list]', // null: the window scrolls
  },
  // These two run in the page.
  rowId: element => element.dataset.id,
  isOn: element => element.getAttribute('aria-checked') === 'true',
};
