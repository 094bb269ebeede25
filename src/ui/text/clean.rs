//! Making a text harmless, and remembering where each part of it came from.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::printable::takes_joiner;

/// How many combining marks in a row are kept. Languages need three or four;
/// more than six only pile up over the neighbouring lines.
const MARKS: usize = 6;

/// What becomes of a character.
enum Fate {
    Keep,
    Drop,
    /// A blank in its place.
    Blank,
    /// The end of a line.
    Break,
    /// Something visible in its place.
    Show(char),
    /// Kept behind a letter of a script that needs it, else dropped.
    Joiner,
}

fn fate(c: char) -> Fate {
    match c {
        ' '..='~' => Fate::Keep,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Break,
        // Hangul fillers are letters that nobody sees.
        '\t' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => Fate::Blank,
        '\0'..='\u{1f}' => Fate::Show(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => Fate::Show('\u{2421}'),
        '\u{80}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => Fate::Show('\u{fffd}'),
        '\u{200c}' | '\u{200d}' => Fate::Joiner,
        // Soft hyphen, grapheme joiner, Khmer inherent vowels, zero-width
        // space, word joiner and other invisible operators, byte-order mark,
        // annotation, shorthand and music format characters.
        '\u{ad}' | '\u{34f}' | '\u{17b4}' | '\u{17b5}' | '\u{200b}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        // Bidirectional marks, embeddings, overrides and isolates.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Variation selectors: terminals disagree on the width of what they vary.
        | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}'
        // Tags and the other invisible characters of plane 14.
        | '\u{e0000}'..='\u{e0fff}' => Fate::Drop,
        c if u32::from(c) & 0xfffe == 0xfffe => Fate::Show('\u{fffd}'),
        _ => Fate::Keep,
    }
}

/// A text without anything that commands a terminal or hides, in normalization
/// form C, as one line.
///
/// Control characters get a visible sign (`␛`), tabs and line ends become
/// blanks, invisible and direction-changing characters go. Cleaning twice is
/// cleaning once.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    Cleaned::line(text).text
}

/// Like [`clean`], but line ends stay, all as `\n`.
pub(crate) fn clean_lines(text: &str) -> Cow<'_, str> {
    Cleaned::lines(text).text
}

/// A cleaned text that remembers where its parts came from.
#[derive(Debug, Clone)]
pub(crate) struct Cleaned<'a> {
    /// The cleaned text.
    pub(crate) text: Cow<'a, str>,
    source_len: usize,
    /// Byte offsets (in the cleaned text, in the source) from which on both run
    /// in step again; in order, the start of both left out.
    steps: Vec<(usize, usize)>,
}

