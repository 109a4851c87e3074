//! The signed-in user's own choices, for every dossier and audience.

use fixedbitset::{Block, FixedBitSet};

use super::{Audience, Directory, PerAudience, Rows};

/// Per audience, where the user has chosen and what: two bits a dossier.
///
/// Where nothing was chosen the default of the user's role holds; the [`Directory`] knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    choices: PerAudience<Choices>,
}

// A value bit is set only where the explicit bit is: the same choices are the same words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Choices {
    explicit: FixedBitSet,
    value: FixedBitSet,
}

impl Participation {
    /// No choice at all, for `len` dossiers.
    #[must_use]
    pub fn new(len: usize) -> Self {
        Self {
            choices: PerAudience::from_fn(|_| Choices {
                explicit: FixedBitSet::with_capacity(len),
                value: FixedBitSet::with_capacity(len),
            }),
        }
    }

    /// How many dossiers there is room for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.choices[Audience::Accountant].explicit.len()
    }

    /// Whether there are no dossiers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The user's own choice; `None` where the default holds.
    #[must_use]
    pub fn choice(&self, audience: Audience, position: usize) -> Option<bool> {
        let choices = &self.choices[audience];
        choices.explicit.contains(position).then(|| choices.value.contains(position))
    }

    /// Chooses, or with `None` goes back to the default.
    pub fn choose(&mut self, audience: Audience, position: usize, choice: Option<bool>) {
        let choices = &mut self.choices[audience];
        choices.explicit.set(position, choice.is_some());
        choices.value.set(position, choice == Some(true));
    }

    /// Whether the user takes part, by choice or by default.
    #[must_use]
    pub fn participates(&self, directory: &Directory, audience: Audience, position: usize) -> bool {
        self.choice(audience, position)
            .unwrap_or_else(|| directory.role(position).participates_by_default(audience))
    }

    /// The dossiers in which the user takes part.
    #[must_use]
    pub fn participating(&self, directory: &Directory, audience: Audience) -> FixedBitSet {
        let mut set = FixedBitSet::with_capacity(self.len());
        for (index, block) in set.as_mut_slice().iter_mut().enumerate() {
            *block = self.effective(directory, audience, index);
        }
        set
    }

    /// In how many of `rows` the user takes part.
    #[must_use]
    pub fn count(&self, directory: &Directory, audience: Audience, rows: &Rows) -> usize {
        rows.blocks()
            .map(|(index, bits)| (self.effective(directory, audience, index) & bits).count_ones() as usize)
            .sum()
    }

    /// The dossiers in which the user has chosen, whatever the choice.
    #[must_use]
    pub fn chosen(&self, audience: Audience) -> &FixedBitSet {
        &self.choices[audience].explicit
    }

    /// The dossiers in which the user has chosen to take part.
    #[must_use]
    pub fn accepted(&self, audience: Audience) -> &FixedBitSet {
        &self.choices[audience].value
    }

    /// Takes part, or not, in each of `rows`; returns the dossiers for which that was a change.
    ///
    /// Dossiers in which it already was so keep what they have, a choice or the default.
    pub fn choose_all(
        &mut self,
        directory: &Directory,
        audience: Audience,
        rows: &Rows,
        participates: bool,
    ) -> FixedBitSet {
        let wanted = if participates { Block::MAX } else { 0 };
        let mut changed = FixedBitSet::with_capacity(self.len());
        for (index, bits) in rows.blocks() {
            let change = (self.effective(directory, audience, index) ^ wanted) & bits;
            let choices = &mut self.choices[audience];
            choices.explicit.as_mut_slice()[index] |= change;
            let value = &mut choices.value.as_mut_slice()[index];
            *value = (*value & !change) | (wanted & change);
            changed.as_mut_slice()[index] = change;
        }
        changed
    }

    /// Takes back the choice in each of `rows`; returns the dossiers in which there was one.
    pub fn reset_all(&mut self, audience: Audience, rows: &Rows) -> FixedBitSet {
        let mut changed = FixedBitSet::with_capacity(self.len());
        let choices = &mut self.choices[audience];
        for (index, bits) in rows.blocks() {
            changed.as_mut_slice()[index] = choices.explicit.as_slice()[index] & bits;
            choices.explicit.as_mut_slice()[index] &= !bits;
            choices.value.as_mut_slice()[index] &= !bits;
        }
        changed
    }

    /// Takes over the choices of `other` in each of `rows`.
    pub fn copy_from(&mut self, other: &Self, audience: Audience, rows: &Rows) {
        let (mine, theirs) = (&mut self.choices[audience], &other.choices[audience]);
        for (to, from) in [(&mut mine.explicit, &theirs.explicit), (&mut mine.value, &theirs.value)] {
            let (to, from) = (to.as_mut_slice(), from.as_slice());
            for (index, bits) in rows.blocks() {
                to[index] = (to[index] & !bits) | (from[index] & bits);
            }
        }
    }

    /// The dossiers in which the choices differ from those of `other`.
    #[must_use]
    pub fn differing(&self, other: &Self, audience: Audience) -> FixedBitSet {
        let (mine, theirs) = (&self.choices[audience], &other.choices[audience]);
        let mut set = &mine.explicit ^ &theirs.explicit;
        set.union_with(&(&mine.value ^ &theirs.value));
        set
    }

    /// Where the user takes part, in one word of dossiers.
    #[inline]
    pub(super) fn effective(&self, directory: &Directory, audience: Audience, index: usize) -> Block {
        let choices = &self.choices[audience];
        let by_default = directory.participating_by_default(audience).as_slice()[index];
        choices.value.as_slice()[index] | (by_default & !choices.explicit.as_slice()[index])
    }
}
