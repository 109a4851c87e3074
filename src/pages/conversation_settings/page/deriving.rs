//! What follows from the settings and is shown beside the list.

use leptos::prelude::*;

use super::{Change, Extent, Page, set};
use crate::domain::{Audience, PerAudience, count_without_recipient, recommendation};
use crate::saving::Saver;
use crate::ui::dom::document;

impl Page {
    /// Brings the screen up to date with the settings and with how saving stands.
    pub fn changed(self, change: Change) {
        self.derive();
        self.draw(change, Extent::All);
        self.derive_rest_in_frame();
    }

    /// Shows what the user has just changed: at once what they look at, the controls and their counts or the rows
    /// found, which costs a fraction of the rest; and with the frame everything.
    pub(super) fn changed_by_user(self, change: Change) {
        self.outdate();
        self.draw(change, Extent::Controls);
        self.parts.with_value(|parts| {
            let other = parts.half_drawn.get().filter(|&before| before != change);
            parts.half_drawn.set(Some(other.map_or(change, |_| Change::Many)));
        });
        self.derive_rest_in_frame();
    }

    fn outdate(self) {
        self.parts.with_value(|parts| parts.version.set(parts.version.get().wrapping_add(1)));
    }

    /// Brings up to date how it stands with saving, and what can be undone.
    pub(super) fn derive(self) {
        self.outdate();
        let (status, history) = self.saver(|saver| (saver.status(), saver.history()));
        set(self.status, status);
        set(self.storage_failed, self.saver(Saver::storage_failed));
        set(self.history, history);
    }

    /// Brings everything else up to date before the next frame is painted: once, however much changes until
    /// then.
    fn derive_rest_in_frame(self) {
        let waits = self.parts.with_value(|parts| parts.deriving.replace(true));
        // A page that is hidden has no frames.
        if document().hidden() {
            self.derive_rest();
        } else if !waits {
            request_animation_frame(move || {
                if self.parts.try_with_value(|_| ()).is_some() {
                    self.derive_rest();
                }
            });
        }
    }

    pub(super) fn derive_rest(self) {
        self.parts.with_value(|parts| parts.deriving.set(false));
        self.note_edits();
        if let Some(change) = self.parts.with_value(|parts| parts.half_drawn.take()) {
            self.derive();
            self.draw(change, Extent::All);
        }
        let (frequency, language, participating, without, not_recommended) =
            self.settings(|directory, settings| {
                let participation = &settings.participation;
                let all = directory.all();
                (
                    settings.frequency,
                    settings.language.clone(),
                    PerAudience::from_fn(|audience| participation.count(directory, audience, &all)),
                    count_without_recipient(directory, participation, Audience::Accountant, &all),
                    recommendation(directory, participation).keys.len(),
                )
            });
        set(self.frequency, frequency);
        set(self.language, language);
        set(self.participating, participating);
        set(self.without, without);
        set(self.not_recommended, not_recommended);
        let counts = self.parts.with_value(|parts| {
            let matching = parts.matching.borrow();
            parts.saver.desired(|settings| {
                self.narrowing.get_untracked().counts(
                    matching.as_ref().map(|(_, found)| found),
                    &parts.directory,
                    &settings.participation,
                    &parts.session.audiences,
                )
            })
        });
        set(self.counts, counts);
        self.revision.notify();
    }
}
