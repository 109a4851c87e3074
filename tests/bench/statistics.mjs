// Medians, and tables of them.

// The median, and half the range in which the middle half lies.
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const median = at(0.5);
  const half = (at(0.75) - at(0.25)) / 2;
  return { median, half, text: `${median.toFixed(1)} ± ${half.toFixed(1)}` };
}

// A table in Markdown: the first cell of each row says what it is.
export function table(title, columns, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [`\n## ${title}\n`, line(['', ...columns]), line(['---', ...columns.map(() => '---:')]), ...rows.map(line), ''].join('\n');
}
