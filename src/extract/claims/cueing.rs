//! Where a cue stands as a verb, with its auxiliaries, and in which form.

use super::lexicon::*;
use super::phrase::Sentence;
use super::skeleton::PieceKind;
use crate::extract::lexicon::list;

/// How a cue's verb group stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// With a tense of its own.
    Finite,
    /// "saying", without auxiliary.
    Participle,
    /// "to say".
    Infinitive,
    /// "was told".
    Passive,
}

/// A cue found in a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cueing {
    /// First word of the verb group.
    pub(crate) group: usize,
    /// The cue's own word.
    pub(crate) at: usize,
    /// One past the cue's last word.
    pub(crate) after: usize,
    /// The cue's number.
    pub(crate) cue: u16,
    /// How it stands.
    pub(crate) shape: Shape,
    /// Whether the group negates it.
    pub(crate) negated: bool,
}

/// The cue at a word, if the word is a verb there.
pub(crate) fn cueing(s: &Sentence, at: usize) -> Option<Cueing> {
    let word = s.get(at)?;
    let (mut cue, mut forms, mut after) = (word.cue, word.forms, at + 1);
    let lower = s.lower(at);
    if LEXICON.begins_pair(lower)
        && let Some((number, form)) = LEXICON.pair(lower, s.lower(at + 1))
    {
        (cue, forms, after) = (number, form, at + 2);
    }
    if cue == 0
        || word.capital()
            && !s.title
            && at > s.start
            && !matches!(
                s.kind(at - 1),
                PieceKind::Quote | PieceKind::Stop | PieceKind::Colon | PieceKind::Dash
            )
    {
        return None;
    }
    let mut group = at;
    let (mut be, mut other, mut to, mut negated) = (false, false, false, false);
    while group > s.start {
        let b = group - 1;
        let w = s.get(b)?;
        if w.kind != PieceKind::Word {
            break;
        }
        let before = s.lower(b);
        if before == "to" {
            to = true;
        } else if w.is(AUXILIARY) && (before != "'s" || s.finite(b)) {
            be |= w.is(BE) && !other && !be || before == "been";
            other = true;
        } else if !s.adverb(b) && !w.is(NEGATION) || w.is(SPEAKER | DETERMINER) {
            break;
        }
        negated |= w.is(NEGATION);
        group = b;
        if to {
            break;
        }
    }
    let shape = if forms & ING != 0 {
        if be { Shape::Finite } else { Shape::Participle }
    } else if be && forms & PARTICIPLE != 0 {
        Shape::Passive
    } else if to {
        Shape::Infinitive
    } else if other {
        Shape::Finite
    } else if forms & PAST != 0 {
        if noun_sign(s, group) && !s.closes(group.wrapping_sub(1)) { return None } else { Shape::Finite }
    } else if present_verb(s, group, after, forms, LEXICON.cue(cue)?.takes & HOMOGRAPH != 0) {
        Shape::Finite
    } else {
        return None;
    };
    Some(Cueing { group, at, after, cue, shape, negated })
}

/// Whether the word before is one after which a noun or adjective comes.
fn noun_sign(s: &Sentence, i: usize) -> bool {
    i > s.start
        && (s.is(i - 1, DETERMINER | PREPOSITION) && !s.is(i - 1, SUBJECT | ADVERB | SPEAKER)
            || s.lower(i - 1) == "'s" && !s.finite(i - 1))
}

/// "claims", "report": a verb in the present, or a noun?
fn present_verb(s: &Sentence, group: usize, after: usize, forms: u8, homograph: bool) -> bool {
    if group == s.start || noun_sign(s, group) {
        return false;
    }
    let b = group - 1;
    let inverted = s.closes(b);
    if !inverted && s.kind(b) != PieceKind::Word {
        // "42% say", "six in 10 say"
        return !homograph && forms & BASE != 0;
    }
    if homograph && s.is(after, BE | HAVE | MODAL)
        || s.lower(after) == "of"
        || s.is(after, COORDINATOR) && forms & BASE != 0
    {
        return false;
    }
    if inverted {
        return forms & THIRD != 0
            || opens_content(s, after)
            || s.capital(after)
            || !homograph && s.closes(after);
    }
    if s.is(b, SPEAKER | RELATIVE) {
        return true;
    }
    let lower = s.lower(b);
    if homograph && !s.capital(b) && forms & THIRD != 0 && !list::SPEAKER_ENDING.ends(lower) {
        return false;
    }
    if homograph && s.capital(b) && s.is(after, PREPOSITION) {
        return false;
    }
    let plural =
        !s.capital(b) && lower.ends_with('s') && !lower.ends_with("ss") || s.listed(b, list::PLURAL_SPEAKER);
    if forms & BASE != 0 && forms & THIRD == 0 {
        let noun = !homograph
            && !s.is(b, DETERMINER | PREPOSITION | ADVERB | AUXILIARY | COORDINATOR | SUBORDINATOR);
        let content = opens_content(s, after) || s.closes(after) || s.capital(after);
        return noun && content
            || (plural || lower.ends_with('s')) && !s.is(b, ADVERB | PREPOSITION)
            || s.is(b, COORDINATOR) && s.lower(b) != "or" && opens_content(s, after);
    }
    if s.is(b, COORDINATOR) {
        return opens_content(s, after);
    }
    // Third person: after a name, or where content plainly follows.
    (s.capital(b) || opens_content(s, after) || !plural)
        && !s.is(b, ADVERB | TIME)
        && (!s.closes(after)
            || s.kind(after) == PieceKind::Quote
            || matches!(s.kind(after), PieceKind::Colon | PieceKind::Comma | PieceKind::Stop) && !plural)
        && (s.capital(b) || !s.is(after, PREPOSITION) || opens_content(s, after))
}

/// Whether a word opens what is said: "that", a pronoun, an article, a quotation.
pub(crate) fn opens_content(s: &Sentence, i: usize) -> bool {
    s.kind(i) == PieceKind::Quote
        || s.is(i, SUBJECT | DETERMINER | WH)
        || s.lower(i) == "that"
        || s.lower(i) == "to"
}
