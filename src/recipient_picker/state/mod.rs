//! The picker's state: who can be asked, who is chosen, what the list shows, and what keys do to it.
//! Pure: the view paints it, and asks it what happened.

mod keys;
mod list;
mod people;
mod selection;
mod team;

pub use keys::{Focus, Key, Pressed};
pub use people::Collation;
pub use selection::{Change, Warning};

use self::people::Known;
use crate::domain::{Audience, Candidate, Member};

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
