//! Markup that the browser reads once, and that is copied for each place: a copy is one call to the browser, where an
//! element made by hand is one for each of its attributes.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTemplateElement};

use super::dom::document;

/// An element to be copied.
pub struct Prototype(HtmlElement);

impl Prototype {
    /// The first element of `markup`, which `src/start/boot.js` trusts if it has only what does nothing. Lines and how
    /// far they are indented are no part of it.
    ///
    /// # Panics
    /// When there is no element in it: a mistake where this is called.
    #[must_use]
    pub fn new(markup: &str) -> Self {
        let template = document().create_element("template").ok();
        let template = template.and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok());
        let element = template.and_then(|template| {
            template.set_inner_html(&markup.lines().map(str::trim_start).collect::<String>());
            template.content().first_element_child()?.dyn_into().ok()
        });
        Self(element.unwrap_or_else(|| unreachable!("markup has an element")))
    }

    /// A copy with all that is in it.
    #[must_use]
    pub fn copy(&self) -> HtmlElement {
        let copy = self.0.clone_node_with_deep(true).ok().and_then(|copy| copy.dyn_into().ok());
        copy.unwrap_or_else(|| unreachable!("a copy of an element is one"))
    }
}
