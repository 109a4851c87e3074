//! The fault hooks and the verbatim answers.

use std::{
    fs,
    time::{Duration, Instant},
};

use reference_backend::{Options, Server};
use serde_json::{Value, json};

use crate::client::{Client, applied, gunzip, started, state};

const SETTINGS: &str = "/api/conversation-settings";

fn faulty() -> Server {
    started(Options { faults: true, ..Options::default() })
}

fn arm(client: &Client, times: u32, fault: Value) {
    let matching = json!({"method": "PATCH", "path": SETTINGS});
    let answer = client.post("/__faults", json!({"match": matching, "times": times, "fault": fault}));
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// A patch that may get no answer.
fn patch(client: &Client, frequency: &str) -> Option<crate::client::Answer> {
    let (etag, _) = client.settings();
    let headers = [
        ("If-Match", etag.as_str()),
        ("X-CSRF-Token", client.csrf_token.as_str()),
        ("Content-Type", "application/merge-patch+json"),
    ];
    client.try_send("PATCH", SETTINGS, &headers, json!({ "frequency": frequency }).to_string().as_bytes())
}

#[test]
fn a_fault_answers_instead_and_then_is_over() {
    let server = faulty();
    let ann = Client::signed_in(&server, "p-1");
    arm(&ann, 2, json!({"status": 503, "headers": {"Retry-After": "5"}, "body": {"title": "Down"}}));
    for _ in 0..2 {
        let answer = patch(&ann, "never").expect("an answer");
        assert_eq!((answer.status, answer.header("retry-after")), (503, "5"));
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json(), json!({"title": "Down"}));
    }
    assert_eq!(applied(&server), 0);
    assert_eq!(patch(&ann, "never").map(|answer| answer.status), Some(200));
    arm(&ann, 9, json!({"status": 500}));
    assert_eq!(ann.get("/__faults").json().as_array().map(Vec::len), Some(1));
    ann.send("DELETE", "/__faults", &[], b"");
    assert_eq!(patch(&ann, "daily").map(|answer| answer.status), Some(200));
}

#[test]
fn a_change_can_apply_and_its_answer_be_lost() {
    let server = faulty();
    let ann = Client::signed_in(&server, "p-1");
    arm(&ann, 1, json!({"apply": true, "close": true}));
    assert!(patch(&ann, "never").is_none());
    assert_eq!(applied(&server), 1);
    arm(&ann, 1, json!({"close": true}));
    assert!(patch(&ann, "daily").is_none());
    assert_eq!(applied(&server), 1);
    arm(
        &ann,
        1,
        json!({"apply": true, "status": 500, "body": "oops", "headers": {"Content-Type": "text/html"}}),
    );
    let answer = patch(&ann, "weekly").expect("an answer");
    assert_eq!(
        (answer.status, answer.header("content-type"), answer.text().as_str()),
        (500, "text/html", "oops")
    );
    assert_eq!(applied(&server), 2);
    let log = ann.get("/__requests").json();
    let patches: Vec<_> =
        log["requests"].as_array().expect("requests").iter().filter(|r| r["method"] == "PATCH").collect();
    assert_eq!((&patches[0]["closed"], &patches[0]["status"]), (&json!(true), &Value::Null));
    assert_eq!((&patches[2]["status"], &patches[2]["bodyBytes"]), (&json!(500), &json!(22)));
    ann.send("DELETE", "/__requests", &[], b"");
    assert_eq!(ann.get("/__requests").json(), json!({"requests": []}));
}

#[test]
fn an_answer_can_be_late_cut_or_lead_elsewhere() {
    let server = faulty();
    let ann = Client::signed_in(&server, "p-1");
    for late in ["delayBeforeMs", "delayAfterMs"] {
        arm(&ann, 1, json!({late: 150}));
        let started = Instant::now();
        let frequency = if late == "delayBeforeMs" { "never" } else { "daily" };
        assert_eq!(patch(&ann, frequency).map(|answer| answer.status), Some(200));
        assert!(started.elapsed() >= Duration::from_millis(150));
    }
    assert_eq!(applied(&server), 2);
    arm(&ann, 1, json!({"redirect": "/sign-in"}));
    let answer = patch(&ann, "weekly").expect("an answer");
    assert_eq!((answer.status, answer.header("location")), (302, "/sign-in"));
    assert_eq!(applied(&server), 2);
    arm(&ann, 1, json!({"body": "[0]", "repeat": 100_000, "gzip": true}));
    let answer = patch(&ann, "weekly").expect("an answer");
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert!(answer.body.len() < 3_000 && gunzip(&answer.body).len() == 300_000);
    let cut = json!({"match": {"path": "/api/directory"}, "fault": {"cutAfterBytes": 1000}});
    ann.post("/__faults", cut);
    let answer = ann.get("/api/directory");
    assert!(answer.header("content-length").parse::<usize>().expect("a length") > answer.body.len());
    assert_eq!(ann.get("/api/directory").json()["licences"].as_array().map(Vec::len), Some(3));
}

#[test]
fn faults_queue_skip_and_match() {
    let server = faulty();
    let ann = Client::signed_in(&server, "p-1");
    let answer = ann.post(
        "/__faults",
        json!([
            {"match": {"method": "GET", "path": "/api/*"}, "skip": 1, "fault": {"status": 500}},
            {"match": {"method": "GET", "path": "/api/session"}, "fault": {"status": 502}}
        ]),
    );
    assert_eq!(answer.status, 200);
    assert_eq!(ann.get("/api/directory").status, 200);
    assert_eq!(ann.get("/api/session").status, 500);
    assert_eq!(ann.get("/api/session").status, 502);
    assert_eq!(ann.get("/api/session").status, 200);
    ann.post("/__faults", json!({"fault": {"statsu": 500}})).is_problem(422, "invalid-hook");
}

