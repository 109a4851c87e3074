//! Everything that a user sets on the screen.

use serde::{Deserialize, Serialize};

use super::{Audience, Key, Keys, Participation, PerAudience, Rows};

/// How often a person is mailed about conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// At each question.
    Immediately,
    /// Once an hour.
    Hourly,
    /// Once a day.
    Daily,
    /// Once a week.
    Weekly,
    /// No e-mail at all. Concerns e-mail only: such a person is still preselected where they take part.
    Never,
}

impl Frequency {
    /// All frequencies that this version knows, the most frequent first.
    pub const ALL: [Self; 5] = [Self::Immediately, Self::Hourly, Self::Daily, Self::Weekly, Self::Never];

    /// The name in the contract.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Immediately => "immediately",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Never => "never",
        }
    }

    /// Reads the name in the contract; `None` for one that this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.as_str() == name)
    }
}

/// A language, by its BCP 47 tag: `fr`, `de-BE`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

impl Language {
    /// Reads a tag; `None` for a text that cannot be one.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let well_formed = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        well_formed.then(|| Self(tag.to_owned()))
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Language {
    type Error = &'static str;
    fn try_from(tag: String) -> Result<Self, Self::Error> {
        Self::parse(&tag).ok_or("not a language tag")
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

/// A user's settings: only what they chose themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How often they are mailed; `None` while they never chose, or chose what this version does not know.
    pub frequency: Option<Frequency>,
    /// The language of the mails; `None` follows the language of their profile, also when that changes.
    pub language: Option<Language>,
    /// In which conversations they take part.
    pub participation: Participation,
}

impl Settings {
    /// No choice at all, for `len` dossiers.
    #[must_use]
    pub fn new(len: usize) -> Self {
        Self { participation: Participation::new(len), ..Self::default() }
    }

    /// Takes over from `other` the values of `keys`, and nothing else.
    pub fn copy_from(&mut self, other: &Self, keys: &Keys) {
        if keys.frequency {
            self.frequency = other.frequency;
        }
        if keys.language {
            self.language.clone_from(&other.language);
        }
        for audience in Audience::ALL.into_iter().filter(|&audience| !keys.participation[audience].is_clear()) {
            let rows = Rows::Mask(&keys.participation[audience]);
            self.participation.copy_from(&other.participation, audience, &rows);
        }
    }

    /// Whether `key` has the same value in `other`.
    #[must_use]
    pub fn agrees(&self, other: &Self, key: Key) -> bool {
        match key {
            Key::Frequency => self.frequency == other.frequency,
            Key::Language => self.language == other.language,
            Key::Participation(audience, position) => {
                self.participation.choice(audience, position) == other.participation.choice(audience, position)
            }
        }
    }

    /// The keys whose values differ from those of `other`.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Keys {
        Keys {
            frequency: self.frequency != other.frequency,
            language: self.language != other.language,
            participation: PerAudience::from_fn(|audience| {
                self.participation.differing(&other.participation, audience)
            }),
        }
    }
}
