// Where the focus goes: every stop is seen, none is covered, and it is never lost.
import { prepare } from './in-page.mjs';
import { indicator } from './pixels.mjs';

// What covers the element with the focus, at its middle or at one of its corners.
export async function obscured(page) {
  await prepare(page);
  return page.evaluate(() => {
    const { focused, at, ancestors, name } = globalThis.checking;
    const element = focused();
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    // Beside a rounded corner there is something else.
    const radius = Math.min(Number.parseFloat(getComputedStyle(element).borderTopLeftRadius) || 0, width / 2, height / 2);
    const inset = 2 + 0.3 * radius;
    const points = [[(left + right) / 2, (top + bottom) / 2], [left + inset, top + inset], [right - inset, top + inset], [left + inset, bottom - inset], [right - inset, bottom - inset]];
    const labels = [...(element.labels ?? [])];
    for (const [x, y] of points) {
      const found = at(x, y);
      const own = found && (element.contains(found) || found.contains(element) || ancestors(element).includes(found) || labels.some((label) => label.contains(found)));
      if (!found) return [`out of the window: ${name(element)}`];
      if (!own) return [`covered: ${name(element)} by ${name(found)}`];
    }
    return [];
  });
}

// Nothing has the focus.
export async function lost(page) {
  await prepare(page);
  return page.evaluate(() => {
    const element = globalThis.checking.focused();
    const gone = !element || element === document.body || element === document.documentElement || !globalThis.checking.isShown(element);
    return gone ? ['the focus is lost'] : [];
  });
}

// Presses `key` until the focus leaves the page, or comes back, `trapped`; calls `visit(stop)` at every stop and returns them all.
export async function walk(page, key, visit = () => {}) {
  await prepare(page);
  const stops = [];
  for (let pressed = 0; pressed < 300; pressed += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(() => {
      const element = globalThis.checking.focused();
      if (!element || element === document.body || element === document.documentElement) return null;
      const stops = (globalThis.checking.stops ??= new Map());
      if (!stops.has(element)) stops.set(element, stops.size);
      return { number: stops.get(element), kind: `${element.localName}.${element.className}.${element.type ?? ''}`, name: globalThis.checking.name(element) };
    });
    // Between two walks the focus may be outside of the page.
    if (stop === null && pressed === 0) continue;
    if (stop === null) return stops;
    if (stops.some(({ number }) => number === stop.number)) return Object.assign(stops, { trapped: true });
    stops.push(stop);
    await visit(stop);
  }
  throw new Error(`${key} does not leave the page`);
}

// Walks forwards and backwards: the same stops, none covered, each kind with an indicator that is seen,
// where `seen` says so of the stop.
export async function walks(page, { seen = () => true } = {}) {
  const faults = [];
  const kinds = new Set();
  const there = await walk(page, 'Tab', async (stop) => {
    const { kind, name } = stop;
    faults.push(...(await obscured(page)));
    if (!seen(stop) || kinds.has(kind)) return;
    kinds.add(kind);
    faults.push(...(await indicator(page)).map((fault) => `${fault}: ${name}`));
  });
  const back = await walk(page, 'Shift+Tab', async () => faults.push(...(await obscured(page))));
  const [one, other] = [there, back.toReversed()].map((stops) => stops.map(({ number }) => number).join(' '));
  if (there.trapped) faults.push('the focus does not leave the page');
  if (one !== other) faults.push(`backwards not the same stops: ${one}, ${other}`);
  return faults;
}
