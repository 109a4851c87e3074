//! Property: sets of keys are sets, and settings copied or compared by them equal the model's.

use std::collections::BTreeSet;

use conversation_settings::domain::{Audience, Frequency, Key, Keys, Language, Participation, Patch, Settings};
use proptest::{collection::vec, option, prelude::*, sample::Index};

use super::generated::{audience, choice};

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
        for &key in keys {
            match key {
                Key::Frequency => self.frequency = other.frequency,
                Key::Language => self.language = other.language.clone(),
                Key::Participation(audience, position) => {
                    let audience = audience as usize;
                    self.choices[audience][position] = other.choices[audience][position];
                }
            }
        }
    }

    fn differing(&self, other: &Self, len: usize) -> BTreeSet<Key> {
        let mut keys = BTreeSet::new();
        if self.frequency != other.frequency {
            keys.insert(Key::Frequency);
        }
        if self.language != other.language {
            keys.insert(Key::Language);
        }
        for audience in Audience::ALL {
            let of = |model: &Self, position: usize| model.choices[audience as usize][position];
            let positions = (0..len).filter(|&position| of(self, position) != of(other, position));
            keys.extend(positions.map(|position| Key::Participation(audience, position)));
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
            set.insert(Key::Frequency);
        }
        if self.language {
            set.insert(Key::Language);
        }
        let rows = self.participation.iter().filter(|_| len > 0);
        set.extend(rows.map(|(audience, at)| Key::Participation(*audience, at.index(len))));
        set
    }
}

/// The keys of a set, put together from single ones.
fn keys(len: usize, set: &BTreeSet<Key>) -> Keys {
    let mut keys = Keys::none(len);
    for &key in set {
        match key {
            Key::Frequency => keys.frequency = true,
            Key::Language => keys.language = true,
            Key::Participation(audience, position) => keys.insert_all(&Keys::one(len, audience, position)),
        }
    }
    keys
}

fn check(actual: &Keys, len: usize, expected: &BTreeSet<Key>) {
    assert_eq!(*actual, keys(len, expected));
    assert_eq!(actual.len(), expected.len());
    assert_eq!(actual.is_empty(), expected.is_empty());
    assert!(actual.iter().eq(expected.iter().copied()));
    assert_eq!(actual.frequency, expected.contains(&Key::Frequency));
    assert_eq!(actual.language, expected.contains(&Key::Language));
    assert_eq!(actual.contains(Key::Frequency), actual.frequency);
    assert_eq!(actual.contains(Key::Language), actual.language);
    for audience in Audience::ALL {
        for position in 0..=len {
            let key = Key::Participation(audience, position);
            assert_eq!(actual.contains(key), expected.contains(&key));
            assert_eq!(actual.participation[audience].contains(position), expected.contains(&key));
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

        let mut one_by_one = keys(len, &some);
        other.iter().for_each(|&key| one_by_one.insert(key));
        prop_assert_eq!(one_by_one, union);
        check(&keys(len, &some).emptied(), len, &BTreeSet::new());

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
    fn the_first_keys_are_the_first_in_order(len in len(), some in some_keys(), limit in 0..50usize) {
        let some = some.as_set(len);
        let first = keys(len, &some).first(limit);
        check(&first, len, &some.iter().take(limit).copied().collect());

        // Batch by batch, every key is sent once.
        let (mut rest, mut sent) = (keys(len, &some), Vec::new());
        while !rest.is_empty() {
            let batch = rest.first(limit + 1);
            sent.extend(batch.iter());
            rest.remove_all(&batch);
        }
        prop_assert!(sent.iter().eq(&some));
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
        let rows = Audience::ALL.into_iter().flat_map(|audience| {
            (0..len).map(move |position| Key::Participation(audience, position))
        });
        for key in [Key::Frequency, Key::Language].into_iter().chain(rows) {
            prop_assert_eq!(actual.agrees(&target, key), !differing.contains(key));
        }

        actual.copy_from(&target, &differing);
        prop_assert_eq!(&actual, &target);
        check(&actual.differing(&target), len, &BTreeSet::new());
        actual.copy_from(&some.settings(len), &differing);
        prop_assert_eq!(&actual, &some.settings(len), "undone");
    }
}

#[test]
fn a_patch_holds_one_key_and_its_value() {
    let daily = Patch::frequency(70, Some(Frequency::Daily));
    check(&daily.keys, 70, &BTreeSet::from([Key::Frequency]));
    assert_eq!(daily.values, Settings { frequency: Some(Frequency::Daily), ..Settings::new(70) });
    assert_eq!(Patch::frequency(70, None).values, Settings::new(70));

    let dutch = Patch::language(70, Language::parse("nl"));
    check(&dutch.keys, 70, &BTreeSet::from([Key::Language]));
    assert_eq!(dutch.values, Settings { language: Language::parse("nl"), ..Settings::new(70) });
    assert_eq!(Patch::language(70, None).keys, dutch.keys);

    for choice in [None, Some(false), Some(true)] {
        let patch = Patch::choice(70, Audience::Entrepreneur, 69, choice);
        check(&patch.keys, 70, &BTreeSet::from([Key::Participation(Audience::Entrepreneur, 69)]));
        let mut values = Settings::new(70);
        values.participation.choose(Audience::Entrepreneur, 69, choice);
        assert_eq!(patch.values, values);
    }
}

#[test]
fn new_settings_hold_no_choice() {
    let settings = Settings::new(70);
    assert_eq!((settings.frequency, &settings.language), (None, &None));
    assert_eq!(settings.participation, Participation::new(70));
    assert!(settings.differing(&Settings::new(70)).is_empty());
}
