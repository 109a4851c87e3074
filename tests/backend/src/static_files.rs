//! The built front end: precompressed siblings, caching by content hash, `x.html` at `x`, and a page of its own
//! for what is not there.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{app::App, etag::ETag, exchange::accepts_coding, guard::is_api, problem::Problem};

/// What every answer of the static files carries: the same text from which other servers are configured.
const HEADERS: &str = include_str!("../../../deploy/security-headers.txt");

const CODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// Answers every path that no route has.
pub async fn serve(State(app): State<App>, request: Request) -> Response {
    let path = request.uri().path();
    if is_api(path) || path.starts_with("/__") {
        return Problem::new(404, "unknown-path", "There is nothing at this path.").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::new(405, "method", "This path can only be read.")
            .header(header::ALLOW, HeaderValue::from_static("GET, HEAD"))
            .into_response();
    }
    let Some(relative) = local(path) else {
        return not_found();
    };
    let Some(dist) = &app.options().dist else {
        return if relative.extension().is_some() { not_found() } else { unbuilt() };
    };
    let file = dist.join(&relative);
    let page = || file.with_extension("html");
    let found = match relative.extension() {
        _ if path == "/" && page_of(dist).is_file() => Ok(Some(onward())),
        _ if path == "/" => read(&dist.join("index.html"), request.headers()),
        None if page().is_file() => read(&page(), request.headers()),
        None if file.is_dir() && path.ends_with('/') => read(&file.join("index.html"), request.headers()),
        _ => read(&file, request.headers()),
    };
    let mut response = match found {
        Ok(Some(response)) => response,
        Ok(None) if relative.extension().is_some() => not_found(),
        Ok(None) if !dist.join("index.html").is_file() => unbuilt(),
        Ok(None) => match fs::read_to_string(dist.join("404.html")) {
            Ok(page) => (StatusCode::NOT_FOUND, Html(page)).into_response(),
            Err(_) => not_found(),
        },
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            Problem::new(500, "unreadable-file", "The file can't be read.").into_response()
        }
    };
    add_security_headers(response.headers_mut());
    if !page_of(dist).is_file() {
        // A page that embeds the picker: what it does with markup, and with a base, is its own affair.
        let text =
            response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
        let own = text.unwrap_or_default().split("; ").filter(|rule| !rule.contains("trusted-types"));
        let own = own.collect::<Vec<_>>().join("; ").replace("base-uri 'none'", "base-uri 'self'");
        if let Ok(own) = HeaderValue::from_str(&own) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, own);
        }
    }
    if path.starts_with("/recipient-picker/") {
        // Pages of other origins embed it.
        response.headers_mut().insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    }
    response
}

/// The settings screen, where the folder has one.
fn page_of(dist: &Path) -> PathBuf {
    dist.join("tools/conversations.html")
}

/// To the screen; without leaving a step in the history, as the page that does the same may.
fn onward() -> Response {
    let headers = [(header::LOCATION, "tools/conversations"), (header::CACHE_CONTROL, "no-cache")];
    (StatusCode::FOUND, headers).into_response()
}

/// Makes a page safe, as `deploy/security-headers.txt` says.
pub fn add_security_headers(headers: &mut HeaderMap) {
    for line in HEADERS.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.split_once(": ").unwrap_or_else(|| unreachable!("{line} is no header"));
        headers.insert(
            HeaderName::from_lowercase(name.to_ascii_lowercase().as_bytes())
                .unwrap_or_else(|_| unreachable!("{name} is no name")),
            HeaderValue::from_static(value),
        );
    }
}

/// The path below the folder, unless it tries to leave it or is hidden.
fn local(path: &str) -> Option<PathBuf> {
    let mut relative = PathBuf::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let part = decode(part)?;
        if part.starts_with('.') || part.contains(['/', '\\', '\0', ':']) {
            return None;
        }
        relative.push(part);
    }
    Some(relative)
}

/// Undoes percent-encoding.
fn decode(part: &str) -> Option<String> {
    let plus_kept = part.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    let decoded = form_urlencoded::parse(plus_kept.as_bytes()).next()?.0.into_owned();
    (!decoded.contains('\u{fffd}')).then_some(decoded)
}

/// The response with a file in the best coding that the reader takes; `None` when there is no such file.
fn read(file: &Path, asked: &HeaderMap) -> io::Result<Option<Response>> {
    if !file.is_file() {
        return Ok(None);
    }
    let sibling =
        CODINGS.iter().filter(|(coding, _)| accepts_coding(asked, coding)).find_map(|(coding, ending)| {
            let mut name = file.as_os_str().to_owned();
            name.push(".");
            name.push(ending);
            let sibling = PathBuf::from(name);
            sibling.is_file().then_some((*coding, sibling))
        });
    let (coding, stored) = sibling.map_or((None, file.to_owned()), |(coding, file)| (Some(coding), file));
    let about = fs::metadata(&stored)?;
    let age = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let etag = ETag(format!("{:x}-{age:x}{}", about.len(), coding.unwrap_or_default()));

    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|field| field.to_str().ok())
        .is_some_and(|field| etag.satisfies_if_none_match(field));
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { fs::read(&stored)?.into_response() };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let kind = content_type(&name);
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag.header(false));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if has_content_hash(&name) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
    );
    if known {
        headers.remove(header::CONTENT_TYPE);
    } else {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
    }
    Ok(Some(response))
}

/// `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm`: such a name never holds other content.
fn has_content_hash(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        // Leading zeros are left out.
        (12..=16).contains(&hash.len()) && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is no such file.\n").into_response()
}

fn unbuilt() -> Response {
    let page = "<!doctype html><html lang=en><meta charset=utf-8>\
        <meta name=viewport content='width=device-width'><title>Not built yet</title>\
        <link rel=stylesheet href=/sign-in.css><main><h1>The front end is not built yet</h1>\
        <p>The backend is running. Build the front end (<code>make build</code>) and start the backend with \
        <code>--dist dist</code>, then load this page again.</p></main></html>";
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}
