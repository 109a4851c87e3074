//! The picker's state: who can be asked, who is chosen, what the list shows, and what keys do to it.
//! Pure: the view paints it, and asks it what happened.

use std::cmp::Ordering;

use crate::api::Team;
use crate::domain::{Audience, Candidate, FoldUnicode, Member, Role, candidates, displayed, fold};

/// A person of the team, as the list shows and finds them.
#[derive(Clone, Debug)]
struct Known {
    id: String,
    name: String,
    folded: String,
    reachable: bool,
    /// Place in the alphabetical order of all names.
    rank: u32,
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

/// What the asker sees and has decided.
///
/// Whoever is asked is derived: a candidate's own participation, unless the asker decided otherwise by
/// hand. So a participation that changes elsewhere moves only what nobody touched here.
#[derive(Clone, Debug)]
pub struct State {
    people: Vec<Known>,
    /// All people, by id.
    by_id: Vec<u32>,
    team: Vec<Member<u32>>,
    me: Option<u32>,
    audience: Audience,
    loaded: bool,
    unreadable: usize,
    candidates: Vec<Candidate<u32>>,
    /// What the asker decided, by person.
    by_hand: Vec<Option<bool>>,
    /// In the order chosen.
    chosen: Vec<u32>,
    is_chosen: Vec<bool>,
    /// A value that was given before the team was known.
    wanted: Option<Vec<String>>,
    /// Decisions about people who are not in the team now; they may come back.
    kept: Vec<(String, bool)>,
    query: String,
    /// The same, folded as the names are.
    folded: String,
    /// Candidates that the list shows, by their place among all.
    matches: Vec<u32>,
    open: bool,
    /// The highlighted person.
    active: Option<u32>,
    /// Whether keys act on the list: after an arrow key or a pick, until something is typed.
    in_list: bool,
    /// The chip that has, or had last, the focus.
    chip: Option<u32>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            people: Vec::new(),
            by_id: Vec::new(),
            team: Vec::new(),
            me: None,
            audience: Audience::Accountant,
            loaded: false,
            unreadable: 0,
            candidates: Vec::new(),
            by_hand: Vec::new(),
            chosen: Vec::new(),
            is_chosen: Vec::new(),
            wanted: None,
            kept: Vec::new(),
            query: String::new(),
            folded: String::new(),
            matches: Vec::new(),
            open: false,
            active: None,
            in_list: false,
            chip: None,
        }
    }
}

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

/// A key, as far as the picker cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Arrow down.
    Down,
    /// Arrow up.
    Up,
    /// Alt and arrow down.
    Open,
    /// Alt and arrow up.
    Close,
    /// Page down.
    PageDown,
    /// Page up.
    PageUp,
    /// Home.
    Home,
    /// End.
    End,
    /// The arrow towards the start of the line.
    Back,
    /// The arrow towards the end of the line.
    Forth,
    /// Enter.
    Enter,
    /// The space bar.
    Space,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Tab, with or without Shift.
    Tab,
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// To the field.
    Field,
    /// To this person's chip.
    Chip(u32),
}

/// What a key did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pressed {
    /// The key was for the picker: the browser and the page have nothing more to do with it.
    pub handled: bool,
    /// What it changed in the selection.
    pub change: Option<Change>,
    /// Where the focus goes, if it moves.
    pub focus: Option<Focus>,
}

impl Pressed {
    const PASSED: Self = Self { handled: false, change: None, focus: None };
    const HANDLED: Self = Self { handled: true, change: None, focus: None };

    const fn to(focus: Focus) -> Self {
        Self { handled: true, change: None, focus: Some(focus) }
    }
}

