//! Which text says what the domain means.

use crate::domain::{Audience, Bell, Candidate, Frequency, Reason, Role};
use crate::i18n::{I18n, Locale};
use crate::text;

/// What has a language: the screen's, which is followed, or a given one.
pub trait Speaks: Copy {
    /// The language.
    fn locale(self) -> Locale;
}

impl Speaks for I18n {
    fn locale(self) -> Locale {
        self.locale()
    }
}

impl Speaks for Locale {
    fn locale(self) -> Locale {
        self
    }
}

/// The heading of an audience's column.
#[must_use]
pub fn audience(i18n: impl Speaks, audience: Audience) -> String {
    match audience {
        Audience::Entrepreneur => text!(i18n, audience.entrepreneur),
        Audience::Accountant => text!(i18n, audience.accountant),
    }
}

/// What an audience's column does, its default, and why.
#[must_use]
pub fn about_audience(i18n: impl Speaks, audience: Audience) -> String {
    match audience {
        Audience::Entrepreneur => text!(i18n, audience.entrepreneur_about),
        Audience::Accountant => text!(i18n, audience.accountant_about),
    }
}

/// How often.
#[must_use]
pub fn frequency(i18n: impl Speaks, frequency: Frequency) -> String {
    match frequency {
        Frequency::Immediately => text!(i18n, frequency.immediately),
        Frequency::Hourly => text!(i18n, frequency.hourly),
        Frequency::Daily => text!(i18n, frequency.daily),
        Frequency::Weekly => text!(i18n, frequency.weekly),
        Frequency::Never => text!(i18n, frequency.never),
    }
}

/// What somebody is in a dossier.
#[must_use]
pub fn role(i18n: impl Speaks, role: Role) -> String {
    match role {
        Role::Manager => text!(i18n, role.manager),
        Role::Collaborator => text!(i18n, role.collaborator),
        Role::Entrepreneur => text!(i18n, role.entrepreneur),
    }
}

/// What a bell means.
#[must_use]
pub fn bell(i18n: impl Speaks, bell: Bell) -> String {
    match bell {
        Bell::Rings => text!(i18n, bell.rings),
        Bell::WithoutEmail => text!(i18n, bell.without_email),
        Bell::Silent => text!(i18n, bell.silent),
    }
}

/// Why somebody is preselected or not.
#[must_use]
pub fn reason<P>(i18n: impl Speaks, candidate: &Candidate<P>) -> String {
    match (candidate.reason, candidate.role) {
        (Reason::ChoseToParticipate, _) => text!(i18n, reason.chose_on),
        (Reason::ChoseNotToParticipate, _) => text!(i18n, reason.chose_off),
        (Reason::ParticipatesByDefault, Role::Entrepreneur) => text!(i18n, reason.entrepreneur_on),
        (Reason::ParticipatesByDefault, _) => text!(i18n, reason.manager_on),
        (Reason::DoesNotParticipateByDefault, Role::Manager) => text!(i18n, reason.manager_off),
        (Reason::DoesNotParticipateByDefault, Role::Collaborator) => text!(i18n, reason.collaborator_off),
        (Reason::DoesNotParticipateByDefault, Role::Entrepreneur) => text!(i18n, reason.entrepreneur_off),
    }
}

/// The value of a bell in the markup, for the style sheet.
#[must_use]
pub const fn bell_name(bell: Bell) -> &'static str {
    match bell {
        Bell::Rings => "rings",
        Bell::WithoutEmail => "without-email",
        Bell::Silent => "silent",
    }
}
