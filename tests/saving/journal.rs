//! Taking back one change of many: exactly what it was before, of that which nothing has changed since.

use proptest::prelude::*;

use super::basics::{key, uniform, value};
use crate::domain::{Audience, Key, Keys, Patch, Settings};
use crate::reducer::Journal;

const LEN: usize = 3;

proptest! {
    /// Of the keys that a change touched, those that still have its value get back the one from before it;
    /// the others are named and left alone, and so is everything else.
    #[test]
    fn one_change_is_taken_back_whatever_came_after(
        edits in prop::collection::vec((any::<u8>(), any::<u8>()), 1..20),
        chosen in any::<prop::sample::Index>(),
    ) {
        let mut journal = Journal::default();
        let mut settings = Settings::new(LEN);
        let mut made = Vec::new();
        for (mask, number) in edits {
            let mut keys = Keys::none(LEN);
            (0..8u8).filter(|bit| mask >> bit & 1 != 0).for_each(|bit| keys.insert(key(LEN, bit)));
            let patch = Patch { keys, values: uniform(LEN, number) };
            let before = settings.clone();
            journal.record(&before, &patch, number, f64::from(number));
            settings.copy_from(&patch.values, &patch.keys);
            if (0..8).any(|bit| !before.agrees(&settings, key(LEN, bit))) {
                made.push((before, settings.clone()));
            }
        }
        prop_assert_eq!(journal.entries().count(), made.len());
        if made.is_empty() {
            return Ok(());
        }
        let place = chosen.index(made.len());
        let (before, after) = &made[place];
        let number = journal.entries().nth(made.len() - 1 - place).expect("as many as were made").number;

        let back = journal.revert(number, &settings).expect("it is there");
        let mut reverted = settings.clone();
        reverted.copy_from(&back.patch.values, &back.patch.keys);
        for bit in 0..8 {
            let key = key(LEN, bit);
            let touched = !before.agrees(after, key);
            let since = !settings.agrees(after, key);
            let expected = if touched && !since { before } else { &settings };
            prop_assert_eq!(value(&reverted, key), value(expected, key));
            prop_assert_eq!(back.skipped.contains(key), touched && since);
        }
    }
}

#[test]
fn an_entry_says_what_was_before_and_after() {
    let mut journal = Journal::default();
    let mut settings = Settings::new(LEN);
    settings.participation.choose(Audience::Entrepreneur, 1, Some(true));
    let mut patch = Patch::choice(LEN, Audience::Accountant, 2, Some(false));
    patch.keys.insert(Key::Participation(Audience::Entrepreneur, 1));
    journal.record(&settings, &patch, "some", 7.0);
    let entry = journal.entries().next().expect("a change");
    let choices: Vec<_> = entry
        .step
        .choices()
        .map(|(audience, position, change)| (audience, position, change.before, change.after))
        .collect();
    assert_eq!(
        choices,
        [(Audience::Entrepreneur, 1, Some(true), None), (Audience::Accountant, 2, None, Some(false))]
    );
    assert_eq!((entry.at, entry.step.cause), (7.0, "some"));
}

#[test]
fn the_oldest_are_forgotten() {
    let mut journal = Journal::default();
    let settings = Settings::new(LEN);
    for step in 0..1000 {
        journal.record(&settings, &Patch::choice(LEN, Audience::Accountant, 0, Some(true)), step, 0.0);
    }
    let kept: Vec<i32> = journal.entries().map(|entry| entry.step.cause).collect();
    assert!((50..1000).contains(&kept.len()));
    assert_eq!(kept[0], 999);
    assert!(journal.revert(1, &settings).is_none());
}
