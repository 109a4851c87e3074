//! The recommendation, against the naive model.

use std::collections::BTreeSet;

use conversation_settings::domain::{Audience, Difference, Participation, Role, Rows, recommendation};
use proptest::prelude::*;

use super::generated::{bits, choices, choices_in, directory, firm};
use super::model::{Choices, Firm};

const ACCOUNTANT: Audience = Audience::Accountant;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    /// Afterwards the user takes part in exactly the dossiers that they manage; what is said before of the
    /// change is what it does; applied a second time, it changes nothing.
    #[test]
    fn exactly_the_managed_dossiers_are_on(firm in firm(), choices in choices()) {
        let directory = directory(&firm);
        let len = firm.dossiers.len();
        let before = choices_in(&firm, &choices);
        let managed: BTreeSet<usize> =
            firm.all().into_iter().filter(|&position| firm.role(position) == Role::Manager).collect();

        let mine = participation(len, &before);
        let patch = recommendation(&directory, &mine);
        let mut followed = mine.clone();
        followed.copy_from(&patch.values.participation, ACCOUNTANT, &Rows::Mask(&patch.keys.participation[ACCOUNTANT]));
        prop_assert_eq!(followed.participating(&directory, ACCOUNTANT), bits(len, &managed));
        prop_assert!(recommendation(&directory, &followed).keys.is_empty());

        let on_before = firm.participating(&before, ACCOUNTANT);
        let difference = Difference::between(&directory, &mine, &followed, ACCOUNTANT);
        prop_assert_eq!(&difference.on, &bits(len, &(&managed - &on_before)));
        prop_assert_eq!(&difference.off, &bits(len, &(&on_before - &managed)));
        prop_assert_eq!(&difference.uncovered, &bits(len, &newly_uncovered(&firm, &before, &managed)));
        // Nothing else is touched: neither the other kind of question, nor what is already as it should be.
        let changed = &difference.on | &difference.off;
        prop_assert_eq!(&patch.keys.participation[ACCOUNTANT], &changed);
        prop_assert_eq!(patch.keys.len(), changed.count_ones(..));
    }
}

/// The dossiers in which somebody is asked now, and nobody once the user takes part in `managed` only.
fn newly_uncovered(firm: &Firm, before: &Choices, managed: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut after = before.clone();
    after.extend(firm.all().into_iter().map(|position| ((ACCOUNTANT, position), managed.contains(&position))));
    &firm.without_recipient(&after, ACCOUNTANT) - &firm.without_recipient(before, ACCOUNTANT)
}

fn participation(len: usize, choices: &Choices) -> Participation {
    let mut participation = Participation::new(len);
    for (&(audience, position), &choice) in choices {
        participation.choose(audience, position, Some(choice));
    }
    participation
}
