//! One sender at a time: the tabs of a person take turns in changing the settings.
//!
//! A courtesy to the backend, which sees one change of a person at a time. It spares no requests: who has waited
//! may be outdated by then. What must hold rests on `If-Match` alone, so a tab that does not get its turn in
//! time takes it.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::http::DEADLINE;
use super::tabs::with_lock;
use crate::saving::Owner;
use crate::ui::dom::window;

/// A turn; it ends when this is dropped, and when the tab is no more.
pub struct Turn {
    /// Absent where there are no locks: then everybody sends at will.
    end: Option<Function>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(end) = &self.end {
            let _ = end.call0(&JsValue::NULL);
        }
    }
}

/// Waits for this tab's turn. One that holds it for longer than a request may take is frozen, and loses it.
pub async fn turn(owner: &Owner) -> Turn {
    let name = format!("conversation-settings/sender/{}/{}", owner.tenant, owner.person);
    let over = Rc::new(Cell::new(false));
    let begun = Promise::new(&mut |begin, _| {
        ask_for(&name, false, &over, &begin);
        let (name, over) = (name.clone(), over.clone());
        let steal = move || {
            if !over.replace(true) {
                ask_for(&name, true, &Rc::default(), &begin);
            }
        };
        let steal = Closure::once_into_js(steal);
        let patience = i32::try_from(DEADLINE.as_millis()).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(steal.unchecked_ref(), patience);
    });
    let end = JsFuture::from(begun).await.ok().and_then(|end| end.dyn_into().ok());
    Turn { end }
}

/// Has `begin` called with what ends the turn, unless the wait is `over` before it comes.
fn ask_for(name: &str, steal: bool, over: &Rc<Cell<bool>>, begin: &Function) {
    let (over, begin) = (over.clone(), begin.clone());
    let without = {
        let (over, begin) = (over.clone(), begin.clone());
        move || {
            over.set(true);
            let _ = begin.call0(&JsValue::NULL);
        }
    };
    let held = move || {
        if over.replace(true) {
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        Promise::new(&mut |end, _| {
            let _ = begin.call1(&JsValue::NULL, &end);
        })
    };
    with_lock(name, steal, held, without);
}
