//! `GET /api/session`: who is signed in, and what the backend offers.

use serde_json::Value;

use super::Unreadable;
use crate::domain::{Audience, Frequency, Language};

/// The signed-in user and what they may set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// The user's id in the contract.
    pub user: String,
    /// The user's name to show.
    pub name: String,
    /// The user's address, to tell accounts apart; may be empty.
    pub email: String,
    /// The language of the user's profile.
    pub profile_language: Option<Language>,
    /// The kinds of question that this user may set participation for.
    pub audiences: Vec<Audience>,
    /// The frequencies on offer.
    pub frequencies: Vec<Frequency>,
    /// The languages of mails on offer.
    pub languages: Vec<Language>,
    /// Goes back in the `X-CSRF-Token` header of changing requests.
    pub csrf_token: String,
    /// What could not be read.
    pub unreadable: Unreadable,
}

impl Session {
    /// Reads an answer; `None` when it does not say who is signed in.
    #[must_use]
    pub fn decode(text: &[u8]) -> Option<Self> {
        let wire: Value = serde_json::from_slice(text).ok()?;
        let user = &wire["user"];
        let text_of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut unreadable = Unreadable::default();
        let id = user["id"].as_str().filter(|id| !id.is_empty())?.to_owned();
        Some(Self {
            name: crate::domain::displayed(&text_of(&user["name"]), &id),
            user: id,
            email: text_of(&user["email"]),
            profile_language: user["profileLanguage"].as_str().and_then(Language::parse),
            audiences: known(&wire["audiences"], Audience::parse, &mut unreadable),
            frequencies: known(&wire["frequencies"], Frequency::parse, &mut unreadable),
            languages: known(&wire["languages"], Language::parse, &mut unreadable),
            csrf_token: text_of(&wire["csrfToken"]),
            unreadable,
        })
    }
}

/// The values of a list that this version knows, each once; the others are counted.
fn known<T: PartialEq>(list: &Value, parse: impl Fn(&str) -> Option<T>, unreadable: &mut Unreadable) -> Vec<T> {
    let Some(values) = list.as_array() else {
        unreadable.values += 1;
        return Vec::new();
    };
    let mut known = Vec::new();
    for value in values {
        match value.as_str().and_then(&parse) {
            Some(value) if !known.contains(&value) => known.push(value),
            Some(_) => {}
            None => unreadable.values += 1,
        }
    }
    known
}
