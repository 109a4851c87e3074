//! Whom a question to the accountant would reach by default: bells with names.

use std::fmt::Write as _;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::super::page::{Extent, Page};
use crate::domain::Candidate;
use crate::i18n::words;
use crate::ui::dom::{make, part};
use crate::ui::painted::{PaintedAttribute, PaintedText, Remark, insert_word};
use crate::{plural, text};

/// So many recipients are named in a row; of the others there is the number.
const BELLS: usize = 3;

/// The recipients of a row.
pub struct Bells {
    element: Element,
    nobody: Remark,
    bells: Vec<BellParts>,
    more: Remark,
    meanings: PaintedText,
}

struct BellParts {
    element: HtmlElement,
    name: PaintedText,
    bell: PaintedAttribute,
    is_shown: bool,
}

impl Bells {
    /// Those of a row that was just made.
    #[must_use]
    pub fn new(row: &Element) -> Self {
        Self {
            element: part(row, ".bells"),
            nobody: Remark::new("nobody"),
            bells: Vec::new(),
            more: Remark::new("bells-more"),
            meanings: PaintedText::within(&part(row, ".meanings")),
        }
    }

    /// Puts a remark after everything else.
    pub fn add_last(&self, remark: &HtmlElement) {
        insert_word(&self.element, remark, None);
    }

    /// Shows these candidates; what describes them to who does not see them, only as part of everything.
    pub fn paint(&mut self, page: Page, candidates: &[Candidate<u32>], extent: Extent) {
        let i18n = page.i18n;
        let nobody = !candidates.iter().any(Candidate::preselected);
        let words = nobody.then(|| text!(i18n, bell.nobody));
        let parent = &self.element;
        let first = || parent.first_element_child().and_then(|first| first.dyn_into().ok());
        self.nobody.show(words.as_deref(), |element| insert_word(parent, element, first().as_ref()));
        let mut meanings = String::new();
        for (index, candidate) in candidates.iter().take(BELLS).enumerate() {
            if index == self.bells.len() {
                let after_bells = match self.bells.last() {
                    Some(last) => last.element.next_element_sibling(),
                    None => match self.nobody.element() {
                        Some(nobody) => nobody.next_element_sibling(),
                        None => parent.first_element_child(),
                    },
                };
                let after_bells = after_bells.and_then(|next| next.dyn_into().ok());
                self.bells.push(BellParts::new(parent, after_bells.as_ref()));
            }
            let shown = self.bells[index].show(page, candidate);
            if extent == Extent::All {
                let separator = if index == 0 { "" } else { ", " };
                let _ = write!(meanings, "{separator}{shown} {}", words::bell(i18n, candidate.bell()));
            }
        }
        for bell in self.bells.iter_mut().skip(candidates.len()) {
            bell.set_shown(false);
        }
        if extent == Extent::All {
            self.meanings.show(&meanings);
        }
        let others = candidates.len().saturating_sub(BELLS);
        let words = (others > 0).then(|| plural!(i18n, count.others, others));
        let (element, last) = (&self.element, self.bells.last());
        self.more.show(words.as_deref(), |more| {
            let after_bells = last.and_then(|last| last.element.next_element_sibling());
            insert_word(element, more, after_bells.and_then(|next| next.dyn_into().ok()).as_ref());
        });
    }
}

impl BellParts {
    fn new(parent: &Element, next: Option<&HtmlElement>) -> Self {
        let (element, name) = (make("span", "bell"), make("bdi", "bell-name"));
        let _ = element.append_child(&name);
        insert_word(parent, &element, next);
        let name = PaintedText::within(&name);
        Self { element, name, bell: PaintedAttribute::new("data-bell"), is_shown: true }
    }

    fn set_shown(&mut self, shown: bool) {
        if self.is_shown != shown {
            self.is_shown = shown;
            self.element.set_hidden(!shown);
        }
    }

    /// Shows a candidate; returns what they are called.
    fn show(&mut self, page: Page, candidate: &Candidate<u32>) -> String {
        self.bell.show(&self.element, words::bell_name(candidate.bell()));
        let shown = page.directory(|directory| {
            let name = directory.people().name(candidate.person);
            if candidate.person == directory.user() {
                text!(page.i18n, bell.you)
            } else {
                name.split_whitespace().next().unwrap_or(name).to_owned()
            }
        });
        self.name.show(&shown);
        self.set_shown(true);
        shown
    }
}
