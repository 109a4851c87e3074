//! The groups of facts that the state is made of.

use super::stamps::Stamps;
use super::{MAX_KEYS_PER_REQUEST, RequestId, Stamp, TabId, TimerId, Why};
use crate::domain::{Keys, Patch, Settings};

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
    /// Records of another tab have been taken up: they can be deleted with the next change.
    pub taken_up: bool,
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
    /// What was chosen then.
    pub said: Settings,
    /// Keys that another tab is saving.
    pub elsewhere: Keys,
    /// The same by tab: no key twice.
    pub savers: Vec<(TabId, Keys)>,
    /// Keys that this tab has said it is saving.
    pub told: Keys,
    /// Keys of which that must be said again.
    pub to_tell: Keys,
}

impl Storing {
    /// Nothing in the outbox; `none` is an empty set.
    pub fn new(none: Keys) -> Self {
        Self { dirty: none.clone(), writing: None, held: none, taken_up: false, broken: false }
    }
}

impl Tabs {
    /// No other tab, and nothing chosen; `none` is an empty set.
    pub fn new(start: Stamp, said: Settings, none: Keys) -> Self {
        Self {
            me: start.tab,
            clock: start.clock,
            stamps: Stamps::default(),
            said,
            elsewhere: none.clone(),
            savers: Vec::new(),
            told: none.clone(),
            to_tell: none,
        }
    }

    /// `keys` were chosen at `stamp`, to be as in `values`.
    pub fn note(&mut self, keys: &Keys, values: &Settings, stamp: Stamp) {
        self.stamps.set(keys, stamp);
        self.said.copy_from(values, keys);
    }

    /// The time of something that is done in this tab now.
    pub fn now(&mut self) -> Stamp {
        self.clock = self.clock.saturating_add(1);
        Stamp { clock: self.clock, tab: self.me }
    }

    /// `tab` saves `keys`.
    pub fn leave_to(&mut self, tab: TabId, keys: &Keys) {
        if keys.is_empty() {
            return;
        }
        self.no_longer_elsewhere(keys);
        self.elsewhere.insert_all(keys);
        match self.savers.iter_mut().find(|saver| saver.0 == tab) {
            Some((_, saved)) => saved.insert_all(keys),
            None => self.savers.push((tab, keys.clone())),
        }
    }

    /// No other tab saves `keys`.
    pub fn no_longer_elsewhere(&mut self, keys: &Keys) {
        if self.savers.is_empty() {
            return;
        }
        self.elsewhere.remove_all(keys);
        self.savers.iter_mut().for_each(|(_, saved)| saved.remove_all(keys));
        self.savers.retain(|(_, saved)| !saved.is_empty());
    }

    /// The keys that `tab` saves.
    pub fn saved_by(&self, tab: TabId) -> Keys {
        let saver = self.savers.iter().find(|saver| saver.0 == tab);
        saver.map_or_else(|| self.elsewhere.emptied(), |(_, keys)| keys.clone())
    }
}

impl Default for Line {
    fn default() -> Self {
        Self {
            offline: false,
            waiting: None,
            attempt: 0,
            stale: 0,
            refusals: 0,
            limit: MAX_KEYS_PER_REQUEST,
            probe: false,
        }
    }
}
