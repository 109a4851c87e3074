//! Putting a directory together: duplicates, people in any order, teams, licences, ids.

use conversation_settings::domain::{
    Audience, Directory, DirectoryBuilder, Member, NotAdded, Participation, PerAudience, Role,
};
use proptest::{collection::vec, prelude::*};

use super::folding::fold_unicode;
use super::generated::{choice, choices, choices_in, directory, firm, role};

fn member(person: &str, role: Role, choice: Option<bool>) -> Member<&str> {
    Member { person, role, choice: PerAudience::from_fn(|_| choice) }
}

fn builder() -> DirectoryBuilder {
    DirectoryBuilder::new("me", fold_unicode)
}

fn with_licence() -> DirectoryBuilder {
    let mut builder = builder();
    builder.start_licence();
    builder.name_licence("l", "Licence");
    builder
}

const NOBODY: [Member<&str>; 0] = [];

/// The team of a dossier: id, role, and the choice for each audience.
fn team(
    directory: &Directory,
    position: usize,
    mine: &Participation,
) -> Vec<(String, Role, [Option<bool>; 2])> {
    let read = |member: Member<u32>| {
        let id = directory.people().id(member.person).to_owned();
        (id, member.role, Audience::ALL.map(|audience| member.choice[audience]))
    };
    directory.team(position, mine).map(read).collect()
}

fn search_keys(directory: &Directory) -> Vec<&str> {
    let keys = directory.search_keys(0..directory.len());
    keys.map(|(_, key)| std::str::from_utf8(key).expect("text")).collect()
}

#[test]
fn an_empty_directory_has_answers() {
    let directory = builder().build();
    assert_eq!((directory.len(), directory.is_empty()), (0, true));
    assert!(directory.licences().is_empty() && directory.all().is_empty());
    assert_eq!(directory.position("d"), None);
    assert_eq!(directory.people().id(directory.user()), "me");
}

#[test]
fn a_dossier_is_found_as_it_was_added() {
    let mut builder = with_licence();
    builder.dossier("d-1", "Boulangerie Martin", "BE 0123.456.749", &NOBODY).unwrap();
    let directory = builder.build();
    assert_eq!(directory.id(0), "d-1");
    assert_eq!(directory.name(0), "Boulangerie Martin");
    assert_eq!(directory.number(0), "BE 0123.456.749");
    assert_eq!(search_keys(&directory), ["boulangerie martin\nbe0123456749\n"]);
}

#[test]
fn names_and_numbers_that_nobody_could_see_are_replaced() {
    let mut builder = builder();
    builder.start_licence();
    builder.name_licence("l-1", "\u{200b}");
    builder.dossier("d-1", " ", "\u{200b}", &NOBODY).unwrap();
    builder.dossier("d-2", "a\u{0}b", "1\u{0}2", &NOBODY).unwrap();
    builder.dossier("d-3", "a\nb", "", &NOBODY).unwrap();
    builder.person("me", "\u{feff}", true).unwrap();
    let directory = builder.build();
    assert_eq!(directory.licences()[0].name, "l-1");
    assert_eq!((directory.name(0), directory.number(0)), ("d-1", ""));
    assert_eq!((directory.name(1), directory.number(1)), ("a\u{fffd}b", "1\u{fffd}2"));
    assert_eq!((directory.name(2), directory.number(2)), ("a b", ""));
    assert_eq!(directory.people().name(directory.user()), "me");
}

#[test]
fn a_dossier_with_an_id_that_is_there_is_not_added_and_changes_nothing() {
    let mut builder = with_licence();
    builder.dossier("d", "First", "1", &[member("a", Role::Manager, None)]).unwrap();
    builder.start_licence();
    let again = builder.dossier("d", "Second", "2", &[member("b", Role::Manager, Some(false))]);
    assert_eq!(again, Err(NotAdded::Duplicate));
    builder.dossier("D", "Ids tell case apart", "", &NOBODY).unwrap();
    let directory = builder.build();
    assert_eq!((directory.len(), directory.name(0), directory.number(0)), (2, "First", "1"));
    assert_eq!(directory.licences()[0].dossiers, 0..1);
    assert_eq!(directory.licences()[1].dossiers, 1..2);
    assert!(directory.colleague_participates(Audience::Accountant).contains(0));
    assert_eq!(team(&directory, 0, &Participation::new(2)).len(), 2);
    assert_eq!(search_keys(&directory), ["First\n1\n", "Ids tell case apart\n\n"]);
}

