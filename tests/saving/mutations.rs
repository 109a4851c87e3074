//! Faulty variants of the core. Each is a mistake that somebody could make; the tests must catch every one.
//!
//! A child module of the core, in tests only, so that it can reach the facts that the core keeps.

#![allow(
    missing_docs,
    clippy::collapsible_match,
    reason = "each mistake is one arm, whatever it looks at, and says by its name what it is"
)]

use super::facts::{Session, Writing};
use super::{Effect, Event, News, Outcome, Stamp, State, TimerId, foresee, step};
use crate::domain::Settings;

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// After a 412, takes everything from the server, also where the user chose otherwise.
    DropTheRebase,
    /// After a 412, keeps everything as it was on the screen, also what the user never touched.
    RebaseTooMuch,
    /// Takes a request that was given up at the deadline for done.
    ConfirmOnDeadline,
    /// Takes a request that was given up for not done.
    ForgetUncertainty,
    /// Believes that a read ends uncertainty.
    TrustAnyRead,
    /// Goes on when somebody else has signed in.
    SendAsSomebodyElse,
    /// Takes up records of the outbox that are another person's.
    RestoreFromSomebodyElse,
    /// Puts back what was there before when a request fails.
    RestoreASnapshot,
    /// Takes an acknowledgement for the newest value, whatever it was of.
    ConfirmWhatWasEditedSince,
    /// Takes the answer to any request for the answer to the present one.
    BelieveLateAnswers,
    /// Sends before the outbox has it.
    SendBeforeStored,
    /// Deletes from the outbox when it sends.
    ForgetWhenSent,
    /// Never deletes from the outbox.
    NeverForget,
    /// Takes what the outbox had for something that was never sent.
    TrustTheOutbox,
    /// Cuts a wait short that the backend asked for.
    IgnoreRetryAfter,
    /// Tries again at once.
    NeverWait,
    /// Lets one refused key fail all the others.
    FailTogether,
    /// Gives up what was refused, without a word.
    DropWhatFailed,
    /// Lets another tab have the last word always.
    ObeyOtherTabs,
    /// Lets this tab have the last word always.
    IgnoreOtherTabs,
    /// Does not suspect that the other tab has already sent what is now overtaken.
    TrustOtherTabs,
    /// Takes over what another tab saved without asking what it was based on.
    FollowBlindly,
    /// Lets what a dead tab was saving be its own affair.
    ForgetOrphans,
}

/// The core with at most one mistake in it.
#[derive(Clone, Debug)]
pub struct Mutant {
    mutation: Option<Mutation>,
    /// What was desired before the last edit.
    snapshot: Option<Settings>,
}

impl Mutant {
    pub const fn new(mutation: Option<Mutation>) -> Self {
        Self { mutation, snapshot: None }
    }

    pub fn takes_any_record(&self) -> bool {
        self.mutation == Some(Mutation::RestoreFromSomebodyElse)
    }

    /// As [`step`], but for the mistake.
    pub fn step(&mut self, state: &mut State, mut event: Event) -> Vec<Effect> {
        let Some(mutation) = self.mutation else {
            // The product shows an edit before it takes it in.
            if let Event::Edited(patch) = &event {
                foresee(state, patch);
            }
            return step(state, event);
        };
        let is_edit = matches!(event, Event::Edited(_));
        if is_edit {
            self.snapshot = Some(state.desired.clone());
        }
        let before = state.clone();
        self.prepare(mutation, state, &mut event);
        let Some(event) = Self::translate(mutation, &before, event) else { return Vec::new() };
        let mut effects = step(state, event.clone());
        Self::distort(mutation, &before, state, &event, &mut effects);
        effects
    }

