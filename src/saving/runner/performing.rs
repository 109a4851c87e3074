//! Effects, each done in its place: when, and by what.

use std::time::Duration;

use js_sys::{Date, Math};
use leptos::prelude::{set_timeout, set_timeout_with_handle};
use wasm_bindgen_futures::spawn_local;

use super::writing::Writing;
use super::{CLOCK_KEY, Inner, Saver, http, last_clock};
use crate::api::PatchText;
use crate::saving::{Effect, Event, News, Request, Timer, delay};
use crate::ui::dom::{after_frame, document, remember};

/// After so many milliseconds what is left to do waits: input comes first.
const SLICE_MS: f64 = 4.0;

impl Saver {
    pub(super) fn schedule(&self) {
        let nothing = self.0.waiting.borrow().is_empty() && self.0.foreseen.borrow().is_none();
        if nothing || self.0.scheduled.replace(true) {
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

    /// As much as a frame has time for, and the rest in a later one: telling, keeping and sending a change of
    /// 50,000 dossiers take some milliseconds each.
    fn perform_next(&self) {
        if document().hidden() {
            return self.perform_waiting();
        }
        let begun = Date::now();
        while Date::now() - begun < SLICE_MS {
            if !self.go_on() {
                self.0.scheduled.set(false);
                return;
            }
        }
        let saver = self.clone();
        set_timeout(move || saver.perform_next(), Duration::ZERO);
    }

    /// All at once, when there may be no later.
    pub(super) fn perform_waiting(&self) {
        while self.go_on() {}
        self.0.scheduled.set(false);
    }

    /// Does a little of what is to be done; false when there is nothing.
    fn go_on(&self) -> bool {
        self.take_in();
        let writing = self.0.writing.take();
        let left = if let Some(writing) = writing {
            writing.go_on(self)
        } else {
            let effect = self.0.waiting.borrow_mut().pop_front();
            let Some(effect) = effect else { return false };
            self.perform(effect)
        };
        self.0.writing.replace(left);
        true
    }

    /// Performs an effect; returns the text that is to be written for it first.
    fn perform(&self, effect: Effect) -> Option<Writing> {
        match effect {
            Effect::Store { write, forget } => return self.store(&write, &forget),
            Effect::Send(Request { id, patch, if_match }) => {
                return Some(Writing::new(PatchText::merge_patch(patch), move |saver, body| {
                    let csrf_token = saver.0.csrf_token.borrow().clone();
                    let write = http::Write { body, if_match, csrf_token, compress: saver.0.compress.clone() };
                    saver.ask(id, true, move |directory, signal| http::write(directory, write, signal));
                    None
                }));
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
            Effect::Tell(news) => return Some(self.tell(news)),
        }
        None
    }

    fn tell(&self, news: News) -> Writing {
        let saved = match &news {
            News::Saved { patch, .. } => Some(patch.clone()),
            News::Pending { stamp, .. } if last_clock().is_none_or(|clock| clock < stamp.clock) => {
                remember(CLOCK_KEY, &stamp.clock.to_string());
                None
            }
            _ => None,
        };
        let text = self.0.line.text(news, self.0.state.borrow().desired());
        Writing::new(text, move |saver, text| {
            let Inner { line, directory, .. } = &*saver.0;
            line.post(&text);
            if let Some(patch) = saved {
                line.tell_pickers(&patch, directory);
            }
            None
        })
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
