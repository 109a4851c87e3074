//! The state of the settings screen and everything that can be done on it.

mod counting;
mod deriving;
mod editing;
mod looking;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use fixedbitset::FixedBitSet;
use leptos::prelude::*;

use super::aftermath::Aftermath;
use super::dialogs::{Dialog, Opening};
use super::history::Action;
use crate::api::{Session, Unreadable};
use crate::domain::{
    Audience, Counts, Directory, Frequency, Keys, Language, Narrowing, PerAudience, Query, Settings,
};
use crate::i18n::I18n;
use crate::saving::{Cause, Edit, Journal, KeyState, Saver, Seat, Status};

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
    /// How many dossiers have no recipient for questions to the accountant.
    pub without: RwSignal<usize>,
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
    /// What the user has changed since the last frame, the earliest first: shown, and not noted yet.
    edits: RefCell<Vec<Rc<Edit>>>,
    /// What of the list shows a change in its controls only, until the frame.
    half_drawn: Cell<Option<Change>>,
    /// Whether the rest is to be derived and drawn in this frame.
    deriving: Cell<bool>,
    /// The dossiers selected, of those that are shown.
    selection: RefCell<FixedBitSet>,
    list: RefCell<Option<Draw>>,
}

/// Draws the list again.
type Draw = Box<dyn Fn(Change, Extent)>;

/// What the list has to draw again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// One dossier, for one kind of question.
    One(Audience, usize),
    /// Any dossiers, for one kind of question.
    Each(Audience),
    /// Any dossiers.
    Many,
    /// Other dossiers are shown.
    Shown,
}

impl Change {
    /// Whether it may show in the column of an audience.
    #[must_use]
    pub fn concerns(self, audience: Audience) -> bool {
        match self {
            Self::One(changed, _) | Self::Each(changed) => changed == audience,
            Self::Many | Self::Shown => true,
        }
    }
}

/// How much of what changed is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The controls with their counts, and which rows there are: what whoever has used one looks at.
    Controls,
    /// Everything, after the controls.
    All,
}

impl Page {
    /// The screen for what was read.
    #[must_use]
    pub fn new(
        i18n: I18n,
        seat: Seat,
        session: Session,
        directory: Directory,
        settings: Settings,
        etag: Option<String>,
        unreadable: Unreadable,
    ) -> Self {
        let directory = Rc::new(directory);
        let saver = Saver::new(seat, session.csrf_token.clone(), directory.clone(), settings, etag);
        let page = Self {
            i18n,
            frequency: RwSignal::new(None),
            language: RwSignal::new(None),
            without: RwSignal::new(0),
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
                edits: RefCell::default(),
                half_drawn: Cell::new(None),
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
    pub fn set_list(self, draw: impl Fn(Change, Extent) + 'static) {
        self.parts.with_value(|parts| *parts.list.borrow_mut() = Some(Box::new(draw)));
    }

    /// Reads which dossiers are shown; `None` while all are.
    pub fn shown<T>(self, read: impl FnOnce(Option<&FixedBitSet>) -> T) -> T {
        self.parts.with_value(|parts| read(parts.shown.borrow().as_ref()))
    }

    /// Reads which dossiers are selected.
    pub fn selection<T>(self, read: impl FnOnce(&FixedBitSet) -> T) -> T {
        self.parts.with_value(|parts| read(&parts.selection.borrow()))
    }

    /// Selects these dossiers and no others.
    pub fn select(self, dossiers: FixedBitSet) {
        set(self.selected, dossiers.count_ones(..));
        self.parts.with_value(|parts| *parts.selection.borrow_mut() = dossiers);
        self.draw(Change::Many, Extent::All);
    }

    /// Reads what was changed in this session.
    pub fn journal<T>(self, read: impl FnOnce(&Journal<Action>) -> T) -> T {
        self.note_edits();
        self.parts.with_value(|parts| read(&parts.journal.borrow()))
    }

    /// Waits until what was chosen before the page was loaded, and is not saved yet, is shown.
    pub async fn restored(self) {
        let saver = self.saver(Saver::clone);
        saver.restored().await;
    }

    fn saver<T>(self, run: impl FnOnce(&Saver) -> T) -> T {
        self.parts.with_value(|parts| run(&parts.saver))
    }

    fn draw(self, change: Change, extent: Extent) {
        self.parts.with_value(|parts| {
            if let Some(draw) = parts.list.borrow().as_ref() {
                draw(change, extent);
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
}

/// Sets a signal only to another value, so that nothing is drawn again for the same one.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}
