//! Sets of settings, whatever their values: what an edit, a request or an answer is about.

use fixedbitset::FixedBitSet;

use super::{Audience, Frequency, Language, PerAudience, Settings};

/// One thing that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// How often the user is mailed.
    Frequency,
    /// The language of the mails.
    Language,
    /// The participation in the dossier at a position.
    Participation(Audience, usize),
}

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

    /// None, for as many dossiers as this set.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self::none(self.participation[Audience::Accountant].len())
    }

    /// The participation in one dossier of `len`.
    #[must_use]
    pub fn one(len: usize, audience: Audience, position: usize) -> Self {
        let mut keys = Self::none(len);
        keys.participation[audience].insert(position);
        keys
    }

    /// Adds one.
    pub fn insert(&mut self, key: Key) {
        match key {
            Key::Frequency => self.frequency = true,
            Key::Language => self.language = true,
            Key::Participation(audience, position) => self.participation[audience].insert(position),
        }
    }

    /// Whether `key` is among them.
    #[must_use]
    pub fn contains(&self, key: Key) -> bool {
        match key {
            Key::Frequency => self.frequency,
            Key::Language => self.language,
            Key::Participation(audience, position) => self.participation[audience].contains(position),
        }
    }

    /// Each of them: frequency, language, then the dossiers of one audience after the other.
    pub fn iter(&self) -> impl Iterator<Item = Key> {
        let rows = Audience::ALL.into_iter().flat_map(|audience| {
            self.participation[audience].ones().map(move |position| Key::Participation(audience, position))
        });
        let single = [(self.frequency, Key::Frequency), (self.language, Key::Language)];
        single.into_iter().filter_map(|(among, key)| among.then_some(key)).chain(rows)
    }

    /// The first `limit` of them, or all if there are no more than that.
    #[must_use]
    pub fn first(&self, limit: usize) -> Self {
        if self.len() <= limit {
            return self.clone();
        }
        let mut first = self.emptied();
        self.iter().take(limit).for_each(|key| first.insert(key));
        first
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

impl Patch {
    /// The participation in one of `len` dossiers; `None` goes back to the default.
    #[must_use]
    pub fn choice(len: usize, audience: Audience, position: usize, choice: Option<bool>) -> Self {
        let mut values = Settings::new(len);
        values.participation.choose(audience, position, choice);
        Self { keys: Keys::one(len, audience, position), values }
    }

    /// The frequency, with `len` dossiers.
    #[must_use]
    pub fn frequency(len: usize, frequency: Option<Frequency>) -> Self {
        let keys = Keys { frequency: true, ..Keys::none(len) };
        Self { keys, values: Settings { frequency, ..Settings::new(len) } }
    }

    /// The language, with `len` dossiers.
    #[must_use]
    pub fn language(len: usize, language: Option<Language>) -> Self {
        let keys = Keys { language: true, ..Keys::none(len) };
        Self { keys, values: Settings { language, ..Settings::new(len) } }
    }
}
