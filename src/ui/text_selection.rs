//! Stretches of a text whose ends are moved: by character, word and sentence.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use crate::extract::document::Document;
use crate::model::Span;

/// How far an end moves at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// What the reader takes for one character.
    Character,
    Word,
    /// To the end or beginning of a sentence.
    Sentence,
}

/// The sentences of a text, headlines and captions among them.
pub(crate) fn sentences(text: &str) -> Arc<[Span]> {
    Document::new(text).sentences.iter().map(|s| s.span).collect()
}

/// Stretches of a text, in its order and apart from each other, and the end of
/// one of them that moves.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextSelection {
    spans: Vec<Span>,
    /// Twice the number of the stretch, and one more for its end.
    at: usize,
    sentences: Arc<[Span]>,
}

impl TextSelection {
    /// Begins with the end of the first stretch.
    pub(crate) fn new(mut spans: Vec<Span>, sentences: Arc<[Span]>) -> TextSelection {
        spans.sort_unstable();
        spans.dedup_by(|next, before| next.start < before.end);
        TextSelection { spans, at: 1, sentences }
    }

    /// One sentence: the one at a byte of the text, else the next. `None`
    /// where no sentence follows.
    pub(crate) fn sentence(sentences: Arc<[Span]>, byte: usize) -> Option<TextSelection> {
        let at = sentences.partition_point(|s| s.end as usize <= byte);
        let span = *sentences.get(at)?;
        Some(TextSelection::new(vec![span], sentences))
    }

    /// The sentences of the text.
    pub(crate) fn sentences(&self) -> Arc<[Span]> {
        self.sentences.clone()
    }

    /// The stretches.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The stretch whose end moves.
    pub(crate) fn span(&self) -> Span {
        self.spans.get(self.at / 2).copied().unwrap_or(Span { start: 0, end: 0 })
    }

    /// Whether the end of a stretch moves; else its beginning.
    pub(crate) fn moves_end(&self) -> bool {
        self.at % 2 == 1
    }

    /// The byte at which the end stands that moves.
    pub(crate) fn byte(&self) -> usize {
        let span = self.span();
        if self.moves_end() { span.end as usize } else { span.start as usize }
    }

    /// The first byte of the last or first character inside, where a cursor can stand.
    pub(crate) fn cursor(&self, text: &str) -> usize {
        match self.moves_end() {
            true => before(text, self.byte()).unwrap_or(self.byte()),
            false => self.byte(),
        }
    }

    /// Takes hold of the next end: beginning, end, beginning of the next stretch, …
    pub(crate) fn other(&mut self) {
        self.at = (self.at + 1) % (self.spans.len() * 2).max(1);
    }

    /// Moves the end; it never passes the other one or another stretch.
    pub(crate) fn go(&mut self, text: &str, step: Step, forward: bool) {
        let from = self.byte();
        let to = match (step, self.moves_end()) {
            (Step::Character, _) if forward => after(text, from),
            (Step::Character, _) => before(text, from),
            (Step::Word, true) => word_end(text, from, forward),
            (Step::Word, false) => word_start(text, from, forward),
            (Step::Sentence, true) => self.beside(from, forward, |s| s.end as usize),
            (Step::Sentence, false) => self.beside(from, forward, |s| s.start as usize),
        };
        if let Some(to) = to {
            self.put(to);
        }
    }

    /// Puts the end at a byte, if it may stand there.
    fn put(&mut self, to: usize) {
        let at = self.at / 2;
        let least = at.checked_sub(1).and_then(|i| self.spans.get(i)).map_or(0, |s| s.end as usize);
        let most = self.spans.get(at + 1).map_or(usize::MAX, |s| s.start as usize);
        let end = self.moves_end();
        let Some(span) = self.spans.get_mut(at) else { return };
        if end && to > span.start as usize && to <= most {
            span.end = to as u32;
        } else if !end && to < span.end as usize && to >= least {
            span.start = to as u32;
        }
    }

    fn beside(&self, from: usize, forward: bool, side: impl Fn(&Span) -> usize) -> Option<usize> {
        match forward {
            true => self.sentences.iter().map(side).find(|&b| b > from),
            false => self.sentences.iter().map(side).rev().find(|&b| b < from),
        }
    }

    /// The sentence before or after the stretch, instead of it.
    pub(crate) fn step(&mut self, forward: bool) {
        let span = self.span();
        let next = match forward {
            true => self.sentences.iter().find(|s| s.start > span.start),
            false => self.sentences.iter().rev().find(|s| s.start < span.start),
        };
        if let Some(&next) = next {
            *self = TextSelection::new(vec![next], self.sentences.clone());
        }
    }

    /// From the word at one byte to the word at another, the latter moving.
    pub(crate) fn words(text: &str, from: usize, to: usize, sentences: Arc<[Span]>) -> Option<TextSelection> {
        let (low, high) = (from.min(to), from.max(to));
        let start = match word_at(text, low) {
            Some(word) => word.start as usize,
            None => word_start(text, low, true)?,
        };
        let end = match word_at(text, high) {
            Some(word) => word.end as usize,
            None => word_end(text, high, false)?,
        };
        let span = Span::new(start, end);
        (start < end).then(|| TextSelection { spans: vec![span], at: usize::from(to >= from), sentences })
    }
}

