//! Many short lists in pages.

/// So many lists are a page.
const ROWS: usize = 512;

/// A column of lists. What is full is kept in pages of just their size: one growing vector for all would be
/// copied each time it is full, and Wasm memory keeps the largest two copies for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lists<T> {
    full: Vec<Page<T>>,
    /// The page that is being filled: its items, and where each list ends among them.
    items: Vec<T>,
    ends: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Page<T> {
    items: Box<[T]>,
    ends: Box<[u32]>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { full: Vec::new(), items: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Adds a list at the end: what `fill` puts behind the items that are there.
    // A page of more than 4 GiB cannot exist in 32-bit memory.
    #[allow(clippy::cast_possible_truncation)]
    pub fn push(&mut self, fill: impl FnOnce(&mut Vec<T>)) {
        let Self { full, items, ends } = self;
        if ends.len() == ROWS {
            full.push(Page { items: items.as_slice().into(), ends: ends.as_slice().into() });
            items.clear();
            ends.clear();
        }
        fill(items);
        ends.push(items.len() as u32);
    }

    /// How many lists there are.
    pub const fn len(&self) -> usize {
        self.full.len() * ROWS + self.ends.len()
    }

    /// The list at `index`.
    pub fn get(&self, index: usize) -> &[T] {
        let (items, ends) = self.page(index / ROWS);
        let row = index % ROWS;
        let start = row.checked_sub(1).map_or(0, |before| ends[before] as usize);
        &items[start..ends[row] as usize]
    }

    /// Each page: the index of its first list, the items of all its lists, and where each list ends in them.
    pub fn pages(&self) -> impl Iterator<Item = (usize, &[T], &[u32])> {
        (0..=self.full.len()).map(|page| {
            let (items, ends) = self.page(page);
            (page * ROWS, items, ends)
        })
    }

    fn page(&self, page: usize) -> (&[T], &[u32]) {
        self.full.get(page).map_or((&self.items, &self.ends), |page| (&page.items, &page.ends))
    }

    /// Gives back memory that further lists would have used.
    pub fn shrink_to_fit(&mut self) {
        self.full.shrink_to_fit();
        self.items.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}
