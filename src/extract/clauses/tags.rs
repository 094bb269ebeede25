//! Parts of speech, guessed from word lists, verb forms and neighbours.

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::{Form, form, tag};
use crate::extract::tokens::{Case, TokenKind};
use crate::extract::who::{MentionForm, Mentions};

use super::particles::{clause_follows, pronoun_use, that, to};
use super::verbs::verb;

/// What a word is in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pos {
    /// Article, quantifier, possessive determiner.
    Det,
    /// Adjective or number.
    Adj,
    /// Noun, name, or anything unknown.
    Noun,
    /// Pronoun.
    Pron,
    /// `'s` or `'` of the genitive.
    Genitive,
    /// Preposition.
    Prep,
    /// "to" before an infinitive.
    To,
    /// "and", "or", "but".
    And,
    /// "if", "because", "after" with a clause.
    Sub,
    /// "that" with a clause.
    That,
    /// "who", "which", "where".
    Rel,
    /// Adverb.
    Adv,
    /// "not", "never".
    Not,
    /// Modal verb.
    Modal,
    /// Form of "be", "have" or "do".
    Aux,
    /// Form of a verb: lemma and forms that it may be here.
    Verb(Form),
    /// Part of a time expression.
    Time,
    /// Comma.
    Comma,
    /// Dash.
    Dash,
    /// Semicolon or colon.
    Break,
    /// Opening or closing quotation mark.
    Quote,
    /// Opening bracket.
    Open,
    /// Closing bracket.
    Close,
    /// Stop or anything else.
    Other,
}

/// The part of speech of each token of a sentence.
pub fn tag(
    document: &Document,
    mentions: &Mentions,
    tokens: Range<usize>,
    is_time: &dyn Fn(usize) -> bool,
) -> Vec<Pos> {
    let mut out: Vec<Pos> = Vec::with_capacity(tokens.len());
    let mut closes = tokens.start;
    for t in tokens.clone() {
        if document.tokens[t].kind == TokenKind::Open && t > tokens.start && t >= closes {
            let near = t + 1..tokens.end.min(t + 40);
            closes =
                near.clone().find(|u| document.tokens[*u].kind == TokenKind::Close).map_or(closes, |u| u + 1);
        }
        if t < closes {
            // Brackets keep their content out of the clauses.
            out.push(Pos::Other);
            continue;
        }
        let named =
            mentions.at(t).and_then(|m| mentions.list.get(m)).is_some_and(|m| m.form != MentionForm::Name);
        let pos = if is_time(t) && !named { Pos::Time } else { one(document, mentions, &tokens, t, &out) };
        out.push(pos);
    }
    mend(document, &tokens, &mut out);
    out
}

fn one(document: &Document, mentions: &Mentions, s: &Range<usize>, t: usize, before: &[Pos]) -> Pos {
    let token = &document.tokens[t];
    match token.kind {
        TokenKind::Comma => return Pos::Comma,
        TokenKind::Dash => return Pos::Dash,
        TokenKind::Colon | TokenKind::Semicolon => return Pos::Break,
        TokenKind::OpenQuote | TokenKind::CloseQuote => {
            return if document.word(t) == "'" || document.word(t) == "’" {
                genitive_or_quote(document, t)
            } else {
                Pos::Quote
            };
        }
        TokenKind::Open => return Pos::Open,
        TokenKind::Close => return Pos::Close,
        TokenKind::Number => return Pos::Adj,
        TokenKind::Stop => return Pos::Other,
        TokenKind::Symbol => {
            return if matches!(document.word(t), "$" | "%" | "€" | "£" | "&") {
                Pos::Adj
            } else {
                Pos::Other
            };
        }
        TokenKind::Word => {}
    }
    if let Some(m) = mentions.at(t) {
        let m = &mentions.list[m];
        match m.form {
            MentionForm::Pronoun if m.tokens.len() == 1 => return Pos::Pron,
            MentionForm::Demonym if !m.plural => return Pos::Adj,
            _ if m.modifier => return Pos::Adj,
            _ => return inside(document, t),
        }
    }
    word(document, s, t, before)
}

/// Within a mention: nouns, but for the genitive in "Peru's army".
fn inside(document: &Document, t: usize) -> Pos {
    if matches!(document.lower(t), "'s" | "'") { Pos::Genitive } else { Pos::Noun }
}

fn genitive_or_quote(document: &Document, t: usize) -> Pos {
    let spaced = document.tokens[t].spaced;
    let plural = t > 0 && document.lower(t - 1).ends_with('s');
    if !spaced && plural && document.tokens.get(t + 1).is_some_and(|n| n.kind == TokenKind::Word) {
        Pos::Genitive
    } else {
        Pos::Quote
    }
}

fn is_nominal(p: Option<&Pos>) -> bool {
    matches!(p, Some(Pos::Noun | Pos::Pron))
}