#[test]
fn an_effect_comes_even_when_the_sender_is_gone() {
    use std::{io::Write, net::TcpStream};
    let server = faulty();
    let ann = Client::signed_in(&server, "p-1");
    arm(&ann, 1, json!({"delayBeforeMs": 200}));
    let (etag, _) = ann.settings();
    let body = r#"{"frequency":"never"}"#;
    let mut stream = TcpStream::connect(server.address()).expect("a connection");
    write!(
        stream,
        "PATCH {SETTINGS} HTTP/1.1\r\nHost: x\r\nCookie: {}\r\nX-CSRF-Token: {}\r\nIf-Match: {etag}\r\n\
         Content-Type: application/merge-patch+json\r\nContent-Length: {}\r\n\r\n{body}",
        ann.cookie.as_deref().unwrap_or_default(),
        ann.csrf_token,
        body.len()
    )
    .expect("sent");
    std::thread::sleep(Duration::from_millis(50));
    drop(stream);
    let deadline = Instant::now() + Duration::from_secs(5);
    while applied(&server) == 0 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(applied(&server), 1);
}

#[test]
fn things_can_change_behind_the_user_s_back() {
    let server = faulty();
    let ann = Client::signed_in(&server, "p-1");
    let (etag, _) = ann.settings();
    let patch = json!({"frequency": "never", "participation": {"dos-1": {"accountant": false}, "x": null}});
    let answer = ann.post("/__settings", json!({"person": "p-1", "patch": patch}));
    assert_eq!(answer.json()["rejected"][0]["dossier"], "x");
    assert_ne!(ann.settings().0, etag);
    let rows = ann.get("/__applied?person=p-1").json();
    assert_eq!(rows["applied"].as_array().map(Vec::len), Some(2));
    assert_eq!(rows["applied"][1]["dossier"], "dos-1");
    assert_eq!(ann.get("/__applied?person=p-1&after=1").json()["applied"].as_array().map(Vec::len), Some(1));
    assert_eq!(ann.get("/__applied?person=p-2").json(), json!({"applied": []}));
    ann.post("/__profile", json!({"person": "p-1", "language": "de"}));
    assert_eq!(ann.get("/api/session").json()["user"]["profileLanguage"], "de");
    ann.post("/__team", json!({"dossier": "dos-1", "person": "p-1", "role": null}));
    ann.get("/api/dossiers/dos-1/team").is_problem(404, "unknown-dossier");
    ann.post("/__team", json!({"dossier": "dos-1", "person": "p-1", "role": "collaborator"}));
    assert_eq!(ann.get("/api/dossiers/dos-1/team").status, 200);
    let bob = Client::signed_in(&server, "p-2");
    ann.send("POST", "/__expire-sessions?person=p-1", &[], b"");
    ann.get("/api/session").is_problem(401, "no-session");
    assert_eq!(bob.get("/api/session").status, 200);
    bob.send("POST", "/__expire-sessions", &[], b"");
    bob.get("/api/session").is_problem(401, "no-session");
}

#[test]
fn without_the_option_there_are_no_hooks() {
    let server = started(Options::default());
    let ann = Client::signed_in(&server, "p-1");
    let before = state(&server);
    for path in ["/__faults", "/__requests", "/__applied", "/__settings", "/__expire-sessions"] {
        ann.get(path).is_problem(404, "unknown-path");
        ann.post(path, json!({})).is_problem(404, "unknown-path");
    }
    assert_eq!(state(&server), before);
    assert_eq!(ann.get("/api/session").status, 200);
}

#[test]
fn a_delay_holds_the_api_up_and_nothing_else() {
    let server = started(Options { delay: Duration::from_millis(120), ..Options::default() });
    let stranger = Client::stranger(&server);
    let started = Instant::now();
    stranger.get("/sign-in");
    let page = started.elapsed();
    stranger.get("/api/session");
    assert!(page < Duration::from_millis(120) && started.elapsed() - page >= Duration::from_millis(120));
}

#[test]
fn a_file_is_served_verbatim_around_the_real_contract() {
    let file = std::env::temp_dir().join(format!("reference-backend-{}-bad.json", std::process::id()));
    fs::write(&file, r#"{"licences":null,"people":[{"id":1}]}"#).expect("a file");
    let verbatim = ["/api/directory", SETTINGS].map(|path| (path.to_owned(), file.clone())).to_vec();
    let server = started(Options { verbatim, ..Options::default() });
    let stranger = Client::stranger(&server);
    stranger.get("/api/directory").is_problem(401, "no-session");
    let ann = Client::signed_in(&server, "p-1");
    let answer = ann.send("GET", "/api/directory", &[("Accept-Encoding", "gzip")], b"");
    assert_eq!(answer.text(), r#"{"licences":null,"people":[{"id":1}]}"#);
    assert_eq!((answer.find("content-encoding"), answer.header("content-type")), (None, "application/json"));
    fs::write(&file, "\u{feff}[").expect("a file");
    let again = ann.send("GET", "/api/directory", &[("If-None-Match", answer.header("etag"))], b"");
    assert_eq!((again.status, again.text().as_str()), (200, "\u{feff}["));
    // Changes still go to the real settings, against their real version.
    let read = ann.get(SETTINGS);
    assert_eq!(ann.patch_with(read.header("etag"), &[], br#"{"frequency":"never"}"#).status, 200);
    assert_eq!(applied(&server), 1);
    fs::remove_file(file).expect("the file goes");
}
