//! The demonstration firm, generated firms, and databases that persist.

use std::collections::HashSet;

use reference_backend::{Options, Server, Size, preselection, rusqlite::Connection};
use serde_json::json;

use crate::client::{Client, demonstration, started, state};

fn count(server: &Server, sql: &str) -> usize {
    server.database(|db| db.query_row(sql, [], |row| row.get(0))).expect("a count")
}

fn numbers_are_sound(db: &Connection) {
    let mut statement = db.prepare("SELECT number FROM dossier").expect("a table");
    let numbers = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    for number in numbers.map(|number| number.expect("a number")) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        assert!(number.starts_with("BE 0") && digits.len() == 10, "{number}");
        let (body, check) = digits.split_at(8);
        let (body, check): (u64, u64) = (body.parse().expect("digits"), check.parse().expect("digits"));
        assert_eq!(97 - body % 97, check, "{number}");
    }
}

#[test]
fn the_demonstration_firm_has_what_there_is_to_show() {
    let server = demonstration();
    assert_eq!(count(&server, "SELECT count(*) FROM licence"), 3);
    assert_eq!(count(&server, "SELECT count(*) FROM dossier"), 60);
    server.database(|db| numbers_are_sound(db));
    let dossiers_of =
        |person: &str| count(&server, &format!("SELECT count(*) FROM team WHERE person = '{person}'"));
    assert_eq!((dossiers_of("p-2"), dossiers_of("p-13")), (3, 0));
    let anns_licences =
        "SELECT count(DISTINCT licence) FROM team JOIN dossier ON id = dossier WHERE person = 'p-1'";
    assert_eq!(count(&server, anns_licences), 3);
    assert_eq!(count(&server, "SELECT count(DISTINCT role) FROM team WHERE person = 'p-1'"), 3);
    assert_eq!(count(&server, "SELECT count(DISTINCT profile_language) FROM person"), 4);
    assert!(count(&server, "SELECT count(*) FROM person WHERE email IS NULL") >= 2);
    assert!(count(&server, "SELECT max(length(name)) FROM dossier") > 100);
    assert_eq!(count(&server, "SELECT count(*) - count(DISTINCT name) FROM dossier"), 1);
    assert_eq!(count(&server, "SELECT count(*) - count(DISTINCT number) FROM dossier"), 0);
    let empty = server.database(|db| {
        (1..=60)
            .filter(|n| preselection(db, &format!("dos-{n}"), "accountant", None).expect("a list").is_empty())
            .count()
    });
    assert!((1..10).contains(&empty), "{empty} dossiers without recipient");
}

#[test]
fn a_generated_firm_has_its_size_and_is_the_same_for_its_seed() {
    let firm = |seed| {
        started(Options { generated: Some(Size { dossiers: 300, licences: 7, seed }), ..Options::default() })
    };
    let (one, same, other) = (firm(5), firm(5), firm(6));
    assert_eq!(count(&one, "SELECT count(*) FROM dossier"), 300);
    assert_eq!(count(&one, "SELECT count(DISTINCT licence) FROM dossier"), 7);
    assert_eq!(state(&one), state(&same));
    assert_ne!(state(&one), state(&other));
    assert_eq!(count(&one, "SELECT count(*) FROM team WHERE person = 'p-1'"), 300);
    assert!(count(&one, "SELECT count(*) FROM team WHERE person = 'p-1' AND role = 'manager'") > 200);
    let second = count(&one, "SELECT count(*) FROM team WHERE person = 'p-2'");
    assert!(
        (100..250).contains(&second) && second > count(&one, "SELECT count(*) FROM team WHERE person = 'p-3'")
    );
    one.database(|db| numbers_are_sound(db));
    let directory = Client::signed_in(&one, "p-1").get("/api/directory").json();
    let names: HashSet<_> =
        directory["licences"].as_array().expect("licences").iter().map(|l| l["id"].to_string()).collect();
    assert_eq!(names.len(), 7);
    let none =
        started(Options { generated: Some(Size { dossiers: 0, licences: 2, seed: 1 }), ..Options::default() });
    let nothing = json!({"people": [], "licences": []});
    assert_eq!(Client::signed_in(&none, "p-1").get("/api/directory").json(), nothing);
}

#[test]
fn a_database_in_a_file_goes_on_where_it_stopped() {
    let file = std::env::temp_dir().join(format!("reference-backend-{}.sqlite", std::process::id()));
    let options = Options { database: Some(file.clone()), ..Options::default() };
    let server = started(options.clone());
    let pragma = |name: &str| -> String {
        server
            .database(|db| {
                db.query_row(&format!("SELECT * FROM pragma_{name}"), [], |row| {
                    row.get::<_, reference_backend::rusqlite::types::Value>(0)
                })
            })
            .map(|value| format!("{value:?}"))
            .expect("a pragma")
    };
    assert_eq!(pragma("journal_mode"), r#"Text("wal")"#);
    assert_eq!(pragma("foreign_keys"), "Integer(1)");
    assert_eq!(pragma("synchronous"), "Integer(2)");
    let ann = Client::signed_in(&server, "p-1");
    assert_eq!(ann.patch(json!({"participation": {"dos-1": {"accountant": false}}})).status, 200);
    let ((version, settings), before) = (ann.settings(), state(&server));
    drop(server);
    let server = started(options);
    assert_eq!(state(&server), before);
    // The session holds, too. The version is a new one: the file could be an older copy of itself.
    let ann = Client { address: server.address(), ..ann };
    assert_eq!(ann.settings().1, settings);
    ann.patch_with(&version, &[], br#"{"frequency":"never"}"#).is_problem(412, "stale");
    drop(server);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
}
