//! The list of dossiers: which rows are in the document, and where.
//!
//! A list that fits is rendered whole. Of a longer one only the rows in view exist, in slots that are
//! reused; the row with the focus always stays. Nothing here reads the layout while it scrolls.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use fixedbitset::FixedBitSet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::licence::LicenceSection;
use super::page::{Change, Page};
use super::row::{Place, Prototype, Row};
use crate::domain::{Audience, Directory, SortedMap};
use crate::ui::dom::{document, focus_in_place, window};
use crate::ui::windowing::{Heights, Layout};

/// Longer lists than this are windowed.
const WHOLE_UP_TO: usize = 200;

/// In lists longer than this the Tab key stops at one row only.
const TAB_STOPS_UP_TO: usize = 25;

/// Rows kept ready beyond each edge of the window, so that fast scrolling meets no gap.
const ROWS_BEYOND: f64 = 4.0;

/// The list. Shared by the handlers of its events.
pub struct List {
    page: Page,
    element: HtmlElement,
    probe: HtmlElement,
    sections: Vec<LicenceSection>,
    prototype: Prototype,
    rows: Vec<Row>,
    /// Rows without a dossier, by number.
    free: Vec<usize>,
    /// Rows that stand for nothing any more but are still in the document, the last one first.
    loose: Vec<usize>,
    /// The row of each dossier that has one.
    row_of: SortedMap<usize, usize>,
    layout: Layout,
    folded: Vec<bool>,
    /// Licences folded while something is searched for: these open again afterwards.
    folded_in_search: Vec<bool>,
    windowed: bool,
    /// The dossier at which the Tab key stops.
    current: Option<usize>,
    /// The dossier that is about to get the focus.
    destined: Option<usize>,
    /// Where a selection was begun.
    anchor: Option<usize>,
    /// The toggle that was used last, from which a range goes to the next one.
    toggled: Option<(Audience, usize)>,
    heights: Heights,
    /// The list's distance from the top of the document, in CSS pixels.
    top: f64,
    viewport: f64,
    scrolled: f64,
}

/// Where the focus goes within a row: to which of its controls, from left to right.
pub type Column = usize;

impl List {
    /// Fills `element`. `probe` is an element whose children have the heights of a header and of a row.
    pub fn new(page: Page, element: HtmlElement, probe: HtmlElement, folded: Vec<bool>) -> Rc<RefCell<Self>> {
        let count = page.directory(|directory| directory.licences().len());
        let sections = (0..count).map(|index| LicenceSection::new(page, index, count > 1, &element)).collect();
        let mut list = Self {
            page,
            element,
            probe,
            sections,
            prototype: Prototype::new(page.session(|session| session.audiences.clone())),
            rows: Vec::new(),
            free: Vec::new(),
            loose: Vec::new(),
            row_of: SortedMap::default(),
            layout: Layout::default(),
            folded_in_search: vec![false; folded.len()],
            folded,
            windowed: false,
            current: None,
            destined: None,
            anchor: None,
            toggled: None,
            heights: Heights::default(),
            top: 0.0,
            viewport: 0.0,
            scrolled: 0.0,
        };
        list.measure();
        list.translate();
        Rc::new(RefCell::new(list))
    }

    /// Writes every text anew, in the language of the screen.
    pub fn translate(&mut self) {
        for section in &mut self.sections {
            section.translate(self.page);
        }
        self.lay_out();
    }

    /// Draws what changed.
    pub fn draw(&mut self, change: Change) {
        let page = self.page;
        match change {
            Change::One(position) => {
                if let Some(&row) = self.row_of.get(position) {
                    self.rows[row].paint(page);
                }
                let licence = page.directory(|directory| directory.licence_of(position));
                if let Some(section) = self.sections.get_mut(licence) {
                    section.paint(page);
                }
            }
            Change::Many => {
                for (_, &row) in self.row_of.iter() {
                    self.rows[row].paint(page);
                }
                for group in self.groups_in_view() {
                    self.sections[group].paint(page);
                }
            }
            Change::Shown => {
                self.folded_in_search.fill(false);
                self.lay_out();
            }
        }
    }

    /// Folds or unfolds a licence; returns which are folded, if that is to be remembered.
    pub fn toggle_licence(&mut self, licence: usize) -> Option<&[bool]> {
        let searching = self.page.shown(|shown| shown.is_some());
        let folded = if searching { &mut self.folded_in_search } else { &mut self.folded };
        folded[licence] = !folded[licence];
        self.lay_out();
        (!searching).then_some(self.folded.as_slice())
    }

