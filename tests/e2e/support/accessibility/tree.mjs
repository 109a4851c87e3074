// What must hold of the accessibility tree, as assistive technology gets it.
import { prepare } from './in-page.mjs';

const WIDGETS = new Set(['button', 'link', 'checkbox', 'switch', 'radio', 'combobox', 'searchbox', 'textbox', 'option', 'listbox', 'DisclosureTriangle']);

// The nodes of the tree that are not ignored: `{ id, role, name, description, ...properties, parent }`.
async function nodes(page) {
  const session = await page.context().newCDPSession(page);
  try {
    const { nodes: all } = await session.send('Accessibility.getFullAXTree');
    const roles = new Map(all.map(({ nodeId, role }) => [nodeId, role?.value]));
    return all
      .filter(({ ignored }) => !ignored)
      .map((node) => ({
        ...Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
        id: node.backendDOMNodeId,
        role: node.role.value,
        name: node.name?.value ?? '',
        description: node.description?.value ?? '',
        parent: node.parentId,
        within: roles.get(node.parentId),
        texts: node.childIds ?? [],
      }));
  } finally {
    await session.detach();
  }
}

const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

// Every control has a name, and one of its own.
export async function names(page) {
  const faults = [];
  const seen = new Set();
  for (const { role, name, within, parent } of await nodes(page)) {
    if (!WIDGETS.has(role) || within === 'MenuListPopup') continue;
    if (!letters(name)) faults.push(`no name: ${role}`);
    // An option is told from those of its own list.
    const key = `${role === 'option' ? parent : ''} ${role}: ${name}`.trim();
    if (seen.has(key)) faults.push(`same name: ${key}`);
    seen.add(key);
  }
  return faults;
}

// What is written on a control is part of its name, so that it can be called by voice.
export async function visibleLabels(page) {
  await prepare(page);
  const shown = await page.evaluate(() => {
    const { controls, texts } = globalThis.checking;
    const all = texts();
    return controls().map((control, number) => {
      control.setAttribute('data-checking', number);
      const labels = [...(control.labels ?? [])];
      const on = control.matches('select, textarea') ? labels : [control, ...labels];
      return all.filter(({ element }) => on.some((label) => label.contains(element))).map(({ text }) => text).join(' ');
    });
  });
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  const written = new Map();
  const visit = (node) => {
    const at = node.attributes?.indexOf('data-checking') ?? -1;
    if (at >= 0) written.set(node.backendNodeId, shown[Number(node.attributes[at + 1])]);
    for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) visit(child);
  };
  visit(root);
  const found = await nodes(page);
  await page.evaluate(() => globalThis.checking.all('[data-checking]').forEach((control) => control.removeAttribute('data-checking')));
  return found
    // An option is called by its name; what is a badge beside it may be in its reason in other words.
    .filter(({ id, role, name }) => WIDGETS.has(role) && !['listbox', 'option'].includes(role) && !letters(name).includes(letters(written.get(id) ?? '')))
    .map(({ id, role, name }) => `label not in the name: ${role} “${name}” shows “${written.get(id)}”`);
}

// A control that is mixed is a checkbox, and says in words how many are on.
export async function mixed(page) {
  return (await nodes(page)).flatMap(({ role, name, description, checked }) => {
    if (checked !== 'mixed') return [];
    if (role !== 'checkbox') return [`mixed, but a ${role}: ${name}`];
    return /\d\D+\d/.test(`${name} ${description}`) ? [] : [`mixed, not in words: ${name}`];
  });
}

// What is a control to assistive technology takes the focus; options are pointed at by their combobox.
export async function focusable(page) {
  return (await nodes(page))
    .filter(({ role, focusable, disabled }) => WIDGETS.has(role) && !['option', 'listbox'].includes(role) && !focusable && !disabled)
    .map(({ role, name }) => `takes no focus: ${role} “${name}”`);
}