/// So many options does a page key pass.
const PAGE: usize = 8;

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

    /// What was typed.
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Something was typed: the list opens on what matches, the first of it highlighted.
    pub fn filter(&mut self, text: &str, fold_unicode: FoldUnicode) {
        text.clone_into(&mut self.query);
        self.folded = fold(text, fold_unicode);
        self.open = self.loaded;
        self.in_list = false;
        self.find_matches();
        self.active = if self.query.trim().is_empty() { None } else { self.shown(0) };
    }

    /// The candidates in the list.
    pub fn matches(&self) -> impl ExactSizeIterator<Item = &Candidate<u32>> + '_ {
        self.matches.iter().map(|&place| &self.candidates[place as usize])
    }

    /// The candidate in the list at this place.
    #[must_use]
    pub fn matching(&self, place: usize) -> Option<&Candidate<u32>> {
        self.matches.get(place).map(|&place| &self.candidates[place as usize])
    }

    /// Whether the list is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens the list.
    pub fn open(&mut self) {
        self.open = self.loaded;
    }

    /// Closes the list.
    pub fn close(&mut self) {
        self.open = false;
        self.active = None;
        self.in_list = false;
    }

    /// The focus left the picker: the list closes, and no half-typed name is left in the field.
    pub fn leave(&mut self) {
        self.query.clear();
        self.folded.clear();
        self.find_matches();
        self.close();
    }

    /// The highlighted place in the list.
    #[must_use]
    pub fn active(&self) -> Option<usize> {
        let active = self.active?;
        self.matches().position(|candidate| candidate.person == active)
    }

    /// Picks with the pointer: the highlight follows, so that arrow keys go on from there.
    pub fn pick(&mut self, place: usize) -> Option<Change> {
        let person = self.shown(place)?;
        self.active = Some(person);
        self.in_list = true;
        self.toggle(person)
    }

    /// The chip that takes the Tab key.
    #[must_use]
    pub fn chip(&self) -> Option<u32> {
        self.chip.filter(|&person| self.is_chosen(person)).or(self.chosen.last().copied())
    }

    /// A chip got the focus.
    pub fn focus_chip(&mut self, person: u32) {
        self.chip = Some(person);
    }

    /// Removes a chip; the focus goes to its neighbour, the next one first.
    pub fn remove_chip(&mut self, person: u32) -> Pressed {
        let Some(place) = self.chosen.iter().position(|&chosen| chosen == person) else {
            return Pressed::HANDLED;
        };
        let change = self.toggle(person);
        let neighbour = self.chosen.get(place).or(self.chosen.last()).copied();
        self.chip = neighbour;
        Pressed { handled: true, change, focus: Some(neighbour.map_or(Focus::Field, Focus::Chip)) }
    }

    /// A key in the field. `at_start`: the caret is at the start of the text and nothing is selected.
    pub fn press(&mut self, key: Key, at_start: bool) -> Pressed {
        let len = self.matches.len();
        let active = self.active().filter(|_| self.open);
        match key {
            Key::Open => {
                self.open();
                Pressed::HANDLED
            }
            Key::Close => {
                self.close();
                Pressed::HANDLED
            }
            Key::Down => self.highlight(active.map_or(0, |place| if place + 1 < len { place + 1 } else { 0 })),
            Key::Up => self.highlight(active.filter(|&place| place > 0).unwrap_or(len).saturating_sub(1)),
            Key::PageDown if self.open => self.highlight(active.map_or(0, |place| place + PAGE)),
            Key::PageUp if self.open => self.highlight(active.map_or(0, |place| place.saturating_sub(PAGE))),
            Key::Home if self.acts_on_list() && active.is_some() => self.highlight(0),
            Key::End if self.acts_on_list() && active.is_some() => self.highlight(len),
            // Never the form's: whoever presses Enter here means a person, not the question.
            Key::Enter => self.toggle_active(),
            Key::Space if self.open && active.is_some() && self.acts_on_list() => self.toggle_active(),
            Key::Escape if self.open => {
                self.close();
                Pressed::HANDLED
            }
            Key::Escape if !self.query.is_empty() => {
                self.leave();
                Pressed::HANDLED
            }
            Key::Backspace if self.query.is_empty() => self.go_to_last_chip(),
            Key::Back if at_start => self.go_to_last_chip(),
            Key::Tab => {
                self.close();
                Pressed::PASSED
            }
            _ => Pressed::PASSED,
        }
    }

    /// A key on a chip.
    pub fn press_on_chip(&mut self, person: u32, key: Key) -> Pressed {
        let Some(place) = self.chosen.iter().position(|&chosen| chosen == person) else {
            return Pressed::PASSED;
        };
        let to = match key {
            Key::Delete | Key::Backspace => return self.remove_chip(person),
            Key::Back | Key::Up => Some(place.saturating_sub(1)),
            Key::Forth | Key::Down => Some(place + 1),
            Key::Home => Some(0),
            Key::End => Some(self.chosen.len() - 1),
            Key::Escape => None,
            _ => return Pressed::PASSED,
        };
        match to.and_then(|place| self.chosen.get(place).copied()) {
            Some(person) => {
                self.chip = Some(person);
                Pressed::to(Focus::Chip(person))
            }
            None => Pressed::to(Focus::Field),
        }
    }

    fn acts_on_list(&self) -> bool {
        self.in_list || self.query.is_empty()
    }

    fn go_to_last_chip(&mut self) -> Pressed {
        let Some(&last) = self.chosen.last() else { return Pressed::PASSED };
        self.close();
        self.chip = Some(last);
        Pressed::to(Focus::Chip(last))
    }

    fn highlight(&mut self, place: usize) -> Pressed {
        self.open();
        self.in_list = true;
        self.active = self.shown(place.min(self.matches.len().saturating_sub(1)));
        Pressed::HANDLED
    }

    fn toggle_active(&mut self) -> Pressed {
        let place = self.active().filter(|_| self.open);
        Pressed { handled: true, change: place.and_then(|place| self.pick(place)), focus: None }
    }

    fn shown(&self, place: usize) -> Option<u32> {
        self.matching(place).map(|candidate| candidate.person)
    }

    fn find_matches(&mut self) {
        let words: Vec<&str> = self.folded.split_whitespace().collect();
        self.matches = (0..position(self.candidates.len()))
            .filter(|&place| {
                let person = self.candidates[place as usize].person;
                words.iter().all(|word| self.people[person as usize].folded.contains(word))
            })
            .collect();
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

    /// Derives who is asked.
    fn decide(&mut self) {
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

    fn choose(&mut self, person: u32) {
        if !std::mem::replace(&mut self.is_chosen[person as usize], true) {
            self.chosen.push(person);
        }
    }

    fn keep_decisions(&mut self) {
        for (person, decision) in self.by_hand.iter().enumerate() {
            if let Some(decision) = decision {
                self.kept.push((self.people[person].id.clone(), *decision));
            }
        }
    }

    fn add(&mut self, id: String, name: &str, reachable: bool, collation: Collation) {
        let name = displayed(name, collation.unnamed);
        let folded = fold(&name, collation.fold);
        self.people.push(Known { id, name, folded, reachable, rank: 0 });
    }

    fn index(&mut self) {
        let people = &self.people;
        self.by_id = sorted(people.len(), &|a, b| people[a].id.cmp(&people[b].id));
    }

    /// Keeps the first of several people with one id; returns how many went.
    fn drop_repeated_people(&mut self) -> usize {
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

    fn find(&self, id: &str) -> Option<u32> {
        let id_of = |&person: &u32| self.people[person as usize].id.as_str();
        self.by_id.binary_search_by(|person| id_of(person).cmp(id)).ok().map(|place| self.by_id[place])
    }

    // Sorting asks the browser; so names are sorted once, and ranks compared whenever the rule is applied.
    fn rank(&mut self, collation: Collation) {
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
fn position(of: usize) -> u32 {
    of as u32
}
