//! The recommendation: what it is, what following it would change, and following it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dialogs::Dialog;
use super::dossier_names::names_on_demand;
use super::page::Page;
use crate::domain::{Audience, Difference, Rows, recommendation};
use crate::i18n::words;
use crate::ui::dom::{document, remember, remembered};
use crate::ui::{self, live_flag};
use crate::{plural, say, text};

/// Where it is remembered in this browser whether the user wants to see the recommendation no more.
fn dismissed_key(page: Page) -> String {
    page.session(|session| format!("conversation-settings/recommendation-dismissed/{}", session.user))
}

/// Whether the user wanted to see the recommendation no more when they were here last.
#[must_use]
pub fn is_dismissed(page: Page) -> bool {
    remembered(&dismissed_key(page)).is_some_and(|text| text == "true")
}

/// Whether the user wants to see the recommendation no more. The way back to it is in the menu of the app.
#[derive(Clone, Copy)]
pub struct Dismissed(pub RwSignal<bool>);

/// The recommendation above the list, unless it was dismissed.
#[component]
pub fn Recommendation(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let asked_of_accountants = page.session(|session| session.audiences.contains(&Audience::Accountant));
    let Dismissed(dismissed) = expect_context();
    dismissed.set(is_dismissed(page));
    on_cleanup(move || dismissed.set(false));
    Effect::new(move |before: Option<bool>| {
        let now = dismissed.get();
        if before.is_some_and(|before| before != now) {
            remember(&dismissed_key(page), if now { "true" } else { "false" });
            // What was clicked is gone.
            let next = if now { "#participation-title" } else { ".recommendation summary" };
            request_animation_frame(move || focus(next));
        }
        now
    });
    let followed = move || page.not_recommended.get() == 0;
    view! {
        <div class="recommendation-line" hidden=live_flag(move || dismissed.get())>
            <details class="recommendation">
                <summary>{say!(i18n, participation.recommendation_title)}</summary>
                <p>{say!(i18n, participation.recommendation)}</p>
                <p hidden=live_flag(move || !asked_of_accountants || !followed())>
                    {say!(i18n, recommendation.followed)}
                </p>
                <button type="button" class="link-button" on:click=move |_| dismissed.set(true)>
                    {say!(i18n, recommendation.dismiss)}
                </button>
            </details>
            <button
                type="button"
                class="link-button"
                aria-haspopup="dialog"
                hidden=live_flag(move || !asked_of_accountants || followed())
                on:click=move |_| page.dialog.set(Some(Dialog::Recommendation))
            >
                {say!(i18n, recommendation.see)}
            </button>
        </div>
    }
}

fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// What following the recommendation would change, before it does.
#[component]
pub fn RecommendationDialog(
    /// The screen that it belongs to.
    page: Page,
    /// Called once it is closed.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = page.i18n;
    let title = ui::live(move || text!(i18n, recommendation.title));
    let difference = move || {
        page.revision.track();
        page.settings(|directory, settings| {
            let before = &settings.participation;
            let patch = recommendation(directory, before);
            let mut after = before.clone();
            let rows = Rows::Mask(&patch.keys.participation[Audience::Accountant]);
            after.copy_from(&patch.values.participation, Audience::Accountant, &rows);
            Difference::between(directory, before, &after, Audience::Accountant)
        })
    };
    let lists = move || {
        let Difference { on, off, uncovered } = difference();
        let count = |set: &fixedbitset::FixedBitSet| set.count_ones(..);
        if count(&on) + count(&off) == 0 {
            return view! { <p>{text!(i18n, recommendation.followed)}</p> }.into_any();
        }
        let nobody =
            names_on_demand(page, plural!(i18n, recommendation.uncovered, count(&uncovered)), &uncovered);
        view! {
            {names_on_demand(page, plural!(i18n, recommendation.on, count(&on)), &on)}
            {names_on_demand(page, plural!(i18n, recommendation.off, count(&off)), &off)}
            {nobody.map(|nobody| view! { <div class="warning">{nobody}</div> })}
        }
        .into_any()
    };
    let followed = move || page.not_recommended.get() == 0;
    let apply = move |_| {
        page.follow_recommendation();
        // What opened the dialog is gone.
        request_animation_frame(|| focus(".recommendation summary"));
    };
    view! {
        <ui::Dialog title on_close>
            <p class="hint">
                {move || text!(i18n, recommendation.column, column = words::audience(i18n, Audience::Accountant))}
            </p>
            <div class="changes">{lists}</div>
            <form method="dialog" class="dialog-actions">
                <button
                    class="button primary"
                    hidden=live_flag(followed)
                    on:click=apply
                >
                    {say!(i18n, recommendation.apply)}
                </button>
                <button class="button">{say!(i18n, recipients.close)}</button>
            </form>
        </ui::Dialog>
    }
}
