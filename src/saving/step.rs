//! One event, one step.

use super::answers::answered;
use super::settle::settle;
use super::state::{Read, Session};
use super::tabs::{heard, orphaned, restored};
use super::{Effect, Event, Owner, Stamp, State};
use crate::domain::{Keys, Patch};

/// Takes in what happened, and says what to do about it, in this order.
pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    let mut effects = Vec::new();
    match event {
        Event::Edited(patch) => edited(state, &patch),
        Event::RetryFailed(keys) => state.failures.remove_all(&keys),
        Event::DiscardFailed(keys) => discarded(state, keys),
        Event::Restored { patch, stamp } => restored(state, &patch, stamp),
        Event::Stored => stored(state),
        Event::StorageFailed => storage_failed(state),
        Event::Answered { request, outcome } => answered(state, request, outcome, &mut effects),
        Event::TimerFired(timer) => {
            if state.line.waiting.is_some_and(|waiting| waiting.timer == timer) {
                state.line.waiting = None;
                state.line.probe = true;
            }
        }
        Event::Online => {
            state.line.offline = false;
            state.line.attempt = 0;
            state.cut_wait_short(&mut effects);
        }
        Event::Offline => state.line.offline = true,
        Event::Visible => {
            state.read = state.read.max(Read::Wanted);
            state.outbox.broken = false;
            state.cut_wait_short(&mut effects);
        }
        Event::SignedIn(owner) => signed_in(state, &owner, &mut effects),
        Event::SignedOut => state.end_session(Session::Over, &mut effects),
        Event::Heard(news) => heard(state, news, &mut effects),
        Event::Orphaned(tab) => orphaned(state, tab),
    }
    settle(state, &mut effects);
    effects
}

fn edited(state: &mut State, patch: &Patch) {
    // Whoever is at the keyboard is not whose settings these are.
    if state.session == Session::Foreign {
        return;
    }
    state.desired.copy_from(&patch.values, &patch.keys);
    let tabs = &mut state.tabs;
    tabs.clock = tabs.clock.saturating_add(1);
    tabs.stamps.set(&patch.keys, Stamp { clock: tabs.clock, tab: tabs.me });
    let mut overtaken = patch.keys.clone();
    overtaken.retain_all(&tabs.elsewhere);
    tabs.elsewhere.remove_all(&overtaken);
    state.doubt(&overtaken);
    state.failures.remove_all(&patch.keys);
    state.must_be_kept(&patch.keys);
}

fn discarded(state: &mut State, mut keys: Keys) {
    keys.retain_all(state.failures.keys());
    state.desired.copy_from(&state.confirmed, &keys);
    state.failures.remove_all(&keys);
    state.must_be_kept(&keys);
}

fn stored(state: &mut State) {
    if let Some(writing) = state.outbox.writing.take() {
        state.outbox.held.remove_all(&writing.forget);
    }
}

fn storage_failed(state: &mut State) {
    if let Some(writing) = state.outbox.writing.take() {
        state.outbox.dirty.insert_all(&writing.write);
        state.outbox.broken = true;
    }
}

fn signed_in(state: &mut State, owner: &Owner, effects: &mut Vec<Effect>) {
    if *owner == state.owner {
        if state.session != Session::Own {
            state.session = Session::Own;
            state.read = state.read.max(Read::Wanted);
            state.line.attempt = 0;
        }
    } else {
        state.end_session(Session::Foreign, effects);
    }
}

impl State {
    /// The outbox, and other tabs, must learn of new values of `keys`.
    pub(super) fn must_be_kept(&mut self, keys: &Keys) {
        self.outbox.dirty.insert_all(keys);
        self.outbox.broken = false;
        self.tabs.to_tell.insert_all(keys);
    }
}
