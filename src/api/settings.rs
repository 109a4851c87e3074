//! `GET` and `PATCH /api/conversation-settings`.

use serde::{Serialize, Serializer};

use super::Unreadable;
use super::object::{Object, read};
use crate::domain::{Audience, Directory, Entries, Frequency, Key, Language, Patch, Settings};

/// Reads the settings; `None` when the answer is no settings at all.
///
/// What this version does not know is left out and counted. Choices for dossiers that the directory does
/// not have are nobody's business here: they are neither shown nor ever sent.
#[must_use]
pub fn decode_settings(text: &[u8], directory: &Directory) -> Option<(Settings, Unreadable)> {
    let wire = Object::parse(text)?;
    let mut unreadable = Unreadable::default();
    let mut settings = Settings::new(directory.len());
    settings.frequency = optional(&wire, "frequency", Frequency::parse, &mut unreadable);
    unreadable.frequency = unreadable.values > 0;
    settings.language = optional(&wire, "language", Language::parse, &mut unreadable);
    let Some(dossiers) = wire.get::<Object>("participation") else {
        unreadable.values += 1;
        return Some((settings, unreadable));
    };
    for (id, choices) in dossiers.unwrap_or_default().iter() {
        let Some(position) = directory.position(id) else { continue };
        let Some(Some(choices)) = read::<Object>(choices) else {
            unreadable.values += 1;
            continue;
        };
        for (audience, choice) in choices.iter() {
            match (Audience::parse(audience), read(choice)) {
                (Some(audience), Some(Some(value))) => {
                    settings.participation.choose(audience, position, Some(value));
                }
                (Some(_), Some(None)) => {}
                _ => unreadable.values += 1,
            }
        }
    }
    Some((settings, unreadable))
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
