//! `GET /api/directory`: the licences, dossiers and teams that the signed-in user has access to.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use serde::Serialize;

use crate::{
    answer::{Answer, Content},
    app::App,
    etag::ETag,
    exchange::Exchange,
    problem::Outcome,
    session,
    team::{Member, Person, each_member},
};

/// How many users' directories are kept.
const KEPT: usize = 8;

/// Directories as they were sent last, by user: with 50,000 dossiers they are 15 MB of JSON.
#[derive(Default)]
pub struct Kept(HashMap<String, (ETag, Content)>);

#[derive(Serialize)]
struct Directory {
    people: Vec<Person>,
    licences: Vec<Licence>,
}

#[derive(Serialize)]
struct Licence {
    id: String,
    name: String,
    dossiers: Vec<Dossier>,
}

#[derive(Serialize)]
struct Dossier {
    id: String,
    name: String,
    number: String,
    team: Vec<Member>,
}

/// `GET /api/directory`
pub fn read(app: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let session = session::current(connection, exchange)?;
    let etag = version(connection, &session.person)?;
    let mut kept = app.directories();
    if let Some((kept, content)) = kept.0.get(&session.person)
        && *kept == etag
    {
        return Ok(Answer::content(content.clone()).etag(etag));
    }
    let content = Content::json(&collect(connection, &session.person)?)?.compressed();
    if kept.0.len() >= KEPT {
        kept.0.clear();
    }
    kept.0.insert(session.person, (etag.clone(), content.clone()));
    Ok(Answer::content(content).etag(etag))
}

/// Changes with everything that a directory shows; the user's own choices are no part of it.
fn version(connection: &Connection, person: &str) -> rusqlite::Result<ETag> {
    connection
        .prepare_cached(
            "SELECT format('d.%s.%d.%d.%d', instance, structure, number,
                           (SELECT sum(seen_revision) FROM person) - seen_revision)
             FROM firm, person WHERE id = ?",
        )?
        .query_row([person], |row| row.get(0).map(ETag))
}

fn collect(connection: &Connection, reader: &str) -> rusqlite::Result<Directory> {
    let mut statement = connection.prepare_cached(
        "SELECT licence.id, licence.name, dossier.id, dossier.name, dossier.number
         FROM team
         JOIN dossier ON dossier.id = team.dossier
         JOIN licence ON licence.id = dossier.licence
         WHERE team.person = ?
         ORDER BY licence.position, dossier.position",
    )?;
    let mut rows = statement.query([reader])?;
    let mut directory = Directory { people: vec![], licences: vec![] };
    let mut known = HashSet::new();
    while let Some(row) = rows.next()? {
        let licence: String = row.get(0)?;
        let id: String = row.get(2)?;
        let mut team = vec![];
        each_member(connection, &id, Some(reader), |member, person| {
            team.push(member);
            if known.insert(person.id().to_owned()) {
                directory.people.push(person);
            }
        })?;
        if directory.licences.last().is_none_or(|last| last.id != licence) {
            let name = row.get(1)?;
            directory.licences.push(Licence { id: licence, name, dossiers: vec![] });
        }
        if let Some(last) = directory.licences.last_mut() {
            last.dossiers.push(Dossier { id, name: row.get(3)?, number: row.get(4)?, team });
        }
    }
    Ok(directory)
}
