//! Schedules of faults, drawn at random and shrunk when one goes wrong.
//!
//! `SCHEDULES=100000 cargo test --release --test saving` looks at that many; `SEED` chooses others.

use std::cell::Cell;
use std::fmt;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use proptest_state_machine::ReferenceStateMachine;

use super::basics::MAX_DOSSIERS;
use super::oracle::Violation;
use super::server::Promise;
use super::world::{Action, Arrival, Prompt, World};
use crate::reducer::mutations::Mutation;

/// How long a schedule is, before the faults stop.
const LENGTH: std::ops::Range<usize> = 1..60;

/// How often a schedule that goes wrong is made shorter: to read it, raise this.
const MAX_SHRINKING: u32 = if cfg!(debug_assertions) { 60 } else { 20_000 };

/// The machine that proptest draws schedules for: any action may follow any other, and what cannot happen
/// does not. What is compared with what is for the [`World`] to say.
struct Schedules;

impl ReferenceStateMachine for Schedules {
    /// How many dossiers there are, and what goes well.
    type State = (usize, Prompt);
    type Transition = Action;

    fn init_state() -> BoxedStrategy<Self::State> {
        let dossiers = prop_oneof![1 => Just(0), 4 => Just(1), 3 => Just(2), 2 => 3..=MAX_DOSSIERS];
        let prompt =
            any::<[bool; 3]>().prop_map(|[storage, channel, network]| Prompt { storage, channel, network });
        (dossiers, prompt).boxed()
    }

    fn transitions(_: &Self::State) -> BoxedStrategy<Action> {
        let slot = || prop::bool::weighted(0.3);
        let byte = any::<u8>;
        let how = prop_oneof![
            12 => Just(Arrival::Normally),
            1 => any::<bool>().prop_map(|asks| Arrival::TooBusy { asks }),
            1 => Just(Arrival::FailsAfter),
        ];
        // The small number space of a few keys and three values makes edits meet.
        let happy = prop_oneof![
            30 => (slot(), byte(), byte()).prop_map(|(slot, key, value)| Action::Choose { slot, key, value }),
            4 => (slot(), byte(), byte())
                .prop_map(|(slot, audience, value)| Action::ChooseAll { slot, audience, value }),
            36 => slot().prop_map(|slot| Action::StorageDone { slot }),
            44 => (byte(), how).prop_map(|(packet, how)| Action::Arrives { packet, how }),
            36 => (byte(), prop::bool::weighted(0.1))
                .prop_map(|(packet, again)| Action::IsDelivered { packet, again }),
            14 => slot().prop_map(|slot| Action::Hear { slot }),
            14 => slot().prop_map(|slot| Action::TimerFires { slot }),
            3 => slot().prop_map(|slot| Action::Undo { slot }),
            2 => slot().prop_map(|slot| Action::Redo { slot }),
            3 => slot().prop_map(|slot| Action::Visible { slot }),
            8 => (slot(), prop::bool::weighted(0.2)).prop_map(|(slot, cached)| Action::Open { slot, cached }),
            8 => slot().prop_map(|slot| Action::Adopt { slot }),
        ];
        let faults = prop_oneof![
            4 => byte().prop_map(|packet| Action::IsDoubled { packet }),
            4 => byte().prop_map(|packet| Action::IsLost { packet }),
            3 => byte().prop_map(|packet| Action::IsGarbled { packet }),
            12 => slot().prop_map(|slot| Action::GiveUp { slot }),
            3 => slot().prop_map(|slot| Action::CannotLeave { slot }),
            2 => slot().prop_map(|slot| Action::StorageFails { slot }),
            3 => slot().prop_map(|slot| Action::Online { slot }),
            3 => slot().prop_map(|slot| Action::Offline { slot }),
            8 => (byte(), byte()).prop_map(|(key, value)| Action::ChangeElsewhere { key, value }),
            2 => Just(Action::SessionEnds),
            4 => prop::bool::weighted(0.4).prop_map(|other| Action::SignIn { person: other.into() }),
            5 => slot().prop_map(|slot| Action::NoticeSession { slot }),
            8 => slot().prop_map(|slot| Action::Crash { slot }),
            2 => byte().prop_map(|key| Action::Reject { key }),
            2 => byte().prop_map(|key| Action::Poison { key }),
            2 => slot().prop_map(|slot| Action::RetryFailed { slot }),
            3 => slot().prop_map(|slot| Action::DiscardFailed { slot }),
        ];
        prop_oneof![3 => happy, 1 => faults].boxed()
    }

    fn apply(state: Self::State, _: &Action) -> Self::State {
        state
    }
}

