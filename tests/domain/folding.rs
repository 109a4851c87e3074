//! Folding for search, with the tables that the browser has built in.

use conversation_settings::domain::{fold, without_punctuation};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What the browser does: compatibility decomposition, no marks, no format characters, lower case.
pub fn fold_unicode(text: &str) -> String {
    let kept: String =
        text.nfkd().filter(|&character| !is_combining_mark(character) && !is_format(character)).collect();
    kept.to_uppercase().to_lowercase()
}

/// The general category "format" (`\p{Cf}`).
fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
}

#[test]
fn texts_that_people_take_for_the_same_fold_to_the_same() {
    for (text, folded) in [
        ("", ""),
        ("Boulangerie MARTIN", "boulangerie martin"),
        ("Caf\u{e9}", "cafe"),
        ("Cafe\u{301}", "cafe"),
        ("ÀÉÎÕÜ ÇŠŽŐ ångström", "aeiou cszo angstrom"),
        ("Cœur & Sœurs, ŒUVRES", "coeur & soeurs, oeuvres"),
        ("Æther et encyclopædia", "aether et encyclopaedia"),
        ("ﬁduciaire ofﬁce ﬂandre", "fiduciaire office flandre"),
        ("Straße, STRASSE, GROẞ", "strasse, strasse, gross"),
        ("İstanbul Işık ısı", "istanbul isik isi"),
        ("Łódź, Ørsted, Đặng, Íslandsbanki Guðrún", "lodz, orsted, dang, islandsbanki gudrun"),
        ("ΟΔΟΣ οδός ΟΔΌΣ", "οδοσ οδοσ οδοσ"),
        ("ＡＢＣ １２３", "abc 123"),
        ("zero\u{200b}width\u{200d}and\u{ad}soft\u{feff}", "zerowidthandsoft"),
        ("\u{202e}gnirts\u{202c}", "gnirts"),
        ("z\u{351}\u{36b}\u{343}\u{36a}a\u{342}\u{36b}lgo", "zalgo"),
        ("Company\u{a0}Name", "company name"),
        ("№ 5 ½ ①", "no 5 1⁄2 1"),
        ("株式会社 Ёлка", "株式会社 елка"),
        ("\u{1f469}\u{200d}\u{1f4bb}", "\u{1f469}\u{1f4bb}"),
    ] {
        assert_eq!(fold(text, fold_unicode), folded, "{text:?}");
    }
}

#[test]
fn ascii_never_needs_the_tables() {
    let ascii: String = (0..128).map(char::from).collect();
    let folded = fold(&ascii, |_| panic!("asked for the tables"));
    assert_eq!(folded, ascii.to_lowercase());
    assert_eq!(folded, fold_unicode(&ascii));
}

#[test]
fn numbers_keep_only_letters_and_digits() {
    for (number, plain) in [
        ("", ""),
        ("be0123456749", "be0123456749"),
        ("be 0123.456.749", "be0123456749"),
        ("0123-456/749", "0123456749"),
        ("...", ""),
        ("n° 12 é", "n12é"),
    ] {
        assert_eq!(without_punctuation(number), plain, "{number:?}");
    }
}

#[test]
fn the_latin_letters_fold_alike_here_and_in_the_browser() {
    for letter in ('\u{c0}'..='\u{17f}').chain(['\u{bf}', '\u{180}']) {
        // A format character, which folds to nothing, takes the whole text to the browser's tables.
        let by_browser = fold(&format!("{letter}\u{200b}"), fold_unicode);
        assert_eq!(fold(&letter.to_string(), fold_unicode), by_browser, "{letter}");
        assert_eq!(fold(&format!("Ab{letter}"), fold_unicode), format!("ab{by_browser}"), "{letter}");
    }
}
