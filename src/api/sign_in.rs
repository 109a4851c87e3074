//! Where a user signs in.

/// The page on which to sign in and come back from. `named` is the one that the backend names.
#[must_use]
pub fn sign_in_url(named: Option<&str>) -> String {
    let page = named.unwrap_or("/sign-in");
    let here = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{page}{separator}next={}", String::from(js_sys::encode_uri_component(&here)))
}