// Ids that ARIA or a label names exist, in their own tree.
export async function references(page) {
  await prepare(page);
  return page.evaluate(() => {
    const NAMES = ['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns', 'aria-activedescendant', 'for'];
    return globalThis.checking.roots().flatMap((root) =>
      NAMES.flatMap((name) =>
        [...root.querySelectorAll(`[${name}]:not(output)`)].flatMap((element) =>
          element.getAttribute(name).split(/\s+/).filter((id) => id && !root.getElementById(id)).map((id) => `${name} leads nowhere: ${id}`),
        ),
      ),
    );
  });
}

// Rows and options of which only some are in the document: each has its number, in order, and all have the number of all.
export async function rowNumbers(page) {
  await prepare(page);
  return page.evaluate(() => {
    const faults = [];
    const check = (what, items, count, number) => {
      const numbered = items.filter((item) => item.hasAttribute(number));
      if (!numbered.length && !count) return;
      const numbers = numbered.map((item) => Number(item.getAttribute(number)));
      const total = Number(count);
      if (!Number.isInteger(total) || total < items.length) faults.push(`${what}: ${items.length} of ${count}`);
      if (numbered.length < items.length) faults.push(`${what}: ${items.length - numbered.length} without ${number}`);
      if (numbers.some((value, index) => !Number.isInteger(value) || value < 1 || value > total || value <= (numbers[index - 1] ?? 0))) {
        faults.push(`${what}: ${number} ${numbers.join(' ')} of ${count}`);
      }
    };
    const { all, isShown } = globalThis.checking;
    for (const table of all('table, [role=grid], [role=table], [role=treegrid]').filter(isShown)) {
      const rows = [...table.querySelectorAll('tr, [role=row]')].filter(isShown);
      check('rows', rows, table.getAttribute('aria-rowcount'), 'aria-rowindex');
    }
    for (const list of all('[role=listbox]').filter(isShown)) {
      const options = [...list.querySelectorAll('[role=option]')];
      const counts = new Set(options.map((option) => option.getAttribute('aria-setsize')));
      if (counts.size > 1) faults.push(`options: ${[...counts].join(', ')} in one list`);
      else check('options', options, [...counts][0] ?? null, 'aria-posinset');
    }
    return faults;
  });
}

// The regions whose changes are read out without interrupting.
export async function statusRegions(page) {
  return (await nodes(page)).filter(({ role, live }) => role === 'status' || live === 'polite').map(({ id }) => id);
}

// A change is read out, and by a region that was in the tree before.
export async function announced(page, change) {
  const before = new Set(await statusRegions(page));
  if (!before.size) return ['no status region from the start'];
  await prepare(page);
  await page.evaluate(() => {
    globalThis.checking.spoke = new Set();
    const texts = new Map();
    globalThis.checking.watch = setInterval(() => {
      for (const region of globalThis.checking.all('[role=status], [aria-live=polite], output')) {
        const text = region.textContent;
        if (text.trim() && texts.has(region) && texts.get(region) !== text) globalThis.checking.spoke.add(region);
        if (text.trim() && !texts.has(region) && texts.size) globalThis.checking.spoke.add(region);
        texts.set(region, text);
      }
    }, 10);
    for (const region of globalThis.checking.all('[role=status], [aria-live=polite], output')) texts.set(region, region.textContent);
  });
  await change();
  await page.waitForFunction(() => globalThis.checking.spoke.size, null, { timeout: 3_000 }).catch(() => {});
  const spoke = await page.evaluate(() => {
    clearInterval(globalThis.checking.watch);
    return [...globalThis.checking.spoke].map((region, number) => {
      region.setAttribute('data-spoke', number);
      return globalThis.checking.name(region);
    });
  });
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
  await session.detach();
  const late = [];
  const visit = (node) => {
    const at = node.attributes?.indexOf('data-spoke') ?? -1;
    if (at >= 0 && !before.has(node.backendNodeId)) late.push(`spoke, but was not there before: ${spoke[Number(node.attributes[at + 1])]}`);
    for (const child of [...(node.children ?? []), ...(node.shadowRoots ?? [])]) visit(child);
  };
  visit(root);
  await page.evaluate(() => globalThis.checking.all('[data-spoke]').forEach((region) => region.removeAttribute('data-spoke')));
  return spoke.length ? late : ['nothing was read out'];
}
