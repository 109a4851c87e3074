// The last step of a build: makes of what Trunk leaves what any static host can serve under any path.
//
// - The scripts of src/start/ become one file each; they and the program are named by their content.
// - The parts of the program that are fetched later (tools/wasm-bindgen/) are put beside it, and their loader into its
//   script.
// - The page goes to tools/conversations.html, which hosts serve at tools/conversations, and names every file that it
//   loads with its integrity. Hosts that do not map the one to the other find the same page in a folder of that name,
//   and as index.html, which many serve for every path that they do not know. The page's first script lies beside
//   each, and goes to the right place from the wrong ones.
// - A release has minified scripts, short names between program and script, and compressed copies beside every file.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, transformSync } from 'esbuild';
import { shortenImports } from './short-imports.mjs';

const isRelease = process.env.TRUNK_PROFILE !== 'debug';
const dist = process.env.TRUNK_STAGING_DIR;
const PAGE = 'tools/conversations.html';
const parts = `target/wasm-bindgen/${isRelease ? 'release' : 'debug'}/parts`;

// What every browser has that has the rest of what the app needs.
const FEATURES = ['--enable-bulk-memory', '--enable-mutable-globals', '--enable-nontrapping-float-to-int', '--enable-reference-types', '--enable-sign-ext', '--enable-multivalue'];

mkdirSync(join(dist, 'tools/conversations'), { recursive: true });
const named = {};
for (const [entry, target, format] of [['src/start/boot.js', 'es2022', 'esm'], ['src/start/failure.js', 'es5', 'iife'], ['public/composer.js', 'es2022', 'esm']]) {
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, minify: isRelease, format, target, legalComments: 'none', logLevel: 'warning' });
  const { contents } = outputFiles[0];
  const name = posix.basename(entry);
  named[name] = entry.startsWith('public/') ? name : name.replace('.js', `-${hashOf(contents)}.js`);
  writeFileSync(join(dist, name === 'failure.js' ? 'tools' : '.', named[name]), contents);
}

if (isRelease) {
  const path = join(dist, 'service-worker.js');
  writeFileSync(path, transformSync(readFileSync(path, 'utf8'), { minify: true, format: 'esm', target: 'es2022' }).code);
}

const later = readdirSync(parts).filter((name) => /^(split|chunk)_\w+\.wasm$/.test(name)).map(placePart);
const made = (pattern) => readdirSync(dist).find((name) => pattern.test(name));
const script = made(/^conversation-settings-\w+\.js$/);
await bundleScript(script);
if (isRelease) {
  const paths = [made(/^conversation-settings-\w+_bg\.wasm$/), script].map((name) => join(dist, name));
  const short = shortenImports(readFileSync(paths[0]), readFileSync(paths[1], 'utf8'));
  writeFileSync(paths[0], short.program);
  writeFileSync(paths[1], short.script);
}

// Trunk names the program after what the compiler made, before wasm-bindgen, wasm-opt and the above. A name that is
// kept for a year changes with what it names.
for (const name of readdirSync(dist)) {
  const [, stem, rest] = /^(conversation-settings)-[0-9a-f]+((?:_bg\.wasm|\.js))$/.exec(name) ?? [];
  if (!stem) continue;
  named[name] = `${stem}-${hashOf(readFileSync(join(dist, name)))}${rest}`;
  renameSync(join(dist, name), join(dist, named[name]));
}

renameSync(join(dist, 'index.html'), join(dist, PAGE));
finish(PAGE);
finish('composer.html');
for (const folder of ['.', 'tools/conversations']) {
  cpSync(join(dist, PAGE), join(dist, folder, 'index.html'));
  cpSync(join(dist, 'tools', named['failure.js']), join(dist, folder, named['failure.js']));
}
if (isRelease) compress();

