//! What is known about the settings of one person in one tab.

use super::failures::Failures;
use super::stamps::Stamps;
use super::{Owner, Problem, RequestId, Stamp, TabId, TimerId, Why};
use crate::domain::{Audience, Key, Keys, Patch, Settings};

/// All that saving knows. Changed by [`step`](super::step) only.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) owner: Owner,
    pub(super) confirmed: Settings,
    pub(super) desired: Settings,
    /// The version of `confirmed`; `None` when another tab may have moved on from it, so that the next
    /// request must be based on a new read.
    pub(super) etag: Option<String>,
    pub(super) read: Read,
    /// The server has said that `etag` is no longer current. So nothing based on it can be applied any more.
    pub(super) outdated: bool,
    /// Keys for which a request may be under way that is no longer waited for, or whose outcome is unknown.
    pub(super) uncertain: Keys,
    pub(super) failures: Failures,
    pub(super) in_flight: Option<InFlight>,
    pub(super) outbox: Storing,
    pub(super) session: Session,
    pub(super) line: Line,
    pub(super) tabs: Tabs,
    pub(super) next_id: u64,
}

/// Whether the settings should be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Read {
    /// No need.
    No,
    /// They may have been changed elsewhere: when nothing else is to be done.
    Wanted,
    /// Nothing can be saved before.
    Required,
}

/// The request that is waited for.
#[derive(Clone, Debug)]
pub struct InFlight {
    /// Names it.
    pub id: RequestId,
    /// The change; `None` for a read.
    pub change: Option<Sent>,
}

/// A change that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What it carries.
    pub patch: Patch,
    /// What it is based on.
    pub if_match: String,
}

/// Who is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Session {
    /// The person whose settings these are.
    Own,
    /// Nobody.
    Over,
    /// Somebody else: nothing may be read or sent.
    Foreign,
}

/// What this tab has in the outbox.
#[derive(Clone, Debug)]
pub struct Storing {
    /// Edited since they were written last.
    pub dirty: Keys,
    /// Being written; `None` when no [`Effect::Store`](super::Effect::Store) is under way.
    pub writing: Option<Writing>,
    /// May be in the outbox.
    pub held: Keys,
    /// The last attempt failed. An edit, an acknowledgement, a return to the tab are occasions to try again.
    pub broken: bool,
}

/// An [`Effect::Store`](super::Effect::Store) under way.
#[derive(Clone, Debug)]
pub struct Writing {
    /// What it writes.
    pub write: Keys,
    /// What it deletes.
    pub forget: Keys,
}

/// How it goes with the server.
#[derive(Clone, Debug)]
pub struct Line {
    /// The browser says there is no network, or a request could not leave.
    pub offline: bool,
    /// Waiting before the next attempt.
    pub waiting: Option<Waiting>,
    /// Attempts in a row that came to nothing.
    pub attempt: u32,
    /// Requests in a row that were based on a version that was no longer current.
    pub stale: u32,
    /// Requests in a row that were refused as a whole.
    pub refusals: u32,
    /// How many keys a request may carry at present.
    pub limit: usize,
    /// Try once although offline.
    pub probe: bool,
}

/// A wait before the next attempt.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    pub timer: TimerId,
    pub why: Why,
    /// The backend asked for it: it must not be cut short.
    pub asked: bool,
}

/// How it stands with other tabs.
#[derive(Clone, Debug)]
pub struct Tabs {
    /// This tab.
    pub me: TabId,
    /// The highest clock that was heard of.
    pub clock: u32,
    /// When each key was chosen last, in any tab.
    pub stamps: Stamps,
    /// Keys that another tab is saving.
    pub elsewhere: Keys,
    /// Keys that this tab has said it is saving.
    pub told: Keys,
    /// Keys of which that must be said again.
    pub to_tell: Keys,
}

/// What the view shows of one setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The server has it.
    Confirmed,
    /// The server may not have it yet.
    Pending,
    /// The server does not want it.
    Failed,
}

impl State {
    /// Starts in a tab, with the settings as the server has them and their version; or as it had them once:
    /// then report [`Event::Visible`](super::Event::Visible). `tab` is a random number.
    #[must_use]
    pub fn new(owner: Owner, tab: TabId, settings: Settings, etag: Option<String>) -> Self {
        let none = Keys::none(settings.participation.len());
        Self {
            owner,
            desired: settings.clone(),
            confirmed: settings,
            read: if etag.is_none() { Read::Required } else { Read::No },
            etag,
            outdated: false,
            uncertain: none.clone(),
            failures: Failures::none(none.participation[Audience::Accountant].len()),
            in_flight: None,
            outbox: Storing { dirty: none.clone(), writing: None, held: none.clone(), broken: false },
            session: Session::Own,
            line: Line::default(),
            tabs: Tabs {
                me: tab,
                clock: 0,
                stamps: Stamps::default(),
                elsewhere: none.clone(),
                told: none.clone(),
                to_tell: none,
            },
            next_id: 0,
        }
    }

