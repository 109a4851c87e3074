//! Filters, their counts and what a bulk change under them leaves alone, against the model.

use std::collections::BTreeSet;

use conversation_settings::domain::{Audience, Counts, Filter, Narrowing, Participation, Rows};
use fixedbitset::FixedBitSet;
use proptest::{collection::vec, prelude::*, sample::Index};

use super::generated::{audience, bits, choices, choices_in, directory, firm, mask};
use super::model::{Choices, Firm, chosen};

const AUDIENCES: [&[Audience]; 3] = [&Audience::ALL, &[Audience::Accountant], &[]];

/// The dossiers that a filter is about, one at a time.
fn of_kind(firm: &Firm, mine: &Choices, audiences: &[Audience], filter: Filter) -> BTreeSet<usize> {
    let is = |position: usize| match filter {
        Filter::All => true,
        Filter::Managed => firm.role(position) == conversation_settings::domain::Role::Manager,
        Filter::Unmanaged => firm.role(position) != conversation_settings::domain::Role::Manager,
        Filter::Participating => audiences.iter().any(|&audience| firm.participates(mine, audience, position)),
        Filter::Changed => audiences.iter().any(|&audience| chosen(mine, audience).contains(&position)),
        Filter::Without => firm.without_recipient(mine, Audience::Accountant).contains(&position),
    };
    firm.all().into_iter().filter(|&position| is(position)).collect()
}

/// What is shown under a search, a filter and a licence.
fn shown(
    firm: &Firm,
    mine: &Choices,
    audiences: &[Audience],
    found: &Option<BTreeSet<usize>>,
    Narrowing { filter, licence }: Narrowing,
) -> BTreeSet<usize> {
    let mut set = of_kind(firm, mine, audiences, filter);
    set.retain(|position| found.as_ref().is_none_or(|found| found.contains(position)));
    set.retain(|position| licence.is_none_or(|licence| firm.licences()[licence].contains(position)));
    set
}

fn participation(len: usize, mine: &Choices) -> Participation {
    let mut participation = Participation::new(len);
    for (&(audience, position), &choice) in mine {
        participation.choose(audience, position, Some(choice));
    }
    participation
}

fn filter() -> impl Strategy<Value = Filter> {
    (0..Filter::ALL.len()).prop_map(|index| Filter::ALL[index])
}

proptest! {
    #[test]
    fn the_count_of_each_choice_is_what_it_shows(
        firm in firm(),
        mine in choices(),
        marks in proptest::option::of(mask()),
        filter in filter(),
        licence in proptest::option::of(any::<Index>()),
        seen in 0..3usize,
    ) {
        let (directory, mine, audiences) = (directory(&firm), choices_in(&firm, &mine), AUDIENCES[seen]);
        let len = directory.len();
        let participation = participation(len, &mine);
        let licence = licence.map(|index| index.index(directory.licences().len()));
        let found: Option<BTreeSet<usize>> =
            marks.map(|marks| (0..len).filter(|&position| marks[position]).collect());
        let found_bits: Option<FixedBitSet> = found.as_ref().map(|found| bits(len, found));
        let now = Narrowing { filter, licence };

        let mut kept = found_bits.clone().unwrap_or_else(|| bits(len, &firm.all()));
        now.keep(&mut kept, &directory, &participation, audiences);
        prop_assert_eq!(kept, bits(len, &shown(&firm, &mine, audiences, &found, now)));

        let counts = now.counts(found_bits.as_ref(), &directory, &participation, audiences);
        let would_show = |narrowing| shown(&firm, &mine, audiences, &found, narrowing).len();
        let expected = Counts {
            filters: Filter::ALL.map(|filter| would_show(Narrowing { filter, ..now })),
            all_licences: would_show(Narrowing { licence: None, ..now }),
            licences: (0..directory.licences().len())
                .map(|licence| would_show(Narrowing { licence: Some(licence), ..now }))
                .collect(),
        };
        prop_assert_eq!(&counts, &expected);
        for (filter, count) in Filter::ALL.into_iter().zip(expected.filters) {
            prop_assert_eq!(counts.of(filter), count);
        }
    }

    #[test]
    fn a_bulk_change_under_filters_never_changes_a_hidden_row(
        firm in firm(),
        mine in choices(),
        marks in mask(),
        steps in vec((filter(), proptest::option::of(any::<Index>()), audience(), any::<bool>(), any::<bool>()), 1..6),
    ) {
        let directory = directory(&firm);
        let len = directory.len();
        let mut participation = participation(len, &choices_in(&firm, &mine));
        for (filter, licence, audience, participates, reset) in steps {
            let licence = licence.map(|index| index.index(directory.licences().len()));
            let mut visible: FixedBitSet = (0..len).filter(|&position| marks[position]).collect();
            visible.grow(len);
            Narrowing { filter, licence }.keep(&mut visible, &directory, &participation, &Audience::ALL);
            let before = participation.clone();
            let rows = Rows::Within(&visible, 0..len);
            let changed = if reset {
                participation.reset_all(audience, &rows)
            } else {
                participation.choose_all(&directory, audience, &rows, participates)
            };
            prop_assert!(changed.is_subset(&visible));
            for other in Audience::ALL {
                for position in (0..len).filter(|&position| other != audience || !visible.contains(position)) {
                    prop_assert_eq!(participation.choice(other, position), before.choice(other, position));
                }
            }
            for position in visible.ones() {
                let now = participation.participates(&directory, audience, position);
                let expected = if reset { directory.role(position).participates_by_default(audience) } else { participates };
                prop_assert_eq!(now, expected);
            }
        }
    }
}

#[test]
fn names_in_the_address_are_read_back() {
    for filter in Filter::ALL {
        assert_eq!(Filter::parse(filter.as_str()), Some(filter));
    }
    assert_eq!(Filter::parse("mine"), None);
}
