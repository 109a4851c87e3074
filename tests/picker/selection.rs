use conversation_settings::domain::{Audience, Member, Role};
use conversation_settings::recipient_picker::state::{Change, State, Warning};

use super::support::{collation, loaded, person, rows, team};

#[test]
fn those_who_take_part_are_chosen_and_the_asker_is_no_candidate() {
    let state = loaded(&rows());
    assert_eq!(state.value(), ["Ann", "Bob"]);
    let names: Vec<_> = state.candidates().iter().map(|candidate| state.id(candidate.person)).collect();
    assert_eq!(names, ["Ann", "Bob", "Cid", "Délia"]);
    assert_eq!(state.difference(), (0, 0));
}

#[test]
fn the_value_is_in_the_order_chosen() {
    let mut state = loaded(&rows());
    state.toggle(person(&state, "Ann"));
    state.toggle(person(&state, "Délia"));
    state.toggle(person(&state, "Ann"));
    assert_eq!(state.value(), ["Bob", "Délia", "Ann"]);
}

#[test]
fn the_difference_counts_those_added_and_those_missing_and_reset_takes_both_back() {
    let mut state = loaded(&rows());
    assert_eq!(state.toggle(person(&state, "Cid")), Some(Change::Added(person(&state, "Cid"))));
    assert_eq!(state.toggle(person(&state, "Ann")), Some(Change::Removed(person(&state, "Ann"))));
    assert_eq!(state.toggle(person(&state, "Bob")), Some(Change::Removed(person(&state, "Bob"))));
    assert_eq!(state.difference(), (1, 2));
    assert_eq!(state.reset(), Change::Reset);
    assert_eq!((state.value(), state.difference()), (vec!["Ann".into(), "Bob".into()], (0, 0)));
    assert!(!state.touched());
}

#[test]
fn a_value_given_before_the_team_is_taken_over_with_it() {
    let mut state = State::default();
    state.set_value(&["Cid".into(), "nobody".into(), "Luc".into()]);
    assert_eq!(state.value(), ["Cid", "nobody", "Luc"]);
    state.load(team(Some("Luc"), &rows()), Audience::Accountant, collation());
    assert_eq!(state.value(), ["Cid"], "only candidates");
}

#[test]
fn a_value_that_is_there_already_is_no_decision() {
    let mut state = loaded(&rows());
    state.set_value(&["Ann".into(), "Bob".into()]);
    assert!(!state.touched());
}

#[test]
fn an_empty_value_before_the_team_means_nobody() {
    let mut state = State::default();
    state.set_value(&[]);
    state.load(team(Some("Luc"), &rows()), Audience::Accountant, collation());
    assert!(state.value().is_empty());
}

#[test]
fn a_warning_says_why_and_goes_with_its_cause() {
    let mut state = loaded(&rows());
    assert_eq!(state.warning(), None);
    state.toggle(person(&state, "Ann"));
    state.toggle(person(&state, "Bob"));
    assert_eq!(state.warning(), Some(Warning::AllRemoved));
    state.add_all(Some(Role::Manager));
    assert_eq!((state.warning(), state.value()), (None, vec!["Ann".into(), "Bob".into()]));

    let nobody = [("Cid", Role::Collaborator, None, true), ("Eva", Role::Manager, Some(false), true)];
    let mut state = loaded(&nobody);
    assert_eq!(state.warning(), Some(Warning::NobodyParticipates));
    state.add_all(None);
    assert_eq!((state.warning(), state.value().len()), (None, 2));

    assert_eq!(loaded(&[("Luc", Role::Entrepreneur, None, true)]).warning(), Some(Warning::NoCandidates));
}

#[test]
fn people_whom_no_email_reaches_deserve_a_warning_only_when_they_are_all() {
    let rows = [
        ("Ann", Role::Manager, None, false),
        ("Bob", Role::Manager, None, false),
        ("Cid", Role::Collaborator, None, true),
    ];
    let mut state = loaded(&rows);
    assert_eq!(state.warning(), Some(Warning::NoneReachable(None)));
    state.toggle(person(&state, "Bob"));
    assert_eq!(state.warning(), Some(Warning::NoneReachable(Some(person(&state, "Ann")))));
    state.toggle(person(&state, "Cid"));
    assert_eq!(state.warning(), None);
}

#[test]
fn somebody_whom_the_answer_does_not_name_can_be_asked_all_the_same() {
    let mut team = team(None, &rows());
    team.people.retain(|person| person.id != "Bob");
    let mut state = State::default();
    state.load(team, Audience::Accountant, collation());
    let mut value = state.value();
    value.sort();
    assert_eq!(value, ["Ann", "Bob"]);
    assert_eq!(state.name(person(&state, "Bob")), "Sans nom");
}

#[test]
fn people_of_one_name_are_numbered_from_the_second_on() {
    let mut team = team(None, &rows());
    for (index, name) in ["Bob", "Bob", "Cid", "Bob"].into_iter().enumerate() {
        team.people[index].name = name.to_owned();
    }
    let mut state = State::default();
    state.load(team, Audience::Accountant, collation());
    let names = ["Ann", "Bob", "Cid", "Délia"].map(|id| state.name(person(&state, id)).to_owned());
    assert_eq!(names, ["Bob", "Bob (2)", "Cid", "Bob (3)"]);
}

#[test]
fn whoever_is_there_twice_counts_once_and_is_reported() {
    let mut team = team(None, &rows());
    team.people.push(team.people[1].clone());
    team.people.push(team.people[1].clone());
    team.members.push(Member { role: Role::Entrepreneur, ..team.members[1].clone() });
    let mut state = State::default();
    state.load(team, Audience::Accountant, collation());
    assert_eq!((state.value(), state.unreadable()), (vec!["Ann".into(), "Bob".into()], 3));
}
