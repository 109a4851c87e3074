//! Many people at their screens, each with the real core of saving, and the clock that they share.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use conversation_settings::domain::{Audience, Patch, Settings};
use conversation_settings::saving::{
    Effect, Event, Outcome, Owner, RequestId, Stamp, State, TabId, Timer, TimerId, delay, step,
};

use super::backend::{Backend, Plan, Request};

/// One way through the network.
const WAY: Duration = Duration::from_millis(20);
/// What the runner gives a request: `DEADLINE` of src/saving/runner/http.rs.
const DEADLINE: Duration = Duration::from_secs(20);
/// Nothing lasts so long: whoever still waits then waits forever.
const NEVER: Duration = Duration::from_secs(24 * 3600);

/// Whether clients throw dice for their waits, as they do, or all wait for the full limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    Jittered,
    Full,
}

/// What happens to a client.
enum What {
    Edits,
    Arrives(RequestId, Request),
    IsAnswered(RequestId, Outcome),
    IsGivenUp(RequestId),
    TimerFires(TimerId),
}

/// A moment, in the order of time; what is entered first comes first.
type Moment = Reverse<(Duration, usize)>;

pub struct World {
    pub backend: Backend,
    states: Vec<State>,
    waits: Waits,
    dice: u64,
    agenda: BinaryHeap<Moment>,
    entries: Vec<Option<(usize, What)>>,
    /// When each had everything saved.
    pub saved: Vec<Option<Duration>>,
}

impl World {
    /// Clients that each make one change within the first `within` of an outage.
    pub fn new(clients: usize, within: Duration, plan: Plan, waits: Waits) -> Self {
        let backend = Backend::new(plan, clients);
        let states = (0..clients).map(|client| {
            let owner = Owner { tenant: String::new(), person: client.to_string() };
            let start = Stamp { clock: 1, tab: TabId(1) };
            State::new(owner, start, Settings::new(1), Some(backend.version(client)))
        });
        let mut world = Self {
            states: states.collect(),
            waits,
            dice: 1,
            agenda: BinaryHeap::new(),
            entries: Vec::new(),
            saved: vec![None; clients],
            backend,
        };
        for client in 0..clients {
            let at = within.mul_f64(world.random());
            world.enter(at, client, What::Edits);
        }
        world
    }

    /// Lets time pass until nobody has anything left to do.
    pub fn run(&mut self) {
        while let Some(Reverse((now, entry))) = self.agenda.pop() {
            assert!(now < NEVER, "it never comes to rest");
            let Some((client, what)) = self.entries[entry].take() else { continue };
            let event = match what {
                What::Edits => Event::Edited(Patch::choice(1, Audience::Accountant, 0, Some(true))),
                What::Arrives(id, request) => {
                    if let Some((at, outcome)) = self.backend.take(now, client, &request) {
                        self.enter(at + WAY, client, What::IsAnswered(id, outcome));
                    }
                    continue;
                }
                What::IsAnswered(request, outcome) => Event::Answered { request, outcome },
                What::IsGivenUp(request) => Event::Answered { request, outcome: Outcome::Unknown },
                What::TimerFires(timer) => Event::TimerFired(timer),
            };
            self.happens(now, client, event);
        }
    }

    fn happens(&mut self, now: Duration, client: usize, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for effect in step(&mut self.states[client], event) {
                match effect {
                    Effect::Store { .. } => events.push(Event::Stored),
                    Effect::Send(request) => {
                        self.ask(now, client, request.id, Request::Write { if_match: request.if_match });
                    }
                    Effect::Read { id, .. } => self.ask(now, client, id, Request::Read),
                    Effect::Schedule(timer) => {
                        let at = now + self.wait(timer);
                        self.enter(at, client, What::TimerFires(timer.id));
                    }
                    // Whatever still comes of it changes nothing.
                    Effect::Abort(_) | Effect::Cancel(_) | Effect::Tell(_) => {}
                }
            }
        }
        if self.saved[client].is_none() && self.states[client].unsaved().is_empty() {
            self.saved[client] = Some(now);
        }
    }

    fn ask(&mut self, now: Duration, client: usize, id: RequestId, request: Request) {
        self.enter(now + WAY, client, What::Arrives(id, request));
        self.enter(now + DEADLINE, client, What::IsGivenUp(id));
    }

    fn wait(&mut self, timer: Timer) -> Duration {
        match self.waits {
            Waits::Jittered => delay(timer, self.random()),
            Waits::Full => delay(timer, 1.0),
        }
    }

    fn enter(&mut self, at: Duration, client: usize, what: What) {
        self.agenda.push(Reverse((at, self.entries.len())));
        self.entries.push(Some((client, what)));
    }

    /// Uniform in 0..1 (SplitMix64).
    fn random(&mut self) -> f64 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.dice;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
