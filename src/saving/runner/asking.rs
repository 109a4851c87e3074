//! A request from its beginning to its report, or to its deadline.

use std::rc::Rc;

use leptos::prelude::set_timeout_with_handle;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::turn::turn;
use super::{Saver, http};
use crate::domain::Directory;
use crate::saving::{Event, Outcome, RequestId};

impl Saver {
    /// Makes a request and reports what became of it, unless it was aborted. One that `changes` something
    /// is made when it is this tab's turn, and its deadline counts from then on.
    pub(super) fn ask<F: Future<Output = Outcome> + 'static>(
        &self,
        id: RequestId,
        changes: bool,
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
        let owner = self.0.state.borrow().owner().clone();
        spawn_local(async move {
            let _turn = if changes { Some(turn(&owner).await) } else { None };
            if saver.0.requests.borrow().get(id).is_none() {
                return;
            }
            let deadline = {
                let saver = saver.clone();
                set_timeout_with_handle(
                    move || {
                        if let Some(controller) = saver.0.requests.borrow().get(id) {
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
            if saver.0.requests.borrow_mut().remove(id).is_some() {
                let turned_away = match outcome {
                    Outcome::SignedOut => saver.0.turned_away.get() + 1,
                    Outcome::Acknowledged { .. } | Outcome::Loaded { .. } | Outcome::NotModified => 0,
                    _ => saver.0.turned_away.get(),
                };
                let signed_out = matches!(outcome, Outcome::SignedOut);
                saver.0.turned_away.set(turned_away);
                saver.report(Event::Answered { request: id, outcome });
                if signed_out {
                    saver.check_session_later(turned_away);
                }
            }
        });
    }
}
