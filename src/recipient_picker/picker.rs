//! The picker in the browser: listens, asks the state, paints, and tells its host.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    BroadcastChannel, Element, Event, EventTarget, FocusEvent, HtmlElement, KeyboardEvent, MessageEvent, Node,
};

use super::list::{Options, place_of};
use super::markup::{Parts, append, make, put, set_text};
use super::source::{self, CHANNEL, Failure};
use super::state::{Change, Collation, Focus, Key, Pressed, State, Warning};
use super::texts;
use crate::api::Team;
use crate::domain::{Audience, Role};
use crate::i18n::words::{self, Speaks as _};
use crate::i18n::{Locale, fold_unicode, sorted, tag};
use crate::text;
use crate::ui::dom::{document, set_attribute};

/// What the host decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The dossier's id; empty while there is none.
    pub dossier: String,
    /// For whom the question is.
    pub audience: Audience,
    /// The team as the contract writes it, instead of asking the backend. Another object is another team.
    pub team: Option<JsValue>,
    /// Where the backend is: an origin, or empty for the page's own.
    pub api_base: String,
    /// The field's label; empty for the usual one.
    pub label: String,
    /// Whether the picker shows the label, or the host has one of its own.
    pub shows_label: bool,
    /// The language.
    pub locale: Locale,
    /// Whether somebody must be chosen.
    pub required: bool,
    /// Whether nothing can be changed.
    pub disabled: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            dossier: String::new(),
            audience: Audience::Accountant,
            team: None,
            api_base: String::new(),
            label: String::new(),
            shows_label: true,
            locale: Locale::fr,
            required: false,
            disabled: false,
        }
    }
}

/// What a host is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Value or validity may be others now.
    Updated,
    /// The selection changed, by the user or by what happened elsewhere.
    Changed,
    /// The candidates are there.
    Ready,
    /// They could not be had. The code of the `error` event.
    Failed(&'static str),
}

/// What the picker is embedded in.
pub trait Host {
    /// Something happened that the page may want to know.
    fn told(&self, picker: &Picker, notice: Notice);

    /// Asks the backend, instead of whatever it was asked before, and gives [`Picker::answered`] the answer
    /// with this number.
    fn ask(&self, picker: &Picker, url: &str, number: u32);
}

/// A picker in the document. Copies are the same picker; when the last one goes, so do its elements.
#[derive(Clone)]
pub struct Picker(Rc<Inner>);

/// A picker that may have gone.
pub struct WeakPicker(Weak<Inner>);

impl WeakPicker {
    /// The picker, if it is there still.
    #[must_use]
    pub fn upgrade(&self) -> Option<Picker> {
        self.0.upgrade().map(Picker)
    }
}

struct Inner {
    parts: Parts,
    options: Options,
    chips: RefCell<Vec<Chip>>,
    /// Where changes are announced: an element with `role=status`.
    region: HtmlElement,
    state: RefCell<State>,
    config: RefCell<Config>,
    phase: RefCell<Phase>,
    /// Tells an answer that is still wanted from one that is not.
    asked: Cell<u32>,
    asked_at: Cell<f64>,
    channel: Option<BroadcastChannel>,
    listener: RefCell<Option<Listener>>,
    host: Box<dyn Host>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Phase {
    Idle,
    Loading,
    Ready,
    Failed(Failure),
}

// Not FnMut: what happens makes other things happen, such as a focus that moves.
type Listener = Closure<dyn Fn(Event)>;

struct Chip {
    /// The person's id.
    id: String,
    element: HtmlElement,
    bell: HtmlElement,
    meaning: HtmlElement,
    button: HtmlElement,
}

/// So many chips at most, the ones chosen last.
const CHIPS: usize = 60;
/// A team that was read longer ago is read again when the page comes back into view.
const FRESH_MS: f64 = 30_000.0;
const HEARD: [&str; 8] = ["keydown", "input", "change", "click", "mousedown", "focusin", "focusout", "scroll"];
const HEARD_OUTSIDE: [&str; 2] = ["pointerdown", "visibilitychange"];

impl Picker {
    /// Makes a picker, last in `root`. `region` is where changes are announced.
    pub fn new(root: &Node, region: HtmlElement, host: impl Host + 'static) -> Self {
        let picker = Self(Rc::new(Inner {
            parts: Parts::new(root),
            options: Options::default(),
            chips: RefCell::default(),
            region,
            state: RefCell::default(),
            config: RefCell::default(),
            phase: RefCell::new(Phase::Idle),
            asked: Cell::default(),
            asked_at: Cell::default(),
            channel: BroadcastChannel::new(CHANNEL).ok(),
            listener: RefCell::default(),
            host: Box::new(host),
        }));
        picker.listen();
        picker.paint(false);
        picker
    }

