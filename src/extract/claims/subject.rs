//! Who speaks: the noun phrase that governs a cue.

use std::ops::Range;

use super::lexicon::*;
use super::phrase::Sentence;
use super::skeleton::PieceKind;
use crate::extract::lexicon::list;

/// The subject that ends right before a verb group.
pub(crate) fn before(s: &Sentence, group: usize) -> Option<Range<usize>> {
    let b = group.checked_sub(1).filter(|b| *b >= s.start)?;
    if s.closes(b) {
        return around_insertion(s, group);
    }
    let end = without_time(s, group);
    let start = s.noun_left(end);
    if start >= end {
        return None;
    }
    let start = appositive_title(s, start);
    if let Some(noun) = before_relative(s, start) {
        return Some(noun);
    }
    (!only_function_words(s, start..end)).then_some(start..end)
}

/// "An official who spoke on Monday said": what ends before the verb may be the
/// tail of a relative clause; its noun is the subject.
fn before_relative(s: &Sentence, start: usize) -> Option<Range<usize>> {
    if start <= s.start + 1 || s.closes(start - 1) || s.is(start - 1, RELATIVE) {
        return None;
    }
    let floor = s.start.max(start.saturating_sub(25));
    let open = (floor + 1..start).rev().take_while(|i| !s.closes(*i)).find(|i| s.is(*i, RELATIVE))?;
    if !s.has_finite(open + 1..start) || s.finite(open - 1) || !s.listed(open, list::RELATIVE_SUBJECT) {
        return None;
    }
    let mut verbs = (open + 1..start).filter(|i| s.finite(*i));
    // "who asked not to be named said", but not "who said that Smith said".
    let reports = |i: usize| {
        s.get(i).and_then(|w| LEXICON.cue(w.cue)).is_some_and(|c| c.takes & CLAUSE != 0 && c.sure >= 80)
    };
    if verbs.any(reports) {
        return None;
    }
    let noun = s.noun_left(open);
    (noun < open && !only_function_words(s, noun..open)).then_some(noun..open)
}

/// "Smith, a senator from Ohio, said": from "Smith" to the last comma.
fn around_insertion(s: &Sentence, group: usize) -> Option<Range<usize>> {
    let mut close = group;
    let mut start = None;
    for _ in 0..4 {
        let Some(open) = s.insertion_before(close) else { break };
        let left = s.noun_left(open);
        if left >= open {
            break;
        }
        start = Some(left);
        // A number or description alone is itself an insertion: "Smith, 45, a lawyer, said".
        let name = (left..open).any(|i| s.capital(i))
            && !s.is(left, DETERMINER)
            && s.kind(left) != PieceKind::Number;
        let pronoun = open - left == 1 && s.is(left, SPEAKER);
        if name || pronoun || left == s.start || !matches!(s.kind(left - 1), PieceKind::Comma) {
            break;
        }
        // The head stands before the comma, unless that comma closes another insertion.
        let head = s.noun_left(left - 1);
        if s.insertion_before(left).is_none() && head < left - 1 {
            start = Some(head);
            break;
        }
        close = left;
    }
    let start = start?;
    if only_function_words(s, start..group - 1) {
        return None;
    }
    Some(start..group - 1)
}

/// Steps back over "on Monday", "last week", "Thursday" between subject and verb.
fn without_time(s: &Sentence, group: usize) -> usize {
    let mut end = group;
    while end > s.start + 1 && (s.is(end - 1, TIME) || end < group && s.kind(end - 1) == PieceKind::Number) {
        end -= 1;
    }
    if end < group && end > s.start && s.listed(end - 1, list::BEFORE_TIME) {
        end -= 1;
        if s.lower(end.wrapping_sub(1)) == "in" {
            end -= 1;
        }
    }
    if end == s.start || s.closes(end - 1) { group } else { end }
}

/// "…, Trump campaign manager Smith": nothing to add; a name after "'s" belongs to its owner's phrase.
fn appositive_title(s: &Sentence, start: usize) -> usize {
    if start > s.start && s.lower(start - 1) == "'s" { s.noun_left(start) } else { start }
}

