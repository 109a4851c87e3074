//! `GET` and `PATCH /api/conversation-settings`.

use serde::{Serialize, Serializer};

use super::Unreadable;
use super::json_splitter::{JsonSplitter, Piece, Take};
use super::object::{Object, read};
use super::scanner::Scanner;
use crate::domain::{Audience, Directory, Entries, Frequency, Key, Language, Patch, Settings};

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
            Piece::Choices(member) if self.damaged_choices(member).is_none() => self.unreadable.values += 1,
            Piece::End(text) => self.whole = self.other_values(text).is_some(),
            _ => {}
        }
    }

    fn take_whole(&mut self, text: &[u8]) -> Option<usize> {
        let mut scanner = Scanner::new(text);
        let id = scanner.name()?;
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

/// Writes a patch as a merge patch (RFC 7396): absolute values, `null` where a choice is taken back.
#[must_use]
pub fn encode_patch(patch: &Patch, directory: &Directory) -> String {
    serde_json::to_string(&PatchWire { patch, directory }).unwrap_or_default()
}

struct PatchWire<'a> {
    patch: &'a Patch,
    directory: &'a Directory,
}

impl Serialize for PatchWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let Patch { keys, values } = self.patch;
        let mut map = serializer.serialize_map(None)?;
        if keys.frequency {
            map.serialize_entry("frequency", &values.frequency)?;
        }
        if keys.language {
            map.serialize_entry("language", &values.language)?;
        }
        if Audience::ALL.into_iter().any(|audience| !keys.participation[audience].is_clear()) {
            map.serialize_entry("participation", &ParticipationWire(self))?;
        }
        map.end()
    }
}

struct ParticipationWire<'a>(&'a PatchWire<'a>);

impl Serialize for ParticipationWire<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let PatchWire { patch: Patch { keys, values }, directory } = self.0;
        let mut map = serializer.serialize_map(None)?;
        let mut rows = keys.participation[Audience::Entrepreneur].clone();
        rows.union_with(&keys.participation[Audience::Accountant]);
        for position in rows.ones() {
            let choices = Audience::ALL
                .into_iter()
                .filter(|&audience| keys.participation[audience].contains(position))
                .map(|audience| (audience, values.participation.choice(audience, position)));
            map.serialize_entry(directory.id(position), &Entries(choices.collect()))?;
        }
        map.end()
    }
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
