//! When each key was chosen last, so that the last word counts whichever tab it was said in.

use std::cmp::Ordering;

use fixedbitset::Block;
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
    /// A word of dossier positions each; empty until there is a stamp.
    participation: PerAudience<Vec<Word>>,
}

/// The stamps in one word of dossier positions: which positions have it, for each of those in it. Mostly a change
/// of many dossiers came last, so that it is one.
#[derive(Clone, Debug, Default)]
struct Word(Vec<(Block, Stamp)>);

const BITS: usize = Block::BITS as usize;

impl Word {
    fn set(&mut self, bits: Block, stamp: Stamp) {
        self.0.retain_mut(|(others, _)| {
            *others &= !bits;
            *others != 0
        });
        if let Some((same, _)) = self.0.iter_mut().find(|(_, other)| *other == stamp) {
            *same |= bits;
        } else {
            self.0.reserve_exact(1);
            self.0.push((bits, stamp));
        }
    }

    /// The stamps of the positions in `bits`.
    fn of(&self, bits: Block) -> impl Iterator<Item = (Block, Stamp)> {
        let with = self.0.iter().fold(0, |with, (positions, _)| with | positions);
        let stamps = self.0.iter().map(move |&(positions, stamp)| (positions & bits, stamp));
        stamps.chain([(bits & !with, Stamp::default())]).filter(|&(positions, _)| positions != 0)
    }
}

impl Stamps {
    /// When `key` was chosen last.
    pub fn get(&self, key: Key) -> Stamp {
        match key {
            Key::Frequency => self.frequency,
            Key::Language => self.language,
            Key::Participation(audience, position) => {
                let word = self.participation[audience].get(position / BITS);
                let stamp = word.and_then(|word| word.of(1 << (position % BITS)).next());
                stamp.map_or_else(Stamp::default, |(_, stamp)| stamp)
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
            let words = keys.participation[audience].as_slice();
            let stamps = &mut self.participation[audience];
            for (index, &bits) in words.iter().enumerate().filter(|(_, bits)| **bits != 0) {
                if stamps.is_empty() {
                    stamps.resize(words.len(), Word::default());
                }
                stamps[index].set(bits, stamp);
            }
        }
    }

    /// The keys, of `keys`, that were chosen before `stamp` (`Less`), then, or after it.
    pub fn select(&self, keys: &Keys, stamp: Stamp, wanted: Ordering) -> Keys {
        self.filter(keys, |other| other.cmp(&stamp) == wanted)
    }

    /// The keys, of `keys`, that were chosen in `tab`.
    pub fn chosen_in(&self, keys: &Keys, tab: TabId) -> Keys {
        self.filter(keys, |stamp| stamp.tab == tab)
    }

    fn filter(&self, keys: &Keys, wanted: impl Fn(Stamp) -> bool) -> Keys {
        let mut selected = keys.emptied();
        self.each(keys, |stamp, part| {
            if wanted(stamp) {
                part.add_to(&mut selected);
            }
        });
        selected
    }

    /// `keys`, put together by when they were chosen, the earliest first.
    pub fn groups(&self, keys: &Keys) -> Vec<(Stamp, Keys)> {
        let mut groups: Vec<(Stamp, Keys)> = Vec::new();
        self.each(keys, |stamp, part| {
            let place = groups.binary_search_by_key(&stamp, |group| group.0).unwrap_or_else(|place| {
                groups.insert(place, (stamp, keys.emptied()));
                place
            });
            part.add_to(&mut groups[place].1);
        });
        groups
    }

    /// Goes through `keys`, those that are beside each other and were chosen at the same time together.
    fn each(&self, keys: &Keys, mut see: impl FnMut(Stamp, Part)) {
        if keys.frequency {
            see(self.frequency, Part::One(Key::Frequency));
        }
        if keys.language {
            see(self.language, Part::One(Key::Language));
        }
        let never = Word::default();
        for audience in Audience::ALL {
            let words = keys.participation[audience].as_slice().iter().enumerate();
            for (index, &bits) in words.filter(|(_, bits)| **bits != 0) {
                let word = self.participation[audience].get(index).unwrap_or(&never);
                word.of(bits).for_each(|(bits, stamp)| see(stamp, Part::Word(audience, index, bits)));
            }
        }
    }
}

/// Some keys.
enum Part {
    One(Key),
    Word(Audience, usize, Block),
}

impl Part {
    fn add_to(self, keys: &mut Keys) {
        match self {
            Self::One(key) => keys.insert(key),
            Self::Word(audience, index, bits) => keys.participation[audience].as_mut_slice()[index] |= bits,
        }
    }
}
