//! Search by name and number: by examples, and equal to looking into each dossier by itself.

use conversation_settings::domain::{Directory, DirectoryBuilder, Member, Query, TextColumn};
use proptest::{collection::vec, prelude::*};
use unicode_normalization::UnicodeNormalization;

use super::folding::fold_unicode;

fn directory(dossiers: &[(&str, &str)]) -> Directory {
    let mut builder = DirectoryBuilder::new("me", fold_unicode);
    builder.start_licence();
    for (position, (name, number)) in dossiers.iter().enumerate() {
        builder.dossier(&format!("dossier-id-{position}"), name, number, &[] as &[Member<&str>]).unwrap();
    }
    builder.build()
}

fn found(directory: &Directory, typed: &str) -> Vec<usize> {
    let set = Query::new(typed, fold_unicode).matches(directory);
    assert_eq!(set.len(), directory.len());
    set.ones().collect()
}

/// Whether a dossier alone, of this name and number, is found.
fn finds(name: &str, number: &str, typed: &str) -> bool {
    !found(&directory(&[(name, number)]), typed).is_empty()
}

#[test]
fn a_name_is_found_in_any_case_with_or_without_accents() {
    for typed in ["café", "CAFÉ", "cafe", "Cafe\u{301}", "afé d", "CAFE DE L'EPOQUE", "é", "époque", "l'e"]
    {
        assert!(finds("Caf\u{e9} de l'\u{c9}poque", "", typed), "{typed:?}");
        assert!(finds("Cafe\u{301} de l'E\u{301}poque", "", typed), "{typed:?}");
        assert!(finds("CAFE DE L'EPOQUE", "", typed), "{typed:?}");
    }
    assert!(!finds("Café", "", "cafés"));
}

