//! The core takes its steps, and what it wants is done; what it may not want is a violation.

use super::basics::{owner, value};
use super::device::{Storing, written};
use super::oracle::{Checked, Violation, hold};
use super::server::{Packet, Request};
use super::world::World;
use crate::domain::Keys;
use crate::reducer::{Effect, Event, KeyState, RequestId};

impl World {
    /// Something happens to the core in a tab.
    pub fn happens(&mut self, slot: usize, event: Event) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        if matches!(event, Event::Orphaned(_)) {
            tab.owed.insert_all(&tab.state.unsaved());
        }
        let trace = self.trace;
        if trace {
            println!("{slot} {event:?}");
        }
        for effect in tab.mutant.step(&mut tab.state, event) {
            if trace {
                println!("      {effect:?}");
            }
            self.perform(slot, effect)?;
        }
        self.settles(slot);
        Ok(())
    }

    /// Takes note of what the core takes for settled.
    pub fn settles(&mut self, slot: usize) {
        let Some(tab) = self.tabs[slot].as_mut() else { return };
        let confirmed = |key| tab.state.state_of(key) == KeyState::Confirmed;
        let mut settled = tab.owed.emptied();
        tab.owed.iter().filter(|&key| confirmed(key)).for_each(|key| settled.insert(key));
        tab.owed.remove_all(&settled);
        for (&key, intents) in &mut self.oracle.people[tab.person].intents {
            // What the server has, as far as anybody can know here: there is nothing to be done.
            for intent in intents.iter_mut().filter(|intent| intent.stamp == tab.state.stamp(key)) {
                intent.satisfied |= confirmed(key) && intent.allows(&value(&tab.told, key));
                intent.done |= confirmed(key);
            }
        }
    }

    fn perform(&mut self, slot: usize, effect: Effect) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        match effect {
            Effect::Store { write, forget } => {
                hold(tab.storing.is_none(), "I7", || "two changes of the outbox at once".into())?;
                let changes = tab.outbox.store(&tab.state, &write, &forget);
                let changes = written(&tab.outbox, &tab.state, &changes, self.directory);
                let adopting = std::mem::take(&mut tab.adopting);
                tab.storing = Some(Storing { changes, adopting });
                Ok(())
            }
            Effect::Send(request) => {
                self.may_send(slot, &request.patch.keys)?;
                let crate::reducer::Request { id, patch, if_match } = request;
                self.request(slot, id, Request::Write { patch, if_match })
            }
            Effect::Read { id, if_none_match } => self.request(slot, id, Request::Read { if_none_match }),
            Effect::Abort(id) => {
                tab.awaited.take_if(|awaited| *awaited == id);
                Ok(())
            }
            Effect::Schedule(timer) => {
                hold(tab.timer.is_none() && timer.attempt > 0, "I7", || format!("another timer: {timer:?}"))?;
                tab.timer = Some(timer);
                Ok(())
            }
            Effect::Cancel(id) => match tab.timer.take_if(|timer| timer.id == id) {
                Some(timer) => hold(timer.retry_after.is_none(), "I7", || "the backend asked to wait".into()),
                None => Ok(()),
            },
            Effect::Tell(news) => {
                let (me, person) = (tab.serial, tab.person);
                if let Some(other) = self.tab(1 - slot).filter(|other| other.person == person) {
                    other.inbox.push_back((me, news));
                }
                Ok(())
            }
        }
    }

    /// Only one at a time, and none during a wait.
    fn request(&mut self, slot: usize, id: RequestId, request: Request) -> Checked {
        let Some(tab) = self.tabs[slot].as_mut() else { return Ok(()) };
        hold(tab.awaited.is_none(), "I7", || format!("{request:?} while another is awaited"))?;
        hold(tab.timer.is_none(), "I7", || format!("{request:?} during a wait"))?;
        tab.awaited = Some(id);
        let said_before = tab.heard_so_far + tab.inbox.len();
        let (tab, token) = (tab.serial, tab.token);
        self.send(Packet { tab, id, token, request, answer: None, doubled: false, said_before });
        Ok(())
    }

    /// Only what there is reason to send, and what would survive a crash.
    fn may_send(&self, slot: usize, keys: &Keys) -> Checked {
        let Some(tab) = &self.tabs[slot] else { return Ok(()) };
        hold(!keys.is_empty(), "I7", || "an empty request".into())?;
        let content = self.disk.content(tab.serial, &owner(tab.person), self.directory);
        for key in keys.iter() {
            hold(!tab.foreign.contains(key), "I5", || format!("{key:?} comes from another person"))?;
            hold(tab.owed.contains(key), "I4", || format!("{key:?} is sent without need"))?;
            let desired = value(tab.state.desired(), key);
            // Sent only to be sure: nothing would be lost.
            let unwished = desired == value(tab.state.confirmed(), key);
            let stored = unwished || content.get(&key).is_some_and(|stored| stored.1 == desired);
            if !stored && !tab.state.storage_failed() {
                let detail = format!("{key:?} = {desired:?} is sent before it is stored");
                return Err(Violation { invariant: "stored first", detail });
            }
        }
        Ok(())
    }
}
