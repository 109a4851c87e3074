// The package as `make build` left it, as an integrator gets it from the registry.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const config = (name, plugins) => ({
  base: './',
  plugins,
  resolve: { alias: { 'recipient-picker': join(process.env.DIST ?? path('../../../dist'), 'recipient-picker/recipient-picker.js') } },
  build: { outDir: path(`../../../target/hosts/${name}`), emptyOutDir: true, target: 'es2022' },
});
