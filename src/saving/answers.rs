//! What becomes of requests.

use std::sync::Arc;
use std::time::Duration;

use super::facts::{Line, Read, Sent, Session, Waiting};
use super::{Effect, MAX_KEYS_PER_REQUEST, News, Outcome, Problem, RequestId, State, Timer, TimerId, Why};
use crate::domain::{Key, Keys, Patch, Settings};

/// After so many requests in a row that were refused as a whole, halving them is given up and all that is
/// left fails. Enough to find some bad keys among [`MAX_KEYS_PER_REQUEST`].
const MAX_REFUSALS: u32 = 24;
/// So many times in a row a request may be outdated before there is a wait.
const MAX_STALE: u32 = 3;

/// Takes in what became of a request, if it is still waited for.
pub(super) fn answered(state: &mut State, id: RequestId, outcome: Outcome, effects: &mut Vec<Effect>) {
    let Some(in_flight) = state.in_flight.take_if(|in_flight| in_flight.id == id) else { return };
    if !matches!(outcome, Outcome::Unknown | Outcome::NotSent) {
        state.line.offline = false;
    }
    match in_flight.change {
        Some(sent) => written(state, sent, outcome, effects),
        None => read(state, outcome, effects),
    }
}

fn read(state: &mut State, outcome: Outcome, effects: &mut Vec<Effect>) {
    match outcome {
        Outcome::Loaded { settings, etag } => loaded(state, settings, etag),
        Outcome::NotModified if state.current_etag().is_some() => state.read = Read::No,
        Outcome::SignedOut => state.end_session(Session::Over, effects),
        Outcome::NotSent => state.wait_offline(effects),
        Outcome::Busy { retry_after } => state.wait(Why::Busy, retry_after, effects),
        Outcome::Refused(_) => state.wait(Why::Busy, None, effects),
        _ => state.wait(Why::Unreachable, None, effects),
    }
}

/// The server's settings: they hold wherever nothing is being saved.
fn loaded(state: &mut State, settings: Settings, etag: String) {
    let kept = state.kept();
    state.confirmed = settings;
    let mut desired = state.confirmed.clone();
    desired.copy_from(&state.desired, &kept);
    state.desired = desired;
    if state.outdated {
        // Nothing that was sent before can be applied any more: the values just read are what became of it.
        state.uncertain = state.uncertain.emptied();
        state.outdated = false;
    }
    state.etag = Some(etag);
    state.read = Read::No;
}

fn written(state: &mut State, sent: Sent, outcome: Outcome, effects: &mut Vec<Effect>) {
    if !matches!(outcome, Outcome::Acknowledged { .. } | Outcome::NotSent) {
        // Even if this says that nothing was applied: browsers send a request again when a connection
        // breaks, and only the second copy may have been turned away.
        state.unknown(&sent.patch.keys);
    }
    match outcome {
        Outcome::Acknowledged { etag, rejected } => acknowledged(state, sent, etag, rejected, effects),
        Outcome::Stale => {
            state.outdated = state.etag.as_ref() == Some(&sent.if_match);
            state.read = Read::Required;
            state.line.stale += 1;
            if state.line.stale > MAX_STALE {
                state.wait(Why::Contended, None, effects);
            }
        }
        Outcome::Refused(problem) => refused(state, sent.patch, problem),
        Outcome::Busy { retry_after } => state.wait(Why::Busy, retry_after, effects),
        Outcome::NotSent => state.wait_offline(effects),
        Outcome::SignedOut => state.end_session(Session::Over, effects),
        Outcome::Unknown | Outcome::Loaded { .. } | Outcome::NotModified => {
            state.wait(Why::Unreachable, None, effects);
        }
    }
}

