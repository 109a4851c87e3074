//! Keys that the backend will not accept, and why.

use std::sync::Arc;

use super::Problem;
use crate::domain::{Key, Keys, SortedMap};

/// The failed keys, each with its problem.
#[derive(Clone, Debug)]
pub struct Failures {
    keys: Keys,
    problems: SortedMap<Key, Arc<Problem>>,
}

impl Failures {
    /// None, for `len` dossiers.
    pub fn none(len: usize) -> Self {
        Self { keys: Keys::none(len), problems: SortedMap::default() }
    }

    /// Which keys have failed.
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// What is wrong with `key`.
    pub fn problem(&self, key: Key) -> Option<&Problem> {
        self.problems.get(key).map(Arc::as_ref)
    }

    /// Each failed key with its problem.
    pub fn iter(&self) -> impl Iterator<Item = (Key, &Problem)> {
        self.problems.iter().map(|(key, problem)| (key, problem.as_ref()))
    }

    /// Takes up `key`.
    pub fn insert(&mut self, key: Key, problem: Arc<Problem>) {
        self.keys.insert(key);
        self.problems.insert(key, problem);
    }

    /// Drops `keys`.
    pub fn remove_all(&mut self, keys: &Keys) {
        if !self.problems.is_empty() {
            self.keys.remove_all(keys);
            self.problems.retain(|key, _| !keys.contains(key));
        }
    }

    /// Drops all but `keys`.
    pub fn retain_all(&mut self, keys: &Keys) {
        if !self.problems.is_empty() {
            self.keys.retain_all(keys);
            self.problems.retain(|key, _| keys.contains(key));
        }
    }
}
