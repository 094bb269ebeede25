//! Content that stands further off than right beside its cue.

use std::ops::Range;

use super::content;
use super::cueing::Cueing;
use super::lexicon::*;
use super::phrase::{FAR, Sentence};
use super::skeleton::{PieceKind, Tail};

/// "…," Smith said at a rally in Lima, Peru, "…": the quotation that goes on with one that a
/// comma left open, behind more than the cue.
pub(super) fn taken_up(s: &Sentence, mark: usize, close: usize) -> Option<usize> {
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
pub(super) fn that_after_phrases(s: &Sentence, from: usize) -> Option<usize> {
    let mut i = from;
    while s.is(i, PREPOSITION) && s.lower(i) != "that" {
        let end = s.noun_right(i + 1);
        if end == i + 1 || end - from > 20 {
            return None;
        }
        i = content::skip_adjuncts(s, end, "", false);
    }
    (i > from
        && s.lower(i) == "that"
        && (s.kind(i + 1) == PieceKind::Quote || !s.finite(i + 1) && content::new_clause(s, i + 1)))
    .then_some(i)
}

/// "thinks his rivals “need to listen”": the verb of the clause stands in quotation marks.
pub(super) fn goes_on_in_marks(s: &Sentence, range: Range<usize>) -> bool {
    let quote = range.clone().skip(1).find(|i| s.kind(*i) == PieceKind::Quote);
    quote.is_some_and(|q| !s.words[q].speech.capital && s.words[q].speech.words >= 3 && s.wordlike(q - 1))
}

/// Nouns for what is felt or held: "expressed concern that", "voiced doubts about".
const HELD: &[&str] = &[
    "concern",
    "concerns",
    "alarm",
    "fear",
    "fears",
    "hope",
    "hopes",
    "doubt",
    "doubts",
    "confidence",
    "regret",
    "regrets",
    "frustration",
    "anger",
    "outrage",
    "dismay",
    "disappointment",
    "optimism",
    "scepticism",
    "skepticism",
    "surprise",
    "astonishment",
    "worry",
    "worries",
    "interest",
    "support",
    "opposition",
    "readiness",
    "willingness",
    "gratitude",
    "satisfaction",
    "shock",
    "sympathy",
    "solidarity",
    "unease",
];

/// "expressed concern (on Monday) that C", "voiced alarm about C": past the noun. `None` if this is
/// no such noun, an empty place at the end where the noun is all there is: nothing is said then.
pub(super) fn after_held(s: &Sentence, from: usize) -> Option<Option<usize>> {
    if !HELD.contains(&s.lower(from)) {
        return None;
    }
    let next = from + 1;
    if s.closes(next) {
        return Some(None);
    }
    if matches!(s.lower(next), "about" | "over" | "at" | "for" | "in" | "of" | "with") && s.wordlike(next + 1)
    {
        let adjunct = content::skip_adjuncts(s, next, "", false);
        if s.lower(adjunct) == "that" {
            return Some(Some(adjunct));
        }
        return matches!(s.lower(next), "about" | "over" | "at").then_some(Some(next + 1));
    }
    let adjunct = content::skip_adjuncts(s, next, "", false);
    (s.lower(adjunct) == "that").then_some(Some(adjunct))
}

/// Whether the cue stands in a clause that a comma and "who" or "which" open: it ends at the comma
/// before the main verb.
pub(super) fn in_insertion(s: &Sentence, cue: usize) -> bool {
    let floor = s.start.max(cue.saturating_sub(4));
    (floor + 1..cue).any(|i| {
        matches!(s.lower(i), "who" | "which") && matches!(s.kind(i - 1), PieceKind::Comma | PieceKind::Dash)
    })
}

/// "praised the record of her husband and offered to help": a second verb of the speaker's, where
/// what was said is a noun and has no verb of its own.
pub(super) fn second_verb(s: &Sentence, content: Range<usize>, coordinator: usize) -> bool {
    let mut i = coordinator + 1;
    while s.adverb(i) && !s.is(i, NEGATION) {
        i += 1;
    }
    let verb = s.finite(i) && !s.is(i, AUXILIARY);
    let object = s.is(i + 1, DETERMINER | OBJECT | SUBJECT)
        || matches!(s.lower(i + 1), "to" | "that")
        || s.capital(i + 1)
        || s.kind(i + 1) == PieceKind::Quote;
    verb && object && !s.has_finite(content)
}

/// "what he called a plot", "has not said how it will vote": nobody says anything in these words.
pub(super) fn says_nothing(s: &Sentence, c: &Cueing, from: usize) -> bool {
    let asked = c.negated && s.is(from, WH) && s.lower(from) != "that";
    asked || s.lower(from) == "by" && s.lower(from + 1).ends_with("ing")
}
