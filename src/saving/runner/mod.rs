//! The other half of saving: performs what the reducer asks for, in the browser.
//!
//! An edit is drawn first. What it takes to save it is done after the frame: one call of `fetch` costs
//! the main thread more than drawing the change does.

mod http;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::Math;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{request_animation_frame, set_timeout, set_timeout_with_handle};
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::{
    Back, Effect, Event, History, KeyState, Outcome, Owner, RequestId, Stamp, State, Status, TabId, Timer,
    TimerId, delay, step,
};
use crate::api::{ReadError, read_session};
use crate::domain::{Audience, Directory, Keys, Patch, Settings};
use crate::ui::dom::{document, on_document, on_window};

/// What an edit was, for the words of undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// One setting.
    One,
    /// Many dossiers at once.
    Bulk,
}

/// Saves one person's settings. Cloning it gives another handle to the same.
#[derive(Clone)]
pub struct Saver(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    history: RefCell<History<Cause>>,
    directory: Rc<Directory>,
    csrf_token: RefCell<String>,
    waiting: RefCell<Vec<Effect>>,
    scheduled: Cell<bool>,
    requests: RefCell<HashMap<RequestId, AbortController>>,
    timers: RefCell<HashMap<TimerId, TimeoutHandle>>,
    changed: RefCell<Option<Box<dyn Fn()>>>,
}

impl Saver {
    /// Starts with the settings as they were read, and their version.
    #[must_use]
    pub fn new(
        owner: Owner,
        csrf_token: String,
        directory: Rc<Directory>,
        settings: Settings,
        etag: String,
    ) -> Self {
        let seconds = (js_sys::Date::now() / 1000.0) as u32;
        let tab = TabId((Math::random() * f64::from(u32::MAX)) as u32);
        let start = Stamp { clock: seconds, tab };
        let saver = Self(Rc::new(Inner {
            state: RefCell::new(State::new(owner, start, settings, Some(etag))),
            history: RefCell::default(),
            directory,
            csrf_token: RefCell::new(csrf_token),
            waiting: RefCell::default(),
            scheduled: Cell::new(false),
            requests: RefCell::default(),
            timers: RefCell::default(),
            changed: RefCell::new(None),
        }));
        saver.listen();
        saver
    }

    /// Has `changed` called whenever something other than an edit has changed what is shown.
    pub fn on_change(&self, changed: impl Fn() + 'static) {
        *self.0.changed.borrow_mut() = Some(Box::new(changed));
    }