    /// Takes over what the host decides, as far as it is something else.
    pub fn configure(&self, config: Config) {
        let inner = &self.0;
        let old = inner.config.replace(config.clone());
        let other_question = old.dossier != config.dossier || old.audience != config.audience;
        if other_question {
            inner.state.borrow_mut().start_over();
        }
        if other_question || old.team != config.team || old.api_base != config.api_base {
            self.obtain(other_question);
        } else if old.locale != config.locale {
            self.with_collation(State::collate);
        }
        self.paint(false);
        self.tell(Notice::Updated);
    }

    /// The ids of those chosen, in the order chosen.
    #[must_use]
    pub fn value(&self) -> Vec<String> {
        self.0.state.borrow().value()
    }

    /// Chooses exactly these people.
    pub fn set_value(&self, ids: &[String]) {
        self.0.state.borrow_mut().set_value(ids);
        self.settled();
    }

    /// Whether anything was decided by hand.
    #[must_use]
    pub fn touched(&self) -> bool {
        self.0.state.borrow().touched()
    }

    /// Goes back to the default selection.
    pub fn reset(&self) {
        self.0.state.borrow_mut().reset();
        self.settled();
    }

    /// Moves the focus into the field.
    pub fn focus(&self) {
        let _ = self.0.parts.input.focus();
    }

    /// The field: where a message about the picker points.
    #[must_use]
    pub fn anchor(&self) -> HtmlElement {
        self.0.parts.input.clone().unchecked_into()
    }

    /// Why the selection cannot be sent; `None` when it can.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        let config = self.0.config.borrow();
        if !config.required {
            return None;
        }
        let state = self.0.state.borrow();
        match &*self.0.phase.borrow() {
            Phase::Ready => match state.warning() {
                Some(Warning::NoneReachable(_)) | None => None,
                Some(warning) => Some(texts::warning(config.locale, &state, warning)),
            },
            Phase::Failed(failure) => Some(failed(config.locale, failure)),
            Phase::Idle => Some(text!(config.locale, picker.no_dossier)),
            Phase::Loading => Some(text!(config.locale, picker.not_loaded)),
        }
    }

    /// The candidates as plain objects.
    #[must_use]
    pub fn candidates(&self) -> Vec<JsValue> {
        let state = self.0.state.borrow();
        let locale = self.0.config.borrow().locale;
        let object = |candidate: &crate::domain::Candidate<u32>| {
            let object = Object::new();
            let set = |name: &str, value: JsValue| {
                let _ = Reflect::set(&object, &name.into(), &value);
            };
            set("id", state.id(candidate.person).into());
            set("name", state.name(candidate.person).into());
            set("role", candidate.role.as_str().into());
            set("preselected", candidate.preselected().into());
            set("reason", texts::reason(locale, candidate).into());
            set("reachable", candidate.reachable.into());
            set("selected", state.is_chosen(candidate.person).into());
            object.into()
        };
        state.candidates().iter().map(object).collect()
    }

    /// Makes the field itself say that the selection cannot be sent, to the form that it is in.
    pub fn show_validity(&self) {
        self.0.parts.input.set_custom_validity(&self.problem().unwrap_or_default());
    }

    /// The picker, unless it has gone.
    #[must_use]
    pub fn downgrade(&self) -> WeakPicker {
        WeakPicker(Rc::downgrade(&self.0))
    }

    fn tell(&self, notice: Notice) {
        self.0.host.told(self, notice);
    }

    /// Asks the backend again.
    fn retry(&self) {
        self.obtain(true);
        self.paint(false);
        self.focus();
    }

    fn with_collation(&self, run: impl FnOnce(&mut State, Collation)) {
        let locale = self.0.config.borrow().locale;
        let unnamed = text!(locale, picker.unnamed);
        let sort = |names: &[&str]| sorted(locale, names);
        let collation = Collation { sort: &sort, fold: fold_unicode, unnamed: &unnamed };
        run(&mut self.0.state.borrow_mut(), collation);
    }