impl<'a> Cleaned<'a> {
    /// Cleans a text for one line.
    pub(crate) fn line(text: &'a str) -> Cleaned<'a> {
        Cleaned::new(text, false)
    }

    /// Cleans a text, leaving its line ends.
    pub(crate) fn lines(text: &'a str) -> Cleaned<'a> {
        Cleaned::new(text, true)
    }

    fn new(text: &'a str, lines: bool) -> Cleaned<'a> {
        let untouched = Cleaned { text: Cow::Borrowed(text), source_len: text.len(), steps: Vec::new() };
        if is_clean(text, lines) {
            return untouched;
        }
        normalize(filter(text, lines))
    }

    /// The byte of the source that a byte of the cleaned text came from.
    pub(crate) fn to_source(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|step| step.0 <= at);
        let (clean, source) = next.checked_sub(1).map_or((0, 0), |n| self.steps[n]);
        let limit = self.steps.get(next).map_or(self.source_len, |step| step.1);
        (source + (at - clean)).min(limit)
    }

    /// The byte of the cleaned text that stands for a byte of the source.
    pub(crate) fn to_clean(&self, at: usize) -> usize {
        let next = self.steps.partition_point(|step| step.1 <= at);
        let (clean, source) = next.checked_sub(1).map_or((0, 0), |n| self.steps[n]);
        let limit = self.steps.get(next).map_or(self.text.len(), |step| step.0);
        self.text.floor_char_boundary((clean + (at - source)).min(limit))
    }

    /// Notes that the end of the cleaned text is now level with `source`.
    fn step(&mut self, source: usize) {
        let at = self.text.len();
        let (clean, old) = self.steps.last().copied().unwrap_or((0, 0));
        if old + (at - clean) != source {
            self.steps.push((at, source));
        }
    }
}

/// Whether cleaning would leave the text as it is.
fn is_clean(text: &str, lines: bool) -> bool {
    if text.bytes().all(|b| matches!(b, b' '..=b'~') || (lines && b == b'\n')) {
        return true;
    }
    let mut run = 0;
    let mut last = ' ';
    let kept = text.chars().all(|c| {
        run = if is_combining_mark(c) || c == '\u{200c}' || c == '\u{200d}' { run + 1 } else { 0 };
        let keep = match fate(c) {
            Fate::Keep => true,
            Fate::Break => lines && c == '\n',
            Fate::Joiner => takes_joiner(last),
            _ => false,
        };
        last = c;
        keep && run <= MARKS
    });
    kept && is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Replaces and drops characters.
fn filter(text: &str, lines: bool) -> Cleaned<'_> {
    let mut out = Cleaned {
        text: Cow::Owned(String::with_capacity(text.len())),
        source_len: text.len(),
        steps: Vec::new(),
    };
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let kept = match fate(c) {
            Fate::Keep => Some(c),
            Fate::Drop => None,
            Fate::Blank => Some(' '),
            Fate::Break if c == '\r' && text[end..].starts_with('\n') => None,
            Fate::Break => Some(if lines { '\n' } else { ' ' }),
            Fate::Show(sign) => Some(sign),
            Fate::Joiner => takes_joiner(last).then_some(c),
        };
        if let Some(c) = kept {
            out.text.to_mut().push(c);
            last = c;
        }
        out.step(end);
    }
    out
}

/// Composes each cluster and takes surplus marks off it. What composes never
/// crosses the border of a cluster.
fn normalize<'a>(filtered: Cleaned<'a>) -> Cleaned<'a> {
    let text = &filtered.text;
    let mut out = Cleaned {
        text: Cow::Owned(String::with_capacity(text.len())),
        source_len: filtered.source_len,
        steps: Vec::new(),
    };
    for (at, cluster) in text.grapheme_indices(true) {
        out.step(filtered.to_source(at));
        let mut run = 0;
        for c in cluster.nfc() {
            run = if is_combining_mark(c) || c == '\u{200c}' || c == '\u{200d}' { run + 1 } else { 0 };
            if run <= MARKS {
                out.text.to_mut().push(c);
            }
        }
        out.step(filtered.to_source(at + cluster.len()));
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::nasty;
    use super::*;

    #[test]
    fn what_commands_a_terminal_becomes_visible() {
        assert_eq!(clean("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(clean("\u{1b}]52;c;eA==\u{7}"), "␛]52;c;eA==␇");
        assert_eq!(clean("\u{9b}2J\u{7f}\0"), "\u{fffd}2J␡␀");
        assert_eq!(clean("one\r\ntwo\tthree\u{2028}four"), "one two three four");
        assert_eq!(clean_lines("one\r\ntwo\rthree\u{85}four"), "one\ntwo\nthree\nfour");
    }

    #[test]
    fn what_hides_goes() {
        assert_eq!(clean("pay\u{202e}lla"), "paylla");
        assert_eq!(clean("zero\u{200b}width\u{feff}\u{2060}\u{e0041}"), "zerowidth");
        assert_eq!(clean("👨\u{200d}👩"), "👨👩");
        assert_eq!(clean("a\u{200d}b\u{200c}"), "ab");
    }

    #[test]
    fn what_languages_need_stays() {
        let persian = "می\u{200c}خواهد";
        assert!(matches!(clean(persian), Cow::Borrowed(same) if same == persian));
        assert_eq!(clean("e\u{301}"), "é");
        assert_eq!(clean("\u{1112}\u{1161}\u{11ab}"), "한");
        assert_eq!(clean("Škoda · Жуков · 北京"), "Škoda · Жуков · 北京");
        let towers = format!("a{}b", "\u{316}".repeat(40));
        assert_eq!(clean(&towers).chars().count(), 2 + MARKS);
    }

    #[test]
    fn spans_find_their_words_again() {
        let source = "\u{feff}He\u{1b}[1m said:\r\n«cafe\u{301}» \u{202e}it is";
        let cleaned = Cleaned::lines(source);
        for words in ["said", "cafe\u{301}", "it is", "He"] {
            let at = source.find(words).unwrap();
            let start = cleaned.to_clean(at);
            assert_eq!(cleaned.text[start..cleaned.to_clean(at + words.len())], *clean(words), "{words}");
            assert_eq!(cleaned.to_source(start), at);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn nothing_dangerous_is_left_and_twice_is_once(text in nasty()) {
            for (lines, cleaned) in [(false, clean(&text)), (true, clean_lines(&text))] {
                for c in cleaned.chars() {
                    let ok = matches!(fate(c), Fate::Keep | Fate::Joiner) || (lines && c == '\n');
                    prop_assert!(ok, "{c:?}");
                    prop_assert!(!c.is_control() || (lines && c == '\n'));
                }
                let again = if lines { clean_lines(&cleaned) } else { clean(&cleaned) };
                prop_assert_eq!(&again, &cleaned);
            }
        }

        #[test]
        fn both_ways_run_in_step(text in nasty()) {
            let cleaned = Cleaned::lines(&text);
            let mut last = 0;
            for at in 0..=text.len() {
                let there = cleaned.to_clean(at);
                prop_assert!(there >= last && cleaned.text.is_char_boundary(there));
                last = there;
            }
            prop_assert_eq!(cleaned.to_clean(text.len()), cleaned.text.len());
            let mut last = 0;
            for at in 0..=cleaned.text.len() {
                let back = cleaned.to_source(at);
                prop_assert!(back >= last && back <= text.len());
                last = back;
            }
        }
    }
}