    /// Unfolds the licence of a dossier, so that there is a row for it.
    pub fn unfold(&mut self, position: usize) {
        let licence = self.page.directory(|directory| directory.licence_of(position));
        let searching = self.page.shown(|shown| shown.is_some());
        let folded = if searching { &mut self.folded_in_search } else { &mut self.folded };
        if std::mem::take(&mut folded[licence]) {
            self.lay_out();
        }
    }

    /// The dossiers that a toggle is about, when it is used to extend a range: those from the toggle used last
    /// in the same column to this one.
    pub fn range_to(&mut self, audience: Audience, position: usize, extends: bool) -> Option<FixedBitSet> {
        let before = self.toggled.replace((audience, position)).filter(|_| extends);
        let (_, from) = before.filter(|&(column, _)| column == audience)?;
        self.set_of(from, position)
    }

    /// What is selected when the selection is extended from a row to another one.
    pub fn extend_selection(&mut self, from: usize, to: usize) -> Option<FixedBitSet> {
        let selected = self.page.selection(|selection| selection.contains(from));
        let anchor = self.anchor.filter(|_| selected).unwrap_or(from);
        self.anchor = Some(anchor);
        self.set_of(anchor, to)
    }

    fn set_of(&self, one: usize, other: usize) -> Option<FixedBitSet> {
        let mut set = FixedBitSet::with_capacity(self.page.directory(Directory::len));
        self.layout.between(one, other)?.into_iter().for_each(|position| set.insert(position));
        Some(set)
    }

    /// Takes over the size of the window, of the text and of what stands above the list.
    pub fn measure(&mut self) {
        self.read_scroll();
        self.viewport = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
        self.top = self.element.get_bounding_client_rect().top() + self.scrolled;
        let height = |selector: &str| {
            let found = self.probe.query_selector(selector).ok().flatten();
            found.map_or(0.0, |element| element.get_bounding_client_rect().height())
        };
        let header = if self.sections.len() > 1 { height(".licence-header") } else { 0.0 };
        self.heights = Heights { header, row: height(".row").max(1.0) };
    }

    /// Follows a new size of the window or of what stands above the list.
    pub fn resized(&mut self) {
        let before = self.heights;
        self.measure();
        if self.windowed && self.heights != before {
            self.lay_out();
        } else {
            self.place();
        }
    }

    /// Follows the scrolling of the page.
    pub fn scrolled(&mut self) {
        if self.windowed {
            self.read_scroll();
            self.place();
        }
    }

    fn read_scroll(&mut self) {
        self.scrolled = window().scroll_y().unwrap_or_default();
    }

    fn lay_out(&mut self) {
        let page = self.page;
        let searching = page.shown(|shown| shown.is_some());
        let folded = if searching { &self.folded_in_search } else { &self.folded };
        self.layout = page.directory(|directory| {
            let groups = directory.licences().iter().map(|licence| licence.dossiers.clone());
            page.shown(|shown| {
                let always_open = self.sections.len() < 2;
                Layout::new(groups, shown, |group| always_open || !folded[group], self.heights)
            })
        });
        self.windowed = self.layout.unfolded_len() > WHOLE_UP_TO;
        let _ = self.element.toggle_attribute_with_force("data-windowed", self.windowed);
        for section in &mut self.sections {
            section.lay_out(page, &self.layout, self.windowed);
        }
        // Every row may stand elsewhere now, also those that stay in view. The one with the focus is not
        // touched: moving it would take the focus away.
        let focused = self.focused().filter(|&position| self.layout.find(position).is_some());
        let released: Vec<_> = self.shown_last_first().filter(|&position| Some(position) != focused).collect();
        self.release(&released);
        if let Some(position) = focused {
            self.show(position);
        }
        self.place();
    }

    /// The dossiers that have a row. Rows let go in this order are used again in the order they stand.
    fn shown_last_first(&self) -> impl Iterator<Item = usize> {
        self.row_of.iter().rev().map(|(position, _)| position)
    }

    fn release(&mut self, positions: &[usize]) {
        for &position in positions {
            self.loose.extend(self.row_of.remove(position));
        }
    }

    fn groups_in_view(&self) -> Vec<usize> {
        if self.windowed {
            let (top, bottom) = self.band();
            self.layout.in_view(top, bottom).map(|(group, _)| group).collect()
        } else {
            (0..self.sections.len()).collect()
        }
    }

    /// The part of the list that rows are kept for, in CSS pixels from its top.
    fn band(&self) -> (f64, f64) {
        let beyond = ROWS_BEYOND * self.heights.row;
        let top = self.scrolled - self.top;
        (top - beyond, top + self.viewport + beyond)
    }

