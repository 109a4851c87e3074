//! `GET` and `PATCH /api/conversation-settings`: a person's own explicit choices.
//!
//! A patch is one transaction. A frequency or a language that nobody offers refuses it as a whole; a
//! participation that can't be set (no such dossier for this person, no such audience, no boolean) is
//! listed in `rejected` while the others are applied. The frequency always has a value: `null` sets it
//! back to the firm's default.

use std::collections::BTreeMap;

use axum::http::header;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    answer::Answer,
    app::App,
    etag::ETag,
    exchange::{Exchange, GZIP},
    problem::{Outcome, Problem},
    session,
    team::Choices,
};

/// The two kinds of question.
pub const AUDIENCES: [&str; 2] = ["entrepreneur", "accountant"];
/// How often somebody can be mailed.
pub const FREQUENCIES: [&str; 5] = ["immediately", "hourly", "daily", "weekly", "never"];
/// Languages of the e-mails.
pub const LANGUAGES: [&str; 4] = ["fr", "nl", "en", "de"];

const DEFAULT_FREQUENCY: &str = "daily";
const MERGE_PATCH: &str = "application/merge-patch+json";

/// A participation that was not set, and why.
#[derive(Serialize, Debug)]
pub struct Rejected {
    dossier: String,
    /// Absent when the whole dossier's value is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<String>,
    problem: &'static str,
}

/// The audiences that a person may set: those for which they can be a recipient in some dossier.
pub fn audiences_of(connection: &Connection, person: &str) -> rusqlite::Result<Vec<&'static str>> {
    let mut has_role = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM team WHERE person = ?1 AND (role = 'entrepreneur') = ?2)",
    )?;
    let is_client: bool = has_role.query_row(params![person, true], |row| row.get(0))?;
    let is_staff: bool = has_role.query_row(params![person, false], |row| row.get(0))?;
    Ok(if is_client && !is_staff { vec!["entrepreneur"] } else { AUDIENCES.to_vec() })
}

