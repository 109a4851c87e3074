//! The hooks behind `--faults`: requests that go wrong on purpose, and a look behind the scenes.
//!
//! | request | effect |
//! | --- | --- |
//! | `POST /__faults` | arms a fault, or an array of them, behind those already armed |
//! | `GET /__faults`, `DELETE /__faults` | what is still armed; disarm all |
//! | `GET /__requests`, `DELETE /__requests` | the API requests received so far, also those without an answer; forget them |
//! | `GET /__applied[?person=p-1][&after=ID]` | rows of `applied`: every value that really changed |
//! | `POST /__settings` `{"person","patch"}` | changes somebody's settings as if elsewhere, by merge patch |
//! | `POST /__profile` `{"person","language"}` | changes the language of a profile |
//! | `POST /__team` `{"dossier","person","role"}` | gives somebody a role in a dossier; `null` takes the access |
//! | `POST /__expire-sessions[?person=p-1]` | ends everybody's sessions, or one person's |
//!
//! A fault meets the first `times` requests that match after `skip` others have passed:
//!
//! ```json
//! {"match": {"method": "PATCH", "path": "/api/conversation-settings"}, "skip": 0, "times": 1,
//!  "fault": {"apply": true, "delayBeforeMs": 0, "delayAfterMs": 0,
//!            "status": 503, "headers": {"Retry-After": "5"}, "body": {"any": "JSON, or a text"},
//!            "redirect": "/sign-in", "close": true, "cutAfterBytes": 400}}
//! ```
//!
//! - `match`: without `method`, any; a `path` that ends in `*` matches what begins so. Static files and the
//!   sign-in can be met too, the hooks themselves never.
//! - `apply`: whether the request takes effect. Without it, it does unless the fault gives another answer or
//!   closes the connection. It takes effect even when the sender has gone away meanwhile.
//! - `delayBeforeMs`, `delayAfterMs`: wait before the effect, and between the effect and the answer.
//! - `status`, `headers`, `body`: answer this instead (status 200 where only the others are given). A text is
//!   sent as it is, anything else as JSON; the content type is `application/problem+json` from 400 on, else
//!   `application/json`, unless `headers` names another.
//! - `repeat`, `gzip`: the body so many times over, and compressed: a long answer, or one that swells.
//! - `redirect`: 302 to this URL, or the redirection that `status` names.
//! - `close`: close the connection without any answer.
//! - `cutAfterBytes`: close it after so many bytes of the answer, its head included.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Mutex,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::MethodFilter,
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{
    answer::{Answer, gzip},
    app::{App, lock},
    connection::Allowance,
    exchange::{Exchange, GZIP, REQUEST_ID},
    guard::is_api,
    problem::{Outcome, Problem},
    server::route,
    settings::Patch,
};

/// How many requests are remembered.
const REMEMBERED: usize = 10_000;

/// What is armed, and what was received.
#[derive(Default)]
pub struct Faults {
    armed: Mutex<VecDeque<Armed>>,
    received: Mutex<VecDeque<Received>>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Armed {
    #[serde(rename = "match", default)]
    matching: Match,
    #[serde(default)]
    skip: u32,
    #[serde(default = "once")]
    times: u32,
    fault: Fault,
}

fn once() -> u32 {
    1
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Match {
    method: Option<String>,
    path: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fault {
    apply: Option<bool>,
    #[serde(default)]
    delay_before_ms: u64,
    #[serde(default)]
    delay_after_ms: u64,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
    #[serde(default = "once")]
    repeat: u32,
    #[serde(default)]
    gzip: bool,
    redirect: Option<String>,
    #[serde(default)]
    close: bool,
    cut_after_bytes: Option<usize>,
}

/// A line of the log. `status` stays `null` while there is no answer, and when the connection was closed.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Received {
    at_ms: u64,
    method: String,
    path: String,
    query: Option<String>,
    request_id: String,
    body_bytes: Option<u64>,
    status: Option<u16>,
    duration_ms: Option<u64>,
    closed: bool,
    #[serde(skip)]
    started: Option<Instant>,
}

/// Marks the response of a connection that was closed.
#[derive(Clone)]
struct Closed;

impl Match {
    fn matches(&self, request: &Request) -> bool {
        let path = request.uri().path();
        !path.starts_with("/__")
            && self.method.as_ref().is_none_or(|method| method == request.method().as_str())
            && self.path.as_deref().is_none_or(|wanted| match wanted.strip_suffix('*') {
                Some(beginning) => path.starts_with(beginning),
                None => path == wanted,
            })
    }
}

impl Fault {
    fn replaces_answer(&self) -> bool {
        self.status.is_some() || self.body.is_some() || self.redirect.is_some() || !self.headers.is_empty()
    }

    fn applies(&self) -> bool {
        self.apply.unwrap_or(!self.close && !self.replaces_answer())
    }

    fn answer(&self) -> Response {
        let default = if self.redirect.is_some() { StatusCode::FOUND } else { StatusCode::OK };
        let status = self.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(default);
        let body = match &self.body {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(json) => json.to_string(),
        };
        let kind = if status.as_u16() >= 400 { "application/problem+json" } else { "application/json" };
        let times = (0..self.repeat).map(|_| body.as_bytes());
        let bytes = if self.gzip { gzip(times) } else { times.collect::<Vec<_>>().concat().into() };
        let mut response = (status, bytes).into_response();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_TYPE);
        if self.gzip {
            headers.insert(header::CONTENT_ENCODING, GZIP);
        }
        if self.body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        let redirect = self.redirect.iter().map(|url| ("location", url));
        for (name, value) in self.headers.iter().map(|(name, value)| (name.as_str(), value)).chain(redirect) {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                headers.insert(name, value);
            }
        }
        response
    }
}

