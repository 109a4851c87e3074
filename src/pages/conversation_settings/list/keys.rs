//! The list by keyboard: the focus moves by cell, and Shift selects.

use std::cell::RefCell;
use std::rc::Rc;

use fixedbitset::FixedBitSet;
use leptos::prelude::GetUntracked as _;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::List;
use super::focus::focus_cell;
use crate::pages::conversation_settings::page::Page;

/// Selects rows by Shift and arrows, and clears the selection by Escape; returns whether the key was for that.
pub fn select_by_key(page: Page, list: &Rc<RefCell<List>>, event: &KeyboardEvent) -> bool {
    if event.alt_key() || event.meta_key() || event.ctrl_key() {
        return false;
    }
    let by = match (event.key().as_str(), event.shift_key()) {
        ("ArrowDown", true) => 1,
        ("ArrowUp", true) => -1,
        ("Escape", _) if page.selected.get_untracked() > 0 => {
            event.prevent_default();
            page.select(FixedBitSet::new());
            return true;
        }
        _ => return false,
    };
    let cell = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some((position, column)) = cell.and_then(|cell| list.borrow().cell_at(&cell)) else { return false };
    event.prevent_default();
    let goal = list.borrow().layout().neighbour(position, by).unwrap_or(position);
    let selection = list.borrow_mut().extend_selection(position, goal);
    focus_cell(list, goal, column);
    if let Some(selection) = selection {
        page.select(selection);
    }
    true
}

/// Moves the focus by cell, as in a grid.
pub fn move_by_key(list: &Rc<RefCell<List>>, event: &KeyboardEvent) {
    if event.alt_key() || event.meta_key() || event.shift_key() {
        return;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let (position, column, columns, page_of_rows) = {
        let list = list.borrow();
        let Some((position, column)) = list.cell_at(&target) else { return };
        (position, column, list.columns(), list.page_of_rows())
    };
    let row = |by: isize| list.borrow().layout().neighbour(position, by);
    // Where lines run to the left, so do the columns.
    let leftwards = target.matches(":dir(rtl)").unwrap_or(false);
    let (forth, back) = if leftwards { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
    let goal = match (event.key().as_str(), event.ctrl_key()) {
        ("ArrowDown", false) => row(1).map(|position| (position, column)),
        ("ArrowUp", false) => row(-1).map(|position| (position, column)),
        ("PageDown", false) => row(page_of_rows).map(|position| (position, column)),
        ("PageUp", false) => row(-page_of_rows).map(|position| (position, column)),
        (key, false) if key == forth => Some((position, (column + 1).min(columns - 1))),
        (key, false) if key == back => Some((position, column.saturating_sub(1))),
        ("Home", false) => Some((position, 0)),
        ("End", false) => Some((position, columns - 1)),
        ("Home", true) => list.borrow().layout().ends().map(|(first, _)| (first, 0)),
        ("End", true) => list.borrow().layout().ends().map(|(_, last)| (last, columns - 1)),
        _ => None,
    };
    if let Some((position, column)) = goal {
        event.prevent_default();
        focus_cell(list, position, column);
    }
}
