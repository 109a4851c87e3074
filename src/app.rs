//! The app around its screen: language, who is signed in, menu.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::api::{ReadError, Session, read_session, sign_in_url};
use crate::configuration;
use crate::i18n::{I18n, LOCALES, Locale, locale_for, own_name, tag};
use crate::pages::conversation_settings::{ConversationSettings, Dismissed, FetchDialogs};
use crate::ui::Menu;
use crate::ui::dom::{document, remember, remembered, window};
use crate::ui::{live, live_flag};
use crate::{say, text};

/// Where the choice of language is remembered in this browser.
const LANGUAGE_KEY: &str = "conversation-settings/language";

/// Where the settings screen is, below where the app is.
const SETTINGS: &str = "tools/conversations";

/// Starts the app in place of what `index.html` paints first.
pub fn start(fetch_dialogs: FetchDialogs) {
    std::panic::set_hook(Box::new(|panic| configuration::note_panic(&described(panic))));
    if let Some(placeholder) = document().get_element_by_id("skeleton") {
        placeholder.remove();
    }
    leptos::mount::mount_to_body(move || {
        provide_context(fetch_dialogs);
        view! { <App /> }
    });
}

/// Where a panic happened and, unless it may tell of a person, what it says.
fn described(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let text = panic.payload().downcast_ref::<&str>().copied().unwrap_or_default();
    [&place, " ", text].concat()
}

#[component]
fn App() -> impl IntoView {
    let chosen = remembered(LANGUAGE_KEY).and_then(|tag| offered(&tag));
    let i18n = I18n::new(chosen.or_else(browser_locale).or_else(first_locale).unwrap_or(Locale::fr));
    let session = RwSignal::new(None::<Result<Session, ReadError>>);
    let read = move || {
        session.set(None);
        spawn_local(async move {
            let answer = read_session().await;
            let profile = answer.as_ref().ok().and_then(|session| session.profile_language.clone());
            // The language of the profile, unless another was chosen in this browser.
            if let (None, Some(language)) = (remembered(LANGUAGE_KEY), profile) {
                i18n.set(offered(language.as_str()).unwrap_or(i18n.locale_now()));
            }
            session.set(Some(answer));
        });
    };
    read();
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", tag(i18n.locale()));
        }
    });
    // The router knows its base without a slash at the end.
    let mut base = configuration::base();
    base.pop();
    provide_context(Dismissed(RwSignal::new(false)));
    let read_session_again = Callback::new(move |()| read());
    Effect::new(move |_| document().set_title(&text!(i18n, app.title)));
    // One screen, at whatever address the host shows it: choosing among routes would cost 15 kB.
    view! {
        <Router base=base>
            <Header i18n session />
            <main id="main" tabindex="-1">
                <ConversationSettings i18n session read_session_again />
            </main>
        </Router>
    }
}

fn focus_main() {
    focus("#main");
}

/// The first row of the list; what narrows it where it is empty, and the content while there is none.
fn focus_list() {
    let _ = focus(".list .switch:not([tabindex='-1'])") || focus("#search") || focus("#main");
}

/// Puts the focus on an element; returns whether it is there.
fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let found = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|found| found.focus().is_ok())
}

fn browser_locale() -> Option<Locale> {
    let languages = window().navigator().languages();
    languages.iter().filter_map(|tag: JsValue| tag.as_string()).find_map(|tag| offered(&tag))
}

/// The language of the screen that a tag asks for, where the screen is offered in it.
fn offered(tag_asked: &str) -> Option<Locale> {
    locale_for(tag_asked).filter(|&locale| configuration::offers(tag(locale)))
}

fn first_locale() -> Option<Locale> {
    configuration::first_language().and_then(|tag| locale_for(&tag))
}

#[component]
fn Header(i18n: I18n, session: RwSignal<Option<Result<Session, ReadError>>>) -> impl IntoView {
    let name = move || session.get().and_then(Result::ok).map(|session| session.name);
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus_main();
    };
    let skip_to_list = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus_list();
    };
    let Dismissed(dismissed) = expect_context();
    // It leads to the screen as it opens: whoever is there already stays with what they look for.
    let stay = move |event: web_sys::MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            skip(event);
        }
    };
    view! {
        <a class="skip" href="#main" on:click=skip rel="external">{say!(i18n, app.skip)}</a>
        <a class="skip" href="#main" on:click=skip_to_list rel="external">{say!(i18n, app.skip_to_list)}</a>
        <header class="app-header">
            <div class="brand">
                <img src=configuration::logo() alt="" height="28" />
                <span>{move || configuration::brand().unwrap_or_else(|| text!(i18n, app.brand))}</span>
            </div>
            <LanguageSwitch i18n />
            <Show when=move || name().is_some()>
                <Menu label=Signal::derive(move || {
                    format!("{} {}", text!(i18n, app.signed_in_as), name().unwrap_or_default())
                })>
                    <nav aria-labelledby="menu-tools">
                        <p id="menu-tools" class="menu-title">{say!(i18n, app.tools)}</p>
                        <ul>
                            <li>
                                <a href=configuration::address(SETTINGS) aria-current="page" on:click=stay>
                                    {say!(i18n, app.title)}
                                </a>
                            </li>
                        </ul>
                    </nav>
                    <Show when=move || dismissed.get()>
                        <button type="button" class="menu-action" on:click=move |_| dismissed.set(false)>
                            {say!(i18n, recommendation.show)}
                        </button>
                    </Show>
                    <a href=live(move || accessibility_url(i18n)) rel="external">{say!(i18n, app.accessibility)}</a>
                    <a href=live(move || sign_in_url(None)) rel="external">{say!(i18n, app.change_user)}</a>
                </Menu>
            </Show>
        </header>
    }
}

/// Plain pages, so that they open when nothing else does, and cost the screen nothing.
fn accessibility_url(i18n: I18n) -> String {
    configuration::address(&format!("accessibility/{}.html", tag(i18n.locale())))
}

#[component]
fn LanguageSwitch(i18n: I18n) -> impl IntoView {
    let options = LOCALES
        .into_iter()
        .filter(|&locale| configuration::offers(tag(locale)))
        .map(|locale| {
            view! {
                <option value=tag(locale) lang=tag(locale) prop:selected=live_flag(move || i18n.locale() == locale)>
                    {own_name(locale)}
                </option>
            }
        })
        .collect_view();
    let choose = move |event| {
        if let Some(locale) = locale_for(&event_target_value(&event)) {
            remember(LANGUAGE_KEY, tag(locale));
            i18n.set(locale);
        }
    };
    view! {
        <label class="language-switch">
            <span class="visually-hidden">{say!(i18n, app.ui_language)}</span>
            <select id="ui-language" on:change=choose>{options}</select>
        </label>
    }
}
