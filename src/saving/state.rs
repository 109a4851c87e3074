//! What is known about the settings of one person in one tab.

use super::facts::{InFlight, Line, Read, Sent, Session, Storing, Tabs};
use super::failures::Failures;
use super::{Owner, Problem, Stamp};
use crate::domain::{Audience, Key, Keys, Settings};

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
    /// Of these, the ones that the user does not want to be anything in particular: they are sent only so
    /// that nothing late can come after, and follow the server.
    pub(super) unwished: Keys,
    pub(super) failures: Failures,
    pub(super) in_flight: Option<InFlight>,
    pub(super) outbox: Storing,
    pub(super) session: Session,
    pub(super) line: Line,
    pub(super) tabs: Tabs,
    pub(super) next_id: u64,
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

impl KeyState {
    /// Its name in the document.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "saved",
            Self::Pending => "pending",
            Self::Failed => "failed",
        }
    }
}

impl State {
    /// Starts in a tab, with the settings as the server has them and their version; or as it had them once:
    /// then report [`Event::Visible`](super::Event::Visible).
    ///
    /// `start` names the tab by a random number, and says when it was opened, in seconds since any date in
    /// the past: so that what is chosen here counts as later than what was chosen in tabs that are asleep or
    /// no more. Nothing else depends on it.
    #[must_use]
    pub fn new(owner: Owner, start: Stamp, settings: Settings, etag: Option<String>) -> Self {
        let none = Keys::none(settings.participation.len());
        Self {
            owner,
            desired: settings.clone(),
            tabs: Tabs::new(start, settings.clone(), none.clone()),
            confirmed: settings,
            read: if etag.is_none() { Read::Required } else { Read::No },
            etag,
            outdated: false,
            uncertain: none.clone(),
            unwished: none.clone(),
            failures: Failures::none(none.participation[Audience::Accountant].len()),
            in_flight: None,
            outbox: Storing::new(none.clone()),
            session: Session::Own,
            line: Line::default(),
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
        let mut keys = self.wished();
        keys.retain_all(&self.not_stored());
        keys
    }

    /// Of the settings that this tab has to bring to the server, those that the user wants to be as they are.
    pub(super) fn wished(&self) -> Keys {
        let mut wished = self.own();
        wished.remove_all(&self.unwished);
        wished
    }

    /// The settings whose desired values are not the server's to change.
    pub(super) fn kept(&self) -> Keys {
        let mut kept = self.wished();
        kept.insert_all(&self.tabs.elsewhere);
        kept
    }

    /// The user does not want `keys` to be anything in particular.
    pub(super) fn follow_server(&mut self, keys: &Keys) {
        self.desired.copy_from(&self.confirmed, keys);
        self.unwished.insert_all(keys);
    }

    /// The version of `confirmed`, unless it is known not to be the server's.
    pub(super) fn current_etag(&self) -> Option<&String> {
        self.etag.as_ref().filter(|_| !self.outdated)
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
            keys.insert_all(&writing.forget);
        }
        keys
    }

    /// Of the settings that this tab has to bring to the server, those that a request may carry: the user need
    /// not decide first, and they are in the outbox or cannot be brought there.
    pub(super) fn sendable(&self, own: Keys) -> Keys {
        let mut keys = own;
        keys.remove_all(self.failures.keys());
        if !self.outbox.broken {
            let mut not_stored = self.not_stored();
            not_stored.remove_all(&self.unwished);
            keys.remove_all(&not_stored);
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
