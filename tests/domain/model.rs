//! The naive model: a dossier is a struct, a choice an entry of a map, a set a set. Shares no rule with
//! the domain.

use std::collections::{BTreeSet, HashMap};

use conversation_settings::domain::{Audience, Role};

/// A firm as one user sees it.
#[derive(Clone, Debug)]
pub struct Firm {
    pub dossiers: Vec<Dossier>,
    /// Where a licence ends and the next one starts; two equal ones make an empty licence.
    pub cuts: Vec<usize>,
}

/// A dossier with the people in it.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The user's role; `None` for one who merely has access.
    pub role: Option<Role>,
    pub colleagues: Vec<Colleague>,
}

/// Somebody else in a dossier.
#[derive(Clone, Copy, Debug)]
pub struct Colleague {
    pub role: Role,
    pub for_entrepreneur: Option<bool>,
    pub for_accountant: Option<bool>,
}

/// What the user has chosen, and only that.
pub type Choices = HashMap<(Audience, usize), bool>;

impl Firm {
    /// The dossiers of each licence.
    pub fn licences(&self) -> Vec<BTreeSet<usize>> {
        let mut ends = self.cuts.clone();
        ends.push(self.dossiers.len());
        let starts = std::iter::once(0).chain(self.cuts.iter().copied());
        starts.zip(ends).map(|(start, end)| (start..end).collect()).collect()
    }

    pub fn all(&self) -> BTreeSet<usize> {
        (0..self.dossiers.len()).collect()
    }

    pub fn role(&self, position: usize) -> Role {
        self.dossiers[position].role.unwrap_or(Role::Collaborator)
    }

    pub fn participates(&self, choices: &Choices, audience: Audience, position: usize) -> bool {
        match choices.get(&(audience, position)) {
            Some(choice) => *choice,
            None => on_by_default(self.role(position), audience),
        }
    }

    pub fn participating(&self, choices: &Choices, audience: Audience) -> BTreeSet<usize> {
        self.all().into_iter().filter(|&position| self.participates(choices, audience, position)).collect()
    }

    pub fn without_recipient(&self, choices: &Choices, audience: Audience) -> BTreeSet<usize> {
        let nobody = |position: &usize| {
            let user =
                self.participates(choices, audience, *position) && can_be_asked(self.role(*position), audience);
            let mut colleagues = self.dossiers[*position].colleagues.iter();
            !user && !colleagues.any(|colleague| colleague.is_preselected(audience))
        };
        self.all().into_iter().filter(nobody).collect()
    }

    /// The bulk change; returns what changed.
    pub fn choose_all(
        &self,
        choices: &mut Choices,
        audience: Audience,
        rows: &BTreeSet<usize>,
        participates: bool,
    ) -> BTreeSet<usize> {
        let mut changed = BTreeSet::new();
        for &position in rows {
            if self.participates(choices, audience, position) != participates {
                choices.insert((audience, position), participates);
                changed.insert(position);
            }
        }
        changed
    }
}

impl Colleague {
    pub fn choice(&self, audience: Audience) -> Option<bool> {
        match audience {
            Audience::Entrepreneur => self.for_entrepreneur,
            Audience::Accountant => self.for_accountant,
        }
    }

    pub fn is_preselected(&self, audience: Audience) -> bool {
        let participates = self.choice(audience).unwrap_or_else(|| on_by_default(self.role, audience));
        participates && can_be_asked(self.role, audience)
    }
}

/// Takes the choices back; returns where there was one.
pub fn reset_all(choices: &mut Choices, audience: Audience, rows: &BTreeSet<usize>) -> BTreeSet<usize> {
    rows.iter().copied().filter(|&position| choices.remove(&(audience, position)).is_some()).collect()
}

/// Makes the choices in `rows` those of `other`.
pub fn copy_all(choices: &mut Choices, other: &Choices, audience: Audience, rows: &BTreeSet<usize>) {
    for &position in rows {
        match other.get(&(audience, position)) {
            Some(&choice) => choices.insert((audience, position), choice),
            None => choices.remove(&(audience, position)),
        };
    }
}

/// Where two people chose differently, or only one of them did.
pub fn differing(some: &Choices, other: &Choices, audience: Audience) -> BTreeSet<usize> {
    let chosen = chosen(some, audience).into_iter().chain(chosen(other, audience));
    chosen.filter(|&position| some.get(&(audience, position)) != other.get(&(audience, position))).collect()
}

/// Where there is a choice.
pub fn chosen(choices: &Choices, audience: Audience) -> BTreeSet<usize> {
    choices.keys().filter(|(of, _)| *of == audience).map(|&(_, position)| position).collect()
}

/// The manual's table.
fn on_by_default(role: Role, audience: Audience) -> bool {
    match (role, audience) {
        (Role::Manager, Audience::Entrepreneur) => false,
        (Role::Manager, Audience::Accountant) => true,
        (Role::Collaborator, Audience::Entrepreneur) => false,
        (Role::Collaborator, Audience::Accountant) => false,
        (Role::Entrepreneur, Audience::Entrepreneur) => true,
        (Role::Entrepreneur, Audience::Accountant) => false,
    }
}

/// A question for the accountant goes to the firm's own staff.
fn can_be_asked(role: Role, audience: Audience) -> bool {
    audience == Audience::Entrepreneur || role != Role::Entrepreneur
}
