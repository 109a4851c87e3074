//! In which conversations the user takes part: explanations, and the list.

use leptos::prelude::*;

use super::address::BrokenLink;
use super::aftermath::AftermathNotice;
use super::finding::{Finding, NoMatches, is_findable};
use super::history::HistoryButton;
use super::list::{DossierList, DossierListView};
use super::page::Page;
use super::recommendation::Recommendation;
use super::selection::SelectionBar;
use super::spreadsheet::SpreadsheetButton;
use crate::domain::Filter;
use crate::i18n::words;
use crate::ui::{live, live_flag};
use crate::{plural, say, text};

/// The section about participation.
#[component]
pub fn ParticipationSettings(
    /// The screen that it belongs to.
    page: Page,
    /// Its list; `None` where there is no dossier.
    list: Option<DossierList>,
) -> impl IntoView {
    let i18n = page.i18n;
    let has_dossiers = list.is_some();
    let content = if let Some(list) = list {
        view! {
            <BrokenLink page />
            <Recommendation page />
            <WithoutRecipient page />
            <Finding page />
            <DossierListView page list />
            <NoMatches page />
            <SelectionBar page />
            <AftermathNotice page />
            <Legend page />
        }
        .into_any()
    } else {
        view! {
            <div class="empty">
                <h3>{say!(i18n, load.no_dossiers_title)}</h3>
                <p>{say!(i18n, load.no_dossiers)}</p>
            </div>
        }
        .into_any()
    };
    view! {
        <section
            class="card participation"
            aria-labelledby="participation-title"
            data-audiences=page.session(|session| session.audiences.len()).to_string()
        >
            <div class="section-header">
                <h2 id="participation-title" tabindex="-1">{say!(i18n, participation.title)}</h2>
                <HistoryButton page />
                {has_dossiers.then(|| view! { <SpreadsheetButton page /> })}
            </div>
            <p class="hint">{say!(i18n, participation.intro)}</p>
            {content}
        </section>
    }
}

/// The alert for dossiers in which a client's question would reach nobody by default.
#[component]
fn WithoutRecipient(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let show = move |_| page.set_filter(Filter::Without);
    view! {
        <div class="warning" hidden=live_flag(move || page.without.get() == 0)>
            <p>{live(move || plural!(i18n, count.without, page.without.get()))}</p>
            <button type="button" class="button" hidden=!is_findable(page) on:click=show>
                {say!(i18n, filter.show)}
            </button>
        </div>
    }
}

/// What the bells mean.
#[component]
fn Legend(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let row = |bell: crate::domain::Bell, words: Signal<String>| {
        view! { <li class="bell" data-bell=words::bell_name(bell)>{words}</li> }
    };
    use crate::domain::Bell;
    view! {
        <div class="legend">
            <h3>{say!(i18n, bell.legend)}</h3>
            <ul>
                {row(Bell::Rings, Signal::derive(move || text!(i18n, bell.legend_rings)))}
                {row(Bell::WithoutEmail, Signal::derive(move || text!(i18n, bell.legend_without_email)))}
                {row(Bell::Silent, Signal::derive(move || text!(i18n, bell.legend_silent)))}
            </ul>
        </div>
    }
}
