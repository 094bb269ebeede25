//! Texts from outside in what people may look at in a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::model::printable::is_unsafe;

/// The text with whatever steers a terminal or hides written out as `\u{…}`,
/// in full length. Line ends and tabs stay if `lines` says so, else they
/// become blanks.
pub(super) fn harmless(text: &str, lines: bool) -> Cow<'_, str> {
    let fine = |c: char| !is_unsafe(c) || lines && matches!(c, '\n' | '\t');
    if text.chars().all(fine) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if fine(c) => out.push(c),
            '\n' | '\t' | '\r' => out.push(' '),
            // Writing to a string does not fail.
            c => drop(write!(out, "{}", c.escape_unicode())),
        }
    }
    Cow::Owned(out)
}
