//! What holds for every request: headers against misuse, requests from other sites, other origins that
//! were allowed, and an id.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{app::App, exchange::REQUEST_ID, problem::Problem};

/// Wraps all routes.
pub async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let is_api = is_api(request.uri().path());
    let id = request_id(request.headers());
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.clone().filter(|origin| {
        app.options().allowed_origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
    });
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let from_elsewhere = request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site");

    let mut response = if is_preflight && allowed.is_some() {
        preflight()
    } else if from_elsewhere && !request.method().is_safe() && allowed.is_none() {
        Problem::new(403, "cross-site", "Another site's page may not change anything here.").into_response()
    } else {
        next.run(request).await
    };

    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(REQUEST_ID, id);
    if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
        headers.append(header::VARY, HeaderValue::from_static("Cookie, Accept-Encoding"));
    }
    if !app.options().allowed_origins.is_empty() {
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("ETag, Accept-Encoding, Location, Retry-After, X-Request-Id"),
        );
    }
    response
}

/// Does the contract, and not the front end, answer for this path?
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, PATCH, POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Content-Type, Content-Encoding, If-Match, If-None-Match, X-CSRF-Token, X-Request-Id",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The sender's own id where it is short and printable, else a new one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    headers
        .get(REQUEST_ID)
        .filter(|id| (1..=128).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic))
        .cloned()
        .unwrap_or_else(|| {
            HeaderValue::from_str(&format!("{:016x}", fastrand::u64(..)))
                .unwrap_or(HeaderValue::from_static("none"))
        })
}
