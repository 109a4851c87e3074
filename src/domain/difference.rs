//! What a change of participation does, before it is made.

use fixedbitset::FixedBitSet;

use super::{Audience, Directory, Participation, without_recipient};

/// The dossiers that become different for one kind of question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The user takes part there from then on.
    pub on: FixedBitSet,
    /// The user no longer takes part there.
    pub off: FixedBitSet,
    /// There is a recipient now, and there would be none.
    pub uncovered: FixedBitSet,
}

impl Difference {
    /// Between `before` and `after`.
    #[must_use]
    pub fn between(
        directory: &Directory,
        before: &Participation,
        after: &Participation,
        audience: Audience,
    ) -> Self {
        let participating = |of: &Participation| of.participating(directory, audience);
        let uncovered = |of: &Participation| without_recipient(directory, of, audience);
        Self {
            on: only_in(participating(after), &participating(before)),
            off: only_in(participating(before), &participating(after)),
            uncovered: only_in(uncovered(after), &uncovered(before)),
        }
    }
}

fn only_in(mut some: FixedBitSet, others: &FixedBitSet) -> FixedBitSet {
    some.difference_with(others);
    some
}
