//! Going back to the defaults, against the model.

use conversation_settings::domain::{Audience, Settings, back_to_default};
use proptest::prelude::*;

use super::generated::{bits, choices, choices_in, directory, firm, scope};
use super::model::chosen;

proptest! {
    #[test]
    fn own_choices_are_taken_back_in_the_rows_and_nowhere_else(
        firm in firm(),
        mine in choices(),
        scope in scope(),
        seen in 0..4usize,
    ) {
        let audiences: Vec<_> =
            Audience::ALL.into_iter().enumerate().filter(|(index, _)| seen >> index & 1 == 1).map(|(_, of)| of).collect();
        let (directory, mine) = (directory(&firm), choices_in(&firm, &mine));
        let len = directory.len();
        let mut settings = Settings::new(len);
        for (&(audience, position), &choice) in &mine {
            settings.participation.choose(audience, position, Some(choice));
        }
        let scope = scope.within(&firm, &directory);
        let before = settings.clone();
        let patch = back_to_default(&settings.participation, &audiences, &scope.rows());
        settings.copy_from(&patch.values, &patch.keys);
        for audience in Audience::ALL {
            let mut taken_back = chosen(&mine, audience);
            taken_back.retain(|position| audiences.contains(&audience) && scope.set.contains(position));
            prop_assert_eq!(&patch.keys.participation[audience], &bits(len, &taken_back));
            for position in 0..len {
                let expected =
                    if taken_back.contains(&position) { None } else { before.participation.choice(audience, position) };
                prop_assert_eq!(settings.participation.choice(audience, position), expected);
            }
        }
        prop_assert!(back_to_default(&settings.participation, &audiences, &scope.rows()).keys.is_empty());
    }
}
