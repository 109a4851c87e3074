//! Texts on their way to the browser, a piece at a time: those of a change of everything are megabytes. Whole they
//! are only there, since Wasm never gives memory back.

use js_sys::{Array, JsString};
use wasm_bindgen::JsValue;

use super::Saver;
use crate::api::PatchText;
use crate::domain::Directory;

/// What is to be done with a text; returns the next text that is to be written.
type Then = dyn FnOnce(&Saver, JsString) -> Option<Writing>;

/// A text that is being written, and what is to be done with it then.
pub struct Writing {
    text: PatchText,
    pieces: Array,
    then: Box<Then>,
}

impl Writing {
    /// Begins to write a text.
    pub fn new(text: PatchText, then: impl FnOnce(&Saver, JsString) -> Option<Self> + 'static) -> Self {
        Self { text, pieces: Array::new(), then: Box::new(then) }
    }

    /// Writes a piece of it, or does what is to be done with it; returns what is left to be written.
    pub fn go_on(mut self, saver: &Saver) -> Option<Self> {
        if let Some(piece) = self.text.next(&saver.0.directory) {
            self.pieces.push(&JsValue::from_str(&piece));
            return Some(self);
        }
        (self.then)(saver, self.pieces.join(""))
    }
}

/// Writes a text at once.
pub fn written(text: PatchText, directory: &Directory) -> JsString {
    JsValue::from_str(&text.whole(directory)).into()
}
