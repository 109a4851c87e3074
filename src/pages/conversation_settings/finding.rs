//! Finding dossiers: the search, the filters and the choice of a licence, each with its count.

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
    let option = move |licence: Option<usize>| {
        let name =
            licence.map(|licence| page.directory(|directory| directory.licences()[licence].name.clone()));
        let words = move || {
            let name = name.clone().unwrap_or_else(|| text!(i18n, filter.all_licences));
            let count = page.counts.with(|counts| match licence {
                None => counts.all_licences,
                Some(licence) => counts.licences.get(licence).copied().unwrap_or_default(),
            });
            format!("{name} {}", in_brackets(i18n, count))
        };
        let value = licence.map(|licence| licence.to_string()).unwrap_or_default();
        view! {
            <option value=value prop:selected=live_flag(move || page.narrowing.get().licence == licence)>
                {live(words)}
            </option>
        }
    };
    let licences = page.directory(|directory| directory.licences().len());
    let options = std::iter::once(None).chain((0..licences).map(Some)).map(option).collect_view();
    view! {
        <div class="field licence-choice">
            <label for="licence">{say!(i18n, filter.licence)}</label>
            <select id="licence" on:change=move |event| page.set_licence(event_target_value(&event).parse().ok())>
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
