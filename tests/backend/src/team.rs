//! The team of one dossier: who is preselected, by SQL alone, and what the recipient picker asks for.

use rusqlite::{Connection, OptionalExtension, Result, params};
use serde::Serialize;

use crate::{
    answer::Answer,
    app::App,
    database,
    exchange::Exchange,
    firm::Firm,
    problem::{Outcome, Problem},
    session,
};

/// The ids of those who are preselected for a question to `audience` in `dossier`: managers first,
/// then collaborators, then entrepreneurs. `asker` is never among them.
pub fn preselection(
    connection: &Connection,
    dossier: &str,
    audience: &str,
    asker: Option<&str>,
) -> Result<Vec<String>> {
    connection
        .prepare_cached(include_str!("preselection.sql"))?
        .query_map(params![dossier, audience, asker], |row| row.get(0))?
        .collect()
}

/// A database in memory that holds one team at a time, to compare [`preselection`] with another
/// implementation over many teams.
pub struct TeamTable(Connection);

impl TeamTable {
    /// An empty team.
    pub fn new() -> Result<Self> {
        let connection = database::in_memory(|| Firm { people: vec![], licences: vec![] })?;
        connection.execute_batch(
            "INSERT INTO licence VALUES ('licence', 'licence', 0);
             INSERT INTO dossier VALUES ('dossier', 'licence', 'dossier', '', 0);",
        )?;
        Ok(Self(connection))
    }

    /// Replaces the team. A member is: person, role, explicit choice about questions for the
    /// entrepreneur, explicit choice about questions for the accountant. A person's name is their id.
    pub fn insert(&mut self, team: &[(&str, &str, Option<bool>, Option<bool>)]) -> Result<()> {
        let transaction = self.0.transaction()?;
        transaction.prepare_cached("DELETE FROM team")?.execute([])?;
        for (person, role, for_entrepreneur, for_accountant) in team {
            transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO person (id, name, profile_language) VALUES (?1, ?1, 'fr')",
                )?
                .execute([person])?;
            transaction.prepare_cached("INSERT INTO team VALUES ('dossier', ?, ?, ?, ?)")?.execute(params![
                person,
                role,
                for_entrepreneur,
                for_accountant
            ])?;
        }
        transaction.commit()
    }

    /// [`preselection`] in the team that was inserted last.
    pub fn preselection(&self, audience: &str, asker: Option<&str>) -> Result<Vec<String>> {
        preselection(&self.0, "dossier", audience, asker)
    }
}

/// A member as the contract writes it.
#[derive(Serialize)]
pub struct Member {
    person: String,
    role: String,
    #[serde(skip_serializing_if = "Choices::is_empty")]
    participation: Choices,
}

/// The explicit choices of a member.
#[derive(Serialize, Default)]
pub struct Choices {
    /// About questions for the entrepreneur.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entrepreneur: Option<bool>,
    /// About questions for the accountant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountant: Option<bool>,
}

impl Choices {
    fn is_empty(&self) -> bool {
        self.entrepreneur.is_none() && self.accountant.is_none()
    }
}

/// A person as the contract writes it; `email` says whether e-mail reaches them.
#[derive(Serialize)]
pub struct Person {
    id: String,
    name: String,
    email: bool,
}

impl Person {
    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Calls `see` for each member of a dossier. What concerns `reader` themself is left out of it: their
/// own choices, and whether their own frequency lets e-mail reach them.
pub fn each_member(
    connection: &Connection,
    dossier: &str,
    reader: Option<&str>,
    mut see: impl FnMut(Member, Person),
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT team.person, team.role,
                CASE WHEN team.person IS NOT ?2 THEN for_entrepreneur END,
                CASE WHEN team.person IS NOT ?2 THEN for_accountant END,
                person.name,
                person.email IS NOT NULL AND (person.frequency <> 'never' OR team.person IS ?2)
         FROM team JOIN person ON person.id = team.person
         WHERE team.dossier = ?1
         ORDER BY team.person",
    )?;
    let mut rows = statement.query([Some(dossier), reader])?;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        see(
            Member {
                person: id.clone(),
                role: row.get(1)?,
                participation: Choices { entrepreneur: row.get(2)?, accountant: row.get(3)? },
            },
            Person { id, name: row.get(4)?, email: row.get(5)? },
        );
    }
    Ok(())
}

/// The name of a dossier, if `person` has access to it. Any other dossier is as good as unknown, so that
/// an answer never tells which ids exist.
pub fn accessible(connection: &Connection, dossier: &str, person: &str) -> Outcome<String> {
    connection
        .prepare_cached(
            "SELECT name FROM dossier WHERE id = ?1
             AND EXISTS (SELECT 1 FROM team WHERE dossier = ?1 AND person = ?2)",
        )?
        .query_row([dossier, person], |row| row.get(0))
        .optional()?
        .ok_or_else(|| {
            Problem::new(404, "unknown-dossier", "There is no such dossier, or you have no access to it.")
        })
}

/// `GET /api/dossiers/{dossier}/team`
pub fn read(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    #[derive(Serialize)]
    struct Team<'a> {
        dossier: Named<'a>,
        me: &'a str,
        people: Vec<Person>,
        team: Vec<Member>,
    }
    #[derive(Serialize)]
    struct Named<'a> {
        id: &'a str,
        name: &'a str,
    }

    let session = session::current(connection, exchange)?;
    let dossier = exchange.parameter("dossier");
    let name = accessible(connection, dossier, &session.person)?;
    let (mut people, mut team) = (vec![], vec![]);
    each_member(connection, dossier, None, |member, person| {
        team.push(member);
        people.push(person);
    })?;
    Answer::json(&Team { dossier: Named { id: dossier, name: &name }, me: &session.person, people, team })
}

/// `GET /api/dossiers/{dossier}/preselection?audience=accountant[&asker=p-9]`, for tests only and no part
/// of the contract: a front end computes this itself.
pub fn read_preselection(_: &App, connection: &mut Connection, exchange: &Exchange) -> Outcome<Answer> {
    let session = session::current(connection, exchange)?;
    let dossier = exchange.parameter("dossier");
    accessible(connection, dossier, &session.person)?;
    let audience = exchange.query("audience").unwrap_or_default();
    if !crate::settings::AUDIENCES.contains(&audience.as_str()) {
        return Err(Problem::new(422, "unknown-audience", "`audience` is entrepreneur or accountant."));
    }
    let asker = exchange.query("asker");
    let recipients = preselection(connection, dossier, &audience, asker.as_deref())?;
    Answer::json(&serde_json::json!({ "recipients": recipients }))
}
