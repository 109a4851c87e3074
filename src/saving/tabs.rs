//! What other tabs say, and what tabs leave behind.

use std::cmp::Ordering;

use super::state::Read;
use super::{Effect, News, Stamp, State, TabId};
use crate::domain::{Keys, Patch};

/// Another tab says something.
pub(super) fn heard(state: &mut State, news: News, effects: &mut Vec<Effect>) {
    match news {
        News::Pending { patch, stamp } => {
            if let Some(newer) = overtake(state, &patch, stamp) {
                // The other saves them now.
                state.uncertain.remove_all(&newer);
                state.tabs.elsewhere.insert_all(&newer);
                state.tabs.told.remove_all(&newer);
            }
        }
        News::Released { keys, stamp } => {
            let mut settled = keys;
            settled.retain_all(&state.tabs.elsewhere);
            let later = state.tabs.stamps.select(&settled, stamp, Ordering::Greater);
            settled.remove_all(&later);
            state.tabs.stamps.set(&settled, stamp);
            state.tabs.elsewhere.remove_all(&settled);
            state.desired.copy_from(&state.confirmed, &settled);
        }
        News::Saved { patch, if_match, etag } => saved(state, &patch, &if_match, etag, effects),
    }
}

/// Another tab's request was acknowledged.
fn saved(state: &mut State, patch: &Patch, if_match: &str, etag: String, effects: &mut Vec<Effect>) {
    if state.etag.as_deref() != Some(if_match) || state.outdated {
        state.read = state.read.max(Read::Wanted);
        return;
    }
    let mut kept = state.own();
    kept.insert_all(&state.tabs.elsewhere);
    let mut followed = patch.keys.clone();
    followed.remove_all(&kept);
    state.desired.copy_from(&patch.values, &followed);
    state.confirmed.copy_from(&patch.values, &patch.keys);
    state.etag = Some(etag);
    // What a read under way brings may be older than this.
    if let Some(read) = state.in_flight.take_if(|in_flight| in_flight.change.is_none()) {
        state.read = state.read.max(Read::Wanted);
        effects.push(Effect::Abort(read.id));
    }
}

/// The outbox holds edits of a tab that is no more.
pub(super) fn restored(state: &mut State, patch: &Patch, stamp: Stamp) {
    overtake(state, patch, stamp);
    let mine = state.tabs.stamps.select(&patch.keys, stamp, Ordering::Equal);
    state.desired.copy_from(&patch.values, &mine);
    take_over(state, &mine);
}

/// A tab is no more; what it had said but not stored is known here alone.
pub(super) fn orphaned(state: &mut State, tab: TabId) {
    let orphans = state.tabs.stamps.chosen_in(&state.tabs.elsewhere, tab);
    take_over(state, &orphans);
}

fn take_over(state: &mut State, keys: &Keys) {
    state.tabs.elsewhere.remove_all(keys);
    state.doubt(keys);
    state.must_be_kept(keys);
}

/// Takes over what was chosen later than what is known here, and returns which keys those are, if any.
/// Where this tab knows better, it insists: the other may have sent what it had.
fn overtake(state: &mut State, patch: &Patch, stamp: Stamp) -> Option<Keys> {
    state.tabs.clock = state.tabs.clock.max(stamp.clock);
    let newer = state.tabs.stamps.select(&patch.keys, stamp, Ordering::Less);
    let older = state.tabs.stamps.select(&patch.keys, stamp, Ordering::Greater);
    let mut disputed = state.own();
    disputed.insert_all(&state.tabs.stamps.chosen_in(&older, state.tabs.me));
    disputed.retain_all(&older);
    disputed.remove_all(&state.tabs.elsewhere);
    state.doubt(&disputed);
    state.must_be_kept(&disputed);
    if newer.is_empty() {
        return None;
    }
    state.desired.copy_from(&patch.values, &newer);
    state.tabs.stamps.set(&newer, stamp);
    state.failures.remove_all(&newer);
    Some(newer)
}
