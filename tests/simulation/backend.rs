//! A backend of a given capacity that is down for a while: what is modelled of it is time and versions.

use std::time::Duration;

use conversation_settings::saving::Outcome;

/// What asks, while it lasts and afterwards, to be left alone.
#[derive(Clone, Copy, Debug)]
pub enum Down {
    /// Whatever stands in front answers 503 at once, with or without `Retry-After`.
    Refuses(Option<Duration>),
    /// Nobody answers, so that each request lasts until its deadline.
    IsSilent,
}

/// How the backend is, and for how long it is down.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub down: Down,
    pub outage: Duration,
    /// Requests a second.
    pub capacity: f64,
}

/// A request waits for its turn no longer than this: the backend refuses what would.
const LONGEST_QUEUE: Duration = Duration::from_secs(2);

pub struct Backend {
    plan: Plan,
    /// When all that it has taken in will be done.
    free_at: Duration,
    versions: Vec<u32>,
    /// Requests of each second that has passed.
    pub asked: Vec<usize>,
    pub refused: usize,
    pub done: usize,
}

/// What a client asks.
#[derive(Clone, Debug)]
pub enum Request {
    Read,
    Write { if_match: String },
}

impl Backend {
    pub fn new(plan: Plan, clients: usize) -> Self {
        let versions = vec![1; clients];
        Self { plan, free_at: Duration::ZERO, versions, asked: Vec::new(), refused: 0, done: 0 }
    }

    /// Takes in a request at a time: the answer, and when it leaves. No answer, if it never comes.
    pub fn take(&mut self, now: Duration, client: usize, request: &Request) -> Option<(Duration, Outcome)> {
        let second = now.as_secs() as usize;
        if self.asked.len() <= second {
            self.asked.resize(second + 1, 0);
        }
        self.asked[second] += 1;
        if now < self.plan.outage {
            self.refused += 1;
            return match self.plan.down {
                Down::Refuses(retry_after) => Some((now, Outcome::Busy { retry_after })),
                Down::IsSilent => None,
            };
        }
        let turn = self.free_at.max(now);
        if turn - now > LONGEST_QUEUE {
            self.refused += 1;
            let retry_after = match self.plan.down {
                Down::Refuses(retry_after) => retry_after,
                Down::IsSilent => None,
            };
            return Some((now, Outcome::Busy { retry_after }));
        }
        self.free_at = turn + Duration::from_secs_f64(1.0 / self.plan.capacity);
        self.done += 1;
        Some((self.free_at, self.answer(client, request)))
    }

    pub fn version(&self, client: usize) -> String {
        self.versions[client].to_string()
    }

    fn answer(&mut self, client: usize, request: &Request) -> Outcome {
        match request {
            Request::Write { if_match } if *if_match == self.version(client) => {
                self.versions[client] += 1;
                Outcome::Acknowledged { etag: Some(self.version(client)), rejected: Vec::new() }
            }
            Request::Write { .. } => Outcome::Stale,
            // Nobody else changes these settings, so no version but the current one is ever asked for.
            Request::Read => Outcome::NotModified,
        }
    }
}
