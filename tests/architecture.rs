//! Dependencies between the rooms of `src/` point one way: this holds the `use` lines against the table.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may use, from the bottom up.
const MAY_USE: &[(&str, &[&str])] = &[
    ("configuration", &[]),
    ("domain", &[]),
    ("api", &["configuration", "domain"]),
    ("i18n", &["configuration", "domain"]),
    ("ui", &["configuration"]),
    ("saving", &["configuration", "domain", "api", "ui"]),
    ("spreadsheet", &["domain"]),
    ("recipient_picker", &["domain", "api", "i18n", "ui"]),
    ("pages", &["configuration", "domain", "api", "i18n", "ui", "saving", "spreadsheet"]),
    ("app", &["configuration", "domain", "api", "i18n", "ui", "pages"]),
];

/// The crates that a room that must not know the browser may not use.
const BROWSER: &[&str] = &["leptos", "web_sys", "js_sys", "gloo_net", "wasm_bindgen"];

#[test]
fn rooms_use_only_what_the_table_allows() {
    let mut faults = Vec::new();
    for (room, allowed) in MAY_USE {
        for file in files_of(room) {
            for used in rooms_used_by(&file) {
                if used != *room && !allowed.contains(&used.as_str()) {
                    faults.push(format!("{} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_room_is_in_the_table() {
    let known: BTreeSet<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    for entry in fs::read_dir("src").expect("src is there") {
        let name = entry.expect("src can be read").file_name().into_string().expect("a plain name");
        let room = name.trim_end_matches(".rs");
        assert!(
            known.contains(room) || ["lib", "main", "bin", "start"].contains(&room),
            "{room} is not in the table"
        );
    }
}

#[test]
fn the_domain_knows_no_browser() {
    for file in files_of("domain") {
        let text = fs::read_to_string(&file).expect("a source file");
        for name in BROWSER {
            assert!(!text.contains(&format!("{name}::")), "{} uses {name}", file.display());
        }
    }
}

/// The arrows of docs/architecture.md between rooms: each is a `use`, and each `use` is one or follows from some.
#[test]
fn the_picture_shows_what_uses_what() {
    let page = fs::read_to_string("docs/architecture.md").expect("the page is there");
    let rooms: Vec<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    let drawn: BTreeSet<(&str, &str)> = page
        .lines()
        .filter_map(|line| line.trim().split_once(" --> "))
        .filter(|(from, to)| rooms.contains(from) && rooms.contains(to))
        .collect();
    let mut real = BTreeSet::new();
    for from in &rooms {
        let used: BTreeSet<String> = files_of(from).iter().flat_map(|file| rooms_used_by(file)).collect();
        real.extend(rooms.iter().filter(|to| *to != from && used.contains(**to)).map(|to| (*from, *to)));
    }
    let mut faults: Vec<String> =
        drawn.difference(&real).map(|(from, to)| format!("{from} does not use {to}")).collect();
    for (from, to) in &real {
        let mut reached = BTreeSet::from([*from]);
        while let Some(next) = drawn
            .iter()
            .find(|(at, next)| reached.contains(at) && !reached.contains(next))
            .map(|(_, next)| *next)
        {
            reached.insert(next);
        }
        if !reached.contains(to) {
            faults.push(format!("{from} uses {to}"));
        }
    }
    assert!(!drawn.is_empty() && faults.is_empty(), "{}", faults.join("\n"));
}

fn files_of(room: &str) -> Vec<PathBuf> {
    let single = PathBuf::from(format!("src/{room}.rs"));
    if single.exists() {
        return vec![single];
    }
    let mut found = Vec::new();
    collect(Path::new("src").join(room).as_path(), &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The rooms named after `crate::`, in any line of the file that is no comment.
fn rooms_used_by(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).expect("a source file");
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .filter_map(|rest| {
            let name: String =
                rest.chars().take_while(|&letter| letter.is_alphanumeric() || letter == '_').collect();
            MAY_USE.iter().any(|(room, _)| *room == name).then_some(name)
        })
        .collect()
}