    /// Sees to it that every row in view is in the document, in order; with those that are to stay although
    /// they are out of view.
    fn place(&mut self) {
        let in_view: Vec<(usize, Range<usize>)> = if self.windowed {
            let (top, bottom) = self.band();
            self.layout.in_view(top, bottom).collect()
        } else {
            (0..self.layout.groups()).map(|group| (group, self.layout.unfolded(group))).collect()
        };
        let focused = self.focused();
        self.choose_tab_stop(focused, &in_view);
        let mut wanted: Vec<(usize, usize)> =
            in_view.iter().flat_map(|(group, rows)| rows.clone().map(move |index| (index, *group))).collect();
        for position in [focused, self.current, self.destined].into_iter().flatten() {
            if let Some((group, index)) = self.layout.find(position)
                && let Err(place) = wanted.binary_search(&(index, group))
            {
                wanted.insert(place, (index, group));
            }
        }
        let is_wanted = |position: usize| {
            let found = self.layout.find(position);
            found.is_some_and(|(group, index)| wanted.binary_search(&(index, group)).is_ok())
        };
        let gone: Vec<_> = self.shown_last_first().filter(|&position| !is_wanted(position)).collect();
        self.release(&gone);
        for (group, _) in in_view {
            self.sections[group].refresh(self.page);
        }
        let mut before: Option<(usize, usize)> = None;
        for (index, group) in wanted {
            let position = self.layout.position(index);
            let row = self.row_of.get(position).copied().unwrap_or_else(|| {
                let after = before.filter(|(other, _)| *other == group).map(|(_, row)| row);
                self.insert(group, position, after)
            });
            before = Some((group, row));
        }
        for row in self.loose.drain(..) {
            self.rows[row].element.remove();
            self.free.push(row);
        }
    }

    /// Puts a row for a dossier into the document, after another row or first in its table.
    fn insert(&mut self, group: usize, position: usize, after: Option<usize>) -> usize {
        let row = self.loose.pop().or_else(|| self.free.pop()).unwrap_or_else(|| {
            let row = Row::new(&self.prototype, self.rows.len());
            self.rows.push(row);
            self.rows.len() - 1
        });
        let element: &Element = &self.rows[row].element;
        let body: &Element = &self.sections[group].body;
        let stands_before = match after {
            Some(after) => self.rows[after].element.next_element_sibling(),
            None => body.first_element_child(),
        };
        // A row that was let go is often where one is needed: then it need not move.
        if stands_before.is_none_or(|other| !other.is_same_node(Some(element))) {
            let _ = match after {
                Some(after) => self.rows[after].element.after_with_node_1(element),
                None => body.prepend_with_node_1(element),
            };
        }
        self.row_of.insert(position, row);
        self.show(position);
        row
    }

    fn show(&mut self, position: usize) {
        let (Some(&row), Some((group, index))) = (self.row_of.get(position), self.layout.find(position)) else {
            return;
        };
        let place = Place {
            position,
            index: index - self.layout.unfolded(group).start,
            top: self.windowed.then(|| self.layout.row_top(group, index)),
            tab_stop: self.is_tab_stop(position),
        };
        self.rows[row].show(self.page, place);
    }

    fn is_tab_stop(&self, position: usize) -> bool {
        self.current.is_none_or(|current| current == position)
    }

    /// Decides where the Tab key stops: at the row with the focus, else at the first one in view.
    fn choose_tab_stop(&mut self, focused: Option<usize>, wanted: &[(usize, Range<usize>)]) {
        let wanted_stop = if self.layout.unfolded_len() <= TAB_STOPS_UP_TO {
            None
        } else {
            focused.or_else(|| {
                let top = self.scrolled - self.top;
                let first =
                    wanted.iter().flat_map(|(group, rows)| rows.clone().map(move |index| (*group, index)));
                let mut in_window = first.skip_while(|&(group, index)| {
                    self.windowed && self.layout.group_top(group) + self.layout.row_top(group, index) < top
                });
                in_window.next().map(|(_, index)| self.layout.position(index))
            })
        };
        if wanted_stop != self.current {
            let all = wanted_stop.is_none() || self.current.is_none();
            let before = std::mem::replace(&mut self.current, wanted_stop);
            for (position, &row) in self.row_of.iter() {
                if all || Some(position) == before || Some(position) == wanted_stop {
                    let stop = self.is_tab_stop(position);
                    self.rows[row].set_tab_stop(stop);
                }
            }
        }
    }

    /// The dossier whose row has the focus.
    fn focused(&self) -> Option<usize> {
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

    /// How many rows fit in the window.
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a window has few rows")]
    pub fn page_of_rows(&self) -> isize {
        ((self.viewport / self.heights.row) as isize - 3).max(1)
    }

    /// The rows' order.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What is needed to put the focus on a control; the element gets it outside of this borrow, since
    /// its events come back here.
    pub fn prepare_focus(&mut self, position: usize, column: Column) -> Option<HtmlElement> {
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