    /// Gets the team, from the host or from the backend. `visibly`: the picker says that it is loading.
    fn obtain(&self, visibly: bool) {
        let inner = &self.0;
        let asked = inner.asked.get() + 1;
        inner.asked.set(asked);
        let Config { dossier, team, api_base, .. } = inner.config.borrow().clone();
        if let Some(team) = team {
            self.arrived(Team::read(&team).ok_or(Failure::InvalidTeam));
            return;
        }
        if dossier.is_empty() {
            inner.phase.replace(Phase::Idle);
            return;
        }
        if visibly || !inner.state.borrow().loaded() {
            inner.phase.replace(Phase::Loading);
        }
        inner.asked_at.set(js_sys::Date::now());
        inner.host.ask(self, &source::url(&api_base, &dossier), asked);
    }

    /// The backend's answer to the question with this number: its status, 0 when there was none, and its
    /// body as the browser parsed it.
    pub fn answered(&self, number: u32, status: u16, body: &JsValue) {
        // An answer that nobody waits for any more.
        if number != self.0.asked.get() {
            return;
        }
        let answer = source::understand(status, body, &self.0.config.borrow().api_base);
        // A silent look for news that fails leaves what is there.
        if answer.is_ok() || *self.0.phase.borrow() == Phase::Loading {
            self.arrived(answer);
        }
    }

    fn arrived(&self, answer: Result<Team, Failure>) {
        let inner = &self.0;
        let was_ready = inner.state.borrow().loaded();
        let notice = match answer {
            Ok(team) => {
                let audience = inner.config.borrow().audience;
                self.with_collation(|state, collation| state.load(team, audience, collation));
                inner.phase.replace(Phase::Ready);
                if was_ready { None } else { Some(Notice::Ready) }
            }
            Err(failure) => {
                let code = failure.code();
                inner.state.borrow_mut().close();
                inner.phase.replace(Phase::Failed(failure));
                Some(Notice::Failed(code))
            }
        };
        self.paint(false);
        self.tell(Notice::Updated);
        if let Some(notice) = notice {
            self.tell(notice);
        }
    }

    /// After a change that the host asked for: nothing is announced, no event.
    fn settled(&self) {
        self.paint(false);
        self.tell(Notice::Updated);
    }

    /// After a change that the user made.
    fn changed(&self, change: Change) {
        let text = texts::announcement(self.0.config.borrow().locale, &self.0.state.borrow(), change);
        self.announce(&text);
        self.tell(Notice::Updated);
        self.tell(Notice::Changed);
    }

    /// Says a text. The same text twice is made two, so that it is heard twice.
    fn announce(&self, text: &str) {
        let region = &self.0.region;
        let same = region.text_content().is_some_and(|said| said == text);
        region.set_text_content(Some(&if same { format!("{text}\u{a0}") } else { text.to_owned() }));
    }

    // ---- what happens

    fn listen(&self) {
        let picker = Rc::downgrade(&self.0);
        let listener = Listener::new(move |event: Event| {
            if let Some(inner) = Weak::upgrade(&picker) {
                Self(inner).hear(&event);
            }
        });
        self.0.each_target(|target, name| {
            let _ = target.add_event_listener_with_callback_and_bool(
                name,
                listener.as_ref().unchecked_ref(),
                name == "scroll",
            );
        });
        self.0.listener.replace(Some(listener));
    }

    fn hear(&self, event: &Event) {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        match event.type_().as_str() {
            "keydown" => self.key(event.unchecked_ref(), target.as_ref()),
            "input" => {
                event.stop_propagation();
                self.typed();
            }
            "change" => event.stop_propagation(),
            "click" => self.click(target.as_ref()),
            // The focus stays in the field when an option is picked: arrow keys go on, and no keyboard of
            // a phone comes up.
            "mousedown" => {
                let keeps =
                    |target: &Element| target.closest("input,a,.chip").is_ok_and(|found| found.is_none());
                if target.as_ref().is_some_and(keeps) {
                    event.prevent_default();
                }
            }
            "focusin" => {
                if let Some(person) = target.and_then(|target| self.chip_of(&target)) {
                    self.0.state.borrow_mut().focus_chip(person);
                    self.paint(false);
                }
            }
            "focusout" => self.left(event.unchecked_ref()),
            "scroll" if self.0.options.scrolled_away(&self.0.parts) => self.paint(false),
            "pointerdown" if self.0.state.borrow().is_open() => {
                let container: &JsValue = self.0.parts.container.as_ref();
                if !event.composed_path().includes(container, 0) {
                    self.0.state.borrow_mut().leave();
                    self.paint(false);
                }
            }
            "visibilitychange" => {
                let old = js_sys::Date::now() - self.0.asked_at.get() > FRESH_MS;
                if !document().hidden() && old && self.0.config.borrow().team.is_none() {
                    self.refresh();
                }
            }
            "message" => self.message(&event.unchecked_ref::<MessageEvent>().data()),
            _ => {}
        }
    }

