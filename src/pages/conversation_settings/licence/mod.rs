//! A licence in the list: its header with the arrow and the bulk controls, and the table of its dossiers.

mod markup;

use web_sys::{Element, HtmlElement};

use super::bulk::{Bulk, paint_bulk};
use super::defaults;
use super::page::{Change, Extent, Page};
use crate::domain::{Audience, Tally};
use crate::i18n::words;
use crate::ui::dom::{part, px, set_attribute, set_style};
use crate::ui::painted::PaintedText;
use crate::ui::windowing::Layout;
use crate::{plural, text};
pub use markup::Prototype;
use markup::title_id;

/// A licence's section in the document.
pub struct LicenceSection {
    /// The section element.
    pub element: HtmlElement,
    /// Where its rows go.
    pub body: HtmlElement,
    index: usize,
    header: Option<Header>,
    table: Element,
    /// Where it is in the layout, as far as the document shows it.
    laid_out: Option<Outline>,
    columns: Vec<(Option<Audience>, Element)>,
}

/// What of the layout shows in a section.
#[derive(Clone, Copy, PartialEq)]
struct Outline {
    is_shown: bool,
    is_open: bool,
    rows: usize,
    /// Its height, where that is fixed, in CSS pixels.
    height: Option<f64>,
}

struct Header {
    button: HtmlElement,
    size: PaintedText,
    without: HtmlElement,
    shown_without: Option<usize>,
    changed: HtmlElement,
    glance: HtmlElement,
    shown_glance: Option<(usize, usize)>,
    shown_changed: Option<usize>,
    bulk: Vec<Bulk>,
    /// Up to which change of the settings, or of what is shown, it is up to date.
    version: Option<u32>,
}

impl LicenceSection {
    /// Makes the section of a licence, last in `parent`.
    pub fn new(page: Page, prototype: &Prototype, index: usize, parent: &HtmlElement) -> Self {
        let audiences = prototype.audiences();
        let element = page.directory(|directory| {
            let licence = &directory.licences()[index];
            prototype.copy(index, &licence.id, &licence.name)
        });
        let _ = parent.append_child(&element);
        let header = prototype.has_header().then(|| Header {
            button: part(&element, ".licence-button"),
            size: PaintedText::within(&part(&element, ".licence-size")),
            without: part(&element, ".licence-without"),
            shown_without: None,
            changed: part(&element, ".changed-button"),
            shown_changed: None,
            glance: part(&element, ".glance"),
            shown_glance: None,
            version: None,
            bulk: audiences
                .iter()
                .map(|&audience| {
                    Bulk::new(&element, audience, Some(index), &title_id(index), &index.to_string())
                })
                .collect(),
        });
        let column = |name: &str| part(&element, &format!("thead [data-column={name}]"));
        let columns = [(None, column("dossier")), (None, column("recipients"))]
            .into_iter()
            .chain(audiences.iter().map(|&audience| (Some(audience), column(audience.as_str()))))
            .collect();
        Self {
            body: part(&element, "tbody"),
            table: part(&element, "table"),
            laid_out: None,
            element,
            index,
            header,
            columns,
        }
    }

    /// Fits the section to what the layout says of it. `windowed` fixes its height.
    pub fn lay_out(&mut self, page: Page, layout: &Layout, windowed: bool) {
        let index = self.index;
        let outline = Outline {
            is_shown: layout.is_group_shown(index),
            is_open: layout.is_open(index),
            rows: layout.unfolded(index).len(),
            height: windowed.then(|| layout.group_height(index)),
        };
        let before = self.laid_out.replace(outline);
        let differs = |of: fn(&Outline) -> bool| before.as_ref().map(of) != Some(of(&outline));
        if differs(|outline| outline.is_shown) {
            self.element.set_hidden(!outline.is_shown);
        }
        if before.is_none_or(|before| before.height != outline.height) {
            set_style(&self.element, "height", &outline.height.map(px).unwrap_or_default());
        }
        if before.is_none_or(|before| before.rows != outline.rows) {
            set_attribute(&self.table, "aria-rowcount", &(outline.rows + 1).to_string());
            let _ = self.table.toggle_attribute_with_force("hidden", outline.rows == 0);
        }
        if let Some(header) = &mut self.header {
            if differs(|outline| outline.is_open) {
                set_attribute(&header.button, "aria-expanded", if outline.is_open { "true" } else { "false" });
            }
            header.size.show(&format!("({})", page.i18n.number(layout.group_len(index))));
        }
    }

    /// Brings the controls and counts up to date with the settings.
    pub fn paint(&mut self, page: Page, change: Change, extent: Extent) {
        let Some(header) = &mut self.header else { return };
        match extent {
            Extent::Controls => paint_bulk(&mut header.bulk, page, change, extent),
            Extent::All => {
                header.version = None;
                self.refresh(page);
            }
        }
    }

    /// Does the same where something has changed since, when the licence comes into view.
    pub fn refresh(&mut self, page: Page) {
        let (index, version) = (self.index, page.version());
        let Some(header) = &mut self.header else { return };
        if header.version == Some(version) {
            return;
        }
        header.version = Some(version);
        header.bulk.iter_mut().for_each(|bulk| bulk.paint(page, Extent::All));
        header.paint_without(page, index);
        header.paint_changed(page, index);
        header.paint_glance(page, index);
    }

    /// Writes the texts that depend on the language.
    pub fn translate(&mut self, page: Page) {
        let i18n = page.i18n;
        for (audience, column) in &self.columns {
            let text = match audience {
                Some(audience) => words::audience(i18n, *audience),
                None if column.get_attribute("data-column").as_deref() == Some("dossier") => {
                    text!(i18n, participation.dossier)
                }
                None => text!(i18n, participation.recipients),
            };
            column.set_text_content(Some(&text));
        }
        if let Some(header) = &mut self.header {
            header.version = None;
            header.shown_without = None;
            header.shown_changed = None;
            header.bulk.iter_mut().for_each(Bulk::translate);
        }
    }
}

impl Header {
    fn paint_without(&mut self, page: Page, licence: usize) {
        let count = page.licence_without(licence);
        if self.shown_without != Some(count) {
            self.shown_without = Some(count);
            self.without.set_hidden(count == 0);
            let words = if count == 0 { String::new() } else { plural!(page.i18n, coverage.without, count) };
            self.without.set_text_content(Some(&words));
        }
    }

    /// Only the numbers: the picture is the style sheet's.
    fn paint_glance(&mut self, page: Page, licence: usize) {
        let tally = page.tally(Audience::Accountant, Some(licence));
        let without = Tally { on: page.licence_without(licence), of: tally.of };
        let now = (tally.thousandths(), without.thousandths().max(usize::from(without.on > 0)));
        if self.shown_glance != Some(now) {
            self.shown_glance = Some(now);
            set_style(&self.glance, "--on", &now.0.to_string());
            set_style(&self.glance, "--without", &now.1.to_string());
        }
    }

    fn paint_changed(&mut self, page: Page, licence: usize) {
        let count = page.changed_count(Some(licence));
        if self.shown_changed != Some(count) {
            self.shown_changed = Some(count);
            self.changed.set_hidden(count == 0);
            self.changed.set_text_content(Some(&defaults::in_short(page.i18n, count)));
        }
    }
}