fn acknowledged(
    state: &mut State,
    sent: Sent,
    etag: Option<String>,
    rejected: Vec<(Key, Problem)>,
    effects: &mut Vec<Effect>,
) {
    let Sent { mut patch, if_match } = sent;
    let current = state.etag.as_ref() == Some(&if_match);
    if current {
        // But for what is wanted otherwise by now: that must come after this, whoever else saves it too.
        let mut certain = patch.keys.clone();
        certain.remove_all(&state.desired.differing(&patch.values));
        state.uncertain.remove_all(&certain);
    }
    let mut turned_away = patch.keys.emptied();
    rejected.iter().filter(|(key, _)| patch.keys.contains(*key)).for_each(|(key, _)| turned_away.insert(*key));
    patch.keys.remove_all(&turned_away);
    let failed = state.unacceptable(turned_away, &patch.values);
    for (key, problem) in rejected.into_iter().filter(|(key, _)| failed.contains(*key)) {
        state.failures.insert(key, Arc::new(problem));
    }
    let changed = state.confirmed.differing(&patch.values);
    state.confirmed.copy_from(&patch.values, &patch.keys);
    let mut followed = state.unwished.clone();
    followed.retain_all(&patch.keys);
    state.follow_server(&followed);
    // What was sent only to be sure is no news.
    followed.remove_all(&changed);
    patch.keys.remove_all(&followed);
    state.etag = if current { etag.clone() } else { None };
    state.line =
        Line { offline: false, limit: (state.line.limit * 2).min(MAX_KEYS_PER_REQUEST), ..Line::default() };
    state.outbox.broken = false;
    if let Some(etag) = etag {
        effects.push(Effect::Tell(News::Saved { patch, if_match, etag }));
    }
}

/// The whole of a request was refused: smaller ones will show which keys are the bad ones.
fn refused(state: &mut State, patch: Patch, problem: Problem) {
    state.line.refusals += 1;
    let count = patch.keys.len();
    if state.line.refusals > MAX_REFUSALS {
        let mut all = state.sendable(state.own());
        all.insert_all(&patch.keys);
        let values = state.desired.clone();
        state.fail(all, &values, problem);
        state.line.refusals = 0;
        state.line.limit = MAX_KEYS_PER_REQUEST;
    } else if count > 1 {
        state.line.limit = count.div_ceil(2);
    } else {
        state.fail(patch.keys, &patch.values, problem);
    }
}

impl State {
    /// The server does not want `values` of `keys`.
    fn fail(&mut self, keys: Keys, values: &Settings, problem: Problem) {
        let problem = Arc::new(problem);
        for key in self.unacceptable(keys, values).iter() {
            self.failures.insert(key, Arc::clone(&problem));
        }
    }

    /// The server does not want `values` of `keys`: returns which of them the user must hear of.
    fn unacceptable(&mut self, mut keys: Keys, values: &Settings) -> Keys {
        keys.remove_all(&self.tabs.elsewhere);
        // What was chosen since is another matter.
        keys.remove_all(&self.desired.differing(values));
        let mut wanted = keys.clone();
        wanted.retain_all(&self.desired.differing(&self.confirmed));
        // Sent only to be sure, while the user wants what the server has: a read must do instead.
        keys.remove_all(&wanted);
        keys.retain_all(&self.uncertain);
        if !keys.is_empty() {
            self.uncertain.remove_all(&keys);
            self.read = Read::Required;
        }
        wanted
    }

    /// `keys` were sent, and may or may not be applied.
    fn unknown(&mut self, keys: &Keys) {
        let mut keys = keys.clone();
        keys.remove_all(&self.tabs.elsewhere);
        self.uncertain.insert_all(&keys);
    }

    fn wait_offline(&mut self, effects: &mut Vec<Effect>) {
        self.line.offline = true;
        self.wait(Why::Offline, None, effects);
    }

    /// Nothing is sent until a timer has fired.
    pub(super) fn wait(&mut self, why: Why, retry_after: Option<Duration>, effects: &mut Vec<Effect>) {
        self.line.attempt = self.line.attempt.saturating_add(1);
        let id = TimerId(self.next_id());
        self.line.waiting = Some(Waiting { timer: id, why, asked: retry_after.is_some() });
        effects.push(Effect::Schedule(Timer { id, attempt: self.line.attempt, retry_after }));
    }

    /// There is reason to try now, unless the backend asked to be left alone.
    pub(super) fn cut_wait_short(&mut self, effects: &mut Vec<Effect>) {
        if let Some(waiting) = self.line.waiting.take_if(|waiting| !waiting.asked) {
            effects.push(Effect::Cancel(waiting.timer));
        }
    }

    /// Nothing is read or sent until the person whose settings these are has signed in.
    pub(super) fn end_session(&mut self, session: Session, effects: &mut Vec<Effect>) {
        self.session = session;
        if let Some(in_flight) = self.in_flight.take() {
            effects.push(Effect::Abort(in_flight.id));
            if let Some(sent) = in_flight.change {
                self.unknown(&sent.patch.keys);
            }
        }
    }
}
