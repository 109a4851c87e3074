//! Teams to try the picker's state on.

use std::cmp::Ordering;

use conversation_settings::api::{Person, Team};
use conversation_settings::domain::{Audience, Member, PerAudience, Role};
use conversation_settings::recipient_picker::state::{Collation, State};

pub fn by_name(a: &str, b: &str) -> Ordering {
    a.cmp(b)
}

pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().to_lowercase()
}

pub fn collation() -> Collation<'static> {
    Collation { sort: &by_code_point, fold, unnamed: "Sans nom" }
}

fn by_code_point(names: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    names.sort();
    names
}

/// A member: id, role, choice for questions to the accountant, whether e-mail reaches them.
pub type Row<'a> = (&'a str, Role, Option<bool>, bool);

pub fn team(me: Option<&str>, rows: &[Row]) -> Team {
    Team {
        me: me.map(str::to_owned),
        people: rows
            .iter()
            .map(|&(id, _, _, email)| Person { id: id.to_owned(), name: id.to_owned(), email })
            .collect(),
        members: rows
            .iter()
            .map(|&(id, role, choice, _)| Member {
                person: id.to_owned(),
                role,
                choice: PerAudience::from_fn(|audience| choice.filter(|_| audience == Audience::Accountant)),
            })
            .collect(),
        ..Team::default()
    }
}

/// Ann and Bob manage, Cid chose not to take part, Délia has mere access; Luc is the client and asks.
pub fn rows() -> Vec<Row<'static>> {
    vec![
        ("Ann", Role::Manager, None, true),
        ("Bob", Role::Manager, None, true),
        ("Cid", Role::Collaborator, Some(false), true),
        ("Délia", Role::Collaborator, None, true),
        ("Luc", Role::Entrepreneur, None, true),
    ]
}

pub fn loaded(rows: &[Row]) -> State {
    let mut state = State::default();
    state.load(team(Some("Luc"), rows), Audience::Accountant, collation());
    state
}

pub fn person(state: &State, id: &str) -> u32 {
    let found = state.candidates().iter().find(|candidate| state.id(candidate.person) == id);
    found.unwrap_or_else(|| panic!("{id} is no candidate")).person
}

pub fn shown(state: &State) -> Vec<&str> {
    state.matches().map(|candidate| state.name(candidate.person)).collect()
}
