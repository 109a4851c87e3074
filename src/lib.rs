//! Conversation settings: who takes part in which client conversations, and the recipient picker that
//! follows from it. The README has a map of the source.

pub mod api;
pub mod domain;
pub mod recipient_picker;
pub mod saving;
pub mod spreadsheet;
pub mod ui;

// What needs a browser is compiled for it only: native builds hold just the core.
#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod configuration;
#[cfg(target_arch = "wasm32")]
pub mod i18n;
#[cfg(target_arch = "wasm32")]
pub mod pages;
