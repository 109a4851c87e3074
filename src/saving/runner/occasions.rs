//! What the browser says that concerns saving: the network, the user who leaves or comes back.

use std::time::Duration;

use js_sys::{Function, Reflect};
use leptos::prelude::set_interval_with_handle;
use wasm_bindgen::{JsCast, JsValue};

use super::Saver;
use crate::saving::Event;
use crate::ui::dom::{document, on_document, on_window, on_window_event, window};

/// While nobody is signed in, it is asked so often whether somebody is.
const SESSION_INTERVAL: Duration = Duration::from_secs(30);

impl Saver {
    pub(super) fn listen(&self) {
        if !window().navigator().on_line() {
            self.dispatch(Event::Offline);
        }
        if may_be_old() {
            self.dispatch(Event::Visible);
        }
        let saver = self.clone();
        on_window("online", move || {
            saver.report(Event::Online);
            saver.look_around();
        });
        let saver = self.clone();
        on_window("offline", move || saver.report(Event::Offline));
        let saver = self.clone();
        on_document("visibilitychange", move || {
            if document().hidden() {
                saver.hurry();
            } else {
                saver.look_around();
            }
        });
        let saver = self.clone();
        on_window_event("pageshow", move |event| {
            if Reflect::get(event, &"persisted".into()).is_ok_and(|value| value.is_truthy()) {
                saver.look_around();
            }
        });
        // Another window, in which the user has just signed in, may not have hidden this one.
        let saver = self.clone();
        on_window("focus", move || saver.notice_session());
        let saver = self.clone();
        on_window("pagehide", move || saver.hurry());
        let saver = self.clone();
        on_window_event("beforeunload", move |event| {
            saver.hurry();
            if saver.storage_failed() && !saver.0.state.borrow().unstored().is_empty() {
                event.prevent_default();
            }
        });
        let saver = self.clone();
        let look = move || {
            if !document().hidden() {
                saver.notice_session();
            }
        };
        let _ = set_interval_with_handle(look, SESSION_INTERVAL);
    }
}

/// Whether what the page was given while it loaded may come from a cache: after going back or forth, when
/// the browser asks nobody, and behind a service worker, which stands in for a network that is not there.
fn may_be_old() -> bool {
    let workers = Reflect::get(&window().navigator(), &"serviceWorker".into());
    let worker = workers.and_then(|workers| Reflect::get(&workers, &"controller".into()));
    let came_back = || -> Result<bool, JsValue> {
        let performance = Reflect::get(&window(), &"performance".into())?;
        let entries: Function = Reflect::get(&performance, &"getEntriesByType".into())?.dyn_into()?;
        let entry = Reflect::get_u32(&entries.call1(&performance, &"navigation".into())?, 0)?;
        Ok(Reflect::get(&entry, &"type".into())? == "back_forward")
    };
    worker.is_ok_and(|worker| worker.is_object()) || came_back().unwrap_or(false)
}
