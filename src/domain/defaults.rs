//! Back to the defaults of the role.

use super::{Audience, Keys, Participation, Patch, Rows, Settings};

/// In how many of `rows` the user has chosen for themselves, for any of the kinds of question in `audiences`.
#[must_use]
pub fn count_chosen(participation: &Participation, audiences: &[Audience], rows: &Rows) -> usize {
    rows.blocks()
        .map(|(index, bits)| {
            let chosen = |audience: &Audience| participation.chosen(*audience).as_slice()[index];
            (audiences.iter().map(chosen).fold(0, |all, one| all | one) & bits).count_ones() as usize
        })
        .sum()
}

/// Takes the user's own choices back in `rows`, for the kinds of question in `audiences`; without keys where
/// there is none.
#[must_use]
pub fn back_to_default(participation: &Participation, audiences: &[Audience], rows: &Rows) -> Patch {
    let len = participation.len();
    let mut keys = Keys::none(len);
    for &audience in audiences {
        keys.participation[audience] = participation.clone().reset_all(audience, rows);
    }
    Patch { keys, values: Settings::new(len) }
}
