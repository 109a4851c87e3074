//! The program: its options, its one line, and how it ends.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Output, Stdio},
};

use serde_json::json;

use crate::client::Client;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reference-backend"));
    command.args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).output().expect("it runs")
}

/// Starts it and reads where it listens.
fn listening(arguments: &[&str]) -> (Child, Client) {
    let mut child = program(arguments).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
    let address = line.strip_prefix("listening on http://").expect("the line");
    let address = address.strip_suffix('\n').and_then(|address| address.parse().ok()).expect("an address");
    (child, Client { address, cookie: None, csrf_token: String::new() })
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-s", name, &id]).status().expect("kill runs").success());
}

#[test]
fn it_says_where_it_listens_and_ends_when_asked() {
    for name in ["TERM", "INT"] {
        let (mut child, client) =
            listening(&["--port", "0", "--dossiers", "5", "--licences", "2", "--seed", "9"]);
        assert!(client.address.ip().is_loopback());
        client.get("/api/session").is_problem(401, "no-session");
        signal(&child, name);
        assert!(child.wait().expect("it ends").success(), "{name}");
        let mut more = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut more).expect("text");
        assert_eq!(more, "");
    }
}

#[test]
fn a_change_that_was_answered_survives_a_kill() {
    let file = std::env::temp_dir().join(format!("reference-backend-{}-kill.sqlite", std::process::id()));
    let arguments = ["--port", "0", "--database", file.to_str().expect("a path")];
    let (mut child, stranger) = listening(&arguments);
    let ann = Client::sign_in(stranger, "p-1");
    let patch = json!({"participation": {"dos-1": {"accountant": false}}});
    assert_eq!(ann.patch(patch).status, 200);
    let (_, settings) = ann.settings();
    child.kill().and_then(|()| child.wait()).expect("it dies");
    let (mut child, stranger) = listening(&arguments);
    let ann = Client { address: stranger.address, ..ann };
    assert_eq!(ann.settings().1, settings);
    child.kill().and_then(|()| child.wait()).expect("it dies");
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
}

#[test]
fn help_explains_every_option_and_a_wrong_one_is_refused() {
    let help = output(&["--help"]);
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.status.success());
    for option in [
        "port",
        "dist",
        "database",
        "dossiers",
        "licences",
        "seed",
        "delay-ms",
        "allow-origin",
        "serve",
        "faults",
        "help",
    ] {
        assert!(text.contains(&format!("  --{option}")), "{option}");
    }
    for wrong in [&["--prot", "1"][..], &["--port"], &["--port", "x"], &["extra"], &["--serve", "x"]] {
        let refused = output(wrong);
        assert!(!refused.status.success() && refused.stdout.is_empty(), "{wrong:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).starts_with("reference-backend: "), "{wrong:?}");
    }
}
