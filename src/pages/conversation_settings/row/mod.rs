//! A dossier's row: the painting of whichever dossier it stands for.
//!
//! Rows are few and are reused while the list scrolls. They are painted directly instead of through a
//! signal for each text: a whole window of rows changes in one frame, and that is what a frame has time for.

mod bells;
mod cell;
mod markup;

use web_sys::HtmlElement;

use super::page::{Change, Extent, Page};
use crate::domain::{Audience, Role};
use crate::i18n::{Locale, words};
use crate::ui::dom::{part, px, set_style};
use crate::ui::painted::{PaintedAttribute, PaintedText};
use bells::Bells;
use cell::Cell;
pub use markup::Prototype;

/// A row in the document.
pub struct Row {
    /// The row element.
    pub element: HtmlElement,
    dossier: PaintedAttribute,
    row_index: PaintedAttribute,
    name: PaintedText,
    detail: PaintedText,
    cells: Vec<Cell>,
    recipients: HtmlElement,
    bells: Bells,
    position: Option<usize>,
    top: Option<f64>,
    is_tab_stop: bool,
    is_selected: bool,
    language: Option<Locale>,
}

/// Where a row is in the list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The dossier.
    pub position: usize,
    /// Its number among the rows of its table, from 0.
    pub index: usize,
    /// Its distance from the top of its licence, in CSS pixels, in a list that is windowed.
    pub top: Option<f64>,
    /// Whether the Tab key stops here.
    pub tab_stop: bool,
}

impl Row {
    /// Makes a row for any dossier. `slot` is its number among all rows.
    #[must_use]
    pub fn new(prototype: &Prototype, slot: usize) -> Self {
        let element = prototype.copy(slot);
        Self {
            dossier: PaintedAttribute::new("data-dossier"),
            row_index: PaintedAttribute::new("aria-rowindex"),
            name: PaintedText::within(&part(&element, ".dossier-name")),
            detail: PaintedText::within(&part(&element, ".dossier-detail")),
            cells: prototype.audiences().iter().map(|&audience| Cell::new(&element, audience, slot)).collect(),
            recipients: part(&element, ".recipients-button"),
            bells: Bells::new(&element),
            position: None,
            top: None,
            is_tab_stop: true,
            is_selected: false,
            language: None,
            element,
        }
    }

    /// The dossier that the row stands for.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        self.position
    }

    /// The controls of the row, from left to right.
    pub fn controls(&self) -> impl Iterator<Item = &HtmlElement> {
        self.cells.iter().map(|cell| cell.toggle.as_ref()).chain([&self.recipients])
    }

    /// Shows a dossier.
    pub fn show(&mut self, page: Page, place: Place) {
        let Place { position, index, top, tab_stop } = place;
        if self.top != top {
            let transform = top.map(|top| format!("translateY({})", px(top))).unwrap_or_default();
            set_style(&self.element, "transform", &transform);
            self.top = top;
        }
        page.directory(|directory| {
            self.dossier.show(&self.element, directory.id(position));
            // The first row of a table is its header.
            self.row_index.show(&self.element, &(index + 2).to_string());
            self.name.show(directory.name(position));
            let number = directory.number(position);
            let role = directory.role(position);
            match (number, role) {
                ("", Role::Manager) => self.detail.show(&words::role(page.i18n, role)),
                (number, Role::Manager) => {
                    self.detail.show(&format!("{number} · {}", words::role(page.i18n, role)));
                }
                (number, _) => self.detail.show(number),
            }
        });
        let language = page.i18n.locale_now();
        if self.language != Some(language) {
            self.language = Some(language);
            self.cells.iter().for_each(|cell| cell.translate(page));
        }
        self.set_tab_stop(tab_stop);
        self.position = Some(position);
        self.paint(page);
    }

    /// Makes the Tab key stop at the row's controls, or pass them by.
    pub fn set_tab_stop(&mut self, stop: bool) {
        if self.is_tab_stop != stop {
            self.is_tab_stop = stop;
            self.controls().for_each(|control| control.set_tab_index(if stop { 0 } else { -1 }));
        }
    }

    /// Shows at once what was chosen here: the control, and the bells that it changes.
    pub fn paint_choice(&mut self, page: Page, audience: Audience) {
        let Some(position) = self.position else { return };
        if audience == Audience::Accountant {
            self.bells.paint(page, &page.candidates(audience, position), Extent::Controls);
        }
        self.paint_controls(page, Change::Each(audience));
    }

    /// Brings the controls that a change shows in up to date with the settings, and nothing else.
    pub fn paint_controls(&mut self, page: Page, change: Change) {
        let Some(position) = self.position else { return };
        self.cells
            .iter()
            .filter(|cell| change.concerns(cell.audience))
            .for_each(|cell| cell.paint_control(page, position));
    }

    /// Brings the row up to date with the settings.
    pub fn paint(&mut self, page: Page) {
        let Some(position) = self.position else { return };
        let selected = page.selection(|selection| selection.contains(position));
        if self.is_selected != selected {
            self.is_selected = selected;
            let _ = if selected {
                self.element.set_attribute("aria-selected", "true")
            } else {
                self.element.remove_attribute("aria-selected")
            };
        }
        let candidates = page.candidates(Audience::Accountant, position);
        self.bells.paint(page, &candidates, Extent::All);
        for cell in &mut self.cells {
            cell.paint(page, position, &mut self.bells);
        }
    }
}
