//! Writing the table.

use std::ops::Range;

use super::Wording;
use crate::domain::{Audience, Directory, Participation};

/// What tells Excel that the text is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A cell that starts with one of these is a formula to a spreadsheet.
pub(super) const STARTS_A_FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r'];

/// Writes the first line, with columns for these kinds of question.
pub fn write_header(wording: &Wording, audiences: &[Audience], out: &mut String) {
    out.push(BYTE_ORDER_MARK);
    let fixed = [&wording.licence, &wording.number, &wording.name, &wording.id];
    let columns = audiences.iter().map(|&audience| &wording.audiences[audience]);
    write_line(fixed.into_iter().chain(columns).map(String::as_str), wording.separator, out);
}

/// Writes the lines of the dossiers at `positions`.
pub fn write_rows(
    directory: &Directory,
    participation: &Participation,
    wording: &Wording,
    audiences: &[Audience],
    positions: Range<usize>,
    out: &mut String,
) {
    for position in positions {
        let licence = &directory.licences()[directory.licence_of(position)].name;
        let id = harmless_id(directory.id(position));
        let [licence, number, name] =
            [licence, directory.number(position), directory.name(position)].map(harmless);
        let fixed = [&*licence, &*number, &*name, &*id];
        let choices =
            audiences.iter().map(|&audience| wording.choice(participation.choice(audience, position)));
        write_line(fixed.into_iter().chain(choices), wording.separator, out);
    }
}

/// The text as no spreadsheet takes it for a formula.
fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(STARTS_A_FORMULA) { format!("'{text}").into() } else { text.into() }
}

/// The same for an id, so that [`original_id`] can tell what it was.
fn harmless_id(id: &str) -> std::borrow::Cow<'_, str> {
    if id.starts_with('\'') { format!("'{id}").into() } else { harmless(id) }
}

/// The id that was written like this.
pub(super) fn original_id(written: &str) -> &str {
    written.strip_prefix('\'').unwrap_or(written)
}

fn write_line<'a>(cells: impl Iterator<Item = &'a str>, separator: char, out: &mut String) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(separator);
        }
        // Whatever separates cells somewhere: a spreadsheet may take another one than ours.
        let quoted = cell.contains([';', ',', '\t', '"', '\r', '\n']) || cell.trim() != cell;
        if quoted {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}
