//! What befalls tabs: storage, sessions, crashes, and each other.

use std::collections::{BTreeSet, VecDeque};

use super::basics::owner;
use super::device::{DeadTab, Tab, tab_id};
use super::oracle::{Checked, Intent};
use super::server::Session;
use super::world::World;
use crate::domain::Keys;
use crate::reducer::mutations::Mutant;
use crate::reducer::{Event, History, News, Outbox, Stamp, State};

impl World {
    pub fn storage_done(&mut self, slot: usize) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        let Some(storing) = tab.storing.take() else { return Ok(()) };
        self.disk.change(tab.serial, storing);
        tab.outbox.stored();
        self.happens(slot, Event::Stored)
    }

    pub fn storage_fails(&mut self, slot: usize) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        let Some(storing) = tab.storing.take() else { return Ok(()) };
        tab.adopting.extend(storing.adopting);
        self.happens(slot, Event::StorageFailed)
    }

    pub fn notice_session(&mut self, slot: usize) -> Checked {
        let session = self.server.session;
        let Some(tab) = self.tab(slot) else { return Ok(()) };
        match session {
            Some(Session { person, token }) => {
                tab.token = token;
                self.happens(slot, Event::SignedIn(owner(person)))
            }
            None => self.happens(slot, Event::SignedOut),
        }
    }

    pub fn crash(&mut self, slot: usize) {
        let Some(tab) = self.tabs[slot].take() else { return };
        let owner = owner(tab.person);
        let stored: Vec<_> =
            self.disk.0.keys().map(|&tab| self.disk.content(tab, &owner, self.directory)).collect();
        let other = self.tabs[1 - slot].as_ref().filter(|other| other.person == tab.person);
        let choices = &mut self.oracle.people[tab.person];
        if tab.state.storage_failed() {
            choices.unknown.extend(tab.state.unstored().iter());
        }
        for (&key, intents) in &mut choices.intents {
            let chosen: Vec<_> = intents.iter().map(|intent| intent.stamp).collect();
            let records = stored.iter().filter_map(|content| content.get(&key)).map(|record| record.0);
            // Overtaken, but not yet deleted: will be taken up as if it were the last word.
            let outlived = records.clone().any(|stamp| !chosen.contains(&stamp));
            // Lost without fault: known to this tab alone, and not stored.
            let is_lost = |intent: &Intent| {
                let stored = records.clone().any(|stamp| stamp == intent.stamp);
                let seen_to = other.is_some_and(|other| other.sees_to(key, intent.stamp));
                tab.knows(key, intent.stamp) && !stored && if intent.done { outlived } else { !seen_to }
            };
            for lost in intents.iter_mut().filter(|intent| is_lost(intent)) {
                (lost.value, lost.satisfied, lost.done) = (None, true, true);
            }
        }
        self.dead.push(DeadTab { serial: tab.serial, person: tab.person, noticed: BTreeSet::new() });
    }

    /// The page is loaded for whoever is signed in.
    pub fn open(&mut self, slot: usize, cached: bool) -> Checked {
        let Some(Session { person, token }) = self.server.session else { return Ok(()) };
        if self.tabs[slot].is_some() {
            return Ok(());
        }
        self.serials += 1;
        let fresh = || (self.server.accounts[person].settings.clone(), self.server.etag(person));
        let cached = if cached { self.cached[person].clone() } else { None };
        let is_cached = cached.is_some();
        let (settings, etag) = cached.unwrap_or_else(fresh);
        let start = Stamp { clock: self.time, tab: tab_id(self.serials) };
        self.tabs[slot] = Some(Tab {
            serial: self.serials,
            person,
            token,
            state: State::new(owner(person), start, settings.clone(), Some(etag)),
            mutant: Mutant::new(self.mutation),
            history: History::default(),
            outbox: Outbox::default(),
            storing: None,
            adopting: Vec::new(),
            awaited: None,
            timer: None,
            inbox: VecDeque::new(),
            heard_so_far: 0,
            told: settings,
            heard: BTreeSet::new(),
            owed: Keys::none(self.len),
            foreign: Keys::none(self.len),
        });
        if let Some(other) = self.tabs[1 - slot].as_mut().filter(|other| other.person == person) {
            other.inbox.push_back((self.serials, News::Hello));
        }
        if is_cached {
            self.happens(slot, Event::Visible)?;
        }
        // Before the user can do anything: what they choose is said knowing what was left.
        self.adopt(slot)
    }

    pub fn hear(&mut self, slot: usize) -> Checked {
        let Some(tab) = self.tab(slot) else { return Ok(()) };
        let Some((_, news)) = tab.inbox.pop_front() else { return Ok(()) };
        tab.heard_so_far += 1;
        if let News::Pending { patch, stamp, .. } = &news {
            tab.owed.insert_all(&patch.keys);
            tab.heard.extend(patch.keys.iter().map(|key| (key, *stamp)));
        }
        if let News::Saved { patch, .. } = &news {
            // If it is older than what was chosen here, this tab may insist.
            let me = tab_id(tab.serial);
            let mine = patch.keys.iter().filter(|&key| tab.state.stamp(key).tab == me);
            mine.for_each(|key| tab.owed.insert(key));
        }
        let (serial, told) = (
            tab.serial,
            match &news {
                News::Pending { patch, stamp, .. } => Some((patch.keys.clone(), *stamp)),
                News::Released { keys, stamp, .. } => Some((keys.clone(), *stamp)),
                _ => None,
            },
        );
        let saved = match &news {
            News::Saved { patch, .. } => Some(patch.clone()),
            _ => None,
        };
        self.happens(slot, Event::Heard(news))?;
        if let (Some(tab), Some(mut patch)) = (self.tab(slot), saved) {
            // What it was based on may be unknown here: then only a read can tell.
            patch.keys.remove_all(&tab.state.confirmed().differing(&patch.values));
            tab.told.copy_from(&patch.values, &patch.keys);
        }
        let (Some(tab), Some((keys, stamp))) = (&self.tabs[slot], told) else { return Ok(()) };
        for key in keys.iter().filter(|&key| tab.state.stamp(key) == stamp) {
            self.oracle.disown(serial, key);
        }
        Ok(())
    }

    /// A tab notices that others are no more, and takes up what they left.
    pub fn adopt(&mut self, slot: usize) -> Checked {
        let Some(tab) = self.tabs[slot].as_ref() else { return Ok(()) };
        let (me, person) = (tab.serial, tab.person);
        for index in 0..self.dead.len() {
            let dead = self.dead[index].serial;
            let more_to_hear = |tab: &Tab| tab.inbox.iter().any(|&(from, _)| from == dead);
            if self.tabs[slot].as_ref().is_some_and(more_to_hear) {
                continue;
            }
            let taken = self.tabs.iter().flatten().any(|tab| tab.is_taking_up(dead));
            if !taken && self.disk.0.contains_key(&dead) {
                self.take_up(slot, dead)?;
            }
            if self.dead[index].person == person && self.dead[index].noticed.insert(me) {
                self.happens(slot, Event::Orphaned(tab_id(dead)))?;
            }
        }
        Ok(())
    }

    fn take_up(&mut self, slot: usize, dead: u32) -> Checked {
        let mut taken_up = false;
        for record in self.disk.records(dead) {
            let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
            let mut owners = vec![owner(tab.person)];
            if tab.mutant.takes_any_record() {
                owners.push(owner(1 - tab.person));
            }
            let restored = owners.iter().find_map(|owner| record.restore(owner, self.directory).ok());
            let Some(restored) = restored else { continue };
            if record.restore(&owners[0], self.directory).is_err() {
                tab.foreign.insert_all(&restored.patch.keys);
            }
            tab.owed.insert_all(&restored.patch.keys);
            tab.heard.extend(restored.patch.keys.iter().map(|key| (key, restored.stamp)));
            if !taken_up {
                taken_up = true;
                tab.adopting.push(dead);
            }
            let (me, person) = (tab.serial, tab.person);
            restored.patch.keys.iter().for_each(|key| self.oracle.adopt(person, dead, key, me));
            let (patch, stamp) = (restored.patch, restored.stamp);
            self.happens(slot, Event::Restored { patch, stamp })?;
        }
        Ok(())
    }
}
