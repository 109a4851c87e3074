//! What a person is in a dossier, and the participation that follows from it.

use super::Audience;

/// A person's role in one dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Manages the dossier ("gestionnaire de dossier").
    Manager,
    /// Belongs to the firm and has access, without managing the dossier.
    Collaborator,
    /// The client.
    Entrepreneur,
}

impl Role {
    /// All roles, in the order in which recipients are listed.
    pub const ALL: [Self; 3] = [Self::Manager, Self::Collaborator, Self::Entrepreneur];

    /// The name in the contract.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::Collaborator => "collaborator",
            Self::Entrepreneur => "entrepreneur",
        }
    }

    /// Reads the name in the contract; `None` for one that this version does not know.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether someone with this role takes part who has never chosen.
    #[must_use]
    pub const fn participates_by_default(self, audience: Audience) -> bool {
        matches!(
            (self, audience),
            (Self::Manager, Audience::Accountant) | (Self::Entrepreneur, Audience::Entrepreneur)
        )
    }

    /// Whether someone with this role can be asked: a question for the accountant goes to the firm.
    #[must_use]
    pub const fn can_be_asked(self, audience: Audience) -> bool {
        match audience {
            Audience::Entrepreneur => true,
            Audience::Accountant => !matches!(self, Self::Entrepreneur),
        }
    }
}
