//! The screen *Conversation settings*: what it needs is read, and it is shown, or why it cannot be.

mod address;
mod aftermath;
mod bulk;
mod defaults;
mod dialogs;
mod dossier_names;
mod files;
mod finding;
mod folding;
mod history;
mod licence;
mod list;
mod notice;
mod notifications;
mod page;
mod participation;
mod place;
mod reading;
mod recipients_dialog;
mod recommendation;
mod relying;
mod row;
mod selection;
mod shortcuts;
mod spreadsheet;
mod status_line;

use leptos::html;
use leptos::prelude::*;

use crate::api::ReadError;
use crate::i18n::I18n;
use crate::ui::live;
use crate::{say, text};
use address::follow_address;
use dialogs::Dialogs;
pub use dialogs::{DialogsView, FetchDialogs, all_dialogs};
pub use list::DossierList;
use notice::UnreadableNotice;
use notifications::Notifications;
use participation::ParticipationSettings;
use place::Place;
pub use reading::{Reading, Screen, read, say_loading};
pub use recommendation::Dismissed;
use shortcuts::follow_shortcuts;
use status_line::StatusLine;

/// The screen, once it is read.
#[component]
pub fn ConversationSettings(
    /// The language of the screen.
    i18n: I18n,
    /// How far reading it has come.
    #[prop(into)]
    reading: Signal<Reading, LocalStorage>,
    /// Reads everything once more.
    #[prop(into)]
    read_again: Callback<()>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let again = Callback::new(move |()| {
        // The button that asks for it goes away.
        if let Some(heading) = heading.get_untracked() {
            let _ = heading.focus();
        }
        read_again.run(());
    });
    let content = move || match reading.get() {
        Reading::Underway => view! { <Skeleton i18n /> }.into_any(),
        Reading::Failed(error) => view! { <Failure i18n error again /> }.into_any(),
        Reading::Done(screen) => view! { <Settings screen=*screen /> }.into_any(),
    };
    let status = move || match reading.get() {
        Reading::Done(screen) => Some(view! { <StatusLine page=screen.page /> }),
        _ => None,
    };
    view! {
        <div class="page-header">
            <h1 tabindex="-1" node_ref=heading>{say!(i18n, app.title)}</h1>
            {status}
        </div>
        {content}
    }
}

#[component]
fn Settings(screen: Screen) -> impl IntoView {
    let Screen { page, list } = screen;
    follow_address(page);
    follow_shortcuts(page);
    view! {
        <UnreadableNotice page />
        <Notifications page />
        <ParticipationSettings page list />
        <Place page />
        <Dialogs page />
    }
}

/// What stands in for the content while it is read: the same shapes that `index.html` paints first.
#[component]
fn Skeleton(i18n: I18n) -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status">{say!(i18n, load.loading)}</p>
        <div class="card notifications skeleton" aria-hidden="true"></div>
        <div class="card participation skeleton" aria-hidden="true"></div>
    }
}

#[component]
fn Failure(i18n: I18n, error: ReadError, again: Callback<()>) -> impl IntoView {
    match error {
        ReadError::SignedOut(sign_in) => {
            let url = crate::api::sign_in_url(sign_in.as_deref());
            view! {
                <div class="card failure" role="alert">
                    <h2>{say!(i18n, load.signed_out_title)}</h2>
                    <p>{say!(i18n, load.signed_out)}</p>
                    <a class="button primary" href=url rel="external">{say!(i18n, load.sign_in)}</a>
                </div>
            }
            .into_any()
        }
        error => {
            let unreachable = error == ReadError::Unreachable;
            view! {
                <div class="card failure" role="alert">
                    <h2>{say!(i18n, load.failed_title)}</h2>
                    <p>
                        {live(move || if unreachable { text!(i18n, load.offline) } else { text!(i18n, load.failed) })}
                    </p>
                    <button type="button" class="button primary" on:click=move |_| again.run(())>
                        {say!(i18n, load.retry)}
                    </button>
                </div>
            }
            .into_any()
        }
    }
}
