// The last step of a build: makes of what Trunk leaves what any static host can serve under any path.
//
// - The scripts of src/start/ become one file each; they and the program are named by their content.
// - The page goes to tools/conversations.html, which hosts serve at tools/conversations, and names every file that it
//   loads with its integrity. Hosts that do not map the one to the other find the same page in a folder of that name,
//   and as index.html, which many serve for every path that they do not know. The page's first script lies beside
//   each, and goes to the right place from the wrong ones.
// - A release has minified scripts, and compressed copies beside every file.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, transformSync } from 'esbuild';

const isRelease = process.env.TRUNK_PROFILE !== 'debug';
const dist = process.env.TRUNK_STAGING_DIR;
const PAGE = 'tools/conversations.html';

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
  // The module syntax stays as it is: wasm-bindgen's glue refers to itself by import.meta.url.
  for (const name of [...readdirSync(dist).filter((name) => /^conversation-settings-\w+\.js$/.test(name)), 'service-worker.js']) {
    const path = join(dist, name);
    writeFileSync(path, transformSync(readFileSync(path, 'utf8'), { minify: true, format: 'esm', target: 'es2022' }).code);
  }
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
      return `${tag}${integrity(page, url)}${wasm ? integrity(page, wasm).replace(' ', ' data-') : ''}`;
    })
    .replace(/<link\b(?=[^>]* rel="stylesheet")[^>]* href="([^"]+)"[^>]*?(?=\s*\/?>)/g, (tag, url) => `${tag}${integrity(page, url)}`);
  writeFileSync(path, text);
}

/** The attribute for a file that a page names; none for what is not of the same build. */
function integrity(page, url) {
  const path = join(dist, dirname(page), url);
  if (/config\.json$|recipient-picker\//.test(url)) return '';
  return ` integrity="sha384-${createHash('sha384').update(readFileSync(path)).digest('base64')}"`;
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
