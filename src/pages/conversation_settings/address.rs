//! The page's address holds what is looked for and which dossier is open, so that a link leads there and the
//! browser's Back and Forward work: `?filter=managed&licence=lic-1&dossier=dos-7&recipients#q=…`.
//!
//! What is typed replaces the address; opening a dossier's recipients adds a step to the browser's history,
//! and closing them takes it back. Ids and choices only: the one text is what the user typed, and that is in the
//! fragment, which browsers send to nobody.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{History, HtmlElement, UrlSearchParams};

use super::finding::is_findable;
use super::page::Page;
use crate::domain::{Filter, Narrowing};
use crate::say;
use crate::ui::dom::{after_frame, document, window};

/// In the history's state: this step was made by opening recipients, so closing them goes back.
const OPENED_HERE: &str = "recipients";

/// Begins what was typed.
const TYPED: &str = "q=";

/// Goes where the address leads whenever the browser goes to another one, and keeps it up to date.
pub fn follow_address(page: Page) {
    // Closing the recipients goes back by itself: then nothing is to be looked for anew.
    let closing = StoredValue::new(false);
    let went = window_event_listener(ev::popstate, move |_| {
        if closing.get_value() {
            closing.set_value(false);
            write(page, closing);
        } else {
            arrive(page);
        }
    });
    on_cleanup(move || went.remove());
    let waiting = StoredValue::new(false);
    Effect::new(move |opened_before: Option<Option<usize>>| {
        page.typed.track();
        page.narrowing.track();
        page.linked.track();
        let opened = page.opened.get();
        if opened_before.is_none_or(|before| before != opened) {
            write(page, closing);
        } else if !waiting.get_value() {
            // A new address costs the browser as much as finding what was typed.
            waiting.set_value(true);
            after_frame(move || {
                // Unless the screen has been left meanwhile.
                if waiting.try_update_value(|waiting| *waiting = false).is_some() {
                    write(page, closing);
                }
            });
        }
        opened
    });
}

/// Shows what the address asks for.
pub fn arrive(page: Page) {
    let Some(asked) = read() else { return };
    let get = |name: &str| asked.get(name).filter(|value| !value.is_empty());
    let (dossier, licence) = (get("dossier"), get("licence"));
    let (position, of_licence) = page.directory(|directory| {
        let licences = directory.licences();
        (
            dossier.as_ref().and_then(|id| directory.position(id)),
            licence.as_ref().and_then(|id| licences.iter().position(|licence| licence.id == *id)),
        )
    });
    let broken = (dossier.is_some() && position.is_none()) || (licence.is_some() && of_licence.is_none());
    let filter = get("filter").and_then(|name| Filter::parse(&name)).unwrap_or_default();
    let (mut typed, mut narrowing) = (String::new(), Narrowing::default());
    // Without the controls for it there would be no way back to all.
    if is_findable(page) {
        typed = get("q").unwrap_or_default();
        narrowing = Narrowing { filter, licence: of_licence };
    }
    if page.typed.get_untracked() != typed || page.narrowing.get_untracked() != narrowing {
        page.typed.set(typed);
        page.narrowing.set(narrowing);
        page.find();
    }
    let hidden = |position: usize| page.shown(|shown| shown.is_some_and(|shown| !shown.contains(position)));
    if position.is_some_and(hidden) {
        page.show_all();
    }
    let open = asked.has("recipients");
    page.linked.set(position.filter(|_| !open));
    page.opened.set(position.filter(|_| open));
    page.link_is_broken.set(broken);
}

/// Brings the address up to date with what is shown.
fn write(page: Page, closing: StoredValue<bool>) {
    let (Some(before), Ok(history)) = (read(), window().history()) else { return };
    let wanted = wanted(page);
    let (was_open, is_open) = (before.has("recipients"), page.opened.get_untracked().is_some());
    if was_open && !is_open && history.state().is_ok_and(|state| state == OPENED_HERE) {
        closing.set_value(true);
        let _ = history.back();
    } else if !was_open && is_open {
        go(&history, &wanted, true);
    } else if before.to_string() != parsed(&wanted).to_string() {
        go(&history, &wanted, false);
    }
}

fn go(history: &History, wanted: &str, adding: bool) {
    let path = window().location().pathname().unwrap_or_default();
    // What was typed is first.
    let (typed, query) = match wanted.split_once('&') {
        _ if !wanted.starts_with(TYPED) => ("", wanted),
        Some((typed, query)) => (typed, query),
        None => (wanted, ""),
    };
    let mark = |mark: &'static str, text: &str| if text.is_empty() { "" } else { mark };
    let url = [&path, mark("?", query), query, mark("#", typed), typed].concat();
    let _ = if adding {
        history.push_state_with_url(&OPENED_HERE.into(), "", Some(&url))
    } else {
        // A step that was made by opening recipients stays one.
        let state = history.state().unwrap_or(JsValue::NULL);
        history.replace_state_with_url(&state, "", Some(&url))
    };
}

/// The query that leads to what is shown.
fn wanted(page: Page) -> String {
    let Ok(query) = UrlSearchParams::new() else { return String::new() };
    let (typed, Narrowing { filter, licence }) = (page.typed.get_untracked(), page.narrowing.get_untracked());
    if !typed.is_empty() {
        query.append("q", &typed);
    }
    if filter != Filter::All {
        query.append("filter", filter.as_str());
    }
    let opened = page.opened.get_untracked();
    page.directory(|directory| {
        if let Some(licence) = licence {
            query.append("licence", &directory.licences()[licence].id);
        }
        if let Some(position) = opened.or_else(|| page.linked.get_untracked()) {
            query.append("dossier", directory.id(position));
        }
    });
    let query = String::from(query.to_string());
    if opened.is_some() { format!("{query}&recipients") } else { query }
}

fn read() -> Option<UrlSearchParams> {
    let location = window().location();
    let (query, fragment) = (location.search().ok()?, location.hash().ok()?);
    let typed = fragment.get(1..).filter(|fragment| fragment.starts_with(TYPED)).unwrap_or_default();
    Some(parsed(&[typed, "&", query.get(1..).unwrap_or_default()].concat()))
}

fn parsed(query: &str) -> UrlSearchParams {
    UrlSearchParams::new_with_str(query).unwrap_or_else(|_| unreachable!("any text can be read"))
}

/// Says that the link which was followed leads nowhere.
#[component]
pub fn BrokenLink(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let hide = move |_| {
        // The button goes away.
        let title = document().get_element_by_id("participation-title");
        if let Some(title) = title.and_then(|title| title.dyn_into::<HtmlElement>().ok()) {
            let _ = title.focus();
        }
        page.link_is_broken.set(false);
    };
    move || {
        page.link_is_broken.get().then(|| {
            view! {
                <div class="warning broken-link" role="alert">
                    <p>{say!(i18n, filter.broken_link)}</p>
                    <button type="button" class="button" on:click=hide>
                        {say!(i18n, aftermath.hide)}
                    </button>
                </div>
            }
        })
    }
}
