//! The other half of saving: performs what the reducer asks for, in the browser.
//!
//! An edit is drawn first. What it takes to save it is done after the frame: one call of `fetch` costs
//! the main thread more than drawing the change does.

mod http;
mod store;
mod tabs;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Function, Math, Promise, Reflect};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::{
    request_animation_frame, set_interval_with_handle, set_timeout, set_timeout_with_handle,
};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::AbortController;

use super::{
    Back, Effect, Event, History, KeyState, News, Outbox, Outcome, Owner, Record, RequestId, Stamp, State,
    Status, TabId, Timer, TimerId, delay, step,
};
use crate::api::{ReadError, read_session};
use crate::domain::{Audience, Directory, Keys, Patch, Settings, SortedMap};
use crate::ui::dom::{document, on_document, on_window, on_window_event, remember, remembered, window};
use store::Store;
use tabs::Line;

/// While nobody is signed in, it is asked so often whether somebody is.
const SESSION_INTERVAL: Duration = Duration::from_secs(30);

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
    waiting: RefCell<Vec<Effect>>,
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

/// A record of a tab that is no more, until this tab's part of the outbox has what is in it.
struct Inherited {
    /// Where it is.
    key: JsValue,
    /// The part for which there are no dossiers at present.
    absent: Option<Record>,
    /// The next transaction has the rest of it.
    told: bool,
    /// To be called when it is deleted.
    done: Function,
}

