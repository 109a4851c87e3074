//! The picker's elements: made once, without any HTML text, so that no Trusted Types policy minds.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Node};

use crate::ui::dom::{document, set_attribute};

/// The elements that the picker paints.
pub struct Parts {
    /// Around everything; what listens.
    pub container: HtmlElement,
    /// The label above the field.
    pub label: HtmlElement,
    /// Where one types.
    pub input: HtmlInputElement,
    /// Opens and closes the list.
    pub toggle: HtmlElement,
    /// Those chosen.
    pub chips: HtmlElement,
    /// How many more are chosen than there are chips.
    pub others: HtmlElement,
    /// What opens below the field.
    pub popup: HtmlElement,
    /// Those who can be chosen.
    pub list: HtmlElement,
    /// That nobody matches.
    pub empty: HtmlElement,
    /// The keys, in words.
    pub hint: HtmlElement,
    /// How many are chosen.
    pub count: HtmlElement,
    /// What differs from the default, with the way back.
    pub difference: HtmlElement,
    /// Its text.
    pub difference_text: HtmlElement,
    /// The way back.
    pub reset: HtmlElement,
    /// A warning, or the state of loading.
    pub notice: HtmlElement,
    /// Distinguishes the ids of one picker from those of another in the same tree.
    pub prefix: String,
}

thread_local! {
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// An element with a class and attributes.
pub fn make(document: &Document, tag: &str, class: &str, attributes: &[(&str, &str)]) -> HtmlElement {
    let element: Element =
        document.create_element(tag).unwrap_or_else(|_| unreachable!("the tags here are valid"));
    if !class.is_empty() {
        element.set_class_name(class);
        set_attribute(&element, "part", class);
    }
    for (name, value) in attributes {
        set_attribute(&element, name, value);
    }
    element.unchecked_into()
}

/// Puts `children` last into `parent`.
pub fn append(parent: &Node, children: &[&Node]) {
    for child in children {
        let _ = parent.append_child(child);
    }
}

/// Writes a text, if it is another one.
pub fn set_text(element: &Element, text: &str) {
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Sets an attribute, if it is another one; takes it away for `None`.
pub fn put(element: &Element, name: &str, value: Option<&str>) {
    match value {
        Some(value) if element.get_attribute(name).as_deref() != Some(value) => {
            set_attribute(element, name, value);
        }
        None => {
            let _ = element.remove_attribute(name);
        }
        Some(_) => {}
    }
}

/// `"true"` or `"false"`, for ARIA.
pub const fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

impl Parts {
    /// Makes everything, last in `root`.
    pub fn new(root: &Node) -> Self {
        let document = document();
        let number = MADE.get();
        MADE.set(number + 1);
        let prefix = format!("recipient-picker-{number}");
        let id = |name: &str| format!("{prefix}-{name}");
        let el = |tag: &str, class: &str, attributes: &[(&str, &str)]| make(&document, tag, class, attributes);
        let button =
            |class: &str, action: &str| el("button", class, &[("type", "button"), ("data-do", action)]);

        let container = el("div", "recipient-picker", &[]);
        let label = el("label", "label", &[("for", &id("input"))]);
        let field = el("div", "field", &[]);
        // First in the field, so that the focus that a host element hands on lands here and not on a chip.
        let input = el(
            "input",
            "input",
            &[
                ("id", &id("input")),
                ("type", "text"),
                ("role", "combobox"),
                ("aria-autocomplete", "list"),
                ("aria-expanded", "false"),
                ("aria-controls", &id("list")),
                ("aria-describedby", &format!("{0}-notice {0}-count {0}-hint", prefix)),
                ("autocomplete", "off"),
                ("autocapitalize", "off"),
                ("spellcheck", "false"),
                ("enterkeyhint", "done"),
            ],
        );
        let toggle = button("toggle", "toggle");
        set_attribute(&toggle, "tabindex", "-1");
        set_attribute(&toggle, "aria-controls", &id("list"));
        let chips = el("ul", "chips", &[("role", "list")]);
        let others = el("li", "others", &[("hidden", "")]);
        append(&chips, &[&others]);
        append(&field, &[&input, &toggle, &chips]);

        let popup = el("div", "popup", &[("hidden", "")]);
        let list = el(
            "div",
            "list",
            &[("id", &id("list")), ("role", "listbox"), ("aria-multiselectable", "true"), ("tabindex", "-1")],
        );
        let empty = el("p", "empty", &[("hidden", "")]);
        let hint = el("p", "hint", &[("id", &id("hint")), ("aria-hidden", "true")]);
        append(&popup, &[&list, &empty, &hint]);
        let anchor = el("div", "anchor", &[]);
        append(&anchor, &[&field, &popup]);

        let summary = el("div", "summary", &[]);
        let count = el("span", "count", &[("id", &id("count"))]);
        let difference = el("span", "difference", &[("hidden", "")]);
        let difference_text = el("span", "difference-text", &[]);
        let reset = button("link-button", "reset");
        append(&difference, &[&difference_text, &reset]);
        append(&summary, &[&count, &difference]);
        let notice = el("div", "notice", &[("id", &id("notice")), ("hidden", "")]);
        append(&container, &[&label, &anchor, &summary, &notice]);
        append(root, &[&container]);
        Self {
            container,
            label,
            input: input.unchecked_into(),
            toggle,
            chips,
            others,
            popup,
            list,
            empty,
            hint,
            count,
            difference,
            difference_text,
            reset,
            notice,
            prefix,
        }
    }
}
