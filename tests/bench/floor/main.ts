// The floor: what the page costs in JavaScript without a framework, as the baseline of the measurements. Flags in byte arrays, one index array for the lines
// to show, a fixed pool of recycled line elements, one click listener.
import './style.css';
import { COLUMNS, FREQUENCIES, LABELS, LANGUAGES, OVERSCAN, ROW_HEIGHT, fold, loadData, markReady, triState, type ApiData } from './model';

const app = document.getElementById('app')!;
app.innerHTML = '<p>Loading…</p>';
loadData().then(start);

function start(data: ApiData) {
  const { licences } = data;
  // Dossiers are numbered 0..total over all licences; first[l] is the first number of licence l.
  const dossiers = licences.flatMap(l => l.dossiers);
  const total = dossiers.length;
  const first = new Int32Array(licences.length + 1);
  licences.forEach((l, i) => (first[i + 1] = first[i] + l.dossiers.length));
  const licenceOf = new Uint16Array(total);
  licences.forEach((_, l) => licenceOf.fill(l, first[l], first[l + 1]));
  const on = COLUMNS.map(c => Uint8Array.from(dossiers, d => +d.participation[c]));
  const counts = COLUMNS.map((_, c) => licences.map((_, l) => on[c].subarray(first[l], first[l + 1]).reduce((a, b) => a + b, 0)));
  const sums = counts.map(ns => ns.reduce((a, b) => a + b, 0));

  const tri = (c: number, kind: string) => `<span class="cell"><button class="tri" role="checkbox" data-c="${c}" data-testid="${kind}toggle-${COLUMNS[c]}"></button><span data-testid="${kind === 'all-' ? '' : kind}count-${COLUMNS[c]}"> </span></span>`;
  app.innerHTML = `<main class="page"><h1>Conversation settings</h1>
    <div class="prefs"><fieldset><legend>Frequency</legend>${FREQUENCIES.map(f => `<label><input type="radio" name="frequency" value="${f}"${f === data.preferences.frequency ? ' checked' : ''}> ${f}</label>`).join('')}</fieldset>
    <label>Language <select data-testid="language"><option value="">Profile language (${data.profile.language})</option>${LANGUAGES.map(l => `<option${l === data.preferences.language ? ' selected' : ''}>${l}</option>`).join('')}</select></label></div>
    <div class="bar"><input class="search" type="search" placeholder="Search" data-testid="search">${tri(0, 'all-')}${tri(1, 'all-')}</div>
    <div class="list" data-testid="list"><div class="spacer"></div></div></main>`;
  const $ = <T extends Element>(s: string, root: ParentNode = app) => root.querySelector<T>(s)!;
  const list = $<HTMLElement>('.list'), spacer = $<HTMLElement>('.spacer');

  // ---- the lines to show: n >= 0 is dossier n, n < 0 is the header of licence -1 - n
  const folded = new Uint8Array(licences.length);
  let lines = new Int32Array(total + licences.length), length = 0, query = '', keys: string[] | undefined;
  const prepareKeys = () => (keys ??= dossiers.map(d => fold(`${d.name} ${d.number}`)));
  function filter() {
    const q = fold(query.trim());
    if (q) prepareKeys();
    length = 0;
    for (let l = 0; l < licences.length; l++) {
      const header = length++;
      lines[header] = -1 - l;
      if (q) { for (let n = first[l]; n < first[l + 1]; n++) if (keys![n].includes(q)) lines[length++] = n; }
      else if (!folded[l]) for (let n = first[l]; n < first[l + 1]; n++) lines[length++] = n;
      if (q && length === header + 1) length = header;
    }
    spacer.style.height = `${length * ROW_HEIGHT}px`;
    render();
  }

  // ---- a pool of line elements; line i always lives in slot i % pool size, so small scrolls move few
  type Slot = { row: HTMLElement; licence: HTMLElement; name: Text; number: Text; fold: HTMLElement; switches: HTMLElement[]; tris: HTMLElement[]; texts: Text[]; line: number; n: number };
  const rowHtml = `<div class="row" data-testid="row"><span class="name"> </span><span class="number"> </span>${COLUMNS.map((c, i) => `<button class="switch" role="switch" data-c="${i}" data-testid="toggle-${c}"></button>`).join('')}</div>`;
  const licenceHtml = `<div class="licence" data-testid="licence"><button class="fold"> </button><span></span>${tri(0, 'licence-')}${tri(1, 'licence-')}</div>`;
  const template = document.createElement('template');
  template.innerHTML = rowHtml + licenceHtml;
  const poolSize = Math.ceil(list.clientHeight / ROW_HEIGHT) + 1 + 2 * OVERSCAN;
  const slots: Slot[] = Array.from({ length: poolSize }, () => {
    const [row, licence] = document.importNode(template.content, true).children as unknown as HTMLElement[];
    return {
      row, licence, line: -1, n: NaN,
      name: $('.name', row).firstChild as Text, number: $('.number', row).firstChild as Text,
      fold: $('.fold', licence), switches: [...row.querySelectorAll<HTMLElement>('.switch')],
      tris: [...licence.querySelectorAll<HTMLElement>('.tri')], texts: [...licence.querySelectorAll('.cell > span')].map(e => e.firstChild as Text),
    };
  });

  function drawFlags(s: Slot) {
    if (s.n >= 0) { for (let c = 0; c < 2; c++) s.switches[c].setAttribute('aria-checked', on[c][s.n] ? 'true' : 'false'); return; }
    const l = -1 - s.n, of = licences[l].dossiers.length;
    for (let c = 0; c < 2; c++) {
      s.tris[c].setAttribute('aria-checked', triState(counts[c][l], of));
      s.texts[c].data = `${counts[c][l]} of ${of}`;
    }
  }
  function draw(s: Slot, line: number, n: number) {
    const isRow = n >= 0, el = isRow ? s.row : s.licence, old = s.n >= 0 ? s.row : s.licence;
    if (!(s.n >= 0) === isRow || !el.isConnected) old.isConnected ? old.replaceWith(el) : spacer.append(el);
    s.line = line; s.n = n;
    el.style.transform = `translateY(${line * ROW_HEIGHT}px)`;
    if (isRow) {
      const d = dossiers[n];
      el.dataset.id = d.id;
      s.name.data = d.name; s.number.data = d.number;
      for (let c = 0; c < 2; c++) s.switches[c].ariaLabel = `${LABELS[COLUMNS[c]]}: ${d.name}`;
    } else {
      const licence = licences[-1 - n];
      el.dataset.id = licence.id;
      s.fold.firstChild!.nodeValue = licence.name;
      s.fold.ariaExpanded = String(query !== '' || !folded[-1 - n]);
      for (let c = 0; c < 2; c++) s.tris[c].ariaLabel = `${LABELS[COLUMNS[c]]}: ${licence.name}`;
    }
    drawFlags(s);
  }
  function render() {
    const from = Math.max(0, Math.min(Math.floor(list.scrollTop / ROW_HEIGHT) - OVERSCAN, length - poolSize));
    for (let i = from; i < from + poolSize; i++) {
      const s = slots[i % poolSize];
      if (i < length) { if (s.line !== i || s.n !== lines[i]) draw(s, i, lines[i]); }
      else if (s.line >= 0) { (s.n >= 0 ? s.row : s.licence).remove(); s.line = -1; s.n = NaN; }
    }
  }

  // ---- counters and changes
  const allTris = [...app.querySelectorAll<HTMLElement>('.bar .tri')], allTexts = [...app.querySelectorAll('.bar .cell > span')].map(e => e.firstChild as Text);
  function drawAll() {
    for (let c = 0; c < 2; c++) {
      allTris[c].setAttribute('aria-checked', triState(sums[c], total));
      allTexts[c].data = `${sums[c]} of ${total}`;
    }
  }
  function setLicence(c: number, l: number, value: number) {
    on[c].fill(value, first[l], first[l + 1]);
    const n = value ? licences[l].dossiers.length : 0;
    sums[c] += n - counts[c][l];
    counts[c][l] = n;
  }
  const redrawFlags = () => { for (const s of slots) if (s.line >= 0) drawFlags(s); drawAll(); };

  app.addEventListener('click', e => {
    const button = (e.target as Element).closest<HTMLElement>('button');
    if (!button) return;
    const c = +button.dataset.c!;
    const slot = slots.find(s => s.row.contains(button) || s.licence.contains(button));
    if (button.className === 'switch') {
      const l = licenceOf[slot!.n], delta = (on[c][slot!.n] ^= 1) ? 1 : -1;
      counts[c][l] += delta; sums[c] += delta;
      drawFlags(slot!);
      for (const s of slots) if (s.n === -1 - l) drawFlags(s);
      drawAll();
    } else if (button.className === 'fold') {
      folded[-1 - slot!.n] ^= 1;
      filter();
      draw(slot!, slot!.line, slot!.n);
    } else {
      if (slot) setLicence(c, -1 - slot.n, +(counts[c][-1 - slot.n] < licences[-1 - slot.n].dossiers.length));
      else { const value = +(sums[c] < total); licences.forEach((_, l) => setLicence(c, l, value)); }
      redrawFlags();
    }
  });
  list.addEventListener('scroll', render, { passive: true });
  $<HTMLInputElement>('.search').addEventListener('input', e => { query = (e.target as HTMLInputElement).value; filter(); });

  filter();
  drawAll();
  markReady();
  setTimeout(() => requestIdleCallback(prepareKeys), 100); // well after the first paint
}
