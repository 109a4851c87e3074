//! A composer of a Leptos portal: the picker is a component of its own tree, not a custom element.

#[cfg(target_arch = "wasm32")]
mod composer;
#[cfg(target_arch = "wasm32")]
mod questions;

fn main() {
    #[cfg(target_arch = "wasm32")]
    {
        console_error_panic_hook::set_once();
        leptos::mount::mount_to_body(composer::Composer);
    }
}
