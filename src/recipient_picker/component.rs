//! The picker as a Leptos component.

use std::cell::RefCell;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, HtmlElement, Node, RequestCredentials, RequestInit, Response};

use super::picker::{Config, Host, Notice, Picker};
use crate::domain::Audience;
use crate::i18n::Locale;

/// The recipients of a question, chosen by whoever asks it.
///
/// Shows the same as the custom element, in the page's own tree: include `style/recipient-picker.css`. In
/// a form it submits one field of this name for each recipient; with `required` the form does not submit
/// while there is none.
#[component]
pub fn RecipientPicker(
    /// The dossier's id; empty while there is none.
    #[prop(into)]
    dossier: Signal<String>,
    /// For whom the question is.
    #[prop(into)]
    audience: Signal<Audience>,
    /// The ids of those chosen, in the order chosen. Setting it chooses them.
    #[prop(optional)]
    value: RwSignal<Vec<String>>,
    /// The team as the contract writes it (JSON), instead of asking the backend.
    #[prop(optional, into)]
    team: Signal<Option<String>>,
    /// The name of the form's fields.
    #[prop(optional, into)]
    name: Signal<String>,
    /// The field's label; empty for the usual one.
    #[prop(optional, into)]
    label: Signal<String>,
    /// The language.
    #[prop(default = Locale::fr.into(), into)]
    locale: Signal<Locale>,
    /// Where the backend is: an origin, or empty for the page's own.
    #[prop(optional, into)]
    api_base: Signal<String>,
    /// Whether somebody must be chosen.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Whether nothing can be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Told when the candidates are there, when they could not be had, and of every change.
    #[prop(optional)]
    on_notice: Option<Callback<Notice>>,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let picker = StoredValue::new_local(None::<Picker>);
    let config = move || Config {
        dossier: dossier.get(),
        audience: audience.get(),
        team: team.with(|team| team.as_ref().map(|json| js_sys::JSON::parse(json).unwrap_or_default())),
        api_base: api_base.get(),
        label: label.get(),
        shows_label: true,
        locale: locale.get(),
        required: required.get(),
        disabled: disabled.get(),
    };
    Effect::new(move |_| {
        let Some(root) = root.get() else { return };
        if picker.read_value().is_none() {
            let root: HtmlElement = root.unchecked_into();
            let made = mount(root, value, on_notice);
            // A value that the host had before.
            let wanted = value.get_untracked();
            if !wanted.is_empty() {
                made.set_value(&wanted);
            }
            picker.set_value(Some(made));
        }
        if let Some(picker) = picker.get_value() {
            picker.configure(config());
        }
    });
    Effect::new(move |_| {
        let wanted = value.get();
        if let Some(picker) = picker.get_value()
            && picker.value() != wanted
        {
            picker.set_value(&wanted);
        }
    });
    // A form that is reset resets the picker: its fields are made by us, so the browser does not.
    let listening = window_event_listener(leptos::ev::reset, move |event| {
        let target: Option<Node> = event.target().and_then(|target| target.dyn_into().ok());
        let (Some(form), Some(root)) = (target, root.get_untracked()) else { return };
        if let Some(picker) = picker.get_value()
            && !event.default_prevented()
            && form.contains(Some(&root))
        {
            picker.reset();
        }
    });
    on_cleanup(move || {
        listening.remove();
        picker.set_value(None);
    });
    let fields = move || {
        let (name, disabled) = (name.get(), disabled.get());
        let field = |id: String| view! { <input type="hidden" name=name.clone() value=id disabled=disabled /> };
        let named = !name.is_empty();
        value.get().into_iter().filter(|_| named).map(field).collect_view()
    };
    view! {
        <div node_ref=root>
            <span class="recipient-picker-status" role="status"></span>
        </div>
        {fields}
    }
}

fn mount(root: HtmlElement, value: RwSignal<Vec<String>>, on_notice: Option<Callback<Notice>>) -> Picker {
    let region: Option<HtmlElement> = root.first_element_child().and_then(|region| region.dyn_into().ok());
    let node: &Node = root.as_ref();
    let region = region.unwrap_or_else(|| root.clone());
    Picker::new(node, region, InPage { value, on_notice, asking: RefCell::default() })
}

/// The Leptos page around a picker.
struct InPage {
    value: RwSignal<Vec<String>>,
    on_notice: Option<Callback<Notice>>,
    asking: RefCell<Option<AbortController>>,
}

impl Host for InPage {
    fn told(&self, picker: &Picker, notice: Notice) {
        if notice == Notice::Updated {
            let chosen = picker.value();
            if self.value.with_untracked(|value| *value != chosen) {
                self.value.set(chosen);
            }
            picker.show_validity();
        }
        if let Some(callback) = self.on_notice {
            callback.run(notice);
        }
    }

    fn ask(&self, picker: &Picker, url: &str, number: u32) {
        let abort = AbortController::new().ok();
        let signal = abort.as_ref().map(AbortController::signal);
        if let Some(before) = self.asking.replace(abort) {
            before.abort();
        }
        let (picker, url) = (picker.downgrade(), url.to_owned());
        spawn_local(async move {
            let (status, body) = read(&url, signal).await.unwrap_or_default();
            if let Some(picker) = picker.upgrade() {
                picker.answered(number, status, &body);
            }
        });
    }
}

impl Drop for InPage {
    fn drop(&mut self) {
        if let Some(asking) = self.asking.take() {
            asking.abort();
        }
    }
}

async fn read(url: &str, signal: Option<AbortSignal>) -> Option<(u16, JsValue)> {
    let options = RequestInit::new();
    options.set_credentials(RequestCredentials::Include);
    options.set_signal(signal.as_ref());
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &options)).await.ok()?;
    let response: Response = response.unchecked_into();
    let body = JsFuture::from(response.json().ok()?).await.unwrap_or_default();
    Some((response.status(), body))
}
