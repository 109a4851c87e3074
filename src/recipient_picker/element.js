// The class of <recipient-picker>. Everything that is seen or decided is in the WebAssembly module; this is
// what only JavaScript can be: a form-associated custom element.
import start, { Handle } from './recipient_picker.js';
import style from './recipient-picker.css';

// One instance of the module for every picker on the page, started at once.
const started = start({ module_or_path: fetch(new URL('./recipient-picker.wasm', import.meta.url), { integrity: INTEGRITY }) });
let isStarted = false;
started.then(() => (isStarted = true), () => {});
const ATTRIBUTES = ['dossier', 'audience', 'name', 'required', 'disabled', 'label', 'lang', 'api-base'];
const PROPERTIES = [...ATTRIBUTES.slice(0, 7).filter((name) => name !== 'lang'), 'lang', 'apiBase', 'value', 'team'];

let sheet;
const styleSheet = () => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
  }
  return sheet;
};

export class RecipientPicker extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ATTRIBUTES;

  #internals = this.attachInternals();
  #root = this.attachShadow({ mode: 'open', delegatesFocus: true });
  #region;
  #handle;
  #team;
  #teamText;
  #fieldset = false;
  /** The value while there is no handle: before the module has started, and while the element is out of the document. */
  #value;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styleSheet()];
    const slot = document.createElement('slot');
    slot.name = 'status';
    const hidden = document.createElement('span');
    hidden.className = 'visually-hidden';
    hidden.append(slot);
    this.#root.append(hidden);
  }

  connectedCallback() {
    // Properties that were set before the class was known.
    for (const name of PROPERTIES) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#mount();
  }

  async #mount() {
    if (this.#handle) return;
    this.#validate();
    queueMicrotask(() => this.#askEarly());
    try {
      await started;
    } catch (error) {
      this.dispatchEvent(new CustomEvent('error', { detail: { code: 'not-started', error } }));
      return;
    }
    if (!this.isConnected || this.#handle) return;
    // Announcements are read from the light tree: not every screen reader hears those of a shadow tree.
    this.#region = this.querySelector(':scope > [slot="status"]');
    if (!this.#region) {
      this.#region = document.createElement('span');
      this.#region.slot = 'status';
      this.#region.setAttribute('role', 'status');
      this.append(this.#region);
    }
    this.#handle = new Handle(
      this.#root,
      this.#region,
      (notice, code) => this.#told(notice, code),
      (url, number) => this.#ask(url, number),
    );
    if (this.#value) this.#handle.set_value(this.#value);
    this.#value = undefined;
    this.#configure();
  }

  disconnectedCallback() {
    // Moving an element disconnects and connects it at once.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#early?.abort.abort();
      this.#early = undefined;
      if (!this.#handle) return;
      this.#value = this.#handle.touched() ? this.#handle.value() : undefined;
      const handle = this.#handle;
      this.#handle = undefined;
      handle.free();
      this.#asking?.abort();
      this.#region?.remove();
      this.#region = undefined;
    });
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    this.#later();
  }

  #waiting = false;
  /** Several attributes that change together are one change. */
  #later() {
    if (this.#waiting) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      this.#configure();
    });
  }

  #configure() {
    if (!this.#handle) return;
    const own = this.getAttribute('label');
    const labels = [...this.#internals.labels].map((label) => label.textContent.trim()).filter(Boolean).join(', ');
    this.#handle.configure(
      this.dossier || this.#team?.dossier?.id || '',
      this.audience,
      this.#team,
      this.apiBase,
      own ?? labels,
      own !== null || !labels,
      this.#language(),
      this.required,
      this.disabled || this.#fieldset,
    );
  }

  #language() {
    const tagged = this.closest('[lang]') ?? document.documentElement;
    return tagged.getAttribute('lang') || navigator.language || '';
  }

  #early;
  /** Asks for the team while the module is still on its way: on a slow network that is a round trip less. */
  #askEarly() {
    if (isStarted || this.#early || !this.isConnected || !this.dossier || this.#team) return;
    const url = `${this.apiBase.replace(/\/+$/, '')}/api/dossiers/${encodeURIComponent(this.dossier)}/team`;
    const abort = new AbortController();
    this.#early = { url, abort, answer: this.#fetch(url, abort) };
    this.#early.answer.catch(() => {});
  }

  #fetch(url, abort) {
    return fetch(url, { credentials: 'include', signal: abort.signal });
  }

  #asking;
  async #ask(url, number) {
    this.#asking?.abort();
    const early = this.#early;
    this.#early = undefined;
    const isAsked = early?.url === url;
    if (!isAsked) early?.abort.abort();
    this.#asking = isAsked ? early.abort : new AbortController();
    const handle = this.#handle;
    let status = 0;
    let body;
    try {
      const response = await (isAsked ? early.answer : this.#fetch(url, this.#asking));
      body = await response.json().catch(() => undefined);
      status = response.status;
    } catch {
      // Status 0 says it.
    }
    if (this.#handle === handle) handle.answered(number, status, body);
  }

  #told(notice, code) {
    if (notice === 'updated') this.#validate();
    else if (notice === 'ready') this.dispatchEvent(new CustomEvent('ready'));
    else if (notice === 'error') this.dispatchEvent(new CustomEvent('error', { detail: { code } }));
    else {
      for (const type of ['input', 'change']) this.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    }
  }

  /** What the form gets, and whether it may be sent. */
  #validate() {
    const value = this.value;
    const data = new FormData();
    if (this.name) for (const id of value) data.append(this.name, id);
    const touched = this.#handle ? this.#handle.touched() : this.#value;
    this.#internals.setFormValue(data, touched ? JSON.stringify(value) : '');
    if (!this.#handle) {
      if (this.required) this.#internals.setValidity({ valueMissing: true }, '\u2026');
      return;
    }
    const problem = this.#handle.problem();
    if (problem) this.#internals.setValidity({ valueMissing: true }, problem, this.#handle.anchor());
    else this.#internals.setValidity({});
  }

  formResetCallback() {
    this.reset();
  }

  formDisabledCallback(disabled) {
    this.#fieldset = disabled;
    this.#later();
  }

  formStateRestoreCallback(state) {
    if (typeof state !== 'string' || !state) return;
    this.value = JSON.parse(state);
  }

  formAssociatedCallback() {
    this.#later();
  }

  get value() {
    return (this.#handle ? this.#handle.value() : this.#value) ?? [];
  }

  set value(ids) {
    const value = Array.from(ids ?? [], String);
    if (this.#handle) this.#handle.set_value(value);
    else {
      this.#value = value;
      if (this.isConnected) this.#validate();
    }
  }

  get team() {
    return this.#team;
  }

  set team(team) {
    // Frameworks give an equal object at each rendering; that is the same team.
    const text = team ? JSON.stringify(team) : undefined;
    if (text === this.#teamText) return;
    this.#teamText = text;
    this.#team = team ?? undefined;
    this.#later();
  }

  get candidates() {
    return this.#handle ? this.#handle.candidates() : [];
  }

  reset() {
    this.#value = undefined;
    if (this.#handle) this.#handle.reset();
    else if (this.isConnected) this.#validate();
  }

  focus(options) {
    if (this.#handle) this.#handle.anchor().focus(options);
    else super.focus(options);
  }

  get form() { return this.#internals.form; }
  get labels() { return this.#internals.labels; }
  get type() { return 'recipient-picker'; }
  get validity() { return this.#internals.validity; }
  get validationMessage() { return this.#internals.validationMessage; }
  get willValidate() { return this.#internals.willValidate; }
  checkValidity() { return this.#internals.checkValidity(); }
  reportValidity() { return this.#internals.reportValidity(); }

  get audience() { return this.getAttribute('audience') ?? 'accountant'; }
  set audience(value) { this.setAttribute('audience', value); }
  // The backend is where the module comes from, unless the page says otherwise.
  get apiBase() { return this.getAttribute('api-base') ?? new URL(import.meta.url).origin; }
  set apiBase(value) { this.setAttribute('api-base', value); }
}

for (const name of ['dossier', 'name', 'label']) {
  Object.defineProperty(RecipientPicker.prototype, name, {
    configurable: true,
    enumerable: true,
    get() { return this.getAttribute(name) ?? ''; },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}
for (const name of ['required', 'disabled']) {
  Object.defineProperty(RecipientPicker.prototype, name, {
    configurable: true,
    enumerable: true,
    get() { return this.hasAttribute(name); },
    set(value) { this.toggleAttribute(name, Boolean(value)); },
  });
}

if (!customElements.get('recipient-picker')) customElements.define('recipient-picker', RecipientPicker);
