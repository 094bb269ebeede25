//! Places in a text: code points against bytes, and words against spans.
//!
//! Files count Unicode code points, because every language can; slices need
//! bytes. People who write a dossier by hand count neither and quote the words.

use std::ops::Deref;

use super::dossier::Span;

/// How many code points lie between two remembered places.
const STEP: usize = 32;

/// Translates between code points and bytes of one text.
///
/// Costs one pass over the text to make, then a short walk for each question.
///
/// `T` is whatever holds the text: `&str`, `Arc<str>`, `String`.
#[derive(Debug, Clone)]
pub(crate) struct CodePoints<T> {
    text: T,
    /// The byte of every [`STEP`]-th code point; empty for plain ASCII.
    marks: Vec<usize>,
    count: usize,
}

impl<T: Deref<Target = str>> CodePoints<T> {
    /// Makes ready for a text.
    pub(crate) fn new(text: T) -> CodePoints<T> {
        if text.is_ascii() {
            let count = text.len();
            return CodePoints { text, marks: Vec::new(), count };
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (byte, _) in text.char_indices() {
            if count % STEP == 0 {
                marks.push(byte);
            }
            count += 1;
        }
        CodePoints { text, marks, count }
    }

    /// The text itself.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// How many code points the text has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The byte at which code point `at` begins; the text's length for the one
    /// past the last, `None` beyond.
    pub(crate) fn to_byte(&self, at: usize) -> Option<usize> {
        if at > self.count {
            return None;
        }
        if self.marks.is_empty() || at == self.count {
            return Some(if at == self.count { self.text.len() } else { at });
        }
        let from = *self.marks.get(at / STEP)?;
        let rest = self.text.get(from..)?;
        rest.char_indices().nth(at % STEP).map(|(byte, _)| from + byte)
    }

    /// How many code points lie before a byte; `None` within a character or
    /// beyond the text.
    pub(crate) fn of_byte(&self, byte: usize) -> Option<usize> {
        if !self.text.is_char_boundary(byte) {
            return None;
        }
        if self.marks.is_empty() {
            return Some(byte);
        }
        let mark = self.marks.partition_point(|&m| m <= byte).saturating_sub(1);
        let from = *self.marks.get(mark)?;
        Some(mark * STEP + self.text.get(from..byte)?.chars().count())
    }

    /// The span in bytes of a stretch of code points; `None` unless it lies in
    /// the text, is not turned round and holds at least one.
    pub(crate) fn span(&self, start: usize, end: usize) -> Option<Span> {
        if start >= end {
            return None;
        }
        Some(Span::new(self.to_byte(start)?, self.to_byte(end)?))
    }

    /// The first and the end code point of a span; `None` if it does not fit
    /// the text.
    pub(crate) fn of(&self, span: Span) -> Option<(usize, usize)> {
        Some((self.of_byte(span.start as usize)?, self.of_byte(span.end as usize)?))
    }
}

/// Every place at which the words stand in the text, in order; also places that
/// overlap each other. Where the exact words stand nowhere, any white space in
/// them stands for any other, so that a quotation may run over a line's end.
pub(crate) fn occurrences<'a>(text: &'a str, words: &'a str) -> Box<dyn Iterator<Item = Span> + 'a> {
    if words.is_empty() {
        return Box::new(std::iter::empty());
    }
    let mut exact = exact(text, words).peekable();
    if exact.peek().is_some() {
        return Box::new(exact);
    }
    Box::new(loose(text, words))
}

fn exact<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Span> + 'a {
    let step = words.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(words)?;
        from = at + step;
        Some(Span::new(at, at + words.len()))
    })
}

fn loose<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = Span> + 'a {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let first = parts.first().copied().unwrap_or("");
    let several = parts.len() > 1;
    let starts = several.then(|| exact(text, first)).into_iter().flatten();
    starts.filter_map(move |start| {
        let mut end = start.end as usize;
        for part in parts.iter().skip(1) {
            let rest = text.get(end..)?;
            let gap = rest.len() - rest.trim_start().len();
            if gap == 0 || !rest.get(gap..)?.starts_with(part) {
                return None;
            }
            end += gap + part.len();
        }
        Some(Span::new(start.start as usize, end))
    })
}

/// The occurrence of the words that lies nearest to one of the anchors, the
/// earlier of two that are equally near. With `outside`, one that shares no
/// byte with an anchor comes before all that do.
pub(crate) fn nearest(text: &str, words: &str, anchors: &[Span], outside: bool) -> Option<Span> {
    occurrences(text, words).min_by_key(|&o| {
        let inside = outside && anchors.iter().any(|&a| a.overlaps(o));
        let distance = anchors.iter().map(|&a| gap(a, o)).min().unwrap_or(0);
        (inside, distance, o.start)
    })
}

/// How many bytes lie between two spans, 0 if they touch.
fn gap(a: Span, b: Span) -> u32 {
    b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_are_translated_both_ways() {
        let text = "Teheran – تهران – 德黑兰 🕊 ".repeat(40);
        let points = CodePoints::new(text.as_str());
        assert_eq!(points.count(), text.chars().count());
        for (at, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.to_byte(at), Some(byte));
            assert_eq!(points.of_byte(byte), Some(at));
        }
        assert_eq!(points.to_byte(points.count()), Some(text.len()));
        assert_eq!(points.to_byte(points.count() + 1), None);
        assert_eq!(points.of_byte(9), None, "within the dash");
        let plain = CodePoints::new("Tehran");
        assert_eq!(plain.span(0, 6), Some(Span::new(0, 6)));
        assert_eq!(plain.span(0, 7), None);
        assert_eq!(plain.span(3, 3), None);
    }

    #[test]
    fn words_are_found_wherever_they_stand() {
        let all = |text, words| occurrences(text, words).map(|s| (s.start, s.end)).collect::<Vec<_>>();
        assert_eq!(all("aaa", "aa"), [(0, 2), (1, 3)]);
        assert_eq!(all("they met and\nsigned", "met and signed"), [(5, 19)]);
        assert_eq!(all("they met", "sign"), []);
        assert_eq!(all("they met", ""), []);
        assert_eq!(all("éé", "é"), [(0, 2), (2, 4)]);
    }

    #[test]
    fn the_nearest_words_are_taken_and_a_cue_stands_outside() {
        let text = "said one. He said that Iran said no.";
        let content = text.find("that Iran said no").unwrap();
        let content = Span::new(content, text.len() - 1);
        assert_eq!(nearest(text, "said", &[content], true).unwrap().start, 13);
        assert_eq!(nearest(text, "said", &[content], false).unwrap().start, 28);
        assert_eq!(nearest(text, "Iran", &[content], false).unwrap().start, 23);
    }
}
