//! Puts a directory together, a licence and a dossier at a time.

use std::borrow::Cow;
use std::num::NonZeroU32;

use fixedbitset::FixedBitSet;

use super::directory::People;
use super::display::displayed;
use super::folding::{FoldUnicode, fold, without_punctuation};
use super::packed_team::PackedTeams;
use super::text_index::TextIndex;
use super::{Audience, Directory, Licence, Member, PerAudience, Role};

/// Collects people, licences and dossiers in the order of display. People may be described before or
/// after the teams that name them.
pub struct DirectoryBuilder {
    directory: Directory,
    fold_unicode: FoldUnicode,
    people_by_id: TextIndex,
    /// The team of the dossier being added: one vector for all.
    team: Vec<Member<u32>>,
}

/// Why a person or a dossier was not taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAdded {
    /// One with the same id is there already.
    Duplicate,
    /// There are more than can be kept.
    TooMany,
}

impl DirectoryBuilder {
    /// Starts the directory of the user with this id. `fold_unicode` prepares names for search.
    #[must_use]
    pub fn new(user: &str, fold_unicode: FoldUnicode) -> Self {
        let mut builder = Self {
            directory: Directory::default(),
            fold_unicode,
            people_by_id: TextIndex::default(),
            team: Vec::new(),
        };
        builder.directory.user = builder.intern(user).unwrap_or_default();
        builder
    }

    fn intern(&mut self, id: &str) -> Result<u32, NotAdded> {
        let People { ids, named, mailed, .. } = &mut self.directory.people;
        if let Some(index) = self.people_by_id.find(ids, id) {
            return u32::try_from(index).map_err(|_| NotAdded::TooMany);
        }
        let index = u32::try_from(ids.len()).map_err(|_| NotAdded::TooMany)?;
        if index >= PackedTeams::MAX_PEOPLE {
            return Err(NotAdded::TooMany);
        }
        ids.push(id);
        self.people_by_id.add_last(ids);
        named.push(None);
        push_bit(mailed, false);
        Ok(index)
    }

    /// Describes a person.
    ///
    /// # Errors
    /// When the person was described before, or there are too many.
    pub fn person(&mut self, id: &str, name: &str, mailed: bool) -> Result<(), NotAdded> {
        let index = self.intern(id)? as usize;
        let people = &mut self.directory.people;
        if people.named[index].is_some() {
            return Err(NotAdded::Duplicate);
        }
        people.set_name(index, &displayed(name, id));
        people.mailed.set(index, mailed);
        Ok(())
    }

    /// Starts the next licence; the dossiers that follow belong to it.
    pub fn start_licence(&mut self) {
        let start = self.directory.len();
        self.directory.licences.push(Licence {
            id: String::new(),
            name: String::new(),
            dossiers: start..start,
        });
    }

    /// Says what the licence started last is; its name may become known after its dossiers.
    pub fn name_licence(&mut self, id: &str, name: &str) {
        if let Some(licence) = self.directory.licences.last_mut() {
            id.clone_into(&mut licence.id);
            licence.name = displayed(name, id).into_owned();
        }
    }

    /// Adds a dossier to the licence started last. A user who is not in `team` merely has access.
    ///
    /// # Errors
    /// When there is a dossier with this id already, or there are too many people.
    pub fn dossier<P: AsRef<str>>(
        &mut self,
        id: &str,
        name: &str,
        number: &str,
        team: &[Member<P>],
    ) -> Result<(), NotAdded> {
        if self.directory.position(id).is_some() {
            return Err(NotAdded::Duplicate);
        }
        let mut members = std::mem::take(&mut self.team);
        let added = self.members(team, &mut members);
        if added.is_ok() {
            self.dossier_of(id, name, number, &mut members);
        }
        members.clear();
        self.team = members;
        added
    }

    /// Who is in a team, each once.
    fn members<P: AsRef<str>>(
        &mut self,
        team: &[Member<P>],
        members: &mut Vec<Member<u32>>,
    ) -> Result<(), NotAdded> {
        for member in team {
            let person = self.intern(member.person.as_ref())?;
            if !members.iter().any(|other| other.person == person) {
                members.push(Member { person, role: member.role, choice: member.choice });
            }
        }
        Ok(())
    }

