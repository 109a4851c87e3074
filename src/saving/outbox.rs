//! One tab's part of the outbox: what it looks like in storage, and what to change there.
//!
//! It is a row of [`Record`]s, each under a number, so that an edit writes only itself, however much is
//! waiting. Where several have the same key the last one counts.

use super::{Record, State};
use crate::domain::{Directory, Keys, SortedMap};

/// The records that this tab has in storage.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    records: SortedMap<u64, Record>,
    last: u64,
    /// The numbers under which storage may have something else.
    changed: SortedMap<u64, ()>,
}

/// A change to make in storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Write a record, or replace it.
    Put {
        /// Its number.
        number: u64,
        /// Its [text](Record::to_json).
        json: String,
    },
    /// Delete the record with this number.
    Delete(u64),
}

impl Outbox {
    /// What [`Effect::Store`](super::Effect::Store) means for the storage: all of it in one transaction.
    /// If the transaction fails, the next one brings its changes too.
    pub fn store(&mut self, state: &State, write: &Keys, forget: &Keys, directory: &Directory) -> Vec<Change> {
        if !forget.is_empty() {
            self.records.retain(|number, record| {
                if record.remove(forget, directory) {
                    self.changed.insert(number, ());
                }
                !record.is_empty()
            });
        }
        for (stamp, keys) in state.by_stamp(write) {
            self.keep(Record::new(state.owner(), stamp, &keys, state.desired(), directory));
        }
        let change = |number: u64| match self.records.get(number) {
            Some(record) => Change::Put { number, json: record.to_json() },
            None => Change::Delete(number),
        };
        self.changed.iter().map(|(number, _)| change(number)).collect()
    }

    /// The last transaction has been made.
    pub fn stored(&mut self) {
        self.changed = SortedMap::default();
    }

    /// Takes up a record that no other tab looks after, with the next transaction: the part of a restored
    /// one whose dossiers are not in the directory.
    pub fn keep(&mut self, record: Record) {
        self.last += 1;
        self.records.insert(self.last, record);
        self.changed.insert(self.last, ());
    }
}
