//! What can be done with the dossiers that are selected, at the lower edge of the window.

use fixedbitset::FixedBitSet;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::page::Page;
use crate::domain::Audience;
use crate::i18n::words;
use crate::ui::dom::{document, mark_page};
use crate::ui::{live, live_flag};
use crate::{plural, say, text};

/// How many dossiers are selected, and the buttons that change them.
#[component]
pub fn SelectionBar(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let count = move || match page.selected.get() {
        0 => String::new(),
        count => plural!(i18n, bulk.selected, count),
    };
    let clear = move || {
        // The buttons go away.
        focus_selected();
        page.select(FixedBitSet::new());
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            clear();
        }
    };
    // Said at the top of the document: a rule with `:has()` there would cost every frame of scrolling.
    Effect::new(move |_| mark_page("data-selecting", page.selected.get() > 0));
    let audiences = page.session(|session| session.audiences.clone());
    let changes = audiences.into_iter().map(|audience| view! { <Changes page audience /> }).collect_view();
    view! {
        <div
            class="selection"
            data-shown=live(move || (page.selected.get() > 0).to_string())
            on:keydown=on_keydown
        >
            <p role="status">{live(count)}</p>
            <div class="selection-actions" hidden=live_flag(move || page.selected.get() == 0)>
                {changes}
                <button type="button" class="link-button" on:click=move |_| clear()>
                    {say!(i18n, bulk.clear)}
                </button>
            </div>
        </div>
    }
}

/// Turns one kind of question on or off for what is selected.
#[component]
fn Changes(page: Page, audience: Audience) -> impl IntoView {
    let i18n = page.i18n;
    let choose = move |participates| {
        let dossiers = page.selection(FixedBitSet::clone);
        page.choose_each(audience, &dossiers, participates);
    };
    let column = audience.as_str();
    let id = format!("selection-{column}");
    view! {
        <div class="selection-group" role="group" aria-labelledby=id.clone() data-column=column>
            <span id=id.clone()>{live(move || words::audience(i18n, audience))}</span>
            <button type="button" class="button" on:click=move |_| choose(true)>
                {live(move || text!(i18n, bulk.turn_on))}
            </button>
            <button type="button" class="button" on:click=move |_| choose(false)>
                {live(move || text!(i18n, bulk.turn_off))}
            </button>
        </div>
    }
}

fn focus_selected() {
    let toggle = document().query_selector("[aria-selected=true] .switch").ok().flatten();
    if let Some(toggle) = toggle.and_then(|toggle| toggle.dyn_into::<HtmlElement>().ok()) {
        let _ = toggle.focus();
    }
}
