//! What must hold after every step, and what must come of it all when the faults stop.

use super::basics::{all_keys, owner, value};
use super::device::tab_id;
use super::oracle::{Checked, hold};
use super::server::Writer;
use super::world::{Arrival, World};
use crate::domain::Keys;
use crate::reducer::{Event, KeyState, Status};

/// More rounds than any tab can need for what is left.
const MAX_ROUNDS: usize = 600;

impl World {
    /// What must hold after every step.
    pub fn check(&self) -> Checked {
        for tab in self.tabs.iter().flatten() {
            let saved = tab.state.status() == Status::Saved;
            let account = &self.server.accounts[tab.person];
            for key in all_keys(self.len).iter() {
                let state = tab.state.state_of(key);
                hold(!saved || state == KeyState::Confirmed, "I3", || {
                    format!("all saved, but {key:?} is {state:?}")
                })?;
                let (shown, stored) = (value(tab.state.desired(), key), value(&account.settings, key));
                let writer = self.server.last_writer(tab.person, key);
                let mine =
                    matches!(writer, Writer::Tab(writer) if self.oracle.responsible(writer, key) == tab.serial);
                // The last word was another tab's, and this one is about to find out what became of it.
                let stamp = tab.state.stamp(key);
                let finding_out = tab.will_hear_of(key) || (!saved && stamp.tab != tab_id(tab.serial));
                hold(state != KeyState::Confirmed || shown == stored || !mine || finding_out, "I3", || {
                    format!("{key:?} is shown as {shown:?} and saved, but tab {writer:?} made it {stored:?}")
                })?;
                let intents = self.oracle.people[tab.person].intents.get(&key).into_iter().flatten();
                let open = intents.into_iter().find(|intent| {
                    intent.stamp == stamp && !intent.satisfied && tab.heard.contains(&(key, stamp))
                });
                hold(state != KeyState::Confirmed || open.is_none(), "I3", || {
                    format!("{key:?} is shown as saved, but never was: {open:?}")
                })?;
            }
        }
        Ok(())
    }

    /// The faults stop, and all must come right: for one person, then for the other.
    pub fn comes_to_rest(&mut self) -> Checked {
        let first = self.server.session.map_or(0, |session| session.person);
        self.comes_to_rest_for(first)?;
        self.comes_to_rest_for(1 - first)
    }

    fn comes_to_rest_for(&mut self, person: usize) -> Checked {
        if self.server.session.is_none_or(|session| session.person != person) {
            self.server.sign_in(person);
        }
        if !self.tabs.iter().flatten().any(|tab| tab.person == person) {
            self.crash(0);
            self.open(0, false)?;
        }
        for slot in [0, 1] {
            self.notice_session(slot)?;
            self.happens(slot, Event::Online)?;
        }
        self.runs_dry()?;
        self.only_refused_keys_are_left(person)?;

        let account = &mut self.server.accounts[person];
        account.rejected = Keys::none(self.len);
        account.poisoned = Keys::none(self.len);
        for slot in [0, 1] {
            self.retry_failed(slot)?;
        }
        self.runs_dry()?;
        for slot in [0, 1] {
            self.happens(slot, Event::Visible)?;
        }
        self.runs_dry()?;
        self.everything_is_right(person)
    }

    /// All that is under way arrives, until nothing more happens.
    fn runs_dry(&mut self) -> Checked {
        for _ in 0..MAX_ROUNDS {
            let mut quiet = true;
            for slot in [0, 1] {
                self.adopt(slot)?;
                if let Some(tab) = &self.tabs[slot] {
                    quiet &= tab.storing.is_none() && tab.inbox.is_empty();
                }
                self.storage_done(slot)?;
                self.hear(slot)?;
            }
            quiet &= self.network.is_empty();
            self.is_delivered(0, false)?;
            self.arrives(0, Arrival::Normally)?;
            if quiet {
                for slot in [0, 1] {
                    // An answer that was lost, a timer that has come.
                    let Some(tab) = self.tab(slot) else { continue };
                    let signed_out = matches!(tab.state.status(), Status::SignedOut { .. });
                    quiet &= tab.awaited.is_none() && tab.timer.is_none() && !signed_out;
                    if signed_out {
                        self.notice_session(slot)?;
                    } else if let Some(timer) = tab.timer.take() {
                        self.happens(slot, Event::TimerFired(timer.id))?;
                    } else {
                        self.answer_awaited(slot, crate::reducer::Outcome::Unknown)?;
                    }
                }
            }
            self.check()?;
            if quiet {
                return Ok(());
            }
        }
        hold(false, "I6", || "it never comes to rest".into())
    }

    fn only_refused_keys_are_left(&self, person: usize) -> Checked {
        let account = &self.server.accounts[person];
        for tab in self.tabs.iter().flatten().filter(|tab| tab.person == person) {
            for key in tab.state.unsaved().iter() {
                let refused = account.rejected.contains(key) || account.poisoned.contains(key);
                hold(refused, "I6", || format!("{key:?} is not saved: {:?}", tab.state.status()))?;
            }
        }
        Ok(())
    }

    fn everything_is_right(&self, person: usize) -> Checked {
        let account = &self.server.accounts[person];
        for tab in self.tabs.iter().flatten().filter(|tab| tab.person == person) {
            let status = tab.state.status();
            hold(status == Status::Saved, "I6", || format!("tab {} is left {status:?}", tab.serial))?;
            let mut differing = tab.state.desired().differing(&account.settings);
            differing.insert_all(&tab.state.confirmed().differing(&account.settings));
            hold(differing.is_empty(), "I3", || {
                format!("tab {} shows something else: {differing:?}", tab.serial)
            })?;
        }
        let unknown = &self.oracle.people[person].unknown;
        for key in all_keys(self.len).iter().filter(|key| !unknown.contains(key)) {
            let stored = value(&account.settings, key);
            let intents = self.oracle.people[person].intents.get(&key).map_or(&[][..], Vec::as_slice);
            let elsewhere = account.elsewhere.get(&key) == Some(&stored);
            let one_is_there = intents.iter().any(|intent| intent.allows(&stored));
            let one_was_there = intents.iter().any(|intent| intent.satisfied);
            hold(intents.is_empty() || one_was_there && (one_is_there || elsewhere), "I1", || {
                format!("{key:?} is {stored:?} at last, but {intents:?} was chosen")
            })?;
        }
        let living = self.tabs.iter().flatten().map(|tab| (tab.serial, tab.person));
        let dead = self.dead.iter().map(|tab| (tab.serial, tab.person));
        for (serial, _) in living.chain(dead).filter(|tab| tab.1 == person) {
            let left = self.disk.content(serial, &owner(person), self.directory);
            hold(left.is_empty(), "I2", || format!("the outbox of tab {serial} still has {left:?}"))?;
        }
        Ok(())
    }
}
