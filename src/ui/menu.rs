//! A button that shows and hides a list of links.

use super::{live, live_flag};
use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A disclosure for navigation. Closes on Escape, which puts the focus back on the button, and when the
/// focus leaves it.
#[component]
pub fn Menu(
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// The links.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let close_on_escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    let close_when_left = move |event: FocusEvent| {
        let inside = event.current_target().and_then(|menu| menu.dyn_into::<web_sys::Node>().ok());
        let next = event.related_target().and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        if !inside.is_some_and(|menu| menu.contains(next.as_ref())) {
            open.set(false);
        }
    };
    view! {
        <div class="menu" on:keydown=close_on_escape on:focusout=close_when_left>
            <button
                type="button"
                class="menu-button"
                node_ref=button
                aria-expanded=live(move || open.get().to_string())
                aria-controls="menu-list"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {label}
            </button>
            <div id="menu-list" class="menu-list" hidden=live_flag(move || !open.get()) on:click=move |_| open.set(false)>
                {children()}
            </div>
        </div>
    }
}
