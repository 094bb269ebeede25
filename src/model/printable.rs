//! Text for people: from outside made harmless, so that nothing in it is what a
//! terminal could obey; nouns in the right number.

/// Longest text of a file that is repeated in a message, in characters.
const SHOWN: usize = 240;

/// A noun in the number that goes with a count: `event`, `events`. For nouns
/// that take an s.
pub(crate) fn plural(n: u64, noun: &str) -> String {
    format!("{noun}{}", if n == 1 { "" } else { "s" })
}

/// The text without anything that a terminal could obey: controls, escape
/// sequences, bidi marks and invisible separators are written out as
/// `\u{…}`, and what is longer than a line or two is cut.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4 * SHOWN));
    for (n, c) in text.chars().enumerate() {
        if n == SHOWN {
            out.push('…');
            break;
        }
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_unsafe(c) => {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a character steers terminals or hides: C0, DEL, C1, bidi controls,
/// line separators, byte order mark.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{061c}')
}

/// The joiners U+200C and U+200D.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether joiners behind it change how a letter is written: Arabic, Syriac, N'Ko,
/// Mongolian and the scripts of India. Between emoji they only change a picture,
/// and terminals do not agree on how wide the joined one is.
pub(crate) fn takes_joiner(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdcf}')
}