pub(super) fn word(document: &Document, s: &Range<usize>, t: usize, before: &[Pos]) -> Pos {
    let word = document.lower(t);
    let tags = document.tags(t);
    let prev = before.last();
    let next_tags = if t + 1 < s.end { document.tags(t + 1) } else { 0 };
    if word == "'s" {
        let pronoun = matches!(prev, Some(Pos::Pron | Pos::Rel | Pos::That));
        return if pronoun { Pos::Aux } else { Pos::Genitive };
    }
    if tags & tag::NOT != 0 && !matches!(word, "nor" | "neither") {
        return Pos::Not;
    }
    // "according to" is one preposition, and whoever follows is no side of the event.
    if word == "according" && document.lower(t + 1) == "to" {
        return Pos::Prep;
    }
    if word == "to" && t > s.start && document.lower(t - 1) == "according" {
        return Pos::Adv;
    }
    if word == "to" {
        return to(document, t);
    }
    if word == "that" {
        return that(document, s, t, before);
    }
    if tags & (tag::MODAL) != 0 && !(word == "may" && document.tokens[t].case != Case::Lower && t != s.start)
    {
        let noun_use = matches!(prev, Some(Pos::Det | Pos::Adj)) && matches!(word, "will" | "need" | "must");
        let verb_need = word == "need" && next_tags & tag::NOT == 0 && document.forms(t + 1).is_empty();
        if !noun_use && !verb_need {
            return Pos::Modal;
        }
    }
    if tags & (tag::BE | tag::HAVE | tag::DO) != 0 {
        return Pos::Aux;
    }
    if tags & tag::REL != 0 {
        return Pos::Rel;
    }
    if matches!(word, "but" | "and" | "or" | "nor" | "plus") {
        return Pos::And;
    }
    // "provided that Peru leaves", but "Peru provided aid".
    let verbal = word == "provided"
        && document.lower(t + 1) != "that"
        && (is_nominal(prev) || matches!(prev, Some(Pos::Aux | Pos::Adv)));
    if tags & tag::SUB != 0 && !verbal && (tags & tag::PREP == 0 || clause_follows(document, s, t)) {
        return if word == "so" && next_tags & (tag::ADJ | tag::ADV) != 0 { Pos::Adv } else { Pos::Sub };
    }
    if word == "following"
        || word == "including"
        || word == "regarding"
        || word == "concerning"
        || word == "pending"
    {
        return if matches!(prev, Some(Pos::Det | Pos::Adj)) { Pos::Adj } else { Pos::Prep };
    }
    if tags & tag::PREP != 0 {
        let particle = tags & tag::ADV != 0 && matches!(prev, Some(Pos::Verb(_)));
        let ends = t + 1 >= s.end
            || document.tokens[t + 1].kind != TokenKind::Word
                && document.tokens[t + 1].kind != TokenKind::Number
                && document.tokens[t + 1].kind != TokenKind::OpenQuote
                && document.tokens[t + 1].kind != TokenKind::Symbol;
        let double = next_tags & tag::PREP != 0
            && matches!(word, "up" | "out" | "off" | "down" | "over" | "in" | "on");
        return if particle && (ends || double) { Pos::Adv } else { Pos::Prep };
    }
    if tags & tag::PRON != 0 && (tags & tag::DET == 0 || pronoun_use(document, s, t)) {
        return Pos::Pron;
    }
    if tags & tag::DET != 0 {
        return Pos::Det;
    }
    if tags & tag::NUM != 0 {
        return Pos::Adj;
    }
    // "pulled back troops": a particle, though "back" may be a verb elsewhere.
    if tags & tag::ADV != 0 && matches!(prev, Some(Pos::Verb(_))) {
        return Pos::Adv;
    }
    let forms = document.forms(t);
    if !forms.is_empty() && document.tokens[t].case != Case::Upper {
        let name = document.tokens[t].case == Case::Initial && t != s.start && !title_case(document, s);
        if !name && let Some(form) = verb(document, s, t, before, forms) {
            return Pos::Verb(form);
        }
    }
    if tags & tag::ADJ != 0 {
        return Pos::Adj;
    }
    if tags & tag::ADV != 0 || adverb(word) {
        return Pos::Adv;
    }
    if !forms.is_empty() && matches!(prev, Some(Pos::Det | Pos::Adj | Pos::Genitive)) && word.ends_with("ed")
    {
        return Pos::Adj;
    }
    if forms.is_empty() && document.tokens[t].case == Case::Lower {
        return unknown(word, prev, next_tags);
    }
    Pos::Noun
}

pub(super) fn adverb(word: &str) -> bool {
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(
            word,
            "family"
                | "assembly"
                | "supply"
                | "ally"
                | "reply"
                | "italy"
                | "july"
                | "monopoly"
                | "deadly"
                | "friendly"
                | "likely"
                | "unlikely"
                | "early"
                | "elderly"
                | "daily"
                | "weekly"
                | "monthly"
                | "yearly"
                | "costly"
                | "hourly"
                | "lovely"
                | "orderly"
                | "anomaly"
                | "butterfly"
                | "timely"
                | "holy"
                | "homely"
        )
}

