//! The screen *Conversation settings*: reads what it needs, and shows it or why it cannot.

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
use leptos::task::spawn_local;

use crate::api::{ReadError, Session, read_directory, read_settings};
use crate::configuration;
use crate::i18n::{I18n, fold_unicode};
use crate::saving::{Owner, Seat};
use crate::ui::live;
use crate::{say, text};
use address::follow_address;
use dialogs::Dialogs;
pub use dialogs::{DialogsView, FetchDialogs, all_dialogs};
use notice::UnreadableNotice;
use notifications::Notifications;
use page::Page;
use participation::ParticipationSettings;
use place::Place;
pub use recommendation::Dismissed;
use shortcuts::follow_shortcuts;
use status_line::StatusLine;

/// How far reading has come.
#[derive(Clone)]
enum Reading {
    Underway,
    Failed(ReadError),
    Done(Box<Page>),
}

/// The screen. `session` is read by the app, which shows the user's name around every page.
#[component]
pub fn ConversationSettings(
    /// The language of the screen.
    i18n: I18n,
    /// Who is signed in, or why that is not known; `None` while it is being read.
    #[prop(into)]
    session: Signal<Option<Result<Session, ReadError>>>,
    /// Reads the session once more.
    #[prop(into)]
    read_session_again: Callback<()>,
) -> impl IntoView {
    let reading = RwSignal::new_local(Reading::Underway);
    Effect::new(move |_| match session.get() {
        None => reading.set(Reading::Underway),
        Some(Err(error)) => reading.set(Reading::Failed(error)),
        Some(Ok(session)) => {
            reading.set(Reading::Underway);
            spawn_local(async move {
                reading.set(match read(i18n, session).await {
                    Ok(page) => Reading::Done(Box::new(page)),
                    Err(error) => Reading::Failed(error),
                });
            });
        }
    });
    let heading = NodeRef::<html::H1>::new();
    let again = Callback::new(move |()| {
        // The button that asks for it goes away.
        if let Some(heading) = heading.get_untracked() {
            let _ = heading.focus();
        }
        read_session_again.run(());
    });
    let content = move || match reading.get() {
        Reading::Underway => view! { <Skeleton i18n /> }.into_any(),
        Reading::Failed(error) => view! { <Failure i18n error again /> }.into_any(),
        Reading::Done(page) => view! { <Settings page=*page /> }.into_any(),
    };
    let status = move || match reading.get() {
        Reading::Done(page) => Some(view! { <StatusLine page=*page /> }),
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

async fn read(i18n: I18n, session: Session) -> Result<Page, ReadError> {
    let seat = Seat::take(Owner { tenant: configuration::tenant(), person: session.user.clone() });
    let (directory, mut unreadable) = read_directory(&session.user, fold_unicode).await?;
    let read = read_settings(&directory).await?;
    unreadable.add(session.unreadable.clone());
    unreadable.add(read.unreadable);
    let page = Page::new(i18n, seat, session, directory, read.settings, read.etag, unreadable);
    page.restored().await;
    Ok(page)
}

#[component]
fn Settings(page: Page) -> impl IntoView {
    follow_address(page);
    follow_shortcuts(page);
    view! {
        <UnreadableNotice page />
        <Notifications page />
        <ParticipationSettings page />
        <Place page />
        <Dialogs page />
    }
}

/// What stands in for the content while it is read: the same shapes that `index.html` paints first.
#[component]
fn Skeleton(i18n: I18n) -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status">{say!(i18n, load.loading)}</p>
        <div class="skeleton" aria-hidden="true">
            <div class="card"></div>
            <div class="card tall"></div>
        </div>
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
