//! Edits as a tab keeps them in memory while they wait in the outbox.

use fixedbitset::Block;

use super::Stamp;
use crate::domain::{Audience, Frequency, Keys, Language, Patch, PerAudience, Settings};

/// Edits that were made at one time, by the positions of their dossiers: the words of bits with an edit. What is
/// waiting may be many edits of one dossier each, or few of 50,000.
#[derive(Clone, Debug)]
pub struct Edits {
    /// When they were made.
    pub stamp: Stamp,
    frequency: Option<Option<Frequency>>,
    language: Option<Option<Language>>,
    participation: PerAudience<Vec<Word>>,
}

/// The edits in one word of dossier positions.
#[derive(Clone, Copy, Debug)]
struct Word {
    index: usize,
    /// Which positions are edited.
    edited: Block,
    explicit: Block,
    value: Block,
}

const BITS: usize = Block::BITS as usize;

impl Edits {
    /// The values that `keys` have in `values`.
    pub fn new(stamp: Stamp, keys: &Keys, values: &Settings) -> Self {
        Self {
            stamp,
            frequency: keys.frequency.then_some(values.frequency),
            language: keys.language.then(|| values.language.clone()),
            participation: PerAudience::from_fn(|audience| {
                let (explicit, value) =
                    (values.participation.chosen(audience), values.participation.accepted(audience));
                let words = keys.participation[audience].as_slice().iter().enumerate();
                let mut words: Vec<Word> = words
                    .filter(|(_, edited)| **edited != 0)
                    .map(|(index, &edited)| Word {
                        index,
                        edited,
                        explicit: explicit.as_slice()[index],
                        value: value.as_slice()[index],
                    })
                    .collect();
                words.shrink_to_fit();
                words
            }),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.frequency.is_none()
            && self.language.is_none()
            && Audience::ALL.into_iter().all(|audience| self.participation[audience].is_empty())
    }

    /// Takes `keys` out, and says whether that changed anything.
    pub fn remove(&mut self, keys: &Keys) -> bool {
        let mut changed = keys.frequency && self.frequency.take().is_some();
        changed |= keys.language && self.language.take().is_some();
        for audience in Audience::ALL {
            let removed = keys.participation[audience].as_slice();
            self.participation[audience].retain_mut(|word| {
                changed |= word.edited & removed[word.index] != 0;
                word.edited &= !removed[word.index];
                word.edited != 0
            });
        }
        changed
    }

    /// Whether `keys` has all of them.
    pub fn is_within(&self, keys: &Keys) -> bool {
        (keys.frequency || self.frequency.is_none())
            && (keys.language || self.language.is_none())
            && Audience::ALL.into_iter().all(|audience| {
                let among = keys.participation[audience].as_slice();
                self.participation[audience].iter().all(|word| word.edited & !among[word.index] == 0)
            })
    }

    /// The same for `len` dossiers, with all that can be set.
    pub fn patch(&self, len: usize) -> Patch {
        let mut keys = Keys::none(len);
        let mut values = Settings::new(len);
        keys.frequency = self.frequency.is_some();
        keys.language = self.language.is_some();
        values.frequency = self.frequency.flatten();
        values.language = self.language.clone().flatten();
        for audience in Audience::ALL {
            for word in &self.participation[audience] {
                for bit in (0..BITS).filter(|bit| word.edited >> bit & 1 != 0) {
                    let choice = (word.explicit >> bit & 1 != 0).then_some(word.value >> bit & 1 != 0);
                    keys.participation[audience].insert(word.index * BITS + bit);
                    values.participation.choose(audience, word.index * BITS + bit, choice);
                }
            }
        }
        Patch { keys, values }
    }
}
