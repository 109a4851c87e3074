//! The state of the settings screen and everything that can be done on it.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use fixedbitset::FixedBitSet;
use leptos::prelude::*;

use super::aftermath::{Aftermath, aftermath};
use super::dialogs::{Dialog, Opening};
use super::history::Action;
use crate::api::{Session, Unreadable};
use crate::configuration;
use crate::domain::{
    Audience, Candidate, Counts, Directory, Filter, Frequency, Keys, Language, Narrowing, Patch, PerAudience,
    Query, Rows, Settings, Tally, back_to_default, candidates, count_chosen, count_relying_on_user,
    count_without_recipient, recommendation, relying_on_user,
};
use crate::i18n::{I18n, fold_unicode};
use crate::saving::{Back, Cause, Journal, KeyState, Owner, Saver, Status};
use crate::ui::dom::document;

/// The settings screen. A handle that is copied freely.
#[derive(Clone, Copy)]
pub struct Page {
    parts: StoredValue<Parts, LocalStorage>,
    /// The language of the screen.
    pub i18n: I18n,
    /// How often the user is mailed.
    pub frequency: RwSignal<Option<Frequency>>,
    /// The language of the user's mails.
    pub language: RwSignal<Option<Language>>,
    /// In how many of the dossiers shown the user takes part.
    pub tallies: RwSignal<PerAudience<Tally>>,
    /// How many dossiers have no recipient for questions to the accountant.
    pub without: RwSignal<usize>,
    /// Of how many of the dossiers shown the user is the only recipient.
    pub relying: RwSignal<PerAudience<usize>>,
    /// Whether everything is saved, and what to do if it is not.
    pub status: RwSignal<Status>,
    /// Whether what waits is only in this tab's memory.
    pub storage_failed: RwSignal<bool>,
    /// What the last step back or forth left alone, because it was changed since.
    pub skipped: RwSignal<Keys>,
    /// What there is to undo and to redo.
    pub history: RwSignal<(Option<Cause>, Option<Cause>)>,
    /// What was typed to find dossiers.
    pub typed: RwSignal<String>,
    /// What the list is narrowed to.
    pub narrowing: RwSignal<Narrowing>,
    /// How many dossiers each other choice would show.
    pub counts: RwSignal<Counts>,
    /// In how many dossiers the user takes part, shown or not.
    pub participating: RwSignal<PerAudience<usize>>,
    /// Counts the changes of the settings: for what is derived from all of them.
    pub revision: Trigger,
    /// How many dossiers are shown; `None` while all are.
    pub found: RwSignal<Option<usize>>,
    /// The dossier whose recipients are shown in full.
    pub opened: RwSignal<Option<usize>>,
    /// The dossier that a link leads to, until something else is looked for.
    pub linked: RwSignal<Option<usize>>,
    /// Whether a link names a dossier or a licence that is not there for this user.
    pub link_is_broken: RwSignal<bool>,
    /// In how many of the dossiers shown the user has chosen for themselves.
    pub changed_count: RwSignal<usize>,
    /// How many dossiers are selected.
    pub selected: RwSignal<usize>,
    /// Any other dialog that is open.
    pub dialog: RwSignal<Option<Dialog>>,
    /// Whether a dialog that is asked for has to be fetched first.
    pub opening: RwSignal<Opening>,
    /// In how many dossiers the recommendation is not followed.
    pub not_recommended: RwSignal<usize>,
    /// What the last change led to that the user should know of.
    pub aftermath: RwSignal<Option<Aftermath>>,
    /// Counts the changes in the journal.
    pub changes: RwSignal<usize>,
}

struct Parts {
    session: Session,
    directory: Rc<Directory>,
    unreadable: Unreadable,
    saver: Saver,
    /// What is searched for, and what that finds; `None` while nothing is.
    matching: RefCell<Option<(Query, FixedBitSet)>>,
    journal: RefCell<Journal<Action>>,
    /// The dossiers shown; `None` while all are.
    shown: RefCell<Option<FixedBitSet>>,
    /// Counts the changes of the settings and of what is shown.
    version: Cell<u32>,
    /// Whether what is derived for other places than the list is to be derived in this frame.
    deriving: Cell<bool>,
    /// The dossiers selected, of those that are shown.
    selection: RefCell<FixedBitSet>,
    list: RefCell<Option<Draw>>,
}

