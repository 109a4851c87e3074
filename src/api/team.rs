//! People and teams as the contract writes them.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Unreadable;
use crate::domain::{Audience, Member, PerAudience, Role};

/// A person in an answer.
#[derive(Deserialize)]
pub(super) struct PersonWire<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) name: Option<Cow<'a, str>>,
    /// Whether e-mail reaches them; an answer that does not say so counts as yes.
    #[serde(default = "reached_by_email")]
    pub(super) email: bool,
}

const fn reached_by_email() -> bool {
    true
}

/// A member of a team in an answer.
#[derive(Deserialize)]
pub(super) struct MemberWire<'a> {
    #[serde(borrow)]
    pub(super) person: Cow<'a, str>,
    #[serde(borrow)]
    role: Cow<'a, str>,
    #[serde(borrow, default)]
    participation: Option<ChoicesWire<'a>>,
}

#[derive(Deserialize)]
struct ChoicesWire<'a> {
    #[serde(borrow, default)]
    entrepreneur: Option<&'a RawValue>,
    #[serde(borrow, default)]
    accountant: Option<&'a RawValue>,
}

impl<'a> MemberWire<'a> {
    /// The role; `None` for one that this version does not know.
    pub(super) fn role(&self) -> Option<Role> {
        Role::parse(&self.role)
    }

    /// The member; `None` when the role is unknown or a choice is neither true, false nor null.
    pub(super) fn decode(self) -> Option<Member<Cow<'a, str>>> {
        let mut choice = PerAudience::default();
        for audience in Audience::ALL {
            let written = self.participation.as_ref().and_then(|choices| match audience {
                Audience::Entrepreneur => choices.entrepreneur,
                Audience::Accountant => choices.accountant,
            });
            if let Some(raw) = written {
                choice[audience] = serde_json::from_str(raw.get()).ok()?;
            }
        }
        Some(Member { role: self.role()?, person: self.person, choice })
    }
}

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
