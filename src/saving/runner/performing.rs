//! Effects, each done in its place: when, and by what.

use std::time::Duration;

use js_sys::{Date, Math};
use leptos::prelude::{set_timeout, set_timeout_with_handle};
use leptos::task::spawn_local;

use super::{CLOCK_KEY, Saver, http, last_clock};
use crate::saving::{Effect, Event, News, Timer, delay};
use crate::ui::dom::{after_frame, document, remember};

/// After so many milliseconds what is left to do waits: input comes first.
const SLICE_MS: f64 = 4.0;

impl Saver {
    pub(super) fn schedule(&self) {
        if self.0.waiting.borrow().is_empty() || self.0.scheduled.replace(true) {
            return;
        }
        if document().hidden() {
            // There is no next frame, and timers of hidden pages may be late by a minute.
            let saver = self.clone();
            spawn_local(async move { saver.perform_waiting() });
        } else {
            let saver = self.clone();
            after_frame(move || saver.perform_next());
        }
    }

    /// As many as a frame has time for, and the others in a later one: telling, keeping and sending a change of
    /// 50,000 dossiers take some milliseconds each.
    fn perform_next(&self) {
        if document().hidden() {
            return self.perform_waiting();
        }
        let begun = Date::now();
        while Date::now() - begun < SLICE_MS {
            let effect = self.0.waiting.borrow_mut().pop_front();
            let Some(effect) = effect else { break };
            self.perform(effect);
        }
        if self.0.waiting.borrow().is_empty() {
            self.0.scheduled.set(false);
        } else {
            let saver = self.clone();
            set_timeout(move || saver.perform_next(), Duration::ZERO);
        }
    }

    /// All at once, when there may be no later.
    pub(super) fn perform_waiting(&self) {
        self.0.scheduled.set(false);
        let effects = std::mem::take(&mut *self.0.waiting.borrow_mut());
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Store { write, forget } => self.store(&write, &forget),
            Effect::Send(request) => {
                let id = request.id;
                let write = http::Write {
                    body: crate::api::encode_patch(&request.patch, &self.0.directory),
                    if_match: request.if_match,
                    csrf_token: self.0.csrf_token.borrow().clone(),
                    compress: self.0.compress.clone(),
                };
                self.ask(id, true, move |directory, signal| http::write(directory, write, signal));
            }
            Effect::Read { id, if_none_match } => {
                let person = self.0.state.borrow().owner().person.clone();
                let compress = self.0.compress.clone();
                self.ask(id, false, move |directory, signal| {
                    http::read(directory, person, if_none_match, compress, signal)
                });
            }
            Effect::Abort(id) => {
                if let Some(request) = self.0.requests.borrow_mut().remove(id) {
                    request.abort();
                }
            }
            Effect::Schedule(timer) => self.start_timer(timer),
            Effect::Cancel(id) => {
                if let Some(timer) = self.0.timers.borrow_mut().remove(id) {
                    timer.clear();
                }
            }
            Effect::Tell(news) => {
                let inner = &self.0;
                inner.line.tell(&news, inner.state.borrow().desired(), &inner.directory);
                match &news {
                    News::Saved { patch, .. } => inner.line.tell_pickers(patch, &inner.directory),
                    News::Pending { stamp, .. } if last_clock().is_none_or(|clock| clock < stamp.clock) => {
                        remember(CLOCK_KEY, &stamp.clock.to_string());
                    }
                    _ => {}
                }
            }
        }
    }

    fn start_timer(&self, timer: Timer) {
        let saver = self.clone();
        let fire = move || {
            saver.0.timers.borrow_mut().remove(timer.id);
            saver.report(Event::TimerFired(timer.id));
        };
        if let Ok(handle) = set_timeout_with_handle(fire, delay(timer, Math::random())) {
            self.0.timers.borrow_mut().insert(timer.id, handle);
        }
    }
}
