//! A team as the picker needs it.

use super::Unreadable;
use crate::domain::Member;

/// A person as the picker shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id in the contract.
    pub id: String,
    /// The name, as the backend has it.
    pub name: String,
    /// Whether e-mail reaches them.
    pub email: bool,
}

/// What the picker needs to know of one dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// The dossier's name.
    pub dossier_name: String,
    /// The signed-in user, who asks the question.
    pub me: Option<String>,
    /// Everybody in the team who can be shown.
    pub people: Vec<Person>,
    /// Their roles and choices.
    pub members: Vec<Member<String>>,
    /// What could not be read.
    pub unreadable: Unreadable,
}
