//! A tab's place in this browser, taken while other things are still being read: browsers take their time to open
//! a database and to give a lock.

use js_sys::{Array, Math, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

use super::store::Store;
use super::tabs::with_lock_of;
use crate::saving::{Owner, TabId};

/// The place of this tab among those that save for one person.
pub struct Seat {
    pub(super) owner: Owner,
    pub(super) tab: TabId,
    pub(super) store: Store,
    /// Settled once the tab's lock is held and the outbox is open, as far as this browser allows either.
    pub(super) ready: Promise,
}

impl Seat {
    /// Takes a place for as long as the page lives.
    #[must_use]
    pub fn take(owner: Owner) -> Self {
        let tab = TabId((Math::random() * f64::from(u32::MAX)) as u32);
        let store = Store::new(owner.clone(), tab);
        let locked = Promise::new(&mut |locked, _| {
            let refused = locked.clone();
            let hold = move || {
                let _ = locked.call0(&JsValue::NULL);
                Promise::new(&mut |_, _| {})
            };
            with_lock_of(tab, hold, move || drop(refused.call0(&JsValue::NULL)));
        });
        let opening = store.clone();
        let opened = future_to_promise(async move {
            // What it cannot do now it is asked for again.
            let _ = opening.open().await;
            Ok(JsValue::UNDEFINED)
        });
        Self { owner, tab, store, ready: Promise::all(&Array::of2(&locked, &opened)).unchecked_into() }
    }
}
