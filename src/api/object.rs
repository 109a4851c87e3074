//! JSON objects, read a value at a time.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::Entries;

/// An object whose values are still text: one that is wrong does not take the others down. All answers are
/// read by this one type, so that the bundle has the code for it once.
#[derive(Default, Deserialize)]
pub(super) struct Object<'a>(#[serde(borrow)] Entries<Text<'a>, &'a RawValue>);

/// A text, borrowed from the answer where nothing in it is escaped.
#[derive(Default, Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

impl<'a> Object<'a> {
    /// Reads an object; `None` when the text is anything else.
    pub(super) fn parse(text: &'a [u8]) -> Option<Self> {
        serde_json::from_str(std::str::from_utf8(text).ok()?).ok()
    }

    /// Reads a value: `Some(None)` when it is not there or null, `None` when it is of another kind.
    #[allow(clippy::option_option, reason = "what is wrong is not the same as what is missing")]
    pub(super) fn get<T: Deserialize<'a>>(&self, name: &str) -> Option<Option<T>> {
        self.iter().find(|(other, _)| *other == name).map_or(Some(None), |(_, value)| read(value))
    }

    /// Reads a text, likewise.
    #[allow(clippy::option_option, reason = "as above")]
    pub(super) fn optional_text(&self, name: &str) -> Option<Option<Cow<'a, str>>> {
        Some(self.get::<Text>(name)?.map(|text| text.0))
    }

    /// A text; `None` when there is none.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.optional_text(name)?
    }

    /// The elements of a list; `None` when there is none.
    pub(super) fn list(&self, name: &str) -> Option<Vec<&'a RawValue>> {
        self.get(name)?
    }

    /// The names with their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.0.iter().map(|(name, value)| (name.0.as_ref(), *value))
    }
}

/// Reads a value: `Some(None)` when it is null, `None` when it is of another kind.
#[allow(clippy::option_option, reason = "as above")]
pub(super) fn read<'a, T: Deserialize<'a>>(value: &'a RawValue) -> Option<Option<T>> {
    serde_json::from_str(value.get()).ok()
}

/// Reads a text; `None` when it is none.
pub(super) fn read_text(value: &RawValue) -> Option<Cow<'_, str>> {
    read::<Text>(value)?.map(|text| text.0)
}
