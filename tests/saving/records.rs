//! The outbox as it is on the disk: by ids, versioned, and never thrown away unread.

use std::collections::BTreeMap;

use super::basics::{all_keys, directory, owner, uniform, value};
use super::device::written;
use crate::domain::{Audience, DirectoryBuilder, Frequency, Key, Keys, Patch, Settings};
use crate::reducer::{Change, Effect, Event, Outbox, Record, Restored, Stamp, State, TabId, Unreadable, step};

const LEN: usize = 2;
const STAMP: Stamp = Stamp { clock: 7, tab: TabId(9) };

/// The text of these values of these keys.
fn text(keys: &Keys, values: &Settings) -> String {
    Record::text(&owner(0), STAMP, Patch { keys: keys.clone(), values: values.clone() }).whole(directory(LEN))
}

fn record(keys: &Keys, values: &Settings) -> Record {
    Record::from_json(&text(keys, values)).expect("this version wrote it")
}

#[test]
fn every_kind_of_value_comes_back() {
    for number in 0..3 {
        let values = uniform(LEN, number);
        let keys = all_keys(LEN);
        let read = record(&keys, &values);
        assert_eq!(read.to_json(), text(&keys, &values), "also when its dossiers are absent");
        let restored = read.restore(&owner(0), directory(LEN)).expect("it is theirs");
        assert_eq!(restored, Restored { patch: Patch { keys, values }, stamp: STAMP, absent: None });
    }
}

#[test]
fn what_was_not_edited_is_not_in_it() {
    let keys = Keys::one(LEN, Audience::Accountant, 1);
    let json = text(&keys, &uniform(LEN, 1));
    assert_eq!(
        json,
        r#"{"schema":1,"owner":{"tenant":"firm","person":"p-0"},"stamp":{"clock":7,"tab":9},"participation":{"dos-1":{"accountant":true}}}"#
    );
    let restored = record(&keys, &uniform(LEN, 1)).restore(&owner(0), directory(LEN)).expect("it is theirs");
    assert_eq!(restored.patch.keys, keys);
}

#[test]
fn dossiers_that_are_not_in_the_directory_are_kept() {
    let record = record(&all_keys(LEN), &uniform(LEN, 2));
    let mut builder = DirectoryBuilder::new("p-0", str::to_owned);
    builder.start_licence();
    builder.dossier::<&str>("dos-9", "", "", &[]).expect("there is no other");
    builder.dossier::<&str>("dos-1", "", "", &[]).expect("ids differ");
    let other = builder.build();

    let restored = record.restore(&owner(0), &other).expect("it is theirs");
    let moved = Key::Participation(Audience::Entrepreneur, 1);
    assert!(restored.patch.keys.contains(moved), "found by its id at its new place");
    assert!(!restored.patch.keys.contains(Key::Participation(Audience::Entrepreneur, 0)));
    let absent = restored.absent.expect("dos-0 is not there");
    assert!(restored.patch.keys.frequency);

    // The dossier is back: so is the edit, and nothing else.
    let restored = absent.restore(&owner(0), directory(LEN)).expect("it is theirs");
    let mut keys = Keys::one(LEN, Audience::Entrepreneur, 0);
    keys.insert(Key::Participation(Audience::Accountant, 0));
    assert_eq!(restored.patch.keys, keys);
    assert_eq!(restored.stamp, STAMP);
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    let record = record(&all_keys(LEN), &uniform(LEN, 1));
    assert_eq!(record.restore(&owner(1), directory(LEN)), Err(Unreadable::NotTheirs));
    let mut elsewhere = owner(0);
    elsewhere.tenant = "another".into();
    assert_eq!(record.restore(&elsewhere, directory(LEN)), Err(Unreadable::NotTheirs));

    let json = record.to_json();
    let later = json.replace(r#""schema":1"#, r#""schema":2"#);
    assert_eq!(Record::from_json(&later), Err(Unreadable::Schema(2)));
    for junk in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"schema":1}"#,
        &json.replace("daily", "fortnightly"),
        &json.replace("frequency", "favourite"),
        &json.replace("accountant", "notary"),
        &json[..json.len() - 1],
    ] {
        assert!(matches!(Record::from_json(junk), Err(Unreadable::Malformed(_))), "{junk}");
    }
}

/// What a transaction leaves on the disk.
fn make(disk: &mut BTreeMap<u64, String>, outbox: &Outbox, state: &State, changes: &[Change]) {
    for change in written(outbox, state, changes, directory(LEN)) {
        match change {
            (number, Some(json)) => drop(disk.insert(number, json)),
            (number, None) => drop(disk.remove(&number)),
        }
    }
}