/// Unknown lower-case words: -ed after a noun is a verb in the past, most else a noun.
fn unknown(word: &str, prev: Option<&Pos>, next_tags: u32) -> Pos {
    const ADJECTIVES: &[&str] =
        &["ous", "ful", "ive", "ical", "ish", "less", "able", "ible", "ary", "ial", "ional"];
    if ADJECTIVES.iter().any(|s| word.ends_with(s)) {
        return Pos::Adj;
    }
    let verbal = word.len() > 4
        && word.ends_with("ed")
        && is_nominal(prev)
        && next_tags & (tag::DET | tag::PREP | tag::PRON) != 0;
    if verbal {
        // An unknown verb: it parts clauses even though its meaning is not known.
        return Pos::Verb((u16::MAX, form::PAST | form::PART));
    }
    Pos::Noun
}

/// Whether a sentence is written like a headline: most longer words begin with a capital.
pub fn title_case(document: &Document, s: &Range<usize>) -> bool {
    let long =
        s.clone().filter(|t| document.tokens[*t].kind == TokenKind::Word && document.word(*t).len() > 3);
    let (mut all, mut capital) = (0, 0);
    for t in long {
        all += 1;
        capital += usize::from(document.tokens[t].case != Case::Lower);
    }
    all >= 4 && capital * 10 >= all * 8
}

/// Second look, with both neighbours known.
fn mend(document: &Document, s: &Range<usize>, out: &mut [Pos]) {
    about_numbers(document, s, out);
    verb_at_last(document, s, out);
    for i in 0..out.len() {
        // "the two sides agreed" after a time expression: nothing to mend; "said Tuesday" neither.
        if let Pos::Verb((_, f)) = out[i]
            && f & (form::BASE | form::S) != 0
            && i > 0
            && matches!(out[i - 1], Pos::Det)
        {
            out[i] = Pos::Noun;
        }
    }
}

/// "More than 20", "up to 13,000", "about a hundred": what only weighs a number belongs to it.
fn about_numbers(document: &Document, s: &Range<usize>, out: &mut [Pos]) {
    const PHRASES: &[&[&str]] = &[
        &["more", "than"],
        &["less", "than"],
        &["fewer", "than"],
        &["no", "fewer", "than"],
        &["at", "least"],
        &["at", "most"],
        &["up", "to"],
        &["as", "many", "as"],
        &["as", "much", "as"],
        &["close", "to"],
        &["an", "estimated"],
        &["about"],
        &["around"],
        &["nearly"],
        &["roughly"],
        &["almost"],
    ];
    let counts = |t: usize| {
        t < s.end
            && (document.tokens[t].kind == TokenKind::Number
                || document.tags(t) & tag::NUM != 0
                || matches!(document.word(t), "$" | "€" | "£"))
    };
    for i in 1..out.len() {
        let at = s.start + i;
        if !counts(at) {
            continue;
        }
        let stands = |p: &&&[&str]| {
            p.len() <= i && p.iter().enumerate().all(|(k, w)| document.lower(at - p.len() + k) == *w)
        };
        let Some(phrase) = PHRASES.iter().find(stands) else { continue };
        let before = i - phrase.len()..i;
        if !out[before.clone()].contains(&Pos::Time) {
            out[before].fill(Pos::Adj);
        }
    }
}

/// A sentence in which no word could be a finite verb gets the first that may be one after all:
/// "Peruvian and Chilean envoys return to Lima for talks".
fn verb_at_last(document: &Document, s: &Range<usize>, out: &mut [Pos]) {
    let finite = |p: &Pos| match p {
        Pos::Modal | Pos::Aux => true,
        Pos::Verb((_, f)) => f & (form::PAST | form::S | form::BASE) != 0,
        _ => false,
    };
    if out.iter().any(finite) {
        return;
    }
    for i in 1..out.len().saturating_sub(1) {
        let at = s.start + i;
        if out[i] != Pos::Noun || out[i - 1] != Pos::Noun || document.tokens[at].case != Case::Lower {
            continue;
        }
        let follows =
            matches!(out[i + 1], Pos::Prep | Pos::Det | Pos::Time | Pos::That | Pos::To | Pos::Noun)
                && !matches!(document.lower(at + 1), "of");
        let plural = document.lower(at - 1).ends_with('s');
        let wanted = if plural { form::BASE } else { form::S };
        let verb = document.forms(at).iter().find(|(_, f)| f & wanted != 0);
        if let Some((lemma, f)) = verb.filter(|_| follows) {
            out[i] = Pos::Verb((*lemma, f & wanted));
            return;
        }
    }
}
