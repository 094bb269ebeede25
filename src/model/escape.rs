//! Texts from outside on their way out: into files, pipes and terminals.
//!
//! Whatever a text holds, nothing that steers a terminal, hides or turns text
//! round leaves the program as it is. Every format goes out through [`Escaping`],
//! which knows how its [`Notation`] writes such characters; what a format does
//! itself beforehand only makes that read better. The joiners of Arabic, Persian
//! and Indic spelling stay behind the letters that they belong to, or are escaped
//! where the format can be read back.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::printable::{is_joiner, is_unsafe, takes_joiner};

/// How a format writes a character that must not stand in it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// For people and spreadsheets: `\u{1b}`, in full length. Line feeds and tabs stay.
    Text,
    /// The same where lines end with a carriage return and a line feed.
    TextCrLf,
    /// JSON and JSON Lines: `\u001b`, which reads back as the same text. Such a
    /// character can only stand within a string.
    Json,
    /// Bytes that are no text: all pass.
    Binary,
}

/// Tells which characters of a text may stand as they are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sieve {
    before: char,
}

impl Sieve {
    pub(crate) fn new() -> Sieve {
        Sieve { before: ' ' }
    }

    /// Whether this character, the next one of the text, may stand as it is:
    /// everything but controls, what hides, and joiners that join nothing.
    pub(crate) fn passes(&mut self, c: char) -> bool {
        let before = std::mem::replace(&mut self.before, c);
        !is_unsafe(c) || is_joiner(c) && takes_joiner(before)
    }
}

/// The text with whatever steers a terminal or hides written out as `\u{…}`,
/// in full length. Line ends and tabs stay if `lines` says so, else they
/// become blanks.
pub(crate) fn harmless(text: &str, lines: bool) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) && (lines || !text.contains(['\n', '\t'])) {
        return Cow::Borrowed(text);
    }
    let mut sieve = Sieve::new();
    let mut fine = move |c: char| sieve.passes(c) || lines && matches!(c, '\n' | '\t');
    if text.chars().all(&mut fine) {
        return Cow::Borrowed(text);
    }
    let mut sieve = Sieve::new();
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if sieve.passes(c) => out.push(c),
            '\n' | '\t' if lines => out.push(c),
            '\n' | '\t' | '\r' => out.push(' '),
            c => out.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(out)
}

/// The text with a blank in the place of whatever steers or hides.
pub(crate) fn blanked(text: &str) -> String {
    let mut sieve = Sieve::new();
    text.chars().map(|c| if sieve.passes(c) { c } else { ' ' }).collect()
}

