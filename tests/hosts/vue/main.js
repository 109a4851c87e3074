import { createApp } from 'vue';
import 'recipient-picker';
import '../common/host.css';
import Composer from './Composer.vue';

createApp(Composer).mount('#root');
