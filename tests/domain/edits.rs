//! Property: after any sequence of edits to any firm, every answer equals the naive model's.

use std::collections::BTreeSet;

use conversation_settings::domain::{
    Audience, Directory, Participation, Rows, Tally, TriState, candidates, count_relying_on_user,
    count_without_recipient, is_without_recipient, relies_on_user, relying_on_user, without_recipient,
};
use fixedbitset::FixedBitSet;
use proptest::{collection::vec, prelude::*, sample::Index};

use super::generated::{Scope, audience, bits, choice, choices, choices_in, directory, firm, mask, scope};
use super::model::{self, Choices, Firm};

#[derive(Clone, Debug)]
enum Edit {
    Choose(Audience, Index, Option<bool>),
    ChooseAll(Audience, Scope, bool),
    ResetAll(Audience, Scope),
    CopyFromOther(Audience, Scope),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => (audience(), any::<Index>(), choice()).prop_map(|(a, at, choice)| Edit::Choose(a, at, choice)),
        4 => (audience(), scope(), any::<bool>()).prop_map(|(a, scope, on)| Edit::ChooseAll(a, scope, on)),
        1 => (audience(), scope()).prop_map(|(a, scope)| Edit::ResetAll(a, scope)),
        1 => (audience(), scope()).prop_map(|(a, scope)| Edit::CopyFromOther(a, scope)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_answer_equals_the_models_after_any_edits(
        firm in firm(),
        other in choices(),
        mask in mask(),
        edits in vec(edit(), 0..12),
    ) {
        let directory = directory(&firm);
        let len = firm.dossiers.len();
        let other_expected = choices_in(&firm, &other);
        let other = chosen_one_by_one(len, &other_expected);
        let mask = Scope::Mask(mask);
        let (mut expected, mut actual) = (Choices::new(), Participation::new(len));
        check_all(&firm, &directory, &mask, &expected, &actual);

        for edit in edits {
            let (before, words_before) = (expected.clone(), actual.clone());
            let touched = match edit {
                Edit::Choose(audience, at, choice) => {
                    if len == 0 { continue }
                    let position = at.index(len);
                    actual.choose(audience, position, choice);
                    match choice {
                        Some(choice) => expected.insert((audience, position), choice),
                        None => expected.remove(&(audience, position)),
                    };
                    (audience, BTreeSet::from([position]))
                }
                Edit::ChooseAll(audience, scope, on) => {
                    let scope = scope.within(&firm, &directory);
                    let changed = actual.choose_all(&directory, audience, &scope.rows(), on);
                    let changed_expected = firm.choose_all(&mut expected, audience, &scope.set, on);
                    prop_assert_eq!(&changed, &bits(len, &changed_expected));

                    let once = actual.clone();
                    let changed_again = actual.choose_all(&directory, audience, &scope.rows(), on);
                    prop_assert!(changed_again.is_clear());
                    prop_assert_eq!(&actual, &once);
                    let all_on = if on { scope.set.len() } else { 0 };
                    prop_assert_eq!(actual.count(&directory, audience, &scope.rows()), all_on);
                    (audience, scope.set)
                }
                Edit::ResetAll(audience, scope) => {
                    let scope = scope.within(&firm, &directory);
                    let changed = actual.reset_all(audience, &scope.rows());
                    let changed_expected = model::reset_all(&mut expected, audience, &scope.set);
                    prop_assert_eq!(changed, bits(len, &changed_expected));
                    (audience, scope.set)
                }
                Edit::CopyFromOther(audience, scope) => {
                    let scope = scope.within(&firm, &directory);
                    actual.copy_from(&other, audience, &scope.rows());
                    model::copy_all(&mut expected, &other_expected, audience, &scope.set);
                    (audience, scope.set)
                }
            };
            check_all(&firm, &directory, &mask, &expected, &actual);
            check_differences(&actual, &other, &expected, &other_expected);
            check_differences(&actual, &words_before, &expected, &before);
            check_untouched(len, &touched, &words_before, &actual);
        }
    }
}

/// Every question that the domain answers about participation and coverage.
fn check_all(firm: &Firm, directory: &Directory, mask: &Scope, expected: &Choices, actual: &Participation) {
    let len = firm.dossiers.len();
    assert_eq!((actual.len(), actual.is_empty()), (len, len == 0));
    for audience in Audience::ALL {
        let participating = firm.participating(expected, audience);
        let uncovered = firm.without_recipient(expected, audience);
        assert_eq!(actual.participating(directory, audience), bits(len, &participating));
        let chosen = model::chosen(expected, audience);
        assert_eq!(*actual.chosen(audience), bits(len, &chosen));
        let accepted = chosen.into_iter().filter(|&position| expected[&(audience, position)]).collect();
        assert_eq!(*actual.accepted(audience), bits(len, &accepted));
        assert_eq!(without_recipient(directory, actual, audience), bits(len, &uncovered));

        // Those that would be without recipient if the user took part nowhere, and are not now.
        let nowhere = firm.all().into_iter().map(|position| ((audience, position), false)).collect();
        let relying = &firm.without_recipient(&nowhere, audience) - &uncovered;
        assert_eq!(relying_on_user(directory, actual, audience), bits(len, &relying));

        for position in 0..len {
            let choice = expected.get(&(audience, position)).copied();
            assert_eq!(actual.choice(audience, position), choice);
            let participates = actual.participates(directory, audience, position);
            assert_eq!(participates, participating.contains(&position));
            let nobody = is_without_recipient(directory, actual, audience, position);
            assert_eq!(nobody, uncovered.contains(&position));
            let relies = relies_on_user(directory, actual, audience, position);
            assert_eq!(relies, relying.contains(&position));
            let everybody =
                candidates(directory.team(position, actual), audience, None, |_| true, |a, b| a.cmp(&b));
            assert_eq!(nobody, !everybody.iter().any(|candidate| candidate.preselected()));
        }

        check_count(directory, audience, actual, &directory.all(), &firm.all(), &participating);
        let filtered = mask.within(firm, directory);
        check_count(directory, audience, actual, &filtered.rows(), &filtered.set, &participating);
        let filter = bits(len, &filtered.set);
        for (licence, dossiers) in directory.licences().iter().zip(firm.licences()) {
            let rows = Rows::Range(licence.dossiers.clone());
            check_count(directory, audience, actual, &rows, &dossiers, &participating);
            let rows = Rows::Within(&filter, licence.dossiers.clone());
            let shown: BTreeSet<usize> = dossiers.intersection(&filtered.set).copied().collect();
            check_count(directory, audience, actual, &rows, &shown, &participating);
            let count = count_without_recipient(directory, actual, audience, &rows);
            assert_eq!(count, shown.intersection(&uncovered).count());
            let count = count_relying_on_user(directory, actual, audience, &rows);
            assert_eq!(count, shown.intersection(&relying).count());
        }
    }
    assert_eq!(*actual, chosen_one_by_one(len, expected), "the same choices are equal");
}

/// "12 of 40" and the tri-state, of some dossiers.
fn check_count(
    directory: &Directory,
    audience: Audience,
    actual: &Participation,
    rows: &Rows,
    set: &BTreeSet<usize>,
    participating: &BTreeSet<usize>,
) {
    let on = set.intersection(participating).count();
    let state = match (on, set.len()) {
        (0, _) => TriState::Off,
        (on, of) if on < of => TriState::Mixed,
        _ => TriState::On,
    };
    let tally = Tally { on: actual.count(directory, audience, rows), of: rows.len() };
    assert_eq!(tally, Tally { on, of: set.len() });
    assert_eq!(tally.state(), state);
    assert_eq!(rows.is_empty(), set.is_empty());
    assert_eq!(rows.to_mask(directory.len()), bits(directory.len(), set));
}

fn check_differences(some: &Participation, other: &Participation, model: &Choices, model_of_other: &Choices) {
    for audience in Audience::ALL {
        let differing = model::differing(model, model_of_other, audience);
        assert_eq!(some.differing(other, audience), bits(some.len(), &differing));
        assert_eq!(other.differing(some, audience), bits(some.len(), &differing));
    }
}

/// An edit of some rows for one audience leaves the other rows and the other audience alone.
fn check_untouched(
    len: usize,
    (audience, touched): &(Audience, BTreeSet<usize>),
    before: &Participation,
    after: &Participation,
) {
    for other in Audience::ALL {
        let hidden = |position: &usize| other != *audience || !touched.contains(position);
        for position in (0..len).filter(hidden) {
            assert_eq!(after.choice(other, position), before.choice(other, position));
        }
    }
}

/// The same choices, in no particular order and one at a time.
fn chosen_one_by_one(len: usize, choices: &Choices) -> Participation {
    let mut participation = Participation::new(len);
    for (&(audience, position), &choice) in choices {
        participation.choose(audience, position, Some(choice));
    }
    participation
}

#[test]
fn a_mask_may_be_shorter_than_the_directory() {
    let firm = Firm { dossiers: vec![model::Dossier { role: None, colleagues: vec![] }; 130], cuts: vec![] };
    let directory = directory(&firm);
    let mut participation = Participation::new(130);
    let mut mask = FixedBitSet::with_capacity(3);
    mask.insert(2);
    let changed = participation.choose_all(&directory, Audience::Accountant, &Rows::Mask(&mask), true);
    assert_eq!(changed, bits(130, &BTreeSet::from([2])));
    assert_eq!(participation.count(&directory, Audience::Accountant, &directory.all()), 1);
}
