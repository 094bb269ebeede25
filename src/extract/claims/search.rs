//! From a cue to its claim: in which order quotation, speaker and cue stand. Finite verbs come
//! first, then cues without a subject and tense of their own: participles, infinitives,
//! passives, and "according to".

use std::ops::Range;

use super::content::{self, span};
use super::cueing::{Cueing, Shape, cueing, opens_content};
use super::lexicon::*;
use super::phrase::Sentence;
use super::skeleton::{PieceKind, Tail};
use super::{FoundClaim, Rule, nouns, subject};
use crate::extract::lexicon::list;
use crate::model::Span;

/// Cues of one sentence that are looked at: more are no prose.
const MOST: usize = 32;

/// All claims of one sentence, in the order of their cues.
pub(crate) fn sentence(s: &Sentence, found: &mut Vec<FoundClaim>) {
    let first = found.len();
    let mut i = s.start;
    let mut tries = 0;
    while i < s.end && tries < MOST {
        if s.lower(i) == "according" && s.lower(i + 1) == "to" {
            found.extend(according(s, i));
        } else if let Some(claim) = nouns::claim(s, i) {
            found.push(claim);
        } else if let Some(c) = cueing(s, i) {
            tries += 1;
            // "The port, she said, had asked for help": what she said has no speaker of its own in her.
            let cue = s.span(c.at..c.after);
            let told = |f: &FoundClaim, claim: &FoundClaim| {
                f.speaker == claim.speaker && f.content.iter().any(|content| content.overlaps(cue))
            };
            let claim = attribute(s, &c, &found[first..]);
            let claim = claim.filter(|claim| !found[first..].iter().any(|f| told(f, claim)));
            found.extend(claim);
            i = c.after;
            continue;
        }
        i += 1;
    }
}

fn attribute(s: &Sentence, c: &Cueing, earlier: &[FoundClaim]) -> Option<FoundClaim> {
    let cue = LEXICON.cue(c.cue)?;
    // "Asked whether C, Smith said D": a participle, not a verb with a subject.
    let reduced = c.shape == Shape::Finite && cue.lemma == "ask" && c.group == c.at && asked(s, c.at);
    match c.shape {
        _ if reduced => passive(s, c, cue),
        Shape::Finite => {
            let subject = subject::before(s, c.group);
            if cue.takes & (QUOTE | CLAUSE) != 0 {
                if let Some(speaker) = &subject
                    && let Some(claim) = after_content(s, c, cue, speaker)
                {
                    return Some(claim);
                }
                let opens = subject.as_ref().is_some_and(|r| r.start == s.start);
                if !opens && let Some(claim) = inverted(s, c, cue).or_else(|| heading(s, c, cue)) {
                    return Some(claim);
                }
            }
            let (speaker, shared) = match subject {
                Some(speaker) => (Some(s.span(speaker)), false),
                None => (shared_subject(s, c, earlier), true),
            };
            let speaker = speaker?;
            let mut content = before_content(s, c, cue)?;
            if !content.first().is_some_and(|first| s.has_quote_at(*first)) {
                content.splice(0..0, moved_ahead(s, c, speaker));
            }
            let mut claim = FoundClaim::new(s, c, cue, Some(speaker), content);
            claim.rule = if shared { Rule::SharedSubject } else { Rule::SpeakerFirst };
            Some(claim)
        }
        Shape::Participle => participle(s, c, cue, earlier),
        Shape::Infinitive => infinitive(s, c, cue, earlier),
        Shape::Passive => passive(s, c, cue),
    }
}

/// "and said": the speaker of the claim before, else the clause's subject.
fn shared_subject(s: &Sentence, c: &Cueing, earlier: &[FoundClaim]) -> Option<Span> {
    let b = c.group.checked_sub(1)?;
    let joined = s.is(b, COORDINATOR) || s.kind(b) == PieceKind::Comma || s.kind(b) == PieceKind::Quote;
    if !joined {
        return None;
    }
    if let Some(claim) = earlier.iter().rev().find(|f| f.speaker.is_some()) {
        return claim.speaker;
    }
    subject::of_clause(s, s.start, c.group).map(|r| s.span(r))
}

/// Whether content stands before `mark`: a quotation or a clause.
fn content_before(s: &Sentence, mark: usize) -> bool {
    s.kind(mark) == PieceKind::Quote
        || mark > s.start && s.kind(mark - 1) == PieceKind::Quote
        || s.has_quote(s.start..mark)
        || s.has_finite(s.start..mark)
}

