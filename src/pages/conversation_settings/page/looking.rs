//! What the user looks for: which dossiers are shown.

use fixedbitset::FixedBitSet;
use leptos::prelude::*;

use super::{Change, Page};
use crate::domain::{Filter, Narrowing, Query};
use crate::i18n::fold_unicode;

impl Page {
    /// Finds dossiers by what is typed and by what the list is narrowed to.
    pub fn find(self) {
        let query = Query::new(&self.typed.get_untracked(), fold_unicode);
        let narrowing = self.narrowing.get_untracked();
        let before = self.parts.with_value(|parts| parts.matching.take());
        let matching = (!query.is_empty()).then(|| {
            let found = self.directory(|directory| match &before {
                Some((before, found)) => query.matches_after(before, found, directory),
                None => query.matches(directory),
            });
            (query, found)
        });
        let shown = (matching.is_some() || narrowing != Narrowing::default()).then(|| {
            self.settings(|directory, settings| {
                let mut found = match &matching {
                    Some((_, found)) => found.clone(),
                    None => directory.all().to_mask(directory.len()),
                };
                self.session(|session| {
                    narrowing.keep(&mut found, directory, &settings.participation, &session.audiences);
                });
                found
            })
        });
        self.linked.set(None);
        // What is not seen is not changed: a selection does not outlast what it was made in.
        if self.selected.get_untracked() > 0 {
            self.select(FixedBitSet::new());
        }
        self.found.set(shown.as_ref().map(|shown| shown.count_ones(..)));
        self.parts.with_value(|parts| {
            *parts.matching.borrow_mut() = matching;
            *parts.shown.borrow_mut() = shown;
        });
        self.changed_by_user(Change::Shown);
    }

    /// Narrows the list to a kind of dossiers.
    pub fn set_filter(self, filter: Filter) {
        self.narrowing.update(|narrowing| narrowing.filter = filter);
        self.find();
    }

    /// Narrows the list to a licence, or to none.
    pub fn set_licence(self, licence: Option<usize>) {
        self.narrowing.update(|narrowing| narrowing.licence = licence);
        self.find();
    }

    /// Searches for what was typed.
    pub fn search(self, typed: String) {
        self.typed.set(typed);
        self.find();
    }

    /// Shows every dossier.
    pub fn show_all(self) {
        self.typed.set(String::new());
        self.narrowing.set(Narrowing::default());
        self.find();
    }
}
