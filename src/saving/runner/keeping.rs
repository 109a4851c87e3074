//! What waits to be saved is kept in the outbox, also when the page is about to go.

use std::vec;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;

use super::Saver;
use super::store::Written;
use super::writing::{Writing, written};
use crate::api::PatchText;
use crate::domain::Keys;
use crate::saving::{Change, Event};

impl Saver {
    /// Brings the outbox up to date, and reports whether that worked. Returns the first text that is to be written
    /// for it.
    pub(super) fn store(&self, write: &Keys, forget: &Keys) -> Option<Writing> {
        let inner = &self.0;
        let mut outbox = inner.outbox.borrow_mut();
        let mut taken = Vec::new();
        for inherited in inner.inherited.borrow_mut().iter_mut().filter(|inherited| inherited.told) {
            taken.push(inherited.key.clone());
            if let Some(absent) = inherited.absent.take() {
                outbox.keep(absent);
            }
        }
        let changes = outbox.store(&inner.state.borrow(), write, forget);
        drop(outbox);
        self.store_next(changes.into_iter(), Vec::new(), taken)
    }

    /// Goes on with that: the texts of some changes have been written, others are yet to be.
    fn store_next(
        &self,
        mut changes: vec::IntoIter<Change>,
        mut written: Vec<Written>,
        taken: Vec<JsValue>,
    ) -> Option<Writing> {
        let Some(change) = changes.next() else {
            self.store_written(written, taken);
            return None;
        };
        let text = self.text_of(change);
        Some(Writing::new(text, move |saver, text| {
            written.push(Written { change, text });
            saver.store_next(changes, written, taken)
        }))
    }

    /// The text of a record; empty for one that is deleted.
    fn text_of(&self, change: Change) -> PatchText {
        let text = match change {
            Change::Put(number) => self.0.outbox.borrow().text(number, &self.0.state.borrow()),
            Change::Delete(_) => None,
        };
        text.unwrap_or_else(|| PatchText::of(String::new()))
    }

    fn store_written(&self, changes: Vec<Written>, taken: Vec<JsValue>) {
        let saver = self.clone();
        spawn_local(async move {
            let written = saver.0.store.write(changes, taken.clone()).await;
            let failed_before = saver.0.storage_failed.replace(written.is_err());
            if written.is_err() {
                saver.report(Event::StorageFailed);
                return;
            }
            saver.0.outbox.borrow_mut().stored();
            saver.0.inherited.borrow_mut().retain(|inherited| {
                let deleted = taken.contains(&inherited.key);
                if deleted {
                    let _ = inherited.done.call0(&JsValue::NULL);
                }
                !deleted
            });
            // Mostly that shows nowhere: what waits to be saved is shown all the same, stored or not.
            let before = saver.status();
            saver.dispatch(Event::Stored);
            if failed_before || saver.status() != before {
                saver.show();
            }
        });
    }

    /// The page may be gone a moment later: begins at once what would wait for the next frame, or for a
    /// transaction under way.
    pub(super) fn hurry(&self) {
        self.perform_waiting();
        let inner = &self.0;
        let state = inner.state.borrow();
        let unstored = state.unstored();
        if !unstored.is_empty() {
            let nothing = Keys::none(inner.directory.len());
            let changes = inner.outbox.borrow_mut().store(&state, &unstored, &nothing);
            let write = |change| Written { change, text: written(self.text_of(change), &inner.directory) };
            let changes: Vec<Written> = changes.into_iter().map(write).collect();
            if let Ok(written) = inner.store.write_now(&changes, &[]) {
                // If it fails, the transaction that the reducer asks for does the same again.
                spawn_local(async move { drop(JsFuture::from(written).await) });
            }
        }
    }
}