/// "…," Smith said. · The plan, Smith said, is dead. · as Smith put it
fn after_content(s: &Sentence, c: &Cueing, cue: &Cue, speaker: &Range<usize>) -> Option<FoundClaim> {
    let mut lead = speaker.start;
    let as_clause = lead > s.start && s.lower(lead - 1) == "as";
    if as_clause {
        lead -= 1;
    }
    let close = match closing(s, c, cue) {
        Some(close) => close,
        // After speech that ended with its own comma nothing else is said.
        None if spoken_before(s, lead, cue) => (c.after..s.end).find(|i| s.closes(*i)).unwrap_or(s.end),
        None => return None,
    };
    if as_clause && lead == s.start {
        // As Smith said, the plan is dead.
        let rest = close + 1..s.end;
        if s.kind(close) != PieceKind::Comma || rest.is_empty() {
            return None;
        }
        let mut claim = FoundClaim::new(s, c, cue, Some(s.span(speaker.clone())), vec![span(s, rest)?]);
        claim.rule = Rule::As;
        return Some(claim);
    }
    let mark = lead.checked_sub(1).filter(|m| *m >= s.start)?;
    if !matches!(s.kind(mark), PieceKind::Comma | PieceKind::Quote | PieceKind::Dash | PieceKind::Stop) {
        return None;
    }
    let quote_left =
        s.kind(mark) == PieceKind::Quote || mark > s.start && s.kind(mark - 1) == PieceKind::Quote;
    if s.kind(mark) == PieceKind::Quote
        && s.words[mark].speech.tail == Tail::Plain
        && s.words[mark].speech.words < 4
    {
        return None;
    }
    let medial = s.kind(mark) == PieceKind::Comma
        && s.kind(close) == PieceKind::Comma
        && mark > s.start
        && !s.is(mark - 1, COORDINATOR | SUBORDINATOR)
        && s.has_finite(close + 1..s.end);
    if !content_before(s, mark) && !medial {
        return None;
    }
    let quote_right =
        s.kind(close) == PieceKind::Quote || s.kind(close + 1) == PieceKind::Quote && close + 1 < s.end;
    if !quote_left && (s.kind(close) == PieceKind::Colon || quote_right && subordinate(s, s.start)) {
        return None;
    }
    let mut claim =
        FoundClaim::new(s, c, cue, Some(s.span(speaker.clone())), both_sides(s, c.at, mark, close)?);
    claim.rule = if as_clause { Rule::As } else { Rule::SpeakerAfter };
    claim.open = true;
    Some(claim)
}

/// Whether plain speech ends right before the speaker.
fn spoken_before(s: &Sentence, lead: usize, cue: &Cue) -> bool {
    let Some(mark) = lead.checked_sub(1).filter(|m| *m >= s.start) else { return false };
    let Some(speech) = s.get(mark).filter(|w| w.kind == PieceKind::Quote).map(|w| w.speech) else {
        return false;
    };
    cue.takes & QUOTE != 0
        && (speech.tail == Tail::Comma || speech.tail == Tail::Open && mark == s.start)
        && (speech.capital || speech.words >= 4)
}

/// "…," said Smith, a senator. · The plan is dead, said Smith.
fn inverted(s: &Sentence, c: &Cueing, cue: &Cue) -> Option<FoundClaim> {
    let mark = c.group.checked_sub(1).filter(|m| *m >= s.start)?;
    if !matches!(s.kind(mark), PieceKind::Comma | PieceKind::Quote | PieceKind::Dash | PieceKind::Stop)
        || cue.takes & (QUOTE | CLAUSE) == 0
    {
        return None;
    }
    // "…, had asked": no order in which a subject comes after the verb.
    let helped = (c.group..c.at).any(|i| s.is(i, HAVE | BE | MODAL));
    if helped || cue.takes & ADDRESSEE != 0 && cue.lemma == "tell" {
        return None;
    }
    if !content_before(s, mark) {
        return None;
    }
    let speaker = subject::after(s, c.after)?;
    let close = content::skip_adjuncts(s, speaker.end, "", false);
    let close = (close..s.end).find(|i| s.closes(*i)).unwrap_or(s.end);
    let mut claim = FoundClaim::new(s, c, cue, Some(s.span(speaker)), both_sides(s, c.at, mark, close)?);
    claim.rule = Rule::Inverted;
    claim.open = true;
    Some(claim)
}

