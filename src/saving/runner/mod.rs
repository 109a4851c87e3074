//! The other half of saving: performs what the reducer asks for, in the browser.
//!
//! An edit is drawn first. What follows from it is worked out with the frame that shows it, and what it takes to
//! save it is done after the frame: one call of `fetch` costs the main thread more than drawing the change does.

mod asking;
mod http;
mod inheriting;
mod keeping;
mod occasions;
mod performing;
mod seat;
mod session;
mod store;
mod tabs;
mod turn;
mod writing;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::Function;
use leptos::leptos_dom::helpers::TimeoutHandle;
use web_sys::AbortController;

use super::{
    Back, Effect, Event, History, KeyState, Outbox, RequestId, Stamp, State, Status, TabId, TimerId, foresee,
    step,
};
use crate::domain::{Audience, Directory, Keys, Patch, Settings, SortedMap};
use crate::ui::dom::remembered;
use inheriting::Inherited;
pub use seat::Seat;
use store::Store;
use tabs::Line;
use writing::Writing;

/// Where the highest clock of all edits is remembered in this browser.
const CLOCK_KEY: &str = "conversation-settings/clock";

/// A clock that is ahead of the present by more than this is nonsense.
const TOO_FAR: u32 = 100_000_000;

/// What an edit was, for the words of undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// One setting.
    One,
    /// Many dossiers at once.
    Bulk,
    /// The recommendation.
    Recommendation,
    /// A spreadsheet.
    Import,
    /// An earlier change taken back, whatever came after it.
    Revert,
}

/// A change by the user, and the settings before it.
pub struct Edit {
    /// What the user wanted before.
    pub before: Settings,
    /// What they want now.
    pub patch: Patch,
    /// What it was.
    pub cause: Cause,
}

/// Saves one person's settings. Cloning it gives another handle to the same.
#[derive(Clone)]
pub struct Saver(Rc<Inner>);

struct Inner {
    state: RefCell<State>,
    history: RefCell<History<Cause>>,
    directory: Rc<Directory>,
    csrf_token: RefCell<String>,
    compress: Rc<Cell<bool>>,
    /// What the user has just changed: shown, and not taken in yet.
    foreseen: RefCell<Option<Rc<Edit>>>,
    waiting: RefCell<VecDeque<Effect>>,
    /// The effect before these, while its text is being written.
    writing: RefCell<Option<Writing>>,
    scheduled: Cell<bool>,
    requests: RefCell<SortedMap<RequestId, AbortController>>,
    timers: RefCell<SortedMap<TimerId, TimeoutHandle>>,
    changed: RefCell<Option<Box<dyn Fn()>>>,
    outbox: RefCell<Outbox>,
    store: Store,
    line: Line,
    /// Other tabs whose end this one will learn of.
    watched: RefCell<SortedMap<TabId, ()>>,
    inherited: RefCell<Vec<Inherited>>,
    /// Tabs that are no more and of which something in the outbox is not here yet.
    awaited: RefCell<SortedMap<TabId, ()>>,
    /// It is known which these are.
    begun: Cell<bool>,
    restored: RefCell<Option<Function>>,
    /// The last transaction of the outbox was not made.
    storage_failed: Cell<bool>,
    /// How often in a row a request was turned away as nobody's.
    turned_away: Cell<u32>,
}

impl Saver {
    /// Starts with the settings as they were read, and their version.
    #[must_use]
    pub fn new(
        seat: Seat,
        csrf_token: String,
        directory: Rc<Directory>,
        settings: Settings,
        etag: Option<String>,
    ) -> Self {
        let seconds = (js_sys::Date::now() / 1000.0) as u32;
        // Edits may have come faster than one a second. What another tab says of it may come too late.
        let clock =
            last_clock().filter(|&clock| clock < seconds.saturating_add(TOO_FAR)).unwrap_or(0).max(seconds);
        let Seat { owner, tab, store, ready } = seat;
        let start = Stamp { clock, tab };
        let saver = Self(Rc::new(Inner {
            store,
            line: Line::new(owner.clone(), tab),
            state: RefCell::new(State::new(owner, start, settings, etag)),
            history: RefCell::default(),
            directory,
            csrf_token: RefCell::new(csrf_token),
            compress: Rc::default(),
            foreseen: RefCell::default(),
            waiting: RefCell::default(),
            writing: RefCell::default(),
            scheduled: Cell::new(false),
            requests: RefCell::default(),
            timers: RefCell::default(),
            changed: RefCell::new(None),
            outbox: RefCell::default(),
            watched: RefCell::default(),
            inherited: RefCell::default(),
            awaited: RefCell::default(),
            begun: Cell::new(false),
            restored: RefCell::default(),
            storage_failed: Cell::new(false),
            turned_away: Cell::new(0),
        }));
        saver.listen();
        saver.join(ready);
        saver
    }

