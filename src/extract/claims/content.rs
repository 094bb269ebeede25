//! What is said: where content begins after a cue and where it ends, also where it stands
//! further off than right beside its cue.

use std::ops::Range;

use super::cueing::{Cueing, opens_content};
use super::lexicon::*;
use super::phrase::{FAR, Sentence};
use super::skeleton::{PieceKind, Tail};
use crate::extract::lexicon::list;
use crate::model::Span;

/// The span of a range of words without commas, dashes and stops at its ends.
pub(crate) fn span(s: &Sentence, range: Range<usize>) -> Option<Span> {
    let loose = |i: usize| {
        matches!(
            s.kind(i),
            PieceKind::Comma | PieceKind::Dash | PieceKind::Stop | PieceKind::Colon | PieceKind::Semicolon
        )
    };
    let (mut from, mut to) = (range.start, range.end.min(s.end));
    while from < to && loose(from) {
        from += 1;
    }
    while to > from && loose(to - 1) {
        to -= 1;
    }
    (from < to).then(|| s.words[from].span.hull(s.words[to - 1].span))
}

/// Passes over "on Monday", "in a statement", "again": where what comes next begins.
pub(crate) fn skip_adjuncts(s: &Sentence, from: usize, own: &str, infinitive: bool) -> usize {
    let mut i = from;
    while i < s.end {
        if s.adverb(i) && !s.is(i, SPEAKER | DETERMINER | NEGATION) || s.is(i, TIME) && !s.is(i, DETERMINER) {
            i += 1;
            continue;
        }
        let near = s.is(i, DETERMINER) || s.listed(i, list::LATE_EARLY);
        if near && (s.is(i + 1, TIME) && !s.is(i + 1, MONTH)) {
            i += 2;
            continue;
        }
        if infinitive && s.lower(i) == "to" {
            break;
        }
        if (s.is(i, PLACE) || s.listed(i, list::ADJUNCT))
            && (s.is(i + 1, TIME) || !own.split(' ').any(|p| p == s.lower(i)))
        {
            let end = s.noun_right(i + 1);
            if end > i + 1 {
                i = end;
                continue;
            }
        }
        break;
    }
    i
}

/// Passes over whoever is told: "reporters", "the newspaper", "Reuters".
pub(crate) fn skip_addressee(s: &Sentence, from: usize) -> usize {
    if s.is(from, OBJECT) {
        // "her" alone, or "her colleagues"?
        let owner = s.lower(from) == "her" && s.wordlike(from + 1);
        if !owner || opens(s, from + 1) || s.is(from + 1, PREPOSITION) {
            return from + 1;
        }
    }
    let pronoun = s.is(from, SUBJECT) && !s.is(from, DETERMINER | OBJECT);
    if pronoun || s.lower(from) == "that" || s.is(from, WH) || !s.wordlike(from) {
        return from;
    }
    let end = s.noun_right(from);
    if !s.finite(end) {
        return end;
    }
    // The noun phrase runs into a verb, so its last part is the subject of what is said.
    (from + 1..end)
        .find(|i| s.capital(*i) && !s.capital(i - 1) && !s.is(i - 1, DETERMINER | PREPOSITION))
        .unwrap_or(if end > from + 1 { end - 1 } else { end })
}

fn opens(s: &Sentence, i: usize) -> bool {
    s.is(i, SUBJECT | DETERMINER | WH) || s.lower(i) == "that" || s.lower(i) == "to"
}

/// Where content that begins at `from` ends: before what no longer belongs to
/// the clause that was said.
pub(crate) fn end(s: &Sentence, cue: usize, from: usize) -> usize {
    let mut i = from + 1;
    if s.kind(from) == PieceKind::Quote {
        let speech = s.words[from].speech;
        // Speech that closes with its own stop or comma is whole.
        if matches!(speech.tail, Tail::Comma | Tail::Stop) && !matches!(s.kind(i), PieceKind::Quote) {
            return i;
        }
    }
    let fronted = fronted(s, cue);
    let inserted = in_insertion(s, cue);
    let noun = s.wordlike(from) && !s.is(from, WH | SUBORDINATOR) && s.lower(from) != "to";
    let infinitive = s.lower(from) == "to" || s.lower(from) == "not" && s.lower(from + 1) == "to";
    while i < s.end {
        match s.kind(i) {
            PieceKind::Comma if comma_ends(s, i) || fronted && new_clause(s, i + 1) => return i,
            // "who called it a prison, demanded more": the main verb.
            PieceKind::Comma if inserted && s.finite(i + 1) && !s.is(i + 1, AUXILIARY) => return i,
            PieceKind::Quote if s.words[i].speech.tail == Tail::Comma && (comma_ends(s, i) || fronted) => {
                return i + 1;
            }
            PieceKind::Dash => match single_dash(s, i) {
                Ok(second) => i = second,
                Err(()) => return i,
            },
            PieceKind::Semicolon => return i,
            PieceKind::Word if s.is(i, COORDINATOR) && coordinate_cue(s, i + 1) => return i,
            PieceKind::Word if s.is(i, COORDINATOR) && noun && second_verb(s, from..i, i) => return i,
            // "who asked not to be named said": the next verb is another clause's.
            PieceKind::Word if infinitive && s.finite(i) && strong(s, i) => return i,
            _ => {}
        }
        i += 1;
    }
    s.end
}

