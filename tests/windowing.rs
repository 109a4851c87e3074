//! The arithmetic of long lists against a plain list of what is shown.

use std::ops::Range;

use conversation_settings::ui::windowing::{Heights, Layout};
use fixedbitset::FixedBitSet;
use proptest::prelude::*;

const HEIGHTS: Heights = Heights { header: 50.0, row: 40.0 };

#[derive(Debug)]
struct Case {
    groups: Vec<Range<usize>>,
    matching: Option<FixedBitSet>,
    open: Vec<bool>,
}

impl Case {
    fn layout(&self) -> Layout {
        Layout::new(self.groups.iter().cloned(), self.matching.as_ref(), |group| self.open[group], HEIGHTS)
    }

    /// The unfolded rows in order, each with its group and its distance from the top.
    fn rows(&self) -> Vec<(usize, usize, f64)> {
        let mut rows = Vec::new();
        let mut top = 0.0;
        for (group, positions) in self.groups.iter().enumerate() {
            let found: Vec<usize> = positions
                .clone()
                .filter(|&position| self.matching.as_ref().is_none_or(|matching| matching.contains(position)))
                .collect();
            if self.matching.is_some() && found.is_empty() {
                continue;
            }
            top += HEIGHTS.header;
            if self.open[group] {
                for position in found {
                    rows.push((group, position, top));
                    top += HEIGHTS.row;
                }
            }
        }
        rows
    }
}

prop_compose! {
    fn case()(
        sizes in prop::collection::vec(0..6_usize, 1..8),
        filtered in any::<bool>(),
        bits in prop::collection::vec(any::<bool>(), 48),
        open in prop::collection::vec(any::<bool>(), 8),
    ) -> Case {
        let mut groups = Vec::new();
        let mut start = 0;
        for size in sizes {
            groups.push(start..start + size);
            start += size;
        }
        let matching = filtered.then(|| {
            let mut set = FixedBitSet::with_capacity(start);
            (0..start).for_each(|position| set.set(position, bits[position]));
            set
        });
        Case { groups, matching, open }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn rows_are_where_a_plain_list_has_them(case in case()) {
        let layout = case.layout();
        for (group, position, top) in case.rows() {
            let (found_group, index) = layout.find(position).expect("an unfolded row");
            prop_assert_eq!(found_group, group);
            prop_assert_eq!(layout.position(index), position);
            prop_assert_eq!(layout.group_top(group) + layout.row_top(group, index), top);
        }
        prop_assert_eq!(layout.unfolded_len(), case.rows().len());
        let ends = case.rows().first().map(|first| (first.1, case.rows().last().unwrap().1));
        prop_assert_eq!(layout.ends(), ends);
    }

    #[test]
    fn what_is_in_view_is_what_touches_the_band(case in case(), top in -100.0..900.0_f64, height in 1.0..500.0_f64) {
        let layout = case.layout();
        let seen: Vec<usize> = layout
            .in_view(top, top + height)
            .flat_map(|(_, rows)| rows.map(|index| layout.position(index)))
            .collect();
        let touching: Vec<usize> = case
            .rows()
            .into_iter()
            .filter(|(_, _, at)| at + HEIGHTS.row > top && *at < top + height)
            .map(|(_, position, _)| position)
            .collect();
        prop_assert_eq!(seen, touching);
    }

    #[test]
    fn neighbours_are_those_of_a_plain_list(case in case(), from in any::<prop::sample::Index>(), by in -9..9_isize) {
        let rows = case.rows();
        prop_assume!(!rows.is_empty());
        let index = from.index(rows.len());
        let goal = index.saturating_add_signed(by).min(rows.len() - 1);
        prop_assert_eq!(case.layout().neighbour(rows[index].1, by), Some(rows[goal].1));
    }

    #[test]
    fn a_range_is_that_of_a_plain_list(case in case(), one in 0..48_usize, other in 0..48_usize) {
        let rows: Vec<usize> = case.rows().into_iter().map(|row| row.1).collect();
        let at = |position: usize| rows.iter().position(|&row| row == position);
        let expected = at(one).zip(at(other)).map(|(a, b)| rows[a.min(b)..=a.max(b)].to_vec());
        prop_assert_eq!(case.layout().between(one, other), expected);
    }

    #[test]
    fn folded_and_filtered_rows_are_not_found(case in case(), position in 0..48_usize) {
        let shown = case.rows().iter().any(|row| row.1 == position);
        prop_assert_eq!(case.layout().find(position).is_some(), shown);
    }
}
