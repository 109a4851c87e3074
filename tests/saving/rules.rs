//! The core's rules, one at a time: from an edit to its answer.

use std::time::Duration;

use super::basics::{directory, owner, uniform};
use crate::domain::{Audience, Frequency, Key, Keys, Patch, Rows, Settings};
use crate::reducer::{
    Effect, Event, KeyState, Outcome, Problem, Request, RequestId, Stamp, State, Status, TabId, Timer, Why,
    delay, step,
};

pub const LEN: usize = 6;

pub fn start() -> State {
    let stamp = Stamp { clock: 1, tab: TabId(1) };
    State::new(owner(0), stamp, Settings::new(LEN), Some("v1".into()))
}

pub fn choice(position: usize, choice: bool) -> Patch {
    Patch::choice(LEN, Audience::Accountant, position, Some(choice))
}

fn bulk(state: &State) -> Patch {
    let mut values = state.desired().clone();
    let mut keys = Keys::none(LEN);
    let rows = Rows::Range(0..LEN);
    keys.participation[Audience::Accountant] =
        values.participation.choose_all(directory(LEN), Audience::Accountant, &rows, true);
    Patch { keys, values }
}

fn problem() -> Problem {
    Problem { kind: "422".into(), text: "No.".into() }
}

pub fn sent(effects: &[Effect]) -> Option<Request> {
    effects.iter().find_map(|effect| match effect {
        Effect::Send(request) => Some(request.clone()),
        _ => None,
    })
}

pub fn read(effects: &[Effect]) -> Option<(RequestId, Option<String>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Read { id, if_none_match } => Some((*id, if_none_match.clone())),
        _ => None,
    })
}

pub fn timer(effects: &[Effect]) -> Option<Timer> {
    effects.iter().find_map(|effect| match effect {
        Effect::Schedule(timer) => Some(*timer),
        _ => None,
    })
}

/// An edit that is stored at once; returns the request that follows, if any.
pub fn edit(state: &mut State, patch: Patch) -> Option<Request> {
    let now = sent(&step(state, Event::Edited(patch)));
    assert!(now.is_none(), "nothing is sent before it is stored");
    sent(&step(state, Event::Stored))
}

pub fn answer(state: &mut State, request: RequestId, outcome: Outcome) -> Vec<Effect> {
    step(state, Event::Answered { request, outcome })
}

pub fn applied(etag: &str) -> Outcome {
    Outcome::Acknowledged { etag: Some(etag.into()), rejected: Vec::new() }
}

#[test]
fn an_edit_is_stored_then_sent_then_saved() {
    let mut state = start();
    assert_eq!(state.status(), Status::Saved);
    let request = edit(&mut state, choice(2, true)).expect("it is sent");
    assert_eq!((request.patch.keys.len(), request.if_match.as_str()), (1, "v1"));
    assert_eq!(state.status(), Status::Saving { count: 1 });
    assert_eq!(state.key_state(Audience::Accountant, 2), KeyState::Pending);
    let effects = answer(&mut state, request.id, applied("v2"));
    assert_eq!(state.status(), Status::Saved);
    assert_eq!(state.key_state(Audience::Accountant, 2), KeyState::Confirmed);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Store { forget, .. } if forget.len() == 1)));
}

#[test]
fn edits_coalesce_while_a_request_is_under_way() {
    let mut state = start();
    let first = edit(&mut state, choice(0, true)).expect("it is sent");
    for position in 1..LEN {
        assert!(edit(&mut state, choice(position, true)).is_none());
    }
    assert!(edit(&mut state, choice(0, false)).is_none());
    let second = sent(&answer(&mut state, first.id, applied("v2"))).expect("the rest is sent");
    assert_eq!(second.patch.keys.len(), LEN, "with what was edited since");
    assert_eq!(second.patch.values.participation.choice(Audience::Accountant, 0), Some(false));
    assert_eq!(second.if_match, "v2");
}

#[test]
fn nothing_is_sent_when_the_user_goes_back_before_anything_was() {
    let mut state = start();
    step(&mut state, Event::Edited(choice(0, true)));
    let back = Patch::choice(LEN, Audience::Accountant, 0, None);
    step(&mut state, Event::Edited(back));
    assert_eq!(state.status(), Status::Saved);
    assert!(sent(&step(&mut state, Event::Stored)).is_none());
}

