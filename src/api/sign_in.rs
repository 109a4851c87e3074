//! Where a user signs in.

use crate::configuration;

/// The page on which to sign in and come back from. `named` is the one that the backend names: a path is below
/// where its API is, and anything but a page is not followed.
#[must_use]
pub fn sign_in_url(named: Option<&str>) -> String {
    let page = configuration::sign_in().unwrap_or_else(|| match named.unwrap_or("/sign-in") {
        path if path.starts_with('/') => configuration::api(path),
        url if url.starts_with("https://") || url.starts_with("http://") => url.to_owned(),
        _ => configuration::api("/sign-in"),
    });
    let separator = if page.contains('?') { '&' } else { '?' };
    format!("{page}{separator}next={}", String::from(js_sys::encode_uri_component(&way_back(&page))))
}

/// The address of this page, without what was searched for; with its origin for a page of another one.
fn way_back(page: &str) -> String {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return String::new() };
    let (origin, path) = (location.origin().unwrap_or_default(), location.pathname().unwrap_or_default());
    let is_elsewhere = web_sys::Url::new_with_base(page, &origin).is_ok_and(|page| page.origin() != origin);
    if is_elsewhere { origin + &path } else { path }
}
