//! Which rows are in the document, and where.
//!
//! A list that fits is rendered whole. Of a longer one only the rows in view exist, in slots that are
//! reused; the row with the focus always stays. Nothing here reads the layout while it scrolls.

use std::ops::Range;

use web_sys::Element;

use super::List;
use crate::pages::conversation_settings::row::{Place, Row};
use crate::ui::dom::{document, window};
use crate::ui::windowing::{Heights, Layout};

/// Longer lists than this are windowed.
const WHOLE_UP_TO: usize = 200;

/// In lists longer than this the Tab key stops at one row only.
const TAB_STOPS_UP_TO: usize = 25;

/// Rows kept ready beyond each edge of the window, so that fast scrolling meets no gap.
const ROWS_BEYOND: f64 = 4.0;

/// What of the list is in sight, in CSS pixels.
#[derive(Default)]
pub struct Sight {
    /// How far the page is scrolled.
    scrolled: f64,
    /// The list's distance from the top of the document.
    top: f64,
    /// The height of the window.
    height: f64,
    /// How much of the window's upper part is covered by what sticks there.
    covered: f64,
    /// Whether the rows beyond the edges are left out for now, as all rows are others than just before.
    only_seen: bool,
}

impl List {
    /// Takes over the size of the window, of the text and of what stands above the list.
    pub fn measure(&mut self) {
        let scrolled = scroll_y();
        self.sight = Sight {
            scrolled,
            top: self.element.get_bounding_client_rect().top() + scrolled,
            height: window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0),
            covered: covered(),
            only_seen: self.sight.only_seen,
        };
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
            let before = std::mem::replace(&mut self.sight.scrolled, scroll_y());
            self.sight.only_seen = (self.sight.scrolled - before).abs() > self.sight.height;
            self.place();
        }
    }

    /// Puts rows beyond the edges of the window, too.
    pub fn complete(&mut self) {
        if std::mem::take(&mut self.sight.only_seen) {
            self.place();
        }
    }

    /// How many rows fit in the window.
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a window has few rows")]
    pub fn page_of_rows(&self) -> isize {
        ((self.sight.height / self.heights.row) as isize - 3).max(1)
    }

    /// Places every row anew, after a change of which ones there are or how high they are.
    pub fn lay_out(&mut self) {
        self.lay_out_seen();
        self.fit_sections();
    }

    /// Gives every licence the height of its rows, also those out of sight, and in a list that is rendered whole its
    /// rows. A search changes fifty licences at each letter: until the frame nobody sees them, and nothing here reads
    /// where they are.
    pub fn fit_sections(&mut self) {
        if std::mem::take(&mut self.unfitted) {
            for section in &mut self.sections {
                section.lay_out(self.page, &self.layout, self.windowed);
            }
            if !self.windowed {
                self.place();
            }
        }
    }

    /// Places every row anew, and leaves the licences that are out of sight to [`fit_sections`](Self::fit_sections).
    pub fn lay_out_seen(&mut self) {
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
        self.unfitted = true;
        self.sight.only_seen = true;
        for group in self.groups_in_view() {
            self.sections[group].lay_out(page, &self.layout, self.windowed);
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

    /// The licences of which something is in sight.
    pub fn groups_in_view(&self) -> Vec<usize> {
        if self.windowed {
            let (top, bottom) = self.band();
            self.layout.in_view(top, bottom).map(|(group, _)| group).collect()
        } else {
            (0..self.sections.len()).collect()
        }
    }

    /// The part of the list that rows are kept for, in CSS pixels from its top.
    fn band(&self) -> (f64, f64) {
        let Sight { scrolled, top, height, covered, only_seen } = self.sight;
        let beyond = if only_seen { 0.0 } else { ROWS_BEYOND * self.heights.row };
        (scrolled + covered - top - beyond, scrolled + height - top + beyond)
    }

    /// Sees to it that every row in view is in the document, in order; with those that are to stay although
    /// they are out of view.
    pub fn place(&mut self) {
        let (top, bottom) = match self.band() {
            band if self.windowed => band,
            // Those above are needed: they have the others stand where they do.
            (_, bottom) if self.unfitted => (f64::NEG_INFINITY, bottom),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let in_view: Vec<(usize, Range<usize>)> = self.layout.in_view(top, bottom).collect();
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
        if self.windowed && self.sight.only_seen {
            (self.complete_later)();
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

    /// Decides where the Tab key stops: at the row with the focus, else at the first one in view, else at the first.
    fn choose_tab_stop(&mut self, focused: Option<usize>, wanted: &[(usize, Range<usize>)]) {
        let wanted_stop = if self.layout.unfolded_len() <= TAB_STOPS_UP_TO {
            None
        } else {
            focused.or_else(|| {
                let top = self.sight.scrolled + self.sight.covered - self.sight.top;
                let first =
                    wanted.iter().flat_map(|(group, rows)| rows.clone().map(move |index| (*group, index)));
                let mut in_window = first.skip_while(|&(group, index)| {
                    self.windowed && self.layout.group_top(group) + self.layout.row_top(group, index) < top
                });
                let first_seen = in_window.next().map(|(_, index)| self.layout.position(index));
                // There is always a row to go to, also while the whole list is out of sight.
                first_seen.or_else(|| self.layout.ends().map(|(first, _)| first))
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
}

fn scroll_y() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// How much of the window's upper part is covered by what sticks there.
fn covered() -> f64 {
    let Some(header) = document().query_selector(".list-header").ok().flatten() else { return 0.0 };
    let style = window().get_computed_style(&header).ok().flatten();
    let property = |name: &str| style.as_ref().and_then(|style| style.get_property_value(name).ok());
    if property("position").as_deref() != Some("sticky") {
        return 0.0;
    }
    // Read by the browser: Rust's own reading of decimal numbers weighs 15 kB, for its tables.
    let sticks_at = property("top").map(|top| js_sys::parse_float(&top)).filter(|top| top.is_finite());
    sticks_at.map_or(0.0, |top| top + header.get_bounding_client_rect().height())
}
