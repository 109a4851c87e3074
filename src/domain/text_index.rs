//! Finds a text of a column without looking through it.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::TextColumn;

/// Where each text of a column is. It holds no text itself: only indexes into the column, which is passed to
/// every call and must be the same one.
#[derive(Clone, Debug, Default)]
pub(super) struct TextIndex {
    table: HashTable<u32>,
}

impl TextIndex {
    /// The index of a text in the column.
    #[must_use]
    pub fn find(&self, column: &TextColumn, text: &str) -> Option<usize> {
        let found =
            self.table.find(hash(text.as_bytes()), |&index| column.bytes(index as usize) == text.as_bytes());
        found.map(|&index| index as usize)
    }

    /// Takes up the last text of the column.
    // A column of more than 4 billion texts cannot exist in 32-bit memory.
    #[allow(clippy::cast_possible_truncation)]
    pub fn add_last(&mut self, column: &TextColumn) {
        let last = column.len() - 1;
        let hash_at = |&index: &u32| hash(column.bytes(index as usize));
        self.table.insert_unique(hash(column.bytes(last)), last as u32, hash_at);
    }
}

fn hash(text: &[u8]) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text)
}
