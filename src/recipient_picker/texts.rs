//! The picker's texts that take more than one key.

use super::state::{Change, State, Warning};
use crate::domain::{Candidate, Reason};
use crate::i18n::words::{self, Speaks};
use crate::i18n::{Locale, is_one, number};
use crate::text;

/// A text with a count in one of its two forms: `counted!(locale, picker.found, 12)`.
macro_rules! counted {
    ($locale:expr, $($key:ident).+, $count:expr) => {{
        let (locale, count): (Locale, usize) = ($locale, $count);
        let number = number(locale, count);
        if is_one(locale, count) {
            text!(locale, $($key).+.one, count = number)
        } else {
            text!(locale, $($key).+.more, count = number)
        }
    }};
}

/// "3 destinataires".
pub fn total(locale: Locale, count: usize) -> String {
    if count == 0 { text!(locale, picker.none) } else { counted!(locale, picker.count, count) }
}

/// "120 autres destinataires".
pub fn others(locale: Locale, count: usize) -> String {
    counted!(locale, picker.others, count)
}

/// "12 personnes trouvées", or that nobody matches what was typed.
pub fn found(locale: Locale, count: usize, typed: &str) -> String {
    if count == 0 {
        text!(locale, picker.not_found, text = typed.trim())
    } else {
        counted!(locale, picker.found, count)
    }
}

/// "2 informations n’ont pas pu être lues."
pub fn unreadable(locale: Locale, count: usize) -> String {
    counted!(locale, picker.unreadable, count)
}

/// "Choisir les 2 gestionnaires de dossier".
pub fn ask_managers(locale: Locale, count: usize) -> String {
    if is_one(locale, count) {
        text!(locale, picker.ask_managers.one)
    } else {
        text!(locale, picker.ask_managers.more, count = number(locale, count))
    }
}

/// What a change of the selection is announced as; what is wrong now, too.
pub fn announcement(locale: Locale, state: &State, change: Change) -> String {
    let total = total(locale, state.chosen().len());
    let mut said = match change {
        Change::Added(person) => text!(locale, picker.added, name = state.name(person), total = total),
        Change::Removed(person) => text!(locale, picker.removed, name = state.name(person), total = total),
        Change::Reset => text!(locale, picker.was_reset, total = total),
        Change::Several => text!(locale, picker.changed, total = total),
    };
    if let Some(warning) = state.warning() {
        said.push_str(". ");
        said.push_str(&self::warning(locale, state, warning));
    }
    said
}

/// A change that came from elsewhere.
pub fn updated(locale: Locale, state: &State) -> String {
    text!(locale, picker.updated, total = total(locale, state.chosen().len()))
}

/// What is wrong, and what follows from it.
pub fn warning(locale: Locale, state: &State, warning: Warning) -> String {
    match warning {
        Warning::NoCandidates => text!(locale, picker.no_candidates),
        Warning::NobodyParticipates => text!(locale, picker.nobody_participates),
        Warning::AllRemoved => text!(locale, picker.all_removed),
        Warning::NoneReachable(Some(person)) => text!(locale, picker.unreachable, name = state.name(person)),
        Warning::NoneReachable(None) => text!(locale, picker.none_reachable),
    }
}

/// Why somebody is preselected or not, always with their role; and whether e-mail reaches them.
pub fn reason(locale: Locale, candidate: &Candidate<u32>) -> String {
    let mut text = words::reason(locale, candidate);
    if matches!(candidate.reason, Reason::ChoseToParticipate | Reason::ChoseNotToParticipate) {
        text = text!(locale, picker.reason, reason = text, role = words::role(locale, candidate.role));
    }
    if !candidate.reachable {
        text.push_str(". ");
        text.push_str(&text!(locale, reason.no_email));
    }
    text
}
