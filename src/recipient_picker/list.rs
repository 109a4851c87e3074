//! The options: a few elements, reused for whichever candidates are in view.

use std::cell::{Cell, RefCell};

use web_sys::{Element, HtmlElement};

use super::markup::{Parts, append, make, put, set_text, truth};
use super::state::State;
use super::texts;
use crate::domain::Role;
use crate::i18n::Locale;
use crate::i18n::words::{self, Speaks as _};
use crate::text;
use crate::ui::dom::{document, set_style};

/// Lists up to this length are in the document as a whole, each option as high as its text.
const WHOLE: usize = 60;
/// Of longer ones there are so many options, all of one height.
const WINDOW: usize = 32;
/// So many of them before what is in view.
const BEFORE: usize = 10;

/// The options in the document.
#[derive(Default)]
pub struct Options {
    slots: RefCell<Vec<Slot>>,
    /// The candidate in the first slot.
    first: Cell<usize>,
    row_height: Cell<f64>,
}

struct Slot {
    element: HtmlElement,
    bell: HtmlElement,
    name: HtmlElement,
    badge: HtmlElement,
    detail: HtmlElement,
}

impl Slot {
    fn new(list: &HtmlElement) -> Self {
        let document = document();
        let el = |tag: &str, class: &str| make(&document, tag, class, &[]);
        let slot = Self {
            element: make(&document, "div", "option", &[("role", "option")]),
            bell: make(&document, "span", "bell", &[("aria-hidden", "true")]),
            name: el("bdi", "name"),
            badge: make(&document, "span", "badge", &[("aria-hidden", "true")]),
            detail: el("span", "detail"),
        };
        let title = el("span", "title");
        append(&title, &[&slot.name, &slot.badge]);
        // A space, so that name and reason are two words when they are read.
        let space = document.create_text_node(" ");
        append(
            &slot.element,
            &[
                &make(&document, "span", "check", &[("aria-hidden", "true")]),
                &slot.bell,
                &title,
                &space,
                &slot.detail,
            ],
        );
        append(list, &[&slot.element]);
        slot
    }

    fn paint(&self, locale: Locale, state: &State, prefix: &str, place: usize, active: bool) {
        let Some(candidate) = state.matching(place) else {
            self.element.set_hidden(true);
            put(&self.element, "aria-selected", None);
            put(&self.element, "id", None);
            return;
        };
        self.element.set_hidden(false);
        put(&self.element, "id", Some(&option_id(prefix, place)));
        put(&self.element, "data-place", Some(&place.to_string()));
        put(&self.element, "data-person", Some(state.id(candidate.person)));
        put(&self.element, "aria-selected", Some(truth(state.is_chosen(candidate.person))));
        put(&self.element, "aria-posinset", Some(&(place + 1).to_string()));
        put(&self.element, "aria-setsize", Some(&state.matches().len().to_string()));
        put(&self.element, "data-active", active.then_some(""));
        put(&self.bell, "data-bell", Some(words::bell_name(candidate.bell())));
        set_text(&self.name, state.name(candidate.person));
        let manager = candidate.role == Role::Manager;
        self.badge.set_hidden(!manager);
        if manager {
            set_text(&self.badge, &text!(locale, picker.manager));
        }
        set_text(&self.detail, &texts::reason(locale, candidate));
    }
}

fn option_id(prefix: &str, place: usize) -> String {
    format!("{prefix}-option-{place}")
}

