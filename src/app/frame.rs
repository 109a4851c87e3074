//! What is around the screen: language, who is signed in, menu. Everything that Leptos draws comes with this, in a part
//! of the program that the list does not wait for.

use leptos::prelude::*;
use leptos_router::components::Router;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{App, LANGUAGE_KEY};
use crate::api::sign_in_url;
use crate::configuration;
use crate::i18n::{I18n, LOCALES, locale_for, own_name, tag};
use crate::pages::conversation_settings::{ConversationSettings, Dismissed, FetchDialogs, Reading};
use crate::ui::Menu;
use crate::ui::dom::{after_frame, document, remember, window};
use crate::ui::{live, live_flag};
use crate::{say, text};

/// Where the settings screen is, below where the app is.
const SETTINGS: &str = "tools/conversations";

/// Shows the app in place of what `index.html` paints first; the list that was drawn there stays as it is.
pub fn show(app: App, fetch_dialogs: FetchDialogs) {
    let skeleton = document().get_element_by_id("skeleton");
    leptos::mount::mount_to_body(move || {
        provide_context(fetch_dialogs);
        view! { <Frame app /> }
    });
    let list = match app.reading.get_untracked() {
        Reading::Done(screen) => screen.list,
        _ => None,
    };
    // Whoever uses it already keeps it where it was.
    let in_use = list.as_ref().filter(|list| list.is_in_use()).map(|list| (list, list.top()));
    let place = document().query_selector(".dossier-list-place").ok().flatten();
    if let (Some(list), Some(place)) = (&list, place) {
        list.put_into(&place);
    }
    if let Some(skeleton) = skeleton {
        skeleton.remove();
    }
    if let Some((list, before)) = in_use {
        window().scroll_by_with_x_and_y(0.0, list.top() - before);
    }
    after_frame(configuration::tell_complete);
}

#[component]
fn Frame(app: App) -> impl IntoView {
    let i18n = app.i18n;
    Effect::new(move |_| app.name_document());
    // The router knows its base without a slash at the end.
    let mut base = configuration::base();
    base.pop();
    provide_context(Dismissed(RwSignal::new(false)));
    let read_again = Callback::new(move |()| app.read());
    // One screen, at whatever address the host shows it: choosing among routes would cost 15 kB.
    view! {
        <Router base=base>
            <Header app />
            <main id="main" tabindex="-1">
                <ConversationSettings i18n reading=app.reading read_again />
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

#[component]
fn Header(app: App) -> impl IntoView {
    let i18n = app.i18n;
    let name = move || app.user_name.get();
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
