// One accent colour for both themes: made darker on light ground and lighter on dark ground until it can be read.

/** The least favourable grounds that the accent is read on, and the contrast that text wants there (WCAG, AAA). */
const LIGHT = { ground: [0xed, 0xf4, 0xfe], contrast: 7, towards: [0, 0, 0] };
const DARK = { ground: [0x26, 0x31, 0x41], contrast: 7, towards: [255, 255, 255] };
/** Filled parts of controls carry a white knob, and stand out from the ground. */
const FILL_LIGHT = { ground: [255, 255, 255], contrast: 4.5, towards: [0, 0, 0] };
const FILL_DARK = { ground: [0x26, 0x31, 0x41], contrast: 3, towards: [255, 255, 255] };

/** The custom properties for an accent colour, given as `#rrggbb`. */
export function accentFor(colour) {
  const asked = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const [light, dark, fillLight, fillDark] = [LIGHT, DARK, FILL_LIGHT, FILL_DARK].map((on) => readable(asked, on));
  if (light !== colour && dark !== colour) {
    console.warn(`config.json: accent: ${colour} cannot be read on the grounds of either theme; ${light} is used on light and ${dark} on dark ground`);
  }
  return [
    ['--accent', `light-dark(${light}, ${dark})`],
    ['--accent-fill', `light-dark(${fillLight}, ${fillDark})`],
  ];
}

/** The colour nearest to one asked for that can be read on a ground. */
function readable(asked, { ground, contrast, towards }) {
  for (let step = 0; step <= 50; step += 1) {
    const mixed = asked.map((part, index) => Math.round(part + ((towards[index] - part) * step) / 50));
    if (contrastOf(mixed, ground) >= contrast) return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  }
  return undefined;
}

function contrastOf(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