/** Puts a part of the program beside it: `{ made, name, integrity }`, the first being what the loader calls it. */
function placePart(made) {
  const path = join(dist, made);
  if (isRelease) execFileSync('wasm-opt', ['-Oz', ...FEATURES, join(parts, made), '-o', path], { stdio: ['ignore', 'inherit', 'ignore'] });
  else cpSync(join(parts, made), path);
  const name = `conversation-settings-${made.replace(/^split_|\.wasm$/g, '').replace(/^chunk_/, 'shared-')}-${hashOf(readFileSync(path))}.wasm`;
  renameSync(path, join(dist, name));
  return { made, name };
}

/** Makes one script of wasm-bindgen's and of the loader of the parts, which import one another. */
async function bundleScript(name) {
  const loader = {
    name: 'parts',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/parts\.js$/ }, () => ({ path: join(process.cwd(), parts, 'parts.js') }));
      onResolve({ filter: /^\.\/conversation-settings(-\w+)?\.js$/ }, () => ({ path: join(dist, name) }));
      onLoad({ filter: /parts\.js$/ }, ({ path }) => ({ contents: later.reduce(named, quiet(sorted(readFileSync(path, 'utf8')))) }));
    },
  };
  // What the parts share is listed in another order each time, and two builds are to be the same.
  const sorted = (script) => script.replace(/\{ ((?:\w+, )+) \}/g, (_, shared) => `{ ${shared.split(', ').filter(Boolean).toSorted().join(', ')} }`);
  // The app says what could not be fetched; a page that is left fetches nothing.
  const quiet = (script) => script.replace('console.error(e);', 'console.warn(e);');
  const named = (script, { made, name }) =>
    script.replace(`new URL("./${made}", import.meta.url)`, `new URL("./${name}", import.meta.url), { integrity: "${integrityOf(join(dist, name))}" }`);
  // Each part has its loader imported once more, from the same module.
  const logOverride = { 'duplicate-object-key': 'silent' };
  await build({ entryPoints: [join(dist, name)], outfile: join(dist, name), allowOverwrite: true, bundle: true, minify: isRelease, format: 'esm', target: 'es2022', legalComments: 'none', logLevel: 'warning', logOverride, plugins: [loader] });
}

function hashOf(contents) {
  return createHash('sha256').update(contents).digest('hex').slice(0, 16);
}

/** Gives a page the names that files have by now, and the integrity of each. */
function finish(page) {
  const path = join(dist, page);
  const text = readFileSync(path, 'utf8')
    .replace(/(boot|failure)\.js|conversation-settings-[0-9a-f]+(_bg\.wasm|\.js)/g, (name) => named[name])
    .replace(/<script\b[^>]* src="([^"]+)"[^>]*?(?=>)/g, (tag, url) => {
      const wasm = /data-wasm="([^"]+)"/.exec(tag)?.[1];
      // The service worker keeps what the page names.
      const named = wasm ? `${integrity(page, wasm).replace(' ', ' data-')} data-parts="${later.map(({ name }) => `../${name}`).join(' ')}"` : '';
      return `${tag}${integrity(page, url)}${named}`;
    })
    .replace(/<link\b(?=[^>]* rel="stylesheet")[^>]* href="([^"]+)"[^>]*?(?=\s*\/?>)/g, (tag, url) => `${tag}${integrity(page, url)}`);
  writeFileSync(path, text);
}

/** The attribute for a file that a page names; none for what is not of the same build. */
function integrity(page, url) {
  const path = join(dist, dirname(page), url);
  if (/config\.json$|recipient-picker\//.test(url)) return '';
  return ` integrity="${integrityOf(path)}"`;
}

function integrityOf(path) {
  return `sha384-${createHash('sha384').update(readFileSync(path)).digest('base64')}`;
}

function compress() {
  for (const name of readdirSync(dist, { recursive: true })) {
    const path = join(dist, name);
    if (!/\.(html|js|css|wasm|json|svg|txt|webmanifest)$/.test(name) || !statSync(path).isFile()) continue;
    // The operator changes it.
    if (name === 'config.json') continue;
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}
