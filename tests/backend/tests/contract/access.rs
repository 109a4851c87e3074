//! Who may do what: no request without the right to it changes anything.

use reference_backend::Options;
use serde_json::json;

use crate::client::{Client, applied, demonstration, started, state};

#[test]
fn without_a_session_everything_is_401_with_the_place_to_sign_in() {
    let server = demonstration();
    let before = state(&server);
    let mut strangers = [Client::stranger(&server), Client::stranger(&server)];
    strangers[1].cookie = Some("session=0123456789abcdef".into());
    for stranger in strangers {
        for path in [
            "/api/session",
            "/api/directory",
            "/api/conversation-settings",
            "/api/dossiers/dos-1/team",
            "/api/dossiers/dos-1/questions",
            "/api/dossiers/dos-1/questions/1",
            "/api/dossiers/dos-1/preselection?audience=accountant",
        ] {
            let answer = stranger.get(path);
            assert_eq!(answer.is_problem(401, "no-session").json()["signIn"], "/sign-in");
        }
        stranger
            .patch_with("*", &[("X-CSRF-Token", "x")], br#"{"frequency":"never"}"#)
            .is_problem(401, "no-session");
        let question = json!({"audience": "accountant", "text": "?", "recipients": ["p-2"]});
        stranger.post("/api/dossiers/dos-1/questions", question).is_problem(401, "no-session");
    }
    assert_eq!(state(&server), before);
}

#[test]
fn a_missing_or_wrong_csrf_token_is_403_and_changes_nothing() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let bob = Client::signed_in(&server, "p-2");
    let (etag, _) = ann.settings();
    let before = state(&server);
    let body = br#"{"frequency":"never"}"#;
    let headers = [("If-Match", etag.as_str()), ("Content-Type", "application/merge-patch+json")];
    ann.send("PATCH", "/api/conversation-settings", &headers, body).is_problem(403, "csrf");
    for wrong in ["", "wrong", bob.csrf_token.as_str()] {
        ann.patch_with(&etag, &[("X-CSRF-Token", wrong)], body).is_problem(403, "csrf");
    }
    let headers = [("Content-Type", "application/json")];
    let question = br#"{"audience":"accountant","text":"?","recipients":["p-2"]}"#;
    ann.send("POST", "/api/dossiers/dos-1/questions", &headers, question).is_problem(403, "csrf");
    assert_eq!(state(&server), before);
}

#[test]
fn a_change_touches_only_the_settings_of_who_is_signed_in() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let bob = Client::signed_in(&server, "p-2");
    let (bobs_etag, bobs) = bob.settings();
    let patch = json!({"frequency": "never", "participation": {"dos-1": {"accountant": false}}});
    assert_eq!(ann.patch(patch).status, 200);
    assert_eq!(bob.settings(), (bobs_etag.clone(), bobs));
    // Another person's version is none of mine, and no member of the patch can name another person.
    let before = state(&server);
    ann.patch_with(&bobs_etag, &[], br#"{"frequency":"daily"}"#).is_problem(412, "stale");
    ann.patch(json!({"user": "p-2", "frequency": "daily"})).is_problem(422, "unknown-member");
    ann.get("/api/conversation-settings/p-2").is_problem(404, "unknown-path");
    assert_eq!(state(&server), before);
    let others: usize = server
        .database(|db| db.query_row("SELECT count(*) FROM applied WHERE person <> 'p-1'", [], |r| r.get(0)))
        .expect("a count");
    assert_eq!(others, 0);
}

#[test]
fn a_dossier_without_access_is_as_unknown_as_one_that_does_not_exist() {
    let server = demonstration();
    let bob = Client::signed_in(&server, "p-2");
    let before = state(&server);
    for dossier in ["dos-4", "dos-60", "nowhere", "%00", "dos-1%20", "DOS-1"] {
        for part in ["team", "questions", "questions/1", "preselection?audience=accountant"] {
            bob.get(&format!("/api/dossiers/{dossier}/{part}")).is_problem(404, "unknown-dossier");
        }
        let question = json!({"audience": "accountant", "text": "?", "recipients": ["p-1"]});
        bob.post(&format!("/api/dossiers/{dossier}/questions"), question).is_problem(404, "unknown-dossier");
    }
    assert_eq!(state(&server), before);
    let settings = bob.settings().1;
    let rejected = bob.patch(json!({"participation": {"dos-4": {"accountant": true}, "nowhere": null}})).json();
    assert_eq!(
        rejected["rejected"],
        json!([
            {"dossier": "dos-4", "audience": "accountant", "problem": "unknown-dossier"},
            {"dossier": "nowhere", "problem": "unknown-dossier"}
        ])
    );
    assert_eq!((bob.settings().1, applied(&server)), (settings, 0));
}

