//! The recommendation of the manual: take part in questions to the accountant in exactly the dossiers that
//! one manages.

use super::{Audience, Directory, Keys, Participation, Patch, Settings};

/// What is to be changed so that the recommendation is followed; without keys when it is.
///
/// What is changed goes back to the default, which for these questions is just this: so it goes on being
/// followed when the user becomes the manager of a dossier, or is it no longer.
#[must_use]
pub fn recommendation(directory: &Directory, participation: &Participation) -> Patch {
    let audience = Audience::Accountant;
    let mut keys = Keys::none(directory.len());
    keys.participation[audience] = participation.participating(directory, audience);
    keys.participation[audience].symmetric_difference_with(directory.participating_by_default(audience));
    Patch { keys, values: Settings::new(directory.len()) }
}
