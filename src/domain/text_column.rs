//! Many short texts in one buffer.

/// A column of texts: one allocation for all, so that 50,000 names are not 50,000 objects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    text: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Adds a text at the end.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.close();
    }

    /// Adds a text that is the concatenation of `parts`.
    pub fn push_parts(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
        self.close();
    }

    // A column of more than 4 GiB cannot exist in 32-bit memory.
    #[allow(clippy::cast_possible_truncation)]
    fn close(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text at `index`.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn get(&self, index: usize) -> &str {
        &self.text[self.start(index)..self.ends[index] as usize]
    }

    /// All texts, one after the other without any separator.
    #[must_use]
    pub fn joined(&self) -> &str {
        &self.text
    }

    /// Where the text at `index` starts in [`joined`](Self::joined), in bytes.
    #[must_use]
    pub fn start(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    /// Where the text at `index` ends in [`joined`](Self::joined), in bytes.
    #[must_use]
    pub fn end(&self, index: usize) -> usize {
        self.ends[index] as usize
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Gives back memory that further texts would have used.
    pub fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}
