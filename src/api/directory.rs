//! `GET /api/directory`, read a piece at a time.

use std::borrow::Cow;

use super::Unreadable;
use super::json_splitter::{Element, JsonSplitter, Piece, Take};
use super::object::{Object, read};
use super::scanner::Scanner;
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
        self.splitter.feed(chunk, &mut self.content);
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

impl Take for Content {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Element(Element::Person, text) => {
                self.unreadable.values += usize::from(self.person(text).is_none())
            }
            Piece::LicenceStart => self.builder.start_licence(),
            Piece::Element(Element::Dossier, text) => {
                if self.damaged_dossier(text).is_none() {
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
            Piece::Element(Element::Choices, _) => {}
            Piece::End(text) => {
                let top = Object::parse(text).unwrap_or_default();
                self.whole = top.list("people").is_some() && top.list("licences").is_some();
            }
        }
    }

    fn take_whole(&mut self, element: Element, text: &[u8]) -> Option<usize> {
        let mut scanner = Scanner::new(text);
        let ends = |scanner: &mut Scanner| matches!(scanner.next()?, b',' | b']').then_some(());
        match element {
            Element::Person => {
                let WholePerson { id, name, mailed } = WholePerson::scan(&mut scanner)?;
                ends(&mut scanner)?;
                self.unreadable.values += usize::from(self.builder.person(&id, &name, mailed).is_err());
            }
            Element::Dossier => {
                let WholeDossier { id, name, number, team } = WholeDossier::scan(&mut scanner)?;
                ends(&mut scanner)?;
                if self.builder.dossier(&id, &name, &number, &team).is_err() {
                    self.unreadable.dossier(Some(name.into_owned()));
                }
            }
            Element::Choices => return None,
        }
        Some(text.len() - scanner.left())
    }
}

impl Content {
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

    /// Adds a dossier, a value at a time, since something may not be as the contract says; `None` when it cannot
    /// be read or shown truthfully.
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

/// A person of whom everything is as the contract says.
struct WholePerson<'a> {
    id: Cow<'a, str>,
    name: Cow<'a, str>,
    mailed: bool,
}

impl<'a> WholePerson<'a> {
    fn scan(scanner: &mut Scanner<'a>) -> Option<Self> {
        let (mut id, mut name, mut mailed) = (None, None, None);
        scanner.object(["id", "name", "email"], |scanner, place| {
            match place {
                0 => id = Some(scanner.text()?),
                1 => name = Some(scanner.text()?),
                _ => mailed = Some(scanner.truth()??),
            }
            Some(())
        })?;
        Some(Self { id: id?, name: name?, mailed: mailed? })
    }
}

/// A dossier in which everything is as the contract says.
struct WholeDossier<'a> {
    id: Cow<'a, str>,
    name: Cow<'a, str>,
    number: Cow<'a, str>,
    team: Vec<Member<Cow<'a, str>>>,
}

impl<'a> WholeDossier<'a> {
    fn scan(scanner: &mut Scanner<'a>) -> Option<Self> {
        let (mut id, mut name, mut number) = (None, None, Cow::default());
        let mut team = None;
        scanner.object(["id", "name", "number", "team"], |scanner, place| {
            match place {
                0 => id = Some(scanner.text()?),
                1 => name = Some(scanner.text()?),
                2 => number = scanner.text()?,
                _ => {
                    let mut members = Vec::new();
                    scanner.each(*b"[]", |scanner| {
                        members.push(whole_member(scanner)?);
                        Some(())
                    })?;
                    team = Some(members);
                }
            }
            Some(())
        })?;
        Some(Self { id: id?, name: name?, number, team: team? })
    }
}

/// Reads a member of a team.
fn whole_member<'a>(scanner: &mut Scanner<'a>) -> Option<Member<Cow<'a, str>>> {
    let (mut person, mut role, mut choice) = (None, None, PerAudience::default());
    scanner.object(["person", "role", "participation"], |scanner, place| {
        match place {
            0 => person = Some(scanner.text()?),
            1 => role = Some(scanner.one_of(&Role::ALL, Role::as_str)?),
            _ => choice = scanner.choices()?,
        }
        Some(())
    })?;
    Some(Member { person: person?, role: role?, choice })
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
