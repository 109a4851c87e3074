//! One browser: its tabs, and the storage that they share.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::basics::{Value, value};
use crate::domain::{Directory, Key, Keys, Settings};
use crate::reducer::mutations::Mutant;
use crate::reducer::{
    Change, History, KeyState, News, Outbox, Owner, Record, RequestId, Stamp, State, TabId, Timer,
};

/// A tab with the page in it, and what its runner has to do.
pub struct Tab {
    pub serial: u32,
    pub person: usize,
    pub token: u64,
    pub state: State,
    pub mutant: Mutant,
    pub history: History<()>,
    pub outbox: Outbox,
    pub storing: Option<Storing>,
    /// Tabs whose records this one has taken up, but not yet stored as its own.
    pub adopting: Vec<u32>,
    pub awaited: Option<RequestId>,
    pub timer: Option<Timer>,
    /// What was said, and by whom.
    pub inbox: VecDeque<(u32, News)>,
    /// How much it has heard.
    pub heard_so_far: usize,
    /// What the server has told this tab of its values.
    pub told: Settings,
    /// The edits that this tab has made or heard of.
    pub heard: BTreeSet<(Key, Stamp)>,
    /// The keys that it has had reason to send since they were settled.
    pub owed: Keys,
    /// The keys that it has from another person's record.
    pub foreign: Keys,
}

/// A transaction under way.
pub struct Storing {
    pub changes: Vec<(u64, Option<String>)>,
    pub adopting: Vec<u32>,
}

/// A tab that is no more, and which of the living ones have noticed.
pub struct DeadTab {
    pub serial: u32,
    pub person: usize,
    pub noticed: BTreeSet<u32>,
}

impl Tab {
    /// Whether this is the last choice that this tab knows of.
    pub fn knows(&self, key: Key, when: Stamp) -> bool {
        self.state.stamp(key) == when || self.will_hear(key, when)
    }

    /// Whether this tab sees to it that a choice is not lost.
    pub fn sees_to(&self, key: Key, when: Stamp) -> bool {
        let pending = self.state.state_of(key) != KeyState::Confirmed;
        (pending && self.state.stamp(key) == when) || self.will_hear(key, when)
    }

    fn will_hear(&self, key: Key, when: Stamp) -> bool {
        self.inbox.iter().any(|(_, news)| match news {
            News::Pending { patch, stamp, .. } => *stamp == when && patch.keys.contains(key),
            _ => false,
        })
    }

    /// Whether this tab is yet to hear that another saves `key`.
    pub fn will_hear_of(&self, key: Key) -> bool {
        self.inbox.iter().any(|(_, news)| match news {
            News::Pending { patch, .. } => patch.keys.contains(key),
            _ => false,
        })
    }

    /// Whether this tab is making a dead one's records its own.
    pub fn is_taking_up(&self, dead: u32) -> bool {
        let storing = self.storing.iter().flat_map(|storing| &storing.adopting);
        self.adopting.iter().chain(storing).any(|&other| other == dead)
    }
}

/// A number that no other tab has, in no particular order.
pub fn tab_id(serial: u32) -> TabId {
    TabId(serial.wrapping_mul(0x9E37_79B9))
}

/// Changes as they are made on the disk: the texts of the records by their numbers, none where one is deleted.
pub fn written(
    outbox: &Outbox,
    state: &State,
    changes: &[Change],
    directory: &Directory,
) -> Vec<(u64, Option<String>)> {
    let text = |change: &Change| match *change {
        Change::Put(number) => (number, Some(outbox.text(number, state).expect("it is kept").whole(directory))),
        Change::Delete(number) => (number, None),
    };
    changes.iter().map(text).collect()
}

/// The outbox as it is on the disk: by tab, by number.
#[derive(Default)]
pub struct Disk(pub BTreeMap<u32, BTreeMap<u64, String>>);

impl Disk {
    /// Makes the changes of a transaction of `tab`.
    pub fn change(&mut self, tab: u32, storing: Storing) {
        for adopted in storing.adopting {
            self.0.remove(&adopted);
        }
        let rows = self.0.entry(tab).or_default();
        for change in storing.changes {
            match change {
                (number, Some(json)) => drop(rows.insert(number, json)),
                (number, None) => drop(rows.remove(&number)),
            }
        }
        if rows.is_empty() {
            self.0.remove(&tab);
        }
    }

    /// The records of a tab, in order.
    pub fn records(&self, tab: u32) -> Vec<Record> {
        let rows = self.0.get(&tab).into_iter().flatten();
        rows.map(|(_, json)| Record::from_json(json).expect("what was written can be read")).collect()
    }

    /// What a reload would restore of a tab: each key's last value.
    pub fn content(&self, tab: u32, owner: &Owner, directory: &Directory) -> BTreeMap<Key, (Stamp, Value)> {
        let mut content = BTreeMap::new();
        for record in self.records(tab) {
            let Ok(restored) = record.restore(owner, directory) else { continue };
            for key in restored.patch.keys.iter() {
                content.insert(key, (restored.stamp, value(&restored.patch.values, key)));
            }
        }
        content
    }
}
