//! Puts a directory together, a licence and a dossier at a time.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use super::directory::People;
use super::display::displayed;
use super::folding::{FoldUnicode, fold, without_punctuation};
use super::packed_team::PackedTeams;
use super::{Audience, Directory, Licence, Member, PerAudience, Role, TextColumn};

/// Collects people, licences and dossiers in the order of display. People may be described before or
/// after the teams that name them.
pub struct DirectoryBuilder {
    directory: Directory,
    fold_unicode: FoldUnicode,
    people: Vec<Person>,
    people_by_id: FxHashMap<String, u32>,
    colleagues: PerAudience<Vec<bool>>,
}

struct Person {
    id: String,
    name: Option<String>,
    mailed: bool,
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
            people: Vec::new(),
            people_by_id: FxHashMap::default(),
            colleagues: PerAudience::default(),
        };
        builder.directory.user = builder.intern(user).unwrap_or_default();
        builder
    }

    fn intern(&mut self, id: &str) -> Result<u32, NotAdded> {
        if let Some(&index) = self.people_by_id.get(id) {
            return Ok(index);
        }
        let index = u32::try_from(self.people.len()).map_err(|_| NotAdded::TooMany)?;
        if index >= PackedTeams::MAX_PEOPLE {
            return Err(NotAdded::TooMany);
        }
        self.people.push(Person { id: id.to_owned(), name: None, mailed: false });
        self.people_by_id.insert(id.to_owned(), index);
        Ok(index)
    }

    /// Describes a person.
    ///
    /// # Errors
    /// When the person was described before, or there are too many.
    pub fn person(&mut self, id: &str, name: &str, mailed: bool) -> Result<(), NotAdded> {
        let index = self.intern(id)?;
        let person = &mut self.people[index as usize];
        if person.name.is_some() {
            return Err(NotAdded::Duplicate);
        }
        person.name = Some(displayed(name, id));
        person.mailed = mailed;
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
            licence.name = displayed(name, id);
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
        let mut members = Vec::with_capacity(team.len());
        for member in team {
            let person = self.intern(member.person.as_ref())?;
            if !members.iter().any(|other: &Member<u32>| other.person == person) {
                members.push(Member { person, role: member.role, choice: member.choice });
            }
        }
        let user = self.directory.user;
        let role = if let Some(member) = members.iter_mut().find(|member| member.person == user) {
            member.choice = PerAudience::default();
            member.role
        } else {
            let choice = PerAudience::default();
            members.push(Member { person: user, role: Role::Collaborator, choice });
            Role::Collaborator
        };
        for audience in Audience::ALL {
            self.colleagues[audience].push(members.iter().any(|member| {
                member.person != user
                    && member.role.can_be_asked(audience)
                    && member.participation(audience).participates()
            }));
        }

        let directory = &mut self.directory;
        let name = displayed(name, id);
        let number = if number.is_empty() { String::new() } else { displayed(number, "") };
        let folded_name = with_single_spaces(fold(&name, self.fold_unicode));
        let folded_number = fold(&number, self.fold_unicode);
        directory.search_keys.push_parts(&[&folded_name, "\n", &without_punctuation(&folded_number), "\n"]);
        directory.ids.push(id);
        directory.by_id.add_last(&directory.ids);
        directory.names.push(&name);
        directory.numbers.push(&number);
        directory.roles.push(role);
        directory.teams.push(&members);
        if let Some(licence) = directory.licences.last_mut() {
            licence.dossiers.end += 1;
        }
        Ok(())
    }

    /// The finished directory.
    #[must_use]
    pub fn build(self) -> Directory {
        let mut directory = self.directory;
        directory.people = People::new(self.people);
        directory.managed = bits(directory.roles.iter().map(|&role| role == Role::Manager));
        for audience in Audience::ALL {
            let where_role = |test: &dyn Fn(Role) -> bool| -> FixedBitSet {
                bits(directory.roles.iter().map(|&role| test(role)))
            };
            directory.participating_by_default[audience] =
                where_role(&|role| role.participates_by_default(audience));
            directory.user_can_be_asked[audience] = where_role(&|role| role.can_be_asked(audience));
            directory.colleague_participates[audience] = bits(self.colleagues[audience].iter().copied());
        }
        for column in
            [&mut directory.ids, &mut directory.names, &mut directory.numbers, &mut directory.search_keys]
        {
            column.shrink_to_fit();
        }
        directory.roles.shrink_to_fit();
        directory.teams.shrink_to_fit();
        directory
    }
}

impl People {
    fn new(people: Vec<Person>) -> Self {
        let (mut ids, mut names) = (TextColumn::default(), TextColumn::default());
        for person in &people {
            ids.push(&person.id);
            match &person.name {
                Some(name) => names.push(name),
                None => names.push(&displayed(&person.id, &person.id)),
            }
        }
        Self { ids, names, mailed: bits(people.iter().map(|person| person.mailed)) }
    }
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