impl Options {
    /// Brings the list up to date; `follow`: the highlighted option scrolls into view.
    pub fn paint(&self, parts: &Parts, locale: Locale, state: &State, follow: bool) {
        let open = state.is_open();
        let len = state.matches().len();
        parts.popup.set_hidden(!open);
        put(&parts.input, "aria-expanded", Some(truth(open && len > 0)));
        put(&parts.toggle, "aria-expanded", Some(truth(open)));
        if !open {
            put(&parts.input, "aria-activedescendant", None);
            return;
        }
        parts.list.set_hidden(len == 0);
        parts.empty.set_hidden(len > 0);
        set_text(&parts.empty, &if len == 0 { texts::found(locale, 0, state.query()) } else { String::new() });
        let active = state.active();
        let whole = len <= WHOLE;
        put(&parts.list, "data-windowed", (!whole).then_some(""));
        if whole {
            self.fill(parts, locale, state, 0, len);
            self.pad(0, 0);
            if let Some(active) = active.filter(|_| follow)
                && let Some(slot) = self.slots.borrow().get(active)
            {
                let top = f64::from(slot.element.offset_top());
                scroll_to(&parts.list, top, f64::from(slot.element.offset_height()));
            }
        } else {
            self.paint_window(parts, locale, state, active.filter(|_| follow));
        }
        let active = active.filter(|active| self.shows(*active));
        put(
            &parts.input,
            "aria-activedescendant",
            active.map(|active| option_id(&parts.prefix, active)).as_deref(),
        );
    }

    fn shows(&self, place: usize) -> bool {
        let first = self.first.get();
        (first..first + self.slots.borrow().len()).contains(&place)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    fn paint_window(&self, parts: &Parts, locale: Locale, state: &State, follow: Option<usize>) {
        let len = state.matches().len();
        if self.row_height.get() == 0.0 {
            self.fill(parts, locale, state, 0, WINDOW);
            let height = self.slots.borrow().first().map_or(0, |slot| slot.element.offset_height());
            self.row_height.set(f64::from(height.max(1)));
        }
        let height = self.row_height.get();
        let pad = |first: usize| {
            // Whole pixels: writing fractions is much code.
            let rows = |count: usize| (count as f64 * height) as i64;
            self.pad(rows(first), rows(len - (first + WINDOW).min(len)));
        };
        // The whole length first: there is no scrolling to where nothing is.
        pad(self.first.get().min(len - WINDOW));
        if let Some(place) = follow {
            scroll_to(&parts.list, place as f64 * height, height);
        }
        let seen = (f64::from(parts.list.scroll_top()) / height) as usize;
        let first = seen.saturating_sub(BEFORE).min(len - WINDOW);
        self.fill(parts, locale, state, first, WINDOW);
        pad(first);
    }

    /// Room before and after the options, for those that are not in the document. Not as padding of the
    /// list: no height limits that.
    fn pad(&self, before: i64, after: i64) {
        let slots = self.slots.borrow();
        if let (Some(first), Some(last)) = (slots.first(), slots.get(WINDOW - 1)) {
            set_style(&first.element, "margin-block-start", &format!("{before}px"));
            set_style(&last.element, "margin-block-end", &format!("{after}px"));
        }
    }

    fn fill(&self, parts: &Parts, locale: Locale, state: &State, first: usize, count: usize) {
        let mut slots = self.slots.borrow_mut();
        while slots.len() < count {
            slots.push(Slot::new(&parts.list));
        }
        self.first.set(first);
        let active = state.active();
        for (index, slot) in slots.iter().enumerate() {
            // Beyond the count there is nobody.
            let place = if index < count { first + index } else { usize::MAX };
            slot.paint(locale, state, &parts.prefix, place, active == Some(place));
        }
    }

    /// Whether the options would be others after the list was scrolled.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub fn scrolled_away(&self, parts: &Parts) -> bool {
        let height = self.row_height.get();
        if height == 0.0 || !parts.list.has_attribute("data-windowed") {
            return false;
        }
        let seen = (f64::from(parts.list.scroll_top()) / height) as usize;
        seen.saturating_sub(BEFORE).abs_diff(self.first.get()) >= BEFORE / 2
    }
}

/// Scrolls the list, and nothing around it, so that a row is in view.
#[allow(clippy::cast_possible_truncation)]
fn scroll_to(list: &HtmlElement, top: f64, height: f64) {
    let (scrolled, room) = (f64::from(list.scroll_top()), f64::from(list.client_height()));
    if top < scrolled {
        list.set_scroll_top(top as i32);
    } else if top + height > scrolled + room {
        list.set_scroll_top((top + height - room).ceil() as i32);
    }
}

/// The place of the option that an element belongs to.
pub fn place_of(element: &Element) -> Option<usize> {
    element.closest(".option").ok().flatten()?.get_attribute("data-place")?.parse().ok()
}
