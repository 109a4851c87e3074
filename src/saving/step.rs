//! One event, one step.

use super::answers::answered;
use super::facts::{Read, Session};
use super::settle::settle;
use super::tabs::{heard, orphaned, restored};
use super::{Effect, Event, Owner, State};
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

/// Has the user want what `patch` says, for the screen to show: what follows from it is left to
/// [`Event::Edited`] with the same patch, which has to be the next event.
pub fn foresee(state: &mut State, patch: &Patch) {
    // Whoever is at the keyboard is not whose settings these are.
    if state.session != Session::Foreign {
        state.desired.copy_from(&patch.values, &patch.keys);
    }
}

fn edited(state: &mut State, patch: &Patch) {
    foresee(state, patch);
    if state.session == Session::Foreign {
        return;
    }
    let tabs = &mut state.tabs;
    let now = tabs.now();
    tabs.note(&patch.keys, &patch.values, now);
    let mut overtaken = patch.keys.clone();
    overtaken.retain_all(&tabs.elsewhere);
    tabs.no_longer_elsewhere(&overtaken);
    state.doubt(&overtaken);
    if state.read == Read::Required {
        // Not even what looks unchanged need be what the server has.
        state.uncertain.insert_all(&patch.keys);
    }
    state.failures.remove_all(&patch.keys);
    state.must_be_kept(&patch.keys);
}

fn discarded(state: &mut State, mut keys: Keys) {
    keys.retain_all(state.failures.keys());
    state.follow_server(&keys);
    let now = state.tabs.now();
    state.tabs.note(&keys, &state.confirmed, now);
    state.failures.remove_all(&keys);
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
        state.outbox.taken_up = true;
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
    /// The user wants `keys` to be what they are now: the outbox and other tabs must learn of it.
    pub(super) fn must_be_kept(&mut self, keys: &Keys) {
        self.unwished.remove_all(keys);
        self.outbox.dirty.insert_all(keys);
        self.outbox.broken = false;
        self.tabs.to_tell.insert_all(keys);
    }
}
