//! Dossiers in which a question would reach nobody by default.

use fixedbitset::FixedBitSet;

use super::{Audience, Directory, Participation};

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
