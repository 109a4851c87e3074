//! One tab's part of the outbox: what it looks like in storage, and what to change there.
//!
//! It is a row of [`Record`]s, each under a number, so that an edit writes only itself, however much is
//! waiting. Where several have the same key the last one counts.

use std::collections::BTreeMap;

use super::{Record, State};
use crate::domain::{Directory, Keys};

/// The records that this tab has in storage.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    records: BTreeMap<u64, Record>,
    last: u64,
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
    pub fn store(&mut self, state: &State, write: &Keys, forget: &Keys, directory: &Directory) -> Vec<Change> {
        let mut changes = Vec::new();
        if !forget.is_empty() {
            self.records.retain(|&number, record| {
                if record.remove(forget, directory) {
                    changes.push(if record.is_empty() {
                        Change::Delete(number)
                    } else {
                        Change::Put { number, json: record.to_json() }
                    });
                }
                !record.is_empty()
            });
        }
        for (stamp, keys) in state.by_stamp(write) {
            let record = Record::new(state.owner(), stamp, &keys, state.desired(), directory);
            changes.push(self.keep(record));
        }
        changes
    }

    /// Takes up a record that no other tab looks after: the part of a restored one whose dossiers are not
    /// in the directory.
    pub fn keep(&mut self, record: Record) -> Change {
        self.last += 1;
        let json = record.to_json();
        self.records.insert(self.last, record);
        Change::Put { number: self.last, json }
    }
}