#[test]
fn after_412_others_changes_stay_and_own_ones_are_sent_again() {
    let mut state = start();
    let request = edit(&mut state, choice(0, true)).expect("it is sent");
    let (id, known) = read(&answer(&mut state, request.id, Outcome::Stale)).expect("it is read again");
    assert_eq!(known, None);
    let mut settings = Settings::new(LEN);
    settings.frequency = Some(Frequency::Weekly);
    settings.participation.choose(Audience::Accountant, 0, Some(false));
    let effects = answer(&mut state, id, Outcome::Loaded { settings, etag: "v2".into() });
    assert_eq!(state.desired().frequency, Some(Frequency::Weekly));
    let again = sent(&effects).expect("it is sent again");
    assert_eq!(again.patch.keys, request.patch.keys);
    assert_eq!(again.patch.values.participation.choice(Audience::Accountant, 0), Some(true));
    assert_eq!(again.if_match, "v2");
}

#[test]
fn others_that_never_stop_are_given_room() {
    let mut state = start();
    let mut request = edit(&mut state, choice(0, true)).expect("it is sent");
    for round in 0.. {
        let effects = answer(&mut state, request.id, Outcome::Stale);
        if timer(&effects).is_some() {
            assert!(round > 0);
            break;
        }
        assert!(round < 10, "no wait after {round} times");
        let (id, _) = read(&effects).expect("it is read again");
        let loaded = Outcome::Loaded { settings: Settings::new(LEN), etag: format!("w{round}") };
        request = sent(&answer(&mut state, id, loaded)).expect("it is sent again");
    }
    assert!(matches!(state.status(), Status::Waiting { why: Why::Contended, .. }));
}

#[test]
fn what_was_given_up_is_neither_saved_nor_failed() {
    let mut state = start();
    let request = edit(&mut state, choice(0, true)).expect("it is sent");
    let wait = timer(&answer(&mut state, request.id, Outcome::Unknown)).expect("there is a wait");
    assert_eq!(state.status(), Status::Waiting { count: 1, why: Why::Unreachable });
    // Back to what the server had: but the request may yet arrive.
    assert!(edit(&mut state, Patch::choice(LEN, Audience::Accountant, 0, None)).is_none());
    assert_eq!(state.key_state(Audience::Accountant, 0), KeyState::Pending);
    // A late answer says nothing about what is wanted now.
    answer(&mut state, request.id, applied("v2"));
    assert_eq!(state.key_state(Audience::Accountant, 0), KeyState::Pending);
    let again = sent(&step(&mut state, Event::TimerFired(wait.id))).expect("it is sent all the same");
    assert_eq!(again.patch.values.participation.choice(Audience::Accountant, 0), None);
    answer(&mut state, again.id, applied("v3"));
    assert_eq!(state.status(), Status::Saved);
}

#[test]
fn retry_after_is_kept_whatever_else_happens() {
    let mut state = start();
    let request = edit(&mut state, choice(0, true)).expect("it is sent");
    let retry_after = Some(Duration::from_secs(5));
    let wait = timer(&answer(&mut state, request.id, Outcome::Busy { retry_after })).expect("there is a wait");
    assert_eq!(wait.retry_after, retry_after);
    assert_eq!(state.status(), Status::Waiting { count: 1, why: Why::Busy });
    for event in [Event::Online, Event::Visible, Event::Edited(choice(1, true)), Event::Stored] {
        let effects = step(&mut state, event);
        assert!(sent(&effects).is_none() && read(&effects).is_none());
    }
    assert_eq!(sent(&step(&mut state, Event::TimerFired(wait.id))).expect("now").patch.keys.len(), 2);
}