    /// Looks for news without a word.
    fn refresh(&self) {
        if *self.0.phase.borrow() == Phase::Ready {
            self.obtain(false);
        }
    }

    fn typed(&self) {
        let text = self.0.parts.input.value();
        let disabled = self.0.config.borrow().disabled;
        if disabled {
            return;
        }
        let mut state = self.0.state.borrow_mut();
        state.filter(&text, fold_unicode);
        let (open, found) = (state.is_open(), state.matches().len());
        drop(state);
        self.0.parts.list.set_scroll_top(0);
        self.paint(true);
        if open && !text.trim().is_empty() {
            self.announce(&texts::found(self.0.config.borrow().locale, found, &text));
        }
    }

    fn click(&self, target: Option<&Element>) {
        let Some(target) = target else { return };
        let action =
            target.closest("[data-do]").ok().flatten().and_then(|button| button.get_attribute("data-do"));
        if self.0.config.borrow().disabled && action.as_deref() != Some("retry") {
            return;
        }
        if let Some(place) = place_of(target) {
            let change = self.0.state.borrow_mut().pick(place);
            self.after(Pressed { handled: true, change, focus: None });
            return;
        }
        match action.as_deref() {
            Some("remove") => {
                if let Some(person) = self.chip_of(target) {
                    let pressed = self.0.state.borrow_mut().remove_chip(person);
                    self.after(pressed);
                }
            }
            Some("toggle") => {
                let mut state = self.0.state.borrow_mut();
                if state.is_open() {
                    state.close()
                } else {
                    state.open()
                }
                drop(state);
                self.paint(false);
                self.focus();
            }
            Some("reset") => self.act(State::reset),
            Some("managers") => self.act(|state| state.add_all(Some(Role::Manager))),
            Some("everyone") => self.act(|state| state.add_all(None)),
            Some("someone") => {
                self.focus();
                self.0.state.borrow_mut().open();
                self.paint(false);
            }
            Some("retry") => self.retry(),
            None if target.closest(".field").ok().flatten().is_some() && self.chip_of(target).is_none() => {
                self.0.state.borrow_mut().open();
                self.paint(false);
                self.focus();
            }
            _ => {}
        }
    }

    /// A button that goes away with what it did: the focus moves to the field.
    fn act(&self, run: impl FnOnce(&mut State) -> Change) {
        let change = run(&mut self.0.state.borrow_mut());
        self.after(Pressed { handled: true, change: Some(change), focus: Some(Focus::Field) });
    }

    fn key(&self, event: &KeyboardEvent, target: Option<&Element>) {
        // What an input method is composing is not for the picker.
        let Some(target) = target.filter(|_| !event.is_composing() && event.key_code() != 229) else { return };
        if self.0.config.borrow().disabled || event.ctrl_key() || event.meta_key() {
            return;
        }
        let name = event.key();
        let on_chip = self.chip_of(target);
        let Some(key) = read_key(&name, event.alt_key()) else {
            // Whoever types on a chip means the field.
            if on_chip.is_some() && name.chars().count() == 1 && !event.alt_key() {
                self.focus();
            }
            return;
        };
        let input = &self.0.parts.input;
        let pressed = if let Some(person) = on_chip {
            self.0.state.borrow_mut().press_on_chip(person, key)
        } else if target.is_same_node(Some(input)) {
            let at = |position: Result<Option<u32>, JsValue>| position.ok().flatten() == Some(0);
            let at_start = at(input.selection_start()) && at(input.selection_end());
            if event.shift_key() && !matches!(key, Key::Tab | Key::Space | Key::Enter) {
                return;
            }
            self.0.state.borrow_mut().press(key, at_start)
        } else if key == Key::Escape && self.0.state.borrow().is_open() {
            self.0.state.borrow_mut().close();
            Pressed { handled: true, change: None, focus: Some(Focus::Field) }
        } else {
            return;
        };
        if pressed.handled {
            event.prevent_default();
            event.stop_propagation();
        }
        self.after(pressed);
        // What was typed to find somebody gives way to the next name that is typed.
        if key == Key::Enter && pressed.change.is_some() {
            input.select();
        }
    }

