//! The sign-in page and the session cookie.

use crate::client::{Client, demonstration};

#[test]
fn a_session_starts_and_ends() {
    let server = demonstration();
    let stranger = Client::stranger(&server);
    let answer = stranger.send("POST", "/sign-in", &[], b"person=p-1");
    assert_eq!((answer.status, answer.header("location")), (303, "tools/conversations"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("session=") && cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"), "{cookie}");

    let ann = Client::signed_in(&server, "p-1");
    assert_eq!(ann.get("/api/session").status, 200);
    let answer = ann.send("POST", "/sign-out", &[], b"");
    assert_eq!((answer.status, answer.header("location")), (303, "sign-in"));
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    ann.get("/api/session").is_problem(401, "no-session");
}

#[test]
fn signing_in_again_ends_the_session_before() {
    let server = demonstration();
    let ann = Client::signed_in(&server, "p-1");
    assert_eq!(ann.send("POST", "/sign-in", &[], b"person=p-2").status, 303);
    ann.get("/api/session").is_problem(401, "no-session");
}

#[test]
fn next_leads_only_to_this_site() {
    let server = demonstration();
    let stranger = Client::stranger(&server);
    let place = |next: &str| {
        let body =
            format!("person=p-1&next={}", next.replace('%', "%25").replace('&', "%26").replace('+', "%2B"));
        stranger.send("POST", "/sign-in", &[], body.as_bytes()).header("location").to_owned()
    };
    for local in ["/", "/tools/conversations?q=a%20b&x=1#top", "/a//b"] {
        assert_eq!(place(local), local);
    }
    for foreign in [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "evil.example",
        "javascript:alert(1)",
        " /x",
        "",
        "/é",
    ] {
        assert_eq!(place(foreign), "tools/conversations", "{foreign:?}");
    }
    let page = stranger.get("/sign-in?next=/tools/conversations").text();
    assert!(page.contains(r#"name=next value="/tools/conversations""#));
    let page = stranger.get("/sign-in?next=//evil.example").text();
    assert!(!page.contains("evil"));
    let page = stranger.get("/sign-in?next=/%22%3E%3Cscript%3E").text();
    assert!(!page.contains("<script"));
}

#[test]
fn the_page_lists_the_people_in_the_reader_s_language() {
    let server = demonstration();
    let stranger = Client::stranger(&server);
    let french = stranger.get("/sign-in");
    assert!(french.text().contains("<html lang=fr>") && french.text().contains("Se connecter"));
    for name in ["Ann Peeters", "محمد العلوي", "Noémie Leclercq"] {
        assert!(french.text().contains(&format!("<bdi>{name}</bdi>")), "{name}");
    }
    let english = stranger.send("GET", "/sign-in", &[("Accept-Language", "nl, en-GB;q=0.8, fr")], b"");
    assert!(english.text().contains("<html lang=en>") && english.text().contains("Sign in"));
    assert!(english.header("content-security-policy").contains("form-action 'self'"));
    assert!(!english.text().contains("<script") && !english.text().contains("style="));
    assert!(stranger.get("/sign-in.css").header("content-type").starts_with("text/css"));
}

#[test]
fn nobody_signs_in_as_somebody_unknown() {
    let server = demonstration();
    let stranger = Client::stranger(&server);
    for body in ["person=nobody", "", "person=%3Cb%3E", "person=p-1%00"] {
        let answer = stranger.send("POST", "/sign-in", &[], body.as_bytes());
        assert_eq!((answer.status, answer.find("set-cookie")), (422, None), "{body}");
        assert!(!answer.text().contains("<b>"));
    }
}
