//! The people of a team: known by id, found by what is typed, in the order of their names.

use std::cmp::Ordering;

use super::State;
use crate::domain::{FoldUnicode, displayed, fold};

/// A person of the team, as the list shows and finds them.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) folded: String,
    pub(super) reachable: bool,
    /// Place in the alphabetical order of all names.
    pub(super) rank: u32,
}

/// How texts compare and fold in the language of the picker.
#[derive(Clone, Copy)]
pub struct Collation<'a> {
    /// Puts names in alphabetical order.
    pub sort: &'a dyn Fn(&[&str]) -> Vec<String>,
    /// Folds what is not ASCII.
    pub fold: FoldUnicode,
    /// What somebody without a name is called.
    pub unnamed: &'a str,
}

impl State {
    /// A person's name, as it is shown.
    #[must_use]
    pub fn name(&self, person: u32) -> &str {
        &self.people[person as usize].name
    }

    /// A person's id in the contract.
    #[must_use]
    pub fn id(&self, person: u32) -> &str {
        &self.people[person as usize].id
    }

    pub(super) fn add(&mut self, id: String, name: &str, reachable: bool, collation: Collation) {
        let name = displayed(name, collation.unnamed).into_owned();
        let folded = fold(&name, collation.fold);
        self.people.push(Known { id, name, folded, reachable, rank: 0 });
    }

    pub(super) fn index(&mut self) {
        let people = &self.people;
        self.by_id = sorted(people.len(), &|a, b| people[a].id.cmp(&people[b].id));
    }

    /// Keeps the first of several people with one id; returns how many went.
    pub(super) fn drop_repeated_people(&mut self) -> usize {
        let before = self.people.len();
        let mut repeated = vec![false; before];
        for pair in self.by_id.windows(2) {
            let [a, b] = [pair[0] as usize, pair[1] as usize];
            repeated[b] = self.people[a].id == self.people[b].id;
        }
        let mut repeated = repeated.into_iter();
        self.people.retain(|_| repeated.next() == Some(false));
        if self.people.len() < before {
            self.index();
        }
        before - self.people.len()
    }

    /// Numbers people of one name from the second on, so that they can be told apart when seen and when heard.
    pub(super) fn number_namesakes(&mut self) {
        let people = &self.people;
        let by_name = sorted(people.len(), &|a, b| {
            (&people[a].name, &people[a].id).cmp(&(&people[b].name, &people[b].id))
        });
        let mut count = 1;
        let mut numbered = Vec::new();
        for pair in by_name.windows(2) {
            let [name, next] = [pair[0], pair[1]].map(|person| &people[person as usize].name);
            count = if name == next { count + 1 } else { 1 };
            if count > 1 {
                numbered.push((pair[1], format!("{next} ({count})")));
            }
        }
        for (person, name) in numbered {
            self.people[person as usize].name = name;
        }
    }

    pub(super) fn find(&self, id: &str) -> Option<u32> {
        let id_of = |&person: &u32| self.people[person as usize].id.as_str();
        self.by_id.binary_search_by(|person| id_of(person).cmp(id)).ok().map(|place| self.by_id[place])
    }

    // Sorting asks the browser; so names are sorted once, and ranks compared whenever the rule is applied.
    pub(super) fn rank(&mut self, collation: Collation) {
        let people = &self.people;
        let by_name = sorted(people.len(), &|a, b| people[a].name.cmp(&people[b].name));
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        for (rank, name) in (collation.sort)(&names).iter().enumerate() {
            let first = by_name.partition_point(|&person| self.people[person as usize].name < *name);
            for &person in &by_name[first..] {
                let person = &mut self.people[person as usize];
                if person.name != *name {
                    break;
                }
                person.rank = position(rank);
            }
        }
    }
}

/// The numbers below `len` in the order of what they stand for. One function for all orders: sorting is
/// much code.
fn sorted(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..position(len)).collect();
    order.sort_by(|&a, &b| compare(a as usize, b as usize));
    order
}

// Nothing has 2^32 of anything in a memory of 32 bits.
#[allow(clippy::cast_possible_truncation)]
pub(super) fn position(of: usize) -> u32 {
    of as u32
}
