//! Whether a word that can be a verb is one here, told from its neighbours.

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::{Form, UNKNOWN, form, lexicon, tag};
use crate::extract::tokens::{Case, TokenKind};

use super::tags::Pos;

/// Whether a form is a verb here, and which forms it may be.
pub(super) fn verb(
    document: &Document,
    s: &Range<usize>,
    t: usize,
    before: &[Pos],
    forms: &[Form],
) -> Option<Form> {
    let lex = lexicon();
    let word = document.lower(t);
    let skip = |p: &&Pos| !matches!(p, Pos::Adv | Pos::Not | Pos::Time | Pos::Quote);
    let prev = before.iter().rev().find(skip).copied();
    // "a weekend meeting": the time belongs to the noun.
    let near = match before.last() {
        Some(Pos::Time) => match before.iter().rev().find(|p| !matches!(p, Pos::Time)) {
            Some(d @ (Pos::Det | Pos::Genitive)) => Some(d),
            _ => Some(&Pos::Time),
        },
        near => near,
    };
    let next_token = document.tokens.get(t + 1).filter(|_| t + 1 < s.end);
    let next_word = next_token.is_some_and(|n| n.kind == TokenKind::Word);
    let next_tags = if next_word { document.tags(t + 1) } else { 0 };
    let has = |bit: u8| forms.iter().find(|(_, f)| f & bit != 0).copied();
    let entry = document.entry(t);
    let noun = entry.common_noun || entry.seconds.contains(&UNKNOWN);
    let with = |bits: u8| {
        forms
            .iter()
            .filter(|(_, f)| f & bits != 0)
            .max_by_key(|(id, f)| (lex.senses(*id).len().min(1), f.count_ones()))
            .map(|(id, f)| (*id, f & bits))
    };
    match prev {
        Some(Pos::To) => return with(form::BASE),
        Some(Pos::Modal) => return with(form::BASE).or_else(|| has(form::PART)),
        Some(Pos::Aux) => {
            return with(form::PART | form::ING | form::BASE | form::PAST).filter(|_| {
                !(noun
                    && matches!(near, Some(Pos::Aux))
                    && has(form::PART | form::ING).is_none()
                    && has(form::BASE).is_some()
                    && !is_do(document, before, t))
            });
        }
        Some(Pos::Det | Pos::Genitive) if matches!(near, Some(Pos::Det | Pos::Genitive)) => {
            return None;
        }
        _ => {}
    }
    if has(form::ING).is_some() && word.ends_with("ing") {
        return ing(document, t, near, next_tags, next_word, noun, with(form::ING));
    }
    if has(form::PAST | form::PART).is_some() && has(form::BASE).is_none() {
        return past(document, s, t, before, near, next_tags, with(form::PAST | form::PART));
    }
    present(document, s, t, before, prev, next_tags, noun, forms)
}

fn is_do(document: &Document, before: &[Pos], t: usize) -> bool {
    let back = before.iter().rev().take_while(|p| matches!(p, Pos::Not | Pos::Adv)).count();
    t.checked_sub(back + 1).is_some_and(|a| document.tags(a) & tag::DO != 0)
}

fn ing(
    document: &Document,
    t: usize,
    near: Option<&Pos>,
    next_tags: u32,
    next_word: bool,
    noun: bool,
    form: Option<Form>,
) -> Option<Form> {
    match near {
        Some(Pos::Det | Pos::Genitive | Pos::Adj) => None,
        Some(Pos::Prep) => {
            let of_next = document.lower(t + 1) == "of";
            let next_lower = document.tokens.get(t + 1).is_some_and(|n| n.case == Case::Lower);
            // "for attacking rebels", but "with warring parties", "of fighting in".
            let nominal_follows = next_word && next_lower && next_tags == 0;
            if of_next
                || noun && (next_tags & tag::PREP != 0 || !next_word)
                || nominal_follows && lexicon().senses(form?.0).is_empty()
            {
                None
            } else {
                form
            }
        }
        Some(Pos::Noun) => {
            // "human trafficking", but "troops attacking the town"
            let follows = next_tags & (tag::DET | tag::PRON | tag::PREP | tag::SUB) != 0
                || document.tokens.get(t + 1).is_some_and(|n| n.case != Case::Lower);
            if follows && !(noun && next_tags & tag::PREP != 0) { form } else { None }
        }
        Some(Pos::And) if noun && next_tags & (tag::PREP | tag::AND) != 0 => None,
        _ if noun && (next_tags & (tag::BE | tag::HAVE | tag::MODAL) != 0) => None,
        _ => form,
    }
}

