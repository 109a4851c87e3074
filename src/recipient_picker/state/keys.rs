//! What keys do, in the field and on the chips.

use super::State;
use super::selection::Change;

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

    fn go_to_last_chip(&mut self) -> Pressed {
        let Some(&last) = self.chosen.last() else { return Pressed::PASSED };
        self.close();
        self.chip = Some(last);
        Pressed::to(Focus::Chip(last))
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
}
