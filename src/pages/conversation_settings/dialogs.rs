//! The dialogs of the screen, beside that with the recipients of a dossier.

use leptos::prelude::*;

use super::defaults::DefaultsDialog;
use super::history::HistoryDialog;
use super::page::Page;
use super::recommendation::RecommendationDialog;
use super::relying::RelyingDialog;
use super::shortcuts::ShortcutsDialog;
use super::spreadsheet::SpreadsheetDialog;
use crate::domain::Audience;

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

/// Whichever dialog is open.
#[component]
pub fn Dialogs(
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
