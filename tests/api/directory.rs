//! The directory, read piece by piece.

use conversation_settings::api::{DirectoryReader, NotADirectory, Unreadable};
use conversation_settings::domain::{Audience, Directory, Participation, Role};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read_in(text: &[u8], chunk: usize) -> Result<(Directory, Unreadable), NotADirectory> {
    let mut reader = DirectoryReader::new("me", str::to_lowercase);
    text.chunks(chunk.max(1)).for_each(|chunk| reader.feed(chunk));
    reader.finish()
}

fn read(value: &Value) -> (Directory, Unreadable) {
    read_in(value.to_string().as_bytes(), usize::MAX).expect("a directory")
}

fn member(person: &str, role: &str) -> Value {
    json!({"person": person, "role": role})
}

/// A directory with one licence and these dossiers.
fn with_dossiers(dossiers: Value) -> Value {
    json!({
        "people": [{"id": "me", "name": "Me", "email": true}, {"id": "bob", "name": "Bob", "email": false}],
        "licences": [{"id": "l", "name": "L", "dossiers": dossiers}],
    })
}

/// Everything that can be told from outside.
fn summary(directory: &Directory) -> String {
    let none = Participation::new(directory.len());
    let dossiers = (0..directory.len()).map(|position| {
        let team: Vec<_> = directory
            .team(position, &none)
            .map(|member| (directory.people().id(member.person).to_owned(), member.role, member.choice))
            .collect();
        format!(
            "{} {} {} {:?} {team:?}\n",
            directory.id(position),
            directory.name(position),
            directory.number(position),
            directory.role(position)
        )
    });
    format!("{:?}\n{}", directory.licences(), dossiers.collect::<String>())
}

prop_compose! {
    /// Texts with everything that means something in JSON.
    fn awkward()(parts in prop::collection::vec(prop::sample::select(vec![
        "a", "é", "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "people", "licences", "dossiers", "𝒳", " ",
    ]), 0..6)) -> String {
        parts.concat()
    }
}

