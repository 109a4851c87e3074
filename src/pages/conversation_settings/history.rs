//! What was changed in this session: when, what, from what to what, and how; and taking one of it back.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::page::Page;
use crate::domain::{Audience, Frequency, Language};
use crate::i18n::{I18n, tag, words};
use crate::saving::{Cause, Entry};
use crate::ui::{self, live, live_flag};
use crate::{plural, say, text};

/// By which action something was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// An edit.
    Edit(Cause),
    /// A step back.
    Undo,
    /// A step forth again.
    Redo,
}

/// Opens the history, once there is some.
#[component]
pub fn HistoryButton(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    view! {
        <button
            type="button"
            class="link-button history-button"
            aria-haspopup="dialog"
            hidden=live_flag(move || page.changes.get() == 0)
            on:click=move |_| page.dialog.set(Some(super::dialogs::Dialog::History))
        >
            {say!(i18n, history.open)}
        </button>
    }
}

/// The changes of this session, the latest first.
#[component]
pub fn HistoryDialog(
    /// The screen that it belongs to.
    page: Page,
    /// Called once it is closed.
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = page.i18n;
    let title = live(move || text!(i18n, history.title));
    // Says what the last step left alone, as the status line does behind the dialog.
    let said = RwSignal::new(String::new());
    let entries = move || {
        page.changes.track();
        let entries: Vec<Entry<Action>> = page.journal(|journal| journal.entries().cloned().collect());
        entries.into_iter().map(|entry| view! { <Change page entry said /> }).collect_view()
    };
    view! {
        <ui::Dialog title on_close>
            <p class="hint">{say!(i18n, history.hint)}</p>
            <p role="status" class="history-said">{live(move || said.get())}</p>
            <ol class="history">{entries}</ol>
            <form method="dialog" class="dialog-actions">
                <button class="button">{say!(i18n, recipients.close)}</button>
            </form>
        </ui::Dialog>
    }
}

#[component]
fn Change(page: Page, entry: Entry<Action>, said: RwSignal<String>) -> impl IntoView {
    let i18n = page.i18n;
    let number = entry.number;
    let (what, how) = in_words(page, &entry);
    let time = time(i18n, entry.at);
    let action = action(i18n, entry.step.cause);
    let name = format!("{} ({time}, {what})", text!(i18n, history.revert));
    let revert = move |_| {
        let skipped = page.revert(number);
        let done = text!(i18n, history.reverted);
        said.set(match skipped {
            0 => done,
            skipped => format!("{done} {}", plural!(i18n, history.skipped, skipped)),
        });
        // The list was made anew, with this change further down.
        if let Some(said) = ui::dom::document().query_selector(".history .link-button").ok().flatten() {
            let said: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(said);
            let _ = said.focus();
        }
    };
    view! {
        <li>
            <span class="history-what">
                <time>{time}</time>
                " · "
                <bdi>{what}</bdi>
            </span>
            <span class="hint">{how} " · " {action}</span>
            <button type="button" class="link-button" aria-label=name on:click=revert>
                {say!(i18n, history.revert)}
            </button>
        </li>
    }
}

/// What was changed, and from what to what.
fn in_words(page: Page, entry: &Entry<Action>) -> (String, String) {
    let i18n = page.i18n;
    let arrow = |from: String, to: String| text!(i18n, history.from_to, from = from, to = to);
    if let Some(change) = &entry.step.frequency {
        let words = |frequency: Option<Frequency>| {
            frequency.map_or_else(|| text!(i18n, history.none), |frequency| words::frequency(i18n, frequency))
        };
        return (text!(i18n, frequency.title), arrow(words(change.before), words(change.after)));
    }
    if let Some(change) = &entry.step.language {
        let words = |language: &Option<Language>| {
            language
                .as_ref()
                .map_or_else(|| text!(i18n, language.profile_unknown), |language| i18n.language_name(language))
        };
        return (text!(i18n, language.title), arrow(words(&change.before), words(&change.after)));
    }
    page.directory(|directory| {
        let effective = |audience: Audience, position: usize, choice: Option<bool>| {
            choice.unwrap_or_else(|| directory.role(position).participates_by_default(audience))
        };
        let choices: Vec<_> = entry.step.choices().collect();
        if let [(audience, position, change)] = choices.as_slice() {
            let words = |choice: Option<bool>| {
                let value = match effective(*audience, *position, choice) {
                    true => text!(i18n, history.on),
                    false => text!(i18n, history.off),
                };
                if choice.is_some() { value } else { text!(i18n, history.by_default, value = value) }
            };
            let what = format!("{} · {}", directory.name(*position), words::audience(i18n, *audience));
            return (what, arrow(words(change.before), words(change.after)));
        }
        let columns: Vec<String> = Audience::ALL
            .into_iter()
            .filter(|audience| choices.iter().any(|(of, _, _)| of == audience))
            .map(|audience| words::audience(i18n, audience))
            .collect();
        let mut dossiers: Vec<usize> = choices.iter().map(|(_, position, _)| *position).collect();
        dossiers.sort_unstable();
        dossiers.dedup();
        let switched = |to: bool| {
            let to_it = |(audience, position, change): &&(Audience, usize, _)| {
                let change: &crate::saving::ChangeOf<Option<bool>> = change;
                let after = effective(*audience, *position, change.after);
                after == to && effective(*audience, *position, change.before) != to
            };
            choices.iter().filter(to_it).count()
        };
        let (on, off) = (switched(true), switched(false));
        let mut parts = Vec::new();
        if on > 0 {
            parts.push(plural!(i18n, history.switched_on, on));
        }
        if off > 0 {
            parts.push(plural!(i18n, history.switched_off, off));
        }
        if on + off < choices.len() {
            parts.push(plural!(i18n, history.same, choices.len() - on - off));
        }
        let what = format!("{} · {}", plural!(i18n, count.dossiers, dossiers.len()), columns.join(", "));
        (what, parts.join(", "))
    })
}

fn action(i18n: I18n, action: Action) -> String {
    match action {
        Action::Edit(Cause::One) => text!(i18n, history.action.one),
        Action::Edit(Cause::Bulk) => text!(i18n, history.action.bulk),
        Action::Edit(Cause::Recommendation) => text!(i18n, history.action.recommendation),
        Action::Edit(Cause::Import) => text!(i18n, history.action.import),
        Action::Edit(Cause::Revert) => text!(i18n, history.action.revert),
        Action::Undo => text!(i18n, history.action.undo),
        Action::Redo => text!(i18n, history.action.redo),
    }
}

/// The time of day, as the language writes it.
fn time(i18n: I18n, at: f64) -> String {
    js_sys::Date::new(&JsValue::from_f64(at)).to_locale_time_string(tag(i18n.locale())).into()
}
