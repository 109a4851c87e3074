//! Edits as a tab keeps them in memory while they wait in the outbox.

use super::Stamp;
use super::choices_by_id::Choices;
use crate::domain::{Audience, Frequency, Keys, Language, Patch, Settings};

/// Edits that were made at one time, by the positions of their dossiers: what is waiting may be many edits of one
/// dossier each, or few of 50,000.
#[derive(Clone, Debug)]
pub struct Edits {
    /// When they were made.
    pub stamp: Stamp,
    frequency: Option<Option<Frequency>>,
    language: Option<Option<Language>>,
    participation: Vec<(u32, Choices)>,
}

impl Edits {
    /// The values that `keys` have in `values`.
    // More dossiers than that cannot exist in 32-bit memory.
    #[allow(clippy::cast_possible_truncation)]
    pub fn new(stamp: Stamp, keys: &Keys, values: &Settings) -> Self {
        let mut rows = keys.participation[Audience::Entrepreneur].clone();
        rows.union_with(&keys.participation[Audience::Accountant]);
        let mut participation = Vec::with_capacity(rows.count_ones(..));
        participation.extend(rows.ones().map(|position| {
            let choices = Choices::from_fn(|audience| {
                let edited = keys.participation[audience].contains(position);
                edited.then(|| values.participation.choice(audience, position))
            });
            (position as u32, choices)
        }));
        Self {
            stamp,
            frequency: keys.frequency.then_some(values.frequency),
            language: keys.language.then(|| values.language.clone()),
            participation,
        }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.frequency.is_none() && self.language.is_none() && self.participation.is_empty()
    }

    /// Takes `keys` out, and says whether that changed anything.
    pub fn remove(&mut self, keys: &Keys) -> bool {
        let mut changed = keys.frequency && self.frequency.take().is_some();
        changed |= keys.language && self.language.take().is_some();
        self.participation.retain_mut(|(position, choices)| {
            let kept = choices.only(|audience| !keys.participation[audience].contains(*position as usize));
            changed |= kept != *choices;
            *choices = kept;
            !kept.is_empty()
        });
        changed
    }

    /// Whether `keys` has all of them.
    pub fn is_within(&self, keys: &Keys) -> bool {
        (keys.frequency || self.frequency.is_none())
            && (keys.language || self.language.is_none())
            && self.participation.iter().all(|(position, choices)| {
                choices.iter().all(|(audience, _)| keys.participation[audience].contains(*position as usize))
            })
    }

    /// The same for `len` dossiers, with all that can be set.
    pub fn patch(&self, len: usize) -> Patch {
        let mut keys = Keys { frequency: self.frequency.is_some(), ..Keys::none(len) };
        keys.language = self.language.is_some();
        let mut values = Settings::new(len);
        values.frequency = self.frequency.flatten();
        values.language = self.language.clone().flatten();
        for (position, choices) in &self.participation {
            for (audience, choice) in choices.iter() {
                keys.participation[audience].insert(*position as usize);
                values.participation.choose(audience, *position as usize, choice);
            }
        }
        Patch { keys, values }
    }
}
