//! Parts of the document that remember what they show, so that only differences are written to it: a row in
//! a list that scrolls stands for another dossier in every frame, of which most looks the same.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node, Text};

use super::dom::{document, make, set_attribute};

/// A text in an element that holds nothing else.
pub struct PaintedText {
    // The node stays: putting another one in its place costs the browser a layout of its own.
    node: Text,
    shown: String,
}

impl PaintedText {
    /// The text of an element that is empty.
    pub fn within(element: &Element) -> Self {
        let node = document().create_text_node("");
        let _ = element.append_child(&node);
        Self { node, shown: String::new() }
    }

    /// Shows `text`.
    pub fn show(&mut self, text: &str) {
        if self.shown != text {
            self.node.set_data(text);
            self.shown.clear();
            self.shown.push_str(text);
        }
    }
}

/// An element with a text that few rows have: made when it is first needed, then hidden when it is not.
pub struct Remark {
    class: &'static str,
    made: Option<(HtmlElement, PaintedText)>,
    is_shown: bool,
}

impl Remark {
    /// None yet.
    #[must_use]
    pub const fn new(class: &'static str) -> Self {
        Self { class, made: None, is_shown: false }
    }

    /// Shows the text of `words`, or with `None` nothing. A new element is put into `parent` by `place`; returns
    /// whether there is one.
    pub fn show(&mut self, words: Option<&str>, place: impl FnOnce(&HtmlElement)) -> bool {
        let is_new = words.is_some() && self.made.is_none();
        if is_new {
            let element = make("span", self.class);
            place(&element);
            let text = PaintedText::within(&element);
            self.made = Some((element, text));
            self.is_shown = true;
        }
        if let Some((element, text)) = &mut self.made {
            if self.is_shown != words.is_some() {
                self.is_shown = words.is_some();
                element.set_hidden(words.is_none());
            }
            // Also when hidden: a description reads what it refers to even then.
            text.show(words.unwrap_or_default());
        }
        is_new
    }

    /// Its element, once it is made.
    pub fn element(&self) -> Option<&HtmlElement> {
        self.made.as_ref().map(|(element, _)| element)
    }
}

/// An attribute with a value that changes.
pub struct PaintedAttribute {
    name: &'static str,
    shown: Option<String>,
}

impl PaintedAttribute {
    /// Not set yet.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, shown: None }
    }

    /// Gives it this value on `element`.
    pub fn show(&mut self, element: &Element, value: &str) {
        if self.shown.as_deref() != Some(value) {
            set_attribute(element, self.name, value);
            self.shown = Some(value.to_owned());
        }
    }
}

/// Puts an element, and a space after it, before `next`, or last in `parent`: what is read out has words.
pub fn insert_word(parent: &Element, element: &HtmlElement, next: Option<&HtmlElement>) {
    let next: Option<&Node> = next.map(JsCast::unchecked_ref);
    let _ = parent.insert_before(element, next);
    let _ = parent.insert_before(&document().create_text_node(" "), next);
}
