use conversation_settings::recipient_picker::state::{Change, Focus, Key, State};

use super::support::{fold, loaded, person, rows, shown};

fn active(state: &State) -> Option<&str> {
    state.active().and_then(|place| state.matching(place)).map(|candidate| state.name(candidate.person))
}

fn press(state: &mut State, keys: &[Key]) {
    for &key in keys {
        assert!(state.press(key, false).handled, "{key:?}");
    }
}

#[test]
fn arrows_open_the_list_and_wrap() {
    let mut state = loaded(&rows());
    press(&mut state, &[Key::Down]);
    assert!(state.is_open());
    assert_eq!(active(&state), Some("Ann"));
    press(&mut state, &[Key::Up]);
    assert_eq!(active(&state), Some("Délia"));
    press(&mut state, &[Key::Down]);
    assert_eq!(active(&state), Some("Ann"));
    press(&mut state, &[Key::End]);
    assert_eq!(active(&state), Some("Délia"));
    press(&mut state, &[Key::Home, Key::PageDown]);
    assert_eq!(active(&state), Some("Délia"));
}

#[test]
fn up_opens_at_the_end_and_alt_down_opens_without_a_move() {
    let mut state = loaded(&rows());
    press(&mut state, &[Key::Up]);
    assert_eq!(active(&state), Some("Délia"));
    let mut state = loaded(&rows());
    press(&mut state, &[Key::Open]);
    assert_eq!((state.is_open(), active(&state)), (true, None));
    press(&mut state, &[Key::Close]);
    assert!(!state.is_open());
}

#[test]
fn enter_toggles_and_the_list_stays_open() {
    let mut state = loaded(&rows());
    press(&mut state, &[Key::Down, Key::Down, Key::Down]);
    let cid = person(&state, "Cid");
    let pressed = state.press(Key::Enter, false);
    assert_eq!((pressed.handled, pressed.change, state.is_open()), (true, Some(Change::Added(cid)), true));
    assert_eq!(active(&state), Some("Cid"), "the highlight stays");
    assert_eq!(state.press(Key::Enter, false).change, Some(Change::Removed(cid)));
}

#[test]
fn enter_never_reaches_the_form_and_does_nothing_to_what_is_not_seen() {
    let mut state = loaded(&rows());
    let pressed = state.press(Key::Enter, false);
    assert_eq!((pressed.handled, pressed.change), (true, None));
    // Zag: Enter toggled an option that a filter had hidden.
    press(&mut state, &[Key::Down]);
    state.filter("zzz", fold);
    assert_eq!(state.press(Key::Enter, false).change, None);
    // Nor one of a list that is closed.
    state.filter("", fold);
    press(&mut state, &[Key::Down, Key::Escape]);
    assert_eq!(state.press(Key::Enter, false).change, None);
    assert_eq!(state.value(), ["Ann", "Bob"]);
}

#[test]
fn two_keystrokes_change_the_selection() {
    let mut state = loaded(&rows());
    state.filter("c", fold);
    let cid = person(&state, "Cid");
    assert_eq!(state.press(Key::Enter, false).change, Some(Change::Added(cid)));
}

#[test]
fn space_is_a_character_of_a_name_that_is_being_typed() {
    let mut state = loaded(&rows());
    state.filter("an", fold);
    assert!(!state.press(Key::Space, false).handled);
    press(&mut state, &[Key::Down]);
    assert!(state.press(Key::Space, false).change.is_some(), "after an arrow key it toggles");
    state.filter("ann", fold);
    assert!(!state.press(Key::Space, false).handled);
    let mut state = loaded(&rows());
    press(&mut state, &[Key::Down]);
    assert!(state.press(Key::Space, false).change.is_some(), "and in an empty field");
}

#[test]
fn escape_closes_then_empties_then_is_the_pages() {
    let mut state = loaded(&rows());
    state.filter("an", fold);
    press(&mut state, &[Key::Escape]);
    assert_eq!((state.is_open(), state.query()), (false, "an"));
    press(&mut state, &[Key::Escape]);
    assert_eq!(state.query(), "");
    assert!(!state.press(Key::Escape, false).handled);
}

#[test]
fn tab_closes_the_list_keeps_the_choice_and_goes_on() {
    // Headless UI: a selection made by keyboard was lost on Tab.
    let mut state = loaded(&rows());
    press(&mut state, &[Key::Up, Key::Enter]);
    assert!(!state.press(Key::Tab, false).handled);
    assert!(!state.is_open());
    assert_eq!(state.value(), ["Ann", "Bob", "Délia"]);
}

#[test]
fn the_filter_minds_neither_accents_nor_case_nor_the_order_of_words() {
    let mut state = loaded(&rows());
    state.filter("DELI", fold);
    assert_eq!(shown(&state), ["Délia"]);
    state.filter("  ", fold);
    assert_eq!(shown(&state).len(), 4);
    state.filter("n", fold);
    assert_eq!((shown(&state), active(&state)), (vec!["Ann"], Some("Ann")));
}

#[test]
fn arrow_keys_go_on_after_a_pick_with_the_pointer() {
    // Headless UI: they were dead.
    let mut state = loaded(&rows());
    state.open();
    state.pick(2);
    press(&mut state, &[Key::Down]);
    assert_eq!(active(&state), Some("Délia"));
}

#[test]
fn backspace_and_the_left_arrow_go_to_the_last_chip_only_from_the_start() {
    let mut state = loaded(&rows());
    let bob = person(&state, "Bob");
    assert_eq!(state.press(Key::Backspace, true).focus, Some(Focus::Chip(bob)));
    assert_eq!(state.press(Key::Back, true).focus, Some(Focus::Chip(bob)));
    assert!(!state.press(Key::Back, false).handled);
    state.filter("a", fold);
    assert!(!state.press(Key::Backspace, false).handled);
    let mut state = loaded(&[]);
    assert!(!state.press(Key::Backspace, true).handled);
}

#[test]
fn leaving_closes_and_leaves_no_half_typed_name() {
    let mut state = loaded(&rows());
    state.filter("cid", fold);
    state.leave();
    assert_eq!((state.query(), state.is_open(), shown(&state).len()), ("", false, 4));
}
