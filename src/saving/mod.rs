//! Saving: what the user chose reaches the backend, whatever happens in between.
//!
//! This is the pure half: [`step`] takes what happened ([`Event`]) and answers with what to do about it
//! ([`Effect`]). It knows no clock, no storage, no network and no randomness; a runner performs the effects
//! and reports what became of them.
//!
//! # Facts, and what follows from them
//!
//! For each [`Key`](crate::domain::Key) there is what the server was last known to have (*confirmed*) and
//! what the user wants (*desired*); the view shows the latter. There is no queue of operations and no
//! snapshot to go back to: what is to be sent is derived, each time, as
//!
//! > keys whose desired and confirmed values differ, and keys that are *uncertain*; without those that have
//! > *failed* and those that another tab of the browser is saving (*elsewhere*).
//!
//! Events change facts. Everything else (which request to make, what to write in the outbox, what to tell
//! other tabs) is decided at the end of each step, from the facts alone, in `settle`. So later edits
//! coalesce by themselves, and an answer can concern only the keys that its request carried.
//!
//! # Uncertainty, and how it ends
//!
//! When no answer came in time, the request may have been applied, may be applied later, or never. Its keys
//! become uncertain: they are sent again even when the user has meanwhile gone back to the confirmed value,
//! because a late copy could still arrive. Every request carries `If-Match`, so only two things end the
//! uncertainty:
//!
//! - an acknowledgement of a request that carries the key: the version has moved on, and whatever is still
//!   under way with the old one will be turned away;
//! - a 412, followed by a read: the version had moved on already.
//!
//! A mere read proves nothing, as the late copy may come after it. **This rests on one promise of the
//! backend: each accepted `PATCH` makes a new version, also one that changes no value.**
//!
//! # Several tabs
//!
//! Each tab saves its own edits and keeps its own part of the outbox. It tells the others what it is about
//! to save, so that all show the same and the last word counts, whichever tab it was said in: each edit has
//! a [`Stamp`], and per key the highest stamp wins. A tab whose edit was overtaken leaves the key to the
//! other; when a tab dies, another takes over what it had said ([`Event::Orphaned`]) or stored
//! ([`Event::Restored`]).
//!
//! Tabs take turns in sending, by a lock of the browser: the runner makes a request that changes something
//! only while it holds the lock, which ends with the request or with the tab. To the reducer a request that
//! waits for its turn is one that is slow, or lost, so nothing here rests on the lock.

mod answers;
mod backoff;
mod choices_by_id;
mod edits;
mod effect;
mod event;
mod facts;
mod failures;
mod history;
mod journal;
mod outbox;
mod record;
#[cfg(target_arch = "wasm32")]
mod runner;
mod settle;
mod stamps;
mod state;
mod status;
mod step;
mod tabs;

// Faulty variants of the core, each of which the tests must catch.
#[cfg(test)]
#[path = "../../tests/saving/mutations.rs"]
pub mod mutations;

pub use backoff::delay;
pub use effect::{Effect, Request, Timer};
pub use event::{Event, News, Outcome, Owner, Problem, RequestId, TimerId};
pub use history::{Back, Change as ChangeOf, History, Step};
pub use journal::{Entry, Journal};
pub use outbox::{Change, Outbox};
pub use record::{Record, Restored, Unreadable};
#[cfg(target_arch = "wasm32")]
pub use runner::{Cause, Edit, Saver, Seat};
pub use stamps::{Stamp, TabId};
pub use state::{KeyState, State};
pub use status::{Status, Why};
pub use step::{foresee, step};

/// How many keys one request may carry: a bulk change of the largest firm goes in a few requests, and none
/// outgrows what a server accepts.
pub const MAX_KEYS_PER_REQUEST: usize = 60_000;
