//! What a tri-state control shows of a count.

use conversation_settings::domain::{Tally, TriState};

#[test]
fn a_tri_state_is_on_only_when_all_of_some_are_on() {
    for (on, of, state) in [
        (0, 0, TriState::Off),
        (0, 1, TriState::Off),
        (1, 1, TriState::On),
        (0, 40, TriState::Off),
        (1, 40, TriState::Mixed),
        (39, 40, TriState::Mixed),
        (40, 40, TriState::On),
    ] {
        assert_eq!(Tally { on, of }.state(), state, "{on} of {of}");
    }
}
