//! Names as they may be shown.

use std::borrow::Cow;

/// A name from the backend as it is shown: control characters made visible, and `fallback` in place of
/// a name of which nothing could be seen or read out.
#[must_use]
pub fn displayed<'a>(name: &'a str, fallback: &'a str) -> Cow<'a, str> {
    // Most are like that.
    let bytes = name.as_bytes();
    let begins_and_ends = bytes.first().is_some_and(|&byte| byte != b' ') && bytes.last() != Some(&b' ');
    if begins_and_ends && bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(name);
    }
    let visible = name.chars().any(|character| !is_invisible(character));
    let text = if visible { name.trim() } else { fallback };
    text.chars()
        .map(|character| match character {
            '\t' | '\n' | '\r' => ' ',
            control if control.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}

/// Characters that leave nothing on the screen: spaces, zero-width and direction characters, fillers.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
