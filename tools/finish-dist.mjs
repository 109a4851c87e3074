// The last step of a release build: minifies the scripts and puts compressed copies beside every file,
// so that a static server sends them without any work of its own.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';

if (process.env.TRUNK_PROFILE === 'debug') process.exit();

const compressible = /\.(html|js|css|wasm|json|svg|txt|webmanifest)$/;

for (const name of readdirSync(process.env.TRUNK_STAGING_DIR, { recursive: true })) {
  const path = join(process.env.TRUNK_STAGING_DIR, name);
  if (!compressible.test(name) || !statSync(path).isFile()) continue;
  if (name.endsWith('.js')) {
    // The module syntax stays as it is: wasm-bindgen's glue refers to itself by import.meta.url.
    const { code } = transformSync(readFileSync(path, 'utf8'), { minify: true, format: 'esm', target: 'es2022' });
    writeFileSync(path, code);
  }
  const bytes = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
