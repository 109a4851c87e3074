//! Conversation settings: who takes part in which client conversations, and the recipient picker that
//! follows from it. The README has a map of the source.

pub mod api;
pub mod domain;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
include!(concat!(env!("OUT_DIR"), "/locales.rs"));
