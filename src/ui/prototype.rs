//! Markup that a view makes once, and that is copied for each place: a copy is one call to the browser, where a view
//! is one for each element and attribute.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::dom::{make, part};

/// An element to be copied.
pub struct Prototype(HtmlElement);

impl Prototype {
    /// The element of this name that `view` makes.
    #[must_use]
    pub fn new(tag: &str, view: impl FnOnce() -> AnyView + 'static) -> Self {
        let parent = make("div", "");
        let mounted = mount_to(parent.clone(), view);
        let element = part(&parent, tag);
        // It is copied, never changed: nothing in it needs to be kept up to date.
        drop(mounted);
        Self(element)
    }

    /// A copy with all that is in it.
    #[must_use]
    pub fn copy(&self) -> HtmlElement {
        let copy = self.0.clone_node_with_deep(true).ok().and_then(|copy| copy.dyn_into().ok());
        copy.unwrap_or_else(|| unreachable!("a copy of an element is one"))
    }
}