    /// Mistakes that come before the step.
    fn prepare(&mut self, mutation: Mutation, state: &mut State, event: &mut Event) {
        match (mutation, event) {
            (
                Mutation::DropTheRebase,
                Event::Answered { outcome: Outcome::Loaded { settings, .. }, request },
            ) if state.in_flight.as_ref().is_some_and(|in_flight| in_flight.id == *request) => {
                state.uncertain = state.uncertain.emptied();
                let own = state.own();
                state.desired.copy_from(settings, &own);
                state.confirmed.copy_from(settings, &own);
            }
            (Mutation::TrustAnyRead, Event::Answered { outcome: Outcome::Loaded { .. }, .. }) => {
                state.outdated = true;
            }
            (
                Mutation::ConfirmWhatWasEditedSince,
                Event::Answered { request, outcome: Outcome::Acknowledged { .. } },
            ) if state.in_flight.as_ref().is_some_and(|in_flight| in_flight.id == *request) => {
                if let Some(sent) = state.sent().cloned() {
                    state.desired.copy_from(&sent.patch.values, &sent.patch.keys);
                }
            }
            (Mutation::RestoreASnapshot, Event::Answered { request, outcome })
                if state.in_flight.as_ref().is_some_and(|in_flight| in_flight.id == *request)
                    && state.sent().is_some()
                    && matches!(outcome, Outcome::Unknown | Outcome::Refused(_) | Outcome::Busy { .. }) =>
            {
                state.desired = self.snapshot.take().unwrap_or_else(|| state.desired.clone());
            }
            (Mutation::DropWhatFailed, Event::Answered { request, outcome: Outcome::Refused(_) })
                if state.in_flight.as_ref().is_some_and(|in_flight| in_flight.id == *request) =>
            {
                if let Some(sent) = state.sent().cloned() {
                    state.desired.copy_from(&state.confirmed, &sent.patch.keys);
                    state.uncertain.remove_all(&sent.patch.keys);
                }
            }
            (Mutation::FailTogether, Event::Answered { outcome: Outcome::Refused(_), .. }) => {
                state.line.refusals = u32::MAX - 1;
            }
            (Mutation::ObeyOtherTabs, Event::Heard(News::Pending { patch, .. })) => {
                state.tabs.stamps.set(&patch.keys, Stamp::default());
            }
            (Mutation::FollowBlindly, Event::Heard(News::Saved { if_match, .. })) => {
                state.etag = Some(if_match.clone());
            }
            (Mutation::IgnoreRetryAfter, Event::Online | Event::Visible) => {
                if let Some(waiting) = &mut state.line.waiting {
                    waiting.asked = false;
                }
            }
            _ => {}
        }
    }

    /// Mistakes about what has happened.
    fn translate(mutation: Mutation, state: &State, event: Event) -> Option<Event> {
        match (mutation, event) {
            (Mutation::ConfirmOnDeadline, Event::Answered { request, outcome: Outcome::Unknown })
                if state.sent().is_some() =>
            {
                let outcome = Outcome::Acknowledged { etag: state.etag.clone(), rejected: Vec::new() };
                Some(Event::Answered { request, outcome })
            }
            (Mutation::SendAsSomebodyElse, Event::SignedIn(_)) => Some(Event::SignedIn(state.owner.clone())),
            (Mutation::BelieveLateAnswers, Event::Answered { outcome, request }) => {
                let request = state.in_flight.as_ref().map_or(request, |in_flight| in_flight.id);
                Some(Event::Answered { request, outcome })
            }
            (Mutation::IgnoreOtherTabs, Event::Heard(News::Pending { .. })) => None,
            (Mutation::ForgetOrphans, Event::Orphaned(_)) => None,
            (_, event) => Some(event),
        }
    }

    /// Mistakes that come after the step.
    fn distort(
        mutation: Mutation,
        before: &State,
        state: &mut State,
        event: &Event,
        effects: &mut Vec<Effect>,
    ) {
        match mutation {
            Mutation::RebaseTooMuch => {
                if matches!(event, Event::Answered { outcome: Outcome::Loaded { .. }, .. }) {
                    state.desired = before.desired.clone();
                }
            }
            Mutation::ForgetUncertainty => {
                if matches!(event, Event::Answered { .. }) {
                    state.uncertain.retain_all(&before.uncertain);
                }
            }
            Mutation::TrustTheOutbox => {
                if matches!(event, Event::Restored { .. }) {
                    state.uncertain = before.uncertain.clone();
                    state.etag = before.etag.clone();
                }
            }
            Mutation::TrustOtherTabs => {
                if matches!(event, Event::Edited(_) | Event::Heard(_)) && state.etag.is_none() {
                    state.uncertain = before.uncertain.clone();
                    state.etag = before.etag.clone();
                }
            }
            Mutation::SendBeforeStored => {
                if state.outbox.writing.is_some() {
                    let broken = std::mem::replace(&mut state.outbox.broken, true);
                    effects.extend(step(state, Event::TimerFired(TimerId(u64::MAX))));
                    state.outbox.broken = broken;
                }
            }
            Mutation::ForgetWhenSent => {
                let sent = effects.iter().find_map(|effect| match effect {
                    Effect::Send(request) => Some(request.patch.keys.clone()),
                    _ => None,
                });
                if let Some(forget) = sent
                    && state.outbox.writing.is_none()
                {
                    let write = forget.emptied();
                    state.outbox.writing = Some(Writing { write: write.clone(), forget: forget.clone() });
                    effects.push(Effect::Store { write, forget });
                }
            }
            Mutation::NeverForget => {
                for effect in effects {
                    if let Effect::Store { forget, .. } = effect {
                        *forget = forget.emptied();
                    }
                }
            }
            Mutation::NeverWait => {
                if let Some(waiting) = state.line.waiting
                    && state.session == Session::Own
                {
                    effects.extend(step(state, Event::TimerFired(waiting.timer)));
                }
            }
            _ => {}
        }
    }
}
