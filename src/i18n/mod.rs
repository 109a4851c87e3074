//! The language of the screen, and what depends on it: texts, plural forms, numbers and names of languages, which are
//! compiled in; collation and enumerations, which are the browser's own `Intl`.

pub mod words;

use std::cell::RefCell;
use std::cmp::Ordering;

use js_sys::{Array, Function, Intl, JsString, Object, Reflect};
use leptos::prelude::*;
use leptos::reactive::diagnostics::SpecialNonReactiveZone;
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::{Language, fold_latin};

/// The translations, made from `locales/` by the build script.
#[allow(missing_docs, dead_code, unused_imports, clippy::all)]
mod translations {
    include!(concat!(env!("OUT_DIR"), "/locales.rs"));
    pub use i18n::*;
}

pub use leptos_i18n::td_string;
pub use translations::Locale;

/// The current language; copied freely, follows a change.
#[derive(Clone, Copy)]
pub struct I18n {
    locale: RwSignal<Locale>,
}

thread_local! {
    /// The browser's helpers for the language used last: making one costs more than using it.
    static TOOLS: RefCell<Option<Tools>> = const { RefCell::new(None) };
}

struct Tools {
    locale: Locale,
    compare: Function,
}

impl I18n {
    /// Starts in this language.
    #[must_use]
    pub fn new(locale: Locale) -> Self {
        Self { locale: RwSignal::new(locale) }
    }

    /// The language, tracked.
    #[must_use]
    pub fn locale(self) -> Locale {
        // Rows are painted outside of any effect, and anew when the language changes.
        let _no_warning = SpecialNonReactiveZone::enter();
        self.locale.get()
    }

    /// The language, not tracked.
    #[must_use]
    pub fn locale_now(self) -> Locale {
        self.locale.get_untracked()
    }

    /// Changes the language.
    pub fn set(self, locale: Locale) {
        self.locale.set(locale);
    }

    /// Whether a count takes the form for one; every language here has just two forms for whole numbers
    /// that occur.
    #[must_use]
    pub fn is_one(self, count: usize) -> bool {
        is_one(self.locale(), count)
    }

    /// A number in the language's way of writing.
    #[must_use]
    pub fn number(self, count: usize) -> String {
        number(self.locale(), count)
    }

    /// Compares two names in the language's alphabetical order.
    #[must_use]
    pub fn compare(self, a: &str, b: &str) -> Ordering {
        compare(self.locale_now(), a, b)
    }

    /// An enumeration: "a, b and c".
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        let array: Array = items.iter().map(JsValue::from).collect();
        enumeration(tag(self.locale()), &array).unwrap_or_else(|| items.join(", "))
    }

    /// What a language is called in the current one; its tag where the browser does not know.
    #[must_use]
    pub fn language_name(self, language: &Language) -> String {
        name_of_language(self.locale(), language.as_str()).unwrap_or_else(|| language.as_str().to_owned())
    }
}

/// See [`I18n::is_one`].
// Asking the browser costs ten microseconds each time, which a toggle has not got.
#[must_use]
pub fn is_one(locale: Locale, count: usize) -> bool {
    let digit = u32::try_from(count).ok().and_then(|count| char::from_digit(count, 10));
    digit.is_some_and(|digit| td_string!(locale, number.singular).contains(digit))
}

/// See [`I18n::number`].
#[must_use]
pub fn number(locale: Locale, count: usize) -> String {
    if count < 1000 {
        return count.to_string();
    }
    // The browser's first own number costs 25 ms, which is a sixth of a load: it reads its tables of all languages.
    let (digits, separator) = (count.to_string(), td_string!(locale, number.group));
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// See [`I18n::compare`].
#[must_use]
pub fn compare(locale: Locale, a: &str, b: &str) -> Ordering {
    // Asking the browser costs a microsecond, and 10 ms the first time; where the letters differ, accents aside, there
    // is nothing to ask.
    if let (Some(bare), Some(other)) = (fold_latin(a), fold_latin(b)) {
        let order = bare.cmp(&other);
        if order.is_ne() {
            return order;
        }
        if a.is_ascii() && b.is_ascii() {
            return b.cmp(a);
        }
    }
    with_tools(locale, |tools| {
        let order = tools.compare.call2(&JsValue::UNDEFINED, &a.into(), &b.into());
        order.ok().and_then(|order| order.as_f64()).unwrap_or_default().total_cmp(&0.0)
    })
}

/// Names in the language's alphabetical order, sorted by the browser in one go.
#[must_use]
pub fn sorted(locale: Locale, names: &[&str]) -> Vec<String> {
    let array: Array = names.iter().copied().map(JsValue::from_str).collect();
    let sort = Reflect::get(&array, &"sort".into()).ok().and_then(|sort| sort.dyn_into::<Function>().ok());
    if let Some(sort) = sort {
        with_tools(locale, |tools| {
            let _ = sort.call1(&array, &tools.compare);
        });
    }
    array.iter().filter_map(|name| name.as_string()).collect()
}

/// What a language calls itself, with the capital that a list wants.
#[must_use]
pub fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::fr => "Français",
        Locale::nl => "Nederlands",
        Locale::en => "English",
        Locale::de => "Deutsch",
    }
}

