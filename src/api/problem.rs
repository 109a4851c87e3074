//! Problem documents (RFC 9457).

use std::borrow::Cow;

use super::object::Object;

/// What the backend says went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The kind of problem, a URI; the machine-readable part.
    pub kind: Option<String>,
    /// A short description of this kind of problem.
    pub title: Option<String>,
    /// What happened this time.
    pub detail: Option<String>,
    /// Where the user can sign in, when there is no session.
    pub sign_in: Option<String>,
}

impl Problem {
    /// Reads a problem document; what is not one says nothing.
    #[must_use]
    pub fn decode(text: &[u8]) -> Self {
        let document = Object::parse(text).unwrap_or_default();
        let text = |name: &str| document.text(name).map(Cow::into_owned);
        Self { kind: text("type"), title: text("title"), detail: text("detail"), sign_in: text("signIn") }
    }
}
