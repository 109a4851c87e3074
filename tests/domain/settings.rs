//! Property: sets of keys are sets, and settings copied or compared by them equal the model's.

use std::collections::BTreeSet;

use conversation_settings::domain::{Audience, Frequency, Keys, Language, Participation, Settings};
use proptest::{collection::vec, option, prelude::*, sample::Index};

use super::generated::{audience, choice};

const FREQUENCY: Key = (0, 0);
const LANGUAGE: Key = (1, 0);

/// The frequency, the language, or (audience, dossier).
type Key = (usize, usize);

fn participation(audience: Audience, position: usize) -> Key {
    (2 + audience as usize, position)
}

#[derive(Clone, Debug, PartialEq)]
struct Model {
    frequency: Option<Frequency>,
    language: Option<Language>,
    choices: [Vec<Option<bool>>; 2],
}

impl Model {
    fn settings(&self, len: usize) -> Settings {
        let mut participation = Participation::new(len);
        for audience in Audience::ALL {
            for position in 0..len {
                participation.choose(audience, position, self.choices[audience as usize][position]);
            }
        }
        Settings { frequency: self.frequency, language: self.language.clone(), participation }
    }

    fn copy(&mut self, other: &Self, keys: &BTreeSet<Key>) {
        for &(kind, position) in keys {
            match (kind, position) {
                FREQUENCY => self.frequency = other.frequency,
                LANGUAGE => self.language = other.language.clone(),
                (kind, position) => self.choices[kind - 2][position] = other.choices[kind - 2][position],
            }
        }
    }

    fn differing(&self, other: &Self, len: usize) -> BTreeSet<Key> {
        let mut keys = BTreeSet::new();
        if self.frequency != other.frequency {
            keys.insert(FREQUENCY);
        }
        if self.language != other.language {
            keys.insert(LANGUAGE);
        }
        for audience in Audience::ALL {
            let of = |model: &Self, position: usize| model.choices[audience as usize][position];
            let positions = (0..len).filter(|&position| of(self, position) != of(other, position));
            keys.extend(positions.map(|position| participation(audience, position)));
        }
        keys
    }
}

fn model() -> impl Strategy<Value = Model> {
    let frequency = option::of(prop::sample::select(Frequency::ALL.to_vec()));
    let language = option::of(prop::sample::select(vec!["fr", "nl", "de-BE"]));
    let choices = || vec(choice(), 150);
    (frequency, language, choices(), choices()).prop_map(|(frequency, language, first, second)| Model {
        frequency,
        language: language.and_then(Language::parse),
        choices: [first, second],
    })
}

#[derive(Clone, Debug)]
struct SomeKeys {
    frequency: bool,
    language: bool,
    participation: Vec<(Audience, Index)>,
}

fn some_keys() -> impl Strategy<Value = SomeKeys> {
    (any::<bool>(), any::<bool>(), vec((audience(), any::<Index>()), 0..40))
        .prop_map(|(frequency, language, participation)| SomeKeys { frequency, language, participation })
}

impl SomeKeys {
    fn as_set(&self, len: usize) -> BTreeSet<Key> {
        let mut set = BTreeSet::new();
        if self.frequency {
            set.insert(FREQUENCY);
        }
        if self.language {
            set.insert(LANGUAGE);
        }
        let rows = self.participation.iter().filter(|_| len > 0);
        set.extend(rows.map(|(audience, at)| participation(*audience, at.index(len))));
        set
    }
}

/// The keys of a set, put together from single ones.
fn keys(len: usize, set: &BTreeSet<Key>) -> Keys {
    let mut keys = Keys::none(len);
    for &(kind, position) in set {
        match (kind, position) {
            FREQUENCY => keys.frequency = true,
            LANGUAGE => keys.language = true,
            (kind, position) => keys.insert_all(&Keys::one(len, Audience::ALL[kind - 2], position)),
        }
    }
    keys
}

fn check(actual: &Keys, len: usize, expected: &BTreeSet<Key>) {
    assert_eq!(*actual, keys(len, expected));
    assert_eq!(actual.len(), expected.len());
    assert_eq!(actual.is_empty(), expected.is_empty());
    assert_eq!(actual.frequency, expected.contains(&FREQUENCY));
    assert_eq!(actual.language, expected.contains(&LANGUAGE));
    for audience in Audience::ALL {
        for position in 0..len {
            let there = actual.participation[audience].contains(position);
            assert_eq!(there, expected.contains(&participation(audience, position)));
        }
    }
}

/// Around multiples of the word sizes.
fn len() -> impl Strategy<Value = usize> {
    prop_oneof![Just(0), 1..=12usize, 31..=33usize, 63..=65usize, 127..=129usize, 0..=150usize]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn keys_are_a_set(len in len(), some in some_keys(), other in some_keys()) {
        let (some, other) = (some.as_set(len), other.as_set(len));
        check(&Keys::none(len), len, &BTreeSet::new());
        check(&keys(len, &some), len, &some);

        let (mut union, mut difference, mut common) = (keys(len, &some), keys(len, &some), keys(len, &some));
        union.insert_all(&keys(len, &other));
        difference.remove_all(&keys(len, &other));
        common.retain_all(&keys(len, &other));
        check(&union, len, &some.union(&other).copied().collect());
        check(&difference, len, &some.difference(&other).copied().collect());
        check(&common, len, &some.intersection(&other).copied().collect());

        // Keys made before the number of dossiers is known.
        let mut early = Keys::default();
        early.insert_all(&keys(len, &some));
        check(&early, len, &some);
        let mut late = keys(len, &some);
        late.remove_all(&Keys::default());
        check(&late, len, &some);
        late.retain_all(&Keys::default());
        check(&late, len, &BTreeSet::new());
    }

    #[test]
    fn settings_take_over_exactly_the_named_keys(
        len in len(), some in model(), other in model(), named in some_keys(),
    ) {
        let (mut expected, named) = (some.clone(), named.as_set(len));
        expected.copy(&other, &named);
        let mut actual = some.settings(len);
        actual.copy_from(&other.settings(len), &keys(len, &named));
        prop_assert_eq!(&actual, &expected.settings(len));

        // And exactly those among them differ now that differed before.
        let changed = some.differing(&other, len).intersection(&named).copied().collect();
        check(&actual.differing(&some.settings(len)), len, &changed);
    }

    #[test]
    fn what_differs_is_what_has_to_be_copied(len in len(), some in model(), other in model()) {
        let (mut actual, target) = (some.settings(len), other.settings(len));
        let differing = actual.differing(&target);
        check(&differing, len, &some.differing(&other, len));
        prop_assert_eq!(&differing, &target.differing(&actual));

        actual.copy_from(&target, &differing);
        prop_assert_eq!(&actual, &target);
        check(&actual.differing(&target), len, &BTreeSet::new());
        actual.copy_from(&some.settings(len), &differing);
        prop_assert_eq!(&actual, &some.settings(len), "undone");
    }
}

#[test]
fn new_settings_hold_no_choice() {
    let settings = Settings::new(70);
    assert_eq!((settings.frequency, &settings.language), (None, &None));
    assert_eq!(settings.participation, Participation::new(70));
    assert!(settings.differing(&Settings::new(70)).is_empty());
}