/// Draws the list again.
type Draw = Box<dyn Fn(Change)>;

/// What the list has to draw again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// One dossier.
    One(usize),
    /// Any dossiers.
    Many,
    /// Other dossiers are shown.
    Shown,
}

impl Page {
    /// The screen for what was read.
    #[must_use]
    pub fn new(
        i18n: I18n,
        session: Session,
        directory: Directory,
        settings: Settings,
        etag: Option<String>,
        unreadable: Unreadable,
    ) -> Self {
        let directory = Rc::new(directory);
        let owner = Owner { tenant: configuration::tenant(), person: session.user.clone() };
        let saver = Saver::new(owner, session.csrf_token.clone(), directory.clone(), settings, etag);
        let page = Self {
            i18n,
            frequency: RwSignal::new(None),
            language: RwSignal::new(None),
            tallies: RwSignal::default(),
            without: RwSignal::new(0),
            relying: RwSignal::default(),
            status: RwSignal::new(Status::Saved),
            storage_failed: RwSignal::new(false),
            skipped: RwSignal::default(),
            history: RwSignal::default(),
            typed: RwSignal::default(),
            narrowing: RwSignal::default(),
            counts: RwSignal::default(),
            participating: RwSignal::default(),
            revision: Trigger::new(),
            found: RwSignal::new(None),
            opened: RwSignal::new(None),
            linked: RwSignal::new(None),
            link_is_broken: RwSignal::new(false),
            changed_count: RwSignal::new(0),
            selected: RwSignal::new(0),
            dialog: RwSignal::new(None),
            opening: RwSignal::default(),
            not_recommended: RwSignal::new(0),
            aftermath: RwSignal::new(None),
            changes: RwSignal::new(0),
            parts: StoredValue::new_local(Parts {
                session,
                directory,
                unreadable,
                saver: saver.clone(),
                matching: RefCell::new(None),
                journal: RefCell::default(),
                shown: RefCell::new(None),
                version: Cell::new(0),
                deriving: Cell::new(false),
                selection: RefCell::default(),
                list: RefCell::new(None),
            }),
        };
        page.derive();
        page.derive_rest();
        saver.on_change(move || {
            // Saving goes on when the screen is no longer shown.
            if page.parts.try_with_value(|_| ()).is_some() {
                page.changed(Change::Many);
            }
        });
        page
    }

