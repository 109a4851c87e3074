//! Reading the table back: what it would change, and which lines were not understood.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use fixedbitset::FixedBitSet;

use super::Wording;
use super::writing::original_id;
use crate::domain::{Audience, Directory, Keys, Patch, PerAudience, Settings, fold_latin};

/// What separates cells in the languages of the screen, and in what is copied out of a spreadsheet.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];

/// The text has no line that names a column of ids and one for a kind of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTable;

/// A line that was not understood: nothing of it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its number in the file, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has more or fewer cells than the first line.
    Cells,
    /// There is no dossier with this id.
    UnknownDossier(String),
    /// An earlier line was about the same dossier.
    Twice(usize),
    /// A cell says neither yes nor no nor default.
    NoChoice(Audience, String),
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Import {
    /// What would change.
    pub patch: Patch,
    /// How many lines were understood.
    pub understood: usize,
    /// Those that were not, in order.
    pub faults: Vec<Fault>,
}

/// Reads a table, some lines at a time.
pub struct Reading {
    records: Records,
    columns: Columns,
    choices: Vec<(String, Option<bool>)>,
    /// The line that was about each dossier; 0 for none.
    lines: Vec<usize>,
    values: Settings,
    understood: usize,
    faults: Vec<Fault>,
}

/// Where the cells that matter are.
struct Columns {
    count: usize,
    id: usize,
    audiences: Vec<(Audience, usize)>,
}

impl Reading {
    /// Looks at the first line of `text`, in any of these languages. Only choices for `audiences` are read.
    ///
    /// # Errors
    /// When it is not the first line of such a table.
    pub fn new(
        text: String,
        directory: &Directory,
        audiences: &[Audience],
        wordings: &[Wording],
    ) -> Result<Self, NoTable> {
        let mut bytes = text.into_bytes();
        if bytes.starts_with("\u{feff}".as_bytes()) {
            bytes.drain(..3);
        }
        for separator in SEPARATORS {
            let mut records = Records::new(bytes, separator);
            // "sep=;": how some tell Excel the separator.
            let mut header = records.next().map(|(_, cells)| cells);
            if header.as_ref().is_some_and(|cells| cells[0].starts_with("sep=")) {
                header = records.next().map(|(_, cells)| cells);
            }
            if let Some(columns) = header.and_then(|cells| Columns::find(&cells, audiences, wordings)) {
                let each = |wording: &Wording| {
                    [Some(true), Some(false), None].map(|choice| (plain(wording.choice(choice)), choice))
                };
                return Ok(Self {
                    records,
                    columns,
                    choices: wordings.iter().flat_map(each).collect(),
                    lines: vec![0; directory.len()],
                    values: Settings::new(directory.len()),
                    understood: 0,
                    faults: Vec::new(),
                });
            }
            bytes = records.bytes;
        }
        Err(NoTable)
    }

    /// Reads up to `lines` lines more; returns whether there may be others.
    pub fn advance(&mut self, directory: &Directory, lines: usize) -> bool {
        for _ in 0..lines {
            let Some((line, cells)) = self.records.next() else { return false };
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            match self.read_line(directory, line, &cells) {
                Ok(()) => self.understood += 1,
                Err(why) => self.faults.push(Fault { line, why }),
            }
        }
        true
    }

    fn read_line(&mut self, directory: &Directory, line: usize, cells: &[String]) -> Result<(), Why> {
        let beyond = cells.get(self.columns.count..).unwrap_or_default();
        if cells.len() < self.columns.count || beyond.iter().any(|cell| !cell.is_empty()) {
            return Err(Why::Cells);
        }
        let id = original_id(&cells[self.columns.id]);
        let position = directory.position(id).ok_or_else(|| Why::UnknownDossier(id.to_owned()))?;
        let mut chosen = Vec::with_capacity(self.columns.audiences.len());
        for &(audience, column) in &self.columns.audiences {
            let word = plain(&cells[column]);
            let choice = self.choices.iter().find(|(known, _)| *known == word);
            let (_, choice) = choice.ok_or_else(|| Why::NoChoice(audience, cells[column].trim().to_owned()))?;
            chosen.push((audience, *choice));
        }
        match std::mem::replace(&mut self.lines[position], line) {
            0 => {}
            earlier => {
                self.lines[position] = earlier;
                return Err(Why::Twice(earlier));
            }
        }
        for (audience, choice) in chosen {
            self.values.participation.choose(audience, position, choice);
        }
        Ok(())
    }

    /// What was read, compared with the settings `now`.
    #[must_use]
    pub fn finish(self, now: &Settings) -> Import {
        let mut read = FixedBitSet::with_capacity(self.lines.len());
        read.extend((0..self.lines.len()).filter(|&position| self.lines[position] > 0));
        let participation = PerAudience::from_fn(|audience| {
            let mut changed = self.values.participation.differing(&now.participation, audience);
            if self.columns.audiences.iter().any(|(of, _)| *of == audience) {
                changed.intersect_with(&read);
            } else {
                changed.clear();
            }
            changed
        });
        let keys = Keys { participation, ..Keys::none(self.lines.len()) };
        Import { patch: Patch { keys, values: self.values }, understood: self.understood, faults: self.faults }
    }
}

impl Columns {
    fn find(header: &[String], audiences: &[Audience], wordings: &[Wording]) -> Option<Self> {
        let place = |heading: &dyn Fn(&Wording) -> &String| {
            let is_it = |cell: &String| wordings.iter().any(|wording| plain(heading(wording)) == plain(cell));
            header.iter().position(is_it)
        };
        let id = place(&|wording| &wording.id)?;
        let audiences: Vec<_> = audiences
            .iter()
            .filter_map(|&audience| Some((audience, place(&|wording| &wording.audiences[audience])?)))
            .collect();
        (!audiences.is_empty()).then_some(Self { count: header.len(), id, audiences })
    }
}

/// A word as it is compared: spreadsheets and people change capitals, accents and spaces.
fn plain(word: &str) -> String {
    let word = word.trim();
    fold_latin(word).unwrap_or_else(|| word.to_ascii_lowercase())
}

/// The lines of a text, taken apart.
struct Records {
    bytes: Vec<u8>,
    at: usize,
    line: usize,
    reader: Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl Records {
    fn new(bytes: Vec<u8>, separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        Self { bytes, at: 0, line: 1, reader, cells: vec![0; 1024], ends: vec![0; 16] }
    }

    /// The cells of the next line that is not empty, and its number.
    fn next(&mut self) -> Option<(usize, Vec<String>)> {
        while let Some(b'\r' | b'\n') = self.bytes.get(self.at) {
            self.pass(self.at + 1);
        }
        if self.at == self.bytes.len() {
            return None;
        }
        let line = self.line;
        let (mut written, mut ended) = (0, 0);
        loop {
            let (result, read, wrote, found) = self.reader.read_record(
                &self.bytes[self.at..],
                &mut self.cells[written..],
                &mut self.ends[ended..],
            );
            self.pass(self.at + read);
            written += wrote;
            ended += found;
            match result {
                // The next call is told that there is no more.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(2 * self.cells.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return None,
            }
        }
        let starts = std::iter::once(0).chain(self.ends[..ended].iter().copied());
        let cells = starts.zip(&self.ends[..ended]).map(|(start, &end)| {
            // Cells of a valid text are valid: they end at ASCII characters.
            String::from_utf8_lossy(&self.cells[start..end]).into_owned()
        });
        Some((line, cells.collect()))
    }

    fn pass(&mut self, end: usize) {
        self.line += self.bytes[self.at..end].iter().filter(|&&byte| byte == b'\n').count();
        self.at = end;
    }
}
