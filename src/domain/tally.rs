//! "12 of 40", and what a tri-state control shows of it.

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In how many it is so.
    pub on: usize,
    /// Of how many.
    pub of: usize,
}

/// The state of a control that stands for many dossiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TriState {
    /// In none, or there are none.
    Off,
    /// In some.
    Mixed,
    /// In all.
    On,
}

impl Tally {
    /// The part of the whole, in thousandths; of nothing there is no part.
    #[must_use]
    pub const fn thousandths(self) -> usize {
        match (self.on * 1000).checked_div(self.of) {
            Some(part) => part,
            None => 0,
        }
    }

    /// What a tri-state control shows.
    #[must_use]
    pub const fn state(self) -> TriState {
        match self.on {
            0 => TriState::Off,
            on if on == self.of => TriState::On,
            _ => TriState::Mixed,
        }
    }
}
