//! Who is asked: what the rule says, and what the asker decided on top of it.

use super::State;
use crate::domain::{Candidate, Role};

/// What changed in the selection, for the announcement and the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// This person is asked now.
    Added(u32),
    /// This person is not asked any more.
    Removed(u32),
    /// The selection is the default one again.
    Reset,
    /// Several people at once.
    Several,
}

/// Why the selection deserves a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The dossier has nobody who could be asked.
    NoCandidates,
    /// Nobody is chosen, since nobody takes part.
    NobodyParticipates,
    /// Nobody is chosen, since the asker removed everybody.
    AllRemoved,
    /// E-mail reaches none of those chosen. The person, when there is just one.
    NoneReachable(Option<u32>),
}

impl State {
    /// Those who are asked, in the order chosen.
    #[must_use]
    pub fn chosen(&self) -> &[u32] {
        &self.chosen
    }

    /// Whether a person is asked.
    #[must_use]
    pub fn is_chosen(&self, person: u32) -> bool {
        self.is_chosen[person as usize]
    }

    /// Whether the asker decided anything by hand.
    #[must_use]
    pub fn touched(&self) -> bool {
        self.wanted.is_some() || !self.kept.is_empty() || self.by_hand.iter().any(Option::is_some)
    }

    /// The ids of those who are asked, in the order chosen.
    #[must_use]
    pub fn value(&self) -> Vec<String> {
        match &self.wanted {
            Some(wanted) if !self.loaded => wanted.clone(),
            _ => self.chosen.iter().map(|&person| self.id(person).to_owned()).collect(),
        }
    }

    /// Asks exactly these people, as far as they are candidates. The value that is there already changes
    /// nothing: frameworks give back what they were told.
    pub fn set_value(&mut self, ids: &[String]) {
        if !self.loaded {
            self.wanted = Some(ids.to_vec());
            return;
        }
        if self.value() == ids {
            return;
        }
        for candidate in &self.candidates {
            self.by_hand[candidate.person as usize] = Some(false);
        }
        self.chosen.clear();
        self.is_chosen.fill(false);
        for id in ids {
            if let Some(person) = self.find(id) {
                self.by_hand[person as usize] = Some(true);
                self.choose(person);
            }
        }
        self.decide();
    }

    /// Goes back to the default selection.
    pub fn reset(&mut self) -> Change {
        self.wanted = None;
        self.kept.clear();
        self.by_hand.fill(None);
        self.chosen.clear();
        self.is_chosen.fill(false);
        self.decide();
        Change::Reset
    }

    /// Adds somebody or removes them.
    pub fn toggle(&mut self, person: u32) -> Option<Change> {
        self.candidate(person)?;
        let add = !self.is_chosen(person);
        self.by_hand[person as usize] = Some(add);
        self.decide();
        Some(if add { Change::Added(person) } else { Change::Removed(person) })
    }

    /// Adds every candidate with this role, or everybody.
    pub fn add_all(&mut self, role: Option<Role>) -> Change {
        for candidate in &self.candidates {
            if role.is_none_or(|role| candidate.role == role) {
                self.by_hand[candidate.person as usize] = Some(true);
            }
        }
        self.decide();
        Change::Several
    }

    /// How many candidates have this role.
    #[must_use]
    pub fn count(&self, role: Role) -> usize {
        self.candidates.iter().filter(|candidate| candidate.role == role).count()
    }

    /// How many people were added to the default selection, and how many are missing from it.
    #[must_use]
    pub fn difference(&self) -> (usize, usize) {
        let of = |chosen: bool| {
            let differs = |candidate: &&Candidate<u32>| {
                candidate.preselected() != chosen && self.is_chosen(candidate.person) == chosen
            };
            self.candidates.iter().filter(differs).count()
        };
        (of(true), of(false))
    }

    /// What is wrong with the selection, while it is.
    #[must_use]
    pub fn warning(&self) -> Option<Warning> {
        if !self.loaded {
            return None;
        }
        let reachable = |&person: &u32| self.people[person as usize].reachable;
        match self.chosen.as_slice() {
            [] if self.candidates.is_empty() => Some(Warning::NoCandidates),
            [] if self.candidates.iter().any(Candidate::preselected) => Some(Warning::AllRemoved),
            [] => Some(Warning::NobodyParticipates),
            chosen if chosen.iter().any(reachable) => None,
            [person] => Some(Warning::NoneReachable(Some(*person))),
            _ => Some(Warning::NoneReachable(None)),
        }
    }

    /// Derives who is asked.
    pub(super) fn decide(&mut self) {
        let mut asked = vec![false; self.people.len()];
        for candidate in &self.candidates {
            let decision = self.by_hand[candidate.person as usize];
            asked[candidate.person as usize] = decision.unwrap_or(candidate.preselected());
        }
        self.chosen.retain(|&person| asked[person as usize]);
        for candidate in &self.candidates {
            if asked[candidate.person as usize] && !self.is_chosen[candidate.person as usize] {
                self.chosen.push(candidate.person);
            }
        }
        self.is_chosen = asked;
    }

    pub(super) fn choose(&mut self, person: u32) {
        if !std::mem::replace(&mut self.is_chosen[person as usize], true) {
            self.chosen.push(person);
        }
    }
}
