//! Licences, their dossiers and the people in them, in columns.

use std::num::NonZeroU32;
use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::packed_team::PackedTeams;
use super::text_index::TextIndex;
use super::{Audience, Member, Participation, PerAudience, Role, Rows, TextColumn};

/// A contract of the firm, which groups dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The id in the contract.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The positions of its dossiers.
    pub dossiers: Range<usize>,
}

/// What the signed-in user sees: dossiers in display order, each named by its position in it.
///
/// Made by [`DirectoryBuilder`](super::DirectoryBuilder), and not changed afterwards.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub(super) licences: Vec<Licence>,
    pub(super) ids: TextColumn,
    /// A dossier's name and its number, a line each.
    pub(super) texts: TextColumn,
    /// The same as search compares them, in order, for the dossiers where that is not just the texts in lower
    /// case: those in `folded_rows`.
    pub(super) folded: TextColumn,
    pub(super) folded_rows: Vec<u32>,
    pub(super) roles: Vec<Role>,
    pub(super) managed: FixedBitSet,
    pub(super) participating_by_default: PerAudience<FixedBitSet>,
    pub(super) user_can_be_asked: PerAudience<FixedBitSet>,
    pub(super) colleague_participates: PerAudience<FixedBitSet>,
    pub(super) teams: PackedTeams,
    pub(super) people: People,
    pub(super) user: u32,
    pub(super) by_id: TextIndex,
}

/// The people named in the directory, each by an index.
#[derive(Clone, Debug, Default)]
pub struct People {
    pub(super) ids: TextColumn,
    pub(super) names: TextColumn,
    /// For each person, which of the names is theirs.
    pub(super) named: Vec<Option<NonZeroU32>>,
    pub(super) mailed: FixedBitSet,
}

impl People {
    /// The id in the contract.
    #[must_use]
    pub fn id(&self, person: u32) -> &str {
        self.ids.get(person as usize)
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self, person: u32) -> &str {
        self.named[person as usize].map_or("", |name| self.names.get(name.get() as usize - 1))
    }

    /// Whether e-mail reaches this person, as far as the backend says.
    #[must_use]
    pub fn is_mailed(&self, person: u32) -> bool {
        self.mailed.contains(person as usize)
    }
}

impl Directory {
    /// How many dossiers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.roles.len()
    }

    /// Whether the user has no dossier.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }

    /// Every dossier.
    #[must_use]
    pub fn all(&self) -> Rows<'static> {
        Rows::Range(0..self.len())
    }

    /// The licences in display order.
    #[must_use]
    pub fn licences(&self) -> &[Licence] {
        &self.licences
    }

    /// The index of the licence that a dossier belongs to.
    #[must_use]
    pub fn licence_of(&self, position: usize) -> usize {
        self.licences.partition_point(|licence| licence.dossiers.end <= position)
    }

    /// The dossier's id in the contract.
    #[must_use]
    pub fn id(&self, position: usize) -> &str {
        self.ids.get(position)
    }

    /// The dossier's name to show.
    #[must_use]
    pub fn name(&self, position: usize) -> &str {
        self.text(position).0
    }

    /// The dossier's number, such as an enterprise number; may be empty.
    #[must_use]
    pub fn number(&self, position: usize) -> &str {
        self.text(position).1
    }

    fn text(&self, position: usize) -> (&str, &str) {
        let lines = self.texts.get(position).split_once('\n').unwrap_or_default();
        (lines.0, lines.1.trim_end_matches('\n'))
    }

    /// What the user is in this dossier.
    #[must_use]
    pub fn role(&self, position: usize) -> Role {
        self.roles[position]
    }

    /// The dossiers that the user manages.
    #[must_use]
    pub fn managed(&self) -> &FixedBitSet {
        &self.managed
    }

    /// The position of a dossier by its id in the contract.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.by_id.find(&self.ids, id)
    }

    /// Where the user takes part unless they chose otherwise.
    #[must_use]
    pub fn participating_by_default(&self, audience: Audience) -> &FixedBitSet {
        &self.participating_by_default[audience]
    }

    /// Where the user can be asked at all.
    #[must_use]
    pub fn user_can_be_asked(&self, audience: Audience) -> &FixedBitSet {
        &self.user_can_be_asked[audience]
    }

    /// Where somebody other than the user is preselected.
    #[must_use]
    pub fn colleague_participates(&self, audience: Audience) -> &FixedBitSet {
        &self.colleague_participates[audience]
    }

    /// The people of the directory.
    #[must_use]
    pub fn people(&self) -> &People {
        &self.people
    }

    /// The signed-in user.
    #[must_use]
    pub fn user(&self) -> u32 {
        self.user
    }

    /// The team of a dossier, with the user's own choices put in.
    pub fn team<'a>(
        &'a self,
        position: usize,
        participation: &'a Participation,
    ) -> impl Iterator<Item = Member<u32>> + 'a {
        self.teams.team(position).map(move |mut member| {
            if member.person == self.user {
                member.choice = PerAudience::from_fn(|audience| participation.choice(audience, position));
            }
            member
        })
    }

    /// What search looks into, for each of `rows`, which come in order: two lines, the dossier's folded name and its
    /// number without punctuation. Letters of ASCII may be in either case.
    pub fn search_keys(&self, rows: impl Iterator<Item = usize>) -> impl Iterator<Item = (usize, &[u8])> {
        let mut folded = self.folded_rows.iter().map(|&row| row as usize).enumerate().peekable();
        rows.map(move |position| {
            while folded.next_if(|&(_, row)| row < position).is_some() {}
            let key = match folded.peek() {
                Some(&(index, row)) if row == position => self.folded.bytes(index),
                _ => self.texts.bytes(position),
            };
            (position, key)
        })
    }
}
