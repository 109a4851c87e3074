//! What all handlers share.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::Connection;

use crate::{database, demonstration, directory::Kept, faults::Faults, firm::Firm, generated};

/// How a backend is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Folder of the built front end.
    pub dist: Option<PathBuf>,
    /// Database file; without one the data live in memory.
    pub database: Option<PathBuf>,
    /// A generated firm; without it the demonstration firm.
    pub generated: Option<Size>,
    /// Added to each answer of the API.
    pub delay: Duration,
    /// Enables the fault hooks.
    pub faults: bool,
    /// Origins that may use this backend from their pages.
    pub allowed_origins: Vec<String>,
    /// Paths whose successful answers are replaced by the text of a file.
    pub verbatim: Vec<(String, PathBuf)>,
}

/// The size of a generated firm.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Number of dossiers.
    pub dossiers: usize,
    /// Number of licences that they are spread over.
    pub licences: usize,
    /// The same seed gives the same firm.
    pub seed: u64,
}

impl Options {
    fn firm(&self) -> Firm {
        match self.generated {
            Some(size) => generated::firm(size),
            None => demonstration::firm(),
        }
    }
}

/// The running backend.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    options: Options,
    connection: Mutex<Connection>,
    directories: Mutex<Kept>,
    faults: Option<Faults>,
}

impl App {
    /// Opens or makes the database.
    pub fn open(options: Options) -> rusqlite::Result<Self> {
        let connection = match &options.database {
            Some(file) => database::in_file(file, || options.firm())?,
            None => database::in_memory(|| options.firm())?,
        };
        Ok(Self(Arc::new(Shared {
            connection: Mutex::new(connection),
            directories: Mutex::default(),
            faults: options.faults.then(Faults::default),
            options,
        })))
    }

    /// How it was started.
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// The database, for as long as the guard is held.
    pub fn connection(&self) -> MutexGuard<'_, Connection> {
        lock(&self.0.connection)
    }

    /// The directories that were sent last.
    pub fn directories(&self) -> MutexGuard<'_, Kept> {
        lock(&self.0.directories)
    }

    /// The fault hooks, where they are enabled.
    pub fn faults(&self) -> Option<&Faults> {
        self.0.faults.as_ref()
    }
}

/// A handler that panicked took its transaction back, so what the lock guards is sound.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
