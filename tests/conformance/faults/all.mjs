import { CHANGING } from './changing.mjs';
import { READING } from './reading.mjs';

/** A fault for each requirement at least. */
export const FAULTS = [...READING, ...CHANGING];