fn past(
    document: &Document,
    s: &Range<usize>,
    t: usize,
    before: &[Pos],
    near: Option<&Pos>,
    next_tags: u32,
    form: Option<Form>,
) -> Option<Form> {
    let next_token = document.tokens.get(t + 1).filter(|_| t + 1 < s.end);
    let noun_next =
        next_token.is_some_and(|n| n.kind == TokenKind::Word) && next_tags & !(tag::ADJ | tag::NUM) == 0;
    // "the newly elected leader", "of now deposed"
    let determined = before
        .iter()
        .rev()
        .find(|p| !matches!(p, Pos::Adv))
        .is_some_and(|p| matches!(p, Pos::Det | Pos::Genitive | Pos::Prep));
    match near {
        // "the disputed border", "newly elected leaders"
        Some(Pos::Det | Pos::Genitive | Pos::Prep) => None,
        Some(Pos::Adv) if determined => None,
        Some(Pos::Adj | Pos::Adv) if noun_next && matches!(near, Some(Pos::Adj)) => {
            let adjective_of_name = t >= 1 && document.tokens[t - 1].case != Case::Lower && t > s.start + 1;
            // A demonym or number before: still an adjective unless the next word is capital or plural.
            if adjective_of_name && next_token.is_some_and(|n| n.case != Case::Lower) { form } else { None }
        }
        Some(Pos::And)
            if noun_next
                && next_token.is_some_and(|n| n.case == Case::Lower)
                && lexicon().senses(form?.0).is_empty() =>
        {
            None
        }
        _ => form,
    }
}

/// Whether the stretch since the last conjunction has its finite verb.
fn finite_seen(before: &[Pos]) -> bool {
    before.iter().rev().take_while(|p| !matches!(p, Pos::Sub | Pos::That | Pos::Rel | Pos::Break)).any(|p| {
        match p {
            Pos::Verb((_, f)) => f & (form::PAST | form::S | form::BASE) != 0,
            Pos::Modal | Pos::Aux => true,
            _ => false,
        }
    })
}

#[allow(clippy::too_many_arguments)] // the word with its neighbours
fn present(
    document: &Document,
    s: &Range<usize>,
    t: usize,
    before: &[Pos],
    prev: Option<Pos>,
    next_tags: u32,
    noun: bool,
    forms: &[Form],
) -> Option<Form> {
    let lex = lexicon();
    let pick = |bits: u8| {
        forms
            .iter()
            .filter(|(_, f)| f & bits != 0)
            .max_by_key(|(id, _)| lex.senses(*id).len().min(1))
            .copied()
    };
    let tags = document.tags(t);
    let next = document.tokens.get(t + 1).filter(|_| t + 1 < s.end);
    let name_next = next.is_some_and(|n| n.kind == TokenKind::Word && n.case != Case::Lower);
    let opens = next_tags & (tag::DET | tag::PRON) != 0 && next_tags & tag::SUB == 0
        || next_tags & tag::SUB != 0 && next_tags & tag::PREP == 0 && !noun
        || document.lower(t + 1) == "that"
        || name_next
        || document.lower(t + 1) == "to" && !noun;
    match prev {
        Some(Pos::Pron | Pos::Rel) => pick(form::S | form::BASE | form::PAST),
        Some(Pos::Noun | Pos::Close | Pos::Comma)
            if !opens && finite_seen(before) && !forms.iter().any(|(_, f)| f & form::PAST != 0) =>
        {
            None
        }
        Some(Pos::Noun | Pos::Close | Pos::Comma) => {
            // "Peru visits Chile" against "Peru visits".
            let past_too = forms.iter().any(|(_, f)| f & form::PAST != 0);
            if noun && past_too && names_actor(document, s, t) && !finite_seen(before) {
                // "Peru cut ties with Chile": the past looks like the noun.
                pick(form::PAST)
            } else if noun {
                let plural_subject = t > s.start && !document.lower(t - 1).ends_with('s')
                    || forms.iter().any(|(_, f)| f & form::BASE != 0);
                if opens && plural_subject && !matches!(prev, Some(Pos::Comma)) {
                    pick(form::S | form::BASE | form::PAST)
                } else {
                    None
                }
            } else if (matches!(prev, Some(Pos::Comma)) || tags & tag::ADJ != 0) && !past_too && !opens {
                None
            } else {
                pick(form::S | form::BASE | form::PAST | form::PART)
            }
        }
        Some(Pos::Verb(_)) if forms.iter().all(|(_, f)| f & form::S != 0) => None,
        Some(Pos::And | Pos::Verb(_)) => {
            if tags & tag::ADJ != 0 || noun && !opens {
                None
            } else {
                pick(form::S | form::BASE | form::PAST)
            }
        }
        Some(Pos::Adj) if noun || tags & tag::ADJ != 0 => None,
        Some(Pos::Adj) => {
            if opens && !finite_seen(before) {
                pick(form::S | form::BASE | form::PAST)
            } else {
                None
            }
        }
        Some(Pos::Prep | Pos::Det | Pos::Genitive) => None,
        None if noun => None,
        None => pick(form::BASE | form::PART),
        _ => {
            if noun {
                None
            } else {
                pick(form::S | form::BASE | form::PAST | form::PART)
            }
        }
    }
}

/// Whether a name stands right before, and what follows may be an object.
fn names_actor(document: &Document, s: &Range<usize>, t: usize) -> bool {
    let next = document.tokens.get(t + 1).filter(|n| t + 1 < s.end && n.kind == TokenKind::Word);
    let object = next.is_some_and(|_| {
        let word = document.lower(t + 1);
        let tags = document.tags(t + 1);
        tags & (tag::BE | tag::HAVE | tag::DO | tag::MODAL | tag::AND) == 0
            && (tags & tag::PREP == 0 || matches!(word, "off" | "down" | "out" | "up"))
            && !document.forms(t + 1).iter().any(|(_, f)| f & (form::S | form::PAST) != 0)
    });
    t > s.start && document.tokens[t - 1].case != Case::Lower && object
}
