//! Requests, and what their answers prove.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Headers, Request, Response};
use js_sys::{Array, Date, Function, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, ReadableStream, RequestCache, RequestCredentials, RequestRedirect};

use crate::api::{
    Problem as ProblemDocument, ReadError, SettingsReader, decode_rejections, read_body, read_session,
};
use crate::configuration;
use crate::domain::Directory;
use crate::saving::{Outcome, Problem};

/// After this nobody waits any longer, and the outcome is unknown.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The most of an answer that is read: more than the settings of the largest firm have, and nothing that
/// fills the memory.
const LARGEST_ANSWER: u32 = 16 << 20;

/// A smaller body is not worth compressing.
const SMALL: u32 = 2_000;

const PATH: &str = "/api/conversation-settings";

/// A change on its way.
pub struct Write {
    /// The merge patch.
    pub body: JsString,
    /// The version that it is based on.
    pub if_match: String,
    /// Of the session.
    pub csrf_token: String,
    /// Whether the backend takes compressed bodies (RFC 7694), as far as it has said.
    pub compress: Rc<Cell<bool>>,
}

/// Sends a change.
pub async fn write(directory: Rc<Directory>, write: Write, signal: AbortSignal) -> Outcome {
    let mut packed = None;
    if write.compress.get() && write.body.length() > SMALL {
        packed = gzip(&write.body).await.ok();
    }
    let mut answer = send(&write, packed.as_ref(), &signal).await;
    if packed.is_some() && answer.as_ref().is_ok_and(|response| response.status() == 415) {
        // Nothing was applied: the backend no longer takes what it said it would.
        write.compress.set(false);
        answer = send(&write, None, &signal).await;
    }
    match answer {
        Ok(response) if response.status() == 200 => {
            note_codings(&response, &write.compress);
            acknowledged(&response, &directory).await
        }
        Ok(response) => refused(&response).await,
        Err(outcome) => outcome,
    }
}

async fn send(write: &Write, packed: Option<&JsValue>, signal: &AbortSignal) -> Result<Response, Outcome> {
    let mut request = Request::patch(&configuration::api(PATH))
        .credentials(RequestCredentials::Include)
        .header("Content-Type", "application/merge-patch+json")
        .header("If-Match", &write.if_match)
        .header("X-CSRF-Token", &write.csrf_token)
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(signal));
    if packed.is_some() {
        request = request.header("Content-Encoding", "gzip");
    }
    let request = request.body(packed.unwrap_or(&write.body)).map_err(|_| Outcome::NotSent)?;
    // Whether it arrived before the connection was lost is not known, offline or not.
    request.send().await.map_err(|_| Outcome::Unknown)
}

/// Reads the settings of `person`; only if they are newer than a version, if one is given.
pub async fn read(
    directory: Rc<Directory>,
    person: String,
    if_none_match: Option<String>,
    compress: Rc<Cell<bool>>,
    signal: AbortSignal,
) -> Outcome {
    let mut request = Request::get(&configuration::api(PATH))
        .credentials(RequestCredentials::Include)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&signal));
    if let Some(version) = &if_none_match {
        // Named by ourselves: then the browser hands a 304 over instead of answering it from its cache.
        request = request.header("If-None-Match", version);
    }
    let Ok(request) = request.build() else { return Outcome::NotSent };
    match request.send().await {
        Ok(response) if response.status() == 304 => Outcome::NotModified,
        Ok(response) if response.status() == 200 => {
            note_codings(&response, &compress);
            loaded(&response, &directory, &person).await
        }
        Ok(response) => refused(&response).await,
        Err(_) => Outcome::Unknown,
    }
}

fn note_codings(response: &Response, compress: &Cell<bool>) {
    let codings = response.headers().get("Accept-Encoding").unwrap_or_default();
    compress.set(codings.split(',').any(|coding| coding.trim() == "gzip"));
}

/// Settings do not say whose they are, and somebody else may have signed in meanwhile.
async fn loaded(response: &Response, directory: &Directory, person: &str) -> Outcome {
    let Some(etag) = response.headers().get("ETag") else { return Outcome::Unknown };
    let mut reader = SettingsReader::new(directory);
    if read_body(response, LARGEST_ANSWER, |chunk| reader.feed(chunk)).await.is_none() {
        return Outcome::Unknown;
    }
    let Some((settings, _)) = reader.finish() else { return Outcome::Unknown };
    match read_session().await {
        Ok(session) if session.user == person => Outcome::Loaded { settings, etag },
        Ok(_) | Err(ReadError::SignedOut(_)) => Outcome::SignedOut,
        Err(_) => Outcome::Unknown,
    }
}

async fn acknowledged(response: &Response, directory: &Directory) -> Outcome {
    match body(response).await.and_then(|text| decode_rejections(&text, directory)) {
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

/// The whole of an answer; `None` when it breaks off, or does not end.
async fn body(response: &Response) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    read_body(response, LARGEST_ANSWER, |chunk| text.extend_from_slice(chunk)).await?;
    Some(text)
}

async fn gzip(text: &JsString) -> Result<JsValue, JsValue> {
    let plain = Blob::new_with_str_sequence(&Array::of1(text))?.stream();
    let streams: Function = Reflect::get(&js_sys::global(), &"CompressionStream".into())?.dyn_into()?;
    let stream = Reflect::construct(&streams, &Array::of1(&"gzip".into()))?;
    let pipe: Function = Reflect::get(&plain, &"pipeThrough".into())?.dyn_into()?;
    let packed: ReadableStream = pipe.call1(&plain, &stream)?.unchecked_into();
    let packed = web_sys::Response::new_with_opt_readable_stream(Some(&packed))?;
    JsFuture::from(packed.array_buffer()?).await
}

async fn refused(response: &Response) -> Outcome {
    match response.status() {
        // 0: a redirect, which an API never gives but for signing in.
        0 | 401 => Outcome::SignedOut,
        412 | 428 => Outcome::Stale,
        408 | 425 | 429 | 500.. => Outcome::Busy { retry_after: retry_after(&response.headers()) },
        status @ 400..500 => {
            let text = body(response).await.unwrap_or_default();
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
    let mut seconds = js_sys::parse_float(&value);
    if seconds.is_nan() {
        let now = headers.get("Date").map_or_else(Date::now, |date| Date::parse(&date));
        seconds = (Date::parse(&value) - now) / 1000.0;
    }
    (seconds.is_finite() && seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(1e6)))
}