    /// Reads the settings as the user wants them.
    pub fn desired<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(self.0.state.borrow().desired())
    }

    /// Whether one choice is saved, on its way or refused.
    #[must_use]
    pub fn key_state(&self, audience: Audience, position: usize) -> KeyState {
        self.0.state.borrow().key_state(audience, position)
    }

    /// How it stands with everything together.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.state.borrow().status()
    }

    /// What can be undone and redone next.
    #[must_use]
    pub fn history(&self) -> (Option<Cause>, Option<Cause>) {
        let history = self.0.history.borrow();
        (history.next_undo().copied(), history.next_redo().copied())
    }

    /// Changes settings.
    pub fn edit(&self, patch: Patch, cause: Cause) {
        self.0.history.borrow_mut().record(self.0.state.borrow().desired(), &patch, cause);
        self.dispatch(Event::Edited(patch));
    }

    /// Undoes the last change; what was changed since is left alone and named.
    pub fn undo(&self) -> Option<Back<Cause>> {
        let back = self.0.history.borrow_mut().undo(self.0.state.borrow().desired())?;
        self.dispatch(Event::Edited(back.patch.clone()));
        Some(back)
    }

    /// Does again what was undone last; what was changed since is left alone and named.
    pub fn redo(&self) -> Option<Back<Cause>> {
        let back = self.0.history.borrow_mut().redo(self.0.state.borrow().desired())?;
        self.dispatch(Event::Edited(back.patch.clone()));
        Some(back)
    }

    /// Sends what was refused once more; everything, if no keys are named.
    pub fn retry(&self, keys: Option<Keys>) {
        let keys = keys.unwrap_or_else(|| self.0.state.borrow().failed().clone());
        self.dispatch(Event::RetryFailed(keys));
    }

    /// Goes back to what the backend has for what was refused; for everything, if no keys are named.
    pub fn give_up(&self, keys: Option<Keys>) {
        let keys = keys.unwrap_or_else(|| self.0.state.borrow().failed().clone());
        self.dispatch(Event::DiscardFailed(keys));
    }

    /// Takes in an event; what is to be done about it is done after the next frame.
    fn dispatch(&self, event: Event) {
        let effects = step(&mut self.0.state.borrow_mut(), event);
        self.0.waiting.borrow_mut().extend(effects);
        self.schedule();
    }

    /// Takes in an event that is not the user's doing, and has it shown.
    fn report(&self, event: Event) {
        self.dispatch(event);
        if let Some(changed) = self.0.changed.borrow().as_ref() {
            changed();
        }
    }

    fn schedule(&self) {
        if self.0.waiting.borrow().is_empty() || self.0.scheduled.replace(true) {
            return;
        }
        if document().hidden() {
            // There is no next frame.
            let saver = self.clone();
            set_timeout(move || saver.perform_waiting(), std::time::Duration::ZERO);
        } else {
            let saver = self.clone();
            request_animation_frame(move || {
                set_timeout(move || saver.perform_waiting(), std::time::Duration::ZERO);
            });
        }
    }

    fn perform_waiting(&self) {
        self.0.scheduled.set(false);
        let effects = std::mem::take(&mut *self.0.waiting.borrow_mut());
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Store { .. } => self.report(Event::Stored),
            Effect::Send(request) => {
                let id = request.id;
                let body = crate::api::encode_patch(&request.patch, &self.0.directory);
                let token = self.0.csrf_token.borrow().clone();
                self.ask(id, move |directory, signal| {
                    http::write(directory, body, request.if_match, token, signal)
                });
            }
            Effect::Read { id, if_none_match } => {
                self.ask(id, move |directory, signal| http::read(directory, if_none_match, signal));
            }
            Effect::Abort(id) => {
                if let Some(request) = self.0.requests.borrow_mut().remove(&id) {
                    request.abort();
                }
            }
            Effect::Schedule(timer) => self.start_timer(timer),
            Effect::Cancel(id) => {
                if let Some(timer) = self.0.timers.borrow_mut().remove(&id) {
                    timer.clear();
                }
            }
            Effect::Tell(_) => {}
        }
    }

    /// Makes a request and reports what became of it, unless it was aborted.
    fn ask<F: Future<Output = Outcome> + 'static>(
        &self,
        id: RequestId,
        request: impl FnOnce(Rc<Directory>, web_sys::AbortSignal) -> F + 'static,
    ) {
        let Ok(controller) = AbortController::new() else {
            self.report(Event::Answered { request: id, outcome: Outcome::NotSent });
            return;
        };
        let signal = controller.signal();
        self.0.requests.borrow_mut().insert(id, controller);
        let saver = self.clone();
        let directory = self.0.directory.clone();
        spawn_local(async move {
            let deadline = {
                let saver = saver.clone();
                set_timeout_with_handle(
                    move || {
                        if let Some(controller) = saver.0.requests.borrow().get(&id) {
                            controller.abort();
                        }
                    },
                    http::DEADLINE,
                )
            };
            let outcome = request(directory, signal).await;
            if let Ok(deadline) = deadline {
                deadline.clear();
            }
            if saver.0.requests.borrow_mut().remove(&id).is_some() {
                let signed_out = matches!(outcome, Outcome::SignedOut);
                saver.report(Event::Answered { request: id, outcome });
                if signed_out {
                    saver.check_session();
                }
            }
        });
    }

    fn start_timer(&self, timer: Timer) {
        let saver = self.clone();
        let fire = move || {
            saver.0.timers.borrow_mut().remove(&timer.id);
            saver.report(Event::TimerFired(timer.id));
        };
        if let Ok(handle) = set_timeout_with_handle(fire, delay(timer, Math::random())) {
            self.0.timers.borrow_mut().insert(timer.id, handle);
        }
    }

    /// Asks who is signed in, after saving was turned away or the user came back.
    fn check_session(&self) {
        let saver = self.clone();
        spawn_local(async move {
            match read_session().await {
                Ok(session) => {
                    *saver.0.csrf_token.borrow_mut() = session.csrf_token;
                    let tenant = saver.0.state.borrow().owner().tenant.clone();
                    saver.report(Event::SignedIn(Owner { tenant, person: session.user }));
                }
                Err(ReadError::SignedOut(_)) => saver.report(Event::SignedOut),
                Err(_) => {}
            }
        });
    }

    fn listen(&self) {
        let saver = self.clone();
        on_window("online", move || saver.report(Event::Online));
        let saver = self.clone();
        on_window("offline", move || saver.report(Event::Offline));
        let saver = self.clone();
        on_document("visibilitychange", move || {
            if document().hidden() {
                // The page may never come back.
                saver.perform_waiting();
            } else if matches!(saver.status(), Status::SignedOut { .. } | Status::OtherPerson { .. }) {
                saver.check_session();
            } else {
                saver.report(Event::Visible);
            }
        });
    }
}
