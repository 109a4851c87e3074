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

#[test]
fn a_part_is_told_in_thousandths() {
    let thousandths = |on, of| Tally { on, of }.thousandths();
    assert_eq!([thousandths(0, 0), thousandths(0, 3), thousandths(1, 3), thousandths(3, 3)], [0, 0, 333, 1000]);
    assert_eq!(thousandths(49_999, 50_000), 999, "not all is not shown as all");
}
