//! Names as they are shown: never invisible, never with control characters, otherwise untouched.

use conversation_settings::domain::displayed;
use proptest::prelude::*;

/// White space and `Default_Ignorable_Code_Point` of Unicode, and characters that are blank by design.
const INVISIBLE: [(char, char); 28] = [
    ('\t', '\r'),
    (' ', ' '),
    ('\u{85}', '\u{85}'),
    ('\u{a0}', '\u{a0}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{2000}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{2060}', '\u{2064}'),
    ('\u{2065}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fff8}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

fn is_invisible(character: char) -> bool {
    INVISIBLE.iter().any(|&(first, last)| (first..=last).contains(&character))
}

fn invisible() -> impl Strategy<Value = char> {
    prop::sample::select(INVISIBLE.to_vec()).prop_flat_map(|(first, last)| prop::char::range(first, last))
}

#[test]
fn a_name_of_one_invisible_character_falls_back() {
    for character in INVISIBLE.into_iter().flat_map(|(first, last)| first..=last) {
        assert_eq!(displayed(&character.to_string(), "dos-7"), "dos-7", "{character:?}");
    }
}

#[test]
fn an_empty_name_falls_back() {
    assert_eq!(displayed("", "dos-7"), "dos-7");
    assert_eq!(displayed("", ""), "");
}

#[test]
fn white_space_around_a_name_is_left_out() {
    assert_eq!(displayed("  Martin & fils\n", "id"), "Martin & fils");
    assert_eq!(displayed("\u{a0}Martin\u{3000}", "id"), "Martin");
}

#[test]
fn control_characters_are_made_visible() {
    assert_eq!(displayed("a\u{0}b", "id"), "a\u{fffd}b");
    assert_eq!(displayed("\u{0}", "id"), "\u{fffd}");
    assert_eq!(displayed("a\u{1b}[31mb\u{7f}\u{9b}", "id"), "a\u{fffd}[31mb\u{fffd}\u{fffd}");
    assert_eq!(displayed("a\tb\nc\rd", "id"), "a b c d");
    assert_eq!(displayed("", "id\u{0}\n"), "id\u{fffd} ");
}

#[test]
fn names_that_only_look_dangerous_are_text_and_stay_as_they_are() {
    for name in [
        "<b>Martin</b>",
        "<script>alert(1)</script>",
        "&amp;",
        "javascript:alert(1)",
        "{{x}} ${x} %s",
        "\"Ann\" 'O''Brien'",
        ".*(",
        "0123",
        "2024-02-30",
        "null",
        "-",
        "חברה בע\"מ",
        "شركة",
        "株式会社",
        "\u{202e}gnirts",
        "\u{2067}unclosed",
        "Z\u{351}\u{36b}\u{343}a\u{342}lgo",
        "\u{301}",
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "\u{1f1e7}\u{1f1ea}",
        "\u{1f44d}\u{1f3fd}",
        "İI ıi Straße Ⱥ",
        "１２３",
        "Cafe\u{301}",
    ] {
        assert_eq!(displayed(name, "id"), name);
    }
}

#[test]
fn ten_thousand_characters_stay_as_they_are() {
    for character in ["x", "é", "\u{1f469}\u{200d}", "W"] {
        let name = character.repeat(10_000);
        assert_eq!(displayed(&name, "id"), name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn names_of_invisible_characters_alone_fall_back(name in prop::collection::vec(invisible(), 0..20)) {
        let name: String = name.into_iter().collect();
        prop_assert_eq!(displayed(&name, "id"), "id");
    }

    #[test]
    fn what_is_shown_can_be_seen_and_holds_no_control_character(
        name in prop::collection::vec(
            prop_oneof![any::<char>(), invisible(), (0..0xa0u8).prop_map(char::from)], 0..30,
        ),
        fallback in prop::collection::vec(any::<char>(), 1..10),
    ) {
        let name: String = name.into_iter().collect();
        let fallback: String = fallback.into_iter().collect();
        let shown = displayed(&name, &fallback);
        prop_assert!(!shown.is_empty());
        prop_assert!(!shown.chars().any(char::is_control));
        if !fallback.chars().all(is_invisible) {
            prop_assert!(!shown.chars().all(is_invisible), "{shown:?}");
        }
    }
}
