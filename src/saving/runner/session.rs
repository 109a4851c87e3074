//! Who is signed in: asked when a request was turned away, and until the same person is back.

use std::time::Duration;

use js_sys::Math;
use leptos::prelude::set_timeout;
use wasm_bindgen_futures::spawn_local;

use super::Saver;
use crate::api::{ReadError, read_session};
use crate::saving::{Event, Owner, Status, Timer, TimerId, delay};

impl Saver {
    /// Asks who is signed in, after a request was turned away: at once, because the token may just be an old
    /// one; then ever more seldom, in case it is the backend that contradicts itself.
    pub(super) fn check_session_later(&self, times: u32) {
        let saver = self.clone();
        let timer = Timer { id: TimerId(0), attempt: times, retry_after: None };
        let wait = if times > 1 { delay(timer, Math::random()) } else { Duration::ZERO };
        set_timeout(move || saver.check_session(), wait);
    }

    /// Asks who is signed in.
    fn check_session(&self) {
        let saver = self.clone();
        spawn_local(async move {
            match read_session().await {
                Ok(session) => {
                    let owner = saver.0.state.borrow().owner().clone();
                    if session.user == owner.person {
                        *saver.0.csrf_token.borrow_mut() = session.csrf_token;
                    }
                    saver.report(Event::SignedIn(Owner { person: session.user, ..owner }));
                }
                Err(ReadError::SignedOut(_)) => saver.report(Event::SignedOut),
                Err(_) => {}
            }
        });
    }

    fn is_signed_out(&self) -> bool {
        matches!(self.status(), Status::SignedOut { .. } | Status::OtherPerson { .. })
    }

    /// The user may have signed in again.
    pub(super) fn notice_session(&self) {
        if self.is_signed_out() {
            self.check_session();
        }
    }

    /// The user is here: what was changed elsewhere should be seen, and a new session noticed.
    pub(super) fn look_around(&self) {
        if self.is_signed_out() {
            self.check_session();
        } else {
            self.report(Event::Visible);
        }
    }
}
