//! How edits look in the outbox: by ids, because the directory may be another one when they are read again.

use serde::{Deserialize, Deserializer, Serialize};

use super::choices_by_id::ChoicesById;
use super::{Owner, Stamp};
use crate::api::PatchText;
use crate::domain::{Directory, Frequency, Keys, Language, Patch, Settings};

/// The version of the form below. A change that an older version of the app would misread gets the next.
const SCHEMA: u32 = 1;

/// Edits that were made at one time, in one tab, by one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    schema: u32,
    owner: Owner,
    stamp: Stamp,
    /// `Some(None)`: back to no choice; `None`: not edited.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    frequency: Option<Option<Frequency>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    language: Option<Option<Language>>,
    /// By dossier id; `None`: back to the default.
    #[serde(default, skip_serializing_if = "ChoicesById::is_empty")]
    participation: ChoicesById,
}

/// Why a record cannot be used. It is nobody's to delete: a later version of the app, or another person, may
/// be able to use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Written by another version of the app.
    Schema(u32),
    /// Not a record at all; says what is wrong with it.
    Malformed(String),
    /// The edits of another person.
    NotTheirs,
}

/// Edits as they come back from the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The edits, for [`Event::Restored`](super::Event::Restored).
    pub patch: Patch,
    /// When they were made, likewise.
    pub stamp: Stamp,
    /// Edits of dossiers that the directory does not have: kept, they may come back.
    pub absent: Option<Record>,
}

/// Reads a value that is there, if only as `null`.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl Record {
    /// The edits of `owner`, as text.
    #[must_use]
    pub fn text(owner: &Owner, stamp: Stamp, patch: Patch) -> PatchText {
        PatchText::within(Self::without_participation(owner, stamp, &patch).to_json(), 1, patch)
    }

    /// The edits of `owner` but for those of participation.
    #[must_use]
    pub fn without_participation(owner: &Owner, stamp: Stamp, patch: &Patch) -> Self {
        let Patch { keys, values } = patch;
        Self {
            schema: SCHEMA,
            owner: owner.clone(),
            stamp,
            frequency: keys.frequency.then_some(values.frequency),
            language: keys.language.then(|| values.language.clone()),
            participation: ChoicesById::default(),
        }
    }

    /// When the edits were made.
    #[must_use]
    pub const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Whether there is no edit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.frequency.is_none() && self.language.is_none() && self.participation.is_empty()
    }

    /// As text.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts, numbers and truth values under textual keys: there is nothing that JSON could not hold.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From text.
    ///
    /// # Errors
    /// When this version cannot read it.
    pub fn from_json(json: &str) -> Result<Self, Unreadable> {
        #[derive(Deserialize)]
        struct Version {
            schema: u32,
        }
        let malformed = |error: serde_json::Error| Unreadable::Malformed(error.to_string());
        match serde_json::from_str::<Version>(json).map_err(malformed)?.schema {
            SCHEMA => serde_json::from_str(json).map_err(malformed),
            other => Err(Unreadable::Schema(other)),
        }
    }

    /// The edits, for their owner.
    ///
    /// # Errors
    /// When they are another person's.
    pub fn restore(&self, owner: &Owner, directory: &Directory) -> Result<Restored, Unreadable> {
        if self.owner != *owner {
            return Err(Unreadable::NotTheirs);
        }
        let len = directory.len();
        let mut keys = Keys::none(len);
        let mut values = Settings::new(len);
        if let Some(frequency) = self.frequency {
            keys.frequency = true;
            values.frequency = frequency;
        }
        if let Some(language) = &self.language {
            keys.language = true;
            values.language.clone_from(language);
        }
        let mut absent =
            Self { frequency: None, language: None, participation: ChoicesById::default(), ..self.clone() };
        for (id, choices) in self.participation.iter() {
            let Some(position) = directory.position(id) else {
                absent.participation.push(id, choices);
                continue;
            };
            for (audience, choice) in choices.iter() {
                keys.participation[audience].insert(position);
                values.participation.choose(audience, position, choice);
            }
        }
        let absent = (!absent.is_empty()).then_some(absent);
        Ok(Restored { patch: Patch { keys, values }, stamp: self.stamp, absent })
    }
}
