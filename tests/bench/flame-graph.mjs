// A flame graph from a V8 profile, as SVG: the wider, the longer; whatever stands on something was called by it.
const WIDTH = 1200;
const LINE = 17;
const escape = (text) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

// Names as Rust writes them, without the modules and hashes that make them long.
export function shortened(name) {
  const text = name
    .replace(/_\$u7b\$+u7b\$closure\$u7d\$+u7d\$|\{\{closure\}\}/g, 'closure')
    .replace(/\$LT\$/g, '<').replace(/\$GT\$/g, '>').replace(/\$u20\$/g, ' ').replace(/\$RF\$/g, '&').replace(/\$C\$/g, ',').replace(/\.\./g, '::')
    .replace(/::h[0-9a-f]{16}$/, '');
  return text.split('::').slice(-3).join('::') || '(anonymous)';
}

/** The calls of a profile, merged: `{ name, time, below }`, in milliseconds. */
export function tree({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, { ...node, own: 0 }]));
  samples.forEach((id, index) => (byId.get(id).own += timeDeltas[index] / 1000));
  const merge = (list, name) => {
    const below = new Map();
    let time = 0;
    for (const node of list) {
      time += node.own;
      for (const id of node.children ?? []) {
        const child = byId.get(id);
        const key = shortened(child.callFrame.functionName || child.callFrame.url.split('/').pop());
        below.set(key, [...(below.get(key) ?? []), child]);
      }
    }
    const calls = [...below].map(([key, children]) => merge(children, key));
    return { name, time: calls.reduce((sum, call) => sum + call.time, time), below: calls };
  };
  return merge([byId.get(nodes[0].id)], 'all');
}

/** The picture of a tree. Idle time is left out. */
export function draw(root, title) {
  const shown = root.below.filter(({ name }) => !/^\((idle|program)\)$/.test(name));
  const total = shown.reduce((sum, { time }) => sum + time, 0);
  const boxes = [];
  let deepest = 0;
  const put = (calls, left, depth) => {
    for (const { name, time, below } of [...calls].sort((a, b) => b.time - a.time)) {
      const width = (time / total) * WIDTH;
      if (width < 1) continue;
      deepest = Math.max(deepest, depth);
      boxes.push({ name, time, left, width, depth });
      put(below, left, depth + 1);
      left += width;
    }
  };
  put(shown, 0, 0);
  const height = (deepest + 3) * LINE;
  const cells = boxes.map(({ name, time, left, width, depth }) => {
    const top = height - (depth + 1) * LINE - 4;
    const letters = Math.floor((width - 6) / 6.4);
    const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 40, 0) + 20;
    const text = letters < 3 ? '' : `<text x="${(left + 3).toFixed(1)}" y="${top + 12}">${escape(name.slice(0, letters))}</text>`;
    return `<g><title>${escape(name)}: ${time.toFixed(2)} ms, ${((time / total) * 100).toFixed(1)} %</title><rect x="${left.toFixed(1)}" y="${top}" width="${Math.max(width - 0.5, 0.5).toFixed(1)}" height="${LINE - 1}" fill="hsl(${hue} 85% 68%)"/>${text}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="11">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="4" y="14" font-size="13" font-weight="bold">${escape(title)}: ${total.toFixed(1)} ms</text>
${cells.join('\n')}
</svg>
`;
}
