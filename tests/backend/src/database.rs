//! Opening the database: pragmas, schema, and the firm when there is none yet.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, Result};

use crate::firm::Firm;

/// A new database in memory, with the schema and nothing in it but what `fill` gives.
pub fn in_memory(fill: impl FnOnce() -> Firm) -> Result<Connection> {
    prepare(Connection::open_in_memory()?, fill)
}

/// The database in `file`. One that already holds a firm keeps it; otherwise `fill` gives it.
pub fn in_file(file: &Path, fill: impl FnOnce() -> Firm) -> Result<Connection> {
    prepare(Connection::open(file)?, fill)
}

fn prepare(mut connection: Connection, fill: impl FnOnce() -> Firm) -> Result<Connection> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
    // The row of `firm` is written last: a loading that was cut short is begun again.
    if connection.table_exists(None, "firm")?
        && connection.query_row("SELECT count(*) = 1 FROM firm", [], |row| row.get(0))?
    {
        // The file may be an older copy of itself: its versions must not come back.
        connection.execute_batch("UPDATE firm SET instance = lower(hex(randomblob(6)))")?;
        return Ok(connection);
    }
    if !connection.table_exists(None, "firm")? {
        connection.execute_batch(&format!("BEGIN; {} COMMIT;", include_str!("schema.sql")))?;
    }
    fill().store(&mut connection)?;
    connection.execute_batch(&format!(
        "BEGIN; {} INSERT INTO firm (only_row, instance) VALUES (1, lower(hex(randomblob(6)))); COMMIT;",
        include_str!("triggers.sql")
    ))?;
    Ok(connection)
}
