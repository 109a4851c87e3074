//! How long to wait before the next attempt.

use std::time::Duration;

use super::Timer;

/// The upper limit of the first wait.
const FIRST: Duration = Duration::from_secs(1);
/// The upper limit of all waits that the backend did not ask for.
const LONGEST: Duration = Duration::from_secs(30);
/// The longest that a backend can ask for: beyond this it is taken for a mistake.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// The time until `timer` fires: "full jitter", any time between nothing and a limit that doubles with each
/// attempt, and never before the backend asked for. `random` is uniform in 0..1.
///
/// A backend asks many clients at once for the same time. So they come back spread over as much time again, or
/// over the longest limit: over the first one, all would be back within a second.
#[must_use]
pub fn delay(timer: Timer, random: f64) -> Duration {
    let doublings = timer.attempt.saturating_sub(1).min(16);
    let limit = (FIRST * (1 << doublings)).min(LONGEST);
    let asked = timer.retry_after.unwrap_or_default().min(LONGEST_ASKED);
    let spread = limit.max(asked.min(LONGEST));
    // What is not a number counts as nothing.
    let random = if random.is_nan() { 0.0 } else { random.clamp(0.0, 1.0) };
    asked + spread.mul_f64(random)
}
