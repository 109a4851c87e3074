//! What switching many dossiers off would lead to: those of which the user is the only recipient.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::dossier_names::names;
use super::page::Page;
use crate::domain::Audience;
use crate::i18n::{I18n, words};
use crate::ui::dom::{part, set_attribute};
use crate::ui::painted::{PaintedAttribute, PaintedText};
use crate::ui::{self, live};
use crate::{plural, say, text};

/// "Switching off would leave 3 dossiers without recipient".
#[must_use]
pub fn in_words(i18n: I18n, count: usize) -> String {
    if count == 0 { String::new() } else { plural!(i18n, coverage.relying, count) }
}

/// "Only you: 3".
#[must_use]
pub fn in_short(i18n: I18n, count: usize) -> String {
    text!(i18n, coverage.relying_short, count = i18n.number(count))
}

/// What beside a licence's bulk control says how many dossiers rely on the user: a button, and the control's
/// description.
pub struct Relying {
    cell: HtmlElement,
    button: HtmlElement,
    label: PaintedAttribute,
    words: PaintedText,
    description: PaintedText,
    shown: usize,
}

impl Relying {
    /// In this cell, where nothing is said yet.
    #[must_use]
    pub fn new(cell: HtmlElement) -> Self {
        let button: HtmlElement = part(&cell, ".relying-button");
        Self {
            label: PaintedAttribute::new("aria-label"),
            words: PaintedText::within(&button),
            description: PaintedText::within(&part(&cell, ".relying")),
            button,
            cell,
            shown: 0,
        }
    }

    /// Says so of `count` dossiers.
    pub fn show(&mut self, i18n: I18n, audience: Audience, count: usize) {
        let words = in_words(i18n, count);
        self.description.show(&words);
        if count > 0 {
            let short = in_short(i18n, count);
            self.label.show(&self.button, &format!("{short}, {}: {words}", words::audience(i18n, audience)));
            self.words.show(&short);
        }
        if (count > 0) != (self.shown > 0) {
            self.button.set_hidden(count == 0);
            set_attribute(&self.cell, "data-relying", if count > 0 { "true" } else { "false" });
        }
        self.shown = count;
    }
}

/// The dossiers of which the user is the only recipient, by name.
#[component]
pub fn RelyingDialog(
    /// The screen that it belongs to.
    page: Page,
    /// The kind of question.
    audience: Audience,
    /// Of which licence; of everything that is shown, if of none.
    licence: Option<usize>,
    /// Called once it is closed.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = page.i18n;
    let title = live(move || {
        let column = words::audience(i18n, audience);
        match licence {
            None => column,
            Some(licence) => {
                let name = page.directory(|directory| directory.licences()[licence].name.clone());
                format!("{column} · {name}")
            }
        }
    });
    let relying = move || {
        page.revision.track();
        page.relying_dossiers(audience, licence)
    };
    view! {
        <ui::Dialog title on_close>
            <p>{live(move || in_words(i18n, relying().count_ones(..)))}</p>
            <p class="hint">{live(move || text!(i18n, coverage.relying_why))}</p>
            {move || names(page, &relying())}
            <form method="dialog" class="dialog-actions">
                <button class="button">{say!(i18n, recipients.close)}</button>
            </form>
        </ui::Dialog>
    }
}