#[test]
fn waits_grow_with_jitter_up_to_a_limit_and_never_undercut_the_backend() {
    let timer = |attempt, retry_after| Timer { id: crate::reducer::TimerId(1), attempt, retry_after };
    assert_eq!(delay(timer(1, None), 0.0), Duration::ZERO);
    assert_eq!(delay(timer(1, None), 1.0), Duration::from_secs(1));
    assert_eq!(delay(timer(3, None), 0.5), Duration::from_secs(2));
    assert_eq!(delay(timer(u32::MAX, None), 1.0), Duration::from_secs(30));
    let asked = Some(Duration::from_secs(5));
    assert_eq!(delay(timer(1, asked), 0.0), Duration::from_secs(5));
    assert_eq!(delay(timer(1, asked), 1.0), Duration::from_secs(10));
    assert_eq!(delay(timer(6, asked), 1.0), Duration::from_secs(35));
    assert_eq!(delay(timer(1, Some(Duration::from_secs(120))), 1.0), Duration::from_secs(150));
    assert!(delay(timer(1, Some(Duration::MAX)), 1.0) <= Duration::from_secs(3700));
    assert_eq!(delay(timer(1, None), f64::NAN), Duration::ZERO);
}

#[test]
fn rejected_keys_fail_alone_and_are_the_users_to_decide() {
    let mut state = start();
    let patch = bulk(&state);
    let request = edit(&mut state, patch).expect("it is sent");
    let key = Key::Participation(Audience::Accountant, 3);
    let outcome = Outcome::Acknowledged { etag: Some("v2".into()), rejected: vec![(key, problem())] };
    answer(&mut state, request.id, outcome);
    assert_eq!(state.status(), Status::Failed { count: 1, waiting: 0 });
    assert_eq!(state.state_of(key), KeyState::Failed);
    assert_eq!(state.problem(key), Some(&problem()));
    assert_eq!(state.desired().participation.choice(Audience::Accountant, 3), Some(true), "not taken back");

    let mut retried = state.clone();
    let keys = retried.failed().clone();
    let again = sent(&step(&mut retried, Event::RetryFailed(keys))).expect("it is sent again");
    assert_eq!(again.patch.keys, Keys::one(LEN, Audience::Accountant, 3));

    let keys = state.failed().clone();
    step(&mut state, Event::DiscardFailed(keys));
    assert_eq!(state.desired().participation.choice(Audience::Accountant, 3), None);
    assert_eq!(state.status(), Status::Saved);
}

#[test]
fn editing_a_failed_key_is_a_new_attempt() {
    let mut state = start();
    let request = edit(&mut state, choice(0, true)).expect("it is sent");
    answer(&mut state, request.id, Outcome::Refused(problem()));
    assert_eq!(state.status(), Status::Failed { count: 1, waiting: 0 });
    let again = edit(&mut state, choice(0, false)).expect("it is sent");
    assert_eq!(again.patch.values.participation.choice(Audience::Accountant, 0), Some(false));
    assert!(state.failed().is_empty());
}

/// The backend refuses requests as a whole while a bad key is among them: the rest goes through.
#[test]
fn one_bad_key_does_not_stop_the_others() {
    for bad in 0..LEN {
        let mut state = start();
        let patch = bulk(&state);
        let mut next = edit(&mut state, patch);
        let mut requests = 0;
        while let Some(request) = next {
            requests += 1;
            let refused = request.patch.keys.participation[Audience::Accountant].contains(bad);
            let outcome = if refused { Outcome::Refused(problem()) } else { applied(&format!("v{requests}")) };
            next = sent(&answer(&mut state, request.id, outcome));
        }
        assert_eq!(*state.failed(), Keys::one(LEN, Audience::Accountant, bad));
        assert_eq!(state.status(), Status::Failed { count: 1, waiting: 0 });
        assert!(requests <= 10, "{requests} requests");
    }
}

#[test]
fn a_backend_that_refuses_everything_is_believed_before_long() {
    let mut state = start();
    let mut values = uniform(LEN, 1);
    values.language = None;
    let keys = super::basics::all_keys(LEN);
    let mut next = edit(&mut state, Patch { keys, values });
    let mut requests = 0;
    while let Some(request) = next {
        requests += 1;
        assert!(requests < 100);
        next = sent(&answer(&mut state, request.id, Outcome::Refused(problem())));
    }
    assert_eq!(state.status(), Status::Failed { count: 1 + 2 * LEN, waiting: 0 });
}
