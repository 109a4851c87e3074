//! A patch as text, made in pieces: a change of everything is megabytes, which takes longer than a frame has, and
//! Wasm never gives memory back.

use fixedbitset::FixedBitSet;
use serde::Serialize;

use crate::domain::{Audience, Directory, Frequency, Keys, Language, Patch, Settings};

/// So many dossiers are in a piece: it takes less than a millisecond.
const ROWS: usize = 1_000;

/// The text of an object that has the participation of a patch for its last member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchText {
    /// What comes before all dossiers, until it is written.
    before: String,
    patch: Patch,
    /// The dossiers that are yet to be written.
    rows: FixedBitSet,
    /// A dossier has been written, so that a comma comes before the next.
    goes_on: bool,
    /// What comes after the last; `None` when that has been written.
    after: Option<String>,
}

/// What a merge patch sets besides participation.
#[derive(Serialize)]
struct OtherValues<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency: Option<Option<Frequency>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a Option<Language>>,
}

impl PatchText {
    /// A merge patch (RFC 7396): absolute values, `null` where a choice is taken back.
    #[must_use]
    pub fn merge_patch(patch: Patch) -> Self {
        let Patch { keys, values } = &patch;
        let others = OtherValues {
            frequency: keys.frequency.then_some(values.frequency),
            language: keys.language.then_some(&values.language),
        };
        let text = serde_json::to_string(&others).unwrap_or_default();
        Self::within(text, 1, patch)
    }

    /// The text of an object that ends in `depth` objects, with the participation put into the innermost.
    #[must_use]
    pub fn within(object: String, depth: usize, patch: Patch) -> Self {
        let mut before = object;
        let mut after = before.split_off(before.len().saturating_sub(depth));
        let mut rows = patch.keys.participation[Audience::Entrepreneur].clone();
        rows.union_with(&patch.keys.participation[Audience::Accountant]);
        if !rows.is_clear() {
            if !before.ends_with('{') {
                before.push(',');
            }
            before.push_str("\"participation\":{");
            after.insert(0, '}');
        }
        Self { before, patch, rows, goes_on: false, after: Some(after) }
    }

    /// A text that is there already.
    #[must_use]
    pub fn of(text: String) -> Self {
        Self::within(text, 0, Patch { keys: Keys::none(0), values: Settings::new(0) })
    }

    /// The next piece of the text, of the dossiers of `directory`; `None` after the last.
    pub fn next(&mut self, directory: &Directory) -> Option<String> {
        let after = self.after.take()?;
        let mut piece = std::mem::take(&mut self.before);
        let Patch { keys, values } = &self.patch;
        let rows: Vec<usize> = self.rows.ones().take(ROWS).collect();
        for row in rows {
            self.rows.remove(row);
            if std::mem::replace(&mut self.goes_on, true) {
                piece.push(',');
            }
            push_text(&mut piece, directory.id(row));
            piece.push(':');
            let mut before_choice = '{';
            for audience in Audience::ALL {
                if !keys.participation[audience].contains(row) {
                    continue;
                }
                piece.push(before_choice);
                push_text(&mut piece, audience.as_str());
                piece.push_str(match values.participation.choice(audience, row) {
                    Some(true) => ":true",
                    Some(false) => ":false",
                    None => ":null",
                });
                before_choice = ',';
            }
            piece.push('}');
        }
        if self.rows.is_clear() {
            piece.push_str(&after);
        } else {
            self.after = Some(after);
        }
        Some(piece)
    }

    /// The whole of the text, of the dossiers of `directory`.
    #[must_use]
    pub fn whole(mut self, directory: &Directory) -> String {
        std::iter::from_fn(|| self.next(directory)).collect()
    }
}

fn push_text(piece: &mut String, text: &str) {
    if text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | 0..b' ')) {
        piece.push_str(&serde_json::to_string(text).unwrap_or_default());
    } else {
        piece.push('"');
        piece.push_str(text);
        piece.push('"');
    }
}
