//! The head of the list, which stays in view: headings, and the bulk controls for everything that is shown.

use leptos::prelude::GetUntracked as _;
use web_sys::{Element, HtmlElement};

use crate::domain::{Audience, Directory};
use crate::i18n::words;
use crate::pages::conversation_settings::bulk::{self, Bulk, paint_bulk};
use crate::pages::conversation_settings::defaults;
use crate::pages::conversation_settings::page::{Change, Extent, Page};
use crate::text;
use crate::ui::Prototype;
use crate::ui::dom::{part, set_attribute};
use crate::ui::painted::PaintedText;

/// The columns' headings, and the bulk controls for everything that is shown.
pub struct ListHeader {
    /// Its element.
    pub element: HtmlElement,
    columns: Vec<(Audience, Element)>,
    title: PaintedText,
    size: PaintedText,
    changed: HtmlElement,
    shown_changed: Option<usize>,
    bulk: Vec<Bulk>,
}

impl ListHeader {
    /// Makes it, not in the document yet and without any text.
    #[must_use]
    pub fn new(audiences: &[Audience]) -> Self {
        let element = Prototype::new(&markup(audiences)).copy();
        let columns = audiences.iter().map(|&audience| {
            let column: Element = part(&element, &format!(".heading[data-column={}]", audience.as_str()));
            // Not in the markup, where they would be trusted wherever it comes from.
            let about = format!("about-{}", audience.as_str());
            set_attribute(&part(&column, ".about-button"), "popovertarget", &about);
            set_attribute(&part(&column, ".about"), "popover", "auto");
            (audience, column)
        });
        Self {
            columns: columns.collect(),
            title: PaintedText::within(&part(&element, "#list-title")),
            size: PaintedText::within(&part(&element, ".licence-size")),
            changed: part(&element, ".changed-button"),
            shown_changed: None,
            bulk: audiences
                .iter()
                .map(|&audience| Bulk::new(&element, audience, None, "list-title", "all"))
                .collect(),
            element,
        }
    }

    /// Writes every text anew, in the language of the screen.
    pub fn translate(&mut self, page: Page) {
        let i18n = page.i18n;
        let write = |parent: &Element, selector: &str, text: &str| {
            part::<Element>(parent, selector).set_text_content(Some(text));
        };
        write(&self.element, "#column-dossier", &text!(i18n, participation.dossier));
        write(&self.element, "#column-recipients", &text!(i18n, participation.recipients));
        for (audience, column) in &self.columns {
            let name = words::audience(i18n, *audience);
            let about = text!(i18n, audience.about, column = name.clone());
            write(column, "span", &name);
            set_attribute(&part(column, ".about-button"), "aria-label", &about);
            write(column, ".about > :first-child", &words::about_audience(i18n, *audience));
            write(column, ".about > :last-child", &text!(i18n, audience.off_effect));
        }
        self.shown_changed = None;
        self.bulk.iter_mut().for_each(Bulk::translate);
        self.paint(page, Change::Many, Extent::All);
    }

    /// Brings it up to date with the settings and with what is shown.
    pub fn paint(&mut self, page: Page, change: Change, extent: Extent) {
        paint_bulk(&mut self.bulk, page, change, extent);
        let i18n = page.i18n;
        let found = page.found.get_untracked();
        if change == Change::Shown || extent == Extent::All {
            self.element.set_hidden(found == Some(0));
            self.title.show(&match found {
                None => text!(i18n, participation.all),
                Some(_) => text!(i18n, participation.found),
            });
            let size = found.unwrap_or_else(|| page.directory(Directory::len));
            self.size.show(&format!("({})", i18n.number(size)));
        }
        if extent == Extent::All {
            let changed = page.changed_count(None);
            if self.shown_changed.replace(changed) != Some(changed) {
                self.changed.set_hidden(changed == 0);
                self.changed.set_text_content(Some(&defaults::in_short(i18n, changed)));
            }
        }
    }
}

fn markup(audiences: &[Audience]) -> String {
    let heading = |audience: &Audience| {
        let column = audience.as_str();
        format!(
            r#"<div class="cell heading" data-column="{column}">
                <span id="column-{column}"></span>
                <button type="button" class="about-button">i</button>
                <div id="about-{column}" class="about"><p></p><p></p></div>
            </div>"#
        )
    };
    let headings: String = audiences.iter().map(heading).collect();
    let bulk: String = audiences.iter().map(|&audience| bulk::markup(audience, "all")).collect();
    format!(
        r#"<div class="list-header">
            <div class="columns headings">
                <div class="heading" id="column-dossier"></div>
                {headings}
                <div class="cell heading" id="column-recipients"></div>
            </div>
            <div class="columns all">
                <div class="list-title">
                    <span id="list-title"></span> <span class="licence-size"></span> <button type="button" class="link-button changed-button" aria-haspopup="dialog" hidden></button>
                </div>
                {bulk}
            </div>
        </div>"#
    )
}
