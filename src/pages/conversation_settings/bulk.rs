//! The control that switches many dossiers at once, with its count in words.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::relying::{in_short, in_words};
use crate::domain::{Audience, Tally, TriState};
use crate::i18n::{I18n, words};
use crate::ui::{live, live_flag};
use crate::{plural, text};

/// Shows a tally on a tri-state checkbox. A checkbox, since a switch cannot be mixed.
pub fn show_tally(checkbox: &HtmlInputElement, tally: Tally) {
    let state = tally.state();
    checkbox.set_checked(state == TriState::On);
    checkbox.set_indeterminate(state == TriState::Mixed);
    // Nothing to switch; without `disabled`, which would take the focus away.
    let _ = checkbox.set_attribute("aria-disabled", if tally.of == 0 { "true" } else { "false" });
}

/// Says what the control does while not everything is shown: "Turn on for the 37 dossiers shown".
pub fn show_action(i18n: I18n, checkbox: &HtmlInputElement, tally: Tally, narrowed: bool) {
    let words = match tally.state() {
        _ if !narrowed || tally.of == 0 => String::new(),
        TriState::On => plural!(i18n, bulk.off, tally.of),
        TriState::Off | TriState::Mixed => plural!(i18n, bulk.on, tally.of),
    };
    checkbox.set_title(&words);
}

/// "12 of 40".
#[must_use]
pub fn tally_in_words(i18n: I18n, tally: Tally) -> String {
    text!(i18n, count.of, on = i18n.number(tally.on), of = i18n.number(tally.of))
}

/// The bulk control of everything that is shown, for one audience.
#[component]
pub fn BulkOfAll(
    /// Which column it is in.
    audience: Audience,
    /// The language of the screen.
    i18n: I18n,
    /// Whether not everything is shown.
    #[prop(into)]
    narrowed: Signal<bool>,
    /// What it shows.
    #[prop(into)]
    tally: Signal<Tally>,
    /// Of how many of these dossiers the user is the only recipient.
    #[prop(into)]
    relying: Signal<usize>,
    /// Called to see which these are.
    on_relying: impl Fn() + 'static,
    /// Called with the wanted state.
    on_choose: impl Fn(bool) + 'static,
) -> impl IntoView {
    let checkbox = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let (tally, narrowed) = (tally.get(), narrowed.get());
        if let Some(checkbox) = checkbox.get() {
            show_tally(&checkbox, tally);
            show_action(i18n, &checkbox, tally, narrowed);
        }
    });
    let column = audience.as_str();
    let choose = move |event| {
        let wanted = event_target_checked(&event);
        on_choose(wanted);
        if let Some(checkbox) = checkbox.get_untracked() {
            show_tally(&checkbox, tally.get_untracked());
        }
    };
    let name = move || {
        let count = relying.get();
        format!("{}, {}: {}", in_short(i18n, count), words::audience(i18n, audience), in_words(i18n, count))
    };
    view! {
        <div class="cell bulk-cell" data-relying=live(move || (relying.get() > 0).to_string())>
            <label class="cell bulk" data-column=column>
                <input
                    type="checkbox"
                    node_ref=checkbox
                    class="checkbox"
                    data-scope="all"
                    data-audience=column
                    aria-labelledby=format!("column-{column} list-title count-all-{column}")
                    aria-describedby=format!("relying-all-{column}")
                    on:change=choose
                />
                <span class="count" id=format!("count-all-{column}")>
                    {live(move || tally_in_words(i18n, tally.get()))}
                </span>
            </label>
            <span id=format!("relying-all-{column}") hidden>
                {live(move || in_words(i18n, relying.get()))}
            </span>
            <button
                type="button"
                class="link-button relying-button"
                aria-haspopup="dialog"
                aria-label=live(name)
                hidden=live_flag(move || relying.get() == 0)
                on:click=move |_| on_relying()
            >
                {live(move || in_short(i18n, relying.get()))}
            </button>
        </div>
    }
}
