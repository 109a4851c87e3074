//! `GET /api/directory`, read a piece at a time.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Unreadable;
use super::json_splitter::{JsonSplitter, Piece};
use super::team::{MemberWire, PersonWire};
use crate::domain::{Directory, DirectoryBuilder, FoldUnicode, NotAdded};

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

#[derive(Deserialize)]
struct DossierWire<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    number: Option<Cow<'a, str>>,
    #[serde(borrow)]
    team: Vec<&'a RawValue>,
}

/// What can still be said of a dossier or licence that cannot be read.
#[derive(Deserialize)]
struct NamedWire {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    id: Option<String>,
}

#[derive(Deserialize)]
struct LicenceWire {
    id: String,
    #[serde(default)]
    name: Option<String>,
    #[allow(dead_code, reason = "only that it is there, and a list, is checked")]
    dossiers: Vec<()>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only that they are there, and lists, is checked")]
struct TopWire {
    people: Vec<()>,
    licences: Vec<()>,
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
            Piece::Person(text) => {
                let added = serde_json::from_slice::<PersonWire>(text).ok().and_then(|person| {
                    let name = person.name.as_deref().unwrap_or_default();
                    self.builder.person(&person.id, name, person.email).ok()
                });
                self.unreadable.values += usize::from(added.is_none());
            }
            Piece::LicenceStart => self.builder.start_licence(),
            Piece::Dossier(text) => {
                if self.dossier(text).is_none() {
                    self.unreadable.dossier(name_of(text));
                }
            }
            Piece::LicenceEnd(text) => match serde_json::from_slice::<LicenceWire>(text) {
                Ok(LicenceWire { id, name, .. }) => {
                    self.builder.name_licence(&id, name.as_deref().unwrap_or_default());
                }
                Err(_) => {
                    self.builder.name_licence("", &name_of(text).unwrap_or_default());
                    self.unreadable.values += 1;
                }
            },
            Piece::NotALicence => self.unreadable.values += 1,
            Piece::End(text) => self.whole = serde_json::from_slice::<TopWire>(text).is_ok(),
        }
    }

    /// Adds a dossier; `None` when it cannot be read or shown truthfully.
    fn dossier(&mut self, text: &[u8]) -> Option<()> {
        let dossier: DossierWire = serde_json::from_slice(text).ok()?;
        let mut team = Vec::with_capacity(dossier.team.len());
        for raw in &dossier.team {
            match serde_json::from_str::<MemberWire>(raw.get()).ok() {
                // Without the user's own role neither their default nor the effect of a choice is known.
                Some(member) if member.person == self.user && member.role().is_none() => return None,
                Some(member) => match member.decode() {
                    Some(member) => team.push(member),
                    None => self.unreadable.values += 1,
                },
                None => self.unreadable.values += 1,
            }
        }
        let name = dossier.name.as_deref().unwrap_or_default();
        let number = dossier.number.as_deref().unwrap_or_default();
        match self.builder.dossier(&dossier.id, name, number, &team) {
            Ok(()) => Some(()),
            Err(NotAdded::Duplicate | NotAdded::TooMany) => None,
        }
    }
}

/// What a dossier or licence is called that cannot be read as a whole.
fn name_of(text: &[u8]) -> Option<String> {
    let named: NamedWire = serde_json::from_slice(text).ok()?;
    named.name.or(named.id)
}
