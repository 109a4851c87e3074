// What the checks need within the page: elements and the focus, also in shadow trees.

// Puts the helpers into the page as `globalThis.checking`.
export async function prepare(page) {
  await page.evaluate(() => {
    if (globalThis.checking) return;
    const roots = (root = document) => [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : []))];
    const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);
    const parent = (element) => element.parentElement ?? element.getRootNode().host ?? null;
    const ancestors = (element) => {
      const found = [];
      for (let at = parent(element); at; at = parent(at)) found.push(at);
      return found;
    };
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    // Hidden for the eye only: clipped to nothing.
    const isClippedAway = (element) =>
      [element, ...ancestors(element)].some((at) => {
        const { clipPath, position } = getComputedStyle(at);
        return position === 'absolute' && clipPath === 'inset(50%)';
      });
    // While something modal is open there is nothing else; what merely lies on top is named by `only`.
    const isReached = (element) => {
      const [scope] = all(globalThis.checking.only ?? ':modal');
      return !scope || element === scope || ancestors(element).includes(scope);
    };
    const isSeen = (element) => isShown(element) && !isClippedAway(element) && isReached(element);
    // Scrolled out of sight, be it in part, is not lost, nor can its colours be seen.
    const isInView = (rect, element) =>
      [element, ...ancestors(element)].every((at) => {
        if (at === document.body || at === document.documentElement) return true;
        const { overflowX, overflowY } = getComputedStyle(at);
        if (!/auto|scroll/.test(overflowX + overflowY)) return true;
        const view = at.getBoundingClientRect();
        return rect.top >= view.top - 1 && rect.bottom <= view.bottom + 1 && rect.left >= view.left - 1 && rect.right <= view.right + 1;
      });
    const focused = () => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at;
    };
    const at = (x, y) => {
      let found = document.elementFromPoint(x, y);
      for (let deeper = found; deeper; found = deeper) {
        deeper = found.shadowRoot?.elementFromPoint(x, y);
        if (!deeper || deeper === found) break;
      }
      return found;
    };
    // The pieces of text that can be seen, each with its element and its rectangles.
    const texts = () =>
      roots().flatMap((root) => {
        const found = [];
        const walker = document.createTreeWalker(root === document ? document.body : root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { currentNode: node } = walker;
          const element = node.parentElement ?? root.host;
          if (!node.data.trim() || element.closest('script, style, noscript, option') || !isSeen(element)) continue;
          const range = document.createRange();
          range.selectNodeContents(node);
          const rects = [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1 && isInView(rect, element));
          if (rects.length) found.push({ element, text: node.data.trim(), rects });
        }
        return found;
      });
    const name = (element) => element.cloneNode(false).outerHTML.slice(0, 110);
    const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], [role=button], [role=switch], [role=checkbox], [role=option]';
    const controls = () => all(CONTROLS).filter(isSeen);
    globalThis.checking = { roots, all, ancestors, isShown, isSeen, isClippedAway, focused, at, texts, name, controls };
  });
}

// Checks of sizes and colours look only at what is within `selector` from now on; at everything, without one.
export async function only(page, selector) {
  await prepare(page);
  await page.evaluate((selector) => { globalThis.checking.only = selector; }, selector);
}
