//! `GET /api/conversation-settings`, and the answer to `PATCH`.

use super::Unreadable;
use super::json_splitter::{Element, JsonSplitter, Piece, Take};
use super::object::{Object, read};
use super::scanner::Scanner;
use crate::domain::{Audience, Directory, Frequency, Key, Language, Settings};

/// Reads the settings from the chunks of an answer.
///
/// What this version does not know is left out and counted. Choices for dossiers that the directory does
/// not have are nobody's business here: they are neither shown nor ever sent.
pub struct SettingsReader<'a> {
    splitter: JsonSplitter,
    content: Content<'a>,
}

struct Content<'a> {
    directory: &'a Directory,
    settings: Settings,
    unreadable: Unreadable,
    whole: bool,
}

impl<'a> SettingsReader<'a> {
    /// Starts reading settings for the dossiers of a directory.
    #[must_use]
    pub fn new(directory: &'a Directory) -> Self {
        let settings = Settings::new(directory.len());
        let content = Content { directory, settings, unreadable: Unreadable::default(), whole: false };
        Self { splitter: JsonSplitter::default(), content }
    }

    /// Reads the next chunk.
    pub fn feed(&mut self, chunk: &[u8]) {
        self.splitter.feed(chunk, &mut self.content);
    }

    /// The settings, and what of them could not be read; `None` when the answer is no settings at all.
    #[must_use]
    pub fn finish(self) -> Option<(Settings, Unreadable)> {
        let Content { settings, unreadable, whole, .. } = self.content;
        whole.then_some((settings, unreadable))
    }
}

impl Take for Content<'_> {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Element(Element::Choices, member) if self.damaged_choices(member).is_none() => {
                self.unreadable.values += 1
            }
            Piece::End(text) => self.whole = self.other_values(text).is_some(),
            _ => {}
        }
    }

    fn take_whole(&mut self, element: Element, text: &[u8]) -> Option<usize> {
        let mut scanner = Scanner::new(text);
        if element != Element::Choices {
            return None;
        }
        let id = scanner.text()?;
        scanner.mark(b':')?;
        let choices = scanner.choices()?;
        if !matches!(scanner.next()?, b',' | b'}') {
            return None;
        }
        if let Some(position) = self.directory.position(&id) {
            for audience in Audience::ALL {
                self.choose(audience, position, choices[audience]);
            }
        }
        Some(text.len() - scanner.left())
    }
}

impl Content<'_> {
    /// Reads choices a value at a time, since something may not be as the contract says.
    fn damaged_choices(&mut self, member: &[u8]) -> Option<()> {
        let member = [b"{", member, b"}"].concat();
        for (id, choices) in Object::parse(&member)?.iter() {
            let Some(position) = self.directory.position(id) else { continue };
            for (audience, choice) in read::<Object>(choices)??.iter() {
                match (Audience::parse(audience), read(choice)) {
                    (Some(audience), Some(choice)) => self.choose(audience, position, choice),
                    _ => self.unreadable.values += 1,
                }
            }
        }
        Some(())
    }

    fn choose(&mut self, audience: Audience, position: usize, choice: Option<bool>) {
        if choice.is_some() {
            self.settings.participation.choose(audience, position, choice);
        }
    }

    fn other_values(&mut self, text: &[u8]) -> Option<()> {
        let wire = Object::parse(text)?;
        let Self { settings, unreadable, .. } = self;
        let before = unreadable.values;
        settings.frequency = optional(&wire, "frequency", Frequency::parse, unreadable);
        unreadable.frequency = unreadable.values > before;
        settings.language = optional(&wire, "language", Language::parse, unreadable);
        unreadable.values += usize::from(wire.get::<Object>("participation").is_none());
        Some(())
    }
}

fn optional<T>(
    wire: &Object<'_>,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
    unreadable: &mut Unreadable,
) -> Option<T> {
    let written = wire.optional_text(name);
    if let Some(None) = written {
        return None;
    }
    let parsed = written.flatten().and_then(|text| parse(&text));
    unreadable.values += usize::from(parsed.is_none());
    parsed
}

/// Reads the answer to a patch: the keys that were not accepted, each with the reason; `None` when it is
/// not the answer of the contract, so that nothing follows from it.
#[must_use]
pub fn decode_rejections(text: &[u8], directory: &Directory) -> Option<Vec<(Key, String)>> {
    let mut rejections = Vec::new();
    for rejection in Object::parse(text)?.list("rejected")? {
        let rejection = read::<Object>(rejection)??;
        let (dossier, audience) = (rejection.text("dossier")?, rejection.text("audience")?);
        let problem = rejection.optional_text("problem")?.unwrap_or_default();
        if let (Some(position), Some(audience)) = (directory.position(&dossier), Audience::parse(&audience)) {
            rejections.push((Key::Participation(audience, position), problem.into_owned()));
        }
    }
    Some(rejections)
}