impl Faults {
    /// The fault that meets this request.
    fn take(&self, request: &Request) -> Option<Fault> {
        let mut armed = lock(&self.armed);
        let place = armed.iter_mut().position(|armed| {
            armed.matching.matches(request) && {
                let meets = armed.skip == 0;
                armed.skip = armed.skip.saturating_sub(1);
                meets
            }
        })?;
        let met = &mut armed[place];
        met.times = met.times.saturating_sub(1);
        let fault = met.fault.clone();
        if met.times == 0 {
            armed.remove(place);
        }
        Some(fault)
    }
}

/// Lets requests go wrong that an armed fault matches.
pub async fn inject(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(fault) = app.faults().and_then(|faults| faults.take(&request)) else {
        return next.run(request).await;
    };
    let allowance = request.extensions().get::<ConnectInfo<Allowance>>().map(|info| info.0.clone());
    // In a task of its own, which goes on when the sender gives up.
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let request = Request::from_parts(parts, Body::from(body));
    let effect = tokio::spawn({
        let fault = fault.clone();
        async move {
            sleep(Duration::from_millis(fault.delay_before_ms)).await;
            let answer = if fault.applies() { Some(next.run(request).await) } else { None };
            sleep(Duration::from_millis(fault.delay_after_ms)).await;
            answer
        }
    });
    let real = effect.await.ok().flatten();
    let cut = if fault.close { Some(0) } else { fault.cut_after_bytes };
    if let (Some(bytes), Some(allowance)) = (cut, allowance) {
        allowance.cut_after(bytes);
    }
    let mut response = match real {
        Some(real) if !fault.replaces_answer() => real,
        _ => fault.answer(),
    };
    if fault.close {
        response.extensions_mut().insert(Closed);
    }
    response
}

/// Remembers the requests of the API.
pub async fn log(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(faults) = app.faults().filter(|_| is_api(request.uri().path())) else {
        return next.run(request).await;
    };
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let id = text(REQUEST_ID).unwrap_or_default().to_owned();
    let started = Instant::now();
    let line = Received {
        at_ms: SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis() as u64,
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        request_id: id,
        body_bytes: text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        status: None,
        duration_ms: None,
        closed: false,
        started: Some(started),
    };
    {
        let mut received = lock(&faults.received);
        if received.len() == REMEMBERED {
            received.pop_front();
        }
        received.push_back(line);
    }
    let response = next.run(request).await;
    let closed = response.extensions().get::<Closed>().is_some();
    if let Some(line) = lock(&faults.received).iter_mut().rev().find(|line| line.started == Some(started)) {
        line.status = (!closed).then_some(response.status().as_u16());
        line.duration_ms = Some(started.elapsed().as_millis() as u64);
        line.closed = closed;
    }
    response
}

