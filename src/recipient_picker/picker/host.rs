//! What the picker is embedded in: what it decides, and what it is told.

use wasm_bindgen::JsValue;

use super::Picker;
use crate::domain::Audience;
use crate::i18n::Locale;

/// What the host decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The dossier's id; empty while there is none.
    pub dossier: String,
    /// For whom the question is.
    pub audience: Audience,
    /// The team as the contract writes it, instead of asking the backend. Another object is another team.
    pub team: Option<JsValue>,
    /// Where the backend is: an origin, or empty for the page's own.
    pub api_base: String,
    /// The field's label; empty for the usual one.
    pub label: String,
    /// Whether the picker shows the label, or the host has one of its own.
    pub shows_label: bool,
    /// The language.
    pub locale: Locale,
    /// Whether somebody must be chosen.
    pub required: bool,
    /// Whether nothing can be changed.
    pub disabled: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            dossier: String::new(),
            audience: Audience::Accountant,
            team: None,
            api_base: String::new(),
            label: String::new(),
            shows_label: true,
            locale: Locale::fr,
            required: false,
            disabled: false,
        }
    }
}

/// What a host is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Value or validity may be others now.
    Updated,
    /// The selection changed, by the user or by what happened elsewhere.
    Changed,
    /// The candidates are there.
    Ready,
    /// They could not be had. The code of the `error` event.
    Failed(&'static str),
}

/// What the picker is embedded in.
pub trait Host {
    /// Something happened that the page may want to know.
    fn told(&self, picker: &Picker, notice: Notice);

    /// Asks the backend, instead of whatever it was asked before, and gives [`Picker::answered`] the answer
    /// with this number.
    fn ask(&self, picker: &Picker, url: &str, number: u32);
}
