//! Finding dossiers: the search, the filters and the choice of a licence, each with its count.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::page::Page;
use super::shortcuts::ShortcutsButton;
use crate::domain::Filter;
use crate::i18n::I18n;
use crate::ui::dom::document;
use crate::ui::{live, live_flag};
use crate::{plural, say, text};

/// Whoever has fewer dossiers than this, in one licence, sees them all at once and has nothing to look for.
const FINDABLE_FROM: usize = 8;

/// Whether there are so many dossiers that one looks for some of them.
pub fn is_findable(page: Page) -> bool {
    page.directory(|directory| directory.len() >= FINDABLE_FROM || directory.licences().len() > 1)
}

/// Search, filters and licence.
#[component]
pub fn Finding(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let filters = Filter::ALL.into_iter().map(|filter| view! { <FilterChoice page filter /> }).collect_view();
    let several = page.directory(|directory| directory.licences().len() > 1);
    view! {
        <div class="finding" hidden=!is_findable(page)>
            <div class="field search" role="search">
                <label for="search">{say!(i18n, participation.search)}</label>
                <input
                    id="search"
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    placeholder=say!(i18n, participation.search_hint)
                    prop:value=live(move || page.typed.get())
                    on:input=move |event| page.search(event_target_value(&event))
                />
            </div>
            {several.then(|| view! { <LicenceChoice page /> })}
            <ShortcutsButton page />
            <fieldset class="filters">
                <legend class="visually-hidden">{say!(i18n, filter.title)}</legend>
                {filters}
            </fieldset>
            <p class="hint found" role="status">
                {live(move || {
                    page.found.get().map(|found| plural!(i18n, count.matches, found)).unwrap_or_default()
                })}
            </p>
        </div>
    }
}

#[component]
fn FilterChoice(page: Page, filter: Filter) -> impl IntoView {
    let i18n = page.i18n;
    let count = move || in_brackets(i18n, page.counts.with(|counts| counts.of(filter)));
    view! {
        <label class="filter">
            <input
                type="radio"
                name="filter"
                value=filter.as_str()
                prop:checked=live_flag(move || page.narrowing.get().filter == filter)
                on:change=move |_| page.set_filter(filter)
            />
            <span>
                {live(move || name(i18n, filter))} " " <span class="filter-count">{live(count)}</span>
            </span>
        </label>
    }
}

#[component]
fn LicenceChoice(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let names: Vec<String> =
        page.directory(|directory| directory.licences().iter().map(|licence| licence.name.clone()).collect());
    let option = |licence: Option<usize>| {
        let value = licence.map(|licence| licence.to_string()).unwrap_or_default();
        view! { <option value=value></option> }
    };
    let options = std::iter::once(None).chain((0..names.len()).map(Some)).map(option).collect_view();
    let select = NodeRef::<html::Select>::new();
    // One effect for all: there may be hundreds, and a change of everything changes each.
    Effect::new(move |before: Option<Vec<String>>| {
        let all = text!(i18n, filter.all_licences);
        let words: Vec<String> = page.counts.with(|counts| {
            let counts = std::iter::once(counts.all_licences).chain(counts.licences.iter().copied());
            let names = std::iter::once(&all).chain(&names);
            names.zip(counts).map(|(name, count)| format!("{name} {}", in_brackets(i18n, count))).collect()
        });
        let Some(select) = select.get() else { return Vec::new() };
        for (index, words) in words.iter().enumerate() {
            if before.as_ref().and_then(|before| before.get(index)) != Some(words)
                && let Some(option) = select.item(index as u32)
            {
                option.set_text_content(Some(words));
            }
        }
        words
    });
    Effect::new(move |_| {
        let chosen = page.narrowing.get().licence;
        if let Some(select) = select.get() {
            select.set_selected_index(chosen.map_or(0, |licence| licence as i32 + 1));
        }
    });
    view! {
        <div class="field licence-choice">
            <label for="licence">{say!(i18n, filter.licence)}</label>
            <select
                id="licence"
                node_ref=select
                on:change=move |event| page.set_licence(event_target_value(&event).parse().ok())
            >
                {options}
            </select>
        </div>
    }
}

fn name(i18n: I18n, filter: Filter) -> String {
    match filter {
        Filter::All => text!(i18n, filter.all),
        Filter::Managed => text!(i18n, filter.managed),
        Filter::Unmanaged => text!(i18n, filter.unmanaged),
        Filter::Participating => text!(i18n, filter.participating),
        Filter::Changed => text!(i18n, filter.changed),
        Filter::Without => text!(i18n, filter.without),
    }
}

fn in_brackets(i18n: I18n, count: usize) -> String {
    format!("({})", i18n.number(count))
}

/// What stands in place of the list when nothing is found.
#[component]
pub fn NoMatches(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let show_all = move |_| {
        page.show_all();
        focus_search();
    };
    view! {
        <div class="empty" hidden=live_flag(move || page.found.get() != Some(0))>
            <p>{say!(i18n, load.no_matches)}</p>
            <button type="button" class="button" on:click=show_all>
                {say!(i18n, load.show_all)}
            </button>
        </div>
    }
}

/// Puts the focus on the search field.
pub fn focus_search() {
    let search = document().get_element_by_id("search");
    if let Some(search) = search.and_then(|search| search.dyn_into::<HtmlElement>().ok()) {
        let _ = search.focus();
    }
}
