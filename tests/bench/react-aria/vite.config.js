import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';

export default {
  base: './',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../../target/bench/react-aria', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: fileURLToPath(new URL('react-aria.html', import.meta.url)) },
  },
};
