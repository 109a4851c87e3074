//! The two kinds of question, and values kept for each of them.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// Whom a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Asked by the firm to its client ("question pour entrepreneur").
    Entrepreneur,
    /// Asked by the client to the firm ("question pour comptable").
    Accountant,
}

impl Audience {
    /// Both, in the order of the screen's columns.
    pub const ALL: [Self; 2] = [Self::Entrepreneur, Self::Accountant];

    /// The name in the contract and in the stable hooks of the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entrepreneur => "entrepreneur",
            Self::Accountant => "accountant",
        }
    }

    /// Reads the name in the contract; `None` for one that this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.as_str() == name)
    }
}

/// One value for each audience.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PerAudience<T> {
    entrepreneur: T,
    accountant: T,
}

impl<T> PerAudience<T> {
    /// Makes the value of each audience.
    pub fn from_fn(mut make: impl FnMut(Audience) -> T) -> Self {
        Self { entrepreneur: make(Audience::Entrepreneur), accountant: make(Audience::Accountant) }
    }
}

impl<T> Index<Audience> for PerAudience<T> {
    type Output = T;
    fn index(&self, audience: Audience) -> &T {
        match audience {
            Audience::Entrepreneur => &self.entrepreneur,
            Audience::Accountant => &self.accountant,
        }
    }
}

impl<T> IndexMut<Audience> for PerAudience<T> {
    fn index_mut(&mut self, audience: Audience) -> &mut T {
        match audience {
            Audience::Entrepreneur => &mut self.entrepreneur,
            Audience::Accountant => &mut self.accountant,
        }
    }
}
