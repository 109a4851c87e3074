//! Which rows of a long, grouped list are in view: arithmetic over prefix sums, without any element.

use std::ops::Range;

use fixedbitset::FixedBitSet;

/// Heights of the parts of a list, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heights {
    /// A group's header, with the space before it.
    pub header: f64,
    /// A row.
    pub row: f64,
}

/// The rows to show, group by group, each row named by its position in the whole list.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    groups: Vec<Group>,
    /// The positions to show; `None` when that is all of them.
    shown: Option<Vec<u32>>,
    heights: Heights,
}

#[derive(Clone, Debug)]
struct Group {
    /// Its rows, as indexes into the rows shown.
    rows: Range<usize>,
    open: bool,
    /// Its place in the list, in CSS pixels.
    top: f64,
}

impl Layout {
    /// Lays out `groups` (consecutive ranges of positions). Of a list that is filtered by `matching`, only
    /// groups with a match are shown.
    // Positions are below 2^32: they come from 32-bit memory.
    #[allow(clippy::cast_possible_truncation)]
    pub fn new(
        groups: impl IntoIterator<Item = Range<usize>>,
        matching: Option<&FixedBitSet>,
        is_open: impl Fn(usize) -> bool,
        heights: Heights,
    ) -> Self {
        let shown: Option<Vec<u32>> =
            matching.map(|matching| matching.ones().map(|position| position as u32).collect());
        let groups = groups
            .into_iter()
            .enumerate()
            .map(|(index, positions)| {
                let rows = match &shown {
                    None => positions,
                    Some(shown) => {
                        let before = |end: usize| shown.partition_point(|&position| (position as usize) < end);
                        before(positions.start)..before(positions.end)
                    }
                };
                Group { rows, open: is_open(index), top: 0.0 }
            })
            .collect();
        let mut layout = Self { groups, shown, heights };
        layout.set_heights(heights);
        layout
    }

    /// Lays the same rows out with other heights.
    pub fn set_heights(&mut self, heights: Heights) {
        self.heights = heights;
        let mut top = 0.0;
        for index in 0..self.groups.len() {
            self.groups[index].top = top;
            top += self.group_height(index);
        }
    }

    /// Whether a group has anything to show. Without a filter even an empty group does: its header.
    #[must_use]
    pub fn is_group_shown(&self, group: usize) -> bool {
        self.shown.is_none() || !self.groups[group].rows.is_empty()
    }

    /// The rows of a group that are unfolded, as indexes for [`position`](Self::position).
    #[must_use]
    pub fn unfolded(&self, group: usize) -> Range<usize> {
        let Group { rows, open, .. } = &self.groups[group];
        if *open { rows.clone() } else { rows.start..rows.start }
    }

    /// Whether a group's rows are unfolded.
    #[must_use]
    pub fn is_open(&self, group: usize) -> bool {
        self.groups[group].open
    }

    /// How many rows a group has after filtering, folded or not.
    #[must_use]
    pub fn group_len(&self, group: usize) -> usize {
        self.groups[group].rows.len()
    }

    /// How many rows are unfolded in all.
    #[must_use]
    pub fn unfolded_len(&self) -> usize {
        (0..self.groups.len()).map(|group| self.unfolded(group).len()).sum()
    }

    /// The position of the row at an index.
    #[must_use]
    pub fn position(&self, index: usize) -> usize {
        self.shown.as_ref().map_or(index, |shown| shown[index] as usize)
    }

    /// The group and the index of the row at a position, if it is unfolded.
    #[must_use]
    pub fn find(&self, position: usize) -> Option<(usize, usize)> {
        let index = match &self.shown {
            None => position,
            Some(shown) => shown.binary_search(&u32::try_from(position).ok()?).ok()?,
        };
        let group = self.groups.partition_point(|group| group.rows.end <= index);
        (group < self.groups.len() && self.unfolded(group).contains(&index)).then_some((group, index))
    }

    /// The unfolded row `by` rows after (or, negative, before) the one at `position`, or the last one on
    /// the way there.
    #[must_use]
    pub fn neighbour(&self, position: usize, by: isize) -> Option<usize> {
        let (mut group, mut index) = self.find(position)?;
        let mut left = by.unsigned_abs();
        while left > 0 {
            let rows = self.unfolded(group);
            let room = if by > 0 { rows.end - 1 - index } else { index - rows.start };
            let step = room.min(left);
            index = if by > 0 { index + step } else { index - step };
            left -= step;
            if left > 0 {
                let next = if by > 0 {
                    (group + 1..self.groups.len()).find(|&other| !self.unfolded(other).is_empty())
                } else {
                    (0..group).rev().find(|&other| !self.unfolded(other).is_empty())
                };
                let Some(next) = next else { break };
                group = next;
                let rows = self.unfolded(group);
                index = if by > 0 { rows.start } else { rows.end - 1 };
                left -= 1;
            }
        }
        Some(self.position(index))
    }

    /// The first and the last unfolded row.
    #[must_use]
    pub fn ends(&self) -> Option<(usize, usize)> {
        let mut unfolded =
            (0..self.groups.len()).map(|group| self.unfolded(group)).filter(|rows| !rows.is_empty());
        let first = unfolded.next()?;
        let last = unfolded.next_back().unwrap_or_else(|| first.clone());
        Some((self.position(first.start), self.position(last.end - 1)))
    }

    /// The unfolded rows from the one at a position to the one at another, whichever comes first; `None`
    /// unless both are unfolded.
    #[must_use]
    pub fn between(&self, one: usize, other: usize) -> Option<Vec<usize>> {
        let (_, one) = self.find(one)?;
        let (_, other) = self.find(other)?;
        let (first, last) = (one.min(other), one.max(other));
        let rows = (0..self.groups.len()).flat_map(|group| {
            let rows = self.unfolded(group);
            rows.start.max(first)..rows.end.min(last + 1)
        });
        Some(rows.map(|index| self.position(index)).collect())
    }

    /// Where a group starts, in CSS pixels from the top of the list.
    #[must_use]
    pub fn group_top(&self, group: usize) -> f64 {
        self.groups[group].top
    }

    /// How high a group is, in CSS pixels.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "no list has 2^53 rows")]
    pub fn group_height(&self, group: usize) -> f64 {
        if self.is_group_shown(group) {
            self.unfolded(group).len() as f64 * self.heights.row + self.heights.header
        } else {
            0.0
        }
    }

    /// Where a row starts within its group, in CSS pixels.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "no list has 2^53 rows")]
    pub fn row_top(&self, group: usize, index: usize) -> f64 {
        (index - self.groups[group].rows.start) as f64 * self.heights.row + self.heights.header
    }

    /// The groups that touch the band from `top` to `bottom`, each with its unfolded rows that do, as
    /// indexes.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the group's rows")]
    pub fn in_view(&self, top: f64, bottom: f64) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        let first = self.groups.partition_point(|group| group.top <= top).saturating_sub(1);
        (first..self.groups.len())
            .take_while(move |&group| self.groups[group].top < bottom)
            .filter(|&group| self.is_group_shown(group))
            .map(move |group| {
                let rows = self.unfolded(group);
                let start = self.groups[group].top + self.heights.header;
                let row_at = |y: f64| ((y - start) / self.heights.row).clamp(0.0, rows.len() as f64);
                let from = rows.start + row_at(top).floor() as usize;
                let to = rows.start + row_at(bottom).ceil() as usize;
                (group, from.min(rows.end)..to)
            })
    }
}