    fn after(&self, pressed: Pressed) {
        let focus = || match pressed.focus {
            Some(Focus::Field) => self.focus(),
            Some(Focus::Chip(person)) => self.focus_chip(person),
            None => {}
        };
        // First the focus, while the chip that had it is still there; then again, should the new one be new.
        focus();
        self.paint(true);
        focus();
        if let Some(change) = pressed.change {
            self.changed(change);
        }
    }

    fn focus_chip(&self, person: u32) {
        let id = self.0.state.borrow().id(person).to_owned();
        let button = self.0.chips.borrow().iter().find(|chip| chip.id == id).map(|chip| chip.button.clone());
        if let Some(button) = button {
            let _ = button.focus();
        }
    }

    fn chip_of(&self, target: &Element) -> Option<u32> {
        let id = target.closest(".chip").ok().flatten()?.get_attribute("data-person")?;
        let state = self.0.state.borrow();
        state.chosen().iter().copied().find(|&person| state.id(person) == id)
    }

    fn left(&self, event: &FocusEvent) {
        let next: Option<Node> = event.related_target().and_then(|next| next.dyn_into().ok());
        let inside = next.is_some_and(|next| self.0.parts.container.contains(Some(&next)));
        // Another window came to the front: the focus is here still.
        if inside || !document().has_focus().unwrap_or(true) {
            return;
        }
        // An element that is being removed loses the focus while it is painted.
        if let Ok(mut state) = self.0.state.try_borrow_mut() {
            state.leave();
            drop(state);
            self.paint(false);
        }
    }

    /// Something from the settings screen.
    fn message(&self, data: &JsValue) {
        if !data.is_object() {
            return;
        }
        let get = |name: &str| Reflect::get(data, &name.into()).unwrap_or_default();
        let text = |name: &str| get(name).as_string();
        let config = self.0.config.borrow().clone();
        if text("type").as_deref() != Some("participation") || text("dossier").as_ref() != Some(&config.dossier)
        {
            return;
        }
        let (Some(audience), Some(person)) =
            (text("audience").and_then(|name| Audience::parse(&name)), text("person"))
        else {
            return;
        };
        let before = self.value();
        if self.0.state.borrow_mut().participation(audience, &person, get("participates").as_bool()) {
            self.paint(false);
            if self.value() == before {
                self.settled();
            } else {
                self.announce(&texts::updated(config.locale, &self.0.state.borrow()));
                self.tell(Notice::Updated);
                self.tell(Notice::Changed);
            }
        }
    }

    // ---- what is seen

    fn paint(&self, follow: bool) {
        let inner = &*self.0;
        // Painting moves the focus, which may ask for painting.
        let (Ok(state), parts) = (inner.state.try_borrow(), &inner.parts) else { return };
        let config = inner.config.borrow().clone();
        let locale = config.locale;
        let phase = inner.phase.borrow().clone();
        put(&parts.container, "lang", Some(tag(locale)));
        put(&parts.container, "aria-busy", (phase == Phase::Loading).then_some("true"));
        put(&parts.container, "data-disabled", config.disabled.then_some(""));
        let label = if config.label.is_empty() { text!(locale, picker.label) } else { config.label.clone() };
        set_text(&parts.label, &label);
        parts.label.set_hidden(!config.shows_label);
        let input = &parts.input;
        put(input, "aria-label", (!config.shows_label).then_some(label.as_str()));
        put(input, "placeholder", Some(&text!(locale, picker.placeholder)));
        put(input, "aria-required", config.required.then_some("true"));
        let invalid = phase == Phase::Ready && self.problem().is_some();
        put(input, "aria-invalid", invalid.then_some("true"));
        input.set_disabled(config.disabled);
        if input.value() != state.query() {
            input.set_value(state.query());
        }
        put(&parts.toggle, "aria-label", Some(&text!(locale, picker.show_list)));
        put(&parts.toggle, "disabled", config.disabled.then_some(""));
        put(&parts.list, "aria-label", Some(&text!(locale, picker.options)));
        set_text(&parts.hint, &text!(locale, picker.hint));
        put(&parts.chips, "aria-label", Some(&text!(locale, picker.chosen)));
        let ready = phase == Phase::Ready;
        set_text(&parts.count, &if ready { texts::total(locale, state.chosen().len()) } else { String::new() });
        let (added, missing) = state.difference();
        parts.difference.set_hidden(added + missing == 0 || !ready);
        if added + missing > 0 {
            let signed = |sign: &str, count: usize| (count > 0).then(|| format!("{sign}{count}"));
            let difference =
                [signed("+", added), signed("\u{2212}", missing)].into_iter().flatten().collect::<Vec<_>>();
            let difference = difference.join(" / ");
            set_text(
                &parts.difference_text,
                &text!(locale, picker.difference, difference = difference.as_str()),
            );
            set_text(&parts.reset, &text!(locale, picker.reset));
            put(&parts.reset, "disabled", config.disabled.then_some(""));
        }
        self.paint_chips(&state, &config);
        self.paint_notice(&state, &config, &phase);
        inner.options.paint(parts, locale, &state, follow);
    }

