//! A modal dialog that is in the document only while it is open.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::LiveText;

/// Opens as soon as it is mounted. Escape and a click beside it close it; the
/// focus then goes back to where it was.
#[component]
pub fn Dialog(
    /// What it is about.
    title: LiveText,
    /// Called once it is closed: to unmount it.
    on_close: Callback<()>,
    /// What is in it. Buttons in a form with `method=dialog` close it.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    });
    // The event comes a little later than the closing. By then the element may have been opened again, as another
    // dialog that took its place.
    let closed = move |event: web_sys::Event| {
        let dialog = event.current_target().and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok());
        if dialog.is_some_and(|dialog| !dialog.open()) {
            on_close.run(());
        }
    };
    // A click beside the dialog's content is a click on the dialog itself.
    let close_beside = move |event: web_sys::MouseEvent| {
        if event.target() == event.current_target()
            && let Some(dialog) = dialog.get_untracked()
        {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="dialog"
            node_ref=dialog
            aria-labelledby="dialog-title"
            on:close=closed
            on:click=close_beside
        >
            <div class="dialog-content">
                <h2 id="dialog-title" dir="auto">{title}</h2>
                {children()}
            </div>
        </dialog>
    }
}
