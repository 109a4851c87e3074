// What must hold of the pixels: contrast of text and of parts, and that the focus can be seen.
import { createRequire } from 'node:module';
import { painted } from '../frame.mjs';
import { prepare } from './in-page.mjs';

const { PNG } = createRequire(import.meta.url)('playwright-core/lib/utilsBundle');

// A picture of a part of the window, `{ width, height, data }`, one pixel for each CSS pixel.
export async function picture(page, clip) {
  // A change of colours is painted with the next frame.
  await painted(page);
  return PNG.sync.read(await page.screenshot({ clip, animations: 'allow' }));
}

const LINEAR = Array.from({ length: 256 }, (_, value) => {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
});
const luminance = ([red, green, blue]) => 0.2126 * LINEAR[red] + 0.7152 * LINEAR[green] + 0.0722 * LINEAR[blue];

export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const pixel = ({ width, data }, x, y) => data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3);

// The colour that most of the pixels have for which `within(x, y)` holds.
function prevailing(image, within) {
  const counts = new Map();
  for (let y = 0; y < image.height; y += 1) {
    for (let x = 0; x < image.width; x += 1) {
      if (!within(x, y)) continue;
      const key = pixel(image, x, y).join(' ');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const [most] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['0 0 0', 0]);
  return most.split(' ').map(Number);
}

function count(image, is) {
  let found = 0;
  for (let y = 0; y < image.height; y += 1) for (let x = 0; x < image.width; x += 1) if (is(pixel(image, x, y), x, y)) found += 1;
  return found;
}

// Text in the window has a contrast of 7:1 with what is behind it, large text 4.5:1; also what style sheets write.
export async function textContrast(page) {
  await prepare(page);
  const [size, texts] = await page.evaluate(() => {
    const { all, texts, isSeen, ancestors } = globalThis.checking;
    const isIdle = (element) => [element, ...ancestors(element)].some((at) => at.matches(':disabled, [aria-disabled=true]'));
    const entry = (element, style, text, { left, top, width, height }) => ({
      text: text.slice(0, 50),
      colour: style.color.match(/[\d.]+/g).map(Number),
      large: Number.parseFloat(style.fontSize) >= 24 || (Number.parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700),
      box: { left, top, width, height },
    });
    const found = texts().filter(({ element }) => !isIdle(element)).flatMap(({ element, text, rects }) => rects.map((rect) => entry(element, getComputedStyle(element), text, rect)));
    for (const element of all('*').filter(isSeen)) {
      const box = element.getBoundingClientRect();
      if (element.placeholder && !element.value && !isIdle(element)) found.push(entry(element, getComputedStyle(element, '::placeholder'), element.placeholder, box));
      const before = getComputedStyle(element, '::before');
      if (/["'(].*\p{L}/u.test(before.content) && before.display !== 'none') found.push(entry(element, before, before.content, box));
    }
    // Only what nothing else covers.
    const open = found.filter(({ box }) => box.left >= 0 && box.top >= 0 && box.left + box.width <= innerWidth && box.top + box.height <= innerHeight);
    return [{ width: innerWidth, height: innerHeight }, open];
  });
  const image = await picture(page, { x: 0, y: 0, ...size });
  return texts.flatMap(({ text, colour, large, box }) => {
    const [left, top, right, bottom] = [box.left, box.top, box.left + box.width, box.top + box.height].map(Math.round);
    const part = { width: right - left, height: bottom - top, data: image.data };
    const piece = { ...part, data: Buffer.alloc(part.width * part.height * 4) };
    for (let y = 0; y < part.height; y += 1) image.data.copy(piece.data, y * part.width * 4, ((top + y) * image.width + left) * 4, ((top + y) * image.width + right) * 4);
    const behind = prevailing(piece, () => true);
    const alpha = colour[3] ?? 1;
    const drawn = behind.map((value, index) => Math.round(colour[index] * alpha + value * (1 - alpha)));
    // Where none of the text is drawn, something covers it.
    const isDrawn = count(piece, (at) => at.some((value, index) => Math.abs(value - behind[index]) > 8)) > 0;
    const ratio = contrast(drawn, behind);
    return isDrawn && ratio < (large ? 4.5 : 7) ? [`text of ${ratio.toFixed(2)}: ${text}`] : [];
  });
}

// Parts of controls and pictures have a contrast of 3:1 with what is around them: their edge, or else their area.
export async function partContrast(page, { edges = 'input:not([type=hidden], [type=radio]), select, .button, label:has([type=radio])', pictures = '.bell, .check' } = {}) {
  await prepare(page);
  const total = await page.evaluate(([edges, pictures]) => {
    const { all, isSeen, name } = globalThis.checking;
    const isOpen = (element) => isSeen(element) && !element.matches(':disabled, [aria-disabled=true]') && element.getBoundingClientRect().width > 4;
    const seen = new Set();
    // One of each kind: they are drawn alike.
    const found = [...all(edges).map((element) => [element, true]), ...all(pictures).map((element) => [element, false])].filter(([element]) => {
      const kind = [element.tagName, element.className, element.type, element.checked, element.indeterminate, element.getAttribute('data-bell'), element.getAttribute('data-state'), element.closest('[aria-selected]')?.ariaSelected].join();
      return isOpen(element) && !seen.has(kind) && seen.add(kind);
    });
    globalThis.checking.parts = found.map(([element]) => element);
    return found.map(([element, edge]) => ({ edge, name: name(element) }));
  }, [edges, pictures]);
  const faults = [];
  for (const [index, { edge, name }] of total.entries()) {
    const box = await page.evaluate((index) => {
      const element = globalThis.checking.parts[index];
      element.scrollIntoView({ block: 'center' });
      const inset = getComputedStyle(element, '::before').maskImage !== 'none' && getComputedStyle(element, '::before').content !== 'none';
      const { left, top, width, height } = element.getBoundingClientRect();
      // A bell is drawn before its text.
      return inset ? { left, top, width: Math.min(width, 20), height } : { left, top, width, height };
    }, index);
    const clip = { x: Math.max(0, Math.floor(box.left) - 3), y: Math.max(0, Math.floor(box.top) - 3), width: Math.ceil(box.width) + 6, height: Math.ceil(box.height) + 6 };
    const image = await picture(page, clip);
    const { width, height } = image;
    const isAround = (x, y) => x < 2 || y < 2 || x >= width - 2 || y >= height - 2;
    const around = prevailing(image, isAround);
    const band = (x, y) => !edge || x < 8 || y < 8 || x >= width - 8 || y >= height - 8;
    const differing = count(image, (at, x, y) => !isAround(x, y) && band(x, y) && contrast(at, around) >= 3);
    // Of an edge most of a line all around, of a picture an eighth of its area. Rounded corners are shorter.
    const least = edge ? 0.75 * 2 * (box.width + box.height) * (Math.min(box.width, box.height) < 30 ? 0.6 : 0.9) : 0.12 * Math.min(box.width, 20) * Math.min(box.height, 20);
    if (differing < least) faults.push(`part of less than 3:1: ${name} (${differing} of ${Math.round(least)} pixels)`);
  }
  return faults;
}

// The indicator of what has the focus changes as many pixels by 3:1 as a line of 2 pixels all around has.
export async function indicator(page) {
  await prepare(page);
  const box = await page.evaluate(() => {
    const { left, top, width, height } = globalThis.checking.focused().getBoundingClientRect();
    return { left, top, width, height, right: innerWidth, bottom: innerHeight };
  });
  // With room for an indicator around something larger that it belongs to.
  const [x, y] = [Math.max(0, Math.floor(box.left) - 80), Math.max(0, Math.floor(box.top) - 160)];
  const clip = { x, y, width: Math.min(box.right, Math.ceil(box.left + box.width) + 80) - x, height: Math.min(box.bottom, Math.ceil(box.top + box.height) + 80) - y };
  const focused = await picture(page, clip);
  await page.evaluate(() => {
    globalThis.checking.last = globalThis.checking.focused();
    globalThis.checking.last.blur();
  });
  const plain = await picture(page, clip);
  await page.evaluate(() => globalThis.checking.last.focus({ preventScroll: true, focusVisible: true }));
  const changed = count(focused, (at, x, y) => contrast(at, pixel(plain, x, y)) >= 3);
  const least = 4 * (box.width + box.height) - 16;
  return changed < least ? [`indicator of ${changed} pixels, not ${Math.round(least)}`] : [];
}
