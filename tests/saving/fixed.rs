//! Schedules that are worth running each time, as no dice throw them often.

use super::oracle::Violation;
use super::schedules::{Wanted, run};
use super::server::Promise;
use super::world::{Action, Arrival, Prompt};
use crate::reducer::mutations::Mutation;

const SLOW_NETWORK: Prompt = Prompt { storage: true, channel: true, network: false };
const SLOW_CHANNEL: Prompt = Prompt { storage: true, channel: false, network: true };

fn check(prompt: Prompt, schedule: &[Action], promise: Promise, wanted: Wanted) -> Result<(), Violation> {
    run((1, prompt), schedule, promise, wanted, false)
}

/// The user changes their mind while the first request is lost in the network, and reloads. That the server
/// still has the old value proves nothing: the request comes after the read.
#[test]
fn a_read_is_no_proof() {
    let schedule = [
        Action::Choose { slot: false, key: 0, value: 1 },
        Action::Choose { slot: false, key: 0, value: 0 },
        Action::Crash { slot: false },
        Action::Open { slot: false, cached: false },
        Action::Arrives { packet: 1, how: Arrival::Normally },
        Action::IsDelivered { packet: 0, again: false },
        Action::Arrives { packet: 0, how: Arrival::Normally },
    ];
    assert!(check(SLOW_NETWORK, &schedule, Promise::Kept, None).is_ok());
    let mistaken = check(SLOW_NETWORK, &schedule, Promise::Kept, Some((Mutation::TrustAnyRead, "I3")));
    println!("TrustAnyRead is caught by {mistaken:?}");
    assert!(mistaken.is_err());
}

/// A tab goes back on what it heard that another is saving, and dies before the other can hear of it. That
/// this tab knew no other value of the server proves nothing: it has to say so, and to store it.
#[test]
fn going_back_on_what_another_tab_saves_is_an_edit() {
    let schedule = [
        Action::Open { slot: true, cached: false },
        Action::Choose { slot: false, key: 0, value: 1 },
        Action::StorageDone { slot: false },
        Action::Hear { slot: true },
        Action::Choose { slot: true, key: 0, value: 0 },
        Action::Crash { slot: true },
    ];
    assert!(check(SLOW_CHANNEL, &schedule, Promise::Kept, None).is_ok());
    let mistaken = check(SLOW_CHANNEL, &schedule, Promise::Kept, Some((Mutation::TrustOtherTabs, "I1")));
    println!("TrustOtherTabs is caught by {mistaken:?}");
    assert!(mistaken.is_err());
}

/// Why the contract wants a new version from each accepted `PATCH`, also one that changes no value: here
/// only the version can turn the late request away.
#[test]
fn a_backend_that_keeps_the_version_when_no_value_changes_lets_late_requests_in() {
    let schedule = [
        Action::Choose { slot: false, key: 0, value: 1 },
        Action::GiveUp { slot: false },
        Action::Choose { slot: false, key: 0, value: 0 },
        Action::TimerFires { slot: false },
        Action::Arrives { packet: 1, how: Arrival::Normally },
        Action::IsDelivered { packet: 0, again: false },
        Action::Arrives { packet: 0, how: Arrival::Normally },
    ];
    assert!(check(SLOW_NETWORK, &schedule, Promise::Kept, None).is_ok());
    let violation =
        check(SLOW_NETWORK, &schedule, Promise::Broken, None).expect_err("the late request is applied");
    assert_eq!(violation.invariant, "I3", "{violation:?}");
}
