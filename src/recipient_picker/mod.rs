//! The recipient picker: whoever asks a question sees who will get it and why, and changes it.
//!
//! [`state`] is everything that happens, pure. In the browser, `Picker` shows a state in plain elements
//! of one root; the Leptos component and the custom element (`src/bin/recipient_picker.rs`, `element.js`)
//! are two thin hosts of it. The custom element thus carries no framework: only Leptos hosts, which have
//! it anyway, run one.

pub mod state;

#[cfg(target_arch = "wasm32")]
mod component;
#[cfg(target_arch = "wasm32")]
mod list;
#[cfg(target_arch = "wasm32")]
mod markup;
#[cfg(target_arch = "wasm32")]
mod picker;
#[cfg(target_arch = "wasm32")]
mod source;
#[cfg(target_arch = "wasm32")]
mod texts;

#[cfg(target_arch = "wasm32")]
pub use component::RecipientPicker;
#[cfg(target_arch = "wasm32")]
pub use picker::{Config, Host, Notice, Picker};
