// Bundles style/ into target/style.css, which index.html hands to Trunk.
import { build } from 'esbuild';

await build({
  entryPoints: ['style/main.css'],
  outfile: 'target/style.css',
  bundle: true,
  minify: process.env.TRUNK_PROFILE !== 'debug',
  logLevel: 'warning',
  target: ['chrome123', 'firefox128', 'safari17.5'],
});
