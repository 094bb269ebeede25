//! Noun phrases to the left and right of a word, and insertions between commas.

use super::lexicon::*;
use super::phrase::{FAR, Sentence};
use super::skeleton::PieceKind;

impl Sentence<'_> {
    /// Where the noun phrase that ends before `end` begins; `end` itself if there is none.
    pub fn noun_left(&self, end: usize) -> usize {
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
                    if lower == "that" || lower == "to" || lower == "than" {
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
        to > self.start
            && self.wordlike(to - 1)
            && [
                "adviser",
                "advisor",
                "ambassador",
                "envoy",
                "aide",
                "close",
                "aides",
                "advisers",
                "advisors",
                "representative",
                "assistant",
                "counselor",
                "secretary",
                "delegate",
                "delegates",
            ]
            .contains(&self.lower(to - 1))
    }

    /// Where the noun phrase that begins at `start` ends: before a verb, a mark or a subordinate clause.
    pub fn noun_right(&self, start: usize) -> usize {
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
    pub fn medium(&self, i: usize) -> bool {
        let from = if self.is(i, DETERMINER) { i + 1 } else { i };
        (from..from + 4).take_while(|j| self.wordlike(*j)).any(|j| MEDIA.contains(&self.lower(j)))
    }

    /// If the words before `comma_end` (one past a comma or dash) are an
    /// insertion after a noun phrase, the index of the mark that opens it.
    pub fn insertion_before(&self, comma_end: usize) -> Option<usize> {
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

const MEDIA: &[&str] = &[
    "statement",
    "interview",
    "interviews",
    "speech",
    "twitter",
    "facebook",
    "tweet",
    "tweets",
    "email",
    "e-mail",
    "letter",
    "conference",
    "telegram",
    "post",
    "memo",
    "report",
    "address",
    "remarks",
    "call",
    "television",
    "tv",
    "radio",
    "cnn",
    "briefing",
    "debate",
    "rally",
    "interviewed",
    "column",
    "essay",
    "article",
    "video",
    "message",
    "testimony",
    "filing",
    "ruling",
    "conversation",
    "appearance",
    "event",
    "op-ed",
    "release",
    "hearing",
    "blog",
    "phone",
    "telephone",
];
