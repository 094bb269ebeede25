//! Shallow grammar over a skeleton: finite verbs, noun phrases to the left and
//! to the right, insertions between commas.

use std::ops::Range;

use super::lexicon::*;
use super::skeleton::{PieceKind, Word};
use crate::extract::document::Document;
use crate::extract::lexicon::{WordList, list};
use crate::extract::tokens::Case;
use crate::model::Span;

/// Words that a search may walk over before it gives up.
pub(super) const FAR: usize = 60;

/// A sentence of a skeleton.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'a> {
    /// The document, for the words' letters.
    pub(crate) document: &'a Document<'a>,
    /// The words of the whole paragraph.
    pub(crate) words: &'a [Word],
    /// The sentence's first word.
    pub(crate) start: usize,
    /// One past its last word.
    pub(crate) end: usize,
    /// Whether nearly all its words have capitals, as in a headline.
    pub(crate) title: bool,
}

impl<'a> Sentence<'a> {
    /// The sentence at a range of a skeleton's words.
    pub(crate) fn new(document: &'a Document<'a>, words: &'a [Word], range: Range<usize>) -> Sentence<'a> {
        let own = words.get(range.clone()).unwrap_or(&[]);
        let long = || own.iter().filter(|w| w.kind == PieceKind::Word && w.span.end - w.span.start > 3);
        let title = (3..=20).contains(&long().take(21).count()) && long().all(Word::capital);
        Sentence { document, words, start: range.start, end: range.end, title }
    }

    /// The word at an index of the sentence.
    pub(crate) fn get(&self, i: usize) -> Option<&'a Word> {
        if i < self.start || i >= self.end { None } else { self.words.get(i) }
    }