    fn dossier_of(&mut self, id: &str, name: &str, number: &str, members: &mut Vec<Member<u32>>) {
        let directory = &mut self.directory;
        let user = directory.user;
        let role = if let Some(member) = members.iter_mut().find(|member| member.person == user) {
            member.choice = PerAudience::default();
            member.role
        } else {
            let choice = PerAudience::default();
            members.push(Member { person: user, role: Role::Collaborator, choice });
            Role::Collaborator
        };
        for audience in Audience::ALL {
            let participates = members.iter().any(|member| {
                member.person != user
                    && member.role.can_be_asked(audience)
                    && member.participation(audience).participates()
            });
            push_bit(&mut directory.colleague_participates[audience], participates);
        }

        let name = displayed(name, id);
        let number = if number.is_empty() { Cow::Borrowed("") } else { displayed(number, "") };
        if !is_plain(&name, &number) {
            directory.fold_last(&name, &number, self.fold_unicode);
        }
        directory.texts.push_lines(&name, &number);
        directory.ids.push(id);
        directory.by_id.add_last(&directory.ids);
        directory.roles.push(role);
        directory.teams.push(members);
        if let Some(licence) = directory.licences.last_mut() {
            licence.dossiers.end += 1;
        }
    }

    /// The finished directory.
    #[must_use]
    pub fn build(self) -> Directory {
        let mut directory = self.directory;
        directory.people.name_the_others();
        directory.managed = bits(directory.roles.iter().map(|&role| role == Role::Manager));
        for audience in Audience::ALL {
            let where_role = |test: &dyn Fn(Role) -> bool| -> FixedBitSet {
                bits(directory.roles.iter().map(|&role| test(role)))
            };
            directory.participating_by_default[audience] =
                where_role(&|role| role.participates_by_default(audience));
            directory.user_can_be_asked[audience] = where_role(&|role| role.can_be_asked(audience));
        }
        for column in [&mut directory.ids, &mut directory.texts, &mut directory.folded] {
            column.shrink_to_fit();
        }
        directory.folded_rows.shrink_to_fit();
        directory.roles.shrink_to_fit();
        directory.teams.shrink_to_fit();
        directory
    }
}

impl Directory {
    /// Keeps what search compares the dossier added next by, if that is not just its texts in lower case.
    // More dossiers than that cannot exist in 32-bit memory.
    #[allow(clippy::cast_possible_truncation)]
    fn fold_last(&mut self, name: &str, number: &str, fold_unicode: FoldUnicode) {
        let folded_name = with_single_spaces(fold(name, fold_unicode));
        let folded_number = fold(number, fold_unicode);
        let folded_number = without_punctuation(&folded_number);
        if !(folded_name.eq_ignore_ascii_case(name) && folded_number.eq_ignore_ascii_case(number)) {
            self.folded.push_lines(&folded_name, &folded_number);
            self.folded_rows.push(self.len() as u32);
        }
    }
}

impl People {
    /// Gives a person a name.
    fn set_name(&mut self, person: usize, name: &str) {
        self.names.push(name);
        self.named[person] = u32::try_from(self.names.len()).ok().and_then(NonZeroU32::new);
    }

    /// Who is in a team and never described goes by their id.
    fn name_the_others(&mut self) {
        for person in 0..self.named.len() {
            if self.named[person].is_none() {
                let id = self.ids.get(person).to_owned();
                self.set_name(person, &displayed(&id, &id));
            }
        }
    }
}

/// Whether search compares texts as they are, but for the case of their letters. That is so for others, too: this
/// says it of most names without folding them.
fn is_plain(name: &str, number: &str) -> bool {
    let spaced = name.as_bytes().windows(2).any(|pair| pair == b"  ");
    name.is_ascii() && !spaced && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A query has single spaces between its words: so must what it is looked for in.
fn with_single_spaces(text: String) -> String {
    if text.is_ascii() && !text.contains("  ") {
        return text;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn bits(values: impl ExactSizeIterator<Item = bool>) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(values.len());
    for (index, value) in values.enumerate() {
        set.set(index, value);
    }
    set
}

fn push_bit(set: &mut FixedBitSet, value: bool) {
    let index = set.len();
    set.grow(index + 1);
    set.set(index, value);
}
