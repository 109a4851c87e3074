//! JSON as backends mostly write it, read where it stands.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::json_splitter::end_of_value;
use super::object::Text;
use crate::domain::{Audience, PerAudience};

/// Reads from the beginning of a text of which more may come. Every step is `None` where the text ends or is
/// anything other than asked for: then a slower reader decides what it is.
pub(super) struct Scanner<'a> {
    rest: &'a [u8],
}

impl<'a> Scanner<'a> {
    pub const fn new(text: &'a [u8]) -> Self {
        Self { rest: text }
    }

    /// How much is left.
    pub const fn left(&self) -> usize {
        self.rest.len()
    }

    /// What comes next, other than white space.
    pub fn next(&mut self) -> Option<u8> {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    /// Reads a mark, if that is what comes next.
    pub fn has(&mut self, mark: u8) -> bool {
        let has = self.next() == Some(mark);
        if has {
            self.rest = &self.rest[1..];
        }
        has
    }

    /// Reads a mark.
    pub fn mark(&mut self, mark: u8) -> Option<()> {
        self.has(mark).then_some(())
    }

    /// Reads a text.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        if self.next() != Some(b'"') {
            return None;
        }
        let text = &self.rest[1..];
        let end = text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' '))?;
        if text[end] != b'"' {
            // Something is escaped: serde knows how.
            return serde_json::from_str::<Text>(self.value()?).ok().map(|text| text.0);
        }
        self.rest = &text[end + 1..];
        std::str::from_utf8(&text[..end]).ok().map(Cow::Borrowed)
    }

    /// Goes over a value, whatever it is.
    pub fn skip(&mut self) -> Option<()> {
        serde_json::from_str::<&RawValue>(self.value()?).ok().map(drop)
    }

    fn value(&mut self) -> Option<&'a str> {
        let (value, rest) = self.rest.split_at(end_of_value(self.rest)?);
        self.rest = rest;
        std::str::from_utf8(value).ok()
    }

    /// Reads the name of a member of an object, and what separates it from the value.
    pub fn name(&mut self) -> Option<Cow<'a, str>> {
        let name = self.text()?;
        self.mark(b':')?;
        Some(name)
    }

    /// Reads choices, of which each is true, false or null.
    pub fn choices(&mut self) -> Option<PerAudience<Option<bool>>> {
        let mut choices = PerAudience::default();
        self.each(*b"{}", |scanner| {
            let audience = Audience::parse(&scanner.name()?)?;
            scanner.next();
            let written: [(&[u8], _); 3] = [(b"true", Some(true)), (b"false", Some(false)), (b"null", None)];
            choices[audience] = written.into_iter().find_map(|(text, choice)| {
                scanner.rest = scanner.rest.strip_prefix(text)?;
                Some(choice)
            })?;
            Some(())
        })?;
        Some(choices)
    }

    /// Goes through a list or an object, `member` reading each element.
    pub fn each(
        &mut self,
        [open, close]: [u8; 2],
        mut member: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.mark(open)?;
        if self.has(close) {
            return Some(());
        }
        loop {
            member(self)?;
            if !self.has(b',') {
                return self.mark(close);
            }
        }
    }
}