prop_compose! {
    fn directory()(licences in prop::collection::vec(
        (awkward(), prop::collection::vec((awkward(), awkward(), 0..3_usize), 0..4)), 0..4),
        extra in awkward(), last in any::<bool>(), pretty in any::<bool>()) -> String {
        let mut number = 0;
        let choices =
            [json!(null), json!({"accountant": false, "other": 1}), json!({"entrepreneur": true, "accountant": null})];
        let licences: Vec<Value> = licences.into_iter().enumerate().map(|(index, (name, dossiers))| {
            let dossiers: Vec<Value> = dossiers.into_iter().map(|(name, vat, role)| {
                number += 1;
                json!({
                    "id": format!("d{number}"), "name": name, "number": vat,
                    "team": [member("me", Role::ALL[role].as_str()), {
                        "person": "bob", "role": "manager", "since": 2020,
                        "participation": choices[number % 3],
                    }],
                    "unknown": {"dossiers": [1, {"licences": []}]},
                })
            }).collect();
            json!({"id": format!("l{index}"), "name": name, "dossiers": dossiers, "people": [{"id": "not one"}]})
        }).collect();
        let people = json!([{"id": "bob", "name": extra, "email": true}]);
        // Members of an object in either order.
        let value = if last { json!({"a": extra, "licences": licences, "people": people}) }
            else { json!({"licences": licences, "people": people, "z": {"licences": [[{}]]}}) };
        if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn chunks_do_not_matter(text in directory(), chunk in 1..40_usize) {
        let (whole, unreadable) = read_in(text.as_bytes(), usize::MAX).expect("a directory");
        let (pieces, unreadable_in_pieces) = read_in(text.as_bytes(), chunk).expect("a directory");
        prop_assert_eq!(summary(&whole), summary(&pieces));
        prop_assert_eq!(unreadable, unreadable_in_pieces);
    }

    #[test]
    fn it_is_what_was_written(text in directory()) {
        let (directory, unreadable) = read_in(text.as_bytes(), 7).expect("a directory");
        prop_assert!(unreadable.is_empty());
        let value: Value = serde_json::from_str(&text).unwrap();
        let licences = value["licences"].as_array().unwrap();
        prop_assert_eq!(directory.licences().len(), licences.len());
        let ids: Vec<&str> = licences.iter()
            .flat_map(|licence| licence["dossiers"].as_array().unwrap())
            .map(|dossier| dossier["id"].as_str().unwrap())
            .collect();
        prop_assert_eq!((0..directory.len()).map(|position| directory.id(position)).collect::<Vec<_>>(), ids);
    }

    /// Dossiers that are whole are read another way than those that are not.
    #[test]
    fn a_damaged_member_changes_nothing_else(text in directory()) {
        let (whole, _) = read_in(text.as_bytes(), 7).expect("a directory");
        let mut value: Value = serde_json::from_str(&text).unwrap();
        let mut damaged = 0;
        for licence in value["licences"].as_array_mut().unwrap() {
            for dossier in licence["dossiers"].as_array_mut().unwrap() {
                dossier["team"].as_array_mut().unwrap().push(json!("nobody"));
                damaged += 1;
            }
        }
        let (other, unreadable) = read_in(value.to_string().as_bytes(), 7).expect("a directory");
        prop_assert_eq!(summary(&whole), summary(&other));
        prop_assert_eq!((unreadable.values, unreadable.dossiers), (damaged, 0));
    }

    #[test]
    fn a_text_cut_short_is_no_directory(text in directory(), cut in 0.0..1.0_f64) {
        let text = text.trim_end();
        let end = (text.len() as f64 * cut) as usize;
        prop_assert!(read_in(&text.as_bytes()[..end], 11).is_err());
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200), chunk in 1..20_usize) {
        let _ = read_in(&bytes, chunk);
    }

    #[test]
    fn any_damage_is_survived(text in directory(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read_in(&bytes, 9);
    }
}

#[test]
fn what_is_no_directory_is_refused() {
    for text in ["", "null", "[]", "{}", "\"\"", "<!doctype html>", r#"{"people":[]}"#] {
        assert!(read_in(text.as_bytes(), 5).is_err(), "{text}");
    }
    for text in [
        r#"{"people":null,"licences":[]}"#,
        r#"{"people":[],"licences":null}"#,
        r#"{"people":{},"licences":[]}"#,
    ] {
        assert!(read_in(text.as_bytes(), 5).is_err(), "{text}");
    }
    assert!(read_in(br#"{"people":[],"licences":[]}"#, 5).is_ok());
}

#[test]
fn one_unreadable_dossier_leaves_the_others() {
    let good = json!({"id": "good", "name": "Good", "number": "1", "team": [member("me", "manager")]});
    let bad = [
        json!(null),
        json!(7),
        json!({"name": "No id", "team": []}),
        json!({"id": 7, "name": "Number as id", "team": []}),
        json!({"id": "n", "name": "No team"}),
        json!({"id": "n", "name": "Team is null", "team": null}),
        json!({"id": "u", "name": "Own role unknown", "team": [member("me", "boss")]}),
    ];
    for bad in bad {
        let (directory, unreadable) = read(&with_dossiers(json!([bad, good, bad])));
        assert_eq!(directory.len(), 1, "{bad}");
        assert_eq!(unreadable.dossiers, 2, "{bad}");
    }
}

#[test]
fn duplicates_count_once() {
    let twice = json!({"id": "same", "name": "First", "number": "", "team": [member("me", "manager")]});
    let (directory, unreadable) = read(&with_dossiers(json!([twice, twice])));
    assert_eq!((directory.len(), unreadable.dossiers), (1, 1));
    assert_eq!(unreadable.named, ["First"]);
}

#[test]
fn unknown_members_and_choices_are_left_out_and_counted() {
    let team = json!([
        member("me", "manager"),
        member("bob", "owner"),
        {"person": "cid", "role": "manager", "participation": {"accountant": "yes"}},
        {"person": "dee", "role": "manager", "participation": {"accountant": null, "auditor": true}},
        {"person": "eve", "role": "collaborator", "participation": {"accountant": true}},
        {"role": "manager"},
        null,
    ]);
    let dossier = json!({"id": "d", "name": "D", "number": null, "team": team});
    let (directory, unreadable) = read(&with_dossiers(json!([dossier])));
    let none = Participation::new(1);
    let people: Vec<_> =
        directory.team(0, &none).map(|member| directory.people().id(member.person).to_owned()).collect();
    assert_eq!(people, ["me", "dee", "eve"]);
    assert_eq!(unreadable.values, 4);
    assert!(directory.colleague_participates(Audience::Accountant).contains(0));
}

#[test]
fn the_users_own_choices_come_from_the_settings_only() {
    let own = json!({"person": "me", "role": "manager", "participation": {"accountant": false}});
    let (directory, _) = read(&with_dossiers(json!([{"id": "d", "name": "D", "team": [own]}])));
    assert!(Participation::new(1).participates(&directory, Audience::Accountant, 0));
}

#[test]
fn licences_may_be_odd() {
    let value = json!({"people": [], "licences": [
        {"name": "Late id", "dossiers": [{"id": "a", "name": "A", "team": []}], "id": "late"},
        null, 5, {"id": "no dossiers", "name": "N"}, {"id": "x", "dossiers": null},
    ]});
    let (directory, unreadable) = read(&value);
    assert_eq!(directory.licences()[0].id, "late");
    assert_eq!(directory.licences()[0].dossiers, 0..1);
    assert_eq!(unreadable.values, 4);
    assert_eq!(directory.licences().len(), 3);
}

#[test]
fn dossiers_outside_of_a_licence_are_none() {
    let stray = json!([{"id": "stray", "name": "Stray", "team": []}]);
    let value = json!({"dossiers": stray, "people": [], "licences": []});
    let (directory, unreadable) = read(&value);
    assert!(directory.is_empty() && unreadable.is_empty());
}

#[test]
fn nothing_may_stand_between_dossiers() {
    let good = |id: &str| format!(r#"{{"id":"{id}","name":"{id}","team":[]}}"#);
    for (between, dossiers) in [(",", 2), (" ,\n ", 2), (" x,", 1), ("", 0), (":", 0)] {
        let list = good("a") + between + &good("b");
        let text = format!(r#"{{"people":[],"licences":[{{"id":"l","dossiers":[{list}]}}]}}"#);
        for chunk in [1, 7, 1_000] {
            let (directory, unreadable) = read_in(text.as_bytes(), chunk).expect("a directory");
            assert_eq!(directory.len(), dossiers, "{between:?}");
            assert_eq!(unreadable.dossiers, usize::from(between.trim() != ","), "{between:?}");
        }
    }
}

#[test]
fn a_member_that_is_there_twice_is_not_lost() {
    let text = r#"{"people":[],"licences":[{"id":"l","dossiers":[
        {"id":"a","name":"First","name":"Second","team":[],"more":[1,{"}":"]"}],"less":"\u00e9\"}"},
        {"id":"b","name":"\u00e9\"","team":[],"wrong":01}]}]}"#;
    for chunk in [1, 7, 1_000] {
        let (directory, unreadable) = read_in(text.as_bytes(), chunk).expect("a directory");
        assert_eq!((directory.len(), directory.name(0)), (1, "First"));
        assert_eq!(unreadable.dossiers, 1);
    }
}
