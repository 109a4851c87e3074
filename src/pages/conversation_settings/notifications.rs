//! How often and in which language the user is mailed.

use leptos::prelude::*;

use super::page::Page;
use crate::domain::{Audience, Frequency, Language};
use crate::i18n::words;
use crate::ui::{live, live_flag};
use crate::{plural, say, text};

/// Frequency and language of mails.
#[component]
pub fn Notifications(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let i18n = page.i18n;
    view! {
        <section class="card notifications" aria-labelledby="notifications-title">
            <h2 id="notifications-title">{say!(i18n, frequency.title)}</h2>
            <FrequencyChoice page />
            <LanguageChoice page />
        </section>
    }
}

#[component]
fn FrequencyChoice(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let frequencies = page.session(|session| session.frequencies.clone());
    let choices = frequencies
        .into_iter()
        .map(|frequency| {
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name="frequency"
                        value=frequency.as_str()
                        prop:checked=live_flag(move || page.frequency.get() == Some(frequency))
                        on:change=move |_| page.set_frequency(frequency)
                    />
                    <span>{live(move || words::frequency(i18n, frequency))}</span>
                </label>
            }
        })
        .collect_view();
    let never = move || page.frequency.get() == Some(Frequency::Never);
    // The accountant's questions are those that the manual speaks of: asked by the client.
    let preselected = move || page.participating.get()[Audience::Accountant];
    view! {
        <fieldset class="choices">
            <legend>{say!(i18n, frequency.hint)}</legend>
            <div class="choices-row">{choices}</div>
        </fieldset>
        <div class="callout" hidden=live_flag(move || !never())>
            <p>{say!(i18n, frequency.never_callout)}</p>
            <p hidden=live_flag(move || preselected() == 0)>
                {live(move || plural!(i18n, frequency.never_preselected, preselected()))}
            </p>
        </div>
        <p class="callout" hidden=live_flag(move || page.frequency.get().is_some() || !page.frequency_unknown())>
            {say!(i18n, frequency.unknown)}</p>
    }
}

#[component]
fn LanguageChoice(page: Page) -> impl IntoView {
    let i18n = page.i18n;
    let (mut languages, profile) =
        page.session(|session| (session.languages.clone(), session.profile_language.clone()));
    // A choice made elsewhere is shown even where it is no longer on offer.
    if let Some(chosen) = page.language.get_untracked().filter(|chosen| !languages.contains(chosen)) {
        languages.push(chosen);
    }
    let of_profile = move || match &profile {
        Some(language) => text!(i18n, language.profile, language = i18n.language_name(language)),
        None => text!(i18n, language.profile_unknown),
    };
    let options = languages
        .into_iter()
        .map(|language| {
            let tag = language.as_str().to_owned();
            let value = tag.clone();
            let is_chosen = {
                let language = language.clone();
                move || page.language.get().as_ref() == Some(&language)
            };
            view! {
                <option value=value lang=tag prop:selected=live_flag(is_chosen)>
                    {own_name(&language)}
                </option>
            }
        })
        .collect_view();
    let choose = move |event| page.set_language(Language::parse(&event_target_value(&event)));
    view! {
        <div class="field">
            <label for="language">{say!(i18n, language.title)}</label>
            <select id="language" on:change=choose>
                <option value="" prop:selected=live_flag(move || page.language.get().is_none())>
                    {of_profile}
                </option>
                {options}
            </select>
        </div>
    }
}

fn own_name(language: &Language) -> String {
    crate::i18n::own_name_of(language.as_str())
}
