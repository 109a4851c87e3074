//! The status line: one truth for all settings together.

use super::State;
use super::facts::{Read, Session};

/// Why nothing is sent at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The server does not answer.
    Unreachable,
    /// The server answers that it cannot now.
    Busy,
    /// Others keep changing the same settings.
    Contended,
    /// There is no network.
    Offline,
}

/// How it stands with saving. Counts are settings, each counted once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The server has acknowledged everything.
    Saved,
    /// On the way.
    Saving {
        /// How many; 0 while it is only being read what the server has.
        count: usize,
    },
    /// Will be tried again by itself.
    Waiting {
        /// How many.
        count: usize,
        /// What for.
        why: Why,
    },
    /// There is no network: what waits is sent when there is one.
    Offline {
        /// How many wait; may be 0.
        count: usize,
    },
    /// The session is over: what waits is sent when the same person has signed in.
    SignedOut {
        /// How many wait; may be 0.
        count: usize,
    },
    /// Somebody else is signed in: what waits is kept for the person it belongs to.
    OtherPerson {
        /// How many wait; may be 0.
        count: usize,
    },
    /// The server does not want some of it: the user must decide.
    Failed {
        /// How many it does not want.
        count: usize,
        /// How many others are still on the way.
        waiting: usize,
    },
}

impl State {
    /// How it stands with saving.
    #[must_use]
    pub fn status(&self) -> Status {
        let failed = self.failed().len();
        let all = self.unsaved().len();
        let count = all - failed;
        match (self.session, self.line.waiting) {
            (Session::Over, _) => Status::SignedOut { count: all },
            (Session::Foreign, _) => Status::OtherPerson { count: all },
            _ if failed > 0 => Status::Failed { count: failed, waiting: count },
            _ if self.line.offline => Status::Offline { count },
            _ if count == 0 && self.read != Read::Required => Status::Saved,
            (_, Some(waiting)) if self.sent().is_none() => Status::Waiting { count, why: waiting.why },
            _ => Status::Saving { count },
        }
    }

    /// Whether the outbox cannot be written, so that what waits is only in this tab's memory.
    #[must_use]
    pub const fn storage_failed(&self) -> bool {
        self.outbox.broken
    }
}
