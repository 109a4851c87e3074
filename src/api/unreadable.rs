//! What an answer held that could not be read: counted and shown, never guessed or written back.

/// The things in one or more answers that this version could not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// How many dossiers are missing from the list.
    pub dossiers: usize,
    /// Names or ids of some of them, as far as they could be read.
    pub named: Vec<String>,
    /// Whether the user's own frequency is one that this version does not know.
    pub frequency: bool,
    /// How many other values were left out: people, roles, frequencies, languages.
    pub values: usize,
}

/// So many missing dossiers are named; more would not be read.
const NAMED_AT_MOST: usize = 100;

impl Unreadable {
    /// Counts a dossier, by name if there is one.
    pub fn dossier(&mut self, name: Option<String>) {
        self.dossiers += 1;
        if self.named.len() < NAMED_AT_MOST {
            self.named.extend(name);
        }
    }

    /// Adds what another answer held.
    pub fn add(&mut self, other: Self) {
        self.dossiers += other.dossiers;
        self.values += other.values;
        self.frequency |= other.frequency;
        self.named.extend(other.named);
    }

    /// Whether everything could be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.dossiers == 0 && self.values == 0
    }
}