/// Said Smith, "…": the cue heads the sentence.
fn heading(s: &Sentence, c: &Cueing, cue: &Cue) -> Option<FoundClaim> {
    if c.group != s.start || cue.takes & QUOTE == 0 {
        return None;
    }
    let speaker = subject::after(s, c.after)?;
    let close = (speaker.end..s.end.min(speaker.end + 12)).find(|i| s.kind(*i) == PieceKind::Quote)?;
    if !matches!(s.kind(close - 1), PieceKind::Comma | PieceKind::Colon) {
        return None;
    }
    let content = span(s, close..content::end(s, c.at, close))?;
    let mut claim = FoundClaim::new(s, c, cue, Some(s.span(speaker)), vec![content]);
    claim.rule = Rule::Inverted;
    claim.open = true;
    Some(claim)
}

/// The mark right after the cue, its adjuncts and whoever is told; `None` if content follows there.
fn closing(s: &Sentence, c: &Cueing, cue: &Cue) -> Option<usize> {
    let mut i = content::skip_adjuncts(s, c.after, "", false);
    if cue.takes & ADDRESSEE != 0 && s.wordlike(i) {
        i = content::skip_addressee(s, i);
        i = content::skip_adjuncts(s, i, "", false);
    }
    if s.closes(i) {
        return Some(i);
    }
    // "said, adding", "said of the plan", "said as he left": no content may follow.
    let loose = s.is(i, SUBORDINATOR | PREPOSITION) && s.lower(i) != "that" && !s.is(i, WH & !SUBORDINATOR)
        || s.is(i, COORDINATOR)
        || s.lower(i).ends_with("ing");
    if !loose || s.listed(i, list::IF_WHETHER) {
        return None;
    }
    s.get(c.group.checked_sub(2).unwrap_or(c.group))?;
    Some((i..s.end).find(|j| s.closes(*j)).unwrap_or(s.end))
}

fn subordinate(s: &Sentence, i: usize) -> bool {
    s.is(i, PREPOSITION | SUBORDINATOR) || s.lower(i).ends_with("ing") || s.lower(i).ends_with("ed")
}

/// The content left of `mark` and, if the speaker stands in the middle, right of `close`.
fn both_sides(s: &Sentence, cue: usize, mark: usize, close: usize) -> Option<Vec<Span>> {
    let start = left_start(s, mark);
    let left = span(s, start..mark + 1)?;
    let mut content = vec![left];
    let kind = s.kind(close);
    let mut from = close;
    if matches!(kind, PieceKind::Comma | PieceKind::Colon | PieceKind::Dash | PieceKind::Semicolon) {
        from += 1;
    }
    if close >= s.end || from >= s.end || kind == PieceKind::Stop {
        return Some(content);
    }
    if let Some(quote) = content::taken_up(s, mark, close) {
        content.extend(span(s, quote..content::end(s, cue, quote)));
        return Some(content);
    }
    // "said on “Meet the Press.”": a title, no speech.
    let title = s.words[from].speech.title && from > s.start && s.wordlike(from - 1);
    if !title && goes_on(s, start..mark + 1, from) {
        let end = content::end(s, cue, from);
        content.extend(span(s, from..end));
    }
    Some(content)
}

/// Where the content left of a speaker begins: "But" and "When asked" before a quotation do not belong to it.
fn left_start(s: &Sentence, mark: usize) -> usize {
    let quote = if s.kind(mark) == PieceKind::Quote { mark } else { mark.saturating_sub(1) };
    if s.kind(quote) != PieceKind::Quote || quote <= s.start {
        return s.start;
    }
    let speech = s.words[quote].speech;
    if speech.capital
        && speech.tail == Tail::Comma
        && matches!(s.kind(quote - 1), PieceKind::Dash | PieceKind::Colon)
    {
        return quote;
    }
    let introduced = matches!(s.kind(quote - 1), PieceKind::Comma | PieceKind::Colon) || quote - s.start <= 1;
    // "Eyebrows raised, “…,” he said."
    if speech.capital && speech.tail == Tail::Comma && quote - s.start <= 4 && !s.has_finite(s.start..quote) {
        return quote;
    }
    if speech.capital
        && introduced
        && !s.has_quote(s.start..quote)
        && (quote - s.start <= 2 || subordinate(s, s.start))
    {
        return quote;
    }
    s.start
}

