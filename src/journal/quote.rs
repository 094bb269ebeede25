//! Words of a text and where they stand, found again when the text has changed.

use regex::Regex;

use crate::model::Span;

use super::value::Quote;

/// Between the stretches of words that are written in one line.
pub(crate) const BETWEEN: &str = " … ";

impl Quote {
    /// The words of a span of a text.
    pub(crate) fn of(text: &str, span: Span) -> Quote {
        let points = |byte: u32| text.get(..byte as usize).map_or(0, |t| t.chars().count()) as u32;
        Quote { start: points(span.start), end: points(span.end), text: span.of(text).to_owned() }
    }

    /// Where the words stand in a text: at their place, else the nearest to it;
    /// white space may differ. `None` where they stand no more.
    pub(crate) fn find(&self, text: &str) -> Option<Span> {
        let near = text.char_indices().nth(self.start as usize).map_or(text.len(), |(at, _)| at);
        find_words(text, &self.text, near)
    }
}

/// The occurrence of some words that begins nearest to a byte of a text; white
/// space may differ.
pub(crate) fn find_words(text: &str, words: &str, near: usize) -> Option<Span> {
    let words = words.trim();
    if words.is_empty() {
        return None;
    }
    if text.get(near..).is_some_and(|rest| rest.starts_with(words)) {
        return Some(Span::new(near, near + words.len()));
    }
    let parts: Vec<String> = words.split_whitespace().map(regex::escape).collect();
    // What is too long to be looked for like this is not found.
    let pattern = Regex::new(&parts.join(r"\s+")).ok()?;
    let found = pattern.find_iter(text).min_by_key(|m| m.start().abs_diff(near))?;
    Some(Span::new(found.start(), found.end()))
}

/// Spans as quotes.
pub(crate) fn quotes(text: &str, spans: &[Span]) -> Vec<Quote> {
    spans.iter().map(|&span| Quote::of(text, span)).collect()
}

/// The words of spans in one line.
pub(crate) fn in_line(text: &str, spans: &[Span]) -> String {
    let words = spans.iter().map(|s| s.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
    words.collect::<Vec<_>>().join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_their_place_or_nearest_to_it() {
        let text = "Élan. They met. Then\nthey met. They met again.";
        let second = Quote { start: 31, end: 39, text: "They met".into() };
        assert_eq!(second.find(text).map(|s| s.start), Some(32));
        let moved = format!("A line in front. {text}");
        assert_eq!(second.find(&moved).map(|s| s.of(&moved)), Some("They met"));
        assert_eq!(find_words(text, "Then they  met", 0).map(|s| s.of(text)), Some("Then\nthey met"));
        assert_eq!(find_words(text, "They parted", 0), None);
        assert_eq!(find_words(text, " ", 0), None);
        let span = Span::new(7, 15);
        let quote = Quote::of(text, span);
        assert_eq!((quote.start, quote.end, quote.text.as_str()), (6, 14, "They met"));
        assert_eq!(quote.find(text), Some(span));
    }
}
