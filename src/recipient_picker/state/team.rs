//! The team arrives, is read again, and changes elsewhere.

use super::State;
use super::people::{Collation, position};
use crate::api::Team;
use crate::domain::{Audience, Candidate, Member, candidates};

impl State {
    /// Takes over a team. What the asker decided by hand stays, also about people who left and come back.
    pub fn load(&mut self, team: Team, audience: Audience, collation: Collation) {
        let open = self.open;
        let active = self.active.map(|person| self.id(person).to_owned());
        let chip = self.chip.map(|person| self.id(person).to_owned());
        let order = self.value();
        self.keep_decisions();
        self.people.clear();
        for person in team.people {
            self.add(person.id, &person.name, person.email, collation);
        }
        self.index();
        self.unreadable = team.unreadable.values + self.drop_repeated_people();
        self.team.clear();
        let mut is_member = vec![false; self.people.len()];
        for Member { person, role, choice } in team.members {
            // Somebody whom the answer does not name can be asked all the same.
            let person = self.find(&person).unwrap_or_else(|| {
                self.add(person, "", true, collation);
                self.index();
                position(self.people.len() - 1)
            });
            is_member.resize(self.people.len(), false);
            if std::mem::replace(&mut is_member[person as usize], true) {
                self.unreadable += 1;
            } else {
                self.team.push(Member { person, role, choice });
            }
        }
        self.me = team.me.and_then(|id| self.find(&id));
        self.audience = audience;
        self.loaded = true;
        self.number_namesakes();
        self.rank(collation);
        self.by_hand = vec![None; self.people.len()];
        for (id, decision) in std::mem::take(&mut self.kept) {
            match self.find(&id) {
                Some(person) => self.by_hand[person as usize] = Some(decision),
                None => self.kept.push((id, decision)),
            }
        }
        self.is_chosen = vec![false; self.people.len()];
        self.chosen.clear();
        for id in order {
            if let Some(person) = self.find(&id) {
                self.choose(person);
            }
        }
        self.active = active.and_then(|id| self.find(&id));
        self.chip = chip.and_then(|id| self.find(&id));
        self.settle();
        if let Some(wanted) = self.wanted.take() {
            self.set_value(&wanted);
        }
        self.open = open;
    }

    /// Forgets the team and every decision about it: another dossier, another audience.
    pub fn start_over(&mut self) {
        *self = Self { wanted: self.wanted.take(), ..Self::default() };
    }

    /// Another language orders the names differently.
    pub fn collate(&mut self, collation: Collation) {
        self.rank(collation);
        self.settle();
    }

    /// A participation changed elsewhere. Whether that concerns anybody here.
    pub fn participation(&mut self, audience: Audience, person: &str, choice: Option<bool>) -> bool {
        let person = self.find(person);
        let member = self.team.iter_mut().find(|member| Some(member.person) == person);
        let Some(member) = member.filter(|member| member.choice[audience] != choice) else { return false };
        member.choice[audience] = choice;
        self.settle();
        true
    }

    /// Whether there is a team.
    #[must_use]
    pub fn loaded(&self) -> bool {
        self.loaded
    }

    /// How many people and members of the team could not be read, or were there twice.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// Everybody who can be asked, in the order of display.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate<u32>] {
        &self.candidates
    }

    /// The candidate who is this person.
    #[must_use]
    pub fn candidate(&self, person: u32) -> Option<&Candidate<u32>> {
        self.candidates.iter().find(|candidate| candidate.person == person)
    }

    /// Applies the rule, and the asker's decisions on top of it.
    fn settle(&mut self) {
        let people = &self.people;
        self.candidates = candidates(
            self.team.iter().copied(),
            self.audience,
            self.me,
            |person| people[person as usize].reachable,
            |a, b| people[a as usize].rank.cmp(&people[b as usize].rank),
        );
        self.find_matches();
        self.decide();
    }

    fn keep_decisions(&mut self) {
        for (person, decision) in self.by_hand.iter().enumerate() {
            if let Some(decision) = decision {
                self.kept.push((self.people[person].id.clone(), *decision));
            }
        }
    }
}
