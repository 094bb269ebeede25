//! Cues without a subject and tense of their own: participles, infinitives,
//! passives, and "according to".

use super::content::{self, span};
use super::cueing::Cueing;
use super::lexicon::*;
use super::phrase::Sentence;
use super::search::{before_content, content_start, quote_or_that};
use super::skeleton::PieceKind;
use super::{FoundClaim, Rule, subject};

/// Whether a noun stands right before a participle.
fn noun_before(s: &Sentence, b: usize) -> bool {
    s.wordlike(b) && !s.is(b, PREPOSITION | COORDINATOR | SUBORDINATOR | ADVERB | BE) && s.lower(b) != "to"
}

/// ", saying (that) C"
pub fn participle(s: &Sentence, c: &Cueing, cue: &Cue, earlier: &[FoundClaim]) -> Option<FoundClaim> {
    let content = before_content(s, c, cue)?;
    let b = c.group.checked_sub(1).filter(|b| *b >= s.start);
    let (speaker, rule) = match b {
        None => {
            // Saying that C, Smith left.
            let comma = (c.after..s.end).find(|j| s.kind(*j) == PieceKind::Comma)?;
            let range = subject::of_clause(s, comma + 1, s.end)?;
            (Some(s.span(range)), Rule::Participle)
        }
        Some(b) if noun_before(s, b) => {
            // A statement saying C; they issued a statement saying C.
            let start = s.noun_left(c.group);
            if start >= c.group || s.finite(b) {
                return None;
            }
            let whose = s.medium(start).then(|| subject::of_clause(s, s.start, start)).flatten();
            let whose = whose.filter(|r| r.end < start && s.has_finite(r.end..start));
            (Some(s.span(whose.unwrap_or(start..c.group))), Rule::Reduced)
        }
        Some(b) if b == s.start && !s.is(b, COORDINATOR) => {
            // After saying C, Smith left.
            let comma = (c.after..s.end).find(|j| s.kind(*j) == PieceKind::Comma)?;
            (Some(s.span(subject::of_clause(s, comma + 1, s.end)?)), Rule::Participle)
        }
        Some(b) => {
            if matches!(s.lower(b), "without" | "from" | "of" | "at" | "about" | "for") {
                return None;
            }
            let earlier = earlier.iter().rev().find_map(|f| f.speaker);
            let own = subject::of_clause(s, s.start, c.group).map(|r| s.span(r));
            (earlier.or(own), Rule::Participle)
        }
    };
    let mut claim = FoundClaim::new(s, c, cue, Some(speaker?), content);
    claim.rule = rule;
    Some(claim)
}

/// "went on to say (that) C": only where speech plainly follows.
pub fn infinitive(s: &Sentence, c: &Cueing, cue: &Cue, earlier: &[FoundClaim]) -> Option<FoundClaim> {
    let content = before_content(s, c, cue)?;
    let from = content_start(s, c, cue)?;
    if s.kind(from) != PieceKind::Quote
        && s.lower(from) != "that"
        && !s.has_quote(from..content::end(s, c.at, from))
    {
        return None;
    }
    let speaker = earlier
        .iter()
        .rev()
        .find_map(|f| f.speaker)
        .or_else(|| subject::of_clause(s, s.start, c.group).map(|r| s.span(r)))?;
    let mut claim = FoundClaim::new(s, c, cue, Some(speaker), content);
    claim.rule = Rule::Infinitive;
    Some(claim)
}

/// "was told (by S) that C", "(when) asked (by S) whether C"
pub fn passive(s: &Sentence, c: &Cueing, cue: &Cue) -> Option<FoundClaim> {
    let mut i = c.after;
    let mut speaker = None;
    if s.lower(i) == "by" {
        let end = s.noun_right(i + 1);
        if end > i + 1 {
            speaker = Some(s.span(i + 1..end));
            i = end;
        }
    }
    let own = |i: usize| cue.prepositions.split(' ').any(|p| p == s.lower(i) && !p.is_empty());
    let from = if let Some(at) = quote_or_that(s, i) {
        at
    } else if cue.takes & ADDRESSEE != 0 && (s.is(i, WH) || own(i) || speaker.is_some() && s.lower(i) == "to")
    {
        i
    } else {
        return None;
    };
    let content = span(s, from..content::end(s, c.at, from))?;
    let mut claim = FoundClaim::new(s, c, cue, speaker, vec![content]);
    claim.rule = Rule::Passive;
    claim.sure = claim.sure.min(60);
    Some(claim)
}

/// Whether "asked" stands without a subject: at the head of its clause or after "when".
pub fn asked(s: &Sentence, at: usize) -> bool {
    at == s.start
        || s.closes(at - 1) && s.kind(at - 1) != PieceKind::Quote
        || matches!(s.lower(at - 1), "when" | "if")
}

/// According to S, C. · C, according to S.
pub fn according(s: &Sentence, at: usize) -> Option<FoundClaim> {
    let from = at + 2;
    let mut end = s.noun_right(from);
    if end == from && s.kind(from) == PieceKind::Quote {
        end = from + 1;
    }
    if end == from {
        return None;
    }
    let speaker = s.span(from..end);
    let leading = (s.start..at).all(|i| !s.wordlike(i) || s.is(i, COORDINATOR | ADVERB));
    let content = if leading {
        let comma = (end..s.end).find(|i| matches!(s.kind(*i), PieceKind::Comma | PieceKind::Colon))?;
        vec![span(s, comma + 1..s.end)?]
    } else {
        let mark = if s.closes(at - 1) && s.kind(at - 1) != PieceKind::Quote { at - 1 } else { at };
        let close = (end..s.end).find(|i| s.closes(*i)).unwrap_or(s.end);
        let start = (s.start..at)
            .rev()
            .find(|i| matches!(s.kind(*i), PieceKind::Semicolon))
            .map_or(s.start, |i| i + 1);
        let mut content = vec![span(s, start..mark)?];
        let next = close + 1;
        if next < s.end && s.kind(close) == PieceKind::Comma && !s.has_finite(start..mark) {
            content.extend(span(s, next..content::end(s, at, next)));
        }
        content
    };
    let mut claim = FoundClaim::bare(s, Some(speaker), Some(s.span(at..at + 2)), content);
    claim.rule = Rule::According;
    claim.sure = 94;
    claim.open = s.has_quote(s.start..s.end);
    Some(claim)
}
