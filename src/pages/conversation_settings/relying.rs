//! What switching many dossiers off would lead to: those of which the user is the only recipient.

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use super::dossier_names::names;
use super::page::Page;
use crate::domain::Audience;
use crate::i18n::{I18n, words};
use crate::ui::dom::set_attribute;
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

/// Shows on a bulk control's button, and in its description, how many dossiers rely on the user.
pub fn show_relying(i18n: I18n, button: &HtmlElement, description: &Element, audience: Audience, count: usize) {
    button.set_hidden(count == 0);
    if count == 0 {
        description.set_text_content(None);
        return;
    }
    button.set_text_content(Some(&in_short(i18n, count)));
    let words = in_words(i18n, count);
    set_attribute(
        button,
        "aria-label",
        &format!("{}, {}: {words}", in_short(i18n, count), words::audience(i18n, audience)),
    );
    description.set_text_content(Some(&words));
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