    /// Has `changed` called whenever something other than an edit has changed what is shown.
    pub fn on_change(&self, changed: impl Fn() + 'static) {
        *self.0.changed.borrow_mut() = Some(Box::new(changed));
    }

    /// Reads the settings as the user wants them.
    pub fn desired<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(self.0.state.borrow().desired())
    }

    /// Whether one choice is saved, on its way or refused.
    #[must_use]
    pub fn key_state(&self, audience: Audience, position: usize) -> KeyState {
        self.0.state.borrow().key_state(audience, position)
    }

    /// How it stands with everything together.
    #[must_use]
    pub fn status(&self) -> Status {
        self.take_in();
        self.0.state.borrow().status()
    }

    /// Whether what waits is only in this tab's memory.
    #[must_use]
    pub fn storage_failed(&self) -> bool {
        self.0.storage_failed.get()
    }

    /// What can be undone and redone next.
    #[must_use]
    pub fn history(&self) -> (Option<Cause>, Option<Cause>) {
        self.take_in();
        let history = self.0.history.borrow();
        (history.next_undo().copied(), history.next_redo().copied())
    }

    /// Changes settings: as they are read, at once; all that follows is left for when there is time, and done
    /// before anything else happens.
    pub fn edit(&self, patch: Patch, cause: Cause) -> Rc<Edit> {
        self.take_in();
        let edit = {
            let mut state = self.0.state.borrow_mut();
            let before = state.desired().clone();
            foresee(&mut state, &patch);
            Rc::new(Edit { before, patch, cause })
        };
        self.0.foreseen.replace(Some(edit.clone()));
        self.schedule();
        edit
    }

    /// Works out what follows from the last edit.
    fn take_in(&self) {
        let Some(edit) = self.0.foreseen.take() else { return };
        self.0.history.borrow_mut().record(&edit.before, &edit.patch, edit.cause);
        self.dispatch(Event::Edited(edit.patch.clone()));
    }

    /// Undoes the last change; what was changed since is left alone and named.
    pub fn undo(&self) -> Option<Back<Cause>> {
        self.take_in();
        let back = self.0.history.borrow_mut().undo(self.0.state.borrow().desired())?;
        self.dispatch(Event::Edited(back.patch.clone()));
        Some(back)
    }

    /// Does again what was undone last; what was changed since is left alone and named.
    pub fn redo(&self) -> Option<Back<Cause>> {
        self.take_in();
        let back = self.0.history.borrow_mut().redo(self.0.state.borrow().desired())?;
        self.dispatch(Event::Edited(back.patch.clone()));
        Some(back)
    }

    /// Sends what was refused once more; everything, if no keys are named.
    pub fn retry(&self, keys: Option<Keys>) {
        self.take_in();
        let keys = keys.unwrap_or_else(|| self.0.state.borrow().failed().clone());
        self.dispatch(Event::RetryFailed(keys));
    }

    /// Goes back to what the backend has for what was refused; for everything, if no keys are named.
    pub fn give_up(&self, keys: Option<Keys>) {
        self.take_in();
        let keys = keys.unwrap_or_else(|| self.0.state.borrow().failed().clone());
        self.dispatch(Event::DiscardFailed(keys));
    }

    /// Takes in an event; what is to be done about it is done after the next frame.
    fn dispatch(&self, event: Event) {
        self.take_in();
        let effects = step(&mut self.0.state.borrow_mut(), event);
        if effects.iter().any(|effect| matches!(effect, Effect::Store { .. })) {
            self.0.inherited.borrow_mut().iter_mut().for_each(|inherited| inherited.told = true);
        }
        self.0.waiting.borrow_mut().extend(effects);
        self.schedule();
    }

    /// Takes in an event that is not the user's doing, and has it shown.
    fn report(&self, event: Event) {
        self.dispatch(event);
        self.show();
    }

    fn show(&self) {
        if let Some(changed) = self.0.changed.borrow().as_ref() {
            changed();
        }
    }
}

/// The highest clock of all edits made in this browser.
fn last_clock() -> Option<u32> {
    remembered(CLOCK_KEY)?.parse().ok()
}
