//! The built front end.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use reference_backend::{Options, Server};

use crate::client::{Answer, Client, started};

const SCRIPT: &str = "/app-0123456789abcdef.js";

/// A folder like Trunk's, removed with the test.
struct Dist(PathBuf);

impl Dist {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("reference-backend-{}-{name}", std::process::id()));
        for inner in ["icons", "recipient-picker", "tools/conversations"] {
            fs::create_dir_all(folder.join(inner)).expect("a folder");
        }
        for (file, content) in [
            ("index.html", "<!doctype html><title>on the way</title>"),
            ("tools/conversations.html", "<!doctype html><title>app</title>"),
            ("tools/conversations/index.html", "<!doctype html><title>for plain hosts</title>"),
            ("404.html", "<!doctype html><title>404</title>"),
            ("recipient-picker/recipient-picker.js", "embedded"),
            ("app-0123456789abcdef.js", "plain "),
            ("app-0123456789abcdef.js.br", "brotli"),
            ("app-0123456789abcdef.js.gz", "gzip  "),
            ("app-0123456789abcdef_bg.wasm", "wasm"),
            ("app-0123456789abcde.css", "a shorter hash"),
            ("app-0123456789a.js", "no hash"),
            ("recipient-picker.js", "picker"),
            ("icons/logo é.svg", "<svg/>"),
            (".secret", "secret"),
        ] {
            fs::write(folder.join(file), content).expect("a file");
            // All of one age, and the forms of the script of one length: neither tells them apart.
            let file = fs::File::options().write(true).open(folder.join(file)).expect("a file");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).expect("a date");
        }
        Self(folder)
    }

    fn serve(&self) -> Server {
        started(Options { dist: Some(self.0.clone()), ..Options::default() })
    }
}

impl Drop for Dist {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    Client::stranger(server).send("GET", path, headers, b"")
}

#[test]
fn the_best_coding_is_served() {
    let dist = Dist::new("coding");
    let server = dist.serve();
    for (accepted, coding, content) in [
        ("gzip, deflate, br, zstd", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip  "),
        ("br;q=0, gzip", Some("gzip"), "gzip  "),
        ("*", Some("br"), "brotli"),
        ("identity", None, "plain "),
    ] {
        let answer = get(&server, SCRIPT, &[("Accept-Encoding", accepted)]);
        assert_eq!((answer.find("content-encoding"), answer.text().as_str()), (coding, content), "{accepted}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
    }
    let answer = get(&server, "/recipient-picker.js", &[("Accept-Encoding", "br")]);
    assert_eq!((answer.find("content-encoding"), answer.text().as_str()), (None, "picker"));
}

#[test]
fn only_what_can_never_change_is_immutable() {
    let dist = Dist::new("caching");
    let server = dist.serve();
    let immutable = "public, max-age=31536000, immutable";
    for (path, caching) in [
        (SCRIPT, immutable),
        ("/app-0123456789abcdef_bg.wasm", immutable),
        ("/app-0123456789abcde.css", immutable),
        ("/app-0123456789a.js", "no-cache"),
        ("/recipient-picker.js", "no-cache"),
        ("/index.html", "no-cache"),
        ("/tools/conversations", "no-cache"),
    ] {
        let answer = get(&server, path, &[]);
        assert_eq!((answer.status, answer.header("cache-control")), (200, caching), "{path}");
        let etag = answer.header("etag").to_owned();
        let again = get(&server, path, &[("If-None-Match", &etag)]);
        assert_eq!(
            (again.status, again.body.len(), again.header("cache-control")),
            (304, 0, caching),
            "{path}"
        );
    }
    let wasm = get(&server, "/app-0123456789abcdef_bg.wasm", &[]);
    assert_eq!(wasm.header("content-type"), "application/wasm");
    let plain = get(&server, SCRIPT, &[]);
    let compressed = get(&server, SCRIPT, &[("Accept-Encoding", "br")]);
    assert_ne!(plain.header("etag"), compressed.header("etag"));
    fs::write(dist.0.join("index.html"), "<!doctype html><title>new</title>").expect("a file");
    let old = get(&server, "/index.html", &[]).header("etag").to_owned();
    fs::write(dist.0.join("index.html"), "<!doctype html><title>newer</title>").expect("a file");
    assert_eq!(get(&server, "/index.html", &[("If-None-Match", &old)]).status, 200);
}

#[test]
fn the_page_is_found_without_its_ending_and_what_is_missing_says_404() {
    let dist = Dist::new("pages");
    let server = dist.serve();
    for (path, title) in [
        ("/index.html", "on the way"),
        ("/tools/conversations", "app"),
        ("/tools/conversations?q=x.js", "app"),
        ("/tools/conversations.html", "app"),
    ] {
        let answer = get(&server, path, &[]);
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        assert!(answer.text().contains(&format!("<title>{title}</title>")), "{path}");
    }
    let start = get(&server, "/", &[]);
    assert_eq!((start.status, start.header("location")), (302, "tools/conversations"));
    assert_eq!(get(&server, "/icons/logo%20%C3%A9.svg", &[]).header("content-type"), "image/svg+xml");
    for path in ["/nothing", "/tools/nothing", "/icons", "/icons/"] {
        let answer = get(&server, path, &[]);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains("<title>404</title>"), "{path}");
    }
    for path in ["/app-fedcba9876543210.js", "/missing.css", "/icons/none.svg"] {
        let answer = get(&server, path, &[]);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("<title>"), "{path}");
    }
    let answer = Client::stranger(&server).send("POST", "/tools/conversations", &[], b"");
    answer.is_problem(405, "method");
    let head = Client::stranger(&server).send("HEAD", SCRIPT, &[], b"");
    assert_eq!((head.status, head.body.len(), head.header("content-length")), (200, 0, "6"));
}

