//! Which dossiers are shown, and how many each other choice would show.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::{Audience, Directory, Participation, Rows, without_recipient};

/// A kind of dossiers that the list can be narrowed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Every dossier.
    #[default]
    All,
    /// Those that the user manages.
    Managed,
    /// Those that the user does not manage.
    Unmanaged,
    /// Those in which the user takes part, for either kind of question.
    Participating,
    /// Those in which the user has chosen for themselves, for either kind of question.
    Changed,
    /// Those in which nobody is preselected for questions to the accountant.
    Without,
}

impl Filter {
    /// All filters, in order of display.
    pub const ALL: [Self; 6] =
        [Self::All, Self::Managed, Self::Unmanaged, Self::Participating, Self::Changed, Self::Without];

    /// Its name in the page's address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Managed => "managed",
            Self::Unmanaged => "unmanaged",
            Self::Participating => "participating",
            Self::Changed => "changed",
            Self::Without => "without-recipient",
        }
    }

    /// Reads the name in the page's address; `None` for one that this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.as_str() == name)
    }

    /// The dossiers of this kind. What counts as taken part in and changed is what the user sees: the kinds
    /// of question in `audiences`.
    #[must_use]
    pub fn dossiers(
        self,
        directory: &Directory,
        participation: &Participation,
        audiences: &[Audience],
    ) -> FixedBitSet {
        let union = |of: &dyn Fn(Audience) -> FixedBitSet| {
            let mut set = FixedBitSet::with_capacity(directory.len());
            audiences.iter().for_each(|&audience| set.union_with(&of(audience)));
            set
        };
        match self {
            Self::All => directory.all().to_mask(directory.len()),
            Self::Managed => directory.managed().clone(),
            Self::Unmanaged => {
                let mut others = directory.managed().clone();
                others.toggle_range(..directory.len());
                others
            }
            Self::Participating => union(&|audience| participation.participating(directory, audience)),
            Self::Changed => union(&|audience| participation.chosen(audience).clone()),
            Self::Without => without_recipient(directory, participation, Audience::Accountant),
        }
    }
}

/// What the list is narrowed to: by a filter, and to a licence. A search narrows it further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// The kind of dossiers.
    pub filter: Filter,
    /// The licence; `None` for all of them.
    pub licence: Option<usize>,
}

impl Narrowing {
    /// Takes out of `found` what this does not show.
    pub fn keep(
        self,
        found: &mut FixedBitSet,
        directory: &Directory,
        participation: &Participation,
        audiences: &[Audience],
    ) {
        if self.filter != Filter::All {
            found.intersect_with(&self.filter.dossiers(directory, participation, audiences));
        }
        if self.licence.is_some() {
            found.intersect_with(&Rows::Range(range(directory, self.licence)).to_mask(directory.len()));
        }
    }

    /// How many dossiers each choice would show, the other choices being as they are. `found` is what the
    /// search finds; `None` when nothing is searched for.
    #[must_use]
    pub fn counts(
        self,
        found: Option<&FixedBitSet>,
        directory: &Directory,
        participation: &Participation,
        audiences: &[Audience],
    ) -> Counts {
        let of = |filter: Filter| match found {
            Some(found) if filter == Filter::All => found.clone(),
            _ => {
                let mut set = filter.dossiers(directory, participation, audiences);
                if let Some(found) = found {
                    set.intersect_with(found);
                }
                set
            }
        };
        let shown = of(self.filter);
        let here = range(directory, self.licence);
        Counts {
            filters: Filter::ALL.map(|filter| Rows::Within(&of(filter), here.clone()).len()),
            all_licences: shown.count_ones(..),
            licences: directory
                .licences()
                .iter()
                .map(|licence| Rows::Within(&shown, licence.dossiers.clone()).len())
                .collect(),
        }
    }
}

fn range(directory: &Directory, licence: Option<usize>) -> Range<usize> {
    licence.map_or(0..directory.len(), |licence| directory.licences()[licence].dossiers.clone())
}

/// How many dossiers each choice would show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Each of [`Filter::ALL`].
    pub filters: [usize; Filter::ALL.len()],
    /// All licences.
    pub all_licences: usize,
    /// Each licence.
    pub licences: Vec<usize>,
}

impl Counts {
    /// How many dossiers a filter would show.
    #[must_use]
    pub const fn of(&self, filter: Filter) -> usize {
        self.filters[filter as usize]
    }
}
