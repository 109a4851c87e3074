//! The app: what it reads, in which language it is, and the parts of the program that come after the list.

pub mod frame;

use std::pin::Pin;

use leptos::prelude::{LocalStorage, RwSignal, Set as _, WithUntracked as _};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::api::read_session;
use crate::configuration;
use crate::i18n::{I18n, Locale, locale_for, tag};
use crate::pages::conversation_settings::{FetchDialogs, Reading, read, say_loading};
use crate::text;
use crate::ui::dom::{after_frame, document, remembered, window};

/// Where the choice of language is remembered in this browser.
const LANGUAGE_KEY: &str = "conversation-settings/language";

/// So long the frame waits for the list, so that the list comes first.
const PATIENCE_MS: f64 = 500.0;

/// The app. A handle that is copied freely.
#[derive(Clone, Copy)]
pub struct App {
    /// The language of the screen.
    pub i18n: I18n,
    /// The name of who is signed in, once that is known.
    pub user_name: RwSignal<Option<String>>,
    /// How far reading the screen has come.
    pub reading: RwSignal<Reading, LocalStorage>,
}

/// Fetches the part of the program that has everything but the list; `None` when that could not be had.
pub type FetchFrame = fn() -> Pin<Box<dyn Future<Output = Option<ShowFrame>>>>;

/// What [`FetchFrame`] fetches: [`frame::show`].
pub type ShowFrame = fn(App, FetchDialogs);

/// Starts the app.
pub fn start(fetch_frame: FetchFrame, fetch_dialogs: FetchDialogs) {
    std::panic::set_hook(Box::new(|panic| configuration::note_panic(&described(panic))));
    let chosen = remembered(LANGUAGE_KEY).and_then(|tag| offered(&tag));
    let app = App {
        i18n: I18n::new(chosen.or_else(browser_locale).or_else(first_locale).unwrap_or(Locale::fr)),
        user_name: RwSignal::new(None),
        reading: RwSignal::new_local(Reading::Underway),
    };
    app.read();
    spawn_local(async move {
        match fetch_frame().await {
            Some(show) => app.when_drawn(js_sys::Date::now() + PATIENCE_MS, move || show(app, fetch_dialogs)),
            None => configuration::fail("loading", "frame"),
        }
    });
}

impl App {
    /// Reads who is signed in and what the screen shows.
    pub fn read(self) {
        self.user_name.set(None);
        self.reading.set(Reading::Underway);
        self.name_document();
        say_loading(self.i18n);
        spawn_local(async move {
            let session = match read_session().await {
                Ok(session) => session,
                Err(error) => return self.reading.set(Reading::Failed(error)),
            };
            // The language of the profile, unless another was chosen in this browser.
            if let (None, Some(language)) = (remembered(LANGUAGE_KEY), &session.profile_language) {
                self.i18n.set(offered(language.as_str()).unwrap_or(self.i18n.locale_now()));
                self.name_document();
                say_loading(self.i18n);
            }
            self.user_name.set(Some(session.name.clone()));
            self.reading.set(match read(self.i18n, session).await {
                Ok(screen) => {
                    screen.draw_early();
                    Reading::Done(Box::new(screen))
                }
                Err(error) => Reading::Failed(error),
            });
        });
    }

    /// Calls `run` once the list has been painted, or it is known why there is none; soon, if that takes long. Until
    /// `deadline`, in milliseconds as `Date.now()` has them.
    fn when_drawn(self, deadline: f64, run: impl FnOnce() + 'static) {
        let is_underway = self.reading.with_untracked(|reading| matches!(reading, Reading::Underway));
        if is_underway && js_sys::Date::now() < deadline {
            after_frame(move || self.when_drawn(deadline, run));
        } else {
            // What was drawn just now is painted first, and what the user did with it answered.
            after_frame(move || after_frame(run));
        }
    }

    /// Tells the document in which language it is, and its title in it; tracked.
    pub fn name_document(self) {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", tag(self.i18n.locale()));
        }
        document().set_title(&text!(self.i18n, app.title));
    }
}

/// Where a panic happened and, unless it may tell of a person, what it says.
fn described(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let text = panic.payload().downcast_ref::<&str>().copied().unwrap_or_default();
    [&place, " ", text].concat()
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
