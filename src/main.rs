//! The settings screen's bundle: what is in its main part, and what is fetched later.

#[cfg(target_arch = "wasm32")]
mod later {
    use conversation_settings::app::{FetchFrame, ShowFrame, frame};
    use conversation_settings::pages::conversation_settings::{DialogsView, FetchDialogs, all_dialogs};
    use leptos::wasm_split::{SplitLoaderError, wasm_split};

    // Named here and not where they are: the linker keeps what such a function reaches in every bundle that has it, and
    // the recipient picker has all but this file.

    /// All that is around the list: the program of Leptos' views.
    #[wasm_split(frame, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn frame() -> Result<ShowFrame, SplitLoaderError> {
        Ok(frame::show)
    }

    /// The dialogs.
    #[wasm_split(dialogs, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn dialogs() -> Result<DialogsView, SplitLoaderError> {
        Ok(all_dialogs)
    }

    pub const FRAME: FetchFrame = || Box::pin(async { frame().await.ok() });
    pub const DIALOGS: FetchDialogs = FetchDialogs(|| Box::pin(async { dialogs().await.ok() }));
}

fn main() {
    #[cfg(target_arch = "wasm32")]
    conversation_settings::app::start(later::FRAME, later::DIALOGS);
}
