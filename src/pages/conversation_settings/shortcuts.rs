//! Shortcuts of one key, the dialog that lists all keys, and the switch that turns the shortcuts off: whoever
//! speaks to the computer, or hits keys by accident, needs that (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::dialogs::Dialog;
use super::finding::{focus_search, is_findable};
use super::page::Page;
use crate::configuration;
use crate::domain::Audience;
use crate::i18n::words;
use crate::ui::dom::{document, remember, remembered};
use crate::ui::{self, live, live_flag};
use crate::{say, text};

/// Where it is remembered in this browser that the shortcuts are off.
const KEY: &str = "conversation-settings/shortcuts";

/// The key that switches an audience of the row with the focus.
const fn key_of(audience: Audience) -> &'static str {
    match audience {
        Audience::Entrepreneur => "e",
        Audience::Accountant => "c",
    }
}

fn are_on() -> bool {
    configuration::has("shortcuts") && remembered(KEY).is_none_or(|text| text != "off")
}

/// Heeds the shortcuts for as long as the screen is shown.
pub fn follow_shortcuts(page: Page) {
    let pressed = window_event_listener(ev::keydown, move |event| {
        if !event.default_prevented() && is_shortcut(&event) && are_on() && run(page, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || pressed.remove());
}

/// Whether a key is for the page: alone, not in a text field, and not while a dialog is open.
fn is_shortcut(event: &KeyboardEvent) -> bool {
    let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let typing = target.is_some_and(|target| {
        let fields = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
        target.matches(fields).unwrap_or(true)
    });
    let in_dialog = || document().query_selector("dialog[open]").ok().flatten().is_some();
    !modified && !event.is_composing() && !event.repeat() && !typing && !in_dialog()
}

/// Does what a key is for; returns whether it is for anything.
fn run(page: Page, event: &KeyboardEvent) -> bool {
    match event.key().as_str() {
        // On many keyboards these two are made with Shift.
        "/" if is_findable(page) => focus_search(),
        "?" => page.dialog.set(Some(Dialog::Shortcuts)),
        key if !event.shift_key() => {
            let audience = page
                .session(|session| session.audiences.iter().copied().find(|&audience| key_of(audience) == key));
            let Some(toggle) = audience.and_then(toggle_with_focus) else { return false };
            toggle.click();
        }
        _ => return false,
    }
    true
}

/// The toggle of an audience in the row with the focus.
fn toggle_with_focus(audience: Audience) -> Option<HtmlElement> {
    let row = document().active_element()?.closest("[data-dossier]").ok().flatten()?;
    let toggle = row.query_selector(&format!(".switch[data-audience={}]", audience.as_str())).ok().flatten()?;
    toggle.dyn_into().ok()
}

/// Opens the dialog.
#[component]
pub fn ShortcutsButton(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let hint = if configuration::has("shortcuts") { " (?)" } else { "" };
    view! {
        <button
            type="button"
            class="link-button shortcuts-button"
            aria-haspopup="dialog"
            on:click=move |_| page.dialog.set(Some(Dialog::Shortcuts))
        >
            {live(move || text!(page.i18n, shortcuts.title) + hint)}
        </button>
    }
}

/// All keys, and the switch for those that are of one character.
#[component]
pub fn ShortcutsDialog(
    /// The screen that it belongs to.
    page: Page,
    /// Called once it is closed.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = page.i18n;
    let on = RwSignal::new(are_on());
    let switch = move |event| {
        on.set(event_target_checked(&event));
        remember(KEY, if on.get_untracked() { "on" } else { "off" });
    };
    let line = |keys: Vec<String>, meaning: String| {
        let keys = keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view();
        view! { <div><dt>{keys}</dt><dd>{meaning}</dd></div> }
    };
    let of_one_key = move || {
        let mut lines = Vec::new();
        if is_findable(page) {
            lines.push(line(vec!["/".to_owned()], text!(i18n, shortcuts.search)));
        }
        lines.push(line(vec!["?".to_owned()], text!(i18n, shortcuts.help)));
        for audience in page.session(|session| session.audiences.clone()) {
            let meaning = text!(i18n, shortcuts.toggle, column = words::audience(i18n, audience));
            lines.push(line(vec![key_of(audience).to_owned()], meaning));
        }
        lines.into_iter().collect_view()
    };
    let in_the_list = move || {
        let arrows = |keys: &str| keys.chars().map(String::from).collect::<Vec<_>>();
        let with = |first: String, keys: Vec<String>| vec![format!("{first} + {}", keys.join(" "))];
        let ends = vec![text!(i18n, shortcuts.keys.home), text!(i18n, shortcuts.keys.end)];
        let pages = vec![text!(i18n, shortcuts.keys.page_up), text!(i18n, shortcuts.keys.page_down)];
        let shift = || text!(i18n, shortcuts.keys.shift);
        [
            line(arrows("↑↓←→"), text!(i18n, shortcuts.arrows)),
            line(vec![text!(i18n, shortcuts.keys.space)], text!(i18n, shortcuts.space)),
            line(ends.clone(), text!(i18n, shortcuts.row_ends)),
            line(pages, text!(i18n, shortcuts.pages)),
            line(with(text!(i18n, shortcuts.keys.ctrl), ends), text!(i18n, shortcuts.list_ends)),
            line(with(shift(), arrows("↑↓")), text!(i18n, shortcuts.select)),
            line(with(shift(), vec![text!(i18n, shortcuts.keys.click)]), text!(i18n, shortcuts.range)),
            line(vec![text!(i18n, shortcuts.keys.escape)], text!(i18n, shortcuts.escape)),
        ]
        .into_iter()
        .collect_view()
    };
    view! {
        <ui::Dialog title=live(move || text!(i18n, shortcuts.title)) on_close>
            <section class="shortcuts of-one-key" aria-labelledby="shortcuts-one">
                <h3 id="shortcuts-one">{say!(i18n, shortcuts.of_one_key)}</h3>
                <label class="cell">
                    <input
                        type="checkbox"
                        class="checkbox"
                        data-shortcuts="on"
                        prop:checked=live_flag(move || on.get())
                        on:change=switch
                    />
                    {say!(i18n, shortcuts.heed)}
                </label>
                <dl data-on=live(move || on.get().to_string())>{of_one_key}</dl>
            </section>
            <section class="shortcuts" aria-labelledby="shortcuts-list">
                <h3 id="shortcuts-list">{say!(i18n, shortcuts.in_the_list)}</h3>
                <dl>{in_the_list}</dl>
            </section>
            <form method="dialog" class="dialog-actions">
                <button class="button">{say!(i18n, recipients.close)}</button>
            </form>
        </ui::Dialog>
    }
}
