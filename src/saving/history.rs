//! Undo and redo.
//!
//! A step remembers, for each key that it changed, the exact value before and after, default or explicit.
//! Undoing it is an edit like any other: it gives back those keys that still are as the step left them, and
//! names the others, which somebody changed since. Nothing here knows whether anything was saved.

use std::collections::VecDeque;

use fixedbitset::Block;

use crate::domain::{Audience, Frequency, Key, Keys, Language, Patch, PerAudience, Settings};

/// How many steps can be undone; the oldest are forgotten first. A step takes memory for the words of bits
/// that it changed: a bulk change of 50,000 dossiers about 60 kB, a single one next to nothing.
const STEPS: usize = 100;

/// The steps that can be undone and redone, each with what it was (`C`): for the words on the screen.
#[derive(Clone, Debug)]
pub struct History<C> {
    done: VecDeque<Step<C>>,
    undone: Vec<Step<C>>,
}

/// A step back, or forth again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back<C> {
    /// The edit to make; empty when every key was changed since.
    pub patch: Patch,
    /// The keys that were changed since and are left alone.
    pub skipped: Keys,
    /// What the step was.
    pub cause: C,
}

/// What an edit changed: for each key, the value before and after.
#[derive(Clone, Debug)]
pub struct Step<C> {
    /// The frequency, if that was changed.
    pub frequency: Option<Change<Option<Frequency>>>,
    /// The language, if that was changed.
    pub language: Option<Change<Option<Language>>>,
    rows: PerAudience<Vec<Word>>,
    /// What the edit was.
    pub cause: C,
}

/// A value before an edit, and after it.
#[derive(Clone, Debug)]
pub struct Change<T> {
    /// Before.
    pub before: T,
    /// After.
    pub after: T,
}

/// The changes in one word of dossier positions.
#[derive(Clone, Debug)]
struct Word {
    index: usize,
    /// Which positions changed.
    changed: Block,
    before: Choices,
    after: Choices,
}

/// The choices in one word of dossier positions.
#[derive(Clone, Copy, Debug)]
struct Choices {
    explicit: Block,
    value: Block,
}

#[derive(Clone, Copy)]
pub(super) enum Direction {
    Undo,
    Redo,
}

impl<C> Default for History<C> {
    fn default() -> Self {
        Self { done: VecDeque::new(), undone: Vec::new() }
    }
}

impl<C: Clone> History<C> {
    /// Remembers that `patch` is about to be applied to `before`. What was undone can then no longer be
    /// redone. Does nothing when `patch` changes nothing.
    pub fn record(&mut self, before: &Settings, patch: &Patch, cause: C) {
        let step = Step::new(before, patch, cause);
        if step.is_empty() {
            return;
        }
        self.undone.clear();
        if self.done.len() == STEPS {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }

    /// What would be undone next.
    #[must_use]
    pub fn next_undo(&self) -> Option<&C> {
        self.done.back().map(|step| &step.cause)
    }

    /// What would be redone next.
    #[must_use]
    pub fn next_redo(&self) -> Option<&C> {
        self.undone.last().map(|step| &step.cause)
    }

    /// Takes the last step back, given the settings `now`.
    pub fn undo(&mut self, now: &Settings) -> Option<Back<C>> {
        let mut step = self.done.pop_back()?;
        let back = step.go(now, Direction::Undo);
        if !step.is_empty() {
            self.undone.push(step);
        }
        Some(back)
    }

    /// Makes the step that was undone last again, given the settings `now`.
    pub fn redo(&mut self, now: &Settings) -> Option<Back<C>> {
        let mut step = self.undone.pop()?;
        let back = step.go(now, Direction::Redo);
        if !step.is_empty() {
            self.done.push_back(step);
        }
        Some(back)
    }
}

impl<C: Clone> Step<C> {
    /// Each participation that was changed, with the choice before and after it.
    pub fn choices(&self) -> impl Iterator<Item = (Audience, usize, Change<Option<bool>>)> {
        Audience::ALL.into_iter().flat_map(move |audience| {
            self.rows[audience].iter().flat_map(move |word| {
                positions(word.index, word.changed).map(move |position| {
                    let change =
                        Change { before: word.before.choice(position), after: word.after.choice(position) };
                    (audience, position, change)
                })
            })
        })
    }

