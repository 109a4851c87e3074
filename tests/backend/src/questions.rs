//! `/api/dossiers/{dossier}/questions`: asking, and reading what was asked.

use std::collections::HashSet;

use axum::http::{HeaderValue, StatusCode, header};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    answer::Answer,
    app::App,
    exchange::Exchange,
    problem::{Outcome, Problem},
    session,
    settings::AUDIENCES,
    team::accessible,
};

const LONGEST_TEXT: usize = 10_000;

#[derive(Deserialize)]
struct Asked {
    audience: String,
    text: String,
    recipients: Vec<String>,
    /// A client of the dossier as whom a test question for the accountant is asked.
    #[serde(default)]
    asker: Option<String>,
}

/// `POST /api/dossiers/{dossier}/questions`: a question needs a text and at least one recipient, and each
/// recipient must be a candidate.
pub fn ask(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let session = session::for_change(connection, exchange)?;
    let dossier = exchange.parameter("dossier");
    accessible(connection, dossier, &session.person)?;
    let invalid = |code, detail: String| Problem::new(422, code, detail);
    let asked: Asked = serde_json::from_value(exchange.json("application/json")?)
        .map_err(|error| invalid("invalid-question", error.to_string()))?;
    if !AUDIENCES.contains(&asked.audience.as_str()) {
        return Err(invalid("unknown-audience", format!("`audience` is one of {AUDIENCES:?}.")));
    }
    if asked.text.trim().is_empty() || asked.text.chars().count() > LONGEST_TEXT {
        return Err(invalid(
            "invalid-text",
            format!("`text` has 1 to {LONGEST_TEXT} characters, not all blank."),
        ));
    }
    if asked.recipients.is_empty() {
        return Err(invalid("no-recipient", "A question needs a recipient.".into()));
    }
    if asked.recipients.iter().collect::<HashSet<_>>().len() < asked.recipients.len() {
        return Err(invalid("repeated-recipient", "A recipient is named twice.".into()));
    }
    let asker = asked.asker.as_deref().unwrap_or(&session.person);
    if asker != session.person && !(asked.audience == "accountant" && is_client(connection, dossier, asker)?) {
        return Err(invalid("unknown-asker", format!("{asker:?} is no client who could ask this.")));
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let id: i64 = transaction.query_row(
        "INSERT INTO question (dossier, audience, asker, text) VALUES (?, ?, ?, ?) RETURNING id",
        [dossier, &asked.audience, asker, &asked.text],
        |row| row.get(0),
    )?;
    for (place, recipient) in asked.recipients.iter().enumerate() {
        let added = transaction
            .prepare_cached(
                "INSERT INTO question_recipient SELECT ?1, ?2, person FROM team
                 WHERE dossier = ?3 AND person = ?4 AND person <> ?5
                 AND (?6 <> 'accountant' OR role <> 'entrepreneur')",
            )?
            .execute(params![id, place, dossier, recipient, asker, asked.audience])?;
        if added == 0 {
            let detail = format!("{recipient:?} can't be a recipient of this question.");
            return Err(invalid("unknown-recipient", detail).with("recipient", recipient.as_str()));
        }
    }
    let question = one(&transaction, dossier, id)?.unwrap_or_default();
    transaction.commit()?;
    let location = HeaderValue::from_str(&format!("questions/{id}")).ok();
    let answer = Answer::json(&question)?.status(StatusCode::CREATED);
    Ok(location.into_iter().fold(answer, |answer, place| answer.header(header::LOCATION, place)))
}

fn is_client(connection: &Connection, dossier: &str, person: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM team WHERE dossier = ? AND person = ? AND role = 'entrepreneur'")?
        .exists([dossier, person])
}

/// `GET /api/dossiers/{dossier}/questions`, newest first.
pub fn list(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let session = session::current(connection, exchange)?;
    let dossier = exchange.parameter("dossier");
    accessible(connection, dossier, &session.person)?;
    let questions = connection
        .prepare_cached(&format!("{QUESTION} WHERE dossier = ? ORDER BY id DESC"))?
        .query_map([dossier], as_json)?
        .collect::<Result<Vec<_>, _>>()?;
    Answer::json(&json!({ "questions": questions }))
}

/// `GET /api/dossiers/{dossier}/questions/{question}`
pub fn read(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let session = session::current(connection, exchange)?;
    let dossier = exchange.parameter("dossier");
    accessible(connection, dossier, &session.person)?;
    let id = exchange.parameter("question").parse().unwrap_or(0);
    let question = one(connection, dossier, id)?
        .ok_or_else(|| Problem::new(404, "unknown-question", "There is no such question in this dossier."))?;
    Answer::json(&question)
}

const QUESTION: &str = "SELECT id, dossier, audience, asker, text, at,
    (SELECT json_group_array(person ORDER BY position) FROM question_recipient WHERE question = id)
    FROM question";

fn one(connection: &Connection, dossier: &str, id: i64) -> rusqlite::Result<Option<Value>> {
    connection
        .prepare_cached(&format!("{QUESTION} WHERE dossier = ? AND id = ?"))?
        .query_row(params![dossier, id], as_json)
        .optional()
}

fn as_json(row: &Row) -> rusqlite::Result<Value> {
    Ok(json!({
        "id": row.get::<_, i64>(0)?.to_string(),
        "dossier": row.get::<_, String>(1)?,
        "audience": row.get::<_, String>(2)?,
        "asker": row.get::<_, String>(3)?,
        "text": row.get::<_, String>(4)?,
        "at": row.get::<_, String>(5)?,
        "recipients": serde_json::from_str::<Value>(&row.get::<_, String>(6)?).unwrap_or_default(),
    }))
}
