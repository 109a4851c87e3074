// What must hold of sizes and places: targets, text that is spaced or enlarged, languages of parts, motion.
import { prepare } from './in-page.mjs';
import { sideways } from '../sideways.mjs';

// Every target is 44 pixels wide and high; `small`, a selector, says where 24 do.
export async function targets(page, { small = ':not(*)' } = {}) {
  await prepare(page);
  return page.evaluate((small) => {
    const { controls, at, name } = globalThis.checking;
    const faults = [];
    for (const control of controls()) {
      // Of a link within a sentence the line decides; what is in the tab order for scrolling only is no target.
      if (control.matches('a') && getComputedStyle(control).display === 'inline') continue;
      if (control.matches('[tabindex]:not(button, input, a, select, summary, [role])')) continue;
      control.scrollIntoView({ block: 'center', inline: 'nearest' });
      const { left, top, width, height } = control.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const labels = [...(control.labels ?? [])];
      const own = (point) => point && (control.contains(point) || labels.some((label) => label.contains(point)));
      if (!own(at(x, y))) {
        if (x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && control.checkVisibility() && width > 1) faults.push(`covered: ${name(control)}`);
        continue;
      }
      const reach = (dx, dy) => {
        let far = 0;
        while (far < 60 && own(at(x + dx * (far + 1), y + dy * (far + 1)))) far += 1;
        return far;
      };
      const wide = reach(-1, 0) + reach(1, 0) + 1;
      const high = reach(0, -1) + reach(0, 1) + 1;
      // A half pixel may fall between two whole ones.
      const least = (control.closest(small) ? 24 : 44) - 1;
      if (Math.min(wide, high) < least) faults.push(`target of ${wide} × ${high}: ${name(control)}`);
    }
    return faults;
  }, small);
}

// Text that is cut off by something around it, or that covers other text.
function lost(page) {
  return page.evaluate(() => {
    const { texts, ancestors } = globalThis.checking;
    const faults = [];
    const placed = [];
    for (const { element, text, rects } of texts()) {
      const around = [element, ...ancestors(element)];
      const clips = around.filter((at) => {
        const { overflowX, overflowY, contain } = getComputedStyle(at);
        const scrolls = /auto|scroll/.test(overflowX + overflowY);
        return at !== document.body && at !== document.documentElement && !scrolls && (overflowX !== 'visible' || overflowY !== 'visible' || contain.includes('paint'));
      });
      const beyond = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 2 || inner.bottom > outer.bottom + 2;
      if (clips.some((clip) => rects.some((rect) => beyond(rect, clip.getBoundingClientRect())))) faults.push(`cut off: ${text.slice(0, 60)}`);
      const seen = rects.map((rect) => clips.map((clip) => clip.getBoundingClientRect()).reduce((a, b) => ({
        left: Math.max(a.left, b.left), right: Math.min(a.right, b.right), top: Math.max(a.top, b.top), bottom: Math.min(a.bottom, b.bottom),
      }), rect));
      if (!around.some((at) => /sticky|fixed/.test(getComputedStyle(at).position))) placed.push({ element, text, rects: seen });
    }
    placed.forEach((one, index) => {
      for (const other of placed.slice(index + 1)) {
        if (one.element === other.element) continue;
        const covers = one.rects.some((a) => other.rects.some((b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6));
        if (covers) faults.push(`covers one another: ${one.text.slice(0, 40)} and ${other.text.slice(0, 40)}`);
      }
    });
    return faults;
  });
}

// What is wrong already is not counted once more; widths change.
const kind = (fault) => fault.replace(/\d+ > \d+/, '');

// What is lost by a change of the page that `on` makes and `off` takes back.
async function lostBy(page, on, off) {
  await prepare(page);
  const find = async () => [...(await lost(page)), ...(await wide(page))];
  const before = new Set((await find()).map(kind));
  await on();
  // The list measures itself anew in the next frames.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)))));
  const faults = (await find()).filter((fault) => !before.has(kind(fault)));
  await off();
  return faults;
}

const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }';

// With the spacing of WCAG 1.4.12 no text is lost.
export function spaced(page) {
  return lostBy(
    page,
    () => page.evaluate((css) => {
      globalThis.checking.spacing = new CSSStyleSheet();
      globalThis.checking.spacing.replaceSync(css);
      for (const root of globalThis.checking.roots()) root.adoptedStyleSheets.push(globalThis.checking.spacing);
    }, SPACING),
    () => page.evaluate(() => {
      for (const root of globalThis.checking.roots()) {
        root.adoptedStyleSheets = [...root.adoptedStyleSheets].filter((sheet) => sheet !== globalThis.checking.spacing);
      }
    }),
  );
}

// With text of twice the size, as the browser's settings make it, no text is lost.
export async function enlarged(page) {
  const session = await page.context().newCDPSession(page);
  const size = (standard) => session.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } });
  try {
    return await lostBy(page, () => size(32), () => size(16));
  } finally {
    await session.detach();
  }
}

// Names of languages that are written in their own language say which one that is.
export async function languages(page) {
  await prepare(page);
  return page.evaluate(() => {
    const faults = document.documentElement.lang ? [] : ['the page has no language'];
    for (const language of ['fr', 'nl', 'en', 'de']) {
      const own = new Intl.DisplayNames([language], { type: 'language' }).of(language).toLowerCase();
      for (const option of globalThis.checking.all('option, a')) {
        if (option.textContent.trim().toLowerCase() === own && option.closest('[lang]')?.lang !== language) faults.push(`no language of its own: ${own}`);
      }
    }
    return faults;
  });
}

// Where less motion is asked for, nothing moves.
export async function motion(page) {
  await prepare(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return page.evaluate(() => {
    const faults = new Set();
    const longest = (list) => Math.max(...list.split(',').map((time) => Number.parseFloat(time) * (time.trim().endsWith('ms') ? 1 : 1000)));
    for (const element of globalThis.checking.all('*')) {
      for (const pseudo of [null, '::before', '::after', '::backdrop']) {
        const style = getComputedStyle(element, pseudo);
        const moves = (style.animationName !== 'none' && longest(style.animationDuration) > 10) || (style.transitionProperty !== 'none' && longest(style.transitionDuration) > 10);
        if (moves) faults.add(`moves: ${globalThis.checking.name(element)}${pseudo ?? ''}`);
        if (!pseudo && style.scrollBehavior === 'smooth') faults.add(`scrolls smoothly: ${globalThis.checking.name(element)}`);
      }
    }
    return [...faults];
  });
}

export async function wide(page) {
  return (await sideways(page)).map((fault) => `sideways: ${fault}`);
}