/// The routes of the hooks.
pub fn routes() -> Router<App> {
    const GET: MethodFilter = MethodFilter::GET;
    const POST: MethodFilter = MethodFilter::POST;
    const DELETE: MethodFilter = MethodFilter::DELETE;
    Router::new()
        .route("/__faults", route(GET, armed).merge(route(POST, arm)).merge(route(DELETE, disarm)))
        .route("/__requests", route(GET, requests).merge(route(DELETE, forget_requests)))
        .route("/__applied", route(GET, applied))
        .route("/__settings", route(POST, change_settings))
        .route("/__profile", route(POST, change_profile))
        .route("/__team", route(POST, change_team))
        .route("/__expire-sessions", route(POST, expire_sessions))
}

fn body<T: DeserializeOwned>(exchange: &Exchange) -> Outcome<T> {
    serde_json::from_value(exchange.json("application/json")?)
        .map_err(|error| Problem::new(422, "invalid-hook", error.to_string()))
}

fn done() -> Outcome<Answer> {
    Answer::json(&json!({}))
}

fn arm(app: &App, _: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<Armed>),
        One(Armed),
    }
    let new = match body(exchange)? {
        OneOrMany::Many(many) => many,
        OneOrMany::One(one) => vec![one],
    };
    if let Some(faults) = app.faults() {
        lock(&faults.armed).extend(new);
    }
    done()
}

fn armed(app: &App, _: &mut Connection, _: &Exchange) -> Outcome<Answer> {
    Answer::json(&app.faults().map(|faults| lock(&faults.armed).clone()))
}

fn disarm(app: &App, _: &mut Connection, _: &Exchange) -> Outcome<Answer> {
    if let Some(faults) = app.faults() {
        lock(&faults.armed).clear();
    }
    done()
}

fn requests(app: &App, _: &mut Connection, _: &Exchange) -> Outcome<Answer> {
    Answer::json(&json!({ "requests": app.faults().map(|faults| lock(&faults.received).clone()) }))
}

fn forget_requests(app: &App, _: &mut Connection, _: &Exchange) -> Outcome<Answer> {
    if let Some(faults) = app.faults() {
        lock(&faults.received).clear();
    }
    done()
}

fn applied(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let after: i64 = exchange.query("after").and_then(|id| id.parse().ok()).unwrap_or(0);
    let rows = connection
        .prepare_cached(
            "SELECT id, at, person, kind, dossier, audience, before, after, request_id FROM applied
             WHERE (?1 IS NULL OR person = ?1) AND id > ?2 ORDER BY id",
        )?
        .query_map(params![exchange.query("person"), after], |row| {
            let text = |column| row.get::<_, Option<String>>(column);
            Ok(json!({
                "id": row.get::<_, i64>(0)?, "at": text(1)?, "person": text(2)?, "kind": text(3)?,
                "dossier": text(4)?, "audience": text(5)?, "before": text(6)?, "after": text(7)?,
                "requestId": text(8)?,
            }))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    Answer::json(&json!({ "applied": rows }))
}

fn change_settings(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    #[derive(Deserialize)]
    struct Change {
        person: String,
        patch: Value,
    }
    let change: Change = body(exchange)?;
    let transaction = connection.transaction()?;
    let rejected = Patch::read(&change.patch)?.apply(&transaction, &change.person, &exchange.request_id())?;
    transaction.commit()?;
    Answer::json(&json!({ "rejected": rejected }))
}

fn change_profile(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    #[derive(Deserialize)]
    struct Change {
        person: String,
        language: String,
    }
    let change: Change = body(exchange)?;
    connection
        .execute("UPDATE person SET profile_language = ? WHERE id = ?", [change.language, change.person])?;
    done()
}

fn change_team(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    #[derive(Deserialize)]
    struct Change {
        dossier: String,
        person: String,
        role: Option<String>,
    }
    let Change { dossier, person, role } = body(exchange)?;
    match role {
        Some(role) => connection.execute(
            "INSERT INTO team (dossier, person, role) VALUES (?1, ?2, ?3)
             ON CONFLICT (dossier, person) DO UPDATE SET role = ?3",
            [dossier, person, role],
        )?,
        None => connection.execute("DELETE FROM team WHERE dossier = ? AND person = ?", [dossier, person])?,
    };
    done()
}

fn expire_sessions(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    connection.execute("DELETE FROM session WHERE ?1 IS NULL OR person = ?1", [exchange.query("person")])?;
    done()
}
