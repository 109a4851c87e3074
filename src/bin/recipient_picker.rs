//! The picker's bundle: what `element.js`, the class of the custom element, holds on to.
#![cfg_attr(not(target_arch = "wasm32"), allow(missing_docs))]

#[cfg(target_arch = "wasm32")]
mod handle {
    use conversation_settings::domain::Audience;
    use conversation_settings::i18n::{Locale, locale_for};
    use conversation_settings::recipient_picker::{Config, Host, Notice, Picker};
    use js_sys::Function;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;
    use web_sys::{HtmlElement, Node};

    /// The class of the element.
    struct Class {
        tell: Function,
        ask: Function,
    }

    impl Host for Class {
        fn told(&self, _: &Picker, notice: Notice) {
            let (name, code) = match notice {
                Notice::Updated => ("updated", ""),
                Notice::Changed => ("changed", ""),
                Notice::Ready => ("ready", ""),
                Notice::Failed(code) => ("error", code),
            };
            // A page that throws is the page's affair.
            let _ = self.tell.call2(&JsValue::UNDEFINED, &name.into(), &code.into());
        }

        fn ask(&self, _: &Picker, url: &str, number: u32) {
            let _ = self.ask.call2(&JsValue::UNDEFINED, &url.into(), &number.into());
        }
    }

    /// A picker in an element. Freeing it takes it out of the document.
    #[wasm_bindgen]
    pub struct Handle(Picker);

    #[wasm_bindgen]
    impl Handle {
        /// Makes a picker, last in `root`; announces in `region`; calls `tell(notice, code)` and
        /// `ask(url, number)`.
        #[wasm_bindgen(constructor)]
        #[must_use]
        pub fn new(root: &Node, region: HtmlElement, tell: Function, ask: Function) -> Self {
            Self(Picker::new(root, region, Class { tell, ask }))
        }

        /// The backend's answer.
        pub fn answered(&self, number: u32, status: u16, body: &JsValue) {
            self.0.answered(number, status, body);
        }

        /// Takes over what the host decides.
        #[allow(clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
        pub fn configure(
            &self,
            dossier: String,
            audience: &str,
            team: JsValue,
            api_base: String,
            label: String,
            shows_label: bool,
            language: &str,
            required: bool,
            disabled: bool,
        ) {
            self.0.configure(Config {
                dossier,
                audience: Audience::parse(audience).unwrap_or(Audience::Accountant),
                team: (!team.is_undefined()).then_some(team),
                api_base,
                label,
                shows_label,
                locale: locale_for(language).unwrap_or(Locale::fr),
                required,
                disabled,
            });
        }

        /// The ids of those chosen.
        #[must_use]
        pub fn value(&self) -> Vec<String> {
            self.0.value()
        }

        /// Chooses exactly these people.
        pub fn set_value(&self, ids: Vec<String>) {
            self.0.set_value(&ids);
        }

        /// Whether anything was decided by hand.
        #[must_use]
        pub fn touched(&self) -> bool {
            self.0.touched()
        }

        /// Everybody who can be chosen.
        #[must_use]
        pub fn candidates(&self) -> Vec<JsValue> {
            self.0.candidates()
        }

        /// Why the selection cannot be sent; empty when it can.
        #[must_use]
        pub fn problem(&self) -> String {
            self.0.problem().unwrap_or_default()
        }

        /// Goes back to the default selection.
        pub fn reset(&self) {
            self.0.reset();
        }

        /// Moves the focus into the field.
        pub fn focus(&self) {
            self.0.focus();
        }

        /// The field.
        #[must_use]
        pub fn anchor(&self) -> HtmlElement {
            self.0.anchor()
        }
    }
}

fn main() {}
