//! `GET /api/directory`, read a piece at a time.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::Unreadable;
use super::json_splitter::{JsonSplitter, Piece};
use super::object::{Object, Text, read};
use crate::domain::{Audience, Directory, DirectoryBuilder, FoldUnicode, Member, PerAudience, Role};

/// Builds the directory from the chunks of an answer.
pub struct DirectoryReader {
    splitter: JsonSplitter,
    content: Content,
}

/// The answer was not a whole directory: cut short, or something else entirely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADirectory;

struct Content {
    user: String,
    builder: DirectoryBuilder,
    unreadable: Unreadable,
    whole: bool,
}

impl DirectoryReader {
    /// Starts reading the directory of the user with this id.
    #[must_use]
    pub fn new(user: &str, fold_unicode: FoldUnicode) -> Self {
        Self {
            splitter: JsonSplitter::default(),
            content: Content {
                user: user.to_owned(),
                builder: DirectoryBuilder::new(user, fold_unicode),
                unreadable: Unreadable::default(),
                whole: false,
            },
        }
    }

    /// Reads the next chunk.
    pub fn feed(&mut self, chunk: &[u8]) {
        let content = &mut self.content;
        self.splitter.feed(chunk, &mut |piece| content.take(piece));
    }

    /// The directory, and what of it could not be read.
    ///
    /// # Errors
    /// When the answer ended before it was complete, or was no directory.
    pub fn finish(self) -> Result<(Directory, Unreadable), NotADirectory> {
        let content = self.content;
        if content.whole { Ok((content.builder.build(), content.unreadable)) } else { Err(NotADirectory) }
    }
}

impl Content {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Person(text) => self.unreadable.values += usize::from(self.person(text).is_none()),
            Piece::LicenceStart => self.builder.start_licence(),
            Piece::Dossier(text) => {
                if self.dossier(text).is_none() {
                    self.unreadable.dossier(name_of(text));
                }
            }
            Piece::LicenceEnd(text) => {
                if self.licence(text).is_none() {
                    self.builder.name_licence("", &name_of(text).unwrap_or_default());
                    self.unreadable.values += 1;
                }
            }
            Piece::NotALicence => self.unreadable.values += 1,
            Piece::End(text) => {
                let top = Object::parse(text).unwrap_or_default();
                self.whole = top.list("people").is_some() && top.list("licences").is_some();
            }
        }
    }

    /// Adds a person; `None` when they cannot be read.
    fn person(&mut self, text: &[u8]) -> Option<()> {
        let person = Object::parse(text)?;
        let name = person.optional_text("name")?.unwrap_or_default();
        // An answer that does not say whether e-mail reaches them counts as yes.
        let mailed = person.get("email")?.unwrap_or(true);
        self.builder.person(&person.text("id")?, &name, mailed).ok()
    }

    /// Names a licence; `None` when it cannot be read.
    fn licence(&mut self, text: &[u8]) -> Option<()> {
        let licence = Object::parse(text)?;
        let (id, name) = (licence.text("id")?, licence.optional_text("name")?);
        licence.list("dossiers")?;
        self.builder.name_licence(&id, &name.unwrap_or_default());
        Some(())
    }

    /// Adds a dossier; `None` when it cannot be read or shown truthfully.
    fn dossier(&mut self, text: &[u8]) -> Option<()> {
        match WholeDossier::parse(text) {
            Some(dossier) => self.whole_dossier(dossier),
            None => self.damaged_dossier(text),
        }
    }

    fn whole_dossier(&mut self, dossier: WholeDossier<'_>) -> Option<()> {
        let WholeDossier { id, name, number, team } = dossier;
        let mut members = Vec::with_capacity(team.len());
        for WholeMember { person, role, participation } in team {
            let choices = participation.unwrap_or_default();
            let mut choice = PerAudience::default();
            choice[Audience::Entrepreneur] = choices.entrepreneur;
            choice[Audience::Accountant] = choices.accountant;
            members.push(Member { person: person.0, role: role.0, choice });
        }
        let (name, number) = (name.unwrap_or_default(), number.unwrap_or_default());
        self.builder.dossier(&id.0, &name.0, &number.0, &members).ok()
    }

    /// The same for one in which something is not as the contract says: a value at a time.
    fn damaged_dossier(&mut self, text: &[u8]) -> Option<()> {
        let dossier = Object::parse(text)?;
        let id = dossier.text("id")?;
        let name = dossier.optional_text("name")?.unwrap_or_default();
        let number = dossier.optional_text("number")?.unwrap_or_default();
        let written = dossier.list("team")?;
        let mut team = Vec::with_capacity(written.len());
        for raw in written {
            let written = read::<Object>(raw).flatten().unwrap_or_default();
            let person = written.text("person");
            let role = written.text("role").and_then(|role| Role::parse(&role));
            // Without the user's own role neither their default nor the effect of a choice is known.
            if role.is_none() && person.as_deref() == Some(&self.user) {
                return None;
            }
            match member(person, role, &written) {
                Some(member) => team.push(member),
                None => self.unreadable.values += 1,
            }
        }
        self.builder.dossier(&id, &name, &number, &team).ok()
    }
}

/// A dossier in which everything is as the contract says, read in one go: nearly all are like that, and of
/// 50,000 it takes a third of the time.
#[derive(Deserialize)]
struct WholeDossier<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    name: Option<Text<'a>>,
    #[serde(borrow)]
    number: Option<Text<'a>>,
    #[serde(borrow)]
    team: Vec<WholeMember<'a>>,
}

#[derive(Deserialize)]
struct WholeMember<'a> {
    #[serde(borrow)]
    person: Text<'a>,
    role: KnownRole,
    participation: Option<Choices>,
}

#[derive(Default, Deserialize)]
struct Choices {
    entrepreneur: Option<bool>,
    accountant: Option<bool>,
}

struct KnownRole(Role);

impl<'de> Deserialize<'de> for KnownRole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Text::deserialize(deserializer)?;
        Role::parse(&name.0).map(Self).ok_or_else(|| D::Error::custom("no role"))
    }
}

impl<'a> WholeDossier<'a> {
    fn parse(text: &'a [u8]) -> Option<Self> {
        serde_json::from_str(std::str::from_utf8(text).ok()?).ok()
    }
}

/// A member of a team; `None` when the role is unknown or a choice is neither true, false nor null.
fn member<'a>(
    person: Option<Cow<'a, str>>,
    role: Option<Role>,
    written: &Object<'a>,
) -> Option<Member<Cow<'a, str>>> {
    let choices = written.get::<Object>("participation")?.unwrap_or_default();
    let mut choice = PerAudience::default();
    for audience in Audience::ALL {
        choice[audience] = choices.get(audience.as_str())?;
    }
    Some(Member { person: person?, role: role?, choice })
}

/// What a dossier or licence is called that cannot be read as a whole.
fn name_of(text: &[u8]) -> Option<String> {
    let named = Object::parse(text)?;
    let name = named.optional_text("name")?.or(named.optional_text("id")?);
    name.map(Cow::into_owned)
}
