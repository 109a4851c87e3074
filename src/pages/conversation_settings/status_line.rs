//! Whether everything is saved, in words, and what to do if it is not.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

use super::dialogs::Opening;
use super::page::Page;
use crate::domain::{Audience, Keys};
use crate::saving::Status;
use crate::ui::{live, live_flag};
use crate::{plural, say, text};

/// So many settings that were left alone are named; a line has room for no more.
const NAMED: usize = 3;

/// The status of saving, with undo and redo.
#[component]
pub fn StatusLine(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let words = move || match page.status.get() {
        Status::Saved => text!(i18n, status.saved),
        Status::Saving { .. } => text!(i18n, status.saving),
        Status::Waiting { count, .. } => plural!(i18n, status.waiting, count),
        Status::Offline { count: 0 } => text!(i18n, status.offline_idle),
        Status::Offline { count } => plural!(i18n, status.offline, count),
        Status::SignedOut { count: 0 } => text!(i18n, status.signed_out_idle),
        Status::SignedOut { count } => plural!(i18n, status.signed_out, count),
        Status::OtherPerson { .. } => text!(i18n, status.other_person),
        Status::Failed { count, .. } => plural!(i18n, status.failed, count),
    };
    let not_kept = move || page.storage_failed.get() && page.status.get() != Status::Saved;
    let words = move || {
        let mut all = match page.opening.get() {
            Opening::Idle => words(),
            Opening::Underway => text!(i18n, dialog.opening),
            Opening::Failed => text!(i18n, dialog.failed),
        };
        if not_kept() {
            all = format!("{all}. {}", text!(i18n, status.not_kept));
        }
        page.skipped.with(|skipped| {
            if !skipped.is_empty() {
                let what = names_of(page, skipped);
                all = format!("{all}. {}", text!(i18n, status.skipped, what = what));
            }
        });
        all
    };
    undo_by_keyboard(page);
    let kind = move || match page.status.get() {
        _ if page.opening.get() == Opening::Failed => "failed",
        Status::Saved => "saved",
        Status::Saving { .. } => "saving",
        Status::Waiting { .. } | Status::Offline { .. } => "waiting",
        Status::SignedOut { .. } | Status::OtherPerson { .. } | Status::Failed { .. } => "failed",
    };
    let region = NodeRef::<html::P>::new();
    let retry = move |_| {
        // The button goes away; what becomes of it is said here.
        if let Some(region) = region.get_untracked() {
            let _ = region.focus();
        }
        page.retry(None);
    };
    let failed = move || matches!(page.status.get(), Status::Failed { .. });
    let signed_out = move || matches!(page.status.get(), Status::SignedOut { .. } | Status::OtherPerson { .. });
    view! {
        <div class="status-line" data-status=kind>
            <p class="status" role="status" tabindex="-1" node_ref=region>{words}</p>
            <button type="button" class="button" hidden=live_flag(move || !failed()) on:click=retry>
                {say!(i18n, status.retry)}
            </button>
            // In a new tab: nothing of this page is lost, and saving goes on when the user comes back.
            <a
                class="button"
                hidden=live_flag(move || !signed_out())
                href=live(move || page.sign_in_url())
                target="_blank"
                rel="noopener"
            >
                {say!(i18n, status.sign_in_again)}
                <span class="visually-hidden">" "{say!(i18n, status.new_tab)}</span>
            </a>
            <button
                type="button"
                class="button undo"
                aria-disabled=live(move || page.history.get().0.is_none().to_string())
                on:click=move |_| page.undo()
            >
                {say!(i18n, status.undo)}
            </button>
            <button
                type="button"
                class="button redo"
                aria-disabled=live(move || page.history.get().1.is_none().to_string())
                on:click=move |_| page.redo()
            >
                {say!(i18n, status.redo)}
            </button>
        </div>
    }
}

/// The first few of the settings by name (a dossier once, whichever question it is about), and how many
/// others there are.
fn names_of(page: Page, keys: &Keys) -> String {
    let i18n = page.i18n;
    let mut dossiers = keys.participation[Audience::Accountant].clone();
    dossiers.union_with(&keys.participation[Audience::Entrepreneur]);
    let mut names = Vec::new();
    if keys.frequency {
        names.push(text!(i18n, status.skipped_frequency));
    }
    if keys.language {
        names.push(text!(i18n, status.skipped_language));
    }
    let count = names.len() + dossiers.count_ones(..);
    page.directory(|directory| {
        let rest = NAMED - names.len();
        names.extend(dossiers.ones().take(rest).map(|position| directory.name(position).to_owned()));
    });
    if count > NAMED {
        names.push(plural!(i18n, status.skipped_others, count - NAMED));
    }
    i18n.list(&names)
}

/// Ctrl or Cmd with Z undoes, with Shift and Z or with Y does again; in a text field it is the field's affair.
fn undo_by_keyboard(page: Page) {
    let handle = window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        let is = |letter: &str| key.eq_ignore_ascii_case(letter);
        let chord = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let redo = is("y") || (is("z") && event.shift_key());
        if !chord || !(redo || is("z")) || event.default_prevented() || is_text_field(event.target()) {
            return;
        }
        event.prevent_default();
        if redo { page.redo() } else { page.undo() }
    });
    on_cleanup(move || handle.remove());
}

fn is_text_field(target: Option<web_sys::EventTarget>) -> bool {
    const TYPED_IN: &str =
        "input:not([type=checkbox], [type=radio], [type=button]), textarea, [contenteditable]";
    target
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.closest(TYPED_IN).is_ok_and(|found| found.is_some()))
}
