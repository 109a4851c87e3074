//! A small HTTP client, one connection a request, and a backend of one's own for each test.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use reference_backend::{Options, Server};
use serde_json::Value;

/// A backend with the demonstration firm.
pub fn demonstration() -> Server {
    started(Options::default())
}

/// A backend with these options.
pub fn started(options: Options) -> Server {
    Server::start(options).expect("the backend starts")
}

/// Everything that a request could have changed, as one text.
pub fn state(server: &Server) -> String {
    server.database(|db| {
        ["person", "team", "question", "question_recipient", "applied", "licence", "dossier"]
            .map(|table| {
                let mut statement = db.prepare(&format!("SELECT * FROM {table}")).expect("a table");
                let columns = statement.column_count();
                let mut rows = statement.query([]).expect("rows");
                let mut text = format!("{table}\n");
                while let Some(row) = rows.next().expect("a row") {
                    for column in 0..columns {
                        text += &format!("{:?}|", row.get_ref(column).expect("a value"));
                    }
                    text.push('\n');
                }
                text
            })
            .concat()
    })
}

/// How many rows `applied` has.
pub fn applied(server: &Server) -> usize {
    server.database(|db| db.query_row("SELECT count(*) FROM applied", [], |row| row.get(0))).expect("a count")
}

/// Somebody at a browser.
pub struct Client {
    /// Where the backend listens.
    pub address: SocketAddr,
    /// The session cookie, as it is sent.
    pub cookie: Option<String>,
    /// The CSRF token of the session.
    pub csrf_token: String,
}

/// An answer, received to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    pub fn find(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Checks that this is a problem document of this status and kind.
    pub fn is_problem(&self, status: u16, code: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let document = self.json();
        assert_eq!(document["status"], status);
        let kind = document["type"].as_str().unwrap_or_default();
        assert!(kind.ends_with(&format!(":{code}")), "{kind} is not {code}");
        assert!(document["title"].is_string() && document["detail"].is_string());
        self
    }
}

impl Client {
    /// Nobody yet.
    pub fn stranger(server: &Server) -> Self {
        Self { address: server.address(), cookie: None, csrf_token: String::new() }
    }

    /// Somebody who has signed in.
    pub fn signed_in(server: &Server, person: &str) -> Self {
        Self::sign_in(Self::stranger(server), person)
    }

    /// Makes somebody of a stranger.
    pub fn sign_in(mut client: Self, person: &str) -> Self {
        let answer = client.send("POST", "/sign-in", &[], format!("person={person}").as_bytes());
        assert_eq!(answer.status, 303);
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
        client.cookie = Some(cookie.to_owned());
        let session = client.get("/api/session").json();
        client.csrf_token = session["csrfToken"].as_str().unwrap_or_default().to_owned();
        client
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// The settings' ETag and content.
    pub fn settings(&self) -> (String, Value) {
        let answer = self.get("/api/conversation-settings");
        assert_eq!(answer.status, 200);
        (answer.header("etag").to_owned(), answer.json())
    }

    /// A patch with everything that it needs.
    pub fn patch(&self, patch: Value) -> Answer {
        let (etag, _) = self.settings();
        self.patch_with(&etag, &[], patch.to_string().as_bytes())
    }

    /// A patch against a version, with headers besides.
    pub fn patch_with(&self, etag: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut all = vec![
            ("If-Match", etag),
            ("X-CSRF-Token", self.csrf_token.as_str()),
            ("Content-Type", "application/merge-patch+json"),
        ];
        all.retain(|(name, value)| !value.is_empty() && headers.iter().all(|(other, _)| other != name));
        all.extend(headers);
        self.send("PATCH", "/api/conversation-settings", &all, body)
    }

    pub fn post(&self, path: &str, json: Value) -> Answer {
        let headers = [("X-CSRF-Token", self.csrf_token.as_str()), ("Content-Type", "application/json")];
        self.send("POST", path, &headers, json.to_string().as_bytes())
    }

    /// A request that must be answered.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_send(method, path, headers, body).expect("an answer")
    }

    /// A request; `None` when the connection is closed without an answer.
    pub fn try_send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if let Some(cookie) = &self.cookie {
            head += &format!("Cookie: {cookie}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", body.len());
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.write_all(head.as_bytes()).expect("the head is sent");
        // An answer may come before the whole body is taken.
        let _ = stream.write_all(body);
        let mut received = vec![];
        let _ = stream.read_to_end(&mut received);
        let end = received.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&received[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Some(Answer { status, headers, body: received[end + 4..].to_vec() })
    }
}

/// The body of an answer, decompressed.
pub fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = vec![];
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).expect("gzip");
    plain
}

/// Compresses a body.
pub fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::fast());
    encoder.write_all(plain).expect("memory");
    encoder.finish().expect("memory")
}
