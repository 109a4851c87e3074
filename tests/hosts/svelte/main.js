import { mount } from 'svelte';
import 'recipient-picker';
import '../common/host.css';
import Composer from './Composer.svelte';

mount(Composer, { target: document.getElementById('root') });