/// A mistake in the core, and the invariant that it is to break.
pub type Wanted = Option<(Mutation, &'static str)>;

/// A schedule that goes wrong, as short as it could be made, and how.
struct Caught {
    violation: Violation,
    /// How many schedules it took to find one.
    runs: u32,
    setting: (usize, Prompt),
    schedule: Vec<Action>,
}

impl fmt::Display for Caught {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let (Violation { invariant, detail }, (dossiers, prompt)) = (&self.violation, &self.setting);
        writeln!(to, "{invariant}, as {detail}; schedule {}, {dossiers} dossiers, {prompt:?}", self.runs)?;
        self.schedule.iter().try_for_each(|action| writeln!(to, "    {action:?}"))
    }
}

pub fn run(
    setting: (usize, Prompt),
    schedule: &[Action],
    promise: Promise,
    wanted: Wanted,
    trace: bool,
) -> Result<(), Violation> {
    let mut world = World::new(setting.0, setting.1, promise, wanted.map(|wanted| wanted.0));
    world.trace = trace;
    let outcome = schedule.iter().try_for_each(|&action| world.apply(action));
    match (outcome.and_then(|()| world.comes_to_rest()), wanted) {
        (Err(violation), Some((_, invariant))) if violation.invariant != invariant => Ok(()),
        (outcome, _) => outcome,
    }
}

/// Runs up to `count` schedules, until one goes wrong.
fn explore(count: u32, seed: u64, promise: Promise, wanted: Wanted) -> Option<Caught> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config {
        cases: count,
        failure_persistence: None,
        max_shrink_iters: MAX_SHRINKING,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let strategy = Schedules::sequential_strategy(LENGTH);
    let runs = Cell::new(0);
    let result = runner.run(&strategy, |(setting, schedule, seen)| {
        runs.set(runs.get() + u32::from(seen.is_some()));
        if let Some(seen) = seen {
            // Everything is tried at once: shrinking decides what matters.
            seen.fetch_add(schedule.len(), std::sync::atomic::Ordering::SeqCst);
        }
        run(setting, &schedule, promise, wanted, false)
            .map_err(|violation| TestCaseError::fail(format!("{violation:?}")))
    });
    match result {
        Ok(()) => None,
        Err(TestError::Fail(_, (setting, schedule, _))) => {
            let trace = std::env::var_os("TRACE").is_some();
            let violation = run(setting, &schedule, promise, wanted, trace).expect_err("it failed before");
            Some(Caught { violation, setting, schedule, runs: runs.get() })
        }
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn every_schedule_keeps_the_invariants() {
    let count = number("SCHEDULES", 1_000) as u32;
    let seed = number("SEED", 1);
    if let Some(caught) = explore(count, seed, Promise::Kept, None) {
        panic!("seed {seed}: {caught}");
    }
    println!("{count} schedules, seed {seed}: I1 to I7 hold after each step and at rest");
}

/// Each mistake, the invariant that it breaks, and a seed from which that shows early.
///
/// `TrustAnyRead` and `TrustOtherTabs` show once in some 10,000 schedules: `fixed` has one of each.
const CAUGHT_BY: [(Mutation, &str, u64); 21] = [
    (Mutation::DropTheRebase, "I1", 135),
    (Mutation::RebaseTooMuch, "I4", 1),
    (Mutation::ConfirmOnDeadline, "I3", 2),
    (Mutation::ForgetUncertainty, "I3", 3),
    (Mutation::SendAsSomebodyElse, "I5", 10),
    (Mutation::RestoreFromSomebodyElse, "I5", 1),
    (Mutation::RestoreASnapshot, "I1", 181),
    (Mutation::ConfirmWhatWasEditedSince, "I3", 40),
    (Mutation::BelieveLateAnswers, "I3", 26),
    (Mutation::SendBeforeStored, "stored first", 1),
    (Mutation::ForgetWhenSent, "stored first", 157),
    (Mutation::NeverForget, "I2", 1),
    (Mutation::TrustTheOutbox, "I3", 366),
    (Mutation::IgnoreRetryAfter, "I7", 12),
    (Mutation::NeverWait, "I7", 1),
    (Mutation::FailTogether, "I6", 19),
    (Mutation::DropWhatFailed, "I3", 1),
    (Mutation::ObeyOtherTabs, "I1", 325),
    (Mutation::IgnoreOtherTabs, "I1", 6),
    (Mutation::FollowBlindly, "I3", 26),
    (Mutation::ForgetOrphans, "I6", 6),
];

#[test]
fn every_mutation_is_caught() {
    let count = number("SCHEDULES", 100) as u32;
    let mut survivors = Vec::new();
    for (mutation, invariant, seed) in CAUGHT_BY {
        match explore(count, seed, Promise::Kept, Some((mutation, invariant))) {
            Some(caught) => println!("{mutation:?} is caught by {caught}"),
            None => survivors.push((mutation, invariant)),
        }
    }
    assert!(survivors.is_empty(), "not caught by {count} schedules: {survivors:?}");
}
