//! What can happen.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Stamp, TabId};
use crate::domain::{Key, Keys, Patch, Settings};

/// Whose settings these are: a person, in one installation of the product.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owner {
    /// The installation, such as the base URL of its API.
    pub tenant: String,
    /// The person's id in the contract.
    pub person: String,
}

/// Names a request among all of one [`State`](super::State).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// Names a timer among all of one [`State`](super::State).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimerId(pub u64);

/// Why the backend will never accept something as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The machine-readable kind: the `type` of the problem document, or the HTTP status.
    pub kind: String,
    /// What the backend says about it, to show to the user; may be empty.
    pub text: String,
}

/// Something that happened. All [`Patch`]es and [`Settings`] are for the same number of dossiers.
#[derive(Clone, Debug)]
pub enum Event {
    /// The user chose these values. They are absolute: what it is now, never "the other one".
    Edited(Patch),
    /// The user wants these keys, of those that failed, to be tried again.
    RetryFailed(Keys),
    /// The user gives up these keys, of those that failed: back to what the server has.
    DiscardFailed(Keys),
    /// The outbox holds edits of a tab that is no more: from before a reload (then to be reported before the
    /// user can edit), or of one that crashed since, when nothing more will be heard of it.
    /// Report each [`Record`](super::Record) for itself, oldest first. An
    /// [`Effect::Store`](super::Effect::Store) follows, with which the records can be deleted.
    Restored {
        /// The edits.
        patch: Patch,
        /// When they were made.
        stamp: Stamp,
    },
    /// The last [`Effect::Store`](super::Effect::Store) has been performed: it will survive a crash.
    Stored,
    /// The last [`Effect::Store`](super::Effect::Store) could not be performed: storage is full, blocked,
    /// broken, or too slow to wait for.
    StorageFailed,
    /// What became of a request. An outcome for a request that is no longer waited for changes nothing.
    Answered {
        /// Which request.
        request: RequestId,
        /// What became of it.
        outcome: Outcome,
    },
    /// The time of a timer has come.
    TimerFired(TimerId),
    /// The browser says that there is a network.
    Online,
    /// The browser says that there is no network.
    Offline,
    /// The user came back to the tab: settings may have been changed elsewhere.
    Visible,
    /// This person is signed in now, according to the backend.
    SignedIn(Owner),
    /// Nobody is signed in any more.
    SignedOut,
    /// Another tab says something. Only for tabs of the same [`Owner`].
    Heard(News),
    /// Another tab no longer exists, and nothing more will be heard of it. Report what it had stored as
    /// [`Event::Restored`] first. May be said again, should something have been heard all the same.
    Orphaned(TabId),
}

/// What became of a request.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Read: the settings, and their version.
    Loaded {
        /// The settings of the signed-in person.
        settings: Settings,
        /// Their version.
        etag: String,
    },
    /// Read: nothing is newer than the version that was named (304).
    NotModified,
    /// Write: applied (200 and a body that is what the contract says).
    Acknowledged {
        /// The version that the write made, if the answer has one.
        etag: Option<String>,
        /// The keys that were turned away; all others are in the database.
        rejected: Vec<(Key, Problem)>,
    },
    /// Write: the version is no longer current (412, 428).
    Stale,
    /// A repeat would not help (4xx but for those that are named elsewhere).
    Refused(Problem),
    /// The backend cannot do it now (408, 425, 429, 5xx). What was asked may have been done all the same.
    Busy {
        /// How long the backend wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// Nobody knows: given up at the deadline, connection lost, or an answer that cannot be understood.
    Unknown,
    /// It certainly never left, as there is no network.
    NotSent,
    /// Turned away as nobody, or somebody else, is signed in (401, a redirect, a foreign CSRF token).
    SignedOut,
}

/// What tabs tell each other.
#[derive(Clone, Debug)]
pub enum News {
    /// The teller has just been opened and knows nothing yet. For the runner to say, first of all.
    Hello,
    /// To one that has just been opened: it is not earlier than this.
    Welcome {
        /// The highest clock that was heard of.
        clock: u32,
    },
    /// The teller is going to save these values.
    Pending {
        /// The values.
        patch: Patch,
        /// When they were chosen, wherever that was.
        stamp: Stamp,
        /// The teller.
        from: TabId,
    },
    /// The teller is not, or no longer, saving these keys: they are saved, given up, back to what the server
    /// has, or left to another tab.
    Released {
        /// The keys.
        keys: Keys,
        /// When they were chosen last, wherever that was.
        stamp: Stamp,
        /// The teller.
        from: TabId,
    },
    /// The server has acknowledged these values.
    Saved {
        /// The values.
        patch: Patch,
        /// The version that they were applied to.
        if_match: String,
        /// The version that this made.
        etag: String,
    },
}
