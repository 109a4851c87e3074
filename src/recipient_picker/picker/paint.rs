//! What is seen: every element as the state has it.

use super::{Phase, Picker};
use crate::i18n::tag;
use crate::i18n::words::Speaks as _;
use crate::recipient_picker::markup::{put, set_text};
use crate::recipient_picker::texts;
use crate::text;

impl Picker {
    pub(super) fn paint(&self, follow: bool) {
        let inner = &*self.0;
        // Painting moves the focus, which may ask for painting.
        let (Ok(state), parts) = (inner.state.try_borrow(), &inner.parts) else { return };
        let config = inner.config.borrow().clone();
        let locale = config.locale;
        let phase = inner.phase.borrow().clone();
        put(&parts.container, "lang", Some(tag(locale)));
        put(&parts.container, "aria-busy", (phase == Phase::Loading).then_some("true"));
        put(&parts.container, "data-disabled", config.disabled.then_some(""));
        let label = if config.label.is_empty() { text!(locale, picker.label) } else { config.label.clone() };
        set_text(&parts.label, &label);
        parts.label.set_hidden(!config.shows_label);
        let input = &parts.input;
        put(input, "aria-label", (!config.shows_label).then_some(label.as_str()));
        put(input, "placeholder", Some(&text!(locale, picker.placeholder)));
        put(input, "aria-required", config.required.then_some("true"));
        let invalid = phase == Phase::Ready && self.problem().is_some();
        put(input, "aria-invalid", invalid.then_some("true"));
        input.set_disabled(config.disabled);
        if input.value() != state.query() {
            input.set_value(state.query());
        }
        put(&parts.toggle, "aria-label", Some(&text!(locale, picker.show_list)));
        put(&parts.toggle, "disabled", config.disabled.then_some(""));
        put(&parts.list, "aria-label", Some(&text!(locale, picker.options)));
        set_text(&parts.hint, &text!(locale, picker.hint));
        put(&parts.chips, "aria-label", Some(&text!(locale, picker.chosen)));
        let ready = phase == Phase::Ready;
        set_text(&parts.count, &if ready { texts::total(locale, state.chosen().len()) } else { String::new() });
        let (added, missing) = state.difference();
        parts.difference.set_hidden(added + missing == 0 || !ready);
        if added + missing > 0 {
            let signed = |sign: &str, count: usize| (count > 0).then(|| format!("{sign}{count}"));
            let difference =
                [signed("+", added), signed("\u{2212}", missing)].into_iter().flatten().collect::<Vec<_>>();
            let difference = difference.join(" / ");
            set_text(
                &parts.difference_text,
                &text!(locale, picker.difference, difference = difference.as_str()),
            );
            set_text(&parts.reset, &text!(locale, picker.reset));
            put(&parts.reset, "disabled", config.disabled.then_some(""));
        }
        self.paint_chips(&state, &config);
        self.paint_notice(&state, &config, &phase);
        inner.options.paint(parts, locale, &state, follow);
    }
}
