//! Finding dossiers by name or number.

use fixedbitset::FixedBitSet;

use super::folding::{FoldUnicode, fold, without_punctuation};
use super::{Directory, TextColumn};

/// What somebody typed to find dossiers: words that must all occur, in the name or in the number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
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
        // "Martin - 0123.456": where there are words, what stands between them is not searched for.
        let has_words = folded.contains(char::is_alphanumeric);
        let terms = folded
            .split_whitespace()
            .filter(|term| !has_words || term.contains(char::is_alphanumeric))
            .map(|term| {
                let plain = without_punctuation(term);
                let plain = (plain != term && !plain.is_empty()).then(|| plain.into_owned());
                Term { text: term.to_owned(), plain }
            })
            .collect();
        Self { terms }
    }

    /// Whether nothing is asked for, so that every dossier is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The dossiers that are found.
    #[must_use]
    pub fn matches(&self, directory: &Directory) -> FixedBitSet {
        let keys = directory.search_keys();
        let mut found = FixedBitSet::with_capacity(directory.len());
        found.insert_range(..);
        for term in &self.terms {
            let mut with_term = containing(keys, &term.text);
            if let Some(plain) = &term.plain {
                with_term.union_with(&containing(keys, plain));
            }
            found.intersect_with(&with_term);
        }
        found
    }
}

/// The indexes of the texts that contain `needle`, found in one pass over all of them: every text ends
/// with a line break, which no needle has, so a match never reaches into the next text.
fn containing(texts: &TextColumn, needle: &str) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(texts.len());
    let mut index = 0;
    for (start, _) in texts.joined().match_indices(needle) {
        while texts.end(index) <= start {
            index += 1;
        }
        found.insert(index);
    }
    found
}