#[test]
fn people_may_be_described_before_or_after_the_teams_or_never() {
    let mut builder = with_licence();
    builder.person("before", "Before", true).unwrap();
    let everybody = ["before", "after", "never"].map(|id| member(id, Role::Manager, None));
    builder.dossier("d", "D", "", &everybody).unwrap();
    builder.person("after", "After", true).unwrap();
    builder.person("in no team", "Nowhere", true).unwrap();
    let directory = builder.build();
    let people = directory.people();
    let shown: Vec<_> = directory
        .team(0, &Participation::new(1))
        .map(|member| (people.name(member.person), people.is_mailed(member.person)))
        .collect();
    assert_eq!(shown, [("Before", true), ("After", true), ("never", false), ("me", false)]);
}

#[test]
fn a_person_who_was_never_described_is_shown_by_a_visible_id() {
    let mut builder = with_licence();
    builder.dossier("d", "D", "", &[member("p\u{0}\n1", Role::Manager, None)]).unwrap();
    let directory = builder.build();
    let someone = directory.team(0, &Participation::new(1)).next().unwrap().person;
    assert_eq!(directory.people().id(someone), "p\u{0}\n1");
    assert_eq!(directory.people().name(someone), "p\u{fffd} 1");
}

#[test]
fn a_person_described_twice_keeps_the_first_description() {
    let mut builder = builder();
    assert_eq!(builder.person("me", "Ann", true), Ok(()));
    assert_eq!(builder.person("me", "Bob", false), Err(NotAdded::Duplicate));
    let directory = builder.build();
    assert_eq!(directory.people().name(directory.user()), "Ann");
    assert!(directory.people().is_mailed(directory.user()));
}

#[test]
fn a_user_who_is_not_in_the_team_merely_has_access() {
    let mut builder = with_licence();
    builder.dossier("d", "D", "", &[member("a", Role::Manager, None)]).unwrap();
    let directory = builder.build();
    assert_eq!(directory.role(0), Role::Collaborator);
    let team = team(&directory, 0, &Participation::new(1));
    assert_eq!(team[1], ("me".to_owned(), Role::Collaborator, [None, None]));
}

#[test]
fn the_users_own_choices_come_from_their_settings_only() {
    let mut builder = with_licence();
    builder.dossier("d", "D", "", &[member("me", Role::Manager, Some(false))]).unwrap();
    let directory = builder.build();
    let mut mine = Participation::new(1);
    assert_eq!(team(&directory, 0, &mine)[0].2, [None, None]);
    mine.choose(Audience::Accountant, 0, Some(true));
    assert_eq!(team(&directory, 0, &mine)[0].2, [None, Some(true)]);
    assert!(!directory.colleague_participates(Audience::Accountant).contains(0));
}

#[test]
fn a_member_listed_twice_counts_once_as_listed_first() {
    let mut builder = with_licence();
    let twice = [
        member("a", Role::Collaborator, Some(false)),
        member("me", Role::Entrepreneur, None),
        member("a", Role::Manager, Some(true)),
        member("me", Role::Manager, None),
    ];
    builder.dossier("d", "D", "", &twice).unwrap();
    let directory = builder.build();
    let team = team(&directory, 0, &Participation::new(1));
    assert_eq!(team[0], ("a".to_owned(), Role::Collaborator, [Some(false), Some(false)]));
    assert_eq!(team[1], ("me".to_owned(), Role::Entrepreneur, [None, None]));
    assert_eq!(team.len(), 2);
    assert_eq!(directory.role(0), Role::Entrepreneur);
    assert!(!directory.colleague_participates(Audience::Accountant).contains(0));
}

