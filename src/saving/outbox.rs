//! One tab's part of the outbox: what it looks like in storage, and what to change there.
//!
//! It is a row of [`Record`]s, each under a number, so that an edit writes only itself, however much is
//! waiting. Where several have the same key the last one counts.

use super::edits::Edits;
use super::{Record, State};
use crate::api::PatchText;
use crate::domain::{Keys, SortedMap};

/// The records that this tab has in storage.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    records: SortedMap<u64, Kept>,
    last: u64,
    /// The numbers under which storage may have something else.
    changed: SortedMap<u64, ()>,
}

/// What is in a record.
#[derive(Clone, Debug)]
enum Kept {
    Own(Edits),
    /// Edits of dossiers that are not in the directory.
    Absent(Record),
}

/// A change to make in storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Write the record with this number, or replace it, by its [text](Outbox::text).
    Put(u64),
    /// Delete the record with this number.
    Delete(u64),
}

impl Outbox {
    /// What [`Effect::Store`](super::Effect::Store) means for the storage: all of it in one transaction.
    /// If the transaction fails, the next one brings its changes too.
    pub fn store(&mut self, state: &State, write: &Keys, forget: &Keys) -> Vec<Change> {
        // What is written again as a whole is not kept twice. But while another transaction may be under way, it
        // may yet bring back what would be deleted here.
        let may_replace = self.changed.is_empty();
        self.records.retain(|number, record| {
            let Kept::Own(edits) = record else { return true };
            let replaced = may_replace && edits.is_within(write);
            if replaced || edits.remove(forget) {
                self.changed.insert(number, ());
            }
            !replaced && !edits.is_empty()
        });
        for (stamp, keys) in state.by_stamp(write) {
            self.add(Kept::Own(Edits::new(stamp, &keys, state.desired())));
        }
        let change = |number: u64| match self.records.get(number) {
            Some(_) => Change::Put(number),
            None => Change::Delete(number),
        };
        self.changed.iter().map(|(number, ())| change(number)).collect()
    }

    /// The text of a record that is to be written.
    #[must_use]
    pub fn text(&self, number: u64, state: &State) -> Option<PatchText> {
        Some(match self.records.get(number)? {
            Kept::Own(edits) => {
                Record::text(state.owner(), edits.stamp, edits.patch(state.desired().participation.len()))
            }
            Kept::Absent(record) => PatchText::of(record.to_json()),
        })
    }

    /// The last transaction has been made.
    pub fn stored(&mut self) {
        self.changed = SortedMap::default();
    }

    /// Takes up a record that no other tab looks after, with the next transaction: the part of a restored
    /// one whose dossiers are not in the directory.
    pub fn keep(&mut self, record: Record) {
        self.add(Kept::Absent(record));
    }

    fn add(&mut self, record: Kept) {
        self.last += 1;
        self.records.insert(self.last, record);
        self.changed.insert(self.last, ());
    }
}
