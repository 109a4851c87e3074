//! `GET` and `PATCH /api/conversation-settings`.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::Unreadable;
use crate::domain::{Audience, Directory, Frequency, Key, Language, Patch, Settings};

/// Reads the settings; `None` when the answer is no settings at all.
///
/// What this version does not know is left out and counted. Choices for dossiers that the directory does
/// not have are nobody's business here: they are neither shown nor ever sent.
#[must_use]
pub fn decode_settings(text: &[u8], directory: &Directory) -> Option<(Settings, Unreadable)> {
    let wire: Value = serde_json::from_slice(text).ok()?;
    let wire = wire.as_object()?;
    let mut unreadable = Unreadable::default();
    let mut settings = Settings::new(directory.len());
    settings.frequency = optional(wire.get("frequency"), Frequency::parse, &mut unreadable);
    unreadable.frequency = unreadable.values > 0;
    settings.language = optional(wire.get("language"), Language::parse, &mut unreadable);
    match wire.get("participation") {
        None | Some(Value::Null) => {}
        Some(Value::Object(dossiers)) => {
            for (id, choices) in dossiers {
                let Some(position) = directory.position(id) else { continue };
                let Some(choices) = choices.as_object() else {
                    unreadable.values += 1;
                    continue;
                };
                for (audience, choice) in choices {
                    match (Audience::parse(audience), choice) {
                        (Some(audience), Value::Bool(value)) => {
                            settings.participation.choose(audience, position, Some(*value));
                        }
                        (Some(_), Value::Null) => {}
                        _ => unreadable.values += 1,
                    }
                }
            }
        }
        Some(_) => unreadable.values += 1,
    }
    Some((settings, unreadable))
}

fn optional<T>(
    value: Option<&Value>,
    parse: impl Fn(&str) -> Option<T>,
    unreadable: &mut Unreadable,
) -> Option<T> {
    let value = value.filter(|value| !value.is_null())?;
    let parsed = value.as_str().and_then(parse);
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
            let choices: Choices = Audience::ALL
                .into_iter()
                .filter(|&audience| keys.participation[audience].contains(position))
                .map(|audience| (audience, values.participation.choice(audience, position)))
                .collect();
            map.serialize_entry(directory.id(position), &choices)?;
        }
        map.end()
    }
}

type Choices = std::collections::BTreeMap<Audience, Option<bool>>;

/// A value that the backend did not accept.
#[derive(Deserialize)]
struct Rejection {
    dossier: String,
    audience: String,
    #[serde(default)]
    problem: String,
}

/// Reads the answer to a patch: the keys that were not accepted, each with the reason; `None` when it is
/// not the answer of the contract, so that nothing follows from it.
#[must_use]
pub fn decode_rejections(text: &[u8], directory: &Directory) -> Option<Vec<(Key, String)>> {
    #[derive(Deserialize)]
    struct Wire {
        rejected: Vec<Rejection>,
    }
    let wire: Wire = serde_json::from_slice(text).ok()?;
    let keys = wire.rejected.into_iter().filter_map(|rejection| {
        let position = directory.position(&rejection.dossier)?;
        let audience = Audience::parse(&rejection.audience)?;
        Some((Key::Participation(audience, position), rejection.problem))
    });
    Some(keys.collect())
}