    fn paint_chips(&self, state: &State, config: &Config) {
        let (parts, locale) = (&self.0.parts, config.locale);
        let chosen = state.chosen();
        let hidden = chosen.len().saturating_sub(CHIPS);
        let shown = &chosen[hidden..];
        parts.others.set_hidden(hidden == 0);
        if hidden > 0 {
            set_text(&parts.others, &texts::others(locale, hidden));
        }
        let Ok(mut chips) = self.0.chips.try_borrow_mut() else { return };
        let mut old = std::mem::take(&mut *chips);
        let stop = state.chip();
        for &person in shown {
            let id = state.id(person);
            let known = old.iter().position(|chip| chip.id == id);
            let chip = known.map_or_else(|| Chip::new(id), |index| old.swap_remove(index));
            let name = state.name(person);
            if let Some(candidate) = state.candidate(person) {
                put(&chip.bell, "data-bell", Some(words::bell_name(candidate.bell())));
                set_text(&chip.meaning, &format!(", {}", words::bell(locale, candidate.bell())));
            }
            let label = text!(locale, picker.remove, name = name);
            put(&chip.button, "aria-label", Some(&label));
            put(&chip.button, "disabled", config.disabled.then_some(""));
            set_attribute(&chip.button, "tabindex", if stop == Some(person) { "0" } else { "-1" });
            if let Some(text) = chip.element.query_selector(".name").ok().flatten() {
                set_text(&text, name);
            }
            let next = self.0.parts.chips.children().item(u32::try_from(chips.len() + 1).unwrap_or_default());
            if !next.as_ref().is_some_and(|next| next.is_same_node(Some(&chip.element))) {
                let _ = parts.chips.insert_before(&chip.element, next.as_ref().map(AsRef::as_ref));
            }
            chips.push(chip);
        }
        // The focus is on a chip that goes for a reason from elsewhere: the field takes it.
        let loses_focus = old.iter().any(|chip| chip.element.matches(":focus-within").unwrap_or(false));
        drop(chips);
        if loses_focus {
            self.focus();
        }
        for chip in old {
            chip.element.remove();
        }
        parts.chips.set_hidden(shown.is_empty());
    }

