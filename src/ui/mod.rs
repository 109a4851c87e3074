//! Widgets that any page could use, and the arithmetic of long lists.

pub mod windowing;

#[cfg(target_arch = "wasm32")]
mod dialog;
#[cfg(target_arch = "wasm32")]
pub mod dom;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod menu;
#[cfg(target_arch = "wasm32")]
pub mod painted;
#[cfg(target_arch = "wasm32")]
mod prototype;

#[cfg(target_arch = "wasm32")]
pub use dialog::Dialog;
#[cfg(target_arch = "wasm32")]
pub use live::{LiveFlag, LiveText, live, live_flag};
#[cfg(target_arch = "wasm32")]
pub use menu::Menu;
#[cfg(target_arch = "wasm32")]
pub use prototype::Prototype;
