//! Whether everything is saved, in words, and what to do if it is not.

use leptos::html;
use leptos::prelude::*;

use super::page::Page;
use crate::saving::Status;
use crate::ui::{live, live_flag};
use crate::{plural, text};

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
    let kind = move || match page.status.get() {
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
                {live(move || text!(i18n, status.retry))}
            </button>
            <a class="button" hidden=live_flag(move || !signed_out()) href=live(move || page.sign_in_url())>
                {live(move || text!(i18n, status.sign_in_again))}
            </a>
            <button
                type="button"
                class="button undo"
                aria-disabled=live(move || page.history.get().0.is_none().to_string())
                on:click=move |_| page.undo()
            >
                {live(move || text!(i18n, status.undo))}
            </button>
            <button
                type="button"
                class="button redo"
                aria-disabled=live(move || page.history.get().1.is_none().to_string())
                on:click=move |_| page.redo()
            >
                {live(move || text!(i18n, status.redo))}
            </button>
        </div>
    }
}