    /// What the user wants: what the view shows.
    #[must_use]
    pub const fn desired(&self) -> &Settings {
        &self.desired
    }

    /// What the server was last known to have.
    #[must_use]
    pub const fn confirmed(&self) -> &Settings {
        &self.confirmed
    }

    /// Whose settings these are.
    #[must_use]
    pub const fn owner(&self) -> &Owner {
        &self.owner
    }

    /// When `key` was chosen last.
    #[must_use]
    pub fn stamp(&self, key: Key) -> Stamp {
        self.tabs.stamps.get(key)
    }

    /// `keys`, put together by when they were chosen, the earliest first.
    #[must_use]
    pub fn by_stamp(&self, keys: &Keys) -> Vec<(Stamp, Keys)> {
        self.tabs.stamps.groups(keys)
    }

    /// How it stands with the participation in one dossier.
    #[must_use]
    pub fn key_state(&self, audience: Audience, position: usize) -> KeyState {
        self.state_of(Key::Participation(audience, position))
    }

    /// How it stands with one setting.
    #[must_use]
    pub fn state_of(&self, key: Key) -> KeyState {
        if self.failures.keys().contains(key) {
            KeyState::Failed
        } else if self.sent().is_some_and(|sent| sent.patch.keys.contains(key))
            || self.uncertain.contains(key)
            || self.tabs.elsewhere.contains(key)
            || !self.desired.agrees(&self.confirmed, key)
        {
            KeyState::Pending
        } else {
            KeyState::Confirmed
        }
    }

    /// What is wrong with a setting that failed.
    #[must_use]
    pub fn problem(&self, key: Key) -> Option<&Problem> {
        self.failures.problem(key)
    }

    /// The settings that failed.
    #[must_use]
    pub const fn failed(&self) -> &Keys {
        self.failures.keys()
    }

    /// Each setting that failed, with what is wrong with it.
    pub fn problems(&self) -> impl Iterator<Item = (Key, &Problem)> {
        self.failures.iter()
    }

    /// The settings that the server may not have, here or in another tab; with those that failed.
    #[must_use]
    pub fn unsaved(&self) -> Keys {
        let mut keys = self.own();
        keys.insert_all(&self.tabs.elsewhere);
        keys
    }

    /// The settings that would be lost if the tab were closed now: not saved, and not in the outbox either.
    #[must_use]
    pub fn unstored(&self) -> Keys {
        let mut keys = self.own();
        keys.retain_all(&self.not_stored());
        keys
    }

    /// The change that is waited for.
    pub(super) fn sent(&self) -> Option<&Sent> {
        self.in_flight.as_ref().and_then(|in_flight| in_flight.change.as_ref())
    }

    /// The settings that this tab has to bring to the server, with those that failed.
    pub(super) fn own(&self) -> Keys {
        let mut own = self.desired.differing(&self.confirmed);
        own.insert_all(&self.uncertain);
        if let Some(sent) = self.sent() {
            own.insert_all(&sent.patch.keys);
        }
        own.remove_all(&self.tabs.elsewhere);
        own
    }

    /// The settings whose present values are not in the outbox, if they need be.
    fn not_stored(&self) -> Keys {
        let mut keys = self.outbox.dirty.clone();
        if let Some(writing) = &self.outbox.writing {
            keys.insert_all(&writing.write);
        }
        keys
    }

    /// The settings that a request should carry: only what is in the outbox, or cannot be brought there.
    pub(super) fn to_send(&self) -> Keys {
        let mut keys = self.desired.differing(&self.confirmed);
        keys.insert_all(&self.uncertain);
        keys.remove_all(&self.tabs.elsewhere);
        keys.remove_all(self.failures.keys());
        if !self.outbox.broken {
            keys.remove_all(&self.not_stored());
        }
        keys
    }

    /// Another tab may have sent `keys`, based on no matter what.
    pub(super) fn doubt(&mut self, keys: &Keys) {
        if !keys.is_empty() {
            self.uncertain.insert_all(keys);
            self.etag = None;
            self.outdated = false;
        }
    }

    /// The next number for a request or a timer.
    pub(super) const fn next_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }
}
