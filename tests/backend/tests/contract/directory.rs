//! The directory and the team of a dossier.

use serde_json::{Value, json};

use crate::client::{Client, demonstration, gunzip};

fn dossiers(directory: &Value) -> Vec<&Value> {
    let licences = directory["licences"].as_array().expect("licences");
    licences.iter().flat_map(|licence| licence["dossiers"].as_array().expect("dossiers")).collect()
}

#[test]
fn it_holds_the_reader_s_own_dossiers_with_whole_teams() {
    let server = demonstration();
    let directory = Client::signed_in(&server, "p-2").get("/api/directory").json();
    let ids: Vec<_> = dossiers(&directory).iter().map(|dossier| dossier["id"].clone()).collect();
    assert_eq!(ids, ["dos-1", "dos-2", "dos-3"]);
    assert_eq!(directory["licences"].as_array().map(Vec::len), Some(1));
    assert_eq!(dossiers(&directory)[0]["name"], "Boulangerie Martin SRL");
    assert_eq!(
        dossiers(&directory)[0]["team"],
        json!([
            {"person": "p-1", "role": "manager"},
            {"person": "p-2", "role": "manager"},
            {"person": "p-20", "role": "entrepreneur"},
            {"person": "p-3", "role": "collaborator", "participation": {"accountant": false}}
        ])
    );
    let people: Vec<_> = directory["people"].as_array().expect("people").iter().collect();
    assert_eq!(people.len(), 6);
    assert!(people.contains(&&json!({"id": "p-1", "name": "Ann Peeters", "email": true})));
    assert!(people.contains(&&json!({"id": "p-22", "name": "Thierry Dubois", "email": false})));
    let nobody = Client::signed_in(&server, "p-13").get("/api/directory").json();
    assert_eq!(nobody, json!({"people": [], "licences": []}));
}

#[test]
fn the_reader_s_own_choices_are_not_in_it_but_in_the_team() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let directory = ann.get("/api/directory").json();
    let mine: Vec<_> = dossiers(&directory)
        .into_iter()
        .flat_map(|dossier| dossier["team"].as_array().expect("a team"))
        .filter(|member| member["person"] == "p-1")
        .collect();
    assert!(mine.len() > 40 && mine.iter().all(|member| member.get("participation").is_none()));
    let team = ann.get("/api/dossiers/dos-4/team").json();
    assert_eq!(team["me"], "p-1");
    assert_eq!(team["dossier"], json!({"id": "dos-4", "name": "Transports Leroy SRL"}));
    let own = json!({"person": "p-1", "role": "manager", "participation": {"accountant": false}});
    assert!(team["team"].as_array().expect("a team").contains(&own));
    assert_eq!(team["people"].as_array().map(Vec::len), team["team"].as_array().map(Vec::len));
}

#[test]
fn its_version_changes_with_what_it_shows_and_only_with_that() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let bob = Client::signed_in(&server, "p-2");
    let first = ann.get("/api/directory");
    let etag = first.header("etag").to_owned();
    let again = |etag: &str| ann.send("GET", "/api/directory", &[("If-None-Match", etag)], b"");
    assert_eq!(again(&etag).status, 304);
    // My own choices are not in it.
    assert_eq!(
        ann.patch(json!({"frequency": "never", "participation": {"dos-1": {"accountant": false}}})).status,
        200
    );
    assert_eq!(again(&etag).status, 304);
    assert_eq!(ann.get("/api/directory").body, first.body);
    // A colleague's are, and so is whether e-mail reaches them.
    bob.patch(json!({"frequency": "never", "participation": {"dos-1": {"accountant": false}}}));
    let second = again(&etag);
    assert_eq!(second.status, 200);
    let directory = second.json();
    assert_eq!(dossiers(&directory)[0]["team"][1]["participation"], json!({"accountant": false}));
    let reached = |person| json!({"id": "p-2", "name": "Bob Claes", "email": person});
    assert!(directory["people"].as_array().expect("people").contains(&reached(false)));
    // So is the firm.
    let etag = second.header("etag").to_owned();
    for change in [
        "UPDATE dossier SET name = 'Autre' WHERE id = 'dos-1'",
        "UPDATE person SET name = 'Robert' WHERE id = 'p-2'",
        "DELETE FROM team WHERE dossier = 'dos-3' AND person = 'p-2'",
        "INSERT INTO team (dossier, person, role) VALUES ('dos-3', 'p-2', 'collaborator')",
        "UPDATE team SET role = 'manager' WHERE dossier = 'dos-3' AND person = 'p-2'",
    ] {
        let before = ann.get("/api/directory").header("etag").to_owned();
        server.database(|db| db.execute(change, [])).expect("a change");
        assert_eq!(again(&before).status, 200, "{change}");
        assert_eq!(again(&etag).status, 200, "{change}");
    }
}

#[test]
fn it_is_compressed_for_who_takes_that() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let plain = ann.get("/api/directory");
    for _ in 0..2 {
        let answer = ann.send("GET", "/api/directory", &[("Accept-Encoding", "br, gzip;q=0.8")], b"");
        assert_eq!(answer.header("content-encoding"), "gzip");
        assert!(answer.body.len() * 3 < plain.body.len());
        assert_eq!(gunzip(&answer.body), plain.body);
        assert_ne!(answer.header("etag"), plain.header("etag"));
        let known = [("Accept-Encoding", "gzip"), ("If-None-Match", answer.header("etag"))];
        assert_eq!(ann.send("GET", "/api/directory", &known, b"").status, 304);
    }
}

#[test]
fn versions_of_two_backends_differ() {
    let etags: Vec<_> = (0..2)
        .map(|_| {
            let server = demonstration();
            let ann = Client::signed_in(&server, "p-1");
            (ann.settings().0, ann.get("/api/directory").header("etag").to_owned())
        })
        .collect();
    assert_ne!(etags[0].0, etags[1].0);
    assert_ne!(etags[0].1, etags[1].1);
}