impl Saver {
    /// Starts with the settings as they were read, and their version.
    #[must_use]
    pub fn new(
        owner: Owner,
        csrf_token: String,
        directory: Rc<Directory>,
        settings: Settings,
        etag: Option<String>,
    ) -> Self {
        let seconds = (js_sys::Date::now() / 1000.0) as u32;
        // Edits may have come faster than one a second. What another tab says of it may come too late.
        let clock =
            last_clock().filter(|&clock| clock < seconds.saturating_add(TOO_FAR)).unwrap_or(0).max(seconds);
        let tab = TabId((Math::random() * f64::from(u32::MAX)) as u32);
        let start = Stamp { clock, tab };
        let saver = Self(Rc::new(Inner {
            store: Store::new(owner.clone(), tab),
            line: Line::new(owner.clone(), tab),
            state: RefCell::new(State::new(owner, start, settings, etag)),
            history: RefCell::default(),
            directory,
            csrf_token: RefCell::new(csrf_token),
            compress: Rc::default(),
            waiting: RefCell::default(),
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
        saver.join(tab);
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
        let history = self.0.history.borrow();
        (history.next_undo().copied(), history.next_redo().copied())
    }

    /// Changes settings.
    pub fn edit(&self, patch: Patch, cause: Cause) {
        self.0.history.borrow_mut().record(self.0.state.borrow().desired(), &patch, cause);
        self.dispatch(Event::Edited(patch));
    }

    /// Undoes the last change; what was changed since is left alone and named.
    pub fn undo(&self) -> Option<Back<Cause>> {
        let back = self.0.history.borrow_mut().undo(self.0.state.borrow().desired())?;
        self.dispatch(Event::Edited(back.patch.clone()));
        Some(back)
    }

    /// Does again what was undone last; what was changed since is left alone and named.
    pub fn redo(&self) -> Option<Back<Cause>> {
        let back = self.0.history.borrow_mut().redo(self.0.state.borrow().desired())?;
        self.dispatch(Event::Edited(back.patch.clone()));
        Some(back)
    }

    /// Sends what was refused once more; everything, if no keys are named.
    pub fn retry(&self, keys: Option<Keys>) {
        let keys = keys.unwrap_or_else(|| self.0.state.borrow().failed().clone());
        self.dispatch(Event::RetryFailed(keys));
    }

    /// Goes back to what the backend has for what was refused; for everything, if no keys are named.
    pub fn give_up(&self, keys: Option<Keys>) {
        let keys = keys.unwrap_or_else(|| self.0.state.borrow().failed().clone());
        self.dispatch(Event::DiscardFailed(keys));
    }

    /// Takes in an event; what is to be done about it is done after the next frame.
    fn dispatch(&self, event: Event) {
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
        if let Some(changed) = self.0.changed.borrow().as_ref() {
            changed();
        }
    }

    fn schedule(&self) {
        if self.0.waiting.borrow().is_empty() || self.0.scheduled.replace(true) {
            return;
        }
        if document().hidden() {
            // There is no next frame, and timers of hidden pages may be late by a minute.
            let saver = self.clone();
            spawn_local(async move { saver.perform_waiting() });
        } else {
            let saver = self.clone();
            request_animation_frame(move || {
                set_timeout(move || saver.perform_waiting(), Duration::ZERO);
            });
        }
    }

    fn perform_waiting(&self) {
        self.0.scheduled.set(false);
        let effects = std::mem::take(&mut *self.0.waiting.borrow_mut());
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Store { write, forget } => self.store(&write, &forget),
            Effect::Send(request) => {
                let id = request.id;
                let write = http::Write {
                    body: crate::api::encode_patch(&request.patch, &self.0.directory),
                    if_match: request.if_match,
                    csrf_token: self.0.csrf_token.borrow().clone(),
                    compress: self.0.compress.clone(),
                };
                self.ask(id, move |directory, signal| http::write(directory, write, signal));
            }
            Effect::Read { id, if_none_match } => {
                let person = self.0.state.borrow().owner().person.clone();
                let compress = self.0.compress.clone();
                self.ask(id, move |directory, signal| {
                    http::read(directory, person, if_none_match, compress, signal)
                });
            }
            Effect::Abort(id) => {
                if let Some(request) = self.0.requests.borrow_mut().remove(id) {
                    request.abort();
                }
            }
            Effect::Schedule(timer) => self.start_timer(timer),
            Effect::Cancel(id) => {
                if let Some(timer) = self.0.timers.borrow_mut().remove(id) {
                    timer.clear();
                }
            }
            Effect::Tell(news) => {
                let inner = &self.0;
                inner.line.tell(&news, inner.state.borrow().desired(), &inner.directory);
                match &news {
                    News::Saved { patch, .. } => inner.line.tell_pickers(patch, &inner.directory),
                    News::Pending { stamp, .. } if last_clock().is_none_or(|clock| clock < stamp.clock) => {
                        remember(CLOCK_KEY, &stamp.clock.to_string());
                    }
                    _ => {}
                }
            }
        }
    }

    /// Brings the outbox up to date, and reports whether that worked.
    fn store(&self, write: &Keys, forget: &Keys) {
        let inner = &self.0;
        let mut outbox = inner.outbox.borrow_mut();
        let mut taken = Vec::new();
        for inherited in inner.inherited.borrow_mut().iter_mut().filter(|inherited| inherited.told) {
            taken.push(inherited.key.clone());
            if let Some(absent) = inherited.absent.take() {
                outbox.keep(absent);
            }
        }
        let changes = outbox.store(&inner.state.borrow(), write, forget, &inner.directory);
        let saver = self.clone();
        spawn_local(async move {
            let written = saver.0.store.write(changes, taken.clone()).await;
            saver.0.storage_failed.set(written.is_err());
            if written.is_err() {
                saver.report(Event::StorageFailed);
                return;
            }
            saver.0.outbox.borrow_mut().stored();
            saver.0.inherited.borrow_mut().retain(|inherited| {
                let deleted = taken.contains(&inherited.key);
                if deleted {
                    let _ = inherited.done.call0(&JsValue::NULL);
                }
                !deleted
            });
            saver.report(Event::Stored);
        });
    }

    /// The page may be gone a moment later: begins at once what would wait for the next frame, or for a
    /// transaction under way.
    fn hurry(&self) {
        self.perform_waiting();
        let inner = &self.0;
        let state = inner.state.borrow();
        let unstored = state.unstored();
        if !unstored.is_empty() {
            let nothing = Keys::none(inner.directory.len());
            let changes = inner.outbox.borrow_mut().store(&state, &unstored, &nothing, &inner.directory);
            if let Ok(written) = inner.store.write_now(&changes, &[]) {
                // If it fails, the transaction that the reducer asks for does the same again.
                spawn_local(async move { drop(JsFuture::from(written).await) });
            }
        }
    }

    /// Takes this tab's place among the others, and takes over what tabs that are no more have left.
    fn join(&self, tab: TabId) {
        let saver = self.clone();
        self.0.line.listen(move |text| {
            let heard = saver.0.line.read(&text, &saver.0.directory);
            if let Some((from, news)) = heard {
                saver.watch(from, false);
                saver.report(Event::Heard(news));
                saver.notice_session();
            }
        });
        let saver = self.clone();
        let begin = move || {
            saver.0.line.tell(&News::Hello, saver.0.state.borrow().desired(), &saver.0.directory);
            spawn_local(async move {
                for tab in saver.0.store.other_tabs().await.unwrap_or_default() {
                    if !tabs::is_held(tab).await {
                        saver.0.awaited.borrow_mut().insert(tab, ());
                    }
                    saver.watch(tab, true);
                }
                saver.0.begun.set(true);
                saver.all_restored();
            });
        };
        let alone = begin.clone();
        let hold = move || {
            begin();
            Promise::new(&mut |_, _| {})
        };
        tabs::with_lock_of(tab, hold, alone);
    }

    /// Waits until what tabs that are no more had chosen is here, unless that takes too long: nothing should
    /// be said to be saved before.
    pub async fn restored(&self) {
        let restored = Promise::new(&mut |resolve, _| {
            *self.0.restored.borrow_mut() = Some(resolve);
        });
        self.all_restored();
        let _ = store::in_time(restored).await;
    }

    fn all_restored(&self) {
        if self.0.begun.get()
            && self.0.awaited.borrow().is_empty()
            && let Some(restored) = self.0.restored.take()
        {
            let _ = restored.call0(&JsValue::NULL);
        }
    }

    /// Takes over from another tab when it is no more: now, if this cannot be known and it has `left`
    /// something.
    fn watch(&self, tab: TabId, left: bool) {
        let mut watched = self.0.watched.borrow_mut();
        if watched.get(tab).is_some() {
            return;
        }
        watched.insert(tab, ());
        drop(watched);
        let saver = self.clone();
        let take_over = move || {
            future_to_promise(async move {
                saver.take_over(tab).await;
                Ok(JsValue::UNDEFINED)
            })
        };
        let saver = self.clone();
        tabs::with_lock_of(tab, take_over, move || {
            if left {
                spawn_local(async move { saver.take_over(tab).await });
            }
        });
    }

    /// Takes over what a tab that is no more has left.
    async fn take_over(&self, tab: TabId) {
        let owner = self.0.state.borrow().owner().clone();
        let mut all_done = Vec::new();
        for stored in self.0.store.records_of(tab).await.unwrap_or_default() {
            // What cannot be read stays where it is: a later version may know what to do with it.
            let Ok(restored) = stored.record.and_then(|record| record.restore(&owner, &self.0.directory))
            else {
                continue;
            };
            all_done.push(Promise::new(&mut |done, _| {
                let (key, absent) = (stored.key.clone(), restored.absent.clone());
                self.0.inherited.borrow_mut().push(Inherited { key, absent, told: false, done });
            }));
            self.report(Event::Restored { patch: restored.patch, stamp: restored.stamp });
        }
        self.report(Event::Orphaned(tab));
        self.0.awaited.borrow_mut().remove(tab);
        self.all_restored();
        self.0.watched.borrow_mut().remove(tab);
        for done in all_done {
            let _ = JsFuture::from(done).await;
        }
    }

    /// Makes a request and reports what became of it, unless it was aborted.
    fn ask<F: Future<Output = Outcome> + 'static>(
        &self,
        id: RequestId,
        request: impl FnOnce(Rc<Directory>, web_sys::AbortSignal) -> F + 'static,
    ) {
        let Ok(controller) = AbortController::new() else {
            self.report(Event::Answered { request: id, outcome: Outcome::NotSent });
            return;
        };
        let signal = controller.signal();
        self.0.requests.borrow_mut().insert(id, controller);
        let saver = self.clone();
        let directory = self.0.directory.clone();
        spawn_local(async move {
            let deadline = {
                let saver = saver.clone();
                set_timeout_with_handle(
                    move || {
                        if let Some(controller) = saver.0.requests.borrow().get(id) {
                            controller.abort();
                        }
                    },
                    http::DEADLINE,
                )
            };
            let outcome = request(directory, signal).await;
            if let Ok(deadline) = deadline {
                deadline.clear();
            }
            if saver.0.requests.borrow_mut().remove(id).is_some() {
                let turned_away = match outcome {
                    Outcome::SignedOut => saver.0.turned_away.get() + 1,
                    Outcome::Acknowledged { .. } | Outcome::Loaded { .. } | Outcome::NotModified => 0,
                    _ => saver.0.turned_away.get(),
                };
                let signed_out = matches!(outcome, Outcome::SignedOut);
                saver.0.turned_away.set(turned_away);
                saver.report(Event::Answered { request: id, outcome });
                if signed_out {
                    saver.check_session_later(turned_away);
                }
            }
        });
    }

    fn start_timer(&self, timer: Timer) {
        let saver = self.clone();
        let fire = move || {
            saver.0.timers.borrow_mut().remove(timer.id);
            saver.report(Event::TimerFired(timer.id));
        };
        if let Ok(handle) = set_timeout_with_handle(fire, delay(timer, Math::random())) {
            self.0.timers.borrow_mut().insert(timer.id, handle);
        }
    }

    /// Asks who is signed in, after a request was turned away: at once, because the token may just be an old
    /// one; then ever more seldom, in case it is the backend that contradicts itself.
    fn check_session_later(&self, times: u32) {
        let saver = self.clone();
        let timer = Timer { id: TimerId(0), attempt: times, retry_after: None };
        let wait = if times > 1 { delay(timer, 1.0) } else { Duration::ZERO };
        set_timeout(move || saver.check_session(), wait);
    }

    /// Asks who is signed in.
    fn check_session(&self) {
        let saver = self.clone();
        spawn_local(async move {
            match read_session().await {
                Ok(session) => {
                    let owner = saver.0.state.borrow().owner().clone();
                    if session.user == owner.person {
                        *saver.0.csrf_token.borrow_mut() = session.csrf_token;
                    }
                    saver.report(Event::SignedIn(Owner { person: session.user, ..owner }));
                }
                Err(ReadError::SignedOut(_)) => saver.report(Event::SignedOut),
                Err(_) => {}
            }
        });
    }

    fn is_signed_out(&self) -> bool {
        matches!(self.status(), Status::SignedOut { .. } | Status::OtherPerson { .. })
    }

    /// The user may have signed in again.
    fn notice_session(&self) {
        if self.is_signed_out() {
            self.check_session();
        }
    }

    /// The user is here: what was changed elsewhere should be seen, and a new session noticed.
    fn look_around(&self) {
        if self.is_signed_out() {
            self.check_session();
        } else {
            self.report(Event::Visible);
        }
    }

    fn listen(&self) {
        if !window().navigator().on_line() {
            self.dispatch(Event::Offline);
        }
        if may_be_old() {
            self.dispatch(Event::Visible);
        }
        let saver = self.clone();
        on_window("online", move || {
            saver.report(Event::Online);
            saver.look_around();
        });
        let saver = self.clone();
        on_window("offline", move || saver.report(Event::Offline));
        let saver = self.clone();
        on_document("visibilitychange", move || {
            if document().hidden() {
                saver.hurry();
            } else {
                saver.look_around();
            }
        });
        let saver = self.clone();
        on_window_event("pageshow", move |event| {
            if Reflect::get(event, &"persisted".into()).is_ok_and(|value| value.is_truthy()) {
                saver.look_around();
            }
        });
        // Another window, in which the user has just signed in, may not have hidden this one.
        let saver = self.clone();
        on_window("focus", move || saver.notice_session());
        let saver = self.clone();
        on_window("pagehide", move || saver.hurry());
        let saver = self.clone();
        on_window_event("beforeunload", move |event| {
            saver.hurry();
            if saver.storage_failed() && !saver.0.state.borrow().unstored().is_empty() {
                event.prevent_default();
            }
        });
        let saver = self.clone();
        let look = move || {
            if !document().hidden() {
                saver.notice_session();
            }
        };
        let _ = set_interval_with_handle(look, SESSION_INTERVAL);
    }
}

/// The highest clock of all edits made in this browser.
fn last_clock() -> Option<u32> {
    remembered(CLOCK_KEY)?.parse().ok()
}

/// Whether what the page was given while it loaded may come from a cache: after going back or forth, when
/// the browser asks nobody, and behind a service worker, which stands in for a network that is not there.
fn may_be_old() -> bool {
    let workers = Reflect::get(&window().navigator(), &"serviceWorker".into());
    let worker = workers.and_then(|workers| Reflect::get(&workers, &"controller".into()));
    let came_back = || -> Result<bool, JsValue> {
        let performance = Reflect::get(&window(), &"performance".into())?;
        let entries: Function = Reflect::get(&performance, &"getEntriesByType".into())?.dyn_into()?;
        let entry = Reflect::get_u32(&entries.call1(&performance, &"navigation".into())?, 0)?;
        Ok(Reflect::get(&entry, &"type".into())? == "back_forward")
    };
    worker.is_ok_and(|worker| worker.is_object()) || came_back().unwrap_or(false)
}
