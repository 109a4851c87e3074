//! A browser, a network and a backend in which anything can happen between any two steps.

use super::basics::{directory, key, uniform, value};
use super::device::{DeadTab, Disk, Tab};
use super::oracle::{Checked, Intent, Oracle};
use super::server::{Packet, Promise, Server};
use crate::domain::{Audience, Directory, Keys, Patch, Rows, Settings};
use crate::reducer::mutations::Mutation;
use crate::reducer::{Event, Outcome, Status};

/// Something that happens. Numbers are taken modulo what there is; what cannot happen does not.
#[derive(Clone, Copy, Debug)]
pub enum Action {
    Choose { slot: bool, key: u8, value: u8 },
    ChooseAll { slot: bool, audience: u8, value: u8 },
    Undo { slot: bool },
    Redo { slot: bool },
    RetryFailed { slot: bool },
    DiscardFailed { slot: bool },
    StorageDone { slot: bool },
    StorageFails { slot: bool },
    Arrives { packet: u8, how: Arrival },
    IsDoubled { packet: u8 },
    IsLost { packet: u8 },
    IsDelivered { packet: u8, again: bool },
    IsGarbled { packet: u8 },
    GiveUp { slot: bool },
    CannotLeave { slot: bool },
    TimerFires { slot: bool },
    Online { slot: bool },
    Offline { slot: bool },
    Visible { slot: bool },
    ChangeElsewhere { key: u8, value: u8 },
    SessionEnds,
    SignIn { person: u8 },
    NoticeSession { slot: bool },
    Crash { slot: bool },
    Open { slot: bool, cached: bool },
    Hear { slot: bool },
    Adopt { slot: bool },
    Reject { key: u8 },
    Poison { key: u8 },
}

/// How the backend takes a request.
#[derive(Clone, Copy, Debug)]
pub enum Arrival {
    Normally,
    /// 503 before anything was done.
    TooBusy {
        asks: bool,
    },
    /// 500 after it was done.
    FailsAfter,
}

/// What goes well at once, after each action, so that faults elsewhere meet more often.
#[derive(Clone, Copy, Debug)]
pub struct Prompt {
    pub storage: bool,
    pub channel: bool,
    pub network: bool,
}

/// Everything there is.
pub struct World {
    pub len: usize,
    pub directory: &'static Directory,
    pub server: Server,
    pub tabs: [Option<Tab>; 2],
    pub dead: Vec<DeadTab>,
    pub disk: Disk,
    pub network: Vec<Packet>,
    pub oracle: Oracle,
    pub mutation: Option<Mutation>,
    pub serials: u32,
    /// How much has happened: the time.
    pub time: u32,
    pub prompt: Prompt,
    /// Prints what happens.
    pub trace: bool,
    /// What a service worker would show at once: the settings read last, by person.
    pub cached: [Option<(Settings, String)>; 2],
}

impl World {
    pub fn new(len: usize, prompt: Prompt, promise: Promise, mutation: Option<Mutation>) -> Self {
        let mut world = Self {
            len,
            directory: directory(len),
            server: Server::new(len, promise),
            tabs: [None, None],
            dead: Vec::new(),
            disk: Disk::default(),
            network: Vec::new(),
            oracle: Oracle::default(),
            mutation,
            serials: 0,
            time: 1,
            prompt,
            trace: false,
            cached: [None, None],
        };
        world.open(0, false).expect("nothing can go wrong yet");
        world
    }

    pub fn apply(&mut self, action: Action) -> Checked {
        self.time += 1;
        match action {
            Action::Choose { slot, key: number, value } => {
                let values = uniform(self.len, value);
                let mut keys = Keys::none(self.len);
                keys.insert(key(self.len, number));
                self.edit(slot.into(), Patch { keys, values }, true)
            }
            Action::ChooseAll { slot, audience, value } => self.choose_all(slot.into(), audience, value),
            Action::Undo { slot } => self.travel(slot.into(), true),
            Action::Redo { slot } => self.travel(slot.into(), false),
            Action::RetryFailed { slot } => self.retry_failed(slot.into()),
            Action::DiscardFailed { slot } => self.discard_failed(slot.into()),
            Action::StorageDone { slot } => self.storage_done(slot.into()),
            Action::StorageFails { slot } => self.storage_fails(slot.into()),
            Action::Arrives { packet, how } => self.arrives(packet.into(), how),
            Action::IsDoubled { packet } => {
                if let Some(packet) = self.waiting_packet(packet.into()) {
                    self.network[packet].doubled = true;
                    let copy = self.network[packet].clone();
                    self.send(copy);
                }
                Ok(())
            }
            Action::IsLost { packet } => {
                if !self.network.is_empty() {
                    self.network.remove(usize::from(packet) % self.network.len());
                }
                Ok(())
            }
            Action::IsDelivered { packet, again } => self.is_delivered(packet.into(), again),
            Action::IsGarbled { packet } => {
                let Some(packet) = self.answered_packet(packet.into()) else { return Ok(()) };
                self.network[packet].answer = Some(Outcome::Unknown);
                self.deliver(packet, false)
            }
            Action::GiveUp { slot } => self.answer_awaited(slot.into(), Outcome::Unknown),
            Action::CannotLeave { slot } => self.cannot_leave(slot.into()),
            Action::TimerFires { slot } => match self.tab(slot.into()).and_then(|tab| tab.timer.take()) {
                Some(timer) => self.happens(slot.into(), Event::TimerFired(timer.id)),
                None => Ok(()),
            },
            Action::Online { slot } => self.happens(slot.into(), Event::Online),
            Action::Offline { slot } => self.happens(slot.into(), Event::Offline),
            Action::Visible { slot } => self.happens(slot.into(), Event::Visible),
            Action::ChangeElsewhere { key: number, value: new } => {
                let (key, values) = (key(self.len, number), uniform(self.len, new));
                self.server.set_elsewhere(0, key, &values);
                self.oracle.now_has(0, key, &value(&values, key));
                Ok(())
            }
            Action::SessionEnds => {
                self.server.session = None;
                Ok(())
            }
            Action::SignIn { person } => {
                self.server.sign_in(usize::from(person) % 2);
                Ok(())
            }
            Action::NoticeSession { slot } => self.notice_session(slot.into()),
            Action::Crash { slot } => {
                self.crash(slot.into());
                Ok(())
            }
            Action::Open { slot, cached } => self.open(slot.into(), cached),
            Action::Hear { slot } => self.hear(slot.into()),
            Action::Adopt { slot } => self.adopt(slot.into()),
            Action::Reject { key: number } => {
                let key = key(self.len, number);
                self.server.accounts.iter_mut().for_each(|account| account.rejected.insert(key));
                Ok(())
            }
            Action::Poison { key: number } => {
                let key = key(self.len, number);
                self.server.accounts.iter_mut().for_each(|account| account.poisoned.insert(key));
                Ok(())
            }
        }?;
        self.goes_well_at_once()?;
        self.check()
    }

