//! What is to be done.

use std::time::Duration;

use super::{News, RequestId, TimerId};
use crate::domain::{Keys, Patch};

/// Something for the runner to do, in the order given; other events may come first.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Change this tab's part of the outbox, durably and in one transaction: write the values that
    /// [`State::desired`](super::State::desired) has now for some keys, and delete others. Report with
    /// [`Event::Stored`](super::Event::Stored) or [`Event::StorageFailed`](super::Event::StorageFailed);
    /// there is no further one before that.
    Store {
        /// To write; [`Outbox::store`](super::Outbox::store) knows how.
        write: Keys,
        /// To delete.
        forget: Keys,
    },
    /// `PATCH` the settings. Report with [`Event::Answered`](super::Event::Answered).
    Send(Request),
    /// `GET` the settings. Report with [`Event::Answered`](super::Event::Answered).
    Read {
        /// Names the request.
        id: RequestId,
        /// The version that is known; without one the whole is wanted.
        if_none_match: Option<String>,
    },
    /// Stop waiting for this request; nothing need be reported about it.
    Abort(RequestId),
    /// Report [`Event::TimerFired`](super::Event::TimerFired) later.
    Schedule(Timer),
    /// Forget this timer.
    Cancel(TimerId),
    /// Tell the other tabs of the same person.
    Tell(News),
}

/// A request to change settings.
#[derive(Clone, Debug)]
pub struct Request {
    /// Names the request.
    pub id: RequestId,
    /// What to set: absolute values.
    pub patch: Patch,
    /// The version that it is based on.
    pub if_match: String,
}

/// When to try again; [`delay`](super::delay) makes a duration of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// Names the timer.
    pub id: TimerId,
    /// How many attempts in a row came to nothing; at least 1.
    pub attempt: u32,
    /// How long the backend wants to be left alone.
    pub retry_after: Option<Duration>,
}
