//! What recovery looks like, with the dice and without.

use std::time::Duration;

use super::backend::{Down, Plan};
use super::clients::{Waits, World};

const OUTAGE: Duration = Duration::from_secs(300);
/// All within the time of one request: a moment that everybody shares, such as the failure itself.
const TOGETHER: Duration = Duration::from_millis(500);
/// The backend takes in what all have to send in so many seconds, and no faster.
const SECONDS_FOR_ALL: f64 = 100.0;

/// What was seen.
struct Seen {
    clients: usize,
    capacity: f64,
    /// Requests in the busiest second: during the second half of the outage, and afterwards.
    peak_down: usize,
    peak_up: usize,
    /// Requests a second on average in the second half of the outage.
    mean_down: f64,
    /// Time after the outage until half, 99 of 100 and all had everything saved.
    half: Duration,
    nearly_all: Duration,
    all: Duration,
    /// Requests after the outage for each client.
    requests: f64,
}

fn play(down: Down, within: Duration, waits: Waits) -> Seen {
    let clients = std::env::var("CLIENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let capacity = clients as f64 / SECONDS_FOR_ALL;
    let plan = Plan { down, outage: OUTAGE, capacity };
    let mut world = World::new(clients, within, plan, waits);
    world.run();
    let mut saved: Vec<Duration> =
        world.saved.iter().map(|at| at.expect("everything is saved") - OUTAGE).collect();
    saved.sort_unstable();
    let end = OUTAGE.as_secs() as usize;
    let (down, up) = world.backend.asked.split_at(end);
    let late = &down[end / 2..];
    let seen = Seen {
        clients,
        capacity,
        peak_down: late.iter().copied().max().unwrap_or(0),
        peak_up: up.iter().copied().max().unwrap_or(0),
        mean_down: late.iter().sum::<usize>() as f64 / late.len() as f64,
        half: saved[clients / 2],
        nearly_all: saved[clients * 99 / 100],
        all: saved[clients - 1],
        requests: up.iter().sum::<usize>() as f64 / clients as f64,
    };
    seen.print();
    seen
}

impl Seen {
    fn print(&self) {
        println!(
            "{} clients, capacity {}/s | down: {:.0}/s, peak {}/s | up: peak {}/s, half {:.0} s, 99 % {:.0} s, all {:.0} s, {:.1} requests each",
            self.clients,
            self.capacity,
            self.mean_down,
            self.peak_down,
            self.peak_up,
            self.half.as_secs_f64(),
            self.nearly_all.as_secs_f64(),
            self.all.as_secs_f64(),
            self.requests,
        );
    }
}

/// Waits are uniform in 0 to 30 s by then, so that a thirtieth of half of all clients ask in each second.
fn expected_rate(clients: usize) -> f64 {
    clients as f64 / 15.0
}

#[test]
fn with_the_dice_there_is_no_storm_even_when_all_began_together() {
    for down in [Down::Refuses(None), Down::IsSilent] {
        let seen = play(down, TOGETHER, Waits::Jittered);
        assert!(seen.mean_down < 1.2 * expected_rate(seen.clients));
        assert!((seen.peak_down as f64) < 2.0 * expected_rate(seen.clients));
        assert!((seen.peak_up as f64) < 2.0 * expected_rate(seen.clients));
        assert!(seen.all.as_secs_f64() < 2.0 * SECONDS_FOR_ALL);
    }
}

#[test]
fn without_the_dice_all_would_come_in_the_same_second_and_most_would_be_turned_away_again() {
    let with = play(Down::Refuses(None), TOGETHER, Waits::Jittered);
    let without = play(Down::Refuses(None), TOGETHER, Waits::Full);
    assert!(without.peak_up as f64 > 0.8 * without.clients as f64);
    assert!(without.peak_up > 8 * with.peak_up);
    assert!(without.all > 5 * with.all);
}

#[test]
fn changes_that_were_spread_over_the_outage_stay_spread() {
    let seen = play(Down::Refuses(None), OUTAGE, Waits::Jittered);
    assert!((seen.peak_up as f64) < 2.0 * expected_rate(seen.clients));
    assert!(seen.all.as_secs_f64() < 2.0 * SECONDS_FOR_ALL);
}

#[test]
fn a_backend_that_asks_for_time_gets_it_and_not_all_clients_in_one_second_after() {
    let asked = Duration::from_secs(60);
    let seen = play(Down::Refuses(Some(asked)), TOGETHER, Waits::Jittered);
    assert!(seen.mean_down < 1.2 * seen.clients as f64 / asked.as_secs_f64());
    assert!((seen.peak_down as f64) < 2.0 * expected_rate(seen.clients));
    assert!((seen.peak_up as f64) < 2.0 * expected_rate(seen.clients));
    assert!(seen.all.as_secs_f64() < 5.0 * SECONDS_FOR_ALL);
}
