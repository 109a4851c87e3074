//! Which dossiers are shown.

use fixedbitset::FixedBitSet;

use crate::domain::{Audience, Directory, Role, Settings, without_recipient};

/// A kind of dossiers that the list can be narrowed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Every dossier.
    #[default]
    All,
    /// Those that the user manages.
    Managed,
    /// Those in which the user has chosen for themselves.
    Changed,
    /// Those in which nobody is preselected for questions to the accountant.
    Without,
}

impl Filter {
    /// All filters, in order of display.
    pub const ALL: [Self; 4] = [Self::All, Self::Managed, Self::Changed, Self::Without];

    /// Its name in the page's address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Managed => "managed",
            Self::Changed => "changed",
            Self::Without => "without-recipient",
        }
    }

    /// Takes out of `found` what this filter does not show.
    pub fn keep(self, found: &mut FixedBitSet, directory: &Directory, settings: &Settings) {
        match self {
            Self::All => {}
            Self::Managed => {
                for position in 0..directory.len() {
                    if directory.role(position) != Role::Manager {
                        found.set(position, false);
                    }
                }
            }
            Self::Changed => {
                let mut chosen = settings.participation.chosen(Audience::Entrepreneur).clone();
                chosen.union_with(settings.participation.chosen(Audience::Accountant));
                found.intersect_with(&chosen);
            }
            Self::Without => found.intersect_with(&without_recipient(
                directory,
                &settings.participation,
                Audience::Accountant,
            )),
        }
    }
}
