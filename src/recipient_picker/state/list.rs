//! The list of candidates: open or not, filtered by what was typed, one of them highlighted.

use super::State;
use super::people::position;
use super::selection::Change;
use crate::domain::{Candidate, FoldUnicode, fold};

impl State {
    /// What was typed.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Something was typed: the list opens on what matches, the first of it highlighted.
    pub fn filter(&mut self, text: &str, fold_unicode: FoldUnicode) {
        text.clone_into(&mut self.query);
        self.folded = fold(text, fold_unicode);
        self.open = self.loaded;
        self.in_list = false;
        self.find_matches();
        self.active = if self.query.trim().is_empty() { None } else { self.shown(0) };
    }

    /// The candidates in the list.
    pub fn matches(&self) -> impl ExactSizeIterator<Item = &Candidate<u32>> + '_ {
        self.matches.iter().map(|&place| &self.candidates[place as usize])
    }

    /// The candidate in the list at this place.
    #[must_use]
    pub fn matching(&self, place: usize) -> Option<&Candidate<u32>> {
        self.matches.get(place).map(|&place| &self.candidates[place as usize])
    }

    /// Whether the list is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens the list.
    pub fn open(&mut self) {
        self.open = self.loaded;
    }

    /// Closes the list.
    pub fn close(&mut self) {
        self.open = false;
        self.active = None;
        self.in_list = false;
    }

    /// The focus left the picker: the list closes, and no half-typed name is left in the field.
    pub fn leave(&mut self) {
        self.query.clear();
        self.folded.clear();
        self.find_matches();
        self.close();
    }

    /// The highlighted place in the list.
    #[must_use]
    pub fn active(&self) -> Option<usize> {
        let active = self.active?;
        self.matches().position(|candidate| candidate.person == active)
    }

    /// Picks with the pointer: the highlight follows, so that arrow keys go on from there.
    pub fn pick(&mut self, place: usize) -> Option<Change> {
        let person = self.shown(place)?;
        self.active = Some(person);
        self.in_list = true;
        self.toggle(person)
    }

    pub(super) fn shown(&self, place: usize) -> Option<u32> {
        self.matching(place).map(|candidate| candidate.person)
    }

    pub(super) fn find_matches(&mut self) {
        let words: Vec<&str> = self.folded.split_whitespace().collect();
        self.matches = (0..position(self.candidates.len()))
            .filter(|&place| {
                let person = self.candidates[place as usize].person;
                words.iter().all(|word| self.people[person as usize].folded.contains(word))
            })
            .collect();
    }
}
