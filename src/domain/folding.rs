//! Texts as search compares them: without case, accents, and what cannot be seen.

use std::borrow::Cow;

/// Folds a text with characters beyond ASCII: compatibility decomposition, marks and format characters
/// removed, lower case. The browser has that built in, so its tables are not part of the bundle.
pub type FoldUnicode = fn(&str) -> String;

/// Folds a text for search. ASCII is done here; everything else by `fold_unicode`.
#[must_use]
pub fn fold(text: &str, fold_unicode: FoldUnicode) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    if let Some(folded) = fold_latin(text) {
        return folded;
    }
    let folded = fold_unicode(text);
    if folded.is_ascii() { folded } else { spell_out(&folded) }
}

/// What the letters from U+00C0 to U+017F fold to, where that is one letter of ASCII.
const LATIN: &[u8; 192] = b"aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghh..iiiiiiiiii..jjkk.llllll.\
    .llnnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzzs";

/// The same for a text with no other letters than those of Western and Central Europe: most names are such
/// ones, and asking the browser for each costs more than reading it. `None` for any other text.
#[must_use]
pub fn fold_latin(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        let letter = if character.is_ascii() {
            character.to_ascii_lowercase()
        } else {
            let place = (character as usize).checked_sub(0xC0)?;
            LATIN.get(place).map(|&letter| char::from(letter)).filter(char::is_ascii_lowercase)?
        };
        folded.push(letter);
    }
    Some(folded)
}

/// Letters that no decomposition takes apart, as people type them without a special keyboard.
fn spell_out(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'œ' => spelled.push_str("oe"),
            'æ' => spelled.push_str("ae"),
            'ß' => spelled.push_str("ss"),
            'ø' => spelled.push('o'),
            'ł' => spelled.push('l'),
            'đ' | 'ð' => spelled.push('d'),
            'ı' => spelled.push('i'),
            // Lower-casing ends words with it, also words that are still being typed.
            'ς' => spelled.push('σ'),
            other => spelled.push(other),
        }
    }
    spelled
}

/// Only the letters and digits of a folded text: how numbers are compared.
#[must_use]
pub fn without_punctuation(folded: &str) -> Cow<'_, str> {
    if folded.chars().all(char::is_alphanumeric) {
        Cow::Borrowed(folded)
    } else {
        Cow::Owned(folded.chars().filter(|character| character.is_alphanumeric()).collect())
    }
}
