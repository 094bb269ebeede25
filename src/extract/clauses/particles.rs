//! Small words of several uses: "to", "that", "after", "this".

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::{form, tag};
use crate::extract::tokens::{Case, TokenKind};

use super::tags::{Pos, adverb};

/// "to" before a base form opens an infinitive, else it is a preposition.
pub(super) fn to(document: &Document, t: usize) -> Pos {
    let mut at = t + 1;
    while document.tags(at) & (tag::ADV | tag::NOT) != 0 && document.forms(at).is_empty()
        || adverb(document.lower(at))
    {
        at += 1;
    }
    let word = document.lower(at);
    let base = document.forms(at).iter().any(|(_, f)| f & form::BASE != 0)
        || matches!(word, "be" | "have" | "do" | "get");
    let capital = document.tokens.get(at).is_some_and(|t| t.case != Case::Lower);
    if !base || capital {
        return Pos::Prep;
    }
    // "to end" is an infinitive, "to power", "to attack by" may be a noun after a preposition.
    let noun = matches!(
        word,
        "power" | "work" | "court" | "war" | "face" | "market" | "date" | "press" | "head" | "fire"
    ) && !document.tags(at + 1) & tag::DET != 0
        && document.tags(at + 1) & (tag::DET | tag::POSS) == 0
        && !matches!(word, "work" | "face" | "head" | "press");
    if noun { Pos::Prep } else { Pos::To }
}

/// "that": determiner, relative or conjunction.
pub(super) fn that(document: &Document, s: &Range<usize>, t: usize, before: &[Pos]) -> Pos {
    let prev = before.last();
    if matches!(prev, Some(Pos::Prep)) || t == s.start {
        return if document.tags(t + 1) & (tag::BE | tag::MODAL | tag::HAVE) != 0 {
            Pos::Pron
        } else {
            Pos::Det
        };
    }
    let verb_next = document.tags(t + 1) & (tag::BE | tag::MODAL | tag::HAVE | tag::DO) != 0
        || document.forms(t + 1).iter().any(|(_, f)| f & (form::PAST | form::S) != 0)
            && document.nouns(t + 1).is_empty();
    if matches!(prev, Some(Pos::Noun | Pos::Close)) && verb_next {
        return Pos::Rel;
    }
    if matches!(prev, Some(Pos::Comma)) && verb_next {
        return Pos::Rel;
    }
    Pos::That
}

/// Whether a clause and no noun follows "after", "before", "since", "until", "as".
pub(super) fn clause_follows(document: &Document, s: &Range<usize>, t: usize) -> bool {
    let mut nominal = false;
    for at in t + 1..s.end.min(t + 14) {
        let token = &document.tokens[at];
        if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
            return false;
        }
        let word = document.lower(at);
        let tags = document.tags(at);
        if nominal && tags & (tag::MODAL | tag::HAVE | tag::DO) != 0
            || nominal && tags & tag::BE != 0 && word != "'s"
        {
            return true;
        }
        let forms = document.forms(at);
        let past = forms.iter().any(|(_, f)| f & form::PAST != 0) && token.case == Case::Lower;
        if nominal && past && document.nouns(at).is_empty() {
            return !matches!(document.lower(at + 1), "by");
        }
        if nominal && tags & (tag::AND | tag::SUB | tag::REL) != 0 && tags & tag::PREP == 0 {
            return false;
        }
        nominal |= tags & (tag::DET | tag::PREP | tag::ADJ) == 0 || tags & tag::PRON != 0;
    }
    false
}

pub(super) fn pronoun_use(document: &Document, s: &Range<usize>, t: usize) -> bool {
    if t + 1 >= s.end || document.tokens[t + 1].kind != TokenKind::Word {
        return true;
    }
    let tags = document.tags(t + 1);
    tags & (tag::MODAL | tag::BE | tag::HAVE | tag::PREP | tag::AND | tag::REL) != 0
}
