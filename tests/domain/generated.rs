//! Generated firms, sets of dossiers and edits, and the same firm as the domain's directory.

use std::collections::BTreeSet;

use conversation_settings::domain::{Audience, Directory, DirectoryBuilder, Member, PerAudience, Role, Rows};
use fixedbitset::FixedBitSet;
use proptest::{collection::vec, prelude::*, sample::Index};

use super::folding::fold_unicode;
use super::model::{Choices, Colleague, Dossier, Firm};

/// More dossiers than this are never generated.
const MOST: usize = 150;

const CHOICES: [Option<bool>; 3] = [None, Some(false), Some(true)];

// Small numbers, since they are quicker to generate and to shrink than a choice of strategies.

pub fn audience() -> impl Strategy<Value = Audience> {
    (0..2usize).prop_map(|index| Audience::ALL[index])
}

pub fn role() -> impl Strategy<Value = Role> {
    (0..3usize).prop_map(|index| Role::ALL[index])
}

pub fn choice() -> impl Strategy<Value = Option<bool>> {
    (0..3usize).prop_map(|index| CHOICES[index])
}

pub fn colleague() -> impl Strategy<Value = Colleague> + Clone {
    (0..27usize).prop_map(|index| Colleague {
        role: Role::ALL[index % 3],
        for_entrepreneur: CHOICES[index / 3 % 3],
        for_accountant: CHOICES[index / 9],
    })
}

/// No dossier to 150 of them, often about as many as fill words of 32 or 64 bits, in one to six licences.
pub fn firm() -> impl Strategy<Value = Firm> {
    let role = (0..7usize).prop_map(|index| Role::ALL.get(index / 2).copied());
    let dossier = (role, vec(colleague(), 0..3)).prop_map(|(role, colleagues)| Dossier { role, colleagues });
    let dossiers = prop_oneof![
        3 => vec(dossier.clone(), 0..=12),
        1 => vec(dossier.clone(), 31..=33),
        2 => vec(dossier.clone(), 63..=65),
        1 => vec(dossier.clone(), 95..=97),
        2 => vec(dossier.clone(), 127..=129),
        1 => vec(dossier, 0..=MOST),
    ];
    let cut = prop_oneof![(0..=MOST), prop::sample::select(vec![0, 32, 64, 96, 128])];
    (dossiers, vec(cut, 0..6)).prop_map(|(dossiers, mut cuts)| {
        for cut in &mut cuts {
            *cut = (*cut).min(dossiers.len());
        }
        cuts.sort_unstable();
        Firm { dossiers, cuts }
    })
}

/// What the user has chosen in any dossiers.
pub fn choices() -> impl Strategy<Value = Vec<(Audience, Index, bool)>> {
    vec((audience(), any::<Index>(), any::<bool>()), 0..60)
}

/// The same as a map, for a firm.
pub fn choices_in(firm: &Firm, choices: &[(Audience, Index, bool)]) -> Choices {
    let len = firm.dossiers.len();
    let some = choices.iter().filter(|_| len > 0);
    some.map(|(audience, at, choice)| ((*audience, at.index(len)), *choice)).collect()
}

/// Which dossiers an edit is about.
#[derive(Clone, Debug)]
pub enum Scope {
    All,
    Licence(Index),
    Range(usize, usize),
    Mask(Vec<bool>),
    Within(Vec<bool>, usize, usize),
}

pub fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        1 => Just(Scope::All),
        3 => any::<Index>().prop_map(Scope::Licence),
        2 => (0..=MOST, 0..=MOST).prop_map(|(a, b)| Scope::Range(a.min(b), a.max(b))),
        4 => mask().prop_map(Scope::Mask),
        3 => (mask(), 0..=MOST, 0..=MOST).prop_map(|(mask, a, b)| Scope::Within(mask, a.min(b), a.max(b))),
    ]
}

/// A mark for each dossier that may be there.
pub fn mask() -> impl Strategy<Value = Vec<bool>> {
    prop_oneof![vec(any::<bool>(), MOST), vec(prop::bool::weighted(0.05), MOST)]
}

/// A scope in a firm, as the model and as the domain have it.
pub struct ScopeIn {
    pub set: BTreeSet<usize>,
    rows: OwnedRows,
}

enum OwnedRows {
    Range(usize, usize),
    Mask(FixedBitSet),
    Within(FixedBitSet, usize, usize),
}

impl Scope {
    pub fn within(&self, firm: &Firm, directory: &Directory) -> ScopeIn {
        let len = firm.dossiers.len();
        match self {
            Self::All => ScopeIn { set: firm.all(), rows: OwnedRows::Range(0, len) },
            Self::Licence(index) => {
                let index = index.index(directory.licences().len());
                let range = &directory.licences()[index].dossiers;
                ScopeIn { set: firm.licences()[index].clone(), rows: OwnedRows::Range(range.start, range.end) }
            }
            Self::Range(start, end) => {
                let (start, end) = (*start.min(&len), *end.min(&len));
                ScopeIn { set: (start..end).collect(), rows: OwnedRows::Range(start, end) }
            }
            Self::Mask(marks) => {
                let set: BTreeSet<usize> = (0..len).filter(|&position| marks[position]).collect();
                let rows = OwnedRows::Mask(bits(len, &set));
                ScopeIn { set, rows }
            }
            Self::Within(marks, start, end) => {
                let (start, end) = (*start.min(&len), *end.min(&len));
                let marked: BTreeSet<usize> = (0..len).filter(|&position| marks[position]).collect();
                let set = marked.iter().copied().filter(|position| (start..end).contains(position)).collect();
                ScopeIn { set, rows: OwnedRows::Within(bits(len, &marked), start, end) }
            }
        }
    }
}

impl ScopeIn {
    pub fn rows(&self) -> Rows<'_> {
        match &self.rows {
            OwnedRows::Range(start, end) => Rows::Range(*start..*end),
            OwnedRows::Mask(mask) => Rows::Mask(mask),
            OwnedRows::Within(mask, start, end) => Rows::Within(mask, *start..*end),
        }
    }
}

/// A set as bits, put in one at a time.
pub fn bits(len: usize, set: &BTreeSet<usize>) -> FixedBitSet {
    let mut bits = FixedBitSet::with_capacity(len);
    for &position in set {
        bits.insert(position);
    }
    bits
}

/// The firm as the user with id `me` sees it: dossiers `d0`, `d1`, … and a new colleague for each place.
pub fn directory(firm: &Firm) -> Directory {
    let mut builder = DirectoryBuilder::new("me", fold_unicode);
    for (licence, dossiers) in firm.licences().iter().enumerate() {
        builder.start_licence();
        builder.name_licence(&format!("l{licence}"), &format!("Licence {licence}"));
        for &position in dossiers {
            let dossier = &firm.dossiers[position];
            let ids: Vec<_> =
                (0..dossier.colleagues.len()).map(|place| format!("p{position}-{place}")).collect();
            let mut team: Vec<_> = dossier
                .colleagues
                .iter()
                .zip(&ids)
                .map(|(colleague, id)| Member {
                    person: id.as_str(),
                    role: colleague.role,
                    choice: PerAudience::from_fn(|audience| colleague.choice(audience)),
                })
                .collect();
            if let Some(role) = dossier.role {
                // In the middle of the others, with choices that must not count: they are not from there.
                let choice = PerAudience::from_fn(|_| Some(position % 2 == 0));
                team.insert(team.len() / 2, Member { person: "me", role, choice });
            }
            builder.dossier(&format!("d{position}"), "Dossier", "", &team).unwrap();
        }
    }
    builder.build()
}
