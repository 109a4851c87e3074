//! What was changed in this session: to look at, and to take back one by one, whatever came after.

use std::collections::VecDeque;

use super::Back;
use super::history::{Direction, Step};
use crate::domain::{Patch, Settings};

/// So many changes are kept; the oldest are forgotten first.
const ENTRIES: usize = 100;

/// The changes made in this session, each with what it was (`C`).
#[derive(Clone, Debug)]
pub struct Journal<C> {
    entries: VecDeque<Entry<C>>,
    last: u32,
}

/// A change in the journal.
#[derive(Clone, Debug)]
pub struct Entry<C> {
    /// Names it in this journal.
    pub number: u32,
    /// When, as whoever recorded it tells the time.
    pub at: f64,
    /// What was changed.
    pub step: Step<C>,
}

impl<C> Default for Journal<C> {
    fn default() -> Self {
        Self { entries: VecDeque::new(), last: 0 }
    }
}

impl<C: Clone> Journal<C> {
    /// Notes that `patch` is about to be applied to `before`; nothing when it changes nothing.
    pub fn record(&mut self, before: &Settings, patch: &Patch, cause: C, at: f64) {
        let step = Step::new(before, patch, cause);
        if step.is_empty() {
            return;
        }
        if self.entries.len() == ENTRIES {
            self.entries.pop_front();
        }
        self.last += 1;
        self.entries.push_back(Entry { number: self.last, at, step });
    }

    /// The changes, the latest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry<C>> {
        self.entries.iter().rev()
    }

    /// The edit that takes a change back, given the settings `now`: each of its keys that still is as the
    /// change left it becomes what it was before, a choice or the default.
    #[must_use]
    pub fn revert(&self, number: u32, now: &Settings) -> Option<Back<C>> {
        let entry = self.entries.iter().find(|entry| entry.number == number)?;
        Some(entry.step.clone().go(now, Direction::Undo))
    }
}