/// "and said", "and later called": the speaker goes on in another clause.
fn coordinate_cue(s: &Sentence, mut i: usize) -> bool {
    while s.adverb(i) {
        i += 1;
    }
    let Some(w) = s.get(i) else { return false };
    w.cue != 0
        && !w.capital()
        && w.forms & (PAST | THIRD) != 0
        && LEXICON.cue(w.cue).is_some_and(|c| c.sure >= 50)
        && (opens_content(s, i + 1) || s.is(i + 1, OBJECT) || s.lower(i + 1) == "for" || s.capital(i + 1))
}

/// Whether the clause that was said ends at a comma.
fn comma_ends(s: &Sentence, comma: usize) -> bool {
    let next = comma + 1;
    let lower = s.lower(next);
    if lower == "according" {
        return true;
    }
    let Some(w) = s.get(next) else { return true };
    if w.cue != 0 && w.forms & ING != 0 {
        return LEXICON.cue(w.cue).is_some_and(|c| c.sure >= 40);
    }
    if w.cue != 0 && w.forms & PAST != 0 && LEXICON.cue(w.cue).is_some_and(|c| c.sure >= 90) {
        return true;
    }
    let beside =
        s.is(next, SUBORDINATOR) && s.get(next + 1).is_some_and(|w| w.cue != 0 && w.forms & ING != 0);
    if beside {
        return true;
    }
    if s.is(next, COORDINATOR) {
        let verb = s.finite(next + 1) && !s.is(next + 1, AUXILIARY);
        return coordinate_cue(s, next + 1)
            || verb
            || other_speaker(s, next + 1)
            || lower == "but" && new_clause(s, next + 1)
            || s.is(next + 1, SUBJECT) && !s.is(next + 1, DETERMINER) && s.lower(next + 1) != "that";
    }
    // ", Smith said.": the writer's own tail.
    tail(s, next) || s.listed(next, list::THOUGH)
}

/// Whether the word is a cue that seldom means anything but speech.
fn strong(s: &Sentence, i: usize) -> bool {
    s.get(i).and_then(|w| LEXICON.cue(w.cue)).is_some_and(|c| c.sure >= 85)
}

/// "and other leaders said …": somebody else begins to speak.
fn other_speaker(s: &Sentence, from: usize) -> bool {
    let verb = s.noun_right(from);
    verb > from && strong(s, verb)
}

/// Whether the words from here on are only "Smith said (on Monday)".
fn tail(s: &Sentence, from: usize) -> bool {
    let end = (from..s.end.min(from + 12)).find(|i| s.finite(*i));
    end.is_some_and(|i| {
        i > from
            && s.get(i).is_some_and(|w| w.cue != 0 && LEXICON.cue(w.cue).is_some_and(|c| c.sure >= 70))
            && s.kind(skip_adjuncts(s, i + 1, "", false)) == PieceKind::Stop
            && (from..i).all(|j| s.wordlike(j))
    })
}

/// Whether the content ends at a dash: a pair of dashes is an insertion, a
/// single one begins an afterthought.
fn single_dash(s: &Sentence, dash: usize) -> Result<usize, ()> {
    let second = (dash + 1..s.end.min(dash + 60)).find(|j| s.kind(*j) == PieceKind::Dash).ok_or(())?;
    if s.closes(second + 1) { Err(()) } else { Ok(second) }
}

/// Whether a new subject and its verb begin at a word.
pub(crate) fn new_clause(s: &Sentence, from: usize) -> bool {
    if !s.wordlike(from)
        || s.is(from, PREPOSITION | SUBORDINATOR | RELATIVE | COORDINATOR) && !s.is(from, SPEAKER)
    {
        return false;
    }
    let end = s.noun_right(from);
    end > from && s.finite(end)
}

