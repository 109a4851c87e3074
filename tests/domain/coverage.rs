//! Dossiers without recipient, by examples; that they equal the rule is part of `edits`.

use conversation_settings::domain::{
    Audience, Audience::Accountant, Audience::Entrepreneur, Participation, Role, is_without_recipient,
    without_recipient,
};

use super::generated::directory;
use super::model::{Colleague, Dossier, Firm};

/// Whether a dossier with only these people is without recipient.
fn uncovered(
    role: Option<Role>,
    mine: Option<bool>,
    colleagues: &[(Role, Option<bool>)],
    audience: Audience,
) -> bool {
    let colleagues = colleagues
        .iter()
        .map(|&(role, choice)| Colleague { role, for_entrepreneur: choice, for_accountant: choice })
        .collect();
    let directory = directory(&Firm { dossiers: vec![Dossier { role, colleagues }], cuts: vec![] });
    let mut participation = Participation::new(1);
    participation.choose(audience, 0, mine);
    let set = without_recipient(&directory, &participation, audience);
    assert_eq!(set.len(), 1);
    assert_eq!(set.contains(0), is_without_recipient(&directory, &participation, audience, 0));
    set.contains(0)
}

#[test]
fn the_user_alone_covers_a_dossier_by_taking_part() {
    assert!(!uncovered(Some(Role::Manager), None, &[], Accountant));
    assert!(uncovered(Some(Role::Manager), Some(false), &[], Accountant));
    assert!(uncovered(Some(Role::Collaborator), None, &[], Accountant));
    assert!(!uncovered(None, Some(true), &[], Accountant));
    assert!(uncovered(None, None, &[], Entrepreneur));
}

#[test]
fn a_colleague_covers_it_whatever_the_user_does() {
    assert!(!uncovered(Some(Role::Manager), Some(false), &[(Role::Manager, None)], Accountant));
    assert!(!uncovered(None, None, &[(Role::Collaborator, Some(true))], Accountant));
    assert!(uncovered(None, None, &[(Role::Manager, Some(false))], Accountant));
}

#[test]
fn an_entrepreneur_never_covers_questions_for_the_accountant() {
    assert!(uncovered(None, None, &[(Role::Entrepreneur, Some(true))], Accountant));
    assert!(uncovered(Some(Role::Entrepreneur), Some(true), &[], Accountant));
    assert!(!uncovered(None, None, &[(Role::Entrepreneur, None)], Entrepreneur));
    assert!(!uncovered(Some(Role::Entrepreneur), None, &[], Entrepreneur));
}
