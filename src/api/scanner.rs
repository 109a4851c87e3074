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

    fn value(&mut self) -> Option<&'a str> {
        let (value, rest) = self.rest.split_at(end_of_value(self.rest)?);
        self.rest = rest;
        std::str::from_utf8(value).ok()
    }

    /// Reads this very text, if that is what comes next. Of what backends write, most is the same again and again.
    pub fn has_text(&mut self, text: &str) -> bool {
        if self.next() != Some(b'"') {
            return false;
        }
        let rest = self.rest[1..].strip_prefix(text.as_bytes()).and_then(|rest| rest.strip_prefix(b"\""));
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Reads one of these values, by the text that each is written as.
    pub fn one_of<T: Copy>(&mut self, values: &[T], written: impl Fn(T) -> &'static str) -> Option<T> {
        values.iter().copied().find(|&value| self.has_text(written(value)))
    }

    /// Reads true, false or null.
    #[allow(clippy::option_option, reason = "what is something else is not the same as null")]
    pub fn truth(&mut self) -> Option<Option<bool>> {
        self.next()?;
        let values: [(&[u8], _); 3] = [(b"true", Some(true)), (b"false", Some(false)), (b"null", None)];
        values.into_iter().find_map(|(written, value)| {
            self.rest = self.rest.strip_prefix(written)?;
            Some(value)
        })
    }

    /// Goes over the name of a member, its value, and what is between them.
    pub fn skip_member(&mut self) -> Option<()> {
        self.text()?;
        self.mark(b':')?;
        serde_json::from_str::<&RawValue>(self.value()?).ok().map(drop)
    }

    /// Reads an object with members of these names, mostly in this order; `None` if it says one of them twice.
    /// `value` reads the value of each, by its place among the names.
    pub fn object<const N: usize>(
        &mut self,
        names: [&'static str; N],
        mut value: impl FnMut(&mut Self, usize) -> Option<()>,
    ) -> Option<()> {
        let mut read = [false; N];
        let mut expected = 0;
        self.each(*b"{}", |scanner| {
            let mut places = (expected..N).chain(0..expected);
            let Some(place) = places.find(|&place| scanner.has_text(names[place])) else {
                return scanner.skip_member();
            };
            expected = place + 1;
            scanner.mark(b':')?;
            value(scanner, place)?;
            (!std::mem::replace(&mut read[place], true)).then_some(())
        })
    }

    /// Reads choices, of which each is true, false or null.
    pub fn choices(&mut self) -> Option<PerAudience<Option<bool>>> {
        let mut choices = PerAudience::default();
        self.each(*b"{}", |scanner| {
            let audience = scanner.one_of(&Audience::ALL, Audience::as_str)?;
            scanner.mark(b':')?;
            choices[audience] = scanner.truth()?;
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