/// What any language calls itself; its tag where the browser does not know.
#[must_use]
pub fn own_name_of(language: &str) -> String {
    let of_screen = LOCALES.into_iter().find(|&locale| tag(locale) == language);
    let name = match of_screen {
        Some(locale) => name_of_language(locale, language),
        None => ask_intl("DisplayNames", language, "language", "of", &language.into()),
    };
    name.unwrap_or_else(|| language.to_owned())
}

/// The languages of the screen.
pub const LOCALES: [Locale; 4] = [Locale::fr, Locale::nl, Locale::en, Locale::de];

/// The BCP 47 tag of a language of the screen.
#[must_use]
pub const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::fr => "fr",
        Locale::nl => "nl",
        Locale::en => "en",
        Locale::de => "de",
    }
}

/// The language of the screen that a tag asks for, region aside.
#[must_use]
pub fn locale_for(tag_asked: &str) -> Option<Locale> {
    let primary = tag_asked.split('-').next().unwrap_or_default().to_ascii_lowercase();
    LOCALES.into_iter().find(|&locale| tag(locale) == primary)
}

fn with_tools<T>(locale: Locale, run: impl FnOnce(&Tools) -> T) -> T {
    TOOLS.with_borrow_mut(|tools| {
        if tools.as_ref().is_none_or(|tools| tools.locale != locale) {
            *tools = Some(Tools::new(locale));
        }
        run(tools.as_ref().unwrap_or_else(|| unreachable!("just set")))
    })
}

impl Tools {
    fn new(locale: Locale) -> Self {
        let tags = Array::of1(&JsValue::from_str(tag(locale)));
        let options = Object::new();
        Self { locale, compare: Intl::Collator::new(&tags, &options).compare() }
    }
}

/// What the language with a tag is called in a language of the screen. The languages of the screen are known here:
/// the browser's first answer costs as much as its first number.
fn name_of_language(of: Locale, language: &str) -> Option<String> {
    match language {
        "fr" => Some(td_string!(of, language.names.fr).to_string()),
        "nl" => Some(td_string!(of, language.names.nl).to_string()),
        "en" => Some(td_string!(of, language.names.en).to_string()),
        "de" => Some(td_string!(of, language.names.de).to_string()),
        _ => ask_intl("DisplayNames", tag(of), "language", "of", &language.into()),
    }
}

/// `items` enumerated in the language `of`, given by its tag.
fn enumeration(of: &str, items: &Array) -> Option<String> {
    ask_intl("ListFormat", of, "conjunction", "format", items)
}

/// What a newer class of `Intl` makes of `what`; `None` where the browser has no such class.
fn ask_intl(class: &str, language: &str, kind: &str, method: &str, what: &JsValue) -> Option<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &class.into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &kind.into()).ok()?;
    let made = Reflect::construct(&class, &Array::of2(&language.into(), &options)).ok()?;
    let method: Function = Reflect::get(&made, &method.into()).ok()?.dyn_into().ok()?;
    method.call1(&made, what).ok()?.as_string()
}

/// Folds a text beyond ASCII for search, by the browser's own tables: see
/// [`FoldUnicode`](crate::domain::FoldUnicode).
#[must_use]
pub fn fold_unicode(text: &str) -> String {
    thread_local! {
        static MARKS: js_sys::RegExp = js_sys::RegExp::new(r"[\p{M}\p{Cf}]+", "gu");
    }
    let decomposed = JsString::from(text).normalize("NFKD");
    let bare = MARKS.with(|marks| decomposed.replace_by_pattern(marks, ""));
    // Upper case first: it takes apart letters such as ß.
    bare.to_upper_case().to_lower_case().into()
}

/// Chooses between the two forms of a text by a count, and fills in the count:
/// `plural!(i18n, count.dossiers, 12)`.
#[macro_export]
macro_rules! plural {
    ($i18n:expr, $($key:ident).+, $count:expr $(, $name:ident = $value:expr)*) => {{
        let (i18n, count): ($crate::i18n::I18n, usize) = ($i18n, $count);
        let number = i18n.number(count);
        if i18n.is_one(count) {
            $crate::text!(i18n, $($key).+.one, count = number $(, $name = $value)*)
        } else {
            $crate::text!(i18n, $($key).+.more, count = number $(, $name = $value)*)
        }
    }};
}

/// A text that follows the language: see [`say!`](crate::say).
#[must_use]
pub fn said(i18n: I18n, text: fn(Locale) -> String) -> Box<dyn Fn() -> String + Send> {
    Box::new(move || text(i18n.locale()))
}

/// A text of the view that follows the language: `say!(i18n, status.saved)`. Not a closure of its own but one
/// over a plain function, of which the bundle has the code once.
#[macro_export]
macro_rules! say {
    ($i18n:expr, $($key:ident).+) => {
        $crate::i18n::said($i18n, |locale| $crate::i18n::td_string!(locale, $($key).+).to_string())
    };
}

/// A text in the current language, which is tracked: `text!(i18n, status.saved)`.
#[macro_export]
macro_rules! text {
    ($i18n:expr, $($key:ident).+ $(, $name:ident = $value:expr)* $(,)?) => {{
        $crate::i18n::td_string!($i18n.locale(), $($key).+ $(, $name = $value)*).to_string()
    }};
}