    /// Reads the session.
    pub fn session<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.parts.with_value(|parts| read(&parts.session))
    }

    /// Reads the directory.
    pub fn directory<T>(self, read: impl FnOnce(&Directory) -> T) -> T {
        self.parts.with_value(|parts| read(&parts.directory))
    }

    /// Reads the settings as the user wants them, saved or not.
    pub fn settings<T>(self, read: impl FnOnce(&Directory, &Settings) -> T) -> T {
        self.parts.with_value(|parts| parts.saver.desired(|settings| read(&parts.directory, settings)))
    }

    /// What of the answers could not be read.
    #[must_use]
    pub fn unreadable(self) -> Unreadable {
        self.parts.with_value(|parts| parts.unreadable.clone())
    }

    /// Whether a choice is saved, on its way or refused.
    #[must_use]
    pub fn key_state(self, audience: Audience, position: usize) -> KeyState {
        self.parts.with_value(|parts| parts.saver.key_state(audience, position))
    }

    /// Has the list drawn again by `draw` whenever something in it changes.
    pub fn set_list(self, draw: impl Fn(Change) + 'static) {
        self.parts.with_value(|parts| *parts.list.borrow_mut() = Some(Box::new(draw)));
    }

    /// Reads which dossiers are shown; `None` while all are.
    pub fn shown<T>(self, read: impl FnOnce(Option<&FixedBitSet>) -> T) -> T {
        self.parts.with_value(|parts| read(parts.shown.borrow().as_ref()))
    }

    /// Everybody who can be asked in a dossier, in order of display.
    #[must_use]
    pub fn candidates(self, audience: Audience, position: usize) -> Vec<Candidate<u32>> {
        let i18n = self.i18n;
        self.settings(|directory, settings| {
            let people = directory.people();
            let no_email = settings.frequency == Some(Frequency::Never);
            candidates(
                directory.team(position, &settings.participation),
                audience,
                None,
                |person| people.is_mailed(person) && !(no_email && person == directory.user()),
                |a, b| i18n.compare(people.name(a), people.name(b)),
            )
        })
    }

    /// In how many of some dossiers the user takes part.
    #[must_use]
    pub fn tally(self, audience: Audience, rows: &Rows) -> Tally {
        self.settings(|directory, settings| Tally {
            on: settings.participation.count(directory, audience, rows),
            of: rows.len(),
        })
    }

    /// In how many of a licence's dossiers that are shown the user takes part.
    #[must_use]
    pub fn licence_tally(self, audience: Audience, licence: usize) -> Tally {
        self.rows_of(Some(licence), |rows| self.tally(audience, rows))
    }

    /// Of how many of a licence's dossiers that are shown the user is the only recipient.
    #[must_use]
    pub fn licence_relying(self, audience: Audience, licence: usize) -> usize {
        self.rows_of(Some(licence), |rows| self.count_relying(audience, rows))
    }

    /// How many of a licence's dossiers that are shown have no recipient for questions to the accountant.
    #[must_use]
    pub fn licence_without(self, licence: usize) -> usize {
        self.rows_of(Some(licence), |rows| {
            self.settings(|directory, settings| {
                count_without_recipient(directory, &settings.participation, Audience::Accountant, rows)
            })
        })
    }

    /// The dossiers, of those that a bulk control is about, of which the user is the only recipient.
    #[must_use]
    pub fn relying_dossiers(self, audience: Audience, licence: Option<usize>) -> FixedBitSet {
        let mut relying =
            self.settings(|directory, settings| relying_on_user(directory, &settings.participation, audience));
        let len = relying.len();
        self.rows_of(licence, |rows| relying.intersect_with(&rows.to_mask(len)));
        relying
    }

    fn count_relying(self, audience: Audience, rows: &Rows) -> usize {
        self.settings(|directory, settings| {
            count_relying_on_user(directory, &settings.participation, audience, rows)
        })
    }

    /// The dossiers that a bulk control is about: all that are shown, or those of a licence.
    fn rows_of<T>(self, licence: Option<usize>, read: impl FnOnce(&Rows) -> T) -> T {
        let range: Range<usize> = self.directory(|directory| match licence {
            Some(licence) => directory.licences()[licence].dossiers.clone(),
            None => 0..directory.len(),
        });
        self.shown(|shown| match shown {
            None => read(&Rows::Range(range)),
            Some(shown) => read(&Rows::Within(shown, range)),
        })
    }

    /// Takes part in one dossier, or no longer.
    pub fn choose(self, audience: Audience, position: usize, participates: bool) {
        let len = self.directory(Directory::len);
        let patch = Patch::choice(len, audience, position, Some(participates));
        self.edit(patch, Cause::One, Change::One(position));
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
        self.edit(patch, Cause::Bulk, Change::Many);
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
        self.edit(patch, Cause::Bulk, Change::Many);
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

    /// Whether the user has chosen for themselves in a dossier.
    #[must_use]
    pub fn is_changed(self, position: usize) -> bool {
        self.settings(|_, settings| {
            self.session(|session| {
                let mut audiences = session.audiences.iter();
                audiences.any(|&audience| settings.participation.choice(audience, position).is_some())
            })
        })
    }

    /// In how many of a licence's dossiers that are shown the user has chosen for themselves.
    #[must_use]
    pub fn licence_changed(self, licence: usize) -> usize {
        self.rows_of(Some(licence), |rows| self.count_changed(rows))
    }

    fn count_changed(self, rows: &Rows) -> usize {
        self.settings(|_, settings| {
            self.session(|session| count_chosen(&settings.participation, &session.audiences, rows))
        })
    }

    /// The dossiers, of those that a bulk control is about, in which the user has chosen for themselves.
    #[must_use]
    pub fn changed_dossiers(self, licence: Option<usize>) -> FixedBitSet {
        let mut changed = self.settings(|directory, settings| {
            self.session(|session| {
                Filter::Changed.dossiers(directory, &settings.participation, &session.audiences)
            })
        });
        let len = changed.len();
        self.rows_of(licence, |rows| changed.intersect_with(&rows.to_mask(len)));
        changed
    }

    /// Reads which dossiers are selected.
    pub fn selection<T>(self, read: impl FnOnce(&FixedBitSet) -> T) -> T {
        self.parts.with_value(|parts| read(&parts.selection.borrow()))
    }

    /// Selects these dossiers and no others.
    pub fn select(self, dossiers: FixedBitSet) {
        set(self.selected, dossiers.count_ones(..));
        self.parts.with_value(|parts| *parts.selection.borrow_mut() = dossiers);
        self.draw(Change::Many);
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
        let aftermath = self.settings(|directory, settings| aftermath(directory, settings, &patch, cause));
        self.settings(|_, settings| self.note(settings, &patch, Action::Edit(cause)));
        self.saver(|saver| saver.edit(patch, cause));
        set(self.skipped, Keys::default());
        set(self.aftermath, aftermath);
        self.changed(touched);
    }

    /// Reads what was changed in this session.
    pub fn journal<T>(self, read: impl FnOnce(&Journal<Action>) -> T) -> T {
        self.parts.with_value(|parts| read(&parts.journal.borrow()))
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
        let before = self.settings(|_, settings| settings.clone());
        let back = self.saver(Saver::undo);
        self.went(back, &before, Action::Undo);
    }

    /// Does again what was undone last.
    pub fn redo(self) {
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

    /// Waits until what was chosen before the page was loaded, and is not saved yet, is shown.
    pub async fn restored(self) {
        let saver = self.saver(Saver::clone);
        saver.restored().await;
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

    fn saver<T>(self, run: impl FnOnce(&Saver) -> T) -> T {
        self.parts.with_value(|parts| run(&parts.saver))
    }

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
        self.changed(Change::Shown);
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

    /// Brings the screen up to date with the settings and with how saving stands.
    pub fn changed(self, change: Change) {
        self.derive();
        self.draw(change);
        self.derive_rest_in_frame();
    }

    fn draw(self, change: Change) {
        self.parts.with_value(|parts| {
            if let Some(draw) = parts.list.borrow().as_ref() {
                draw(change);
            }
        });
    }

    /// Changes whenever the settings or what is shown may be others than before.
    #[must_use]
    pub fn version(self) -> u32 {
        self.parts.with_value(|parts| parts.version.get())
    }

    /// Whether the backend has a frequency for this user that this version does not know.
    #[must_use]
    pub fn frequency_unknown(self) -> bool {
        self.parts.with_value(|parts| parts.unreadable.frequency)
    }

    /// Where the user signs in again.
    #[must_use]
    pub fn sign_in_url(self) -> String {
        crate::api::sign_in_url(None)
    }

    /// Brings up to date what shows beside the control that was used.
    fn derive(self) {
        self.parts.with_value(|parts| parts.version.set(parts.version.get().wrapping_add(1)));
        set(
            self.tallies,
            PerAudience::from_fn(|audience| self.rows_of(None, |rows| self.tally(audience, rows))),
        );
        let relying =
            PerAudience::from_fn(|audience| self.rows_of(None, |rows| self.count_relying(audience, rows)));
        set(self.relying, relying);
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

    fn derive_rest(self) {
        self.parts.with_value(|parts| parts.deriving.set(false));
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
        set(self.changed_count, self.rows_of(None, |rows| self.count_changed(rows)));
        self.revision.notify();
    }
}

/// Sets a signal only to another value, so that nothing is drawn again for the same one.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}
