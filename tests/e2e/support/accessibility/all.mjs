// Every check of a page that stands still, by name; and those that act upon it.
import { focusable, mixed, names, references, rowNumbers, statusRegions, visibleLabels } from './tree.mjs';
import { enlarged, languages, motion, spaced, targets, wide } from './geometry.mjs';
import { painted } from '../frame.mjs';
import { partContrast, textContrast } from './pixels.mjs';

// Those that read the tree: quick enough for every state.
export const OF_THE_TREE = {
  names,
  'visible labels': visibleLabels,
  mixed,
  focusable,
  references,
  'row numbers': rowNumbers,
  'status region': async (page) => ((await statusRegions(page)).length || (await page.locator(':modal').count()) ? [] : ['no status region']),
  languages,
};

// Those that look at sizes and colours.
export const OF_THE_EYE = {
  targets,
  wide,
  'text contrast': textContrast,
  'part contrast': partContrast,
  'text spacing': spaced,
  'text of 200 %': enlarged,
  motion,
};

// What the checks find: `name: fault`, one line each.
export async function faults(page, checks, options = {}) {
  const found = [];
  // Names and texts are read one after the other.
  await painted(page);
  for (const [name, check] of Object.entries(checks)) {
    found.push(...(await check(page, options)).map((fault) => `${name}: ${fault}`));
  }
  return found;
}
