//! Reading and patching the settings.

use serde_json::{Map, Value, json};

use crate::client::{Client, applied, demonstration, gunzip, gzip, started, state};

#[test]
fn only_explicit_choices_are_listed() {
    let server = demonstration();
    let (_, settings) = Client::signed_in(&server, "p-1").settings();
    assert_eq!(
        settings,
        json!({"frequency": "daily", "participation": {
            "dos-4": {"accountant": false}, "dos-13": {"entrepreneur": true}, "dos-31": {"accountant": true}
        }})
    );
    let (_, settings) = Client::signed_in(&server, "p-8").settings();
    assert_eq!(settings["language"], "en");
    let (_, settings) = Client::signed_in(&server, "p-13").settings();
    assert_eq!(settings["participation"], json!({}));
}

#[test]
fn a_patch_sets_what_it_names_and_nothing_else() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (before, _) = ann.settings();
    let answer = ann.patch(json!({"frequency": "weekly", "language": "nl",
        "participation": {"dos-1": {"accountant": false}, "dos-13": {"accountant": true}}}));
    assert_eq!((answer.status, answer.json()), (200, json!({"rejected": []})));
    assert_eq!(answer.header("accept-encoding"), "gzip");
    let (after, settings) = ann.settings();
    assert_ne!(after, before);
    assert_eq!(after, answer.header("etag"));
    assert_eq!(
        settings,
        json!({"frequency": "weekly", "language": "nl", "participation": {
            "dos-1": {"accountant": false}, "dos-4": {"accountant": false},
            "dos-13": {"accountant": true, "entrepreneur": true}, "dos-31": {"accountant": true}
        }})
    );
    assert_eq!(applied(&server), 4);
}

#[test]
fn a_repeat_changes_nothing_and_makes_a_new_version() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let patch =
        json!({"frequency": "never", "language": "de", "participation": {"dos-1": {"accountant": false}}});
    let first = ann.patch(patch.clone());
    let (before, written) = (ann.settings().1, applied(&server));
    let second = ann.patch(patch.clone());
    assert_eq!(second.status, 200);
    assert_eq!((ann.settings().1, applied(&server)), (before, written));
    // So a late copy of the first request finds its version gone, although no value is another one.
    assert_ne!(second.header("etag"), first.header("etag"));
    ann.patch_with(first.header("etag"), &[], patch.to_string().as_bytes()).is_problem(412, "stale");
    assert_ne!(ann.patch(json!({})).header("etag"), second.header("etag"));
}

#[test]
fn null_takes_a_choice_back() {
    let server = demonstration();
    let hüseyin = Client::signed_in(&server, "p-8");
    assert_eq!(hüseyin.patch(json!({"frequency": "never"})).status, 200);
    let patch = json!({"frequency": null, "language": null, "participation": {"dos-31": {"accountant": null}}});
    assert_eq!(hüseyin.patch(patch).status, 200);
    let expected = json!({"frequency": "daily", "participation": {"dos-35": {"accountant": false}}});
    assert_eq!(hüseyin.settings().1, expected);
    // A whole dossier's choices, and all choices.
    let ann = Client::signed_in(&server, "p-1");
    ann.patch(json!({"participation": {"dos-13": {"accountant": false}}}));
    ann.patch(json!({"participation": {"dos-13": null}}));
    assert_eq!(ann.settings().1["participation"].get("dos-13"), None);
    assert_eq!(ann.patch(json!({"participation": null})).json(), json!({"rejected": []}));
    assert_eq!(ann.settings().1, json!({"frequency": "daily", "participation": {}}));
    let rows: Vec<(String, Option<String>)> = server.database(|db| {
        db.prepare("SELECT before, after FROM applied WHERE person = 'p-1' AND dossier = 'dos-4'")
            .and_then(|mut rows| rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .expect("rows")
    });
    assert_eq!(rows, [("false".to_owned(), None)]);
}

#[test]
fn a_value_that_cannot_be_set_is_rejected_alone() {
    let server = demonstration();
    let bob = Client::signed_in(&server, "p-2");
    let answer = bob.patch(json!({"frequency": "weekly", "participation": {
        "dos-1": {"accountant": false, "banker": true, "entrepreneur": "yes"},
        "dos-2": true, "dos-30": {"accountant": true, "entrepreneur": null}, "": {"accountant": true}
    }}));
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json()["rejected"],
        json!([
            {"dossier": "", "audience": "accountant", "problem": "unknown-dossier"},
            {"dossier": "dos-1", "audience": "banker", "problem": "unknown-audience"},
            {"dossier": "dos-1", "audience": "entrepreneur", "problem": "invalid-value"},
            {"dossier": "dos-2", "problem": "invalid-value"},
            {"dossier": "dos-30", "audience": "accountant", "problem": "unknown-dossier"},
            {"dossier": "dos-30", "audience": "entrepreneur", "problem": "unknown-dossier"}
        ])
    );
    let expected = json!({"frequency": "weekly", "participation": {"dos-1": {"accountant": false}}});
    assert_eq!(bob.settings().1, expected);
    assert_eq!(applied(&server), 2);
}

