//! 50,000 dossiers are a normal input: everything works there too. No timing is asserted.

use conversation_settings::domain::{
    Audience, Directory, DirectoryBuilder, Keys, Member, Participation, PerAudience, Query, Role, Rows,
    Settings, candidates, without_recipient,
};

use super::folding::fold_unicode;

const DOSSIERS: usize = 50_000;
const LICENCES: usize = 20;

/// The user manages two of three dossiers; a client is in every one, and a manager in every fifth.
fn large() -> Directory {
    let mut builder = DirectoryBuilder::new("me", fold_unicode);
    for person in 0..2_000 {
        builder.person(&format!("p-{person}"), &format!("Person {person}"), person % 2 == 0).unwrap();
    }
    for position in 0..DOSSIERS {
        if position % (DOSSIERS / LICENCES) == 0 {
            builder.start_licence();
            builder.name_licence(&format!("l-{position}"), "Fiduciaire");
        }
        let choice = PerAudience::default();
        let client = format!("p-{}", position % 1_000);
        let mut team = vec![Member { person: client, role: Role::Entrepreneur, choice }];
        if position % 3 != 0 {
            team.push(Member { person: "me".to_owned(), role: Role::Manager, choice });
        }
        if position % 5 == 0 {
            team.push(Member {
                person: format!("p-{}", 1_000 + position / 5 % 1_000),
                role: Role::Manager,
                choice,
            });
        }
        let name = format!("Société {position}");
        let number = format!("BE 0{:03}.{:03}.{:03}", position / 1000, position % 1000, position % 97);
        builder.dossier(&format!("d-{position}"), &name, &number, &team).unwrap();
    }
    builder.build()
}

#[test]
fn fifty_thousand_dossiers_build_count_change_and_are_searched() {
    let directory = large();
    let accountant = Audience::Accountant;
    assert_eq!((directory.len(), directory.licences().len()), (DOSSIERS, LICENCES));
    assert_eq!(directory.position("d-49999"), Some(49_999));
    assert_eq!(directory.licence_of(49_999), LICENCES - 1);
    assert_eq!(directory.licence_of(2_499), 0);
    assert_eq!(directory.licence_of(2_500), 1);

    let managed = (0..DOSSIERS).filter(|position| position % 3 != 0).count();
    let mut settings = Settings::new(DOSSIERS);
    let all = directory.all();
    assert_eq!(settings.participation.count(&directory, accountant, &all), managed);
    let uncovered = without_recipient(&directory, &settings.participation, accountant);
    let expected = |position: &usize| position.is_multiple_of(3) && !position.is_multiple_of(5);
    assert!(uncovered.ones().eq((0..DOSSIERS).filter(expected)));

    let before = settings.clone();
    let changed = settings.participation.choose_all(&directory, accountant, &all, true);
    assert_eq!(changed.count_ones(..), DOSSIERS - managed);
    assert_eq!(settings.participation.count(&directory, accountant, &all), DOSSIERS);
    assert!(without_recipient(&directory, &settings.participation, accountant).is_clear());
    let keys: Keys = settings.differing(&before);
    assert_eq!(keys.len(), DOSSIERS - managed);
    settings.copy_from(&before, &keys);
    assert_eq!(settings, before);

    let rows = Rows::Range(directory.licences()[7].dossiers.clone());
    let mut participation = Participation::new(DOSSIERS);
    participation.choose_all(&directory, accountant, &rows, false);
    let expected = managed - rows.to_mask(DOSSIERS).ones().filter(|position| position % 3 != 0).count();
    assert_eq!(participation.count(&directory, accountant, &all), expected);

    let query = Query::new("societe 4999", fold_unicode).matches(&directory);
    let by_name = |position: &usize| position.to_string().starts_with("4999");
    assert!(query.ones().eq((0..DOSSIERS).filter(by_name)));
    assert_eq!(Query::new("socie", fold_unicode).matches(&directory).count_ones(..), DOSSIERS);
    assert!(Query::new("aucun", fold_unicode).matches(&directory).is_clear());

    let people = directory.people();
    let recipients = candidates(
        directory.team(25, &participation),
        Audience::Entrepreneur,
        Some(directory.user()),
        |person| people.is_mailed(person),
        |a, b| people.name(a).cmp(people.name(b)),
    );
    let names: Vec<_> = recipients.iter().map(|recipient| people.name(recipient.person)).collect();
    assert_eq!(names, ["Person 25", "Person 1005"]);
}

#[test]
fn five_thousand_people_in_one_team_keep_their_order_and_choices() {
    let ids: Vec<String> = (0..5_000).map(|person| format!("p-{person}")).collect();
    let team: Vec<_> = ids
        .iter()
        .enumerate()
        .map(|(person, id)| Member {
            person: id.as_str(),
            role: Role::ALL[person % 3],
            choice: PerAudience::from_fn(|_| [None, Some(false), Some(true)][person / 3 % 3]),
        })
        .collect();
    let mut builder = DirectoryBuilder::new("me", fold_unicode);
    builder.start_licence();
    builder.dossier("d", "D", "", &team).unwrap();
    let directory = builder.build();
    let none = Participation::new(1);
    let read: Vec<_> = directory.team(0, &none).collect();
    assert_eq!(read.len(), 5_001);
    for (member, given) in read.iter().zip(&team) {
        assert_eq!(directory.people().id(member.person), given.person);
        assert_eq!((member.role, member.choice), (given.role, given.choice));
    }
    let candidates = candidates(read, Audience::Accountant, None, |_| true, |a, b| a.cmp(&b));
    assert_eq!(candidates.len(), 5_001 - 1_666);
}
