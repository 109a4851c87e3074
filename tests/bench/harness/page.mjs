// What runs inside the page. Injected before the app's own code as window.__bench; knows the app only
// through the adapter's selectors (`sel`) and functions (`fns`).
export function pageLib(sel, fns) {
  const raf = () => new Promise(requestAnimationFrame);
  // A task of its own, after whatever is queued. In a rAF callback: after that frame's style, layout and paint.
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => waiting.shift()();
  const task = () => new Promise(ok => { waiting.push(ok); channel.port2.postMessage(0); });
  const settle = async () => { for (let i = 0; i < 3; i++) { await raf(); await task(); } };

  const one = s => document.querySelector(s);
  const scroller = () => (sel.scroller ? one(sel.scroller) : document.scrollingElement);
  const top = el => el.getBoundingClientRect().top;
  const rows = () => [...document.querySelectorAll(sel.row)].sort((a, b) => top(a) - top(b));
  const rowsInView = () => {
    const s = scroller(), whole = s === document.scrollingElement;
    const box = whole ? { top: 0, bottom: innerHeight } : s.getBoundingClientRect();
    return rows().filter(r => { const b = r.getBoundingClientRect(); return b.top >= box.top && b.bottom <= box.bottom; });
  };
  const rowById = id => [...document.querySelectorAll(sel.row)].find(r => fns.rowId(r) === id);
  const countText = () => one(sel.count).textContent;
  // Whatever stands between the digits of one number: a point, a comma, a space of any width.
  const numbers = text => text.replace(/(?<=\d)[.,\s](?=\d{3}(?!\d))/g, '').match(/\d+/g);

  // Wasm memories of the app, to add to the memory table.
  const memories = new Set();
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async function (...args) {
      const result = await original.apply(this, args);
      for (const v of Object.values((result.instance ?? result).exports ?? {})) if (v instanceof WebAssembly.Memory) memories.add(v);
      return result;
    };
  }

  // Ready: a row was in the DOM when a frame began, and that frame has been painted.
  const ready = (async () => {
    do await raf(); while (!one(sel.row));
    await raf();
    performance.mark('bench-ready');
    await task(); // the app's own mark may come later in the same frame
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return {
      ready: performance.getEntriesByName('bench-ready')[0].startTime,
      appReady: performance.getEntriesByName('app-ready')[0]?.startTime,
      fcp: paint?.startTime,
    };
  })();

  // Does something and times three things from its start: until its event handlers return (sync), until
  // the DOM shows the effect (dom), until the frame that shows it has been painted (frame).
  async function act(fn, done) {
    await settle();
    return new Promise(ok => {
      let t0, dom;
      const check = () => { if (dom === undefined && done()) dom = performance.now() - t0; };
      const observer = new MutationObserver(check);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      t0 = performance.now();
      fn();
      const sync = performance.now() - t0;
      task().then(check); // for actions that change nothing in the DOM: when all microtasks are done
      const deadline = t0 + 5000;
      (async function frames() {
        await raf();
        check();
        await task();
        check();
        if (dom === undefined && performance.now() < deadline) return frames();
        observer.disconnect();
        ok({ sync, dom: dom ?? NaN, frame: performance.now() - t0 });
      })();
    });
  }

  const noop = async n => { const out = []; for (let i = 0; i < n; i++) out.push(await act(() => {}, () => true)); return out; };

  async function toggleRows(n, key = 'rowToggle') {
    const out = [], ids = rowsInView().slice(0, 10).map(fns.rowId);
    for (let i = 0; i < n; i++) {
      const id = ids[i % ids.length], el = rowById(id).querySelector(sel[key]);
      const before = fns.isOn(el), count = countText();
      out.push(await act(() => el.click(), () => fns.isOn(rowById(id).querySelector(sel[key])) !== before && countText() !== count));
    }
    return out;
  }

  async function toggleAll(n) {
    const out = [], id = fns.rowId(rowsInView()[0]);
    for (let i = 0; i < n; i++) {
      const count = countText();
      out.push(await act(() => one(sel.allToggle).click(), () => {
        const [on, of] = numbers(countText());
        const row = rowById(id).querySelector(sel.rowToggle);
        return countText() !== count && fns.isOn(row) === (on === of) && (on === of || on === '0');
      }));
    }
    return out;
  }

  // Sets an input's value as typing does; the prototype's setter, because React hides the element's own.
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const type = (el, value, data) => {
    setValue.call(el, value);
    el.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data }));
  };
  /** `expected[i]`: the ids that may be shown after i + 1 characters (the first ones are enough). */
  async function search(text, expected) {
    const el = one(sel.search), out = [];
    el.focus();
    for (let i = 0; i < text.length; i++) {
      const ok = new Set(expected[i]), firstId = expected[i][0];
      out.push(await act(() => type(el, text.slice(0, i + 1), text[i]), () => {
        const shown = [...document.querySelectorAll(sel.row)].map(fns.rowId);
        return shown.includes(firstId) && shown.every(id => ok.has(id));
      }));
    }
    return out;
  }
  const clearSearch = async () => { type(one(sel.search), '', null); await settle(); scroller().scrollTop = 0; await settle(); };

  // Scrolls from top to bottom in `frames` frames. With `watch`, also looks after every paint whether
  // there is a line in the middle of the list (this costs time, so it's a pass of its own).
  async function scroll(frames, watch) {
    const s = scroller(), max = s.scrollHeight - s.clientHeight, box = s === document.scrollingElement ? { left: 0, width: innerWidth, top: 0, height: innerHeight } : s.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2, line = `${sel.row}, ${sel.licence}`;
    s.scrollTop = 0;
    await settle();
    const at = [await raf()];
    let blank = 0;
    for (let i = 1; i <= frames; i++) {
      s.scrollTop = (max * i) / frames;
      at.push(await raf());
      if (watch) { await task(); if (!document.elementFromPoint(x, y)?.closest(line)) blank++; }
    }
    await settle();
    return { deltas: at.slice(1).map((t, i) => t - at[i]), blank, max };
  }

  window.__bench = {
    ready, settle, act, noop, toggleRows, toggleAll, search, clearSearch, scroll, rows, rowsInView, rowById, countText, one, scroller, fns, sel,
    memory: () => ({ elements: document.querySelectorAll('*').length, rows: rows().length, wasm: [...memories].reduce((n, m) => n + m.buffer.byteLength, 0) }),
  };
}

/** The text to inject for an adapter. */
export const inject = ({ sel, isOn, rowId }) =>
  `(${pageLib})(${JSON.stringify(sel)}, { isOn: ${isOn}, rowId: ${rowId} });`;
