//! The chips: one for each person chosen, the last ones when they are many.

use web_sys::HtmlElement;

use super::{Config, Picker};
use crate::i18n::words::{self, Speaks as _};
use crate::recipient_picker::markup::{append, make, put, set_text};
use crate::recipient_picker::state::State;
use crate::recipient_picker::texts;
use crate::text;
use crate::ui::dom::{document, set_attribute};

/// So many chips at most, the ones chosen last.
const CHIPS: usize = 60;

pub(super) struct Chip {
    /// The person's id.
    pub(super) id: String,
    element: HtmlElement,
    bell: HtmlElement,
    meaning: HtmlElement,
    pub(super) button: HtmlElement,
}

impl Chip {
    fn new(id: &str) -> Self {
        let document = document();
        let chip = Self {
            id: id.to_owned(),
            element: make(&document, "li", "chip", &[("data-person", id)]),
            bell: make(&document, "span", "bell", &[("aria-hidden", "true")]),
            meaning: make(&document, "span", "visually-hidden", &[]),
            button: make(&document, "button", "remove", &[("type", "button"), ("data-do", "remove")]),
        };
        append(&chip.element, &[&chip.bell, &make(&document, "bdi", "name", &[]), &chip.meaning, &chip.button]);
        chip
    }
}

impl Picker {
    pub(super) fn paint_chips(&self, state: &State, config: &Config) {
        let (parts, locale) = (&self.0.parts, config.locale);
        let chosen = state.chosen();
        let hidden = chosen.len().saturating_sub(CHIPS);
        let shown = &chosen[hidden..];
        parts.others.set_hidden(hidden == 0);
        if hidden > 0 {
            set_text(&parts.others, &texts::others(locale, hidden));
        }
        let Ok(mut chips) = self.0.chips.try_borrow_mut() else { return };
        let mut old = std::mem::take(&mut *chips);
        let stop = state.chip();
        for &person in shown {
            let id = state.id(person);
            let known = old.iter().position(|chip| chip.id == id);
            let chip = known.map_or_else(|| Chip::new(id), |index| old.swap_remove(index));
            let name = state.name(person);
            if let Some(candidate) = state.candidate(person) {
                put(&chip.bell, "data-bell", Some(words::bell_name(candidate.bell())));
                set_text(&chip.meaning, &format!(", {}", words::bell(locale, candidate.bell())));
            }
            let label = text!(locale, picker.remove, name = name);
            put(&chip.button, "aria-label", Some(&label));
            put(&chip.button, "disabled", config.disabled.then_some(""));
            set_attribute(&chip.button, "tabindex", if stop == Some(person) { "0" } else { "-1" });
            if let Some(text) = chip.element.query_selector(".name").ok().flatten() {
                set_text(&text, name);
            }
            let next = self.0.parts.chips.children().item(u32::try_from(chips.len() + 1).unwrap_or_default());
            if !next.as_ref().is_some_and(|next| next.is_same_node(Some(&chip.element))) {
                let _ = parts.chips.insert_before(&chip.element, next.as_ref().map(AsRef::as_ref));
            }
            chips.push(chip);
        }
        // The focus is on a chip that goes for a reason from elsewhere: the field takes it.
        let loses_focus = old.iter().any(|chip| chip.element.matches(":focus-within").unwrap_or(false));
        drop(chips);
        if loses_focus {
            self.focus();
        }
        for chip in old {
            chip.element.remove();
        }
        parts.chips.set_hidden(shown.is_empty());
    }
}
