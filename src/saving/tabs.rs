//! What other tabs say, and what tabs leave behind.

use std::cmp::Ordering;

use super::facts::Read;
use super::{Effect, News, Stamp, State, TabId};
use crate::domain::{Keys, Patch};

/// Another tab says something.
pub(super) fn heard(state: &mut State, news: News, effects: &mut Vec<Effect>) {
    match news {
        News::Hello => {
            state.tabs.to_tell.insert_all(&state.wished());
            effects.push(Effect::Tell(News::Welcome { clock: state.tabs.clock }));
        }
        News::Welcome { clock } => state.tabs.clock = state.tabs.clock.max(clock),
        News::Pending { patch, stamp, from } => pending(state, &patch, stamp, from),
        News::Released { keys, stamp, from } => released(state, keys, stamp, from),
        News::Saved { patch, if_match, etag } => saved(state, &patch, &if_match, etag, effects),
    }
}

/// Another tab is going to save something.
fn pending(state: &mut State, patch: &Patch, stamp: Stamp, from: TabId) {
    // What this tab has sent may yet be applied, after what the other sends: it must say the last word too.
    let mut sent = state.uncertain.clone();
    if let Some(change) = state.sent() {
        sent.insert_all(&change.patch.keys);
    }
    // It may be known already: the other has taken it over from a third, or must save it again.
    let mut theirs = state.tabs.stamps.select(&patch.keys, stamp, Ordering::Equal);
    theirs.remove_all(&state.wished());
    theirs.insert_all(&overtake(state, patch, stamp));
    state.desired.copy_from(&patch.values, &theirs);
    sent.retain_all(&theirs);
    state.must_be_kept(&sent);
    state.uncertain.insert_all(&sent);
    theirs.remove_all(&sent);
    state.tabs.leave_to(from, &theirs);
}

/// Another tab has nothing more to save: what counts now is what the server has.
fn released(state: &mut State, keys: Keys, stamp: Stamp, from: TabId) {
    let mut settled = state.tabs.saved_by(from);
    settled.retain_all(&keys);
    let later = state.tabs.stamps.select(&settled, stamp, Ordering::Greater);
    settled.remove_all(&later);
    // It may be saved although that was not said, or given up: only the server knows.
    let mut open = state.tabs.said.differing(&state.confirmed);
    open.retain_all(&settled);
    if !open.is_empty() {
        state.read = Read::Required;
    }
    settled.insert_all(&state.tabs.stamps.select(&keys, stamp, Ordering::Less));
    state.tabs.stamps.set(&settled, stamp);
    state.tabs.no_longer_elsewhere(&settled);
    state.failures.remove_all(&settled);
    state.follow_server(&settled);
}

/// Another tab's request was acknowledged.
fn saved(state: &mut State, patch: &Patch, if_match: &str, etag: String, effects: &mut Vec<Effect>) {
    // Had it been chosen later than here, that would have been said before: the other has not heard yet.
    let mut overwritten = state.tabs.stamps.chosen_in(&patch.keys, state.tabs.me);
    overwritten.retain_all(&state.tabs.said.differing(&patch.values));
    overwritten.remove_all(&state.tabs.elsewhere);
    state.desired.copy_from(&state.tabs.said, &overwritten);
    state.uncertain.insert_all(&overwritten);
    state.must_be_kept(&overwritten);
    if state.etag.as_deref() == Some(if_match) && !state.outdated {
        let mut followed = patch.keys.clone();
        followed.remove_all(&state.kept());
        state.desired.copy_from(&patch.values, &followed);
        state.confirmed.copy_from(&patch.values, &patch.keys);
        state.etag = Some(etag);
    } else {
        // Either tab may be behind, only a read can tell. But what was awaited from the other is there.
        state.read = state.read.max(Read::Wanted);
        let mut awaited = state.tabs.elsewhere.clone();
        awaited.retain_all(&patch.keys);
        awaited.remove_all(&state.tabs.said.differing(&patch.values));
        if !awaited.is_empty() {
            state.confirmed.copy_from(&patch.values, &awaited);
            state.etag = None;
            state.read = Read::Required;
        }
    }
    // What a read under way brings may be older than this.
    if let Some(read) = state.in_flight.take_if(|in_flight| in_flight.change.is_none()) {
        state.read = state.read.max(Read::Wanted);
        effects.push(Effect::Abort(read.id));
    }
}

/// The outbox holds edits of a tab that is no more.
pub(super) fn restored(state: &mut State, patch: &Patch, stamp: Stamp) {
    state.outbox.taken_up = true;
    overtake(state, patch, stamp);
    let mine = state.tabs.stamps.select(&patch.keys, stamp, Ordering::Equal);
    state.desired.copy_from(&patch.values, &mine);
    take_over(state, &mine);
}

/// A tab is no more; what it had said but not stored is known here alone.
pub(super) fn orphaned(state: &mut State, tab: TabId) {
    let orphans = state.tabs.saved_by(tab);
    take_over(state, &orphans);
}

fn take_over(state: &mut State, keys: &Keys) {
    state.tabs.no_longer_elsewhere(keys);
    state.doubt(keys);
    state.must_be_kept(keys);
}

/// Takes over what was chosen later than what is known here, and returns which keys those are.
/// Where this tab knows better, it insists: the other may have sent what it had.
fn overtake(state: &mut State, patch: &Patch, stamp: Stamp) -> Keys {
    state.tabs.clock = state.tabs.clock.max(stamp.clock);
    let newer = state.tabs.stamps.select(&patch.keys, stamp, Ordering::Less);
    let older = state.tabs.stamps.select(&patch.keys, stamp, Ordering::Greater);
    state.desired.copy_from(&patch.values, &newer);
    state.tabs.note(&newer, &patch.values, stamp);
    state.failures.remove_all(&newer);

    let mut wished = state.wished();
    wished.insert_all(&state.tabs.stamps.chosen_in(&older, state.tabs.me));
    wished.retain_all(&older);
    wished.remove_all(&state.tabs.elsewhere);
    let mut own = state.own();
    own.retain_all(&older);
    state.doubt(&own);
    state.doubt(&wished);
    state.desired.copy_from(&state.tabs.said, &wished);
    state.must_be_kept(&wished);
    // What is settled by now, the other should let go: as if this tab had been saving it.
    let mut settled = older;
    settled.remove_all(&state.tabs.elsewhere);
    state.tabs.told.insert_all(&settled);
    newer
}
