//! Finding dossiers by name or number.

use fixedbitset::FixedBitSet;
use memchr::memchr2_iter;

use super::folding::{FoldUnicode, fold, without_punctuation};
use super::{Directory, TextColumn};

/// Fewer dossiers than one in so many are looked through one by one.
const FEW: usize = 4;

/// What somebody typed to find dossiers: looked for as it stands, in names and in numbers; where that finds
/// nothing, each of its words is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    phrase: Option<Term>,
    words: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    text: String,
    /// The term as numbers are compared, where that is another text.
    plain: Option<String>,
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn new(typed: &str, fold_unicode: FoldUnicode) -> Self {
        let folded = fold(typed, fold_unicode);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let phrase = (!words.is_empty()).then(|| Term::new(words.join(" ")));
        // "Martin - 0123.456": where there are words, what stands between them is not searched for.
        let has_words = folded.contains(char::is_alphanumeric);
        let words = words
            .into_iter()
            .filter(|word| !has_words || word.contains(char::is_alphanumeric))
            .map(|word| Term::new(word.to_owned()))
            .collect();
        Self { phrase, words }
    }

    /// Whether nothing is asked for, so that every dossier is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.phrase.is_none()
    }

    /// The dossiers that are found, where `found` is what `before` finds: when this is only more of the same
    /// text, just these are looked at.
    #[must_use]
    pub fn matches_after(&self, before: &Self, found: &FixedBitSet, directory: &Directory) -> FixedBitSet {
        match (&self.phrase, &before.phrase) {
            // Going through all texts in one pass is faster than through a good part of them one by one.
            (Some(phrase), Some(shorter))
                if phrase.narrows(shorter) && found.count_ones(..) < directory.len() / FEW =>
            {
                let mut kept = FixedBitSet::with_capacity(found.len());
                for (position, key) in directory.search_keys(found.ones()) {
                    kept.set(position, phrase.is_in(key));
                }
                // Nothing has the phrase: then its words count. And what was found before may have been found
                // by words.
                if kept.is_clear() { self.matches(directory) } else { kept }
            }
            _ => self.matches(directory),
        }
    }

    /// The dossiers that are found.
    #[must_use]
    pub fn matches(&self, directory: &Directory) -> FixedBitSet {
        let mut found = FixedBitSet::with_capacity(directory.len());
        let Some(phrase) = &self.phrase else {
            found.insert_range(..);
            return found;
        };
        found = phrase.matches(directory);
        if found.is_clear() && !self.words.is_empty() {
            found.insert_range(..);
            for word in &self.words {
                found.intersect_with(&word.matches(directory));
            }
        }
        found
    }
}

impl Term {
    fn new(text: String) -> Self {
        let plain = without_punctuation(&text);
        let plain = (plain != text && !plain.is_empty()).then(|| plain.into_owned());
        Self { text, plain }
    }

    /// Whether whatever this is in, `shorter` is in too.
    fn narrows(&self, shorter: &Self) -> bool {
        // A text of punctuation alone says nothing of the same text as numbers are compared.
        self.text.starts_with(&shorter.text) && shorter.text.contains(char::is_alphanumeric)
    }

    fn is_in(&self, key: &[u8]) -> bool {
        let holds = |needle: &String| find(key, needle.as_bytes()).is_some();
        holds(&self.text) || self.plain.as_ref().is_some_and(holds)
    }

    fn matches(&self, directory: &Directory) -> FixedBitSet {
        let Some(plain) = &self.plain else { return containing(directory, &[&self.text]) };
        if plain.as_bytes().first() == self.text.as_bytes().first() {
            return containing(directory, &[&self.text, plain]);
        }
        let mut found = containing(directory, &[&self.text]);
        found.union_with(&containing(directory, &[plain]));
        found
    }
}

/// The dossiers whose search keys contain one of `needles`, which all begin with the same byte.
fn containing(directory: &Directory, needles: &[&str]) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(directory.len());
    // Where the texts are not what search compares, only what they fold to counts: for numbers with punctuation that
    // is everywhere.
    if directory.folded_rows.len() < directory.len() {
        look_through(&directory.texts, needles, |row| found.insert(row));
        directory.folded_rows.iter().for_each(|&row| found.remove(row as usize));
    }
    look_through(&directory.folded, needles, |row| found.insert(directory.folded_rows[row] as usize));
    found
}

/// Names the texts that contain one of `needles`, a page of them in one pass: every text ends with a line break,
/// which no needle has, so a match never reaches into the next text.
fn look_through(texts: &TextColumn, needles: &[&str], mut found: impl FnMut(usize)) {
    for (first, text, ends) in texts.pages() {
        let (mut row, mut from) = (0, 0);
        for at in beginnings(text, needles[0].as_bytes()) {
            if at >= from && needles.iter().any(|needle| begins(&text[at..], needle.as_bytes())) {
                while ends[row] as usize <= at {
                    row += 1;
                }
                found(first + row);
                from = ends[row] as usize;
            }
        }
    }
}

/// Where a folded text begins in another, whose letters of ASCII may be in either case.
fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    beginnings(text, needle).find(|&at| begins(&text[at..], needle))
}

/// Where the first byte of a folded text is in another.
fn beginnings<'a>(text: &'a [u8], needle: &[u8]) -> impl Iterator<Item = usize> + 'a {
    let first = needle.first().copied().unwrap_or_default();
    memchr2_iter(first, first.to_ascii_uppercase(), text)
}

fn begins(text: &[u8], needle: &[u8]) -> bool {
    let Some(text) = text.get(..needle.len()) else { return false };
    // Who types on has found all but the last letter already.
    let last = |text: &[u8]| text.last().map(u8::to_ascii_lowercase);
    last(text) == last(needle) && text.eq_ignore_ascii_case(needle)
}
