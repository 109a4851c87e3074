//! Back to the defaults: of a dossier, of a licence, of everything that is shown.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dossier_names::names;
use super::page::Page;
use crate::i18n::I18n;
use crate::ui::dom::document;
use crate::ui::{self, live, live_flag};
use crate::{plural, say, text};

/// "5 changed".
#[must_use]
pub fn in_short(i18n: I18n, count: usize) -> String {
    plural!(i18n, defaults.changed, count)
}

/// The dossiers with a choice of the user's own, by name, and the way back to the defaults.
#[component]
pub fn DefaultsDialog(
    /// The screen that it belongs to.
    page: Page,
    /// Of which licence; of everything that is shown, if of none.
    licence: Option<usize>,
    /// Called once it is closed.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = page.i18n;
    let title = live(move || {
        let title = text!(i18n, defaults.title);
        match licence {
            None => title,
            Some(licence) => {
                let name = page.directory(|directory| directory.licences()[licence].name.clone());
                format!("{title} · {name}")
            }
        }
    });
    let changed = move || {
        page.revision.track();
        page.changed_dossiers(licence)
    };
    view! {
        <ui::Dialog title on_close>
            <p>{live(move || plural!(i18n, defaults.about, changed().count_ones(..)))}</p>
            {move || names(page, &changed())}
            <form method="dialog" class="dialog-actions">
                <button
                    class="button primary"
                    hidden=live_flag(move || changed().is_clear())
                    on:click=move |_| page.back_to_default_in(licence)
                >
                    {say!(i18n, defaults.back)}
                </button>
                <button class="button">{say!(i18n, recipients.close)}</button>
            </form>
        </ui::Dialog>
    }
}

/// The way back to the defaults for the dossier that is open.
#[component]
pub fn BackToDefault(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let hidden = move || {
        page.revision.track();
        page.opened.get().is_none_or(|position| !page.is_changed(position))
    };
    let reset = move |_| {
        if let Some(position) = page.opened.get_untracked() {
            // The button goes away.
            let close = document().query_selector("dialog[open] .dialog-actions .button").ok().flatten();
            if let Some(close) = close.and_then(|close| close.dyn_into::<HtmlElement>().ok()) {
                let _ = close.focus();
            }
            page.back_to_default(position);
        }
    };
    view! {
        <button type="button" class="button back-to-default" hidden=live_flag(hidden) on:click=reset>
            {say!(i18n, defaults.back)}
        </button>
    }
}