fn only_function_words(s: &Sentence, range: Range<usize>) -> bool {
    range.clone().all(|i| {
        s.is(i, PREPOSITION | COORDINATOR | SUBORDINATOR | ADVERB | AUXILIARY | TIME) && !s.is(i, SPEAKER)
            || s.listed(i, list::ARTICLE)
            || s.kind(i) != PieceKind::Word
    })
}

/// The subject of the clause that begins at `from`, for a verb that shares it.
pub(crate) fn of_clause(s: &Sentence, from: usize, until: usize) -> Option<Range<usize>> {
    let mut i = from;
    for _ in 0..4 {
        while i < until && (s.is(i, COORDINATOR) || !s.wordlike(i) || s.adverb(i) && !s.is(i, SPEAKER)) {
            i += 1;
        }
        if i >= until {
            return None;
        }
        let lower = s.lower(i);
        let phrase = s.is(i, PREPOSITION) && !s.is(i, SPEAKER)
            || s.is(i, SUBORDINATOR) && !s.is(i, SPEAKER)
            || lower == "to"
            || lower.ends_with("ing") && !s.capital(i + 1) && i == s.start
            || lower.ends_with("ed") && i == s.start;
        if !phrase {
            break;
        }
        // The phrase ends at the comma after which a subject and its verb stand.
        let commas = || (i..until).filter(|j| s.kind(*j) == PieceKind::Comma).take(8);
        let main = commas().find(|j| {
            let end = s.noun_right(j + 1);
            let apposed =
                s.kind(end) == PieceKind::Comma && !s.is(j + 1, PREPOSITION) && apposition(s, end).is_some();
            end > j + 1 && (s.finite(end) || apposed)
        });
        i = main.or_else(|| commas().next())? + 1;
    }
    let end = s.noun_right(i).min(until);
    (end > i && !only_function_words(s, i..end)).then_some(i..end)
}

/// The speaker after an inverted cue ("said Smith, a senator from Ohio"), with
/// its apposition. `None` if what follows is no bare noun phrase.
pub(crate) fn after(s: &Sentence, from: usize) -> Option<Range<usize>> {
    let first = s.get(from)?;
    if first.kind != PieceKind::Word
        || first.is(PREPOSITION | SUBORDINATOR | AUXILIARY | COORDINATOR) && !first.is(SPEAKER)
        || s.lower(from) == "that"
    {
        return None;
    }
    let mut end = s.noun_right(from);
    let bare = s.closes(end)
        || s.is(end, PREPOSITION | TIME | SUBORDINATOR | ADVERB | RELATIVE | COORDINATOR)
        || s.adverb(end)
        || s.lower(end) == "to";
    if end == from || s.finite(end) || !bare {
        return None;
    }
    for _ in 0..3 {
        match apposition(s, end) {
            Some(stop) => end = stop,
            None => break,
        }
    }
    (!only_function_words(s, from..end)).then_some(from..end)
}

/// If an apposition or relative clause stands after the comma at `comma`, where it ends.
fn apposition(s: &Sentence, comma: usize) -> Option<usize> {
    let first = comma + 1;
    if s.kind(comma) != PieceKind::Comma || !s.wordlike(first) {
        return None;
    }
    let far = s.end.min(first + 40);
    let stop = (first..far).find(|j| s.closes(*j)).unwrap_or(far);
    let relative = s.listed(first, list::WHO_WHOSE);
    let described = (first..stop).find(|j| s.listed(*j, list::RELATIVE_WORD)).unwrap_or(stop);
    let description = !s.is(first, SUBJECT | COORDINATOR | SUBORDINATOR | ADVERB | TIME | PLACE | RELATIVE)
        && !s.lower(first).ends_with("ing")
        && !s.has_finite(first..described);
    ((relative || description) && matches!(s.kind(stop), PieceKind::Stop | PieceKind::Comma)).then_some(stop)
}