#[test]
fn a_licence_may_be_named_after_its_dossiers() {
    let mut builder = builder();
    builder.start_licence();
    builder.dossier("d", "D", "", &NOBODY).unwrap();
    builder.name_licence("l", "Fiduciaire Dupont");
    let directory = builder.build();
    assert_eq!(directory.licences()[0].id, "l");
    assert_eq!(directory.licences()[0].name, "Fiduciaire Dupont");
    assert_eq!(directory.licences()[0].dossiers, 0..1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn each_dossier_is_in_the_licence_it_was_added_to(firm in firm()) {
        let directory = directory(&firm);
        prop_assert_eq!(directory.licences().len(), firm.licences().len());
        for (index, dossiers) in firm.licences().into_iter().enumerate() {
            let licence = &directory.licences()[index];
            prop_assert_eq!(&licence.id, &format!("l{index}"));
            prop_assert_eq!(&licence.name, &format!("Licence {index}"));
            prop_assert!(licence.dossiers.clone().eq(dossiers.iter().copied()));
            for position in dossiers {
                prop_assert_eq!(directory.licence_of(position), index);
            }
        }
        for position in 0..directory.len() {
            prop_assert_eq!(directory.role(position), firm.role(position));
        }
    }

    #[test]
    fn a_dossier_is_found_by_its_id_and_by_no_other(ids in vec("[a-cA-C0-9é\u{301} .]{0,3}", 0..40), other in ".{0,3}") {
        let mut builder = with_licence();
        let mut added: Vec<&str> = Vec::new();
        for id in &ids {
            let is_new = !added.contains(&id.as_str());
            prop_assert_eq!(builder.dossier(id, "D", "", &NOBODY).is_ok(), is_new);
            if is_new {
                added.push(id);
            }
        }
        let directory = builder.build();
        prop_assert_eq!(directory.len(), added.len());
        for (position, id) in added.iter().enumerate() {
            prop_assert_eq!(directory.id(position), *id);
            prop_assert_eq!(directory.position(id), Some(position));
        }
        let place = added.iter().position(|id| *id == other);
        prop_assert_eq!(directory.position(&other), place);
    }

    #[test]
    fn packed_teams_come_back_as_they_were(
        teams in vec(vec((0..30u8, role(), choice(), choice()), 0..12), 0..20),
        mine in choices(),
    ) {
        // Person 0 is the user; 30 ids, so that some are listed twice and all lists share people.
        let id = |person: u8| if person == 0 { "me".to_owned() } else { format!("p{person}") };
        let mut builder = with_licence();
        let mut expected = Vec::new();
        for (position, listed) in teams.iter().enumerate() {
            let members: Vec<_> = listed
                .iter()
                .map(|&(person, role, first, second)| Member {
                    person: id(person),
                    role,
                    choice: PerAudience::from_fn(|audience| match audience {
                        Audience::Entrepreneur => first,
                        Audience::Accountant => second,
                    }),
                })
                .collect();
            builder.dossier(&format!("d{position}"), "D", "", &members).unwrap();

            let mut kept: Vec<(String, Role, [Option<bool>; 2])> = Vec::new();
            for &(person, role, first, second) in listed {
                if kept.iter().all(|(other, ..)| *other != id(person)) {
                    kept.push((id(person), role, [first, second]));
                }
            }
            if kept.iter().all(|(person, ..)| person != "me") {
                kept.push(("me".to_owned(), Role::Collaborator, [None, None]));
            }
            expected.push(kept);
        }
        let directory = builder.build();
        let firm = super::model::Firm {
            dossiers: vec![super::model::Dossier { role: None, colleagues: vec![] }; teams.len()],
            cuts: vec![],
        };
        let mine = choices_in(&firm, &mine);
        let mut participation = Participation::new(teams.len());
        for (&(audience, position), &choice) in &mine {
            participation.choose(audience, position, Some(choice));
        }
        for (position, mut kept) in expected.into_iter().enumerate() {
            for (person, role, choices) in &mut kept {
                if person == "me" {
                    *choices = Audience::ALL.map(|audience| mine.get(&(audience, position)).copied());
                    prop_assert_eq!(directory.role(position), *role);
                }
            }
            prop_assert_eq!(team(&directory, position, &participation), kept);
        }
    }
}
