//! Asking questions, and who is preselected for them.

use reference_backend::{TeamTable, preselection};
use serde_json::json;

use crate::client::{Client, demonstration, state};

#[test]
fn a_question_is_stored_with_its_recipients() {
    let server = demonstration();
    let client = Client::signed_in(&server, "p-20");
    let asked = json!({"audience": "accountant", "text": "Où est ma déclaration\u{a0}?\n\u{1f4c4}", "recipients": ["p-3", "p-1"]});
    let answer = client.post("/api/dossiers/dos-1/questions", asked.clone());
    assert_eq!((answer.status, answer.header("location")), (201, "questions/1"));
    let stored = answer.json();
    for member in ["audience", "text", "recipients"] {
        assert_eq!(stored[member], asked[member]);
    }
    assert_eq!((&stored["asker"], &stored["dossier"]), (&json!("p-20"), &json!("dos-1")));
    assert_eq!(client.get("/api/dossiers/dos-1/questions/1").json(), stored);
    let second = json!({"audience": "entrepreneur", "text": "Réponse", "recipients": ["p-2", "p-20"]});
    assert_eq!(Client::signed_in(&server, "p-1").post("/api/dossiers/dos-1/questions", second).status, 201);
    let listed = client.get("/api/dossiers/dos-1/questions").json();
    assert_eq!((&listed["questions"][0]["text"], &listed["questions"][1]), (&json!("Réponse"), &stored));
    assert_eq!(client.get("/api/dossiers/dos-2/questions").json(), json!({"questions": []}));
    client.get("/api/dossiers/dos-2/questions/1").is_problem(404, "unknown-question");
    client.get("/api/dossiers/dos-1/questions/x").is_problem(404, "unknown-question");
}

#[test]
fn a_test_question_is_asked_as_the_client() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let ask = |audience, asker: &str| {
        let question = json!({"audience": audience, "text": "?", "recipients": ["p-1", "p-2"], "asker": asker});
        ann.post("/api/dossiers/dos-1/questions", question)
    };
    let stored = ask("accountant", "p-20").json();
    assert_eq!((&stored["asker"], &stored["recipients"]), (&json!("p-20"), &json!(["p-1", "p-2"])));
    // A colleague, the client of another dossier, and a question to the client.
    for (audience, asker) in [("accountant", "p-2"), ("accountant", "p-21"), ("entrepreneur", "p-20")] {
        ask(audience, asker).is_problem(422, "unknown-asker");
    }
}

#[test]
fn a_question_that_could_not_be_answered_is_refused() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let before = state(&server);
    let ask = |audience, text: &str, recipients| {
        ann.post(
            "/api/dossiers/dos-1/questions",
            json!({"audience": audience, "text": text, "recipients": recipients}),
        )
    };
    ask("banker", "?", vec!["p-2"]).is_problem(422, "unknown-audience");
    ask("accountant", " \n", vec!["p-2"]).is_problem(422, "invalid-text");
    ask("accountant", &"x".repeat(10_001), vec!["p-2"]).is_problem(422, "invalid-text");
    ask("accountant", "?", vec![]).is_problem(422, "no-recipient");
    ask("accountant", "?", vec!["p-2", "p-2"]).is_problem(422, "repeated-recipient");
    // Not in the team, nobody at all, the asker, and a client for a question to the accountant.
    for recipient in ["p-4", "nobody", "p-1", "p-20"] {
        let answer = ask("accountant", "?", vec!["p-2", recipient]);
        assert_eq!(answer.is_problem(422, "unknown-recipient").json()["recipient"], recipient);
    }
    for body in [json!([]), json!({}), json!({"audience": 1, "text": "?", "recipients": ["p-2"]})] {
        ann.post("/api/dossiers/dos-1/questions", body).is_problem(422, "invalid-question");
    }
    let headers = [("X-CSRF-Token", ann.csrf_token.as_str()), ("Content-Type", "text/plain")];
    ann.send("POST", "/api/dossiers/dos-1/questions", &headers, b"{}").is_problem(415, "content-type");
    assert_eq!(state(&server), before);
}

#[test]
fn preselection_follows_roles_and_explicit_choices() {
    let server = demonstration();
    let read = |dossier, audience, asker| {
        server.database(|db| preselection(db, dossier, audience, asker)).expect("recipients")
    };
    assert_eq!(read("dos-1", "accountant", Some("p-20")), ["p-1", "p-2"]);
    assert_eq!(read("dos-1", "accountant", Some("p-1")), ["p-2"]);
    assert_eq!(read("dos-1", "entrepreneur", None), ["p-20"]);
    // A manager opted out and a collaborator opted in; then nobody at all.
    assert_eq!(read("dos-4", "accountant", None), ["p-3"]);
    assert!(read("dos-12", "accountant", None).is_empty());
    assert!(read("dos-3", "entrepreneur", None).is_empty());
    let ann = Client::signed_in(&server, "p-1");
    let answer = ann.get("/api/dossiers/dos-1/preselection?audience=accountant&asker=p-1");
    assert_eq!(answer.json(), json!({"recipients": ["p-2"]}));
    ann.get("/api/dossiers/dos-1/preselection").is_problem(422, "unknown-audience");
}

#[test]
fn a_team_can_be_inserted_and_asked() {
    let mut team = TeamTable::new().expect("a table");
    let mut check = |members: &[_], audience, asker, expected: &[&str]| {
        team.insert(members).expect("a team");
        assert_eq!(team.preselection(audience, asker).expect("recipients"), expected);
    };
    let all_defaults =
        [("m", "manager", None, None), ("c", "collaborator", None, None), ("e", "entrepreneur", None, None)];
    check(&all_defaults, "accountant", None, &["m"]);
    check(&all_defaults, "entrepreneur", None, &["e"]);
    check(&all_defaults, "accountant", Some("m"), &[]);
    let all_on = all_defaults.map(|(person, role, ..)| (person, role, Some(true), Some(true)));
    check(&all_on, "accountant", None, &["m", "c"]);
    check(&all_on, "entrepreneur", None, &["m", "c", "e"]);
    let all_off = all_defaults.map(|(person, role, ..)| (person, role, Some(false), Some(false)));
    check(&all_off, "accountant", None, &[]);
    check(&all_off, "entrepreneur", None, &[]);
    check(&[("b", "manager", None, None), ("a", "manager", None, None)], "accountant", None, &["a", "b"]);
    check(&[], "accountant", None, &[]);
}
