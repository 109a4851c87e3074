//! The other tabs: this one's place among them, and taking over from those that are no more.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::writing::written;
use super::{Saver, store, tabs};
use crate::saving::{Event, News, Record, TabId};

/// A record of a tab that is no more, until this tab's part of the outbox has what is in it.
pub struct Inherited {
    /// Where it is.
    pub key: JsValue,
    /// The part for which there are no dossiers at present.
    pub absent: Option<Record>,
    /// The next transaction has the rest of it.
    pub told: bool,
    /// To be called when it is deleted.
    pub done: Function,
}

impl Saver {
    /// Joins the other tabs once this one's seat is `ready`, and takes over what tabs that are no more have left.
    pub(super) fn join(&self, ready: Promise) {
        let saver = self.clone();
        self.0.line.listen(move |text| {
            let heard = saver.0.line.read(&text, &saver.0.directory);
            if let Some((from, news)) = heard {
                saver.watch(from, false);
                saver.report(Event::Heard(news));
                saver.notice_session();
            }
        });
        let saver = self.clone();
        spawn_local(async move {
            let _ = JsFuture::from(ready).await;
            let hello = saver.0.line.text(News::Hello, saver.0.state.borrow().desired());
            saver.0.line.post(&written(hello, &saver.0.directory));
            for tab in saver.0.store.other_tabs().await.unwrap_or_default() {
                if !tabs::is_held(tab).await {
                    saver.0.awaited.borrow_mut().insert(tab, ());
                }
                saver.watch(tab, true);
            }
            saver.0.begun.set(true);
            saver.all_restored();
        });
    }

    /// Waits until what tabs that are no more had chosen is here, unless that takes too long: nothing should
    /// be said to be saved before.
    pub async fn restored(&self) {
        let restored = Promise::new(&mut |resolve, _| {
            *self.0.restored.borrow_mut() = Some(resolve);
        });
        self.all_restored();
        let _ = store::in_time(restored).await;
    }

    fn all_restored(&self) {
        if self.0.begun.get()
            && self.0.awaited.borrow().is_empty()
            && let Some(restored) = self.0.restored.take()
        {
            let _ = restored.call0(&JsValue::NULL);
        }
    }

    /// Takes over from another tab when it is no more: now, if this cannot be known and it has `left`
    /// something.
    fn watch(&self, tab: TabId, left: bool) {
        let mut watched = self.0.watched.borrow_mut();
        if watched.get(tab).is_some() {
            return;
        }
        watched.insert(tab, ());
        drop(watched);
        let saver = self.clone();
        let take_over = move || {
            future_to_promise(async move {
                saver.take_over(tab).await;
                Ok(JsValue::UNDEFINED)
            })
        };
        let saver = self.clone();
        tabs::with_lock_of(tab, take_over, move || {
            if left {
                spawn_local(async move { saver.take_over(tab).await });
            }
        });
    }

    /// Takes over what a tab that is no more has left.
    async fn take_over(&self, tab: TabId) {
        let owner = self.0.state.borrow().owner().clone();
        let mut all_done = Vec::new();
        for stored in self.0.store.records_of(tab).await.unwrap_or_default() {
            // What cannot be read stays where it is: a later version may know what to do with it.
            let Ok(restored) = stored.record.and_then(|record| record.restore(&owner, &self.0.directory))
            else {
                continue;
            };
            all_done.push(Promise::new(&mut |done, _| {
                let (key, absent) = (stored.key.clone(), restored.absent.clone());
                self.0.inherited.borrow_mut().push(Inherited { key, absent, told: false, done });
            }));
            self.report(Event::Restored { patch: restored.patch, stamp: restored.stamp });
        }
        self.report(Event::Orphaned(tab));
        self.0.awaited.borrow_mut().remove(tab);
        self.all_restored();
        self.0.watched.borrow_mut().remove(tab);
        for done in all_done {
            let _ = JsFuture::from(done).await;
        }
    }
}
