//! The page's document and window, and small things done to elements.

use std::time::Duration;

use js_sys::{Function, Reflect};
use leptos::prelude::{request_animation_frame, set_timeout};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, Window};

use crate::configuration;

/// The window. Everything here runs in one.
#[must_use]
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The document.
#[must_use]
pub fn document() -> Document {
    leptos::prelude::document()
}

/// The first descendant that matches a selector known to be there, as its type.
///
/// # Panics
/// When the markup lacks it: a mistake in the view beside which this is called.
#[must_use]
pub fn part<T: JsCast>(of: &Element, selector: &str) -> T {
    let found = of.query_selector(selector).ok().flatten();
    match found.map(JsCast::dyn_into) {
        Some(Ok(element)) => element,
        _ => unreachable!("the view has no {selector}"),
    }
}

/// Makes an element that is not in the document yet.
///
/// # Panics
/// When `tag` is not the name of an HTML element: a mistake where this is called.
#[must_use]
pub fn make(tag: &str, class: &str) -> HtmlElement {
    let made = document().create_element(tag).ok().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let element = made.unwrap_or_else(|| unreachable!("{tag} is no element"));
    element.set_class_name(class);
    element
}

/// Sets an attribute; names used here are valid, so that cannot fail.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Sets or takes away an attribute of the whole document, for its style sheets.
pub fn mark_page(name: &str, is_set: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.toggle_attribute_with_force(name, is_set);
    }
}

/// Sets a CSS property by script, which a content security policy allows.
pub fn set_style(element: &HtmlElement, property: &str, value: &str) {
    let _ = element.style().set_property(property, value);
}

/// A length in CSS pixels, as text. Formatted by the browser: the code for it is there already.
#[must_use]
pub fn px(length: f64) -> String {
    js_sys::Number::from(length)
        .to_string_with_radix(10)
        .map_or_else(|_| String::new(), |text| format!("{}px", String::from(text)))
}

/// Moves the focus without scrolling.
pub fn focus_in_place(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Moves an element to the end of another one, without losing its focus and what else it holds while it is in the
/// document.
pub fn move_to(element: &HtmlElement, parent: &Element) {
    let move_before = Reflect::get(parent, &"moveBefore".into()).and_then(JsCast::dyn_into::<Function>);
    let moved = match move_before {
        Ok(move_before) if element.is_connected() => move_before.call2(parent, element, &JsValue::NULL).is_ok(),
        _ => false,
    };
    if !moved {
        let focused = document().active_element().filter(|focused| element.contains(Some(focused)));
        let _ = parent.append_child(element);
        if let Some(focused) = focused.and_then(|focused| focused.dyn_into::<HtmlElement>().ok()) {
            focus_in_place(&focused);
        }
    }
}

/// Reads a text that this browser keeps for the app.
#[must_use]
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(&kept_under(key)).ok().flatten()
}

/// Keeps a text in this browser, where that is possible.
pub fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _: Result<(), JsValue> = storage.set_item(&kept_under(key), value);
    }
}

/// Calls `run` once the frame that is under way has been painted; soon, on a page that is hidden and has no
/// frames.
pub fn after_frame(run: impl FnOnce() + 'static) {
    let soon = move || set_timeout(run, Duration::ZERO);
    if document().hidden() {
        soon();
    } else {
        request_animation_frame(soon);
    }
}

/// The app may be under more than one path of an origin.
fn kept_under(key: &str) -> String {
    configuration::base().split_off(1) + key
}

/// Calls `run` at every event of this name on the window, for as long as the page lives.
pub fn on_window(event: &str, run: impl FnMut() + 'static) {
    listen(&window(), event, run);
}

/// Calls `run` at every event of this name on the document, for as long as the page lives.
pub fn on_document(event: &str, run: impl FnMut() + 'static) {
    listen(&document(), event, run);
}

/// The same, with the event.
pub fn on_window_event(event: &str, run: impl FnMut(&Event) + 'static) {
    listen_to(&window(), event, run);
}

fn listen(target: &EventTarget, event: &str, mut run: impl FnMut() + 'static) {
    listen_to(target, event, move |_| run());
}

/// Calls `run` at every event of this name on an element, or on what is in it, for as long as the page lives.
pub fn listen_to(target: &EventTarget, event: &str, mut run: impl FnMut(&Event) + 'static) {
    let handler = Closure::<dyn FnMut(Event)>::new(move |event: Event| run(&event));
    let _ = target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    handler.forget();
}
