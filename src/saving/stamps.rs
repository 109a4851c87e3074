//! When each key was chosen last, so that the last word counts whichever tab it was said in.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::domain::{Audience, Key, Keys, PerAudience};

/// Names a tab among all of one browser: a random number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TabId(pub u32);

/// A moment as tabs count them (Lamport's clock): later than everything that the tab had heard of. The tab
/// decides between moments that cannot be told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Counts seconds until the tab is opened, and edits from then on.
    pub clock: u32,
    /// Where it was.
    pub tab: TabId,
}

/// The last stamp of each key; the zero stamp where there was no edit.
#[derive(Clone, Debug, Default)]
pub struct Stamps {
    frequency: Stamp,
    language: Stamp,
    /// Empty until there is one.
    participation: PerAudience<Vec<Stamp>>,
}

impl Stamps {
    /// When `key` was chosen last.
    pub fn get(&self, key: Key) -> Stamp {
        match key {
            Key::Frequency => self.frequency,
            Key::Language => self.language,
            Key::Participation(audience, position) => {
                self.participation[audience].get(position).copied().unwrap_or_default()
            }
        }
    }

    /// Notes that `keys` were chosen at `stamp`.
    pub fn set(&mut self, keys: &Keys, stamp: Stamp) {
        if keys.frequency {
            self.frequency = stamp;
        }
        if keys.language {
            self.language = stamp;
        }
        for audience in Audience::ALL {
            let rows = &keys.participation[audience];
            let stamps = &mut self.participation[audience];
            if stamps.is_empty() && !rows.is_clear() {
                stamps.resize(rows.len(), Stamp::default());
            }
            rows.ones().for_each(|position| stamps[position] = stamp);
        }
    }

    /// The keys, of `keys`, that were chosen before `stamp` (`Less`), then, or after it.
    pub fn select(&self, keys: &Keys, stamp: Stamp, wanted: Ordering) -> Keys {
        let mut selected = keys.emptied();
        keys.iter().filter(|&key| self.get(key).cmp(&stamp) == wanted).for_each(|key| selected.insert(key));
        selected
    }

    /// The keys, of `keys`, that were chosen in `tab`.
    pub fn chosen_in(&self, keys: &Keys, tab: TabId) -> Keys {
        let mut selected = keys.emptied();
        keys.iter().filter(|&key| self.get(key).tab == tab).for_each(|key| selected.insert(key));
        selected
    }

    /// `keys`, put together by when they were chosen, the earliest first.
    pub fn groups(&self, keys: &Keys) -> Vec<(Stamp, Keys)> {
        let mut groups: Vec<(Stamp, Keys)> = Vec::new();
        let mut current = 0;
        for key in keys.iter() {
            let stamp = self.get(key);
            // Mostly the same as that of the key before: a bulk change is one group.
            if groups.get(current).is_none_or(|group| group.0 != stamp) {
                current = groups.binary_search_by_key(&stamp, |group| group.0).unwrap_or_else(|place| {
                    groups.insert(place, (stamp, keys.emptied()));
                    place
                });
            }
            groups[current].1.insert(key);
        }
        groups
    }
}