/// Everything that the disk would give back, each key's last value.
fn content(disk: &BTreeMap<u64, String>) -> (Keys, Settings) {
    let (mut keys, mut values) = (Keys::none(LEN), Settings::new(LEN));
    for json in disk.values() {
        let record = Record::from_json(json).expect("it was written here");
        let restored = record.restore(&owner(0), directory(LEN)).expect("it is theirs");
        keys.insert_all(&restored.patch.keys);
        values.copy_from(&restored.patch.values, &restored.patch.keys);
    }
    (keys, values)
}

fn store(state: &mut State, outbox: &mut Outbox, patch: Patch) -> Vec<Change> {
    let effects = step(state, Event::Edited(patch));
    let store = effects.into_iter().find_map(|effect| match effect {
        Effect::Store { write, forget } => Some((write, forget)),
        _ => None,
    });
    let (write, forget) = store.expect("an edit is stored");
    outbox.store(state, &write, &forget)
}

#[test]
fn what_is_written_again_as_a_whole_is_not_kept_twice() {
    let mut state = State::new(owner(0), STAMP, Settings::new(LEN), Some("e".into()));
    let (mut outbox, mut disk) = (Outbox::default(), BTreeMap::new());
    let mut edit = |choices: [Option<bool>; LEN], stored: bool| {
        let mut patch = Patch::choice(LEN, Audience::Accountant, 0, choices[0]);
        for (position, choice) in choices.into_iter().enumerate().filter(|(_, choice)| choice.is_some()) {
            patch.keys.insert(Key::Participation(Audience::Accountant, position));
            patch.values.participation.choose(Audience::Accountant, position, choice);
        }
        let changes = store(&mut state, &mut outbox, patch);
        if stored {
            make(&mut disk, &outbox, &state, &changes);
            outbox.stored();
            step(&mut state, Event::Stored);
        } else {
            step(&mut state, Event::StorageFailed);
        }
        let mut kept: Vec<usize> = Vec::new();
        kept.extend(disk.values().map(|json| json.matches("accountant").count()));
        (changes.len(), kept)
    };
    assert_eq!(edit([Some(true), None], true), (1, vec![1]));
    assert_eq!(edit([Some(false), Some(false)], true), (2, vec![2]), "the one before is no more");
    assert_eq!(edit([Some(true), None], true), (1, vec![2, 1]), "only a part of it is written again");
    // What is under way may yet be made.
    assert_eq!(edit([Some(false), Some(false)], false), (3, vec![2, 1]));
    assert_eq!(edit([Some(true), Some(true)], true).1, vec![2, 2]);
}

#[test]
fn an_edit_writes_only_itself_and_the_last_one_counts() {
    let mut state = State::new(owner(0), STAMP, Settings::new(LEN), Some("e".into()));
    let (mut outbox, mut disk) = (Outbox::default(), BTreeMap::new());
    for (choice, made) in [(Some(true), 1), (Some(false), 2)] {
        let patch = Patch::choice(LEN, Audience::Accountant, 0, choice);
        let changes = store(&mut state, &mut outbox, patch);
        assert_eq!(changes.len(), made);
        make(&mut disk, &outbox, &state, &changes);
        outbox.stored();
        step(&mut state, Event::Stored);
    }
    let (keys, values) = content(&disk);
    assert_eq!(keys, Keys::one(LEN, Audience::Accountant, 0));
    assert_eq!(values.participation.choice(Audience::Accountant, 0), Some(false));
    let changes = outbox.store(&state, &Keys::none(LEN), &keys);
    make(&mut disk, &outbox, &state, &changes);
    assert!(disk.is_empty());
}

#[test]
fn a_transaction_that_failed_is_made_up_for_by_the_next() {
    let mut state = State::new(owner(0), STAMP, Settings::new(LEN), Some("e".into()));
    let (mut outbox, mut disk) = (Outbox::default(), BTreeMap::new());
    let lost = store(&mut state, &mut outbox, Patch::frequency(LEN, Some(Frequency::Daily)));
    assert!(!lost.is_empty());
    step(&mut state, Event::StorageFailed);
    assert!(state.storage_failed());
    assert!(state.unstored().frequency, "closing the tab would lose it");

    let patch = Patch::choice(LEN, Audience::Accountant, 1, Some(false));
    let changes = store(&mut state, &mut outbox, patch);
    make(&mut disk, &outbox, &state, &changes);
    outbox.stored();
    step(&mut state, Event::Stored);
    let (keys, values) = content(&disk);
    assert_eq!(keys.len(), 2);
    assert_eq!(value(&values, Key::Frequency), value(state.desired(), Key::Frequency));
    assert!(state.unstored().is_empty());
}
