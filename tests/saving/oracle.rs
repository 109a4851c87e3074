//! What must hold, decided without asking the core: what the user chose, and what became of it.

use std::collections::{BTreeMap, BTreeSet};

use super::basics::Value;
use crate::domain::Key;
use crate::reducer::{RequestId, Stamp};

/// An invariant that does not hold.
#[derive(Clone, Debug)]
pub struct Violation {
    /// `stored first`: nothing is sent before it would survive a crash. I1 nothing lost, I2 no duplicate effect, I3 truthful, I4 own changes only, I5 right person,
    /// I6 progress, I7 bounded.
    pub invariant: &'static str,
    pub detail: String,
}

pub type Checked = Result<(), Violation>;

/// Fails with a violation unless `condition` holds.
pub fn hold(condition: bool, invariant: &'static str, detail: impl FnOnce() -> String) -> Checked {
    if condition { Ok(()) } else { Err(Violation { invariant, detail: detail() }) }
}

/// A choice of the user that nothing they knew of has replaced.
#[derive(Clone, Debug)]
pub struct Intent {
    pub stamp: Stamp,
    /// `None` where they gave up, or it was lost without fault: then it is whatever the server has.
    pub value: Option<Value>,
    /// The database has had this value since.
    pub satisfied: bool,
    /// The user was told so.
    pub done: bool,
}

impl Intent {
    /// Whether `value` is what was chosen.
    pub fn allows(&self, value: &Value) -> bool {
        self.value.as_ref().is_none_or(|chosen| chosen == value)
    }
}

/// What is known of one person's choices.
#[derive(Default)]
pub struct Choices {
    /// Usually one a key; more where tabs disagree without having heard of each other.
    pub intents: BTreeMap<Key, Vec<Intent>>,
    /// Keys that a tab had sent, but could not store, before it crashed: nobody can know what comes of them.
    pub unknown: BTreeSet<Key>,
    /// The requests that wrote each key, in the order of being applied.
    written: BTreeMap<Key, Vec<(u32, RequestId)>>,
}

/// What is known of everybody's choices.
#[derive(Default)]
pub struct Oracle {
    pub people: [Choices; 2],
    /// Who took up the record that a tab, which is no more, had of a key; after how many writes of the key.
    adopter: BTreeMap<(u32, Key), (u32, usize)>,
}

impl Oracle {
    /// `tab` takes up what `dead` had left of `key`.
    pub fn adopt(&mut self, person: usize, dead: u32, key: Key, tab: u32) {
        let written = self.people[person].written.get(&key).map_or(0, Vec::len);
        self.adopter.insert((dead, key), (tab, written));
    }

    /// `tab` has heard that another has had the last word on `key`.
    pub fn disown(&mut self, tab: u32, key: Key) {
        self.adopter.retain(|of, adopter| of.1 != key || adopter.0 != tab);
    }

    /// The tab that answers for what `tab` sent of `key`.
    pub fn responsible(&self, mut tab: u32, key: Key) -> u32 {
        while let Some(&(next, _)) = self.adopter.get(&(tab, key)) {
            tab = next;
        }
        tab
    }

    /// The user chose.
    pub fn chose(&mut self, person: usize, key: Key, intent: Intent, replaced: impl Fn(Stamp) -> bool) {
        let intents = self.people[person].intents.entry(key).or_default();
        intents.retain(|old| !replaced(old.stamp));
        intents.push(intent);
    }

    /// The database has a new value.
    pub fn now_has(&mut self, person: usize, key: Key, value: &Value) {
        for intent in self.people[person].intents.entry(key).or_default() {
            intent.satisfied |= intent.allows(value);
        }
    }

    /// A request changed a key: no later one of the same origin may have done so before.
    pub fn wrote(&mut self, person: usize, key: Key, tab: u32, id: RequestId) -> Checked {
        let mut heirs = Vec::new();
        let mut heir = tab;
        while let Some(&(next, since)) = self.adopter.get(&(heir, key)) {
            heirs.push((next, since));
            heir = next;
        }
        let written = self.people[person].written.entry(key).or_default();
        let overtaken = written.iter().enumerate().find(|(at, (earlier, earlier_id))| {
            (*earlier == tab && *earlier_id > id)
                || heirs.iter().any(|(heir, since)| heir == earlier && at >= since)
        });
        let overtaken = overtaken.map(|(_, earlier)| *earlier);
        written.push((tab, id));
        hold(overtaken.is_none(), "I2", || {
            format!("request {id:?} of tab {tab} changed {key:?} after its successor {overtaken:?} had")
        })
    }
}
