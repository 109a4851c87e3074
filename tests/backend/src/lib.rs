//! The reference backend: it plays the application that conversation settings are built into, on SQLite.
//!
//! It shares no type and no rule with the front end, so that it can contradict it. In a test:
//!
//! ```
//! use reference_backend::{Options, Server, TeamTable, preselection};
//!
//! let server = Server::start(Options::default())?;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! let recipients = server.database(|db| preselection(db, "dos-1", "accountant", None))?;
//! assert!(recipients.contains(&"p-1".to_owned()));
//!
//! let mut team = TeamTable::new()?;
//! team.insert(&[("ann", "manager", None, None), ("bob", "manager", None, Some(false))])?;
//! assert_eq!(team.preselection("accountant", None)?, ["ann"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod app;
mod connection;
mod database;
mod demonstration;
mod directory;
mod etag;
mod exchange;
mod faults;
mod firm;
mod generated;
mod guard;
mod problem;
mod questions;
mod server;
mod session;
mod settings;
mod sign_in;
mod static_files;
mod team;
mod verbatim;

pub use app::{Options, Size};
pub use rusqlite;
pub use server::Server;
pub use team::{TeamTable, preselection};
