//! Requests, and what their answers prove.

use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Headers, Request, Response};
use js_sys::Date;
use web_sys::{AbortSignal, RequestRedirect};

use crate::api::{Problem as ProblemDocument, decode_rejections, decode_settings};
use crate::domain::Directory;
use crate::saving::{Outcome, Problem};

/// After this nobody waits any longer, and the outcome is unknown.
pub const DEADLINE: Duration = Duration::from_secs(20);

const PATH: &str = "/api/conversation-settings";

/// Sends a change.
pub async fn write(
    directory: Rc<Directory>,
    body: String,
    if_match: String,
    csrf_token: String,
    signal: AbortSignal,
) -> Outcome {
    let request = Request::patch(PATH)
        .header("Content-Type", "application/merge-patch+json")
        .header("If-Match", &if_match)
        .header("X-CSRF-Token", &csrf_token)
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&signal))
        .body(body);
    let Ok(request) = request else { return Outcome::NotSent };
    match request.send().await {
        Ok(response) if response.status() == 200 => acknowledged(&response, &directory).await,
        Ok(response) => refused(&response).await,
        Err(_) => lost(),
    }
}

/// Reads the settings; only if they are newer than a version, if one is given.
pub async fn read(directory: Rc<Directory>, if_none_match: Option<String>, signal: AbortSignal) -> Outcome {
    let mut request = Request::get(PATH).redirect(RequestRedirect::Manual).abort_signal(Some(&signal));
    if let Some(version) = &if_none_match {
        // Named by ourselves: then the browser hands a 304 over instead of answering it from its cache.
        request = request.header("If-None-Match", version);
    }
    let Ok(request) = request.build() else { return Outcome::NotSent };
    match request.send().await {
        Ok(response) if response.status() == 304 => Outcome::NotModified,
        Ok(response) if response.status() == 200 => loaded(&response, &directory).await,
        Ok(response) => refused(&response).await,
        Err(_) => lost(),
    }
}

/// No answer: nothing is known, except that without a network nothing left.
fn lost() -> Outcome {
    if leptos::prelude::window().navigator().on_line() { Outcome::Unknown } else { Outcome::NotSent }
}

async fn loaded(response: &Response, directory: &Directory) -> Outcome {
    let Some(etag) = response.headers().get("ETag") else { return Outcome::Unknown };
    match response.binary().await.ok().and_then(|text| decode_settings(&text, directory)) {
        Some((settings, _)) => Outcome::Loaded { settings, etag },
        None => Outcome::Unknown,
    }
}

async fn acknowledged(response: &Response, directory: &Directory) -> Outcome {
    match response.binary().await.ok().and_then(|text| decode_rejections(&text, directory)) {
        Some(rejected) => Outcome::Acknowledged {
            etag: response.headers().get("ETag"),
            rejected: rejected
                .into_iter()
                .map(|(key, text)| (key, Problem { kind: "rejected".to_owned(), text }))
                .collect(),
        },
        None => Outcome::Unknown,
    }
}

async fn refused(response: &Response) -> Outcome {
    match response.status() {
        // 0: a redirect, which an API never gives but for signing in.
        0 | 401 => Outcome::SignedOut,
        412 | 428 => Outcome::Stale,
        408 | 425 | 429 | 500.. => Outcome::Busy { retry_after: retry_after(&response.headers()) },
        status @ 400..500 => {
            let text = response.binary().await.unwrap_or_default();
            let document = ProblemDocument::decode(&text);
            let kind = document.kind.unwrap_or_else(|| status.to_string());
            if status == 403 && kind.contains("csrf") {
                return Outcome::SignedOut;
            }
            Outcome::Refused(Problem { kind, text: document.detail.or(document.title).unwrap_or_default() })
        }
        _ => Outcome::Unknown,
    }
}

/// How long the backend wants to be left alone, by its own clock: ours may be wrong.
fn retry_after(headers: &Headers) -> Option<Duration> {
    let value = headers.get("Retry-After")?;
    let seconds = value.trim().parse::<f64>().unwrap_or_else(|_| {
        let now = headers.get("Date").map_or_else(Date::now, |date| Date::parse(&date));
        (Date::parse(&value) - now) / 1000.0
    });
    (seconds.is_finite() && seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(1e6)))
}
