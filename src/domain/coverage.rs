//! Dossiers in which a question would reach nobody by default.

use fixedbitset::{Block, FixedBitSet};

use super::{Audience, Directory, Participation, Rows};

/// The dossiers in which nobody is preselected for questions to `audience`.
#[must_use]
pub fn without_recipient(
    directory: &Directory,
    participation: &Participation,
    audience: Audience,
) -> FixedBitSet {
    let mut covered = participation.participating(directory, audience);
    covered.intersect_with(directory.user_can_be_asked(audience));
    covered.union_with(directory.colleague_participates(audience));
    covered.toggle_range(..directory.len());
    covered
}

/// Whether nobody is preselected in one dossier.
#[must_use]
pub fn is_without_recipient(
    directory: &Directory,
    participation: &Participation,
    audience: Audience,
    position: usize,
) -> bool {
    let user = directory.role(position).can_be_asked(audience)
        && participation.participates(directory, audience, position);
    !user && !directory.colleague_participates(audience).contains(position)
}

/// In how many of `rows` nobody is preselected.
#[must_use]
pub fn count_without_recipient(
    directory: &Directory,
    participation: &Participation,
    audience: Audience,
    rows: &Rows,
) -> usize {
    count(rows, |index| {
        let user = participation.effective(directory, audience, index)
            & directory.user_can_be_asked(audience).as_slice()[index];
        !(user | directory.colleague_participates(audience).as_slice()[index])
    })
}

/// In how many of `rows` the user is the only one who is preselected: without them, nobody would be.
#[must_use]
pub fn count_relying_on_user(
    directory: &Directory,
    participation: &Participation,
    audience: Audience,
    rows: &Rows,
) -> usize {
    count(rows, |index| {
        participation.effective(directory, audience, index)
            & directory.user_can_be_asked(audience).as_slice()[index]
            & !directory.colleague_participates(audience).as_slice()[index]
    })
}

/// The dossiers in which the user is the only one who is preselected.
#[must_use]
pub fn relying_on_user(
    directory: &Directory,
    participation: &Participation,
    audience: Audience,
) -> FixedBitSet {
    let mut relying = participation.participating(directory, audience);
    relying.intersect_with(directory.user_can_be_asked(audience));
    relying.difference_with(directory.colleague_participates(audience));
    relying
}

/// Whether the user is the only one who is preselected in one dossier.
#[must_use]
pub fn relies_on_user(
    directory: &Directory,
    participation: &Participation,
    audience: Audience,
    position: usize,
) -> bool {
    participation.participates(directory, audience, position)
        && directory.role(position).can_be_asked(audience)
        && !directory.colleague_participates(audience).contains(position)
}

/// How many of `rows` have their bit set in the words that `block` gives.
fn count(rows: &Rows, block: impl Fn(usize) -> Block) -> usize {
    rows.blocks().map(|(index, bits)| (block(index) & bits).count_ones() as usize).sum()
}
