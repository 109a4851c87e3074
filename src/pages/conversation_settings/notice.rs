//! What of the backend's answers could not be read.

use leptos::prelude::*;

use super::page::Page;
use crate::ui::live;
use crate::{plural, say};

/// Says what could not be read; nothing where everything could.
#[component]
pub fn UnreadableNotice(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let unreadable = page.unreadable();
    if unreadable.is_empty() {
        return ().into_any();
    }
    let (dossiers, values) = (unreadable.dossiers, unreadable.values);
    let named = unreadable
        .named
        .into_iter()
        .map(|name| view! { <li><bdi>{crate::domain::displayed(&name, "?").into_owned()}</bdi></li> })
        .collect_view();
    view! {
        <div class="warning" role="group">
            {(dossiers > 0).then(|| view! { <p>{live(move || plural!(i18n, unreadable.dossiers, dossiers))}</p> })}
            {(values > 0).then(|| view! { <p>{live(move || plural!(i18n, unreadable.values, values))}</p> })}
            <p>{say!(i18n, unreadable.untouched)}</p>
            {(dossiers > 0)
                .then(|| {
                    view! {
                        <details>
                            <summary>{say!(i18n, unreadable.which)}</summary>
                            <ul>{named}</ul>
                        </details>
                    }
                })}
        </div>
    }
    .into_any()
}
