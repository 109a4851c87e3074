//! Plays the sign-in of the existing application: choose a person, and you are them.

use axum::{
    Router,
    extract::{RawPathParams, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use rusqlite::Connection;

use crate::{app::App, exchange::Exchange, problem::Problem, session, static_files::add_security_headers};

/// Relative, as all addresses here: a server in front may have put this one under any path.
const HOME: &str = "tools/conversations";
const SHOWN: usize = 60;

/// The routes around the session.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(show).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/sign-in.css", get(style))
}

/// `GET /sign-in[?next=/path]`
async fn show(State(app): State<App>, parameters: RawPathParams, request: Request) -> Response {
    let exchange = Exchange::receive(parameters, request).await;
    page(&app, &exchange, exchange.query("next"), None)
}

/// `POST /sign-in` with the form fields `person` and `next`.
async fn sign_in(State(app): State<App>, parameters: RawPathParams, request: Request) -> Response {
    let exchange = Exchange::receive(parameters, request).await;
    let next = exchange.form_field("next").or_else(|| exchange.query("next"));
    let person = exchange.form_field("person").unwrap_or_default();
    let started = {
        let connection = app.connection();
        session::end(&connection, exchange.headers()).and_then(|()| session::start(&connection, &person))
    };
    match started {
        Ok(Some(token)) => redirect(
            &local(&app, next).unwrap_or_else(|| HOME.to_owned()),
            &format!("{}={token}; HttpOnly; SameSite=Lax; Path=/", session::COOKIE),
        ),
        Ok(None) => page(&app, &exchange, next, Some(&person)),
        Err(error) => Problem::from(error).into_response(),
    }
}

/// `POST /sign-out`
async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Response {
    match session::end(&app.connection(), &headers) {
        Ok(()) => {
            redirect("sign-in", &format!("{}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0", session::COOKIE))
        }
        Err(error) => Problem::from(error).into_response(),
    }
}

async fn style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, include_str!("sign_in.css")).into_response()
}

/// A target on this very site, which is an absolute path and nothing that a browser reads as another host, or on
/// one whose pages may use this backend.
fn local(app: &App, next: Option<String>) -> Option<String> {
    let is_path = |next: &str| next.starts_with('/') && !next.starts_with("//");
    let is_allowed = |next: &str| {
        let rest = |origin: &String| next.strip_prefix(origin.as_str());
        app.options().allowed_origins.iter().filter_map(rest).any(|rest| rest.starts_with('/'))
    };
    next.filter(|next| {
        (is_path(next) || is_allowed(next)) && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    })
}

fn redirect(place: &str, cookie: &str) -> Response {
    let headers =
        [(header::LOCATION, place), (header::SET_COOKIE, cookie), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The texts of the page.
struct Words {
    language: &'static str,
    title: &'static str,
    lead: &'static str,
    unknown: &'static str,
    other: &'static str,
    sign_in: &'static str,
    nothing: &'static str,
    one: &'static str,
    many: &'static str,
    manages: &'static str,
    client: &'static str,
}

const FRENCH: Words = Words {
    language: "fr",
    title: "Se connecter",
    lead: "Choisissez la personne que vous voulez être dans ce cabinet de démonstration.",
    unknown: "Personne ne porte cet identifiant\u{a0}: ",
    other: "Identifiant d’une autre personne",
    sign_in: "Se connecter",
    nothing: "aucun dossier",
    one: "dossier",
    many: "dossiers",
    manages: "dont gestionnaire\u{a0}: ",
    client: "client",
};

const ENGLISH: Words = Words {
    language: "en",
    title: "Sign in",
    lead: "Choose the person you want to be in this demonstration firm.",
    unknown: "Nobody has this id: ",
    other: "Id of another person",
    sign_in: "Sign in",
    nothing: "no client file",
    one: "client file",
    many: "client files",
    manages: "manager of ",
    client: "client",
};

/// The person's own words: French unless English is asked for first.
fn words(headers: &HeaderMap) -> &'static Words {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|field| field.to_str().ok()).unwrap_or_default();
    let first = asked.split(',').map(|tag| tag.trim().get(..2).unwrap_or_default().to_ascii_lowercase());
    match first.into_iter().find(|language| language == "fr" || language == "en") {
        Some(language) if language == "en" => &ENGLISH,
        _ => &FRENCH,
    }
}

fn page(app: &App, exchange: &Exchange, next: Option<String>, unknown: Option<&str>) -> Response {
    let words = words(exchange.headers());
    let people = match people(&app.connection(), words) {
        Ok(people) => people,
        Err(error) => return Problem::from(error).into_response(),
    };
    let Words { language, title, lead, other, sign_in, .. } = words;
    let next = local(app, next)
        .map(|next| format!("<input type=hidden name=next value=\"{}\">", escape(&next)))
        .unwrap_or_default();
    let alert = unknown
        .map(|person| format!("<p role=alert>{}<bdi>{}</bdi></p>", words.unknown, escape(person)))
        .unwrap_or_default();
    let html = format!(
        "<!doctype html><html lang={language}><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <meta name=color-scheme content=\"light dark\"><title>{title}</title>\
         <link rel=icon href=data:,><link rel=stylesheet href=sign-in.css></head>\
         <body><main><h1>{title}</h1>{alert}<p>{lead}</p>\
         <form method=post action=sign-in>{next}<ul role=list>{people}</ul></form>\
         <form method=post action=sign-in>{next}<label for=other>{other}</label>\
         <div><input id=other name=person required autocomplete=off spellcheck=false>\
         <button>{sign_in}</button></div></form></main></body></html>"
    );
    let status = if unknown.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::VARY, "Accept-Language")];
    let mut response = (status, headers, Html(html)).into_response();
    add_security_headers(response.headers_mut());
    allow_the_way_back(app, response.headers_mut());
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language));
    response
}

/// A browser follows a form's redirect only to where `form-action` allows.
fn allow_the_way_back(app: &App, headers: &mut HeaderMap) {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let origins = ["form-action 'self'".to_owned(), app.options().allowed_origins.join(" ")].join(" ");
    let policy = policy.unwrap_or_default().replace("form-action 'self'", origins.trim_end());
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// The first people of the firm, one button each.
fn people(connection: &Connection, words: &Words) -> rusqlite::Result<String> {
    connection
        .prepare_cached(
            "SELECT person.id, person.name, profile_language, count(role),
                    count(role) FILTER (WHERE role = 'manager'),
                    count(role) FILTER (WHERE role = 'entrepreneur')
             FROM person LEFT JOIN team ON team.person = person.id
             WHERE number <= ?
             GROUP BY number ORDER BY number",
        )?
        .query_map([SHOWN], |row| {
            let (id, name, language): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (dossiers, managed, owned): (usize, usize, usize) = (row.get(3)?, row.get(4)?, row.get(5)?);
            let mut about = match dossiers {
                0 => words.nothing.to_owned(),
                1 => format!("1 {}", words.one),
                _ => format!("{dossiers} {}", words.many),
            };
            if managed > 0 {
                about += &format!(", {}{managed}", words.manages);
            }
            if owned == dossiers && owned > 0 {
                about += &format!(", {}", words.client);
            }
            Ok(format!(
                "<li><button name=person value=\"{}\"><bdi>{}</bdi> <small>{about} · {language}</small></button></li>",
                escape(&id),
                escape(&name)
            ))
        })?
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