/// The word that a byte belongs to.
fn word_at(text: &str, byte: usize) -> Option<Span> {
    let line = text.get(..byte)?.rfind('\n').map_or(0, |at| at + 1);
    let words = text.get(line..)?.unicode_word_indices().map(|(at, word)| (line + at, word));
    let (start, word) = words.take_while(|(start, _)| *start <= byte).last()?;
    Some(Span::new(start, start + word.len())).filter(|span| span.range().contains(&byte))
}

/// Where the character ends that begins at a byte.
fn after(text: &str, byte: usize) -> Option<usize> {
    text.get(byte..)?.graphemes(true).next().map(|g| byte + g.len())
}

/// Where the character begins that ends at a byte.
fn before(text: &str, byte: usize) -> Option<usize> {
    text.get(..byte)?.graphemes(true).next_back().map(|g| byte - g.len())
}

fn word_end(text: &str, from: usize, forward: bool) -> Option<usize> {
    let end = |base: usize| move |(at, word): (usize, &str)| base + at + word.len();
    match forward {
        true => text.get(from..)?.unicode_word_indices().map(end(from)).next(),
        false => text.get(..from)?.unicode_word_indices().rev().map(end(0)).find(|&end| end < from),
    }
}

fn word_start(text: &str, from: usize, forward: bool) -> Option<usize> {
    match forward {
        true => text.get(from..)?.unicode_word_indices().map(|(at, _)| from + at).find(|&at| at > from),
        false => text.get(..from)?.unicode_word_indices().next_back().map(|(at, _)| at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Élan, they said. The envoys' pact — signed! — holds.\nA \"new\" day.";

    fn ends(words: &str) -> TextSelection {
        let at = TEXT.find(words).unwrap();
        TextSelection::new(vec![Span::new(at, at + words.len())], sentences(TEXT))
    }

    /// Moves: w W word, c C character, s S sentence (capitals go back), o the other end.
    fn moved(words: &str, moves: &str) -> String {
        let mut ends = ends(words);
        for m in moves.chars() {
            let step = match m.to_ascii_lowercase() {
                'w' => Step::Word,
                'c' => Step::Character,
                's' => Step::Sentence,
                _ => {
                    ends.other();
                    continue;
                }
            };
            ends.go(TEXT, step, m.is_lowercase());
        }
        ends.span().of(TEXT).to_owned()
    }

    #[test]
    fn ends_move_by_character_word_and_sentence() {
        let cases = [
            ("they", "w", "they said"),
            ("they said", "W", "they"),
            ("they", "W", "they"),
            ("they", "C", "the"),
            ("they said", "c", "they said."),
            ("they said", "oW", "Élan, they said"),
            ("they said", "oWw", "they said"),
            ("they said", "oww", "said"),
            ("they said", "oCCC", "n, they said"),
            ("The envoys", "s", "The envoys' pact — signed! — holds."),
            ("pact", "ww", "pact — signed! — holds"),
            ("pact", "oS", "The envoys' pact"),
            ("they", "oSSSS", "Élan, they"),
            ("said", "oowW", "said"),
        ];
        for (words, moves, expected) in cases {
            assert_eq!(moved(words, moves), expected, "{words:?} {moves}");
        }
    }

    #[test]
    fn stretches_keep_apart() {
        let spans = ["they", "envoys"].map(|w| ends(w).span()).to_vec();
        let mut both = TextSelection::new(spans.clone(), sentences(TEXT));
        for _ in 0..9 {
            both.go(TEXT, Step::Word, true);
        }
        assert_eq!(both.span().of(TEXT), "they said. The");
        both.other();
        assert_eq!(both.byte(), spans[1].start as usize);
        both.go(TEXT, Step::Word, false);
        assert_eq!(both.spans()[1], spans[1], "it may not reach into the one before");
    }

    #[test]
    fn a_drag_takes_whole_words() {
        let at = |words: &str| TEXT.find(words).unwrap();
        let drag = |from: usize, to: usize| {
            TextSelection::words(TEXT, from, to, sentences(TEXT)).map(|e| e.span().of(TEXT).to_owned())
        };
        assert_eq!(drag(at("hey"), at("aid")).as_deref(), Some("they said"));
        assert_eq!(drag(at("aid"), at("hey")).as_deref(), Some("they said"));
        assert_eq!(drag(at(", they"), at(" The")).as_deref(), Some("they said"));
        assert_eq!(drag(at("—"), at("—")), None);
        assert_eq!(drag(at("lan"), at("lan")).as_deref(), Some("Élan"));
    }

    #[test]
    fn sentences_are_taken_one_after_the_other() {
        let mut ends = TextSelection::sentence(sentences(TEXT), 3).unwrap();
        assert_eq!(ends.span().of(TEXT), "Élan, they said.");
        ends.step(true);
        assert!(ends.span().of(TEXT).starts_with("The envoys"));
        ends.step(false);
        ends.step(false);
        assert_eq!(ends.span().of(TEXT), "Élan, they said.");
        assert!(TextSelection::sentence(sentences(TEXT), TEXT.len()).is_none());
    }
}
