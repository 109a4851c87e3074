//! Sets of settings, whatever their values: what an edit, a request or an answer is about.

use fixedbitset::FixedBitSet;

use super::{Audience, PerAudience, Settings};

/// A set of the things that can be set: each is saved, acknowledged, refused and undone for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Whether the frequency is among them.
    pub frequency: bool,
    /// Whether the language is among them.
    pub language: bool,
    /// The dossiers whose participation is among them.
    pub participation: PerAudience<FixedBitSet>,
}

impl Keys {
    /// None, for `len` dossiers.
    #[must_use]
    pub fn none(len: usize) -> Self {
        let participation = PerAudience::from_fn(|_| FixedBitSet::with_capacity(len));
        Self { frequency: false, language: false, participation }
    }

    /// The participation in one dossier of `len`.
    #[must_use]
    pub fn one(len: usize, audience: Audience, position: usize) -> Self {
        let mut keys = Self::none(len);
        keys.participation[audience].insert(position);
        keys
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let rows: usize =
            Audience::ALL.into_iter().map(|audience| self.participation[audience].count_ones(..)).sum();
        usize::from(self.frequency) + usize::from(self.language) + rows
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.frequency
            && !self.language
            && Audience::ALL.into_iter().all(|audience| self.participation[audience].is_clear())
    }

    /// Adds those of `other`.
    pub fn insert_all(&mut self, other: &Self) {
        self.frequency |= other.frequency;
        self.language |= other.language;
        for audience in Audience::ALL {
            self.participation[audience].union_with(&other.participation[audience]);
        }
    }

    /// Takes out those of `other`.
    pub fn remove_all(&mut self, other: &Self) {
        self.frequency &= !other.frequency;
        self.language &= !other.language;
        for audience in Audience::ALL {
            self.participation[audience].difference_with(&other.participation[audience]);
        }
    }

    /// Keeps those that are also in `other`.
    pub fn retain_all(&mut self, other: &Self) {
        self.frequency &= other.frequency;
        self.language &= other.language;
        for audience in Audience::ALL {
            self.participation[audience].intersect_with(&other.participation[audience]);
        }
    }
}

/// New values for some keys: what an edit does, and what a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// Which.
    pub keys: Keys,
    /// Their values; those of other keys mean nothing.
    pub values: Settings,
}
