import vue from '@vitejs/plugin-vue';
import { config } from '../common/vite.js';

const isCustomElement = (tag) => tag === 'recipient-picker';
export default config('vue', [vue({ template: { compilerOptions: { isCustomElement } } })]);
