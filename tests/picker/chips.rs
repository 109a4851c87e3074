use conversation_settings::recipient_picker::state::{Change, Focus, Key};

use super::support::{loaded, person, rows};

#[test]
fn arrows_home_and_end_move_among_chips_and_lead_back_to_the_field() {
    let mut state = loaded(&rows());
    state.toggle(person(&state, "Cid"));
    let [ann, bob, cid] = ["Ann", "Bob", "Cid"].map(|id| person(&state, id));
    let mut press = |person, key| state.press_on_chip(person, key).focus;
    assert_eq!(press(cid, Key::Back), Some(Focus::Chip(bob)));
    assert_eq!(press(bob, Key::Home), Some(Focus::Chip(ann)));
    assert_eq!(press(ann, Key::Back), Some(Focus::Chip(ann)));
    assert_eq!(press(ann, Key::Forth), Some(Focus::Chip(bob)));
    assert_eq!(press(ann, Key::End), Some(Focus::Chip(cid)));
    assert_eq!(press(cid, Key::Forth), Some(Focus::Field));
    assert_eq!(press(cid, Key::Escape), Some(Focus::Field));
}

#[test]
fn a_removed_chip_leaves_the_focus_to_the_next_one_else_the_one_before_else_the_field() {
    let mut state = loaded(&rows());
    state.toggle(person(&state, "Cid"));
    let [ann, bob, cid] = ["Ann", "Bob", "Cid"].map(|id| person(&state, id));
    let removed = state.press_on_chip(bob, Key::Delete);
    assert_eq!((removed.change, removed.focus), (Some(Change::Removed(bob)), Some(Focus::Chip(cid))));
    assert_eq!(state.press_on_chip(cid, Key::Backspace).focus, Some(Focus::Chip(ann)));
    assert_eq!(state.press_on_chip(ann, Key::Delete).focus, Some(Focus::Field));
    assert!(state.value().is_empty());
}

#[test]
fn what_was_removed_does_not_come_back_with_the_next_pick() {
    // Zag and Ark: it did.
    let mut state = loaded(&rows());
    state.press_on_chip(person(&state, "Ann"), Key::Delete);
    state.open();
    state.pick(3);
    assert_eq!(state.value(), ["Bob", "Délia"]);
}
