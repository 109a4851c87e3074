// All requirements, in the order in which they are checked.
import { changes } from './changes.mjs';
import { directory } from './directory.mjs';
import { http } from './http.mjs';
import { persons } from './persons.mjs';
import { refusals } from './refusals.mjs';
import { session } from './session.mjs';
import { settings } from './settings.mjs';
import { team } from './team.mjs';
import { versions } from './versions.mjs';

export const REQUIREMENTS = [
  ...session,
  ...directory,
  ...settings,
  ...changes,
  ...versions,
  ...refusals,
  ...team,
  ...persons,
  ...http,
];