    /// Its lower-case letters; empty for what is no word.
    pub(crate) fn lower(&self, i: usize) -> &'a str {
        match self.get(i) {
            Some(w) if w.kind == PieceKind::Word => self.document.lower(w.token),
            _ => "",
        }
    }

    /// Whether the word is on a list.
    pub(crate) fn listed(&self, i: usize, list: WordList) -> bool {
        self.get(i).is_some_and(|w| w.kind == PieceKind::Word && self.document.is_listed(w.token, list))
    }

    /// What kind of word it is; a stop beyond the ends.
    pub(crate) fn kind(&self, i: usize) -> PieceKind {
        self.get(i).map_or(PieceKind::Stop, |w| w.kind)
    }

    /// Whether the word has one of these classes.
    pub(crate) fn is(&self, i: usize, classes: Bits) -> bool {
        self.get(i).is_some_and(|w| w.is(classes))
    }

    /// Whether it is a word or number.
    pub(crate) fn wordlike(&self, i: usize) -> bool {
        matches!(self.kind(i), PieceKind::Word | PieceKind::Number)
    }

    /// Whether the word is written with a capital.
    pub(crate) fn capital(&self, i: usize) -> bool {
        self.get(i).is_some_and(Word::capital)
    }

    /// Whether the word ends a stretch: a comma, stop, dash, quotation or the sentence's end.
    pub(crate) fn closes(&self, i: usize) -> bool {
        !self.wordlike(i) && self.kind(i) != PieceKind::Other
    }

    /// Whether the word, an adverb or not, can stand between auxiliary and verb.
    pub(crate) fn adverb(&self, i: usize) -> bool {
        let Some(w) = self.get(i) else { return false };
        w.kind == PieceKind::Word
            && w.case != Case::Upper
            && (w.is(ADVERB)
                || (w.case == Case::Lower && self.lower(i).len() > 4 && self.lower(i).ends_with("ly")))
            && !w.is(OBJECT)
    }

    /// Whether a finite verb stands here, as far as its form and neighbours tell.
    pub(crate) fn finite(&self, i: usize) -> bool {
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
            return !self.listed(i, list::NONFINITE_AUXILIARY)
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
            return !self.listed(i, list::NO_PAST) && !self.wordy_noun_after(i);
        }
        lower.len() > 3
            && lower.ends_with('s')
            && !lower.ends_with("ss")
            && self.after_subject(i)
            && (self.is(i + 1, DETERMINER | PREPOSITION | ADVERB | OBJECT | NEGATION)
                || self.lower(i + 1) == "that")
            && !list::PLURAL_ENDING.ends(lower)
    }

    /// "'s" as "is" or "has": after a pronoun, or before what no owner has.
    pub(super) fn clitic_verb(&self, i: usize) -> bool {
        let before = i.checked_sub(1).filter(|b| *b >= self.start);
        before.is_some_and(|b| self.is(b, SUBJECT) || self.listed(b, list::CLITIC_SUBJECT))
            || self.is(i + 1, DETERMINER | NEGATION | PREPOSITION)
                && !self.lower(i + 1).is_empty()
                && !self.listed(i + 1, list::NOT_OWNED)
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
    pub(crate) fn has_finite(&self, range: Range<usize>) -> bool {
        let end = range.end.min(range.start + FAR * 2);
        (range.start..end).any(|i| self.finite(i))
    }

    /// A range of words as a span of the text; the range must not be empty.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let first = self.words[range.start.min(self.end - 1)].span;
        let last = self.words[range.end.clamp(range.start + 1, self.end) - 1].span;
        first.hull(last)
    }

    /// Whether a span begins with a quotation.
    pub(crate) fn has_quote_at(&self, span: Span) -> bool {
        (self.start..self.end)
            .any(|i| self.kind(i) == PieceKind::Quote && self.words[i].span.start == span.start)
    }

    /// Whether the range holds a quotation.
    pub(crate) fn has_quote(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|i| self.kind(i) == PieceKind::Quote)
    }

    /// Where the noun phrase that ends before `end` begins; `end` itself if there is none.
    pub(crate) fn noun_left(&self, end: usize) -> usize {
        let floor = self.start.max(end.saturating_sub(FAR));
        let mut i = end;
        let mut joined = None;
        while i > floor {
            let b = i - 1;
            let w = &self.words[b];
            match w.kind {
                PieceKind::Number => {}
                PieceKind::Other => {}
                PieceKind::Word => {
                    let lower = self.lower(b);
                    if w.is(SPEAKER) && i == end && !w.is(DETERMINER) {
                        return b;
                    }
                    if self.listed(b, list::ENDS_NOUN_LEFT) {
                        if lower == "to" && i < end && b > floor && self.noun_before_to(b) {
                            i = b;
                            continue;
                        }
                        break;
                    }
                    if lower == "'s" && !self.clitic_verb(b) || lower == "'" {
                        i = b;
                        continue;
                    }
                    if w.is(COORDINATOR) {
                        if lower == "but" || i == end || b == floor || !self.wordlike(b - 1) {
                            break;
                        }
                        joined = Some(i);
                        i = b;
                        continue;
                    }
                    if w.is(RELATIVE) && i < end || w.is(SUBORDINATOR) && !w.is(PREPOSITION) {
                        break;
                    }
                    if w.is(PREPOSITION) && !w.is(ADVERB) {
                        // A phrase at the head of the clause is no part of its subject.
                        if i == end || b == self.start || !self.wordlike(b - 1) || self.is(b - 1, COORDINATOR)
                        {
                            break;
                        }
                        i = b;
                        continue;
                    }
                    if w.is(OBJECT) && !w.is(DETERMINER) && !w.is(SUBJECT) {
                        break;
                    }
                    if w.is(SUBJECT) && !w.is(DETERMINER) && i < end {
                        break;
                    }
                    if self.stops_subject(b) {
                        if let Some(j) = joined {
                            return j;
                        }
                        break;
                    }
                    if w.is(DETERMINER) {
                        let linked = b > floor
                            && (self.is(b - 1, PREPOSITION | COORDINATOR | DETERMINER) || self.adverb(b - 1));
                        if !linked {
                            return b;
                        }
                    }
                }
                PieceKind::Quote
                    if i < end
                        && w.speech.words <= 4
                        && self.wordlike(i)
                        && b > floor
                        && self.wordlike(b - 1) => {}
                _ => break,
            }
            i = b;
        }
        // What a leading preposition governs, not the preposition.
        while i + 1 < end && self.is(i, PREPOSITION | COORDINATOR) && !self.is(i, SPEAKER | DETERMINER) {
            i += 1;
        }
        i
    }

    /// A verb that cannot be part of a subject; participles can ("a poll conducted in May found").
    fn stops_subject(&self, i: usize) -> bool {
        if !self.finite(i) {
            return false;
        }
        let w = &self.words[i];
        if w.is(AUXILIARY | VERB) {
            return true;
        }
        if w.cue != 0 {
            return LEXICON.cue(w.cue).is_some_and(|c| c.takes & (CLAUSE | INFINITIVE) != 0);
        }
        false
    }

    fn noun_before_to(&self, to: usize) -> bool {
        // "adviser to the king", "ambassador to Iran"
        to > self.start && self.wordlike(to - 1) && self.listed(to - 1, list::NOUN_BEFORE_TO)
    }

    /// Where the noun phrase that begins at `start` ends: before a verb, a mark or a subordinate clause.
    pub(crate) fn noun_right(&self, start: usize) -> usize {
        let limit = self.end.min(start + FAR);
        let mut i = start;
        while i < limit {
            if self.closes(i) {
                break;
            }
            let w = &self.words[i];
            if i > start {
                let lower = self.lower(i);
                if self.finite(i) && !(self.lower(i - 1) == "and" && w.capital()) {
                    break;
                }
                if w.is(SUBORDINATOR) && !w.is(PREPOSITION)
                    || w.is(RELATIVE)
                    || lower == "to" && !self.noun_before_to(i)
                {
                    break;
                }
                if w.is(SUBJECT)
                    && !w.is(DETERMINER)
                    && !w.is(OBJECT)
                    && !self.is(i - 1, PREPOSITION | COORDINATOR)
                {
                    break;
                }
                if w.is(DETERMINER)
                    && !w.is(SUBJECT)
                    && !self.is(i - 1, PREPOSITION | COORDINATOR | DETERMINER)
                    && !self.adverb(i - 1)
                    && self.kind(i - 1) == PieceKind::Word
                {
                    break;
                }
                if w.is(TIME) && (!w.is(MONTH) || !self.is(i - 1, DETERMINER)) {
                    break;
                }
                if w.is(PLACE) && (self.is(i + 1, TIME) || self.medium(i + 1)) {
                    break;
                }
                if w.is(COORDINATOR) && (self.finite(i + 1) || lower == "but") {
                    break;
                }
            }
            i += 1;
        }
        while i > start + 1
            && (self.is(i - 1, COORDINATOR | PREPOSITION) && !self.is(i - 1, ADVERB) || self.adverb(i - 1))
        {
            i -= 1;
        }
        i
    }

    /// Whether a phrase that begins here names where words were said: "a statement", "an interview", "Twitter".
    pub(crate) fn medium(&self, i: usize) -> bool {
        let from = if self.is(i, DETERMINER) { i + 1 } else { i };
        (from..from + 4).take_while(|j| self.wordlike(*j)).any(|j| self.listed(j, list::MEDIUM))
    }

    /// If the words before `comma_end` (one past a comma or dash) are an
    /// insertion after a noun phrase, the index of the mark that opens it.
    pub(crate) fn insertion_before(&self, comma_end: usize) -> Option<usize> {
        let close = comma_end.checked_sub(1)?;
        let kind = self.kind(close);
        if !matches!(kind, PieceKind::Comma | PieceKind::Dash) {
            return None;
        }
        let floor = self.start.max(close.saturating_sub(FAR));
        let open =
            (floor..close).rev().find(|j| self.kind(*j) == kind || self.kind(*j) == PieceKind::Quote)?;
        if self.kind(open) == PieceKind::Quote || open == self.start {
            return None;
        }
        let first = open + 1;
        if first == close {
            return None;
        }
        let w = self.get(first)?;
        let relative = w.is(RELATIVE) && self.lower(first) != "that" || self.lower(first) == "whose";
        let clause = self.has_finite(first..close);
        let opened =
            relative || w.is(SUBORDINATOR) || w.is(PREPOSITION) || self.lower(first).ends_with("ing");
        (opened || !clause).then_some(open)
    }
}