#[test]
fn a_patch_that_is_wrong_as_a_whole_changes_nothing() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let before = state(&server);
    let (etag, _) = ann.settings();
    let good = r#""participation":{"dos-1":{"accountant":false}}"#;
    for (body, status, code) in [
        (format!(r#"{{{good},"frequency":"monthly"}}"#), 422, "unknown-frequency"),
        (format!(r#"{{{good},"frequency":1}}"#), 422, "unknown-frequency"),
        (format!(r#"{{{good},"language":"it"}}"#), 422, "unknown-language"),
        (format!(r#"{{{good},"language":["fr"]}}"#), 422, "unknown-language"),
        (format!(r#"{{{good},"theme":"dark"}}"#), 422, "unknown-member"),
        (r#"{"frequency":"never","participation":[]}"#.into(), 422, "not-an-object"),
        ("[]".into(), 422, "not-an-object"),
        ("null".into(), 422, "not-an-object"),
        (format!("{{{good}"), 400, "malformed"),
        (format!("{{{good}}} x"), 400, "malformed"),
        (String::new(), 400, "malformed"),
        ("[".repeat(100_000), 400, "malformed"),
    ] {
        ann.patch_with(&etag, &[], body.as_bytes()).is_problem(status, code);
    }
    ann.patch_with(&etag, &[], b"{\"language\":\"\xff\"}").is_problem(400, "malformed");
    assert_eq!(state(&server), before);
}

#[test]
fn a_patch_needs_the_version_that_it_is_based_on() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (old, _) = ann.settings();
    assert_eq!(ann.patch(json!({"frequency": "weekly"})).status, 200);
    let (new, _) = ann.settings();
    let before = state(&server);
    let body = br#"{"frequency":"never"}"#;
    ann.patch_with("", &[], body).is_problem(428, "no-version");
    let weak = format!("W/{new}");
    let bare = new.trim_matches('"').to_owned();
    for stale in [old.as_str(), "\"\"", "\"x\"", weak.as_str(), bare.as_str()] {
        ann.patch_with(stale, &[], body).is_problem(412, "stale");
    }
    // What is wrong in itself is said first: reading again would not help.
    ann.patch_with(&old, &[], br#"{"frequency":"x"}"#).is_problem(422, "unknown-frequency");
    assert_eq!(state(&server), before);
    let list = format!("\"x\", {new}");
    assert_eq!(ann.patch_with(&list, &[], body).status, 200);
    assert_eq!(ann.patch_with("*", &[], body).status, 200);
}

#[test]
fn a_repeat_of_an_applied_patch_by_the_network_is_stale() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let body = br#"{"frequency":"never"}"#;
    assert_eq!(ann.patch_with(&etag, &[], body).status, 200);
    ann.patch_with(&etag, &[], body).is_problem(412, "stale");
    assert_eq!(applied(&server), 1);
}

#[test]
fn content_types_and_codings_other_than_the_contract_s_are_415() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let before = state(&server);
    let body = br#"{"frequency":"never"}"#;
    for kind in ["application/json", "text/plain", "application/x-www-form-urlencoded"] {
        ann.patch_with(&etag, &[("Content-Type", kind)], body).is_problem(415, "content-type");
    }
    for coding in ["br", "deflate", "gzip, gzip"] {
        let answer = ann.patch_with(&etag, &[("Content-Encoding", coding)], body);
        assert_eq!(answer.is_problem(415, "content-coding").header("accept-encoding"), "gzip");
    }
    assert_eq!(state(&server), before);
    let with_charset = [("Content-Type", "Application/Merge-Patch+JSON; charset=utf-8")];
    assert_eq!(ann.patch_with(&etag, &with_charset, body).status, 200);
}

#[test]
fn a_body_may_come_compressed() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let gzipped = [("Content-Encoding", "gzip")];
    let answer = ann.patch_with(&etag, &gzipped, &gzip(br#"{"frequency":"never"}"#));
    assert_eq!((answer.status, applied(&server)), (200, 1));
    let etag = answer.header("etag");
    let before = state(&server);
    ann.patch_with(etag, &gzipped, br#"{"frequency":"daily"}"#).is_problem(400, "malformed");
    let whole = gzip(br#"{"frequency":"daily"}"#);
    ann.patch_with(etag, &gzipped, &whole[..whole.len() - 9]).is_problem(400, "malformed");
    // 64 MB of blanks from 64 kB.
    ann.patch_with(etag, &gzipped, &gzip(&vec![b' '; 64 << 20])).is_problem(413, "too-large");
    assert_eq!(state(&server), before);
}

#[test]
fn a_body_has_a_largest_size() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let before = state(&server);
    let mut body = vec![b' '; 8 << 20];
    let json = br#" {"frequency":"never"}"#;
    let start = body.len() - json.len();
    body[start..].copy_from_slice(json);
    body.insert(0, b' ');
    ann.patch_with(&etag, &[], &body).is_problem(413, "too-large");
    assert_eq!(state(&server), before);
    body.remove(0);
    assert_eq!(ann.patch_with(&etag, &[], &body).status, 200);
}

#[test]
fn a_reader_who_has_the_version_gets_304() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let read = |known: &str| ann.send("GET", "/api/conversation-settings", &[("If-None-Match", known)], b"");
    for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".into()] {
        let answer = read(&known);
        assert_eq!((answer.status, answer.body.len()), (304, 0));
        assert_eq!(answer.header("etag"), etag);
    }
    assert_eq!(read("\"x\"").status, 200);
    ann.patch(json!({"frequency": "never"}));
    assert_eq!(read(&etag).status, 200);
}

#[test]
fn a_compressed_answer_has_a_validator_of_its_own_that_is_taken_back() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (plain_etag, settings) = ann.settings();
    let gzipped = [("Accept-Encoding", "gzip")];
    let answer = ann.send("GET", "/api/conversation-settings", &gzipped, b"");
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(serde_json::from_slice::<Value>(&gunzip(&answer.body)).expect("JSON"), settings);
    let etag = answer.header("etag");
    assert_ne!(etag, plain_etag);
    let answer = ann.patch_with(etag, &gzipped, br#"{"frequency":"daily"}"#);
    assert_eq!(answer.status, 200);
    assert!(answer.header("etag").ends_with("-gzip\""));
    for refused in ["gzip;q=0", "br", "identity"] {
        let answer = ann.send("GET", "/api/conversation-settings", &[("Accept-Encoding", refused)], b"");
        assert_eq!(answer.find("content-encoding"), None);
    }
}

#[test]
fn a_change_is_logged_with_its_request() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let body = br#"{"language":"nl","participation":{"dos-1":{"accountant":false,"entrepreneur":null}}}"#;
    let answer = ann.patch_with(&etag, &[("X-Request-Id", "save-17")], body);
    assert_eq!(answer.header("x-request-id"), "save-17");
    type Row = (String, String, Option<String>, Option<String>, Option<String>, Option<String>, String);
    let rows: Vec<Row> = server.database(|db| {
        db.prepare("SELECT person, kind, dossier, audience, before, after, request_id FROM applied")
            .and_then(|mut rows| {
                rows.query_map([], |r| {
                    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?))
                })?
                .collect()
            })
            .expect("rows")
    });
    let text = |text: &str| Some(text.to_owned());
    let (ann, id) = ("p-1".to_owned(), "save-17".to_owned());
    assert_eq!(
        rows,
        [
            (ann.clone(), "language".into(), None, None, None, text("nl"), id.clone()),
            (ann, "participation".into(), text("dos-1"), text("accountant"), None, text("false"), id)
        ]
    );
    for sql in ["UPDATE applied SET person = 'p-2'", "DELETE FROM applied"] {
        assert!(server.database(|db| db.execute(sql, [])).is_err(), "{sql}");
    }
}

#[test]
fn a_large_patch_is_one_request() {
    let size = reference_backend::Size { dossiers: 5_000, licences: 7, seed: 3 };
    let server = started(reference_backend::Options { generated: Some(size), ..Default::default() });
    let ann = Client::signed_in(&server, "p-1");
    let all = |choice: Value| {
        let dossiers: Map<_, _> =
            (1..=5_000).map(|n| (format!("dos-{n}"), json!({"accountant": choice}))).collect();
        json!({ "participation": dossiers })
    };
    assert_eq!(ann.patch(all(json!(false))).json(), json!({"rejected": []}));
    assert_eq!(ann.settings().1["participation"].as_object().map(Map::len), Some(5_000));
    assert_eq!(applied(&server), 5_000);
    ann.patch(all(json!(null)));
    assert_eq!(ann.settings().1["participation"], json!({}));
}
