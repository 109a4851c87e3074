//! Where the focus is in the list, and how it gets to a control: also to one of a row that is not there yet.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::List;
use crate::ui::dom::{document, focus_in_place};
use crate::ui::windowing::Layout;

/// Where the focus goes within a row: to which of its controls, from left to right.
pub type Column = usize;

impl List {
    /// The dossier whose row has the focus.
    pub fn focused(&self) -> Option<usize> {
        let active = document().active_element()?;
        let row = active.closest("[data-slot]").ok().flatten()?;
        if !self.element.contains(Some(&row)) {
            return None;
        }
        self.row_at(&row).and_then(|row| self.rows[row].position())
    }

    fn row_at(&self, element: &Element) -> Option<usize> {
        let slot = element.closest("[data-slot]").ok().flatten()?;
        slot.get_attribute("data-slot")?.parse().ok().filter(|&row: &usize| row < self.rows.len())
    }

    /// The dossier that an element in the list belongs to.
    pub fn position_at(&self, element: &Element) -> Option<usize> {
        self.row_at(element).and_then(|row| self.rows[row].position())
    }

    /// The licence that an element in the list belongs to.
    pub fn licence_at(&self, element: &Element) -> Option<usize> {
        let section = element.closest("[data-index]").ok().flatten()?;
        section.get_attribute("data-index")?.parse().ok()
    }

    /// The dossier and column that have the focus, if a control of a row has it.
    pub fn cell_at(&self, element: &Element) -> Option<(usize, Column)> {
        let row = &self.rows[self.row_at(element)?];
        let column = row.controls().position(|control| control.is_same_node(Some(element)))?;
        Some((row.position()?, column))
    }

    /// How many columns have a control.
    pub fn columns(&self) -> usize {
        self.rows.first().map_or(0, |row| row.controls().count())
    }

    /// The rows' order.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What is needed to put the focus on a control; the element gets it outside of this borrow, since
    /// its events come back here.
    pub fn prepare_focus(&mut self, position: usize, column: Column) -> Option<HtmlElement> {
        // It is scrolled to, and so has to be where it belongs.
        self.fit_sections();
        self.destined = Some(position);
        self.place();
        self.destined = None;
        let row = *self.row_of.get(position)?;
        self.rows[row].controls().nth(column).cloned()
    }
}

/// Puts the focus on a control of a dossier's row, and scrolls so that it is seen.
pub fn focus_cell(list: &Rc<RefCell<List>>, position: usize, column: Column) {
    let control = list.borrow_mut().prepare_focus(position, column);
    if let Some(control) = control {
        focus_in_place(&control);
        let row = control.closest("[data-slot]").ok().flatten();
        if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}