/// Whether a clause that begins at `from` stands in front of the main clause
/// ("When Smith said C, they left"): content then ends where the main clause begins.
fn fronted(s: &Sentence, cue: usize) -> bool {
    let first = s.start + usize::from(s.is(s.start, COORDINATOR));
    (s.is(first, SUBORDINATOR | PREPOSITION) && s.lower(first) != "that"
        || s.lower(first).ends_with("ing")
        || first == cue)
        && (first..cue).all(|i| s.kind(i) != PieceKind::Comma)
}

/// Whether the cue stands in a clause that a comma and "who" or "which" open: it ends at the comma
/// before the main verb.
fn in_insertion(s: &Sentence, cue: usize) -> bool {
    let floor = s.start.max(cue.saturating_sub(4));
    (floor + 1..cue)
        .any(|i| s.listed(i, list::WHO_WHICH) && matches!(s.kind(i - 1), PieceKind::Comma | PieceKind::Dash))
}

/// "praised the record of her husband and offered to help": a second verb of the speaker's, where
/// what was said is a noun and has no verb of its own.
fn second_verb(s: &Sentence, content: Range<usize>, coordinator: usize) -> bool {
    let mut i = coordinator + 1;
    while s.adverb(i) && !s.is(i, NEGATION) {
        i += 1;
    }
    let verb = s.finite(i) && !s.is(i, AUXILIARY);
    let object = s.is(i + 1, DETERMINER | OBJECT | SUBJECT)
        || s.listed(i + 1, list::TO_THAT)
        || s.capital(i + 1)
        || s.kind(i + 1) == PieceKind::Quote;
    verb && object && !s.has_finite(content)
}

/// "…," Smith said at a rally in Lima, Peru, "…": the quotation that goes on with one that a
/// comma left open, behind more than the cue.
pub(crate) fn taken_up(s: &Sentence, mark: usize, close: usize) -> Option<usize> {
    let open = s.get(mark).is_some_and(|w| w.kind == PieceKind::Quote && w.speech.tail == Tail::Comma);
    if !open || s.kind(close) != PieceKind::Comma {
        return None;
    }
    let next = (close + 1..s.end.min(close + FAR)).find(|i| s.kind(*i) == PieceKind::Quote)?;
    let between = close + 1..next;
    // ", adding, “…”": told apart.
    let plain = |i: usize| {
        s.wordlike(i) && s.words[i].cue == 0 || matches!(s.kind(i), PieceKind::Comma | PieceKind::Other)
    };
    let goes_on =
        s.kind(next - 1) == PieceKind::Comma && between.clone().all(plain) && !s.has_finite(between);
    goes_on.then_some(next)
}

/// "wrote for the paper that", "said following a vote in 2001 that": the "that" behind phrases.
pub(crate) fn that_after_phrases(s: &Sentence, from: usize) -> Option<usize> {
    let mut i = from;
    while s.is(i, PREPOSITION) && s.lower(i) != "that" {
        let end = s.noun_right(i + 1);
        if end == i + 1 || end - from > 20 {
            return None;
        }
        i = skip_adjuncts(s, end, "", false);
    }
    (i > from
        && s.lower(i) == "that"
        && (s.kind(i + 1) == PieceKind::Quote || !s.finite(i + 1) && new_clause(s, i + 1)))
    .then_some(i)
}

/// "thinks his rivals “need to listen”": the verb of the clause stands in quotation marks.
pub(crate) fn goes_on_in_marks(s: &Sentence, range: Range<usize>) -> bool {
    let quote = range.clone().skip(1).find(|i| s.kind(*i) == PieceKind::Quote);
    quote.is_some_and(|q| !s.words[q].speech.capital && s.words[q].speech.words >= 3 && s.wordlike(q - 1))
}

/// "expressed concern (on Monday) that C", "voiced alarm about C": past the noun. `None` if this is
/// no such noun, an empty place at the end where the noun is all there is: nothing is said then.
pub(crate) fn after_held(s: &Sentence, from: usize) -> Option<Option<usize>> {
    if !s.listed(from, list::HELD) {
        return None;
    }
    let next = from + 1;
    if s.closes(next) {
        return Some(None);
    }
    let adjunct = skip_adjuncts(s, next, "", false);
    if s.lower(adjunct) == "that" {
        return Some(Some(adjunct));
    }
    (s.listed(next, list::HELD_ABOUT) && s.wordlike(next + 1)).then_some(Some(next + 1))
}

/// "what he called a plot", "has not said how it will vote": nobody says anything in these words.
pub(crate) fn says_nothing(s: &Sentence, c: &Cueing, from: usize) -> bool {
    let asked = c.negated && s.is(from, WH) && s.lower(from) != "that";
    asked || s.lower(from) == "by" && s.lower(from + 1).ends_with("ing")
}
