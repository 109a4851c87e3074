//! The dialogs of the screen: a part of the program that the first screen does not wait for.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::defaults::DefaultsDialog;
use super::history::HistoryDialog;
use super::page::Page;
use super::recipients_dialog::RecipientsDialog;
use super::recommendation::RecommendationDialog;
use super::relying::RelyingDialog;
use super::shortcuts::ShortcutsDialog;
use super::spreadsheet::SpreadsheetDialog;
use crate::domain::Audience;
use crate::ui::dom::after_frame;

/// Which dialog is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// What following the recommendation would change.
    Recommendation,
    /// Export and import.
    Spreadsheet,
    /// What was changed in this session.
    History,
    /// Which dossiers switching many off would leave without recipient: of all that are shown, or of a licence.
    Relying(Audience, Option<usize>),
    /// The keys.
    Shortcuts,
    /// Which dossiers have a choice of the user's own: of all that are shown, or of a licence.
    Defaults(Option<usize>),
}

/// How far opening a dialog has come, where the dialogs are not there yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opening {
    /// Nobody waits for one.
    #[default]
    Idle,
    /// One opens as soon as they are there.
    Underway,
    /// They could not be fetched.
    Failed,
}

/// The dialogs. They are fetched once the screen is painted; one that is asked for before opens when they are there.
#[component]
pub fn Dialogs(
    /// The screen that they belong to.
    page: Page,
) -> impl IntoView {
    let FetchDialogs(fetch_all) = expect_context();
    let made = RwSignal::new(None::<DialogsView>);
    let is_asked_for = move || page.dialog.get().is_some() || page.opened.get().is_some();
    let fetch = move || {
        spawn_local(async move {
            match fetch_all().await {
                Some(all) if made.try_get_untracked() == Some(None) => {
                    made.set(Some(all));
                    page.opening.set(Opening::Idle);
                }
                // The next control that is used asks once more.
                None if untrack(is_asked_for) => {
                    page.dialog.set(None);
                    page.opened.set(None);
                    page.opening.set(Opening::Failed);
                }
                _ => {}
            }
        });
    };
    after_frame(fetch);
    Effect::new(move |_| {
        if is_asked_for() && made.with_untracked(Option::is_none) {
            page.opening.set(Opening::Underway);
            fetch();
        }
    });
    move || made.get().map(|all| all(page))
}

/// All dialogs of a screen.
pub type DialogsView = fn(Page) -> AnyView;

/// Fetches the part of the program that has the dialogs; `None` when that could not be had. Which part has what is the
/// affair of the bundle: see `main.rs`.
#[derive(Clone, Copy)]
pub struct FetchDialogs(pub fn() -> Fetching);

/// The dialogs to come.
pub type Fetching = Pin<Box<dyn Future<Output = Option<DialogsView>>>>;

/// What [`FetchDialogs`] fetches.
#[must_use]
pub fn all_dialogs(page: Page) -> AnyView {
    view! { <RecipientsDialog page /> <OtherDialogs page /> }.into_any()
}

/// Whichever dialog is open, beside that with the recipients of a dossier.
#[component]
fn OtherDialogs(
    /// The screen that they belong to.
    page: Page,
) -> impl IntoView {
    let on_close = Callback::new(move |()| page.dialog.set(None));
    move || {
        page.dialog.get().map(|dialog| match dialog {
            Dialog::Recommendation => view! { <RecommendationDialog page on_close /> }.into_any(),
            Dialog::Spreadsheet => view! { <SpreadsheetDialog page on_close /> }.into_any(),
            Dialog::History => view! { <HistoryDialog page on_close /> }.into_any(),
            Dialog::Shortcuts => view! { <ShortcutsDialog page on_close /> }.into_any(),
            Dialog::Defaults(licence) => view! { <DefaultsDialog page licence on_close /> }.into_any(),
            Dialog::Relying(audience, licence) => {
                view! { <RelyingDialog page audience licence on_close /> }.into_any()
            }
        })
    }
}