#[test]
fn ligatures_and_special_letters_are_found_as_people_type_them() {
    for (name, typed) in [
        ("Cœur d'Ardenne", "coeur"),
        ("Coeur d'Ardenne", "cœur"),
        ("ﬁduciaire", "FIDU"),
        ("Fiduciaire", "ﬁ"),
        ("Straßenbau", "strassenbau"),
        ("STRASSENBAU", "straße"),
        ("GROẞ", "gross"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("Æble", "aeble"),
        ("İstanbul Kebap", "istanbul"),
        ("Istanbul", "ISTANBUL"),
        ("istanbul", "İSTANBUL"),
        ("Işık", "isik"),
        ("ISIK", "ışık"),
        ("ΟΔΟΣ", "οδοσ"),
        ("ΣΟΦΙΑΣΤΟΥ", "σοφιασ"),
        ("Σοφιαστού", "ΣΟΦΙΑΣ"),
        ("Müller", "muller"),
        ("ＡＢＣ", "abc"),
        ("Ко́шка Ёлка", "елка"),
        ("株式会社", "式会"),
    ] {
        assert!(finds(name, "", typed), "{typed:?} in {name:?}");
    }
}

#[test]
fn what_cannot_be_seen_does_not_matter() {
    assert!(finds("Bou\u{ad}lan\u{200b}gerie", "", "boulangerie"));
    assert!(finds("Boulangerie", "", "\u{feff}bou\u{200d}lan\u{ad}gerie\u{200b}"));
    assert!(finds("\u{202e}Martin\u{202c}", "", "martin"));
    assert!(finds("SRL\u{a0}Martin", "", "srl martin"));
}

#[test]
fn a_number_is_found_however_it_is_punctuated() {
    for number in ["BE 0123.456.749", "BE0123456749", "be-0123-456-749", "BE 0123 456 749"] {
        for typed in [
            "0123.456.749",
            "BE0123456749",
            "be0123456749",
            "BE 0123.456.749",
            "BE-0123.456.749",
            "0123 456",
            "0123456",
            "456749",
            "56.7",
            "456-749",
            "0123/456/749",
            "０１２３",
        ] {
            assert!(finds("Martin", number, typed), "{typed:?} in {number:?}");
        }
        for typed in ["0123.457", "BE0123456740", "FR0123456749", "0749"] {
            assert!(!finds("Martin", number, typed), "{typed:?} in {number:?}");
        }
    }
}

#[test]
fn punctuation_between_words_is_not_searched_for_unless_it_is_all_there_is() {
    for typed in ["Martin - BE 0123.456.749", "Martin – 0123", "(BE0123456749)", "0123 . 456", "martin &"] {
        assert!(finds("Martin", "BE 0123.456.749", typed), "{typed:?}");
    }
    assert!(finds("Martin & fils", "", "&"));
    assert!(!finds("Martin", "BE 0123.456.749", "&"));
    assert!(!finds("Martin", "BE 0123.456.749", "."));
}

#[test]
fn where_nothing_has_it_as_it_stands_every_word_must_occur_in_any_order() {
    let directory = directory(&[
        ("Boulangerie Martin", "BE 0123.456.749"),
        ("Garage Martin", "BE 0987.654.321"),
        ("Boulangerie Dupont", "BE 0111.222.333"),
    ]);
    assert_eq!(found(&directory, "martin"), [0, 1]);
    assert_eq!(found(&directory, "martin boul"), [0]);
    assert_eq!(found(&directory, "  boul \t martin\n"), [0]);
    assert_eq!(found(&directory, "martin 0987"), [1]);
    assert_eq!(found(&directory, "0111 dupont be"), [2]);
    assert_eq!(found(&directory, "martin 0111"), [0; 0]);
    assert_eq!(found(&directory, "martinboul"), [0; 0]);
    assert_eq!(found(&directory, "martin martin"), [0, 1]);
}

#[test]
fn what_is_typed_is_found_as_it_stands_where_something_has_it() {
    let directory = directory(&[("Company 7", ""), ("Company 17", ""), ("Company 71", ""), ("7 Company", "")]);
    assert_eq!(found(&directory, "company 7"), [0, 2]);
    assert_eq!(found(&directory, " COMPANY   7 "), [0, 2]);
    assert_eq!(found(&directory, "7 comp"), [3]);
    assert_eq!(found(&directory, "71 comp"), [2]);
}

#[test]
fn nothing_typed_finds_everything() {
    let directory = directory(&[("A", ""), ("B", "1")]);
    for typed in ["", " ", "\t\n", "\u{a0}", "\u{200b}", "\u{301}"] {
        assert!(Query::new(typed, fold_unicode).is_empty(), "{typed:?}");
        assert_eq!(found(&directory, typed), [0, 1], "{typed:?}");
    }
    assert!(Query::default().is_empty());
    assert!(!Query::new("a", fold_unicode).is_empty());
    assert!(found(&self::directory(&[]), "").is_empty());
    assert!(found(&self::directory(&[]), "a").is_empty());
}

#[test]
fn special_characters_of_other_languages_are_only_characters() {
    let name = r".*( [a-z]+ \d$ ^| {x} ${y} %s _ ? <b> & ' ";
    for typed in [".*(", "[a-z]+", r"\d$", "^|", "{x}", "${y}", "%s", "_", "?", "<b>", "&", "'", r".*( \d$"] {
        assert!(finds(name, "", typed), "{typed:?}");
        assert!(!finds("Martin", "0123", typed), "{typed:?}");
    }
}

#[test]
fn a_match_never_reaches_from_one_text_into_the_next() {
    let directory = directory(&[("Alpha", "12"), ("34 Beta", "56"), ("78", "")]);
    for typed in ["alpha12", "a12", "1234", "123", "234beta", "5678"] {
        assert_eq!(found(&directory, typed), [0; 0], "{typed:?}");
    }
    assert_eq!(found(&directory, "beta"), [1]);
    assert_eq!(found(&directory, "78"), [2]);
}

#[test]
fn neighbours_with_the_same_text_are_all_found() {
    let directory = directory(&[("aaa", ""), ("aa", "aa"), ("a", ""), ("", ""), ("aaaa", "")]);
    assert_eq!(found(&directory, "aa"), [0, 1, 4]);
    assert_eq!(found(&directory, "a"), [0, 1, 2, 4]);
}

#[test]
fn a_dossier_is_not_found_by_its_id_unless_that_is_what_is_shown() {
    let directory = directory(&[("Martin", ""), ("", "")]);
    assert_eq!(found(&directory, "dossier-id"), [1]);
}

#[test]
fn a_column_of_texts_gives_each_text_back() {
    let mut column = TextColumn::default();
    assert!(column.is_empty());
    column.push("");
    assert!(!column.is_empty(), "one text, although it is empty");
    let texts = ["a", "é", "", "two words", "\u{1f469}"];
    for text in texts {
        column.push(text);
    }
    column.push_lines("a", "b");
    assert_eq!(column.len(), 7);
    assert_eq!(column.iter().collect::<Vec<_>>(), ["", "a", "é", "", "two words", "\u{1f469}", "a\nb\n"]);
}

#[test]
fn a_long_column_of_texts_gives_each_text_back() {
    let mut column = TextColumn::default();
    let texts: Vec<String> = (0..2_000).map(|index| "x".repeat(index % 7) + &index.to_string()).collect();
    for (index, text) in texts.iter().enumerate() {
        column.push(text);
        assert_eq!((column.len(), column.get(index)), (index + 1, text.as_str()));
    }
    column.shrink_to_fit();
    assert!(column.iter().eq(&texts));
}

#[test]
fn dossiers_of_all_pages_are_found() {
    let texts: Vec<String> = (0..2_000)
        .map(|index| if index % 3 == 0 { format!("Élan {index}x") } else { format!("Martin  {index}x") })
        .collect();
    let directory = directory(&texts.iter().map(|name| (name.as_str(), "BE1")).collect::<Vec<_>>());
    assert_eq!(found(&directory, "11x"), (11..2_000).step_by(100).collect::<Vec<_>>());
    assert_eq!(
        found(&directory, "lan 1"),
        (0..2_000).filter(|index| index % 3 == 0 && index.to_string().starts_with('1')).collect::<Vec<_>>()
    );
    assert_eq!(found(&directory, "be1").len(), 2_000);
}

/// Letters that fold in interesting ways, and what stands between words.
fn letters() -> impl Strategy<Value = String> {
    let letter = prop::sample::select(vec![
        "a", "A", "e", "E", "i", "I", "s", "S", "é", "É", "e\u{301}", "œ", "Œ", "ß", "ẞ", "ﬁ", "İ", "ı", "ø",
        "σ", "Σ", "ς", "Α", "ё", "\u{301}", "\u{200b}", "0", "1", "２", ".", "-", "(", "*", " ", " ", "\u{a0}",
    ]);
    vec(letter, 0..12).prop_map(|letters| letters.concat())
}

fn number() -> impl Strategy<Value = String> {
    "(BE ?)?[0-2]{1,3}[. /-]?[0-2]{0,3}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn typing_on_finds_what_typing_anew_finds(
        dossiers in vec((letters(), number()), 0..40),
        typed in vec(prop_oneof![letters(), number(), "[a-c0-2.é -]{0,3}"], 1..3),
    ) {
        let texts: Vec<_> = dossiers.iter().map(|(name, number)| (name.as_str(), number.as_str())).collect();
        let directory = directory(&texts);
        let typed = typed.concat();
        let mut before: Option<(Query, fixedbitset::FixedBitSet)> = None;
        for (end, _) in typed.char_indices().skip(1) {
            let query = Query::new(&typed[..end], fold_unicode);
            let anew = query.matches(&directory);
            if let Some((before, found)) = &before {
                prop_assert_eq!(&query.matches_after(before, found, &directory), &anew);
            }
            before = Some((query, anew));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_query_finds_what_looking_into_each_dossier_finds(
        dossiers in vec((letters(), number()), 0..40),
        typed in prop_oneof![letters(), number(), "[a-c0-2.é ]{0,3}", "\\PC{0,4}"],
    ) {
        let texts: Vec<_> = dossiers.iter().map(|(name, number)| (name.as_str(), number.as_str())).collect();
        let directory = directory(&texts);
        let folded = |text: &str| conversation_settings::domain::fold(text, fold_unicode);
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let typed_folded = folded(&typed);
        let only_punctuation = plain(&typed_folded).is_empty();
        let holds = |position: usize, word: &str| {
            let name = folded(directory.name(position)).split_whitespace().collect::<Vec<_>>().join(" ");
            let number = plain(&folded(directory.number(position)));
            let plain = plain(word);
            let as_a_number = !plain.is_empty() && (name.contains(&plain) || number.contains(&plain));
            name.contains(word) || number.contains(word) || as_a_number
        };
        let words: Vec<&str> = typed_folded.split_whitespace().collect();
        let phrase = words.join(" ");
        let as_it_stands: Vec<usize> =
            (0..dossiers.len()).filter(|&position| words.is_empty() || holds(position, &phrase)).collect();
        let words: Vec<&str> =
            words.into_iter().filter(|word| only_punctuation || !plain(word).is_empty()).collect();
        let expected = if as_it_stands.is_empty() && !words.is_empty() {
            (0..dossiers.len()).filter(|&position| words.iter().all(|word| holds(position, word))).collect()
        } else {
            as_it_stands
        };
        prop_assert_eq!(found(&directory, &typed), expected);
    }

    #[test]
    fn any_part_of_a_name_or_number_finds_its_dossier_however_it_is_typed(
        name in letters(),
        number in number(),
        others in vec((letters(), number()), 0..3),
        ends in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let mut texts: Vec<_> = others.iter().map(|(name, number)| (name.as_str(), number.as_str())).collect();
        texts.push((&name, &number));
        let directory = directory(&texts);
        let position = texts.len() - 1;
        for shown in [directory.name(position), directory.number(position)] {
            let letters: Vec<char> = shown.chars().collect();
            let (a, b) = (ends.0.index(letters.len() + 1), ends.1.index(letters.len() + 1));
            let part: String = letters[a.min(b)..a.max(b)].iter().collect();
            if shown == directory.number(position) && !part.contains(char::is_alphanumeric) {
                continue; // Numbers are kept without their punctuation.
            }
            for typed in [
                part.clone(),
                part.to_uppercase(),
                part.to_lowercase(),
                part.nfc().collect(),
                part.nfd().collect(),
                part.nfkd().collect(),
                format!(" {part} "),
            ] {
                prop_assert!(found(&directory, &typed).contains(&position), "{typed:?} in {shown:?}");
            }
        }
    }
}
