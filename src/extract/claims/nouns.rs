//! Nouns that attribute: "the ministry's claim that C", "reports that C",
//! "C, despite official denials".

use super::content::{self, span};
use super::lexicon::*;
use super::phrase::Sentence;
use super::skeleton::PieceKind;
use super::{FoundClaim, Rule, subject};
use crate::extract::lexicon::list;
use crate::model::Span;

/// The claim that a noun at this word introduces, if it is such a noun.
pub(crate) fn claim(s: &Sentence, at: usize) -> Option<FoundClaim> {
    s.get(at).filter(|w| w.is(SPEECH) && at > s.start)?;
    if s.lower(at + 1) == "that" {
        return that_clause(s, at);
    }
    if s.lower(at + 1) == "by" {
        return by_speaker(s, at);
    }
    if s.lower(at).starts_with("denial") { despite(s, at) } else { None }
}

/// "Smith's claim that C", "reports that C"
fn that_clause(s: &Sentence, at: usize) -> Option<FoundClaim> {
    // A demonstrative: "reports that week".
    if s.finite(at + 2) || s.is(at + 2, TIME) || !s.wordlike(at + 2) && s.kind(at + 2) != PieceKind::Quote {
        return None;
    }
    let mut end = content::end(s, at, at + 1);
    let first = s.start + usize::from(s.is(s.start, COORDINATOR | ADVERB));
    if s.noun_left(at + 1) <= first {
        end = before_main_verb(s, at + 2, end);
    }
    if !s.has_finite(at + 2..end) {
        return None;
    }
    let start = s.noun_left(at + 1).min(at);
    let owner = owner(s, start, at);
    let itself = s.listed(at, list::REPORT_NOUN);
    let speaker = match owner {
        Some(owner) => s.span(owner),
        None if itself && !s.finite(at) => s.span(at..at + 1),
        None => return None,
    };
    finish(s, speaker, at, span(s, at + 1..end)?, 60)
}

/// "Smith's claim that C was rejected": where the noun is the subject of the
/// sentence, its clause ends before the sentence's own verb.
fn before_main_verb(s: &Sentence, from: usize, end: usize) -> usize {
    let Some(verb) = (from..end).find(|i| s.finite(*i)) else { return end };
    // Past the auxiliaries and the verb of the clause itself.
    let mut after = verb + 1;
    while s.is(verb, AUXILIARY) && after < end && (s.is(after, AUXILIARY) || s.adverb(after)) {
        after += 1;
    }
    after += usize::from(s.is(verb, AUXILIARY));
    let link = |i: &usize| s.is(*i, RELATIVE | COORDINATOR | SUBORDINATOR) || s.closes(*i);
    let stop = (after..end).find(link).unwrap_or(end);
    (after..stop).find(|i| s.is(*i, AUXILIARY) && s.finite(*i)).unwrap_or(end)
}

/// "the claim by Smith that C"
fn by_speaker(s: &Sentence, at: usize) -> Option<FoundClaim> {
    let end = s.noun_right(at + 2);
    if end == at + 2 || s.lower(end) != "that" {
        return None;
    }
    let close = content::end(s, at, end);
    finish(s, s.span(at + 2..end), at, span(s, end..close)?, 60)
}

/// "C, despite official denials": the content is what is denied.
fn despite(s: &Sentence, at: usize) -> Option<FoundClaim> {
    let open = (s.start..at).rev().take(6).find(|i| s.lower(*i) == "despite")?;
    let owner = owner(s, open + 1, at);
    let close = (at + 1..s.end.min(at + 12)).find(|i| s.closes(*i))?;
    let content = if s.kind(close) == PieceKind::Comma {
        span(s, close + 1..content::end(s, at, close + 1))?
    } else {
        span(s, s.start..open)?
    };
    let from = (s.start..open).rev().find(|i| s.is(*i, RELATIVE | SUBORDINATOR)).map_or(s.start, |i| i + 1);
    let speaker = match owner.or_else(|| subject::of_clause(s, from, open)) {
        Some(range) => s.span(range),
        None => return None,
    };
    let mut found = finish(s, speaker, at, content, 55)?;
    found.negated = true;
    Some(found)
}

/// Whose word it is: "Smith's", "his", "their".
fn owner(s: &Sentence, from: usize, noun: usize) -> Option<std::ops::Range<usize>> {
    let sign = (from..noun).rev().find(|i| s.listed(*i, list::GENITIVE));
    if let Some(sign) = sign.filter(|i| *i > from) {
        return Some(from..sign);
    }
    (from..noun).find(|i| s.listed(*i, list::MY)).map(|i| i..i + 1)
}

fn finish(s: &Sentence, speaker: Span, at: usize, content: Span, sure: u8) -> Option<FoundClaim> {
    let mut found = FoundClaim::bare(Some(speaker), Some(s.span(at..at + 1)), vec![content]);
    found.rule = Rule::Noun;
    found.sure = sure;
    Some(found)
}
