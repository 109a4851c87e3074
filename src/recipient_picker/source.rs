//! What the backend's answer about a team means.

use js_sys::{Reflect, encode_uri_component};
use wasm_bindgen::JsValue;

use crate::api::Team;

/// The channel on which the settings screen tells other tabs what changed.
pub const CHANNEL: &str = "conversation-settings";

/// Why there is no team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The backend could not be reached.
    Unreachable,
    /// It answered, but not as the contract says.
    Unusable,
    /// There is no such dossier, or none that the user may see.
    UnknownDossier,
    /// The user may not see the dossier.
    NoAccess,
    /// Nobody is signed in. The page to sign in on, if the backend names one.
    SignedOut(Option<String>),
    /// What the host gave is not a team.
    InvalidTeam,
}

impl Failure {
    /// The name in the `error` event.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Unusable => "unusable",
            Self::UnknownDossier => "unknown-dossier",
            Self::NoAccess => "no-access",
            Self::SignedOut(_) => "signed-out",
            Self::InvalidTeam => "invalid-team",
        }
    }
}

/// Where a dossier's team is asked for.
pub fn url(api_base: &str, dossier: &str) -> String {
    let dossier = String::from(encode_uri_component(dossier));
    format!("{}/api/dossiers/{dossier}/team", api_base.trim_end_matches('/'))
}

/// Understands an answer: its status, 0 when there was none, and its body, undefined when that is not JSON.
pub fn understand(status: u16, body: &JsValue, api_base: &str) -> Result<Team, Failure> {
    match status {
        0 => Err(Failure::Unreachable),
        200 => Team::read(body).ok_or(Failure::Unusable),
        401 => {
            let page = Reflect::get(body, &"signIn".into()).ok().and_then(|page| page.as_string());
            let page =
                page.filter(|page| ["/", "https://", "http://"].iter().any(|start| page.starts_with(start)));
            Err(Failure::SignedOut(page.map(|page| {
                if page.starts_with('/') { format!("{}{page}", api_base.trim_end_matches('/')) } else { page }
            })))
        }
        403 => Err(Failure::NoAccess),
        404 => Err(Failure::UnknownDossier),
        _ => Err(Failure::Unusable),
    }
}
