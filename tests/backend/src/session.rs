//! Who is signed in: the session cookie, the CSRF token, and `GET /api/session`.

use axum::http::{HeaderMap, header};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;

use crate::{
    answer::Answer,
    app::App,
    exchange::Exchange,
    problem::{Outcome, Problem},
    settings,
};

/// The cookie's name.
pub const COOKIE: &str = "session";

/// A session in force.
pub struct Session {
    /// Who is signed in.
    pub person: String,
    csrf_token: String,
}

/// The session of a request, else 401 with the place to sign in.
pub fn current(connection: &Connection, exchange: &Exchange) -> Outcome<Session> {
    find(connection, exchange.headers())?
        .ok_or_else(|| Problem::new(401, "no-session", "Nobody is signed in.").with("signIn", "/sign-in"))
}

/// The session of a request that changes something: its CSRF token must be right too.
pub fn for_change(connection: &Connection, exchange: &Exchange) -> Outcome<Session> {
    let session = current(connection, exchange)?;
    if exchange.header(CSRF_TOKEN).is_some_and(|token| token == session.csrf_token) {
        return Ok(session);
    }
    Err(Problem::new(403, "csrf", "X-CSRF-Token must carry the csrfToken of the session."))
}

const CSRF_TOKEN: axum::http::HeaderName = axum::http::HeaderName::from_static("x-csrf-token");

/// The session that the cookie of these headers names, if it is in force.
pub fn find(connection: &Connection, headers: &HeaderMap) -> rusqlite::Result<Option<Session>> {
    let Some(token) = token(headers) else { return Ok(None) };
    connection
        .prepare_cached("SELECT person, csrf_token FROM session WHERE token = ?")?
        .query_row([token], |row| Ok(Session { person: row.get(0)?, csrf_token: row.get(1)? }))
        .optional()
}

/// Starts a session for a person and gives the cookie's token; `None` when there is no such person.
pub fn start(connection: &Connection, person: &str) -> rusqlite::Result<Option<String>> {
    connection
        .query_row(
            "INSERT INTO session (token, person, csrf_token)
             SELECT lower(hex(randomblob(32))), id, lower(hex(randomblob(16))) FROM person WHERE id = ?
             RETURNING token",
            [person],
            |row| row.get(0),
        )
        .optional()
}

/// Ends the session that the cookie names, if there is one.
pub fn end(connection: &Connection, headers: &HeaderMap) -> rusqlite::Result<()> {
    if let Some(token) = token(headers) {
        connection.execute("DELETE FROM session WHERE token = ?", [token])?;
    }
    Ok(())
}

/// `GET /api/session`
pub fn read(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let session = current(connection, exchange)?;
    let user = connection
        .prepare_cached("SELECT id, name, email, profile_language FROM person WHERE id = ?")?
        .query_row([&session.person], |row| {
            Ok(json!({
                "id": row.get::<_, String>(0)?,
                "name": row.get::<_, String>(1)?,
                "email": row.get::<_, Option<String>>(2)?,
                "profileLanguage": row.get::<_, String>(3)?,
            }))
        })?;
    Answer::json(&json!({
        "user": user,
        "audiences": settings::audiences_of(connection, &session.person)?,
        "frequencies": settings::FREQUENCIES,
        "languages": settings::LANGUAGES,
        "csrfToken": session.csrf_token,
    }))
}

fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}
