//! The words of a spreadsheet, in one language.

use crate::domain::PerAudience;

/// How one language writes the table.
#[derive(Clone, Debug)]
pub struct Wording {
    /// What stands between two cells where this language is spoken.
    pub separator: char,
    /// The heading of the licences' names.
    pub licence: String,
    /// The heading of the dossiers' numbers.
    pub number: String,
    /// The heading of the dossiers' names.
    pub name: String,
    /// The heading of the dossiers' ids.
    pub id: String,
    /// The heading of each kind of question.
    pub audiences: PerAudience<String>,
    /// Takes part, by choice.
    pub yes: String,
    /// Takes no part, by choice.
    pub no: String,
    /// Never chosen.
    pub by_default: String,
}

impl Wording {
    /// How a choice is written.
    #[must_use]
    pub fn choice(&self, choice: Option<bool>) -> &str {
        match choice {
            Some(true) => &self.yes,
            Some(false) => &self.no,
            None => &self.by_default,
        }
    }
}
