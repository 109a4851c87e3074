//! Everybody who can be asked in a dossier, for both kinds of question: name, role, why, e-mail or not.

use leptos::html;
use leptos::prelude::*;

use super::defaults::BackToDefault;
use super::page::Page;
use crate::configuration;
use crate::domain::{Audience, Candidate};
use crate::i18n::words;
use crate::ui::{live, live_flag};
use crate::{say, text};

/// The dialog with a dossier's recipients; open while [`Page::opened`] names one.
#[component]
pub fn RecipientsDialog(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match page.opened.get() {
            Some(_) if !dialog.open() => {
                let _ = dialog.show_modal();
            }
            None if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    let title = move || {
        page.opened.get().map(|position| {
            let dossier = page.directory(|directory| directory.name(position).to_owned());
            text!(i18n, recipients.title, dossier = dossier)
        })
    };
    let audiences = move || {
        page.opened.get().map(|position| {
            Audience::ALL
                .into_iter()
                .map(|audience| view! { <Recipients page audience position /> })
                .collect_view()
        })
    };
    let composer = move || {
        let dossier =
            page.opened.get().map(|position| page.directory(|directory| directory.id(position).to_owned()));
        let dossier = String::from(js_sys::encode_uri_component(&dossier.unwrap_or_default()));
        configuration::address(&format!("composer.html?dossier={dossier}&audience=accountant"))
    };
    // A click beside the dialog's content is a click on the dialog itself.
    let close_beside = move |event: web_sys::MouseEvent| {
        if event.target() == event.current_target() {
            page.opened.set(None);
        }
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="recipients-title"
            on:close=move |_| page.opened.set(None)
            on:click=close_beside
        >
            <div class="dialog-content">
                <h2 id="recipients-title" dir="auto">{title}</h2>
                {audiences}
                <form method="dialog" class="dialog-actions">
                    <button class="button">{say!(i18n, recipients.close)}</button>
                    <BackToDefault page />
                    // In another tab, so that one sees there what a toggle here changes.
                    <a class="button test-question" href=composer target="_blank" rel="external noopener">
                        {say!(i18n, picker.test_question)}
                    </a>
                </form>
            </div>
        </dialog>
    }
}

#[component]
fn Recipients(page: Page, audience: Audience, position: usize) -> impl IntoView {
    let i18n = page.i18n;
    let id = format!("recipients-of-{}", audience.as_str());
    // Follows every change of the settings, also one made while the dialog is open.
    let candidates = move || {
        page.revision.track();
        page.candidates(audience, position)
    };
    let list = move || {
        let candidates = candidates();
        if candidates.is_empty() {
            return view! { <p>{text!(i18n, recipients.none_possible)}</p> }.into_any();
        }
        let nobody = !candidates.iter().any(Candidate::preselected);
        let warning = nobody.then(|| view! { <p class="warning">{text!(i18n, recipients.nobody)}</p> });
        let people = candidates.into_iter().map(|candidate| view! { <Person page candidate /> }).collect_view();
        view! { {warning} <ul class="people">{people}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby=id.clone()>
            <h3 id=id.clone()>{live(move || words::audience(i18n, audience))}</h3>
            <p class="hint">{live(move || words::about_audience(i18n, audience))}</p>
            <Preview page audience position />
            <OwnChoice page audience position />
            {list}
        </section>
    }
}

#[component]
fn Person(page: Page, candidate: Candidate<u32>) -> impl IntoView {
    let i18n = page.i18n;
    let name = page.directory(|directory| directory.people().name(candidate.person).to_owned());
    let is_user = page.directory(|directory| directory.user() == candidate.person);
    let bell = candidate.bell();
    view! {
        <li class="person">
            <span class="bell" data-bell=words::bell_name(bell)>
                <bdi class="person-name">{name}</bdi>
                {is_user.then(|| format!(" ({})", text!(i18n, bell.you)))}
            </span>
            <span class="tag">{words::role(i18n, candidate.role)}</span>
            <span class="hint">
                {words::reason(i18n, &candidate)}
                {(!candidate.reachable).then(|| format!(". {}", text!(i18n, reason.no_email)))}
            </span>
        </li>
    }
}

/// Try it: whom the next question would reach if the asker leaves the recipients as they are proposed.
#[component]
fn Preview(page: Page, audience: Audience, position: usize) -> impl IntoView {
    let i18n = page.i18n;
    let preview = move || {
        page.revision.track();
        let candidates = page.candidates(audience, position);
        let names: Vec<String> = page.directory(|directory| {
            let preselected = candidates.iter().filter(|candidate| candidate.preselected());
            preselected.map(|candidate| directory.people().name(candidate.person).to_owned()).collect()
        });
        (!names.is_empty()).then(|| {
            let asked = match audience {
                Audience::Accountant => text!(i18n, recipients.if_client_asks),
                Audience::Entrepreneur => text!(i18n, recipients.if_firm_asks),
            };
            let names = names.into_iter().map(|name| view! { <li><bdi>{name}</bdi></li> }).collect_view();
            view! {
                <p>{asked}</p>
                <ul class="preview-names">{names}</ul>
            }
        })
    };
    view! { <div class="preview" aria-live="polite" data-audience=audience.as_str()>{preview}</div> }
}

/// What would change it for the user themselves, with the toggle for it. Stays while the list is made anew,
/// so that it keeps the focus.
#[component]
fn OwnChoice(page: Page, audience: Audience, position: usize) -> impl IntoView {
    let i18n = page.i18n;
    let can_choose = page.session(|session| session.audiences.contains(&audience))
        && page.directory(|directory| directory.role(position).can_be_asked(audience));
    if !can_choose {
        return ().into_any();
    }
    let participates = move || {
        page.revision.track();
        page.settings(|directory, settings| settings.participation.participates(directory, audience, position))
    };
    let advice = move || {
        let column = words::audience(i18n, audience);
        if participates() {
            text!(i18n, recipients.turn_off, column = column)
        } else {
            text!(i18n, recipients.turn_on, column = column)
        }
    };
    let column = audience.as_str();
    let hint = format!("own-advice-{column}");
    view! {
        <div class="own-choice">
            <label class="own-toggle">
                <input
                    type="checkbox"
                    role="switch"
                    class="switch"
                    data-own=column
                    aria-describedby=hint.clone()
                    prop:checked=live_flag(participates)
                    on:change=move |event| page.choose(audience, position, event_target_checked(&event))
                />
                {say!(i18n, recipients.your_choice)}
                <span class="visually-hidden">
                    {live(move || format!(" ({})", words::audience(i18n, audience)))}
                </span>
            </label>
            <p class="hint" id=hint.clone()>{live(advice)}</p>
        </div>
    }
    .into_any()
}
