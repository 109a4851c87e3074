use conversation_settings::domain::{Audience, Role};
use conversation_settings::recipient_picker::state::{Key, State};

use super::support::{collation, fold, loaded, person, rows, team};

#[test]
fn a_participation_that_changes_elsewhere_moves_only_what_nobody_touched() {
    let mut state = loaded(&rows());
    state.toggle(person(&state, "Bob"));
    state.toggle(person(&state, "Bob"));
    for id in ["Ann", "Bob"] {
        assert!(state.participation(Audience::Accountant, id, Some(false)));
    }
    assert_eq!(state.value(), ["Bob"], "Bob was chosen by hand");
    assert!(state.participation(Audience::Accountant, "Cid", Some(true)));
    assert_eq!(state.value(), ["Bob", "Cid"]);
    assert!(state.participation(Audience::Accountant, "Ann", None));
    assert_eq!(state.value(), ["Bob", "Cid", "Ann"]);
}

#[test]
fn what_concerns_nobody_here_changes_nothing() {
    let mut state = loaded(&rows());
    assert!(!state.participation(Audience::Accountant, "stranger", Some(true)));
    assert!(!state.participation(Audience::Accountant, "Cid", Some(false)), "it is so already");
    assert!(state.participation(Audience::Entrepreneur, "Cid", Some(true)), "noted");
    assert_eq!(state.value(), ["Ann", "Bob"], "but not for this question");
}

#[test]
fn the_highlight_stays_with_its_person_when_the_order_changes() {
    let mut state = loaded(&rows());
    state.press(Key::Up, false);
    let place = state.active();
    state.participation(Audience::Accountant, "Délia", Some(true));
    let active = state.active().and_then(|place| state.matching(place)).map(|candidate| candidate.person);
    assert_eq!(active, Some(person(&state, "Délia")));
    assert_ne!(state.active(), place);
}

#[test]
fn a_filter_stays_when_the_team_is_read_again() {
    let mut state = loaded(&rows());
    state.filter("delia", fold);
    state.load(team(Some("Luc"), &rows()), Audience::Accountant, collation());
    assert_eq!((state.matches().len(), state.is_open(), state.active()), (1, true, Some(0)));
}

#[test]
fn decisions_outlive_a_team_that_is_read_again_without_somebody() {
    let mut state = loaded(&rows());
    state.toggle(person(&state, "Cid"));
    state.toggle(person(&state, "Ann"));
    let without: Vec<_> = rows().into_iter().filter(|row| row.0 != "Cid").collect();
    state.load(team(Some("Luc"), &without), Audience::Accountant, collation());
    assert_eq!(state.value(), ["Bob"]);
    state.load(team(Some("Luc"), &rows()), Audience::Accountant, collation());
    assert_eq!(state.value(), ["Bob", "Cid"]);
}

#[test]
fn another_dossier_starts_over() {
    let mut state = loaded(&rows());
    state.toggle(person(&state, "Cid"));
    state.start_over();
    assert!(!state.loaded() && state.value().is_empty());
    state.load(team(None, &[("Cid", Role::Collaborator, None, true)]), Audience::Accountant, collation());
    assert!(state.value().is_empty());
}

#[test]
fn nothing_happens_to_a_picker_without_a_team() {
    let mut state = State::default();
    for key in
        [Key::Down, Key::Up, Key::Enter, Key::Space, Key::Escape, Key::Backspace, Key::Tab, Key::PageDown]
    {
        assert_eq!(state.press(key, true).change, None);
        assert!(!state.is_open());
    }
    state.filter("a", fold);
    assert!(!state.is_open() && state.warning().is_none());
}
