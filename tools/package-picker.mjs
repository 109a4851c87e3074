// Builds the recipient picker as a package that can be published, into dist/recipient-picker/. Run by
// `make build` with the compiler for wasm32 on the path (tools/wasm). Quick when nothing changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { shortenImports } from './short-imports.mjs';

const profile = process.argv.includes('--debug') ? 'dev' : 'bundle';
const wasm = `target/wasm32-unknown-unknown/${profile === 'dev' ? 'debug' : profile}/recipient_picker.wasm`;
const source = 'src/recipient_picker/package';
const work = `target/recipient-picker/${profile}`;
const made = join(work, 'package');
const shrunk = join(made, 'recipient-picker.wasm');
const destination = process.argv.find((argument) => argument.startsWith('--out='))?.slice(6) ?? 'dist/recipient-picker';

// What every browser has that has the rest of what the picker needs.
const features = ['--enable-bulk-memory', '--enable-mutable-globals', '--enable-nontrapping-float-to-int', '--enable-reference-types', '--enable-sign-ext', '--enable-multivalue'];
const run = (program, ...args) => execFileSync(program, args, { stdio: 'inherit' });

run('cargo', 'build', '--quiet', '--offline', '--target', 'wasm32-unknown-unknown', '--profile', profile, '--bin', 'recipient_picker');

const inputs = [wasm, 'src/recipient_picker/element.js', 'style/recipient-picker.css', 'tools/package-picker.mjs', 'tools/short-imports.mjs', 'tools/wasm-reader.mjs', 'Cargo.toml', 'package-lock.json',
  ...readdirSync(source).map((name) => join(source, name))];
const hash = createHash('sha256');
for (const path of inputs) hash.update(path).update(readFileSync(path));
const key = hash.digest('hex');
const stamp = join(work, 'made-from');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== key) {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  run('wasm-bindgen', '--target', 'web', '--no-typescript', '--omit-default-module-path', '--out-dir', work, wasm);
  cpSync('src/recipient_picker/element.js', `${work}/element.js`);
  const css = await build({
    entryPoints: ['style/recipient-picker.css'],
    bundle: true,
    minify: true,
    write: false,
    target: ['chrome123', 'firefox128', 'safari17.5'],
  });
  writeFileSync(`${work}/recipient-picker.css`, css.outputFiles[0].text);
  await bundle();
  shrink(`${work}/recipient_picker_bg.wasm`, shrunk);
  await bundle();
  for (const name of readdirSync(source)) cpSync(join(source, name), join(made, name), { recursive: true });
  const version = /^version = "(.*)"/m.exec(readFileSync('Cargo.toml', 'utf8'))[1];
  const manifest = JSON.parse(readFileSync(`${source}/package.json`, 'utf8'));
  writeFileSync(`${made}/package.json`, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  for (const name of readdirSync(made)) {
    if (profile === 'dev' || !/\.(js|wasm|json|d\.ts)$/.test(name)) continue;
    compress(join(made, name));
  }
  writeFileSync(stamp, key);
}
// The element's class, wasm-bindgen's glue and the style sheet as one module.
function bundle() {
  return build({
    entryPoints: [`${work}/element.js`],
    outfile: `${made}/recipient-picker.js`,
    bundle: true,
    minify: profile !== 'dev',
    format: 'esm',
    target: 'es2022',
    loader: { '.css': 'text' },
    pure: ['FinalizationRegistry'],
    legalComments: 'none',
    logLevel: 'warning',
    // The module is fetched only as it was built.
    define: { INTEGRITY: JSON.stringify(existsSync(shrunk) ? integrity(shrunk) : '') },
  });
}

function integrity(path) {
  return `sha384-${createHash('sha384').update(readFileSync(path)).digest('base64')}`;
}

// Takes out what crates export and the class does not use (streams, from Leptos' server functions), and from
// the glue what nothing imports any more.
function shrink(from, to) {
  const script = readFileSync(`${made}/recipient-picker.js`, 'utf8');
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(from))).map(({ name }) => name);
  const used = exported.filter((name) => new RegExp(`\\b${name}\\b`).test(script));
  const graph = [
    { name: 'page', root: true, reaches: used },
    ...exported.map((name) => ({ name, export: name })),
  ];
  writeFileSync(`${work}/graph.json`, JSON.stringify(graph));
  // With names, by which tools/release/names.mjs can make the same file again; the next step drops them.
  execFileSync('wasm-metadce', [from, ...features, '-g', '--graph-file', `${work}/graph.json`, '-o', to], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (profile !== 'dev') run('wasm-opt', '-Oz', ...features, '-o', to, to);
  const imported = new Set(WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(to))).map(({ name }) => name));
  const glue = readFileSync(`${work}/recipient_picker.js`, 'utf8');
  const pruned = glue.replace(/^        (\w+): function[\s\S]*?^        \}.*,\n/gm, (entry, name) => (imported.has(name) ? entry : ''));
  if (profile === 'dev') return writeFileSync(`${work}/recipient_picker.js`, pruned);
  const short = shortenImports(readFileSync(to), pruned);
  writeFileSync(to, short.program);
  return writeFileSync(`${work}/recipient_picker.js`, short.script);
}

rmSync(destination, { recursive: true, force: true });
cpSync(made, destination, { recursive: true });

// The page on which to try it names it with its integrity.
const page = join(destination, '../composer.html');
if (existsSync(page)) {
  const text = readFileSync(page, 'utf8').replace(/(src="recipient-picker\/recipient-picker\.js")(?: integrity="[^"]*")?/, `$1 integrity="${integrity(join(made, 'recipient-picker.js'))}"`);
  writeFileSync(page, text);
  if (existsSync(`${page}.br`)) compress(page);
}

function compress(path) {
  const bytes = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
