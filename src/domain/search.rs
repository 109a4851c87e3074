//! Finding dossiers by name or number.

use fixedbitset::FixedBitSet;

use super::folding::{FoldUnicode, fold, without_punctuation};
use super::{Directory, TextColumn};

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
            (Some(phrase), Some(shorter)) if phrase.narrows(shorter) => {
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
        let mut found = containing(directory, &self.text);
        if let Some(plain) = &self.plain {
            found.union_with(&containing(directory, plain));
        }
        found
    }
}

/// The dossiers whose search keys contain `needle`.
fn containing(directory: &Directory, needle: &str) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(directory.len());
    look_through(&directory.texts, needle, |row| found.insert(row));
    // Where the texts are not what search compares, only what they fold to counts.
    directory.folded_rows.iter().for_each(|&row| found.remove(row as usize));
    look_through(&directory.folded, needle, |row| found.insert(directory.folded_rows[row] as usize));
    found
}

/// Names the texts that contain `needle`, a page of them in one pass: every text ends with a line break, which
/// no needle has, so a match never reaches into the next text.
fn look_through(texts: &TextColumn, needle: &str, mut found: impl FnMut(usize)) {
    for (first, text, ends) in texts.pages() {
        let (mut row, mut from) = (0, 0);
        while let Some(at) = find(&text[from..], needle.as_bytes()) {
            while ends[row] as usize <= from + at {
                row += 1;
            }
            found(first + row);
            from = ends[row] as usize;
        }
    }
}

/// Where a folded text begins in another, whose letters of ASCII may be in either case.
fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    let (&first, rest) = needle.split_first()?;
    let other = first.to_ascii_uppercase();
    let mut from = 0;
    loop {
        let at = from + text[from..].iter().position(|&byte| byte == first || byte == other)?;
        from = at + 1;
        if text[from..].get(..rest.len()).is_some_and(|text| text.eq_ignore_ascii_case(rest)) {
            return Some(at);
        }
    }
}
