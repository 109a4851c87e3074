//! The picker in the browser: listens, asks the state, paints, and tells its host.

mod chips;
mod events;
mod host;
mod notice;
mod paint;
mod team;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, HtmlElement, Node};

pub use self::host::{Config, Host, Notice};

use self::chips::Chip;
use self::events::Listener;
use super::list::Options;
use super::markup::Parts;
use super::source::{CHANNEL, Failure};
use super::state::State;
use super::texts;

/// A picker in the document. Copies are the same picker; when the last one goes, so do its elements.
#[derive(Clone)]
pub struct Picker(Rc<Inner>);

/// A picker that may have gone.
pub struct WeakPicker(Weak<Inner>);

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

    /// After a change that the host asked for: nothing is announced, no event.
    fn settled(&self) {
        self.paint(false);
        self.tell(Notice::Updated);
    }
}

impl WeakPicker {
    /// The picker, if it is there still.
    #[must_use]
    pub fn upgrade(&self) -> Option<Picker> {
        self.0.upgrade().map(Picker)
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