#[test]
fn every_file_carries_the_security_headers() {
    let headers = include_str!("../../../../deploy/security-headers.txt");
    let headers: Vec<_> = headers
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(": ").expect(line))
        .collect();
    assert!(headers.len() >= 6);
    let dist = Dist::new("headers");
    let server = dist.serve();
    for path in ["/", "/tools/conversations", SCRIPT, "/nothing", "/missing.css", "/sign-in"] {
        let answer = get(&server, path, &[]);
        for (name, value) in &headers {
            assert_eq!(answer.header(&name.to_ascii_lowercase()), *value, "{path}");
        }
    }
    let picker = get(&server, "/recipient-picker/recipient-picker.js", &[]);
    assert_eq!(picker.header("cross-origin-resource-policy"), "cross-origin");
}

#[test]
fn nothing_outside_the_folder_is_served() {
    let dist = Dist::new("outside");
    fs::write(dist.0.with_extension("txt"), "outside").expect("a file");
    let outside = dist.0.with_extension("txt").file_name().map(|name| name.to_string_lossy().into_owned());
    let outside = outside.expect("a name");
    let server = dist.serve();
    for path in [
        format!("/../{outside}"),
        format!("/%2e%2e/{outside}"),
        format!("/..%2f{outside}"),
        format!("/icons/../../{outside}"),
        format!("/..%5c{outside}"),
        "/.secret".into(),
        "/%2esecret".into(),
        "/etc/passwd%00.html".into(),
        "//etc/passwd".into(),
    ] {
        let answer = get(&server, &path, &[]);
        assert!(!answer.text().contains("outside") && !answer.text().contains("secret"), "{path}");
        assert!(!answer.text().contains("root:"), "{path}");
    }
    fs::remove_file(dist.0.with_extension("txt")).expect("the file goes");
}

#[test]
fn without_a_built_front_end_a_page_says_so() {
    for dist in [None, Some(PathBuf::from("/nowhere/at/all"))] {
        let server = started(Options { dist, ..Options::default() });
        let answer = get(&server, "/tools/conversations", &[]);
        assert_eq!(answer.status, 503);
        assert!(answer.text().contains("make build"));
        assert_eq!(get(&server, "/app.js", &[]).status, 404);
    }
}
