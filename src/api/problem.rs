//! Problem documents (RFC 9457).

use serde::Deserialize;

/// What the backend says went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// The kind of problem, a URI; the machine-readable part.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// A short description of this kind of problem.
    pub title: Option<String>,
    /// What happened this time.
    pub detail: Option<String>,
    /// Where the user can sign in, when there is no session.
    #[serde(rename = "signIn")]
    pub sign_in: Option<String>,
}

impl Problem {
    /// Reads a problem document; what is not one says nothing.
    #[must_use]
    pub fn decode(text: &[u8]) -> Self {
        serde_json::from_slice(text).unwrap_or_default()
    }
}
