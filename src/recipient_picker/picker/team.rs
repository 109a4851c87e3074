//! The team: asked for, understood, and followed while it changes elsewhere.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::{Config, Notice, Phase, Picker};
use crate::api::Team;
use crate::domain::Audience;
use crate::i18n::words::Speaks as _;
use crate::i18n::{fold_unicode, sorted};
use crate::recipient_picker::source::{self, Failure};
use crate::recipient_picker::state::{Collation, State};
use crate::recipient_picker::texts;
use crate::text;

/// A team that was read longer ago is read again when the page comes back into view.
const FRESH_MS: f64 = 30_000.0;

impl Picker {
    /// Asks the backend again.
    pub(super) fn retry(&self) {
        self.obtain(true);
        self.paint(false);
        self.focus();
    }

    /// Looks for news without a word, unless it asked lately.
    pub(super) fn refresh(&self) {
        let old = js_sys::Date::now() - self.0.asked_at.get() > FRESH_MS;
        let asks = self.0.config.borrow().team.is_none();
        if old && asks && *self.0.phase.borrow() == Phase::Ready {
            self.obtain(false);
        }
    }

    /// Gets the team, from the host or from the backend. `visibly`: the picker says that it is loading.
    pub(super) fn obtain(&self, visibly: bool) {
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

    pub(super) fn with_collation(&self, run: impl FnOnce(&mut State, Collation)) {
        let locale = self.0.config.borrow().locale;
        let unnamed = text!(locale, picker.unnamed);
        let sort = |names: &[&str]| sorted(locale, names);
        let collation = Collation { sort: &sort, fold: fold_unicode, unnamed: &unnamed };
        run(&mut self.0.state.borrow_mut(), collation);
    }

    /// Something from the settings screen.
    pub(super) fn message(&self, data: &JsValue) {
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
}