    fn paint_notice(&self, state: &State, config: &Config, phase: &Phase) {
        let (notice, locale) = (&self.0.parts.notice, config.locale);
        let mut buttons: Vec<(&str, String)> = Vec::new();
        let mut sign_in = None;
        let (kind, text) = match phase {
            Phase::Idle => ("info", text!(locale, picker.no_dossier)),
            Phase::Loading => ("loading", text!(locale, picker.loading)),
            Phase::Failed(failure) => {
                if !matches!(failure, Failure::InvalidTeam) {
                    buttons.push(("retry", text!(locale, picker.retry)));
                }
                if let Failure::SignedOut(page) = failure {
                    sign_in.clone_from(page);
                }
                ("error", failed(locale, failure))
            }
            Phase::Ready => match state.warning() {
                Some(warning) => {
                    if matches!(warning, Warning::NobodyParticipates | Warning::AllRemoved) {
                        let managers = state.count(Role::Manager);
                        let everyone = state.candidates().len();
                        if managers > 0 {
                            buttons.push(("managers", texts::ask_managers(locale, managers)));
                        }
                        if everyone > managers {
                            let count = crate::i18n::number(locale, everyone);
                            buttons.push(("everyone", text!(locale, picker.ask_everyone, count = count)));
                        }
                        buttons.push(("someone", text!(locale, picker.ask_someone)));
                    }
                    ("warning", texts::warning(locale, state, warning))
                }
                None if state.unreadable() > 0 => ("info", texts::unreadable(locale, state.unreadable())),
                None => ("", String::new()),
            },
        };
        if config.disabled {
            buttons.clear();
        }
        // Painted anew only when it says something else: its buttons may have the focus.
        let key = format!("{kind}{text}{}{}", buttons.len(), sign_in.is_some());
        if notice.get_attribute("data-key").as_deref() == Some(&key) {
            return;
        }
        let had_focus = notice.matches(":focus-within").unwrap_or(false);
        set_attribute(notice, "data-key", &key);
        set_attribute(notice, "data-kind", kind);
        notice.set_text_content(None);
        notice.set_hidden(kind.is_empty());
        let document = document();
        let paragraph = make(&document, "p", "notice-text", &[]);
        set_text(&paragraph, &text);
        append(notice, &[&paragraph]);
        for (action, text) in buttons {
            let button = make(&document, "button", "button", &[("type", "button"), ("data-do", action)]);
            set_text(&button, &text);
            append(notice, &[&button]);
        }
        if let Some(page) = sign_in.filter(|page| page.starts_with('/') || page.starts_with("http")) {
            let link =
                make(&document, "a", "button", &[("href", &page), ("target", "_blank"), ("rel", "noopener")]);
            set_text(&link, &text!(locale, picker.sign_in));
            append(notice, &[&link]);
        }
        if had_focus {
            self.focus();
        }
    }
}

impl Inner {
    fn each_target(&self, run: impl Fn(&EventTarget, &str)) {
        for name in HEARD {
            run(&self.parts.container, name);
        }
        for name in HEARD_OUTSIDE {
            run(&document(), name);
        }
        if let Some(channel) = &self.channel {
            run(channel, "message");
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            self.each_target(|target, name| {
                let _ = target.remove_event_listener_with_callback_and_bool(
                    name,
                    listener.as_ref().unchecked_ref(),
                    name == "scroll",
                );
            });
        }
        if let Some(channel) = &self.channel {
            channel.close();
        }
        self.parts.container.remove();
    }
}

impl Chip {
    fn new(id: &str) -> Self {
        let document = document();
        let chip = Self {
            id: id.to_owned(),
            element: make(&document, "li", "chip", &[("data-person", id)]),
            bell: make(&document, "span", "bell", &[("aria-hidden", "true")]),
            meaning: make(&document, "span", "visually-hidden", &[]),
            button: make(&document, "button", "remove", &[("type", "button"), ("data-do", "remove")]),
        };
        append(&chip.element, &[&chip.bell, &make(&document, "bdi", "name", &[]), &chip.meaning, &chip.button]);
        chip
    }
}

fn failed(locale: Locale, failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => text!(locale, picker.failed),
        Failure::Unusable | Failure::InvalidTeam => text!(locale, picker.unusable),
        Failure::UnknownDossier => text!(locale, picker.unknown_dossier),
        Failure::NoAccess => text!(locale, picker.no_access),
        Failure::SignedOut(_) => text!(locale, picker.signed_out),
    }
}

/// The key that a keyboard event means; left and right are as in a text that runs to the right.
fn read_key(name: &str, alt: bool) -> Option<Key> {
    Some(match (name, alt) {
        ("ArrowDown", true) => Key::Open,
        ("ArrowUp", true) => Key::Close,
        (_, true) => return None,
        ("ArrowDown", _) => Key::Down,
        ("ArrowUp", _) => Key::Up,
        ("ArrowLeft", _) => Key::Back,
        ("ArrowRight", _) => Key::Forth,
        ("PageDown", _) => Key::PageDown,
        ("PageUp", _) => Key::PageUp,
        ("Home", _) => Key::Home,
        ("End", _) => Key::End,
        ("Enter", _) => Key::Enter,
        (" ", _) => Key::Space,
        ("Escape", _) => Key::Escape,
        ("Backspace", _) => Key::Backspace,
        ("Delete", _) => Key::Delete,
        ("Tab", _) => Key::Tab,
        _ => return None,
    })
}