/// `GET /api/conversation-settings`
pub fn read(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    #[derive(Serialize)]
    struct Settings {
        frequency: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        participation: BTreeMap<String, Choices>,
    }

    let session = session::current(connection, exchange)?;
    let (frequency, language) = connection
        .prepare_cached("SELECT frequency, language FROM person WHERE id = ?")?
        .query_row([&session.person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let participation = connection
        .prepare_cached(
            "SELECT dossier, for_entrepreneur, for_accountant FROM team
             WHERE person = ? AND (for_entrepreneur IS NOT NULL OR for_accountant IS NOT NULL)",
        )?
        .query_map([&session.person], |row| {
            Ok((row.get(0)?, Choices { entrepreneur: row.get(1)?, accountant: row.get(2)? }))
        })?
        .collect::<Result<_, _>>()?;
    Ok(Answer::json(&Settings { frequency, language, participation })?
        .etag(version(connection, &session.person)?)
        .header(header::ACCEPT_ENCODING, GZIP))
}

/// `PATCH /api/conversation-settings`
pub fn change(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let session = session::for_change(connection, exchange)?;
    let patch = exchange.json(MERGE_PATCH)?;
    let Some(expected) = exchange.header(header::IF_MATCH) else {
        return Err(Problem::new(
            428,
            "no-version",
            "If-Match must carry the ETag that the change is based on.",
        ));
    };
    let patch = Patch::read(&patch)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !version(&transaction, &session.person)?.satisfies_if_match(&expected) {
        return Err(Problem::new(412, "stale", "The settings have changed since they were read."));
    }
    let rejected = patch.apply(&transaction, &session.person, &exchange.request_id())?;
    // A new version even when no value is another one: whatever else was sent for the old one, and is
    // still on the way, can then no longer be applied.
    transaction
        .prepare_cached("UPDATE person SET settings_revision = settings_revision + 1 WHERE id = ?")?
        .execute([&session.person])?;
    let etag = version(&transaction, &session.person)?;
    transaction.commit()?;
    Ok(Answer::json(&json!({ "rejected": rejected }))?.etag(etag).header(header::ACCEPT_ENCODING, GZIP))
}

/// The version of a person's settings.
pub fn version(connection: &Connection, person: &str) -> rusqlite::Result<ETag> {
    connection
        .prepare_cached(
            "SELECT format('s.%s.%d.%d', instance, number, settings_revision) FROM firm, person WHERE id = ?",
        )?
        .query_row([person], |row| row.get(0).map(ETag))
}

/// A merge patch (RFC 7396) that has been found sound, but for single participations.
pub struct Patch<'a> {
    frequency: Option<&'static str>,
    /// `Some(None)`: back to the language of the profile.
    language: Option<Option<&'static str>>,
    participation: Participation<'a>,
}

enum Participation<'a> {
    Kept,
    /// `null`: every explicit choice is taken back.
    TakenBack,
    Changed(&'a Map<String, Value>),
}

impl<'a> Patch<'a> {
    /// Refuses what no part of can be applied.
    pub fn read(document: &'a Value) -> Outcome<Self> {
        let invalid = |code, detail: String| Problem::new(422, code, detail);
        let Some(members) = document.as_object() else {
            return Err(invalid("not-an-object", "The patch must be a JSON object.".into()));
        };
        let mut patch = Self { frequency: None, language: None, participation: Participation::Kept };
        for (member, value) in members {
            match member.as_str() {
                "frequency" if value.is_null() => patch.frequency = Some(DEFAULT_FREQUENCY),
                "frequency" => {
                    patch.frequency = Some(offered(&FREQUENCIES, value).ok_or_else(|| {
                        invalid("unknown-frequency", format!("`frequency` is one of {FREQUENCIES:?} or null."))
                    })?)
                }
                "language" if value.is_null() => patch.language = Some(None),
                "language" => {
                    patch.language = Some(Some(offered(&LANGUAGES, value).ok_or_else(|| {
                        invalid("unknown-language", format!("`language` is one of {LANGUAGES:?} or null."))
                    })?))
                }
                "participation" => {
                    patch.participation = match value {
                        Value::Null => Participation::TakenBack,
                        Value::Object(dossiers) => Participation::Changed(dossiers),
                        _ => {
                            return Err(invalid(
                                "not-an-object",
                                "`participation` must be an object or null.".into(),
                            ));
                        }
                    }
                }
                other => {
                    return Err(invalid("unknown-member", format!("Conversation settings have no `{other}`.")));
                }
            }
        }
        Ok(patch)
    }

    /// Applies the patch and logs each value that really changes.
    pub fn apply(
        &self,
        transaction: &Transaction,
        person: &str,
        request_id: &str,
    ) -> rusqlite::Result<Vec<Rejected>> {
        let log = Log { transaction, person, request_id };
        let (frequency, language): (String, Option<String>) =
            transaction.query_row("SELECT frequency, language FROM person WHERE id = ?", [person], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        if let Some(new) = self.frequency
            && new != frequency
        {
            transaction.execute("UPDATE person SET frequency = ? WHERE id = ?", [new, person])?;
            log.write("frequency", None, Some(&frequency), Some(new))?;
        }
        if let Some(new) = self.language
            && new != language.as_deref()
        {
            transaction.execute("UPDATE person SET language = ? WHERE id = ?", params![new, person])?;
            log.write("language", None, language.as_deref(), new)?;
        }
        match self.participation {
            Participation::Kept => Ok(vec![]),
            Participation::TakenBack => {
                let dossiers: Vec<String> = transaction
                    .prepare("SELECT dossier FROM team WHERE person = ?")?
                    .query_map([person], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                for dossier in dossiers {
                    change_dossier(&log, &AUDIENCES, &dossier, &Value::Null)?;
                }
                Ok(vec![])
            }
            Participation::Changed(dossiers) => {
                let offered = audiences_of(transaction, person)?;
                let mut rejected = vec![];
                for (dossier, value) in dossiers {
                    rejected.extend(change_dossier(&log, &offered, dossier, value)?);
                }
                Ok(rejected)
            }
        }
    }
}

/// Applies one dossier's member of the patch: an object, or `null` for all its audiences.
fn change_dossier(
    log: &Log,
    offered: &[&str],
    dossier: &str,
    value: &Value,
) -> rusqlite::Result<Vec<Rejected>> {
    let reject = |audience: Option<&str>, problem| Rejected {
        dossier: dossier.to_owned(),
        audience: audience.map(str::to_owned),
        problem,
    };
    let current: Option<[Option<bool>; 2]> = log
        .transaction
        .prepare_cached("SELECT for_entrepreneur, for_accountant FROM team WHERE dossier = ? AND person = ?")?
        .query_row([dossier, log.person], |row| Ok([row.get(0)?, row.get(1)?]))
        .optional()?;
    let mut rejected = vec![];
    let mut wanted = current.unwrap_or_default();
    match value {
        Value::Null if current.is_none() => rejected.push(reject(None, "unknown-dossier")),
        Value::Null => wanted = [None, None],
        Value::Object(choices) => {
            for (audience, choice) in choices {
                let place = AUDIENCES.iter().position(|known| known == audience && offered.contains(known));
                match (place, choice) {
                    _ if current.is_none() => rejected.push(reject(Some(audience), "unknown-dossier")),
                    (None, _) => rejected.push(reject(Some(audience), "unknown-audience")),
                    (Some(place), Value::Bool(choice)) => wanted[place] = Some(*choice),
                    (Some(place), Value::Null) => wanted[place] = None,
                    _ => rejected.push(reject(Some(audience), "invalid-value")),
                }
            }
        }
        _ => rejected.push(reject(None, "invalid-value")),
    }
    if let Some(current) = current
        && wanted != current
    {
        log.transaction
            .prepare_cached(
                "UPDATE team SET for_entrepreneur = ?, for_accountant = ? WHERE dossier = ? AND person = ?",
            )?
            .execute(params![wanted[0], wanted[1], dossier, log.person])?;
        for (place, audience) in AUDIENCES.iter().enumerate() {
            if wanted[place] != current[place] {
                log.write(
                    "participation",
                    Some((dossier, audience)),
                    word(current[place]),
                    word(wanted[place]),
                )?;
            }
        }
    }
    Ok(rejected)
}

/// Writes `applied`.
struct Log<'a> {
    transaction: &'a Transaction<'a>,
    person: &'a str,
    request_id: &'a str,
}

impl Log<'_> {
    fn write(
        &self,
        kind: &str,
        key: Option<(&str, &str)>,
        before: Option<&str>,
        after: Option<&str>,
    ) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT INTO applied (person, kind, dossier, audience, before, after, request_id)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.person,
                kind,
                key.map(|k| k.0),
                key.map(|k| k.1),
                before,
                after,
                self.request_id
            ])?;
        Ok(())
    }
}

fn offered<const N: usize>(words: &[&'static str; N], value: &Value) -> Option<&'static str> {
    words.iter().copied().find(|word| value.as_str() == Some(word))
}

fn word(choice: Option<bool>) -> Option<&'static str> {
    choice.map(|on| if on { "true" } else { "false" })
}
