//! What the user changes: each change is drawn at once, noted in the journal, and given to be saved.

use fixedbitset::FixedBitSet;
use leptos::prelude::*;

use super::super::aftermath::aftermath;
use super::super::dialogs::Opening;
use super::super::history::Action;
use super::{Change, Page, set};
use crate::domain::{
    Audience, Directory, Frequency, Keys, Language, Patch, Rows, Settings, back_to_default, recommendation,
};
use crate::saving::{Back, Cause, Edit, Saver};

impl Page {
    /// Takes part in one dossier, or no longer.
    pub fn choose(self, audience: Audience, position: usize, participates: bool) {
        let len = self.directory(Directory::len);
        let patch = Patch::choice(len, audience, position, Some(participates));
        self.edit(patch, Cause::One, Change::One(audience, position));
    }

    /// Takes part, or no longer, in every dossier that is shown: in all or in those of a licence.
    pub fn choose_all(self, audience: Audience, licence: Option<usize>, participates: bool) {
        let patch = self.settings(|directory, settings| {
            let mut keys = Keys::none(directory.len());
            let mut values = settings.clone();
            keys.participation[audience] = self.rows_of(licence, |rows| {
                values.participation.choose_all(directory, audience, rows, participates)
            });
            Patch { keys, values }
        });
        self.edit(patch, Cause::Bulk, Change::Each(audience));
    }

    /// Takes part, or no longer, in each of some dossiers.
    pub fn choose_each(self, audience: Audience, dossiers: &FixedBitSet, participates: bool) {
        let patch = self.settings(|directory, settings| {
            let mut keys = Keys::none(directory.len());
            let mut values = settings.clone();
            let rows = Rows::Mask(dossiers);
            keys.participation[audience] =
                values.participation.choose_all(directory, audience, &rows, participates);
            Patch { keys, values }
        });
        self.edit(patch, Cause::Bulk, Change::Each(audience));
    }

    /// Goes back to the defaults in one dossier.
    pub fn back_to_default(self, position: usize) {
        self.reset(&Rows::Range(position..position + 1), Cause::One);
    }

    /// Goes back to the defaults in every dossier that is shown: in all or in those of a licence.
    pub fn back_to_default_in(self, licence: Option<usize>) {
        let rows = self.rows_of(licence, |rows| rows.to_mask(self.directory(Directory::len)));
        self.reset(&Rows::Mask(&rows), Cause::Bulk);
    }

    fn reset(self, rows: &Rows, cause: Cause) {
        let patch = self.settings(|_, settings| {
            self.session(|session| back_to_default(&settings.participation, &session.audiences, rows))
        });
        self.edit(patch, cause, Change::Many);
    }

    /// Chooses how often to be mailed.
    pub fn set_frequency(self, frequency: Frequency) {
        let len = self.directory(Directory::len);
        self.edit(Patch::frequency(len, Some(frequency)), Cause::One, Change::Many);
    }

    /// Chooses the language of mails; `None` follows the profile.
    pub fn set_language(self, language: Option<Language>) {
        let len = self.directory(Directory::len);
        self.edit(Patch::language(len, language), Cause::One, Change::Many);
    }

    /// Follows the recommendation: one change, which can be undone as one.
    pub fn follow_recommendation(self) {
        let patch = self.settings(|directory, settings| recommendation(directory, &settings.participation));
        self.edit(patch, Cause::Recommendation, Change::Many);
    }

    /// Takes over what a spreadsheet says: one change, which can be undone as one.
    pub fn import(self, patch: Patch) {
        self.edit(patch, Cause::Import, Change::Many);
    }

    fn edit(self, patch: Patch, cause: Cause, touched: Change) {
        let edit = self.saver(|saver| saver.edit(patch, cause));
        self.parts.with_value(|parts| parts.edits.borrow_mut().push(edit));
        set(self.skipped, Keys::default());
        self.changed_by_user(touched);
    }

    /// Notes what was changed since the last frame, and says what it has led to.
    pub(super) fn note_edits(self) {
        let edits = self.parts.with_value(|parts| parts.edits.take());
        for edit in edits {
            let Edit { before, patch, cause } = &*edit;
            self.note(before, patch, Action::Edit(*cause));
            set(self.aftermath, self.directory(|directory| aftermath(directory, before, patch, *cause)));
            // The status line is about the change again.
            if self.opening.get_untracked() == Opening::Failed {
                self.opening.set(Opening::Idle);
            }
        }
    }

    /// Takes one change back, whatever came after it; returns how many of its settings were changed since,
    /// and so left alone.
    pub fn revert(self, number: u32) -> usize {
        let back = self.settings(|_, settings| self.journal(|journal| journal.revert(number, settings)));
        let Some(Back { patch, skipped, .. }) = back else { return 0 };
        let count = skipped.len();
        self.edit(patch, Cause::Revert, Change::Many);
        set(self.skipped, skipped);
        count
    }

    fn note(self, before: &Settings, patch: &Patch, action: Action) {
        self.parts.with_value(|parts| {
            parts.journal.borrow_mut().record(before, patch, action, js_sys::Date::now());
        });
        self.changes.update(|changes| *changes += 1);
    }

    /// Undoes the last change.
    pub fn undo(self) {
        self.note_edits();
        let before = self.settings(|_, settings| settings.clone());
        let back = self.saver(Saver::undo);
        self.went(back, &before, Action::Undo);
    }

    /// Does again what was undone last.
    pub fn redo(self) {
        self.note_edits();
        let before = self.settings(|_, settings| settings.clone());
        let back = self.saver(Saver::redo);
        self.went(back, &before, Action::Redo);
    }

    fn went(self, back: Option<Back<Cause>>, before: &Settings, action: Action) {
        if let Some(back) = &back {
            self.note(before, &back.patch, action);
        }
        set(self.skipped, back.map(|back| back.skipped).unwrap_or_default());
        set(self.aftermath, None);
        self.changed(Change::Many);
    }

    /// Sends what was refused once more; everything, if no keys are named.
    pub fn retry(self, keys: Option<Keys>) {
        self.saver(|saver| saver.retry(keys));
        self.changed(Change::Many);
    }

    /// Gives up what was refused, and goes back to what the backend has; everything, if no keys are named.
    pub fn give_up(self, keys: Option<Keys>) {
        self.saver(|saver| saver.give_up(keys));
        self.changed(Change::Many);
    }
}