/// Whether what follows the speaker still belongs to what was said.
fn goes_on(s: &Sentence, left: Range<usize>, from: usize) -> bool {
    if s.kind(from) == PieceKind::Quote {
        return true;
    }
    if s.lower(from) == "that" {
        return true;
    }
    let next_quote = (from..s.end.min(from + 3)).any(|i| s.kind(i) == PieceKind::Quote);
    if next_quote && s.is(from, COORDINATOR | SUBORDINATOR) {
        return true;
    }
    if s.get(from).is_some_and(|w| w.cue != 0 && w.forms & ING != 0) {
        return false;
    }
    // A full clause was said before: what follows is the writer's.
    let full = s.has_finite(left.clone()) && !s.is(left.start, SUBORDINATOR);
    let quote_left = s.has_quote(left);
    if quote_left {
        return false;
    }
    !full
}

/// S said (that) C: the content after the cue.
fn before_content(s: &Sentence, c: &Cueing, cue: &Cue) -> Option<Vec<Span>> {
    let from = content_start(s, c, cue)?;
    if content::says_nothing(s, c, from) {
        return None;
    }
    let from = if s.kind(from) == PieceKind::Word && cue.takes & HELD != 0 {
        match content::after_held(s, from) {
            Some(said) => said?,
            None => from,
        }
    } else {
        from
    };
    let end = content::end(s, c.at, from);
    if s.closes(from + 1) && s.kind(from + 1) != PieceKind::Quote && s.is(from, OBJECT | SUBJECT) {
        // "denied it", "told him so": nothing is said in these words.
        return None;
    }
    if let Some(quote) = after_colon(s, from..end) {
        return Some(vec![s.words[quote].span]);
    }
    let mut content = vec![span(s, from..end)?];
    // "…," he said, "…": two quotations after the cue.
    if s.kind(from) == PieceKind::Quote && s.kind(end) == PieceKind::Quote {
        content.extend(span(s, end..content::end(s, c.at, end)));
    }
    Some(content)
}

/// "told me about it: “It is dead.”": what is said is what stands in the marks.
fn after_colon(s: &Sentence, range: Range<usize>) -> Option<usize> {
    let quote = (range.start + 1..range.end).find(|i| s.kind(*i) == PieceKind::Quote)?;
    (s.kind(quote - 1) == PieceKind::Colon && s.words[quote].speech.capital).then_some(quote)
}

/// "which he said was over": the word that the clause has sent ahead.
fn moved_ahead(s: &Sentence, c: &Cueing, speaker: Span) -> Option<Span> {
    let subject = (s.start..c.group).find(|i| s.words[*i].span.start == speaker.start)?;
    let ahead = subject.checked_sub(1).filter(|a| *a >= s.start)?;
    let what = s.listed(ahead, list::WHICH_WHAT) || s.lower(ahead) == "who" && s.finite(c.after);
    what.then(|| s.words[ahead].span)
}

/// Where the content after a cue begins, if what stands there is something the cue takes.
fn content_start(s: &Sentence, c: &Cueing, cue: &Cue) -> Option<usize> {
    let mut i = c.after;
    while s.adverb(i) && !s.is(i, SPEAKER | DETERMINER | SUBORDINATOR | NEGATION) {
        i += 1;
    }
    if let Some(at) = quote_or_that(s, i) {
        return Some(at);
    }
    if s.lower(i) == "to" && cue.takes & INFINITIVE != 0 {
        return Some(i);
    }
    if cue.takes & ADDRESSEE != 0 && s.wordlike(i) {
        let told = if s.is(i, NEGATION) { i } else { content::skip_addressee(s, i) };
        let told = content::skip_adjuncts(s, told, cue.prepositions, cue.takes & INFINITIVE != 0);
        if let Some(at) = quote_or_that(s, told) {
            return Some(at);
        }
        if s.wordlike(told) && told > i {
            if s.is(told, COORDINATOR) {
                return None;
            }
            return takes_here(s, c.at, told, cue).then_some(told);
        }
        if cue.takes & NOUN == 0 || told == i {
            return None;
        }
    }
    let own = cue.prepositions.split(' ').any(|p| !p.is_empty() && p == s.lower(i));
    if own && !s.is(i + 1, TIME) {
        return s
            .wordlike(i + 1)
            .then_some(i + 1)
            .or_else(|| (s.kind(i + 1) == PieceKind::Quote).then_some(i + 1));
    }
    let skipped = content::skip_adjuncts(s, i, cue.prepositions, cue.takes & INFINITIVE != 0);
    if skipped > i {
        if let Some(at) = quote_or_that(s, skipped) {
            return Some(at);
        }
        if s.is(i, PREPOSITION) && !s.has_finite(skipped..s.end) {
            return None;
        }
    }
    if cue.takes & CLAUSE != 0
        && let Some(at) = content::that_after_phrases(s, i)
    {
        return Some(at);
    }
    let at = if s.wordlike(skipped) { skipped } else { return None };
    if s.is(at, COORDINATOR)
        || s.is(at, PREPOSITION) && s.lower(at) != "like" && !takes_here(s, c.at, at, cue)
    {
        return None;
    }
    takes_here(s, c.at, at, cue).then_some(at)
}

