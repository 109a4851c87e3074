//! The head of the list, which stays in view: headings, and the bulk controls for everything that is shown.

use leptos::html;
use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::domain::Directory;
use crate::i18n::words;
use crate::pages::conversation_settings::page::Page;
use crate::pages::conversation_settings::{bulk, defaults};
use crate::ui::{live, live_flag};
use crate::{say, text};

/// The columns' headings, and the bulk controls for everything that is shown. Stays in view.
#[component]
pub fn ListHeader(
    /// The screen that it belongs to.
    page: Page,
    /// The header's element, once it is there.
    element: NodeRef<html::Div>,
    /// Called with each click.
    on_click: impl FnMut(MouseEvent) + 'static,
) -> impl IntoView {
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
    let bulk = audiences.iter().map(|&audience| bulk::cell(audience, "all")).collect_view();
    let title = move || match page.found.get() {
        None => text!(i18n, participation.all),
        Some(_) => text!(i18n, participation.found),
    };
    let size = move || {
        let of = page.found.get().unwrap_or_else(|| page.directory(Directory::len));
        format!("({})", i18n.number(of))
    };
    view! {
        <div
            class="list-header"
            node_ref=element
            hidden=live_flag(move || page.found.get() == Some(0))
            on:click=on_click
        >
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
                    >
                        {live(move || defaults::in_short(i18n, page.changed_count.get()))}
                    </button>
                </div>
                {bulk}
            </div>
        </div>
    }
}
