//! Parts of speech, guessed from word lists, verb forms and neighbours.

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::{Form, UNKNOWN, WordId, form, lexicon, list, tag};
use crate::extract::tokens::{Case, TokenKind};
use crate::extract::who::{MentionForm, Mentions};

/// What a word is in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pos {
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
    Time,
    Comma,
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
pub(crate) fn tag(
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
            return if document.is_listed(t, list::AMOUNT_SIGN) { Pos::Adj } else { Pos::Other };
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
    if document.is_listed(t, list::GENITIVE) { Pos::Genitive } else { Pos::Noun }
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

fn word(document: &Document, s: &Range<usize>, t: usize, before: &[Pos]) -> Pos {
    let word = document.lower(t);
    let tags = document.tags(t);
    let prev = before.last();
    let next_tags = if t + 1 < s.end { document.tags(t + 1) } else { 0 };
    if word == "'s" {
        let pronoun = matches!(prev, Some(Pos::Pron | Pos::Rel | Pos::That));
        return if pronoun { Pos::Aux } else { Pos::Genitive };
    }
    if tags & tag::NOT != 0 && !document.is_listed(t, list::NEITHER) {
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
    if floats(document, s, t, before) {
        return Pos::Adv;
    }
    if joins_like_and(document, t, before) {
        return Pos::And;
    }
    // The rest of "as well as", "along with".
    if matches!(prev, Some(Pos::And | Pos::Adv)) && t > s.start && continues_and(document, t, before) {
        return Pos::Adv;
    }
    if word == "that" {
        return that(document, s, t, before);
    }
    if tags & (tag::MODAL) != 0 && !(word == "may" && document.tokens[t].case != Case::Lower && t != s.start)
    {
        let noun_use =
            matches!(prev, Some(Pos::Det | Pos::Adj)) && document.is_listed(t, list::NOUN_LIKE_MODAL);
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
    if tags & tag::AND != 0 {
        return Pos::And;
    }
    // "provided that Peru leaves", but "Peru provided aid".
    let verbal = word == "provided"
        && document.lower(t + 1) != "that"
        && (is_nominal(prev) || matches!(prev, Some(Pos::Aux | Pos::Adv)));
    if tags & tag::SUB != 0 && !verbal && (tags & tag::PREP == 0 || clause_follows(document, s, t)) {
        return if word == "so" && next_tags & (tag::ADJ | tag::ADV) != 0 { Pos::Adv } else { Pos::Sub };
    }
    if document.is_listed(t, list::VERBAL_PREPOSITION) {
        return if matches!(prev, Some(Pos::Det | Pos::Adj)) { Pos::Adj } else { Pos::Prep };
    }
    if tags & tag::PREP != 0 {
        let particle = tags & tag::ADV != 0 && matches!(prev, Some(Pos::Verb(_)));
        let ends = t + 1 >= s.end
            || document.tokens[t + 1].kind != TokenKind::Word
                && document.tokens[t + 1].kind != TokenKind::Number
                && document.tokens[t + 1].kind != TokenKind::OpenQuote
                && document.tokens[t + 1].kind != TokenKind::Symbol;
        let double = next_tags & tag::PREP != 0 && document.is_listed(t, list::DOUBLE_PARTICLE);
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
        let name = document.tokens[t].case == Case::Initial && t != s.start && !document.is_title_case(s);
        if !name && let Some(form) = verb(document, s, t, before, forms) {
            return Pos::Verb(form);
        }
    }
    if tags & tag::ADJ != 0 {
        return Pos::Adj;
    }
    if tags & tag::ADV != 0 || adverb(document, t) {
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

/// "Peru and Chile each signed it", "have both signed it": a word for all of the subject, beside its verb.
fn floats(document: &Document, s: &Range<usize>, t: usize, before: &[Pos]) -> bool {
    if !document.is_listed(t, list::FLOATING) || t + 1 >= s.end {
        return false;
    }
    let verbal = |t: usize| {
        document.tags(t) & (tag::MODAL | tag::BE | tag::HAVE | tag::DO) != 0
            || document.tokens.get(t).is_some_and(|n| n.case == Case::Lower) && !document.forms(t).is_empty()
    };
    match before.last() {
        Some(Pos::Aux | Pos::Modal) => verbal(t + 1),
        Some(Pos::Noun | Pos::Pron) => verbal(t + 1) && document.nouns(t + 1).is_empty(),
        _ => false,
    }
}

/// "Peru as well as Chile", "Peru, along with Chile, …": a second subject, before there is a verb.
fn joins_like_and(document: &Document, t: usize, before: &[Pos]) -> bool {
    let phrase = |words: &[&str]| words.iter().enumerate().all(|(i, w)| document.lower(t + i) == *w);
    let nominal = matches!(before.last(), Some(Pos::Noun | Pos::Comma | Pos::Close)) && before.len() > 1
        || matches!(before, [Pos::Noun]);
    nominal
        && (phrase(&["as", "well", "as"])
            || (phrase(&["along", "with"]) || phrase(&["together", "with"])) && !verb_seen(before))
}

fn continues_and(document: &Document, t: usize, before: &[Pos]) -> bool {
    let word = document.lower(t);
    let back = |n: usize| t.checked_sub(n).map_or("", |at| document.lower(at));
    let and = |n: usize| before.len().checked_sub(n).is_some_and(|at| before[at] == Pos::And);
    match word {
        "with" => and(1) && matches!(back(1), "along" | "together"),
        "well" => and(1) && back(1) == "as",
        "as" => and(2) && back(1) == "well" && back(2) == "as",
        _ => false,
    }
}

fn verb_seen(before: &[Pos]) -> bool {
    before.iter().any(|p| matches!(p, Pos::Verb(_) | Pos::Aux | Pos::Modal))
}

fn adverb(document: &Document, t: usize) -> bool {
    let word = document.lower(t);
    word.len() > 4 && word.ends_with("ly") && !document.is_listed(t, list::NO_ADVERB)
}

/// Unknown lower-case words: -ed after a noun is a verb in the past, most else a noun.
fn unknown(word: &str, prev: Option<&Pos>, next_tags: u32) -> Pos {
    if list::ADJECTIVE_ENDING.ends(word) {
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
    let counts = |t: usize| {
        t < s.end
            && (document.tokens[t].kind == TokenKind::Number
                || document.tags(t) & tag::NUM != 0
                || document.is_listed(t, list::CURRENCY))
    };
    for i in 1..out.len() {
        let at = s.start + i;
        if !counts(at) {
            continue;
        }
        let stands = |p: &&Vec<WordId>| {
            p.len() <= i && p.iter().enumerate().all(|(k, w)| document.id(at - p.len() + k) == *w)
        };
        let Some(phrase) = lexicon().number_hedges.iter().find(stands) else { continue };
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
    // "Peru Criticises Chile": too short to tell by its capitals alone.
    let headline = s.clone().all(|t| {
        let token = &document.tokens[t];
        token.kind != TokenKind::Stop
            && (token.kind != TokenKind::Word || token.case != Case::Lower || document.word(t).len() <= 4)
    });
    for i in 1..out.len().saturating_sub(1) {
        let at = s.start + i;
        let small = document.tokens[at].case == Case::Lower || headline && document.nouns(at).is_empty();
        if out[i] != Pos::Noun || out[i - 1] != Pos::Noun || !small {
            continue;
        }
        let named = headline && document.tokens[at].case != Case::Lower;
        let follows =
            matches!(out[i + 1], Pos::Prep | Pos::Det | Pos::Time | Pos::That | Pos::To | Pos::Noun)
                && document.lower(at + 1) != "of"
                || named && out[i + 1] == Pos::Adj;
        let plural = document.lower(at - 1).ends_with('s');
        let wanted = if plural { form::BASE } else { form::S };
        let verb = document.forms(at).iter().find(|(_, f)| f & wanted != 0);
        if let Some((lemma, f)) = verb.filter(|_| follows) {
            out[i] = Pos::Verb((*lemma, f & wanted));
            return;
        }
    }
}

/// "to" before a base form opens an infinitive, else it is a preposition.
fn to(document: &Document, t: usize) -> Pos {
    let mut at = t + 1;
    while document.tags(at) & (tag::ADV | tag::NOT) != 0 && document.forms(at).is_empty()
        || adverb(document, at)
    {
        at += 1;
    }
    let base = document.forms(at).iter().any(|(_, f)| f & form::BASE != 0)
        || document.is_listed(at, list::BASE_AUXILIARY);
    let capital = document.tokens.get(at).is_some_and(|t| t.case != Case::Lower);
    if !base || capital {
        return Pos::Prep;
    }
    // "to end" is an infinitive, "to power", "to attack by" may be a noun after a preposition.
    let noun =
        document.is_listed(at, list::NOUN_AFTER_TO) && document.tags(at + 1) & (tag::DET | tag::POSS) == 0;
    if noun { Pos::Prep } else { Pos::To }
}

/// "that": determiner, relative or conjunction.
fn that(document: &Document, s: &Range<usize>, t: usize, before: &[Pos]) -> Pos {
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
fn clause_follows(document: &Document, s: &Range<usize>, t: usize) -> bool {
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
            return document.lower(at + 1) != "by";
        }
        if nominal && tags & (tag::AND | tag::SUB | tag::REL) != 0 && tags & tag::PREP == 0 {
            return false;
        }
        nominal |= tags & (tag::DET | tag::PREP | tag::ADJ) == 0 || tags & tag::PRON != 0;
    }
    false
}

fn pronoun_use(document: &Document, s: &Range<usize>, t: usize) -> bool {
    if t + 1 >= s.end || document.tokens[t + 1].kind != TokenKind::Word {
        return true;
    }
    let tags = document.tags(t + 1);
    tags & (tag::MODAL | tag::BE | tag::HAVE | tag::PREP | tag::AND | tag::REL) != 0
}

/// Whether a form is a verb here, and which forms it may be.
fn verb(document: &Document, s: &Range<usize>, t: usize, before: &[Pos], forms: &[Form]) -> Option<Form> {
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
    let opens = next_tags & (tag::DET | tag::PRON | tag::NUM) != 0 && next_tags & tag::SUB == 0
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
        let tags = document.tags(t + 1);
        tags & (tag::BE | tag::HAVE | tag::DO | tag::MODAL | tag::AND) == 0
            && (tags & tag::PREP == 0 || document.is_listed(t + 1, list::PARTICLE))
            && !document.forms(t + 1).iter().any(|(_, f)| f & (form::S | form::PAST) != 0)
    });
    t > s.start && document.tokens[t - 1].case != Case::Lower && object
}
