//! Where the team comes from when the host does not give it: the backend, and the settings screen in
//! another tab.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, RequestCredentials, RequestInit, Response};

use crate::api::{Problem, Team};
use crate::ui::dom::window;

/// The channel on which the settings screen tells its other tabs what changed.
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

/// Asks the backend.
pub async fn read(api_base: String, dossier: String, signal: Option<AbortSignal>) -> Result<Team, Failure> {
    let base = api_base.trim_end_matches('/');
    let url = format!("{base}/api/dossiers/{}/team", String::from(js_sys::encode_uri_component(&dossier)));
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Include);
    options.set_signal(signal.as_ref());
    let unreachable = |_: JsValue| Failure::Unreachable;
    let response =
        JsFuture::from(window().fetch_with_str_and_init(&url, &options)).await.map_err(unreachable)?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text().map_err(unreachable)?).await.map_err(unreachable)?;
    let text = text.as_string().unwrap_or_default();
    match response.status() {
        200 => Team::decode(&text).ok_or(Failure::Unusable),
        401 => Err(Failure::SignedOut(
            Problem::decode(text.as_bytes())
                .sign_in
                .map(|page| if page.starts_with('/') { format!("{base}{page}") } else { page }),
        )),
        403 => Err(Failure::NoAccess),
        404 => Err(Failure::UnknownDossier),
        _ => Err(Failure::Unusable),
    }
}
