//! In which conversations the user takes part: explanations, and the list.

use leptos::prelude::*;

use super::address::BrokenLink;
use super::aftermath::AftermathNotice;
use super::bulk::BulkOfAll;
use super::defaults;
use super::dialogs::Dialog;
use super::finding::{Finding, NoMatches, is_findable};
use super::history::HistoryButton;
use super::list::DossierList;
use super::page::Page;
use super::recommendation::Recommendation;
use super::selection::SelectionBar;
use super::spreadsheet::SpreadsheetButton;
use crate::domain::{Audience, Filter};
use crate::i18n::words;
use crate::ui::{live, live_flag};
use crate::{plural, say, text};

/// The section about participation.
#[component]
pub fn ParticipationSettings(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let has_dossiers = page.directory(|directory| !directory.is_empty());
    let content = if has_dossiers {
        view! {
            <BrokenLink page />
            <Recommendation page />
            <WithoutRecipient page />
            <Finding page />
            <ListHeader page />
            <DossierList page />
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

/// The columns' headings, and the bulk controls for everything that is shown. Stays in view.
#[component]
fn ListHeader(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let audiences = page.session(|session| session.audiences.clone());
    let headings = audiences
        .iter()
        .map(|&audience| {
            let column = audience.as_str();
            let about = format!("about-{column}");
            view! {
                <div class="cell heading">
                    <span id=format!("column-{column}")>{live(move || words::audience(i18n, audience))}</span>
                    <button
                        type="button"
                        class="about-button"
                        popovertarget=about.clone()
                        aria-label=live(move || text!(i18n, audience.about, column = words::audience(i18n, audience)))
                    >
                        "i"
                    </button>
                    <div id=about popover="auto" class="about">
                        <p>{live(move || words::about_audience(i18n, audience))}</p>
                        <p>{say!(i18n, audience.off_effect)}</p>
                    </div>
                </div>
            }
        })
        .collect_view();
    let bulk = audiences
        .iter()
        .map(|&audience| {
            let tally = Signal::derive(move || page.tallies.get()[audience]);
            let relying = Signal::derive(move || page.relying.get()[audience]);
            let narrowed = Signal::derive(move || page.found.get().is_some());
            let choose = move |wanted| page.choose_all(audience, None, wanted);
            let which = move || page.dialog.set(Some(Dialog::Relying(audience, None)));
            view! { <BulkOfAll audience i18n narrowed tally relying on_relying=which on_choose=choose /> }
        })
        .collect_view();
    let title = move || match page.found.get() {
        None => text!(i18n, participation.all),
        Some(_) => text!(i18n, participation.found),
    };
    let size = move || {
        let of = page.tallies.get()[Audience::Accountant].of;
        format!("({})", i18n.number(of))
    };
    view! {
        <div class="list-header" hidden=live_flag(move || page.found.get() == Some(0))>
            <div class="columns headings">
                <div class="heading">{say!(i18n, participation.dossier)}</div>
                {headings}
                <div class="cell heading" id="column-recipients">
                    {say!(i18n, participation.recipients)}
                </div>
            </div>
            <div class="columns all">
                <div class="list-title">
                    <span id="list-title">{live(title)}</span>
                    " "
                    <span class="licence-size">{live(size)}</span>
                    " "
                    <button
                        type="button"
                        class="link-button changed-button"
                        aria-haspopup="dialog"
                        hidden=live_flag(move || page.changed_count.get() == 0)
                        on:click=move |_| page.dialog.set(Some(Dialog::Defaults(None)))
                    >
                        {live(move || defaults::in_short(i18n, page.changed_count.get()))}
                    </button>
                </div>
                {bulk}
            </div>
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
