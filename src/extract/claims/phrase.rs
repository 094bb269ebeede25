//! Shallow grammar over a skeleton: finite verbs, noun phrases to the left and
//! to the right, insertions between commas.

use std::ops::Range;

use super::super::document::Document;
use super::super::tokens::Case;
use super::lexicon::*;
use super::skeleton::{PieceKind, Word};
use crate::model::Span;

/// Words that a search may walk over before it gives up.
pub(super) const FAR: usize = 60;

/// A sentence of a skeleton.
#[derive(Clone, Copy)]
pub struct Sentence<'a> {
    /// The document, for the words' letters.
    pub document: &'a Document<'a>,
    /// The words of the whole paragraph.
    pub words: &'a [Word],
    /// The sentence's first word.
    pub start: usize,
    /// One past its last word.
    pub end: usize,
    /// Whether nearly all its words have capitals, as in a headline.
    pub title: bool,
}

impl<'a> Sentence<'a> {
    /// The sentence at a range of a skeleton's words.
    pub fn new(document: &'a Document<'a>, words: &'a [Word], range: Range<usize>) -> Sentence<'a> {
        let own = words.get(range.clone()).unwrap_or(&[]);
        let long = || own.iter().filter(|w| w.kind == PieceKind::Word && w.span.end - w.span.start > 3);
        let title = (3..=20).contains(&long().take(21).count()) && long().all(Word::capital);
        Sentence { document, words, start: range.start, end: range.end, title }
    }

    /// The word at an index of the sentence.
    pub fn get(&self, i: usize) -> Option<&'a Word> {
        if i < self.start || i >= self.end { None } else { self.words.get(i) }
    }

