import react from '@vitejs/plugin-react';
import { config } from '../common/vite.js';

export default config('react', [react()]);
