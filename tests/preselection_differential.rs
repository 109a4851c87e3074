//! The browser's rule against the reference backend's SQL, over many teams: two implementations by two
//! people, without a line in common.
#![cfg(not(target_arch = "wasm32"))]

use std::io::Write;

use conversation_settings::domain::{
    Audience, DirectoryBuilder, Member, Participation, PerAudience, Role, candidates, without_recipient,
};
use proptest::{
    collection::vec,
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use reference_backend::TeamTable;

/// People of every sort of id. The first one is the signed-in user.
const IDS: [&str; 10] = ["me", "ann", "Bob", "p-1", "p-10", "o'brien", "\u{e9}lodie", "李", " ", "NULL"];
const STRANGER: &str = "in no team";
const CHOICES: [Option<bool>; 3] = [None, Some(false), Some(true)];
/// Every role with every pair of choices.
const KINDS: usize = 27;

type Team = Vec<Member<&'static str>>;

fn member(person: usize, kind: usize) -> Member<&'static str> {
    Member {
        person: IDS[person],
        role: Role::ALL[kind % 3],
        choice: PerAudience::from_fn(|audience| match audience {
            Audience::Entrepreneur => CHOICES[kind / 3 % 3],
            Audience::Accountant => CHOICES[kind / 9],
        }),
    }
}

/// Nobody, everyone who can be alone, every pair, and 1,000 teams of up to ten in any order.
fn teams() -> Vec<Team> {
    let mut teams = vec![vec![]];
    for kind in 0..KINDS {
        teams.push(vec![member(1, kind)]);
        teams.extend((0..KINDS).map(|other| vec![member(0, kind), member(1, other)]));
    }
    let people = proptest::sample::subsequence((0..IDS.len()).collect::<Vec<_>>(), 0..=IDS.len());
    let generated = (people.prop_shuffle(), vec(0..KINDS, IDS.len()));
    let mut runner = TestRunner::default();
    for _ in 0..1_000 {
        let (people, kinds) = generated.new_tree(&mut runner).unwrap().current();
        teams.push(people.into_iter().zip(kinds).map(|(person, kind)| member(person, kind)).collect());
    }
    teams
}

fn insert(table: &mut TeamTable, team: &Team) {
    let rows: Vec<_> = team
        .iter()
        .map(|member| {
            let [for_entrepreneur, for_accountant] = Audience::ALL.map(|audience| member.choice[audience]);
            (member.person, member.role.as_str(), for_entrepreneur, for_accountant)
        })
        .collect();
    table.insert(&rows).unwrap();
}

#[test]
fn the_rule_preselects_whom_the_sql_preselects() {
    let teams = teams();
    let mut table = TeamTable::new().unwrap();
    let (mut compared, mut recipients) = (0, 0);
    for team in &teams {
        insert(&mut table, team);
        let askers = team.iter().map(|member| Some(member.person)).chain([None, Some(STRANGER)]);
        for asker in askers {
            for audience in Audience::ALL {
                let by_sql = table.preselection(audience.as_str(), asker).unwrap();
                // By code point, like the database.
                let by_rule = candidates(team.iter().copied(), audience, asker, |_| true, |a, b| a.cmp(b));
                let by_rule: Vec<_> = by_rule
                    .iter()
                    .filter(|candidate| candidate.preselected())
                    .map(|candidate| candidate.person)
                    .collect();
                assert_eq!(by_rule, by_sql, "{audience:?}, asked by {asker:?} in {team:?}");
                compared += 1;
                recipients += by_sql.len();
            }
        }
    }
    report(&format!("{compared} (team, audience, asker) compared, {recipients} recipients in them"));
    assert!(compared >= 10_000 && recipients >= 10_000);
}

#[test]
fn a_dossier_is_without_recipient_where_the_sql_finds_none() {
    let teams = teams();
    let mut builder = DirectoryBuilder::new(IDS[0], str::to_lowercase);
    let mut mine = Participation::new(teams.len());
    builder.start_licence();
    for (position, team) in teams.iter().enumerate() {
        builder.dossier(&format!("d{position}"), "Dossier", "", team).unwrap();
        for member in team.iter().filter(|member| member.person == IDS[0]) {
            for audience in Audience::ALL {
                mine.choose(audience, position, member.choice[audience]);
            }
        }
    }
    let directory = builder.build();
    let uncovered = PerAudience::from_fn(|audience| without_recipient(&directory, &mine, audience));
    let mut table = TeamTable::new().unwrap();
    let mut without = 0;
    for (position, team) in teams.iter().enumerate() {
        insert(&mut table, team);
        for audience in Audience::ALL {
            let nobody = table.preselection(audience.as_str(), None).unwrap().is_empty();
            assert_eq!(uncovered[audience].contains(position), nobody, "{audience:?} in {team:?}");
            without += usize::from(nobody);
        }
    }
    report(&format!("{} (team, audience) compared, {without} without recipient", 2 * teams.len()));
    assert!(without >= 100 && without < 2 * teams.len() - 100);
}

/// Also shown when the test passes, which `println!` is not.
fn report(line: &str) {
    writeln!(std::io::stderr().lock(), "{line}").unwrap();
}
