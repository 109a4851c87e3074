//! The backend, as the contract has it: versions, rejections, sessions, and a log of who wrote what.

use std::collections::BTreeMap;

use super::basics::{Value, directory, value};
use crate::domain::{Key, Keys, Patch, Settings};
use crate::reducer::{Outcome, Problem, RequestId};

/// Whether an accepted `PATCH` that changes no value makes a new version all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    Kept,
    Broken,
}

/// Who wrote a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writer {
    /// Nobody: it was there.
    Initial,
    /// Another device of the same person, or the profile page.
    Elsewhere,
    /// A tab of this browser, by its serial number.
    Tab(u32),
}

/// The settings of one person.
pub struct Account {
    pub settings: Settings,
    version: u64,
    /// Keys that are turned away one by one.
    pub rejected: Keys,
    /// Keys for which the whole request is refused.
    pub poisoned: Keys,
    pub last_writer: BTreeMap<Key, Writer>,
    /// What another device set last.
    pub elsewhere: BTreeMap<Key, Value>,
}

/// A session: which person, and its CSRF token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub person: usize,
    pub token: u64,
}

/// The backend.
pub struct Server {
    pub accounts: [Account; 2],
    pub session: Option<Session>,
    tokens: u64,
    promise: Promise,
}

/// What a page asks.
#[derive(Clone, Debug)]
pub enum Request {
    Read { if_none_match: Option<String> },
    Write { patch: Patch, if_match: String },
}

/// A write that was applied: which keys really changed.
pub struct Applied {
    pub person: usize,
    pub changed: Keys,
}

impl Server {
    pub fn new(len: usize, promise: Promise) -> Self {
        let account = || Account {
            settings: Settings::new(directory(len).len()),
            version: 1,
            rejected: Keys::none(len),
            poisoned: Keys::none(len),
            last_writer: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
        };
        let mut server = Self { accounts: [account(), account()], session: None, tokens: 0, promise };
        server.sign_in(0);
        server
    }

    pub fn sign_in(&mut self, person: usize) {
        self.tokens += 1;
        self.session = Some(Session { person, token: self.tokens });
    }

    pub fn etag(&self, person: usize) -> String {
        format!("p{person}.{}", self.accounts[person].version)
    }

    /// Handles a request with this CSRF token.
    pub fn handle(&mut self, token: u64, request: &Request) -> (Outcome, Option<Applied>) {
        let Some(session) = self.session.filter(|session| session.token == token) else {
            return (Outcome::SignedOut, None);
        };
        let person = session.person;
        let etag = self.etag(person);
        match request {
            Request::Read { if_none_match } if *if_none_match == Some(etag.clone()) => {
                (Outcome::NotModified, None)
            }
            Request::Read { .. } => {
                (Outcome::Loaded { settings: self.accounts[person].settings.clone(), etag }, None)
            }
            Request::Write { if_match, .. } if *if_match != etag => (Outcome::Stale, None),
            Request::Write { patch, .. } => self.write(person, patch),
        }
    }

    fn write(&mut self, person: usize, patch: &Patch) -> (Outcome, Option<Applied>) {
        let account = &mut self.accounts[person];
        if patch.keys.iter().any(|key| account.poisoned.contains(key)) {
            return (Outcome::Refused(problem("poison")), None);
        }
        let mut accepted = patch.keys.clone();
        accepted.remove_all(&account.rejected);
        let mut rejected = patch.keys.clone();
        rejected.remove_all(&accepted);
        let mut changed = account.settings.differing(&patch.values);
        changed.retain_all(&accepted);
        account.settings.copy_from(&patch.values, &accepted);
        if self.promise == Promise::Kept || !changed.is_empty() {
            account.version += 1;
        }
        let rejected = rejected.iter().map(|key| (key, problem("rejected"))).collect();
        let etag = Some(self.etag(person));
        (Outcome::Acknowledged { etag, rejected }, Some(Applied { person, changed }))
    }

    /// Another device sets a key.
    pub fn set_elsewhere(&mut self, person: usize, key: Key, values: &Settings) {
        let account = &mut self.accounts[person];
        if value(&account.settings, key) != value(values, key) {
            let mut keys = account.rejected.emptied();
            keys.insert(key);
            account.settings.copy_from(values, &keys);
            account.version += 1;
            account.last_writer.insert(key, Writer::Elsewhere);
            account.elsewhere.insert(key, value(values, key));
        }
    }

    pub fn last_writer(&self, person: usize, key: Key) -> Writer {
        self.accounts[person].last_writer.get(&key).copied().unwrap_or(Writer::Initial)
    }
}

fn problem(kind: &str) -> Problem {
    Problem { kind: kind.into(), text: String::new() }
}

/// A request on its way, or its answer on its way back.
#[derive(Clone, Debug)]
pub struct Packet {
    pub tab: u32,
    pub id: RequestId,
    pub token: u64,
    pub request: Request,
    pub answer: Option<Outcome>,
    /// There is, or was, a copy of it.
    pub doubled: bool,
    /// How much had been said to the tab when it was sent.
    pub said_before: usize,
}
