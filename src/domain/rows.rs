//! Which dossiers a question or a change is about, read a word of bits at a time.

use std::ops::Range;

use fixedbitset::{Block, FixedBitSet};

/// A set of dossier positions.
#[derive(Clone, Debug)]
pub enum Rows<'a> {
    /// Consecutive positions: everything, or a licence.
    Range(Range<usize>),
    /// Any set: what a filter leaves, or a selection.
    Mask(&'a FixedBitSet),
    /// The part of a set that lies in a range: what a filter leaves of a licence.
    Within(&'a FixedBitSet, Range<usize>),
}

const BITS: usize = Block::BITS as usize;

impl Rows<'_> {
    /// The words that hold a bit of this set, each with its index: `(index, bits)`.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (usize, Block)> + '_ {
        let (mask, range) = match self {
            Self::Range(range) => (None, range.clone()),
            Self::Mask(mask) => (Some(mask.as_slice()), 0..mask.len()),
            Self::Within(mask, range) => (Some(mask.as_slice()), range.clone()),
        };
        let words = range.start / BITS..range.end.div_ceil(BITS);
        let (first, last) = (words.start, words.end.saturating_sub(1));
        words.filter_map(move |index| {
            let mut bits = mask.map_or(Block::MAX, |mask| mask[index]);
            if index == first || index == last {
                bits &= between(&range, index * BITS);
            }
            (bits != 0).then_some((index, bits))
        })
    }

    /// How many dossiers are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::Mask(mask) => mask.count_ones(..),
            Self::Within(mask, range) => mask.count_ones(range.clone()),
        }
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same set as bits, for a directory of `len` dossiers.
    #[must_use]
    pub fn to_mask(&self, len: usize) -> FixedBitSet {
        let mut mask = FixedBitSet::with_capacity(len);
        match self {
            Self::Range(range) => mask.insert_range(range.clone()),
            Self::Mask(set) => mask.clone_from(set),
            Self::Within(set, range) => {
                mask.insert_range(range.clone());
                mask.intersect_with(set);
            }
        }
        mask
    }
}

/// The bits of the word starting at position `first` that lie inside `range`.
fn between(range: &Range<usize>, first: usize) -> Block {
    let from = range.start.saturating_sub(first).min(BITS);
    let to = range.end.saturating_sub(first).min(BITS);
    below(to) & !below(from)
}

/// A word with its `count` lowest bits set.
fn below(count: usize) -> Block {
    if count == BITS { Block::MAX } else { (1 << count) - 1 }
}
