//! How this installation is configured: what `src/start/configuration.js` made of `config.json` before the app
//! started.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The path that the app is under: `/`, or `/portal/settings/`.
#[must_use]
pub fn base() -> String {
    text("base").unwrap_or_else(|| "/".to_owned())
}

/// The address of a page or file of the app, given relative to where the app is.
#[must_use]
pub fn address(of: &str) -> String {
    base() + of
}

/// Where the backend answers a path of the contract.
#[must_use]
pub fn api(path: &str) -> String {
    text("api").unwrap_or_default() + path
}

/// Tells the backend from others that are used from the same origin.
#[must_use]
pub fn tenant() -> String {
    text("tenant").unwrap_or_default()
}

/// The page to sign in on, if it is not for the backend to say.
#[must_use]
pub fn sign_in() -> Option<String> {
    text("signIn")
}

/// The name of the firm's portal, if not the usual one.
#[must_use]
pub fn brand() -> Option<String> {
    text("brand")
}

/// The firm's logo.
#[must_use]
pub fn logo() -> String {
    text("logo").unwrap_or_else(|| address("icon.svg"))
}

/// Whether the screen is offered in a language.
#[must_use]
pub fn offers(language: &str) -> bool {
    let offered = ours("languages").dyn_into::<Array>();
    offered.map_or(true, |offered| offered.includes(&language.into(), 0))
}

/// The first of the languages offered.
#[must_use]
pub fn first_language() -> Option<String> {
    ours("languages").dyn_ref::<Array>()?.get(0).as_string()
}

/// Whether a part of the screen is there that can be switched off.
#[must_use]
pub fn has(feature: &str) -> bool {
    !get(&ours("features"), feature).is_falsy()
}

/// The request for a path of the contract that was made before the app started, once.
#[must_use]
pub fn begun(path: &str) -> Option<Promise> {
    let begun = ours("begun");
    let answer = get(&begun, path).dyn_into().ok();
    let _ = Reflect::delete_property(begun.unchecked_ref::<js_sys::Object>(), &path.into());
    answer
}

/// Leaves word of a panic for the page that shows when the app has stopped.
pub fn note_panic(message: &str) {
    let _ = Reflect::set(&global(), &"panic".into(), &message.into());
}

/// Tells the scripts that started the app that all of it is there: what else there is to do may begin.
pub fn tell_complete() {
    if let Ok(complete) = ours("complete").dyn_into::<Function>() {
        let _ = complete.call0(&JsValue::UNDEFINED);
    }
}

/// Shows the page that says that something of the app is missing, and reports it.
pub fn fail(kind: &str, what: &str) {
    if let Ok(fail) = ours("fail").dyn_into::<Function>() {
        let _ = fail.call2(&JsValue::UNDEFINED, &kind.into(), &what.into());
    }
}

fn text(name: &str) -> Option<String> {
    ours(name).as_string()
}

fn ours(name: &str) -> JsValue {
    get(&global(), name)
}

fn global() -> JsValue {
    get(&js_sys::global(), "conversationSettings")
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}
