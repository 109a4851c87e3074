//! The control that switches many dossiers at once, with its count in words: of a licence, and of everything that
//! is shown.

use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::page::{Change, Extent, Page};
use super::relying::Relying;
use crate::domain::{Audience, Tally, TriState};
use crate::i18n::I18n;
use crate::ui::dom::{part, set_attribute};
use crate::ui::painted::{PaintedAttribute, PaintedText};
use crate::{plural, text};

/// A bulk control in the document.
pub struct Bulk {
    audience: Audience,
    /// Of which licence; of everything that is shown, if of none.
    licence: Option<usize>,
    checkbox: HtmlInputElement,
    state: Option<TriState>,
    disabled: PaintedAttribute,
    /// What the control does.
    title: PaintedAttribute,
    count: PaintedText,
    relying: Relying,
    shown: Option<Shown>,
    shown_relying: Option<usize>,
}

/// What of the counts a control shows.
#[derive(Clone, Copy, PartialEq)]
struct Shown {
    tally: Tally,
    /// Whether not everything is shown.
    narrowed: bool,
}

impl Bulk {
    /// The control for one audience in what [`markup`] has made somewhere in `parent`. What it names is called
    /// `title` by an element with this id; its own ids end in `key`.
    #[must_use]
    pub fn new(parent: &Element, audience: Audience, licence: Option<usize>, title: &str, key: &str) -> Self {
        let column = audience.as_str();
        let cell: HtmlElement = part(parent, &format!(".bulk-cell[data-column={column}]"));
        let (checkbox, count): (HtmlInputElement, HtmlElement) = (part(&cell, "input"), part(&cell, ".count"));
        let (count_id, relying) = (format!("count-{key}-{column}"), format!("relying-{key}-{column}"));
        let button = format!("{relying}-button");
        set_attribute(&checkbox, "aria-labelledby", &format!("column-{column} {title} {count_id}"));
        set_attribute(&checkbox, "aria-describedby", &relying);
        set_attribute(&count, "id", &count_id);
        set_attribute(&part::<Element>(&cell, ".relying"), "id", &relying);
        let which: Element = part(&cell, ".relying-button");
        set_attribute(&which, "id", &button);
        set_attribute(&which, "aria-labelledby", &format!("{button} {title}"));
        Self {
            audience,
            licence,
            state: None,
            disabled: PaintedAttribute::new("aria-disabled"),
            title: PaintedAttribute::new("title"),
            count: PaintedText::within(&count),
            relying: Relying::new(cell),
            shown: None,
            shown_relying: None,
            checkbox,
        }
    }

    /// Brings it up to date with the settings and with what is shown.
    pub fn paint(&mut self, page: Page, extent: Extent) {
        let tally = page.tally(self.audience, self.licence);
        let now = Shown { tally, narrowed: page.shown(|shown| shown.is_some()) };
        if extent == Extent::All {
            // The browser changes a control itself when it is clicked, also when it then stays as it was.
            self.state = None;
        }
        let state = tally.state();
        if self.state != Some(state) {
            self.state = Some(state);
            // A checkbox, since a switch cannot be mixed.
            self.checkbox.set_checked(state == TriState::On);
            self.checkbox.set_indeterminate(state == TriState::Mixed);
        }
        if self.shown != Some(now) {
            self.shown = Some(now);
            self.count.show(&in_words(page.i18n, tally));
            self.title.show(&self.checkbox, &action(page.i18n, now));
            // Nothing to switch; without `disabled`, which would take the focus away.
            self.disabled.show(&self.checkbox, if tally.of == 0 { "true" } else { "false" });
        }
        if extent == Extent::All {
            let relying = page.relying(self.audience, self.licence);
            if self.shown_relying != Some(relying) {
                self.shown_relying = Some(relying);
                self.relying.show(page.i18n, self.audience, relying);
            }
        }
    }

    /// Forgets what it shows, so that it is painted anew in another language.
    pub fn translate(&mut self) {
        self.shown = None;
        self.shown_relying = None;
    }
}

/// Brings those of some controls up to date that a change shows in.
pub fn paint_bulk(controls: &mut [Bulk], page: Page, change: Change, extent: Extent) {
    for control in controls.iter_mut().filter(|control| change.concerns(control.audience)) {
        control.paint(page, extent);
    }
}

/// The markup of a bulk control, for one audience. `scope` says of what.
#[must_use]
pub fn markup(audience: Audience, scope: &str) -> String {
    let column = audience.as_str();
    format!(
        r#"<div class="cell bulk-cell" data-column="{column}">
            <label class="cell bulk" data-column="{column}">
                <input type="checkbox" class="checkbox" data-scope="{scope}" data-audience="{column}">
                <span class="count"></span>
            </label>
            <span class="relying" hidden></span>
            <button type="button" class="link-button relying-button" data-audience="{column}" aria-haspopup="dialog" hidden></button>
        </div>"#
    )
}

/// "12 of 40".
fn in_words(i18n: I18n, tally: Tally) -> String {
    text!(i18n, count.of, on = i18n.number(tally.on), of = i18n.number(tally.of))
}

/// What a control does while not everything is shown: "Turn on for the 37 dossiers shown".
fn action(i18n: I18n, shown: Shown) -> String {
    let Shown { tally, narrowed } = shown;
    match tally.state() {
        _ if !narrowed || tally.of == 0 => String::new(),
        TriState::On => plural!(i18n, bulk.off, tally.of),
        TriState::Off | TriState::Mixed => plural!(i18n, bulk.on, tally.of),
    }
}
