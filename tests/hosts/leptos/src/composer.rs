//! The composer's page.

use conversation_settings::domain::Audience;
use conversation_settings::i18n::Locale;
use conversation_settings::recipient_picker::RecipientPicker;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::questions::ask;

const DOSSIERS: [&str; 3] = ["dos-1", "dos-3", "dos-12"];

/// Asks a question in a dossier.
#[component]
pub fn Composer() -> impl IntoView {
    let dossier = RwSignal::new(DOSSIERS[0].to_owned());
    let audience = RwSignal::new(Audience::Accountant);
    let language = RwSignal::new(Locale::fr);
    let text = RwSignal::new(String::new());
    let picked = RwSignal::new(Vec::<String>::new());
    let stored = RwSignal::new(String::new());
    let renderings = RwSignal::new(0);

    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (dossier, audience) = (dossier.get_untracked(), audience.get_untracked().as_str());
        let (text, recipients) = (text.get_untracked(), picked.get_untracked());
        spawn_local(async move {
            let answer = ask(&dossier, audience, &text, &recipients).await;
            stored.set(answer.unwrap_or_else(|error| error.to_string()));
        });
    };
    let choose_audience =
        move |name: String| audience.set(Audience::parse(&name).unwrap_or(Audience::Accountant));
    let choose_language = move |tag: String| language.set(tag.parse().unwrap_or(Locale::fr));

    view! {
        <form on:submit=send on:reset=move |_| text.set(String::new())>
            <h1>"Leptos"</h1>
            <label>"Dossier " <select id="dossier" on:change:target=move |event| dossier.set(event.target().value())>
                {DOSSIERS.map(|id| view! { <option>{id}</option> })}
            </select></label>
            <label>"Public " <select id="audience" on:change:target=move |event| choose_audience(event.target().value())>
                <option>"accountant"</option><option>"entrepreneur"</option>
            </select></label>
            <label>"Langue " <select id="language" on:change:target=move |event| choose_language(event.target().value())>
                <option>"fr"</option><option>"nl"</option>
            </select></label>
            <RecipientPicker
                dossier=dossier
                audience=audience
                locale=language
                value=picked
                name="recipients"
                label="Destinataires"
                required=true
            />
            <label>"Question " <textarea id="text" required bind:value=text></textarea></label>
            <button id="send">"Envoyer"</button>
            <button id="clear" type="reset">"Effacer"</button>
            <button id="rerender" type="button" on:click=move |_| renderings.update(|count| *count += 1)>
                {renderings}
            </button>
            <p>"Choisis : " <output id="picked">{move || picked.get().join(" ")}</output></p>
            <p>"Enregistrés : " <output id="stored">{stored}</output></p>
        </form>
    }
}
