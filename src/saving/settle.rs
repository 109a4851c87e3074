//! From the facts to the effects: what other tabs, the outbox and the server must be told now.

use super::facts::{InFlight, Read, Sent, Session, Writing};
use super::{Effect, MAX_KEYS_PER_REQUEST, News, Request, RequestId, State, Why};
use crate::domain::{Keys, Patch};

/// Ends a step.
pub(super) fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.failures.keys().is_empty() {
        state.failures.retain_all(&state.desired.differing(&state.confirmed));
    }
    let own = state.own();
    state.unwished.retain_all(&own);
    let mut wished = own.clone();
    wished.remove_all(&state.unwished);
    tell(state, &wished, effects);
    store(state, &wished, effects);
    if own.is_empty() && state.read == Read::No && state.line.waiting.is_none() {
        state.line.attempt = 0;
        state.line.stale = 0;
        state.line.refusals = 0;
        state.line.limit = MAX_KEYS_PER_REQUEST;
    }
    ask(state, own, effects);
    state.line.probe = false;
}

/// Tells the other tabs what is, and what is no longer, being saved here.
fn tell(state: &mut State, wished: &Keys, effects: &mut Vec<Effect>) {
    let tabs = &mut state.tabs;
    let mut pending = std::mem::replace(&mut tabs.to_tell, wished.emptied());
    pending.retain_all(wished);
    let mut released = tabs.told.clone();
    released.remove_all(wished);
    tabs.told.retain_all(wished);
    tabs.told.insert_all(&pending);
    for (stamp, keys) in tabs.stamps.groups(&released) {
        effects.push(Effect::Tell(News::Released { keys, stamp, from: tabs.me }));
    }
    for (stamp, keys) in tabs.stamps.groups(&pending) {
        let patch = Patch { keys, values: state.desired.clone() };
        effects.push(Effect::Tell(News::Pending { patch, stamp, from: tabs.me }));
    }
}

/// Brings the outbox up to date, one change of it at a time.
fn store(state: &mut State, wished: &Keys, effects: &mut Vec<Effect>) {
    let outbox = &mut state.outbox;
    // What became this tab's affair by other ways than an edit.
    let mut missing = wished.clone();
    missing.remove_all(&outbox.held);
    outbox.dirty.retain_all(wished);
    outbox.dirty.insert_all(&missing);
    if outbox.writing.is_some() || outbox.broken {
        return;
    }
    let mut forget = outbox.held.clone();
    forget.remove_all(wished);
    if outbox.dirty.is_empty() && forget.is_empty() && !outbox.taken_up {
        return;
    }
    let write = std::mem::replace(&mut outbox.dirty, wished.emptied());
    outbox.held.insert_all(&write);
    outbox.taken_up = false;
    outbox.writing = Some(Writing { write: write.clone(), forget: forget.clone() });
    effects.push(Effect::Store { write, forget });
}

/// Makes the next request, if one is due: one at a time.
fn ask(state: &mut State, own: Keys, effects: &mut Vec<Effect>) {
    if state.in_flight.is_some() || state.line.waiting.is_some() || state.session != Session::Own {
        return;
    }
    let keys = state.sendable(own);
    if keys.is_empty() && state.read == Read::No {
        return;
    }
    if state.line.offline && !state.line.probe {
        state.wait(Why::Offline, None, effects);
        return;
    }
    let id = RequestId(state.next_id());
    match state.current_etag().cloned() {
        Some(if_match) if !keys.is_empty() && state.read != Read::Required => {
            let patch = Patch { keys: keys.first(state.line.limit), values: state.desired.clone() };
            let change = Sent { patch: patch.clone(), if_match: if_match.clone() };
            state.in_flight = Some(InFlight { id, change: Some(change) });
            effects.push(Effect::Send(Request { id, patch, if_match }));
        }
        if_none_match => {
            state.in_flight = Some(InFlight { id, change: None });
            effects.push(Effect::Read { id, if_none_match });
        }
    }
}
