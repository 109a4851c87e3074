//! What is wrong, or under way, and the ways out of it.

use super::{Config, Phase, Picker};
use crate::domain::Role;
use crate::i18n::Locale;
use crate::i18n::words::Speaks as _;
use crate::recipient_picker::markup::{append, make, set_text};
use crate::recipient_picker::source::Failure;
use crate::recipient_picker::state::{State, Warning};
use crate::recipient_picker::texts;
use crate::text;
use crate::ui::dom::{document, set_attribute};

impl Picker {
    /// Why the selection cannot be sent; `None` when it can.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        let config = self.0.config.borrow();
        if !config.required {
            return None;
        }
        let state = self.0.state.borrow();
        match &*self.0.phase.borrow() {
            Phase::Ready => match state.warning() {
                Some(Warning::NoneReachable(_)) | None => None,
                Some(warning) => Some(texts::warning(config.locale, &state, warning)),
            },
            Phase::Failed(failure) => Some(failed(config.locale, failure)),
            Phase::Idle => Some(text!(config.locale, picker.no_dossier)),
            Phase::Loading => Some(text!(config.locale, picker.not_loaded)),
        }
    }

    pub(super) fn paint_notice(&self, state: &State, config: &Config, phase: &Phase) {
        let (notice, locale) = (&self.0.parts.notice, config.locale);
        let mut buttons: Vec<(&str, String)> = Vec::new();
        let mut sign_in = None;
        let (kind, text) = match phase {
            Phase::Idle => ("info", text!(locale, picker.no_dossier)),
            Phase::Loading => ("loading", text!(locale, picker.loading)),
            Phase::Failed(failure) => {
                if !matches!(failure, Failure::InvalidTeam) {
                    buttons.push(("retry", text!(locale, picker.retry)));
                }
                if let Failure::SignedOut(page) = failure {
                    sign_in.clone_from(page);
                }
                ("error", failed(locale, failure))
            }
            Phase::Ready => match state.warning() {
                Some(warning) => {
                    if matches!(warning, Warning::NobodyParticipates | Warning::AllRemoved) {
                        let managers = state.count(Role::Manager);
                        let everyone = state.candidates().len();
                        if managers > 0 {
                            buttons.push(("managers", texts::ask_managers(locale, managers)));
                        }
                        if everyone > managers {
                            let count = crate::i18n::number(locale, everyone);
                            buttons.push(("everyone", text!(locale, picker.ask_everyone, count = count)));
                        }
                        buttons.push(("someone", text!(locale, picker.ask_someone)));
                    }
                    ("warning", texts::warning(locale, state, warning))
                }
                None if state.unreadable() > 0 => ("info", texts::unreadable(locale, state.unreadable())),
                None => ("", String::new()),
            },
        };
        if config.disabled {
            buttons.clear();
        }
        // Painted anew only when it says something else: its buttons may have the focus.
        let key = format!("{kind}{text}{}{}", buttons.len(), sign_in.is_some());
        if notice.get_attribute("data-key").as_deref() == Some(&key) {
            return;
        }
        let had_focus = notice.matches(":focus-within").unwrap_or(false);
        set_attribute(notice, "data-key", &key);
        set_attribute(notice, "data-kind", kind);
        notice.set_text_content(None);
        notice.set_hidden(kind.is_empty());
        let document = document();
        let paragraph = make(&document, "p", "notice-text", &[]);
        set_text(&paragraph, &text);
        append(notice, &[&paragraph]);
        for (action, text) in buttons {
            let button = make(&document, "button", "button", &[("type", "button"), ("data-do", action)]);
            set_text(&button, &text);
            append(notice, &[&button]);
        }
        if let Some(page) = sign_in.filter(|page| page.starts_with('/') || page.starts_with("http")) {
            let link =
                make(&document, "a", "button", &[("href", &page), ("target", "_blank"), ("rel", "noopener")]);
            set_text(&link, &text!(locale, picker.sign_in));
            append(notice, &[&link]);
        }
        if had_focus {
            self.focus();
        }
    }
}

fn failed(locale: Locale, failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => text!(locale, picker.failed),
        Failure::Unusable | Failure::InvalidTeam => text!(locale, picker.unusable),
        Failure::UnknownDossier => text!(locale, picker.unknown_dossier),
        Failure::NoAccess => text!(locale, picker.no_access),
        Failure::SignedOut(_) => text!(locale, picker.signed_out),
    }
}
