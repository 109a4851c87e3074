//! Undo and redo give back the exact mix, and leave alone what somebody changed since.

use proptest::prelude::*;

use super::basics::{directory, key, uniform, value};
use crate::domain::{Audience, Frequency, Key, Keys, Patch, Rows, Settings};
use crate::reducer::History;

const LEN: usize = 3;

/// What the screen does: remembers the step, then makes the edit.
fn edit(history: &mut History<&'static str>, settings: &mut Settings, patch: &Patch, cause: &'static str) {
    history.record(settings, patch, cause);
    settings.copy_from(&patch.values, &patch.keys);
}

fn choose_all(settings: &Settings, audience: Audience, participates: bool) -> Patch {
    let mut values = settings.clone();
    let mut keys = Keys::none(LEN);
    keys.participation[audience] =
        values.participation.choose_all(directory(LEN), audience, &Rows::Range(0..LEN), participates);
    Patch { keys, values }
}

#[test]
fn undo_restores_the_exact_mix_of_explicit_and_default() {
    let mut history = History::default();
    let mut settings = Settings::new(LEN);
    settings.participation.choose(Audience::Accountant, 0, Some(false));
    settings.participation.choose(Audience::Accountant, 1, Some(true));
    let before = settings.clone();

    let patch = choose_all(&settings, Audience::Accountant, true);
    edit(&mut history, &mut settings, &patch, "all");
    assert_eq!(settings.participation.choice(Audience::Accountant, 2), Some(true));

    let back = history.undo(&settings).expect("there is a step");
    assert_eq!(back.cause, "all");
    assert!(back.skipped.is_empty());
    settings.copy_from(&back.patch.values, &back.patch.keys);
    assert_eq!(settings, before);
    assert_eq!(settings.participation.choice(Audience::Accountant, 2), None, "the default, not its value");

    let forth = history.redo(&settings).expect("there is a step");
    settings.copy_from(&forth.patch.values, &forth.patch.keys);
    assert_eq!(settings.participation.choice(Audience::Accountant, 2), Some(true));
    assert!(history.redo(&settings).is_none());
}

#[test]
fn what_was_changed_since_is_skipped_and_named() {
    let mut history = History::default();
    let mut settings = Settings::new(LEN);
    let patch = choose_all(&settings, Audience::Entrepreneur, true);
    edit(&mut history, &mut settings, &patch, "all");
    // Somebody else: not a step of this history.
    settings.participation.choose(Audience::Entrepreneur, 1, Some(false));

    let back = history.undo(&settings).expect("there is a step");
    assert_eq!(back.skipped, Keys::one(LEN, Audience::Entrepreneur, 1));
    assert_eq!(back.patch.keys.len(), LEN - 1);
    settings.copy_from(&back.patch.values, &back.patch.keys);
    assert_eq!(settings.participation.choice(Audience::Entrepreneur, 1), Some(false));

    // Even if it happens to be again as before the step: it was not undone, so it is not redone.
    settings.participation.choose(Audience::Entrepreneur, 1, None);
    let forth = history.redo(&settings).expect("there is a step");
    assert!(!forth.patch.keys.contains(Key::Participation(Audience::Entrepreneur, 1)));
    assert!(forth.skipped.is_empty());
}

#[test]
fn a_step_of_which_nothing_is_left_is_named_whole_and_forgotten() {
    let mut history = History::default();
    let mut settings = Settings::new(LEN);
    edit(&mut history, &mut settings, &Patch::frequency(LEN, Some(Frequency::Daily)), "frequency");
    settings.frequency = Some(Frequency::Weekly);
    let back = history.undo(&settings).expect("there is a step");
    assert!(back.patch.keys.is_empty());
    assert!(back.skipped.frequency);
    assert!(history.redo(&settings).is_none());
}

#[test]
fn a_new_edit_ends_what_could_be_redone_and_no_edit_is_no_step() {
    let mut history = History::default();
    let mut settings = Settings::new(LEN);
    edit(&mut history, &mut settings, &Patch::frequency(LEN, None), "nothing");
    assert!(history.next_undo().is_none());

    edit(&mut history, &mut settings, &Patch::frequency(LEN, Some(Frequency::Daily)), "daily");
    let back = history.undo(&settings).expect("there is a step");
    settings.copy_from(&back.patch.values, &back.patch.keys);
    assert_eq!(history.next_redo(), Some(&"daily"));
    edit(&mut history, &mut settings, &Patch::frequency(LEN, Some(Frequency::Never)), "never");
    assert!(history.next_redo().is_none());
}

#[test]
fn at_least_fifty_steps_and_not_without_end() {
    let mut history = History::default();
    let mut settings = Settings::new(LEN);
    for step in 0..1000 {
        let choice = Some(step % 2 == 0);
        edit(&mut history, &mut settings, &Patch::choice(LEN, Audience::Accountant, 0, choice), "toggle");
    }
    let mut undone = 0;
    while let Some(back) = history.undo(&settings) {
        settings.copy_from(&back.patch.values, &back.patch.keys);
        undone += 1;
    }
    assert!((50..1000).contains(&undone), "{undone}");
}

proptest! {
    /// Any edits, undone and redone in any order, give back exactly what was there.
    #[test]
    fn all_the_way_back_and_forth(edits in prop::collection::vec((any::<u64>(), any::<u8>()), 1..40)) {
        let mut history = History::default();
        let mut settings = Settings::new(LEN);
        let mut states = vec![settings.clone()];
        for (mask, number) in edits {
            let mut keys = Keys::none(LEN);
            (0..8u8).filter(|bit| mask >> bit & 1 != 0).for_each(|bit| keys.insert(key(LEN, bit)));
            let patch = Patch { keys, values: uniform(LEN, number) };
            edit(&mut history, &mut settings, &patch, "edit");
            if states.last() != Some(&settings) {
                states.push(settings.clone());
            }
        }
        for state in states.iter().rev().skip(1) {
            let back = history.undo(&settings).expect("there is a step for each change");
            prop_assert!(back.skipped.is_empty());
            settings.copy_from(&back.patch.values, &back.patch.keys);
            prop_assert_eq!(&settings, state);
        }
        prop_assert!(history.undo(&settings).is_none());
        for state in &states[1..] {
            let forth = history.redo(&settings).expect("there is a step for each change");
            settings.copy_from(&forth.patch.values, &forth.patch.keys);
            for number in 0..8 {
                let key = key(LEN, number);
                prop_assert_eq!(value(&settings, key), value(state, key));
            }
        }
    }
}
