import { svelte } from '@sveltejs/vite-plugin-svelte';
import { config } from '../common/vite.js';

export default config('svelte', [svelte()]);
