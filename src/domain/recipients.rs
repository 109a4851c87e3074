//! The rule: who can be asked in a dossier, who is preselected, and why.
//!
//! The bells, the picker, the alerts and the explanations all take their answer from [`candidates`].

use std::cmp::Ordering;

use super::{Audience, PerAudience, Role};

/// A person in a dossier's team, with what they chose themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<P> {
    /// Who: whatever the caller names people by.
    pub person: P,
    /// What they are in this dossier.
    pub role: Role,
    /// Their own choice for each audience; `None` where the default of the role holds.
    pub choice: PerAudience<Option<bool>>,
}

impl<P> Member<P> {
    /// Whether this person takes part in questions of this kind, and why.
    pub fn participation(&self, audience: Audience) -> Reason {
        match self.choice[audience] {
            Some(true) => Reason::ChoseToParticipate,
            Some(false) => Reason::ChoseNotToParticipate,
            None if self.role.participates_by_default(audience) => Reason::ParticipatesByDefault,
            None => Reason::DoesNotParticipateByDefault,
        }
    }
}

/// Why somebody takes part, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The default of the role, on.
    ParticipatesByDefault,
    /// The default of the role, off.
    DoesNotParticipateByDefault,
    /// Their own choice, on.
    ChoseToParticipate,
    /// Their own choice, off.
    ChoseNotToParticipate,
}

impl Reason {
    /// Whether the reason is one for taking part.
    #[must_use]
    pub const fn participates(self) -> bool {
        matches!(self, Self::ParticipatesByDefault | Self::ChoseToParticipate)
    }
}

/// How a candidate is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bell {
    /// Takes part and is mailed.
    Rings,
    /// Takes part, but no e-mail reaches them. Not a grey bell.
    WithoutEmail,
    /// Does not take part: the grey bell. Can still be chosen.
    Silent,
}

/// Somebody who can be asked a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<P> {
    /// Who, as in [`Member`].
    pub person: P,
    /// What they are in the dossier.
    pub role: Role,
    /// Why they are preselected or not.
    pub reason: Reason,
    /// Whether e-mail reaches them.
    pub reachable: bool,
}

impl<P> Candidate<P> {
    /// Whether they are a recipient unless the asker decides otherwise.
    pub const fn preselected(&self) -> bool {
        self.reason.participates()
    }

    /// The bell beside their name.
    pub const fn bell(&self) -> Bell {
        match (self.reason.participates(), self.reachable) {
            (true, true) => Bell::Rings,
            (true, false) => Bell::WithoutEmail,
            (false, _) => Bell::Silent,
        }
    }
}

/// Everybody who can be asked, in the order of display: those preselected, then by role, then by name.
///
/// `asker` is never among them. `reachable` says whether e-mail reaches a person; `by_name` compares two
/// people in the user's collation.
pub fn candidates<P: Copy + PartialEq>(
    team: impl IntoIterator<Item = Member<P>>,
    audience: Audience,
    asker: Option<P>,
    reachable: impl Fn(P) -> bool,
    by_name: impl Fn(P, P) -> Ordering,
) -> Vec<Candidate<P>> {
    let order = |a: &Candidate<P>, b: &Candidate<P>| {
        (!a.preselected(), a.role).cmp(&(!b.preselected(), b.role)).then_with(|| by_name(a.person, b.person))
    };
    let mut candidates = Vec::new();
    for member in team {
        if !member.role.can_be_asked(audience) || Some(member.person) == asker {
            continue;
        }
        let candidate = Candidate {
            person: member.person,
            role: member.role,
            reason: member.participation(audience),
            reachable: reachable(member.person),
        };
        // One by one: teams are small, and a general sort is larger than all of this module.
        let place = candidates.partition_point(|other| order(other, &candidate).is_le());
        candidates.insert(place, candidate);
    }
    candidates
}
