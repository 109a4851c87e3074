//! Where in a long list one is, in words: in the description of the control with the focus, and of no other.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::page::Page;
use crate::text;
use crate::ui::dom::set_attribute;

const ID: &str = "place";
const DESCRIBED_BY: &str = "aria-describedby";

/// The words, outside of the list: one text, for whichever control has the focus.
#[component]
pub fn Place(
    /// The screen that it belongs to.
    page: Page,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let described = StoredValue::new_local(None::<Element>);
    let moved = window_event_listener(ev::focusin, move |event| {
        if let Some(before) = described.try_update_value(Option::take).flatten() {
            describe(&before, false);
        }
        let control = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some((control, number, count)) = control.and_then(place_of) else { return };
        let i18n = page.i18n;
        words.set(text!(i18n, count.place, number = i18n.number(number), count = i18n.number(count)));
        describe(&control, true);
        described.set_value(Some(control));
    });
    on_cleanup(move || moved.remove());
    view! { <span id=ID hidden>{words}</span> }
}

/// The number of a control's row in a table of which only some rows exist, and how many there are.
fn place_of(control: Element) -> Option<(Element, usize, usize)> {
    let number = |selector: &str, name: &str| {
        let found = control.closest(selector).ok().flatten()?;
        // The first row of a table is its header.
        found.get_attribute(name)?.parse::<usize>().ok()?.checked_sub(1)
    };
    let number_of_row = number("[data-windowed] .row", "aria-rowindex")?;
    let count = number("[aria-rowcount]", "aria-rowcount")?;
    Some((control, number_of_row, count))
}

/// Puts the words first in what describes a control, or takes them out.
fn describe(control: &Element, here: bool) {
    let others = control.get_attribute(DESCRIBED_BY).unwrap_or_default();
    let others = others.split_whitespace().filter(|&id| id != ID);
    let ids: Vec<&str> = here.then_some(ID).into_iter().chain(others).collect();
    if ids.is_empty() {
        let _ = control.remove_attribute(DESCRIBED_BY);
    } else {
        set_attribute(control, DESCRIBED_BY, &ids.join(" "));
    }
}
