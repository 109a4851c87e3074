// The package as `make build` left it, as an integrator gets it from the registry.
import { fileURLToPath } from 'node:url';

export const config = (name, plugins) => ({
  base: './',
  plugins,
  resolve: { alias: { 'recipient-picker': fileURLToPath(new URL('../../../dist/recipient-picker/recipient-picker.js', import.meta.url)) } },
  build: { outDir: fileURLToPath(new URL(`../../../target/hosts/${name}`, import.meta.url)), emptyOutDir: true, target: 'es2022' },
});
