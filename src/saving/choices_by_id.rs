//! Choices of participation by the ids of their dossiers, as JSON has them: `{"dos-1": {"accountant": true}}`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::domain::{Audience, Entries, TextColumn};

/// What is chosen in each of some dossiers. A change of everything has 50,000 of them: so they are columns,
/// not an object each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChoicesById {
    ids: TextColumn,
    choices: Vec<Choices>,
}

/// What is chosen in one dossier, for each audience: nothing, back to the default, or a choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices([Option<Option<bool>>; Audience::ALL.len()]);

impl ChoicesById {
    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// Adds a dossier; nothing when nothing is chosen in it.
    pub fn push(&mut self, id: &str, choices: Choices) {
        if !choices.is_empty() {
            self.ids.push(id);
            self.choices.push(choices);
        }
    }

    /// Each dossier's id, and what is chosen.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Choices)> {
        self.choices.iter().enumerate().map(|(index, &choices)| (self.ids.get(index), choices))
    }
}

impl Choices {
    /// Those that `of` gives for each audience.
    pub fn from_fn(of: impl FnMut(Audience) -> Option<Option<bool>>) -> Self {
        Self(Audience::ALL.map(of))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Each choice, `None` for back to the default.
    pub fn iter(self) -> impl Iterator<Item = (Audience, Option<bool>)> {
        Audience::ALL.into_iter().zip(self.0).filter_map(|(audience, choice)| Some((audience, choice?)))
    }
}

impl Serialize for ChoicesById {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Serialize for Choices {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (audience, choice) in self.iter() {
            map.serialize_entry(&audience, &choice)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for ChoicesById {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Dossiers;
        impl<'de> Visitor<'de> for Dossiers {
            type Value = ChoicesById;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ChoicesById, A::Error> {
                let mut all = ChoicesById::default();
                while let Some((id, choices)) = map.next_entry::<String, Entries<Audience, Option<bool>>>()? {
                    let of =
                        |audience| choices.0.iter().rfind(|(of, _)| *of == audience).map(|(_, choice)| *choice);
                    all.push(&id, Choices::from_fn(of));
                }
                Ok(all)
            }
        }
        from.deserialize_map(Dossiers)
    }
}
