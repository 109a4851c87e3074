//! The network between the tabs and the backend: it loses, doubles, delays and reorders.

use std::time::Duration;

use super::basics::value;
use super::oracle::{Checked, hold};
use super::server::{Packet, Request, Session, Writer};
use super::world::{Arrival, World};
use crate::reducer::{Event, Outcome};

/// More than that are not under way at once: the oldest get lost.
const MAX_PACKETS: usize = 8;

impl World {
    pub fn send(&mut self, packet: Packet) {
        if self.network.len() == MAX_PACKETS {
            self.network.remove(0);
        }
        self.network.push(packet);
    }

    pub fn waiting_packet(&self, number: usize) -> Option<usize> {
        let waiting: Vec<_> =
            (0..self.network.len()).filter(|&packet| self.network[packet].answer.is_none()).collect();
        (!waiting.is_empty()).then(|| waiting[number % waiting.len()])
    }

    pub fn answered_packet(&self, number: usize) -> Option<usize> {
        let answered: Vec<_> =
            (0..self.network.len()).filter(|&packet| self.network[packet].answer.is_some()).collect();
        (!answered.is_empty()).then(|| answered[number % answered.len()])
    }

    /// A request reaches the backend.
    pub fn arrives(&mut self, packet: usize, how: Arrival) -> Checked {
        let Some(packet) = self.waiting_packet(packet) else { return Ok(()) };
        let Packet { tab, id, token, request, .. } = self.network[packet].clone();
        if let Arrival::TooBusy { asks } = how {
            let retry_after = asks.then_some(Duration::from_secs(5));
            self.network[packet].answer = Some(Outcome::Busy { retry_after });
            return Ok(());
        }
        let (outcome, applied) = self.server.handle(token, &request);
        if let (Outcome::Loaded { settings, etag }, Some(Session { person, .. })) =
            (&outcome, self.server.session)
        {
            self.cached[person] = Some((settings.clone(), etag.clone()));
        }
        let failed = matches!(how, Arrival::FailsAfter);
        self.network[packet].answer = Some(if failed { Outcome::Busy { retry_after: None } } else { outcome });
        let Some(applied) = applied else { return Ok(()) };
        for key in applied.changed.iter() {
            self.oracle.wrote(applied.person, key, tab, id)?;
            let new = value(&self.server.accounts[applied.person].settings, key);
            self.oracle.now_has(applied.person, key, &new);
            self.server.accounts[applied.person].last_writer.insert(key, Writer::Tab(tab));
        }
        let sender = self.sender(tab);
        hold(sender == Some(applied.person), "I5", || {
            format!("what {sender:?} wanted was written to person {}", applied.person)
        })
    }

    /// Whose settings the page in a tab shows, or showed.
    fn sender(&self, serial: u32) -> Option<usize> {
        let living = self.tabs.iter().flatten().find(|tab| tab.serial == serial).map(|tab| tab.person);
        living.or_else(|| self.dead.iter().find(|tab| tab.serial == serial).map(|tab| tab.person))
    }

    /// An answer reaches the tab, though it may be too late.
    pub fn is_delivered(&mut self, packet: usize, again: bool) -> Checked {
        match self.answered_packet(packet) {
            Some(number) => self.deliver(number, again),
            None => Ok(()),
        }
    }

    pub fn deliver(&mut self, number: usize, again: bool) -> Checked {
        let packet = self.network[number].clone();
        if !again {
            self.network.remove(number);
        }
        let slot = self.tabs.iter().position(|tab| tab.as_ref().is_some_and(|tab| tab.serial == packet.tab));
        let (Some(slot), Some(outcome)) = (slot, packet.answer) else { return Ok(()) };
        // What was said before it was sent is heard before it is answered: the channel is not slower than
        // the way to the backend and back.
        while self.tab(slot).is_some_and(|tab| tab.heard_so_far < packet.said_before) {
            self.hear(slot)?;
        }
        if let Some(tab) = self.tab(slot)
            && tab.awaited.take_if(|awaited| *awaited == packet.id).is_some()
        {
            match (&outcome, &packet.request) {
                (Outcome::Loaded { settings, .. }, _) => tab.told = settings.clone(),
                (Outcome::Acknowledged { rejected, .. }, Request::Write { patch, .. }) => {
                    let mut keys = patch.keys.clone();
                    for (key, _) in rejected {
                        let mut one = keys.emptied();
                        one.insert(*key);
                        keys.remove_all(&one);
                    }
                    tab.told.copy_from(&patch.values, &keys);
                }
                _ => {}
            }
        }
        self.happens(slot, Event::Answered { request: packet.id, outcome })
    }

    pub fn answer_awaited(&mut self, slot: usize, outcome: Outcome) -> Checked {
        match self.tab(slot).and_then(|tab| tab.awaited.take()) {
            Some(request) => self.happens(slot, Event::Answered { request, outcome }),
            None => Ok(()),
        }
    }

    pub fn cannot_leave(&mut self, slot: usize) -> Checked {
        let Some(tab) = &self.tabs[slot] else { return Ok(()) };
        let (serial, awaited) = (tab.serial, tab.awaited);
        let is_it = |packet: &Packet| packet.tab == serial && Some(packet.id) == awaited;
        let copies: Vec<_> = self.network.iter().filter(|packet| is_it(packet)).collect();
        if let [packet] = copies[..]
            && packet.answer.is_none()
            && !packet.doubled
        {
            self.network.retain(|packet| !is_it(packet));
            return self.answer_awaited(slot, Outcome::NotSent);
        }
        Ok(())
    }
}
