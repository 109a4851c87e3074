//! What the settings mean for one dossier, for a licence, and for all that is shown.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::Page;
use crate::domain::{
    Audience, Candidate, Filter, Frequency, Rows, Tally, candidates, count_chosen, count_relying_on_user,
    count_without_recipient, relying_on_user,
};

impl Page {
    /// Everybody who can be asked in a dossier, in order of display.
    #[must_use]
    pub fn candidates(self, audience: Audience, position: usize) -> Vec<Candidate<u32>> {
        let i18n = self.i18n;
        self.settings(|directory, settings| {
            let people = directory.people();
            let no_email = settings.frequency == Some(Frequency::Never);
            candidates(
                directory.team(position, &settings.participation),
                audience,
                None,
                |person| people.is_mailed(person) && !(no_email && person == directory.user()),
                |a, b| i18n.compare(people.name(a), people.name(b)),
            )
        })
    }

    /// Whether the user takes part in a dossier.
    #[must_use]
    pub fn participates(self, audience: Audience, position: usize) -> bool {
        self.settings(|directory, settings| settings.participation.participates(directory, audience, position))
    }

    /// In how many of the dossiers that are shown, of a licence or of all, the user takes part.
    #[must_use]
    pub fn tally(self, audience: Audience, licence: Option<usize>) -> Tally {
        self.rows_of(licence, |rows| {
            self.settings(|directory, settings| Tally {
                on: settings.participation.count(directory, audience, rows),
                of: rows.len(),
            })
        })
    }

    /// Of how many of the dossiers that are shown, of a licence or of all, the user is the only recipient.
    #[must_use]
    pub fn relying(self, audience: Audience, licence: Option<usize>) -> usize {
        self.rows_of(licence, |rows| {
            self.settings(|directory, settings| {
                count_relying_on_user(directory, &settings.participation, audience, rows)
            })
        })
    }

    /// How many of a licence's dossiers that are shown have no recipient for questions to the accountant.
    #[must_use]
    pub fn licence_without(self, licence: usize) -> usize {
        self.rows_of(Some(licence), |rows| {
            self.settings(|directory, settings| {
                count_without_recipient(directory, &settings.participation, Audience::Accountant, rows)
            })
        })
    }

    /// The dossiers, of those that a bulk control is about, of which the user is the only recipient.
    #[must_use]
    pub fn relying_dossiers(self, audience: Audience, licence: Option<usize>) -> FixedBitSet {
        let mut relying =
            self.settings(|directory, settings| relying_on_user(directory, &settings.participation, audience));
        let len = relying.len();
        self.rows_of(licence, |rows| relying.intersect_with(&rows.to_mask(len)));
        relying
    }

    /// The dossiers that a bulk control is about: all that are shown, or those of a licence.
    pub(super) fn rows_of<T>(self, licence: Option<usize>, read: impl FnOnce(&Rows) -> T) -> T {
        let range: Range<usize> = self.directory(|directory| match licence {
            Some(licence) => directory.licences()[licence].dossiers.clone(),
            None => 0..directory.len(),
        });
        self.shown(|shown| match shown {
            None => read(&Rows::Range(range)),
            Some(shown) => read(&Rows::Within(shown, range)),
        })
    }

    /// Whether the user has chosen for themselves in a dossier.
    #[must_use]
    pub fn is_changed(self, position: usize) -> bool {
        self.settings(|_, settings| {
            self.session(|session| {
                let mut audiences = session.audiences.iter();
                audiences.any(|&audience| settings.participation.choice(audience, position).is_some())
            })
        })
    }

    /// In how many of the dossiers that are shown, of a licence or of all, the user has chosen for themselves.
    #[must_use]
    pub fn changed_count(self, licence: Option<usize>) -> usize {
        self.rows_of(licence, |rows| {
            self.settings(|_, settings| {
                self.session(|session| count_chosen(&settings.participation, &session.audiences, rows))
            })
        })
    }

    /// The dossiers, of those that a bulk control is about, in which the user has chosen for themselves.
    #[must_use]
    pub fn changed_dossiers(self, licence: Option<usize>) -> FixedBitSet {
        let mut changed = self.settings(|directory, settings| {
            self.session(|session| {
                Filter::Changed.dossiers(directory, &settings.participation, &session.audiences)
            })
        });
        let len = changed.len();
        self.rows_of(licence, |rows| changed.intersect_with(&rows.to_mask(len)));
        changed
    }
}
