// The licences of what ships, each text once with the crates that come under it.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

export function licences({ crates, rust }) {
  const texts = new Map();
  const without = [];
  for (const one of crates) {
    const folder = dirname(one.manifest_path);
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|unlicense|notice)/i.test(entry.name)).map(({ name }) => name).sort();
    if (files.length === 0) without.push(one);
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim();
      texts.set(text, [...(texts.get(text) ?? []), `${one.name} ${one.version}`]);
    }
  }
  const rule = '='.repeat(100);
  const parts = [
    `What is in conversation settings that others wrote, and under which licence. ${crates.length} crates, and the standard library of\nRust ${rust} (MIT OR Apache-2.0, https://github.com/rust-lang/rust).`,
    crates.map((one) => `${one.name} ${one.version}: ${one.license}${one.repository ? `, ${one.repository}` : ''}`).join('\n'),
    without.length ? `These bring no text of their licence with them; that which they name is among those below, or at https://spdx.org/licenses:\n${without.map((one) => `${one.name} ${one.version}: ${one.license}, by ${one.authors.join(', ') || 'its authors'}`).join('\n')}` : '',
    ...[...texts].map(([text, names]) => `${rule}\n${names.join(', ')}\n${rule}\n\n${text}`),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