    pub(super) fn new(before: &Settings, patch: &Patch, cause: C) -> Self {
        let (keys, after) = (&patch.keys, &patch.values);
        let change_of_frequency = keys.frequency && before.frequency != after.frequency;
        let change_of_language = keys.language && before.language != after.language;
        Self {
            frequency: change_of_frequency
                .then_some(Change { before: before.frequency, after: after.frequency }),
            language: change_of_language
                .then(|| Change { before: before.language.clone(), after: after.language.clone() }),
            rows: PerAudience::from_fn(|audience| {
                let words = keys.participation[audience].as_slice().iter().enumerate();
                words
                    .map(|(index, &among)| {
                        let (before, after) =
                            (Choices::of(before, audience, index), Choices::of(after, audience, index));
                        Word { index, changed: among & before.differing(after), before, after }
                    })
                    .filter(|word| word.changed != 0)
                    .collect()
            }),
            cause,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frequency.is_none()
            && self.language.is_none()
            && Audience::ALL.into_iter().all(|audience| self.rows[audience].is_empty())
    }

    /// Works out the edit that goes in `direction`, and keeps of this step only what is in that edit.
    pub(super) fn go(&mut self, now: &Settings, direction: Direction) -> Back<C> {
        let len = now.participation.len();
        let (mut skipped, mut patch) =
            (Keys::none(len), Patch { keys: Keys::none(len), values: Settings::new(len) });
        if let Some(change) = &self.frequency {
            let (from, to) = change.ends(direction);
            if now.frequency == *from {
                patch.keys.frequency = true;
                patch.values.frequency = *to;
            } else {
                skipped.frequency = true;
                self.frequency = None;
            }
        }
        if let Some(change) = &self.language {
            let (from, to) = change.ends(direction);
            if now.language == *from {
                patch.keys.language = true;
                patch.values.language.clone_from(to);
            } else {
                skipped.language = true;
                self.language = None;
            }
        }
        for audience in Audience::ALL {
            for word in &mut self.rows[audience] {
                let (from, to) = match direction {
                    Direction::Undo => (word.after, word.before),
                    Direction::Redo => (word.before, word.after),
                };
                let touched = word.changed & from.differing(Choices::of(now, audience, word.index));
                word.changed &= !touched;
                for position in positions(word.index, touched) {
                    skipped.insert(Key::Participation(audience, position));
                }
                for position in positions(word.index, word.changed) {
                    patch.keys.insert(Key::Participation(audience, position));
                    patch.values.participation.choose(audience, position, to.choice(position));
                }
            }
            self.rows[audience].retain(|word| word.changed != 0);
        }
        Back { patch, skipped, cause: self.cause.clone() }
    }
}

impl<T> Change<T> {
    /// The value that must be there now, and the one to put in its place.
    const fn ends(&self, direction: Direction) -> (&T, &T) {
        match direction {
            Direction::Undo => (&self.after, &self.before),
            Direction::Redo => (&self.before, &self.after),
        }
    }
}

const BITS: usize = Block::BITS as usize;

impl Choices {
    fn of(settings: &Settings, audience: Audience, index: usize) -> Self {
        let participation = &settings.participation;
        Self {
            explicit: participation.chosen(audience).as_slice()[index],
            value: participation.accepted(audience).as_slice()[index],
        }
    }

    const fn differing(self, other: Self) -> Block {
        (self.explicit ^ other.explicit) | (self.value ^ other.value)
    }

    const fn choice(self, position: usize) -> Option<bool> {
        let bit = 1 << (position % BITS);
        if self.explicit & bit == 0 { None } else { Some(self.value & bit != 0) }
    }
}

/// The positions whose bits are set in the word at `index`.
fn positions(index: usize, bits: Block) -> impl Iterator<Item = usize> {
    (0..BITS).filter(move |bit| bits >> bit & 1 != 0).map(move |bit| index * BITS + bit)
}