    /// Its lower-case letters; empty for what is no word.
    pub fn lower(&self, i: usize) -> &'a str {
        match self.get(i) {
            Some(w) if w.kind == PieceKind::Word => self.document.lower(w.token),
            _ => "",
        }
    }

    /// What kind of word it is; a stop beyond the ends.
    pub fn kind(&self, i: usize) -> PieceKind {
        self.get(i).map_or(PieceKind::Stop, |w| w.kind)
    }

    /// Whether the word has one of these classes.
    pub fn is(&self, i: usize, classes: Bits) -> bool {
        self.get(i).is_some_and(|w| w.is(classes))
    }

    /// Whether it is a word or number.
    pub fn wordlike(&self, i: usize) -> bool {
        matches!(self.kind(i), PieceKind::Word | PieceKind::Number)
    }

    /// Whether the word is written with a capital.
    pub fn capital(&self, i: usize) -> bool {
        self.get(i).is_some_and(Word::capital)
    }

    /// Whether the word ends a stretch: a comma, stop, dash, quotation or the sentence's end.
    pub fn closes(&self, i: usize) -> bool {
        !self.wordlike(i) && self.kind(i) != PieceKind::Other
    }

    /// Whether the word, an adverb or not, can stand between auxiliary and verb.
    pub fn adverb(&self, i: usize) -> bool {
        let Some(w) = self.get(i) else { return false };
        w.kind == PieceKind::Word
            && w.case != Case::Upper
            && (w.is(ADVERB)
                || (w.case == Case::Lower && self.lower(i).len() > 4 && self.lower(i).ends_with("ly")))
            && !w.is(OBJECT)
    }

    /// Whether a finite verb stands here, as far as its form and neighbours tell.
    pub fn finite(&self, i: usize) -> bool {
        let Some(w) = self.get(i) else { return false };
        if w.kind != PieceKind::Word || w.case == Case::Upper {
            return false;
        }
        let lower = self.lower(i);
        if lower == "'s" {
            return self.clitic_verb(i);
        }
        let before = i.checked_sub(1).filter(|b| *b >= self.start);
        let after_noun_sign = before.is_some_and(|b| {
            let quantity = w.cue != 0 && self.is(b, SPEAKER);
            self.is(b, DETERMINER | PREPOSITION) && !self.is(b, SUBJECT) && !quantity
                || self.lower(b) == "to"
                || self.lower(b) == "'s"
        });
        if w.is(AUXILIARY) {
            return !matches!(lower, "be" | "being" | "been" | "having")
                && before.is_none_or(|b| self.lower(b) != "to");
        }
        if after_noun_sign || w.capital() && i > self.start && !self.title {
            return false;
        }
        if w.is(VERB) {
            return true;
        }
        if w.cue != 0 {
            return w.forms & PAST != 0 || w.forms & THIRD != 0 && self.after_subject(i);
        }
        if lower.len() > 4 && lower.ends_with("ed") {
            return !matches!(lower, "indeed" | "united" | "hundred" | "so-called")
                && !self.wordy_noun_after(i);
        }
        lower.len() > 3
            && lower.ends_with('s')
            && !lower.ends_with("ss")
            && self.after_subject(i)
            && (self.is(i + 1, DETERMINER | PREPOSITION | ADVERB | OBJECT | NEGATION)
                || self.lower(i + 1) == "that")
            && !PLURALS.iter().any(|p| lower.ends_with(p))
    }

    /// "'s" as "is" or "has": after a pronoun, or before what no owner has.
    pub(super) fn clitic_verb(&self, i: usize) -> bool {
        let before = i.checked_sub(1).filter(|b| *b >= self.start);
        before.is_some_and(|b| {
            self.is(b, SUBJECT) || matches!(self.lower(b), "that" | "what" | "where" | "how" | "here" | "who")
        }) || self.is(i + 1, DETERMINER | NEGATION | PREPOSITION)
            && !self.lower(i + 1).is_empty()
            && self.lower(i + 1) != "own"
            && !matches!(
                self.lower(i + 1),
                "one"
                    | "two"
                    | "three"
                    | "most"
                    | "many"
                    | "few"
                    | "several"
                    | "four"
                    | "five"
                    | "past"
                    | "all"
                    | "other"
            )
            || self.lower(i + 1).ends_with("ing")
                && self.lower(i + 1).len() > 5
                && before.is_some_and(|b| self.is(b, SUBJECT))
    }

    /// Whether the word before can end a subject: a name, singular noun or pronoun.
    fn after_subject(&self, i: usize) -> bool {
        let Some(mut b) = i.checked_sub(1) else { return false };
        while b > self.start && self.adverb(b) {
            b -= 1;
        }
        let Some(w) = self.get(b) else { return false };
        match w.kind {
            PieceKind::Comma | PieceKind::Quote => true,
            PieceKind::Word => {
                w.is(SPEAKER)
                    || w.is(RELATIVE)
                    || !w.is(DETERMINER | PREPOSITION | COORDINATOR | ADVERB) && self.lower(b) != "'s"
            }
            PieceKind::Number => false,
            _ => false,
        }
    }

    /// Whether an "-ed" word stands before a noun ("proposed changes"): then it is an adjective.
    fn wordy_noun_after(&self, i: usize) -> bool {
        let before_is_noun_sign = i > self.start && self.is(i - 1, DETERMINER);
        before_is_noun_sign && self.wordlike(i + 1)
    }

    /// Whether a finite verb stands in the range.
    pub fn has_finite(&self, range: Range<usize>) -> bool {
        let end = range.end.min(range.start + FAR * 2);
        (range.start..end).any(|i| self.finite(i))
    }

    /// A range of words as a span of the text; the range must not be empty.
    pub fn span(&self, range: Range<usize>) -> Span {
        let first = self.words[range.start.min(self.end - 1)].span;
        let last = self.words[range.end.clamp(range.start + 1, self.end) - 1].span;
        first.hull(last)
    }

    /// Whether a span begins with a quotation.
    pub fn has_quote_at(&self, span: Span) -> bool {
        (self.start..self.end)
            .any(|i| self.kind(i) == PieceKind::Quote && self.words[i].span.start == span.start)
    }

    /// Whether the range holds a quotation.
    pub fn has_quote(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|i| self.kind(i) == PieceKind::Quote)
    }
}

const PLURALS: &[&str] = &[
    "ers", "ors", "ists", "ians", "ions", "ments", "ies", "ings", "eans", "cans", "ans", "ents", "ants",
    "ives", "ics", "ages", "ates",
];