/// JSON that is whole already, with what steers or hides in its strings escaped.
pub(crate) fn json(text: String) -> String {
    if !text.contains(is_unsafe) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if is_unsafe(c) && !matches!(c, '\n' | '\t') => push_units(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

/// A text as a value of TOML, on one line where anything in it steers or hides.
pub(crate) fn toml_string(text: &str) -> String {
    let may_stand = |c: char| !is_unsafe(c) || matches!(c, '\n' | '\t');
    if text.chars().all(may_stand) {
        return toml::Value::from(text).to_string();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_unsafe(c) => push_units(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn push_units(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a string does not fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Whether there is nothing in it but printable ASCII, line feeds and tabs.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t'))
}

/// Hands UTF-8 on and escapes what must not leave as it is, however the text is
/// cut into pieces. Bytes that are no UTF-8 become replacement characters; a
/// character that is never completed is dropped.
#[derive(Debug)]
pub(crate) struct Escaping<W: Write> {
    out: W,
    notation: Notation,
    sieve: Sieve,
    /// The beginning of a character whose end is still to come.
    begun: Vec<u8>,
}

impl<W: Write> Escaping<W> {
    /// Everything that is written goes to `out` in this notation.
    pub(crate) fn new(out: W, notation: Notation) -> Escaping<W> {
        Escaping { out, notation, sieve: Sieve::new(), begun: Vec::new() }
    }

    fn may_stand(&mut self, c: char) -> bool {
        // Not skipped, since it has to know what stood before.
        let passes = self.sieve.passes(c);
        match self.notation {
            Notation::Json => !is_unsafe(c) || matches!(c, '\n' | '\t'),
            Notation::TextCrLf => passes || matches!(c, '\n' | '\t' | '\r'),
            Notation::Text | Notation::Binary => passes || matches!(c, '\n' | '\t'),
        }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, c) in text.char_indices() {
            if self.may_stand(c) {
                continue;
            }
            self.out.write_all(text.get(from..at).unwrap_or_default().as_bytes())?;
            from = at + c.len_utf8();
            let mut escaped = String::new();
            match self.notation {
                Notation::Json => push_units(&mut escaped, c),
                _ => escaped.extend(c.escape_unicode()),
            }
            self.out.write_all(escaped.as_bytes())?;
        }
        self.out.write_all(text.get(from..).unwrap_or_default().as_bytes())
    }

    fn bytes(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (text, rest) = match std::str::from_utf8(bytes) {
                Ok(text) => (text, 0..0),
                Err(error) => {
                    let (valid, rest) = bytes.split_at(error.valid_up_to());
                    let text = std::str::from_utf8(valid).unwrap_or_default();
                    match error.error_len() {
                        // The rest of the character comes with the next piece.
                        None => {
                            self.text(text)?;
                            self.begun = rest.to_vec();
                            return Ok(());
                        }
                        Some(wrong) => (text, valid.len()..valid.len() + wrong),
                    }
                }
            };
            self.text(text)?;
            if rest.is_empty() {
                return Ok(());
            }
            self.text("\u{fffd}")?;
            bytes = bytes.get(rest.end..).unwrap_or_default();
        }
        Ok(())
    }
}

impl<W: Write> Write for Escaping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.notation == Notation::Binary {
            return self.out.write_all(bytes);
        }
        if self.begun.is_empty() && is_plain(bytes) {
            if !bytes.is_empty() {
                self.sieve = Sieve::new();
            }
            return self.out.write_all(bytes);
        }
        if self.begun.is_empty() {
            return self.bytes(bytes);
        }
        let mut whole = std::mem::take(&mut self.begun);
        whole.extend_from_slice(bytes);
        self.bytes(&whole)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn through(notation: Notation, pieces: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut escaping = Escaping::new(&mut out, notation);
        pieces.iter().for_each(|piece| escaping.write_all(piece).unwrap());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_steers_is_written_out_in_the_notation_of_the_format() {
        let text = "a\u{1b}[2J\u{9b}1m\u{202e}b\n\tc\u{7f}";
        assert_eq!(through(Notation::Text, &[text.as_bytes()]), "a\\u{1b}[2J\\u{9b}1m\\u{202e}b\n\tc\\u{7f}");
        assert_eq!(through(Notation::Json, &[text.as_bytes()]), "a\\u001b[2J\\u009b1m\\u202eb\n\tc\\u007f");
        assert_eq!(through(Notation::TextCrLf, &[b"TY  - GEN\r\n"]), "TY  - GEN\r\n");
        assert_eq!(through(Notation::Binary, &[&[b'a', 0x1b]]), "a\u{1b}");
    }

    #[test]
    fn what_languages_need_stays() {
        let persian = "می\u{200c}خواهد و 北京";
        assert_eq!(harmless(persian, false), persian);
        assert_eq!(through(Notation::Text, &[persian.as_bytes()]), persian);
        assert_eq!(json(format!("\"{persian}\"")), "\"می\\u200cخواهد و 北京\"");
        assert_eq!(harmless("a\u{200c}b", false), "a\\u{200c}b");
        assert_eq!(blanked("می\u{200c}خ\u{200b}x"), "می\u{200c}خ x");
    }

    #[test]
    fn what_toml_has_in_quotation_marks_reads_back() {
        for text in ["a\"b\\c\n\u{1b}\u{9b}\u{202e}\u{7f}é", "plain", "two\nlines 'and' \"marks\""] {
            let written = format!("x = {}", toml_string(text));
            assert!(!written.contains(|c| is_unsafe(c) && c != '\n'));
            let table: toml::Table = toml::from_str(&written).unwrap();
            assert_eq!(table["x"].as_str(), Some(text));
        }
    }

    #[test]
    fn bytes_that_are_no_text_become_replacement_characters() {
        assert_eq!(through(Notation::Text, &[b"a\xff\x1bb\xc3"]), "a\u{fffd}\\u{1b}b");
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter_and_nothing_gets_through(text in any::<String>(), cuts in prop::collection::vec(0usize..64, 0..8)) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|c| c.min(text.len())).collect();
            cuts.extend([0, text.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|w| &text.as_bytes()[w[0]..w[1]]).collect();
            for notation in [Notation::Text, Notation::Json] {
                let whole = through(notation, &[text.as_bytes()]);
                prop_assert_eq!(&through(notation, &pieces), &whole);
                prop_assert!(!whole.contains(|c: char| is_unsafe(c) && !is_joiner(c) && !matches!(c, '\n' | '\t')));
            }
            let written = json(serde_json::to_string(&text).unwrap());
            prop_assert!(!written.contains(is_unsafe));
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
