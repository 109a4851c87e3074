//! Participation, by examples that a person can read.

use conversation_settings::domain::{Audience, Participation, Role, Rows};

use fixedbitset::FixedBitSet;

use super::generated::directory;
use super::model::{Dossier, Firm};

fn firm_of(roles: &[Role]) -> Firm {
    let dossiers = roles.iter().map(|&role| Dossier { role: Some(role), colleagues: vec![] }).collect();
    Firm { dossiers, cuts: vec![] }
}

#[test]
fn the_default_of_the_role_holds_until_the_user_chooses() {
    let directory = directory(&firm_of(&[Role::Manager, Role::Collaborator]));
    let mut mine = Participation::new(2);
    let accountant = Audience::Accountant;
    assert!(mine.participates(&directory, accountant, 0));
    assert!(!mine.participates(&directory, accountant, 1));

    mine.choose(accountant, 0, Some(false));
    mine.choose(accountant, 1, Some(true));
    assert!(!mine.participates(&directory, accountant, 0));
    assert!(mine.participates(&directory, accountant, 1));

    mine.choose(accountant, 0, None);
    assert_eq!(mine.choice(accountant, 0), None);
    assert!(mine.participates(&directory, accountant, 0));
}

#[test]
fn a_choice_that_equals_the_default_is_still_a_choice() {
    let mut mine = Participation::new(1);
    mine.choose(Audience::Accountant, 0, Some(true));
    assert_eq!(mine.choice(Audience::Accountant, 0), Some(true));
    assert_ne!(mine, Participation::new(1));
    assert!(mine.differing(&Participation::new(1), Audience::Accountant).contains(0));
}

#[test]
fn a_bulk_change_leaves_what_already_is_so_without_a_choice() {
    let directory = directory(&firm_of(&[Role::Manager, Role::Collaborator]));
    let mut mine = Participation::new(2);
    let changed = mine.choose_all(&directory, Audience::Accountant, &directory.all(), true);
    assert_eq!(changed.ones().collect::<Vec<_>>(), [1]);
    assert_eq!(mine.choice(Audience::Accountant, 0), None);
    assert_eq!(mine.choice(Audience::Accountant, 1), Some(true));
}

#[test]
fn a_bulk_change_of_one_audience_leaves_the_other_alone() {
    let directory = directory(&firm_of(&[Role::Manager; 3]));
    let mut mine = Participation::new(3);
    mine.choose_all(&directory, Audience::Entrepreneur, &directory.all(), true);
    assert_eq!(mine.count(&directory, Audience::Entrepreneur, &directory.all()), 3);
    assert_eq!(mine.chosen(Audience::Accountant).count_ones(..), 0);
}

#[test]
fn a_range_that_starts_and_ends_inside_words_is_exact() {
    let directory = directory(&firm_of(&[Role::Collaborator; 200]));
    let mut mine = Participation::new(200);
    for range in [0..1, 63..65, 64..128, 65..127, 127..193, 199..200, 70..70] {
        let rows = Rows::Range(range.clone());
        let changed = mine.choose_all(&directory, Audience::Accountant, &rows, true);
        assert_eq!(changed.ones().collect::<Vec<_>>(), range.clone().collect::<Vec<_>>());
        assert_eq!(mine.count(&directory, Audience::Accountant, &directory.all()), range.len());
        mine.reset_all(Audience::Accountant, &rows);
        assert_eq!(mine, Participation::new(200));
    }
}

#[test]
fn a_bulk_change_under_a_filter_leaves_what_is_hidden() {
    let directory = directory(&firm_of(&[Role::Collaborator; 100]));
    let mut shown = FixedBitSet::with_capacity(100);
    shown.extend([3, 63, 64, 70, 99]);
    let mut mine = Participation::new(100);
    let changed = mine.choose_all(&directory, Audience::Accountant, &Rows::Within(&shown, 60..70), true);
    assert_eq!(changed.ones().collect::<Vec<_>>(), [63, 64]);
    assert_eq!(mine.chosen(Audience::Accountant).ones().collect::<Vec<_>>(), [63, 64]);
    mine.choose_all(&directory, Audience::Accountant, &Rows::Mask(&shown), true);
    assert_eq!(mine.count(&directory, Audience::Accountant, &directory.all()), 5);
}

#[test]
fn a_firm_without_dossiers_has_answers_too() {
    let directory = directory(&firm_of(&[]));
    let mut mine = Participation::new(0);
    assert!(directory.is_empty() && mine.is_empty() && directory.all().is_empty());
    assert_eq!(mine.count(&directory, Audience::Accountant, &directory.all()), 0);
    assert!(mine.choose_all(&directory, Audience::Accountant, &directory.all(), true).is_empty());
    assert!(mine.reset_all(Audience::Accountant, &directory.all()).is_empty());
    assert!(mine.participating(&directory, Audience::Accountant).is_empty());
}
