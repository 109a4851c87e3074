//! `GET /api/session`: who is signed in, and what the backend offers.

use super::Unreadable;
use super::object::{Object, read_text};
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
        let wire = Object::parse(text)?;
        let user: Object = wire.get("user")??;
        let mut unreadable = Unreadable::default();
        let id = user.text("id").filter(|id| !id.is_empty())?.into_owned();
        Some(Self {
            name: crate::domain::displayed(&user.text("name").unwrap_or_default(), &id).into_owned(),
            user: id,
            email: user.text("email").unwrap_or_default().into_owned(),
            profile_language: user.text("profileLanguage").and_then(|tag| Language::parse(&tag)),
            audiences: known(&wire, "audiences", Audience::parse, &mut unreadable),
            frequencies: known(&wire, "frequencies", Frequency::parse, &mut unreadable),
            languages: known(&wire, "languages", Language::parse, &mut unreadable),
            csrf_token: wire.text("csrfToken").unwrap_or_default().into_owned(),
            unreadable,
        })
    }
}

/// The values of a list that this version knows, each once; the others are counted.
fn known<T: PartialEq>(
    wire: &Object<'_>,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
    unreadable: &mut Unreadable,
) -> Vec<T> {
    let Some(values) = wire.list(name) else {
        unreadable.values += 1;
        return Vec::new();
    };
    let mut known = Vec::new();
    for value in values {
        match read_text(value).and_then(|text| parse(&text)) {
            Some(value) if !known.contains(&value) => known.push(value),
            Some(_) => {}
            None => unreadable.values += 1,
        }
    }
    known
}