#[test]
fn unknown_paths_are_404_and_wrong_methods_405() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    for path in
        ["/api", "/api/", "/api/nothing", "/api/dossiers", "/api/dossiers//team", "/api/dossiers/%ff/team"]
    {
        assert_eq!(ann.get(path).status, 404, "{path}");
        assert_eq!(ann.get(path).header("content-type"), "application/problem+json", "{path}");
    }
    for (method, path, allowed) in [
        ("DELETE", "/api/session", "GET,HEAD"),
        ("PUT", "/api/conversation-settings", "GET,HEAD,PATCH"),
        ("POST", "/api/directory", "GET,HEAD"),
        ("PATCH", "/api/dossiers/dos-1/questions", "GET,HEAD,POST"),
        ("TRACE", "/api/dossiers/dos-1/team", "GET,HEAD"),
        ("OPTIONS", "/api/session", "GET,HEAD"),
    ] {
        let answer = ann.send(method, path, &[], b"");
        assert_eq!(answer.is_problem(405, "method").header("allow"), allowed, "{method} {path}");
    }
}

#[test]
fn a_page_of_another_site_can_change_nothing() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let before = state(&server);
    let foreign = [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")];
    ann.patch_with(&etag, &foreign, br#"{"frequency":"never"}"#).is_problem(403, "cross-site");
    ann.send("POST", "/sign-in", &foreign, b"person=p-2").is_problem(403, "cross-site");
    ann.send("POST", "/sign-out", &foreign, b"").is_problem(403, "cross-site");
    assert_eq!(ann.get("/api/session").status, 200);
    assert_eq!(state(&server), before);
}

#[test]
fn only_an_allowed_origin_may_use_the_api_from_its_pages() {
    let friend = "http://127.0.0.1:9999";
    let server = started(Options { allowed_origins: vec![friend.into()], ..Options::default() });
    let ann = Client::signed_in(&server, "p-1");

    let answer = ann.send("GET", "/api/session", &[("Origin", friend)], b"");
    assert_eq!(answer.header("access-control-allow-origin"), friend);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    let preflight = [("Origin", friend), ("Access-Control-Request-Method", "PATCH")];
    let answer = ann.send("OPTIONS", "/api/conversation-settings", &preflight, b"");
    assert_eq!(answer.status, 204);
    assert!(answer.header("access-control-allow-headers").contains("X-CSRF-Token"));
    assert!(answer.header("access-control-allow-methods").contains("PATCH"));
    let (etag, _) = ann.settings();
    let from_friend = [("Origin", friend), ("Sec-Fetch-Site", "cross-site")];
    assert_eq!(ann.patch_with(&etag, &from_friend, br#"{"frequency":"never"}"#).status, 200);
    assert_eq!(applied(&server), 1);

    for origin in ["https://evil.example", "null", "http://127.0.0.1:99990", "http://127.0.0.1"] {
        let answer = ann.send("GET", "/api/session", &[("Origin", origin)], b"");
        assert_eq!(answer.find("access-control-allow-origin"), None);
        let preflight = [("Origin", origin), ("Access-Control-Request-Method", "PATCH")];
        let answer = ann.send("OPTIONS", "/api/conversation-settings", &preflight, b"");
        assert_eq!(answer.is_problem(405, "method").find("access-control-allow-origin"), None);
    }
}

#[test]
fn answers_are_private_and_say_what_they_depend_on() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    for path in
        ["/api/session", "/api/directory", "/api/conversation-settings", "/api/dossiers/dos-1/team", "/api/x"]
    {
        let answer = ann.get(path);
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        assert_eq!(answer.header("vary"), "Cookie, Accept-Encoding");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
    }
}

#[test]
fn the_session_says_what_its_user_may_set() {
    let server = demonstration();
    let session = Client::signed_in(&server, "p-1").get("/api/session").json();
    assert_eq!(session["user"]["name"], "Ann Peeters");
    assert_eq!(session["user"]["email"], "ann.peeters@example.be");
    assert_eq!(session["user"]["profileLanguage"], "fr");
    assert_eq!(session["audiences"], json!(["entrepreneur", "accountant"]));
    assert_eq!(session["frequencies"], json!(["immediately", "hourly", "daily", "weekly", "never"]));
    assert_eq!(session["languages"], json!(["fr", "nl", "en", "de"]));
    let katrien = Client::signed_in(&server, "p-11").get("/api/session").json();
    assert!(katrien["user"]["email"].is_null());
    // A client is never a candidate for questions to the accountant.
    let client = Client::signed_in(&server, "p-20");
    assert_eq!(client.get("/api/session").json()["audiences"], json!(["entrepreneur"]));
    let answer = client.patch(json!({"participation": {"dos-1": {"accountant": true, "entrepreneur": false}}}));
    assert_eq!(answer.json()["rejected"][0]["problem"], "unknown-audience");
    assert_eq!(client.settings().1["participation"], json!({"dos-1": {"entrepreneur": false}}));
}