    fn goes_well_at_once(&mut self) -> Checked {
        for slot in [0, 1] {
            if self.prompt.storage {
                self.storage_done(slot)?;
                self.storage_done(slot)?;
            }
            if self.prompt.channel {
                while self.tabs[slot].as_ref().is_some_and(|tab| !tab.inbox.is_empty()) {
                    self.hear(slot)?;
                }
            }
        }
        if self.prompt.network {
            self.arrives(0, Arrival::Normally)?;
            self.is_delivered(0, false)?;
        }
        Ok(())
    }

    pub fn tab(&mut self, slot: usize) -> Option<&mut Tab> {
        self.tabs[slot].as_mut()
    }

    fn edit(&mut self, slot: usize, mut patch: Patch, by_hand: bool) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        // No control can be set to what it shows already.
        patch.keys.retain_all(&patch.values.differing(tab.state.desired()));
        if patch.keys.is_empty() || matches!(tab.state.status(), Status::OtherPerson { .. }) {
            return Ok(());
        }
        if by_hand {
            tab.history.record(tab.state.desired(), &patch, ());
        }
        let keys = patch.keys.clone();
        tab.owed.insert_all(&keys);
        self.happens(slot, Event::Edited(patch.clone()))?;
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        for key in keys.iter() {
            let stamp = tab.state.stamp(key);
            let chosen = value(&patch.values, key);
            let satisfied = value(&self.server.accounts[tab.person].settings, key) == chosen;
            let intent = Intent { stamp, value: Some(chosen), satisfied, done: false };
            self.oracle.chose(tab.person, key, intent, |old| tab.heard.contains(&(key, old)));
            tab.heard.insert((key, stamp));
        }
        self.settles(slot);
        Ok(())
    }

    fn choose_all(&mut self, slot: usize, audience: u8, new: u8) -> Checked {
        let Some(tab) = &self.tabs[slot] else { return Ok(()) };
        let audience = Audience::ALL[usize::from(audience) % 2];
        let mut values = tab.state.desired().clone();
        let rows = Rows::Range(0..self.len);
        let mut keys = Keys::none(self.len);
        keys.participation[audience] =
            values.participation.choose_all(self.directory, audience, &rows, new.is_multiple_of(2));
        self.edit(slot, Patch { keys, values }, true)
    }

    fn travel(&mut self, slot: usize, back: bool) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        if matches!(tab.state.status(), Status::OtherPerson { .. }) {
            return Ok(());
        }
        let now = tab.state.desired();
        let travelled = if back { tab.history.undo(now) } else { tab.history.redo(now) };
        match travelled {
            Some(travelled) => self.edit(slot, travelled.patch, false),
            None => Ok(()),
        }
    }

    pub fn retry_failed(&mut self, slot: usize) -> Checked {
        let Some(tab) = self.tab(slot) else { return Ok(()) };
        let keys = tab.state.failed().clone();
        self.happens(slot, Event::RetryFailed(keys))
    }

    fn discard_failed(&mut self, slot: usize) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        let keys = tab.state.failed().clone();
        let person = tab.person;
        tab.owed.insert_all(&keys);
        self.happens(slot, Event::DiscardFailed(keys.clone()))?;
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        for key in keys.iter() {
            let intent = Intent { stamp: tab.state.stamp(key), value: None, satisfied: true, done: true };
            self.oracle.chose(person, key, intent, |old| tab.heard.contains(&(key, old)));
        }
        Ok(())
    }
}