/// A quotation or "that" at a word, after a comma or colon if need be.
fn quote_or_that(s: &Sentence, i: usize) -> Option<usize> {
    match s.kind(i) {
        PieceKind::Quote => Some(i),
        PieceKind::Comma | PieceKind::Colon | PieceKind::Dash
            if s.kind(i + 1) == PieceKind::Quote && i + 1 < s.end =>
        {
            Some(i + 1)
        }
        PieceKind::Colon if s.wordlike(i + 1) => Some(i + 1),
        // "said — on the radio, no less — that"
        PieceKind::Dash => {
            (i + 2..s.end.min(i + 25)).find(|j| s.kind(j - 1) == PieceKind::Dash && s.lower(*j) == "that")
        }
        // "said, for example, that"
        PieceKind::Comma => (i + 1..s.end.min(i + 25)).find(|j| {
            s.kind(j - 1) == PieceKind::Comma
                && (s.lower(*j) == "that" || s.kind(*j) == PieceKind::Quote && j - i <= 8)
                && !s.has_finite(i + 1..*j)
        }),
        PieceKind::Word if s.lower(i) == "that" => Some(i),
        _ => None,
    }
}

/// Whether the words at `i` are of a kind that the cue takes.
fn takes_here(s: &Sentence, cue_at: usize, i: usize, cue: &Cue) -> bool {
    let lower = s.lower(i);
    if lower == "to" || lower == "not" && s.lower(i + 1) == "to" {
        return cue.takes & INFINITIVE != 0;
    }
    if s.is(i, WH) && !s.is(i, DETERMINER) {
        return cue.takes & (QUESTION | CLAUSE) != 0;
    }
    // "said despite the rain they would march"
    if s.is(i, PREPOSITION | SUBORDINATOR) && cue.takes & CLAUSE != 0 && cue.sure >= 90 {
        let comma = (i..s.end.min(i + 20)).find(|j| s.kind(*j) == PieceKind::Comma);
        if comma.is_some_and(|comma| content::new_clause(s, comma + 1)) {
            return true;
        }
    }
    if cue.takes & NOUN != 0 {
        return !s.is(i, PREPOSITION) || s.is(i, SPEAKER);
    }
    let end = content::end(s, cue_at, i);
    if cue.takes & CLAUSE != 0 {
        return cue.sure >= 90 || s.has_finite(i..end) || content::goes_on_in_marks(s, i..end);
    }
    cue.takes & QUOTE != 0 && s.has_quote(i..end) && opens_content(s, i)
}

/// Whether a noun stands right before a participle.
fn noun_before(s: &Sentence, b: usize) -> bool {
    s.wordlike(b) && !s.is(b, PREPOSITION | COORDINATOR | SUBORDINATOR | ADVERB | BE) && s.lower(b) != "to"
}

/// ", saying (that) C"
fn participle(s: &Sentence, c: &Cueing, cue: &Cue, earlier: &[FoundClaim]) -> Option<FoundClaim> {
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
            if s.listed(b, list::NO_PARTICIPLE) {
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
fn infinitive(s: &Sentence, c: &Cueing, cue: &Cue, earlier: &[FoundClaim]) -> Option<FoundClaim> {
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
fn passive(s: &Sentence, c: &Cueing, cue: &Cue) -> Option<FoundClaim> {
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
fn asked(s: &Sentence, at: usize) -> bool {
    at == s.start || s.closes(at - 1) && s.kind(at - 1) != PieceKind::Quote || s.listed(at - 1, list::WHEN_IF)
}

/// According to S, C. · C, according to S.
fn according(s: &Sentence, at: usize) -> Option<FoundClaim> {
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
    let mut claim = FoundClaim::bare(Some(speaker), Some(s.span(at..at + 2)), content);
    claim.rule = Rule::According;
    claim.sure = 94;
    claim.open = s.has_quote(s.start..s.end);
    Some(claim)
}
