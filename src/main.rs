//! The settings screen's bundle.

fn main() {
    #[cfg(target_arch = "wasm32")]
    conversation_settings::app::start();
}
