//! Many short texts in pages.

use super::lists::Lists;

/// A column of texts: few allocations for all, so that 50,000 names are not 50,000 objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    texts: Lists<u8>,
}

impl TextColumn {
    /// Adds a text at the end.
    pub fn push(&mut self, text: &str) {
        self.texts.push(|all| all.extend_from_slice(text.as_bytes()));
    }

    /// Adds a text of two lines, each with its end.
    pub fn push_lines(&mut self, first: &str, second: &str) {
        self.texts.push(|all| {
            for line in [first, second] {
                all.extend_from_slice(line.as_bytes());
                all.push(b'\n');
            }
        });
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text at `index`.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        // Whole texts go in, so what comes out is one.
        std::str::from_utf8(self.bytes(index)).unwrap_or_default()
    }

    /// The same, for whoever only compares.
    pub(super) fn bytes(&self, index: usize) -> &[u8] {
        self.texts.get(index)
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// The texts in pages, for whoever looks through all: the index of the first one, all of the page one after
    /// the other, and where each ends in that.
    pub(super) fn pages(&self) -> impl Iterator<Item = (usize, &[u8], &[u32])> {
        self.texts.pages()
    }

    /// Gives back memory that further texts would have used.
    pub fn shrink_to_fit(&mut self) {
        self.texts.shrink_to_fit();
    }
}
