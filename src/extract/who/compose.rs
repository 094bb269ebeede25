//! Joins what belongs together: "Iranian" + "foreign minister" + a name, "the
//! president of Peru", a name with an apposition.

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::{form, list, tag};
use crate::extract::tokens::{Case, TokenKind};
use crate::model::ActorKind;

use super::{Mention, MentionForm};

/// Words between a country and a role that belong to neither: "Iranian *then*-foreign minister".
const FILLERS: usize = 4;

/// Joins the mentions that the dictionary found in one sentence.
pub(crate) fn compose(document: &Document, sentence: Range<usize>, found: Vec<Mention>) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::with_capacity(found.len());
    for mention in found {
        if mention.form == MentionForm::Agent {
            join_role(document, sentence.start, mention, &mut mentions);
        } else {
            join_name(document, mention, &mut mentions);
        }
    }
    of_country(document, &mut mentions);
    suffixes(document, &mut mentions);
    names(document, &sentence, &mut mentions);
    appositions(document, &mut mentions);
    mentions
}

/// Puts a role together with the country or organisation before it.
fn join_role(document: &Document, first: usize, mut role: Mention, mentions: &mut Vec<Mention>) {
    let owner = mentions.last().filter(|m| {
        can_own(m)
            && role.tokens.start - m.tokens.end <= FILLERS + 1
            && fillers(document, m.tokens.end.max(first)..role.tokens.start)
    });
    let Some(owner) = owner else {
        mentions.push(role);
        return;
    };
    let former = (owner.tokens.end..role.tokens.start).any(|t| document.is_listed(t, list::FORMER));
    let start = owner.tokens.start;
    role.country = owner.country;
    role.code = role_code(owner, &role.code, former);
    if owner.form == MentionForm::Agent && owner.inferred {
        // "army chief": a role of a role; the country is still open.
        role.inferred = true;
        role.code.clone_from(&owner.code);
    } else {
        role.inferred = false;
        role.form = MentionForm::Role;
    }
    let owner_name = if owner.form == MentionForm::Agent { owner.role.clone() } else { owner.name.clone() };
    if owner.kind == ActorKind::Igo && role.kind == ActorKind::Body {
        role.kind = ActorKind::Igo;
    }
    mentions.pop();
    extend(document, &mut role, start);
    role.name = format!("{owner_name} {}", role.role);
    mentions.push(role);
}

fn can_own(m: &Mention) -> bool {
    let person = m.kind == ActorKind::Person;
    let barred = match m.form {
        MentionForm::Person | MentionForm::Pronoun | MentionForm::Name => true,
        MentionForm::Role => person,
        MentionForm::Demonym => m.plural,
        MentionForm::Agent => person || m.plural,
        _ => false,
    };
    !m.modifier && !barred
}

/// Only adjectives, "'s" and the like stand between.
fn fillers(document: &Document, tokens: Range<usize>) -> bool {
    tokens.clone().all(|t| {
        let tags = document.tags(t);
        let plain = document.tokens[t].kind == TokenKind::Word
            && tags
                & (tag::PREP
                    | tag::AND
                    | tag::SUB
                    | tag::REL
                    | tag::PRON
                    | tag::MODAL
                    | tag::HAVE
                    | tag::DO
                    | tag::DET)
                == 0;
        let possessive = document.is_listed(t, list::GENITIVE) && t == tokens.start;
        let name = document.tokens[t].case != Case::Lower && tags & tag::ADJ == 0;
        // "Israeli armed forces", but not "a Palestinian killed soldiers".
        let past = document.forms(t).iter().any(|(_, f)| f & (form::PAST | form::S | form::BASE) != 0);
        let verb = past && !document.is_listed(t, list::ADJECTIVE_OF_FORCE);
        document.is_listed(t, list::IN_OFFICE)
            || possessive
            || tags & tag::ADJ != 0 && tags & tag::BE == 0
            || plain && !name && !verb && tags & (tag::BE | tag::ADV) == 0
    })
}

/// The CAMEO code of a role in a country or organisation.
fn role_code(owner: &Mention, role: &str, former: bool) -> String {
    if !owner.is_resolved() {
        // "Latin American leaders": of no one country.
        return String::new();
    }
    let base = if owner.code.is_empty() { owner.country.iso3().to_owned() } else { owner.code.clone() };
    if owner.country.is_known() && !owner.code.starts_with("IGO") && !owner.code.starts_with("NGO") {
        if base.len() > 3 {
            return base;
        }
        let role = if former { "ELI" } else { role };
        return format!("{base}{role}");
    }
    base
}

fn extend(document: &Document, m: &mut Mention, start: usize) {
    m.tokens.start = start;
    if let Some(span) = document.span(m.tokens.clone()) {
        m.span = span;
    }
}

/// Puts a known person together with the title before: "Iranian President" + name.
fn join_name(document: &Document, mut m: Mention, mentions: &mut Vec<Mention>) {
    if m.form == MentionForm::Person
        && let Some(title) = mentions.last()
        && matches!(title.form, MentionForm::Role | MentionForm::Agent)
        && title.kind == ActorKind::Person
        && !title.plural
        && title.tokens.end == m.tokens.start
    {
        let (start, role) = (title.tokens.start, title.role.clone());
        let elsewhere =
            title.form == MentionForm::Role && title.country.is_known() && title.country != m.country;
        if elsewhere {
            // The text knows better than the table: another bearer of the name.
            (m.country, m.code) = (title.country, title.code.clone());
            m.name = m.span.of(document.text).to_owned();
        }
        mentions.pop();
        extend(document, &mut m, start);
        m.role = role;
    }
    mentions.push(m);
}

/// "the president of Peru", "security forces in Guinea": the country after a role.
fn of_country(document: &Document, mentions: &mut [Mention]) {
    for i in 0..mentions.len() {
        if mentions[i].form != MentionForm::Agent {
            continue;
        }
        let end = mentions[i].tokens.end;
        // "a spokesman for the Peruvian army"
        let speaks = document.lower(end) == "for" && mentions[i].role.contains("spokes");
        if !speaks && !document.is_listed(end, list::OF_COUNTRY) {
            continue;
        }
        let Some(next) = mentions.get(i + 1) else { continue };
        let near = next.tokens.start - end <= 4
            && (end + 1..next.tokens.start).all(|t| {
                let tags = document.tags(t);
                tags & (tag::DET | tag::ADJ | tag::NUM) != 0 || document.is_listed(t, list::BEFORE_COUNTRY)
            });
        // "the regime of dictator Juan Example": a government is its leader's.
        let led = document.lower(end) == "of"
            && list::GOVERNMENT_ROLE.has(&mentions[i].role)
            && next.kind == ActorKind::Person
            && matches!(next.form, MentionForm::Person | MentionForm::Role)
            && next.country.is_known();
        let owns = (led || can_own(next)) && next.form != MentionForm::Agent;
        if !near || !owns || moved_away(document, mentions[i].tokens.start, end) {
            continue;
        }
        let owner = next.clone();
        let m = &mut mentions[i];
        m.country = owner.country;
        m.code = role_code(&owner, &m.code.clone(), false);
        m.form = MentionForm::Role;
        m.inferred = false;
        m.name = format!("{} of {}", m.role, owner.name);
    }
}

/// "withdrew troops from Peru", "its force in Peru": the country is where, not whose.
fn moved_away(document: &Document, agent: usize, preposition: usize) -> bool {
    let from = document.lower(preposition) == "from";
    (agent.saturating_sub(4)..agent)
        .any(|t| document.is_listed(t, list::OUR) || from && list::MOVED_AWAY.begins(document.lower(t)))
}

/// Capitalised words that no table knows: joined to the title before, else names of their own.
fn names(document: &Document, sentence: &Range<usize>, mentions: &mut Vec<Mention>) {
    let mut covered = vec![false; sentence.len()];
    for m in mentions.iter() {
        for t in m.tokens.clone() {
            if let Some(c) = covered.get_mut(t.wrapping_sub(sentence.start)) {
                *c = true;
            }
        }
    }
    let headline = document.is_title_case(sentence);
    let mut at = sentence.start;
    let mut fresh = Vec::new();
    while at < sentence.end {
        if covered[at - sentence.start] || !is_name(document, at, sentence.start, headline) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < sentence.end
            && !covered[end - sentence.start]
            && (is_name(document, end, sentence.start, headline)
                || document.is_listed(end, list::NAME_PARTICLE)
                    && end + 1 < sentence.end
                    && is_name(document, end + 1, sentence.start, headline)
                    && !covered[end + 1 - sentence.start])
        {
            end += 1;
        }
        attach_name(document, at..end, mentions, &mut fresh);
        at = end;
    }
    mentions.append(&mut fresh);
    mentions.sort_by_key(|m| m.tokens.start);
}

fn attach_name(
    document: &Document,
    tokens: Range<usize>,
    mentions: &mut [Mention],
    fresh: &mut Vec<Mention>,
) {
    let title = mentions.iter_mut().find(|m| m.tokens.end == tokens.start);
    if let Some(title) = title
        && matches!(title.form, MentionForm::Role | MentionForm::Agent)
        && title.kind == ActorKind::Person
        && !title.plural
    {
        if let Some(span) = document.span(tokens.clone()) {
            title.name = span.of(document.text).to_owned();
        }
        title.tokens.end = tokens.end;
        let start = title.tokens.start;
        extend(document, title, start);
        return;
    }
    let Some(mention) = Mention::of_words(document, tokens, MentionForm::Name) else { return };
    fresh.push(Mention { kind: ActorKind::Person, ..mention });
}

fn is_name(document: &Document, token: usize, first: usize, headline: bool) -> bool {
    let Some(t) = document.tokens.get(token) else { return false };
    if t.kind != TokenKind::Word || t.case == Case::Lower {
        return false;
    }
    let word = document.lower(token);
    let tags = document.tags(token);
    if tags
        & (tag::DET
            | tag::PREP
            | tag::AND
            | tag::SUB
            | tag::REL
            | tag::PRON
            | tag::MODAL
            | tag::BE
            | tag::HAVE
            | tag::DO
            | tag::ADV
            | tag::NUM)
        != 0
    {
        return false;
    }
    if document.is_listed(token, list::CALENDAR) {
        return false;
    }
    // Headlines capitalise verbs as well: "Peru Lifts Ban".
    let known = !document.forms(token).is_empty() || !document.nouns(token).is_empty();
    if known && headline {
        return false;
    }
    // The first word of a sentence has its capital from there: a name only if no other word.
    token != first
        || document.forms(token).is_empty()
            && tags == 0
            && document.nouns(token).is_empty()
            && !word.ends_with("ly")
}

/// "Jan Example, the Peruvian foreign minister,", "Peru's foreign minister, Jan Example,", "… (Peruvian
/// minister)", "Peru's minister is Jan Example": a name takes the role beside it.
fn appositions(document: &Document, mentions: &mut [Mention]) {
    for i in 0..mentions.len().saturating_sub(1) {
        let (left, right) = mentions.split_at_mut(i + 1);
        let (Some(one), Some(other)) = (left.last_mut(), right.first_mut()) else { continue };
        let between = document.tokens.get(one.tokens.end);
        let parted = between.is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Open));
        if is_full_name(one) && parted && is_office(other) && near(document, one.tokens.end, other) {
            take_office(one, other);
        } else if is_office(one) && one.form == MentionForm::Role {
            let is = document.tags(one.tokens.end) & tag::BE != 0;
            let beside = other.tokens.start == one.tokens.end + 1 && (parted || is);
            let after = document.tokens.get(other.tokens.end).map(|t| t.kind);
            // "Peru's president, Jan Example and others" lists them.
            let closed =
                is || after != Some(TokenKind::Word) || document.tags(other.tokens.end) & tag::AND == 0;
            let titled = other.form == MentionForm::Agent && is_office(other) && other.inferred;
            if beside && closed && is_full_name(other) {
                take_office(other, one);
            } else if beside && parted && titled {
                other.country = one.country;
                other.code.clone_from(&one.code);
                (other.form, other.inferred) = (MentionForm::Role, false);
            }
        }
    }
}

fn is_full_name(m: &Mention) -> bool {
    m.form == MentionForm::Name && m.tokens.len() >= 2
}

fn is_office(m: &Mention) -> bool {
    matches!(m.form, MentionForm::Role | MentionForm::Agent) && m.kind == ActorKind::Person && !m.plural
}

/// Whether nothing but articles and adjectives stands between a comma and a role.
fn near(document: &Document, comma: usize, role: &Mention) -> bool {
    role.tokens.start.saturating_sub(comma) <= 4
        && (comma + 1..role.tokens.start).all(|t| document.tags(t) & (tag::DET | tag::ADJ) != 0)
}

fn take_office(name: &mut Mention, office: &Mention) {
    name.country = office.country;
    name.code.clone_from(&office.code);
    name.role.clone_from(&office.role);
    if office.form == MentionForm::Agent {
        // The office's country is still open, and the name's with it.
        (name.form, name.inferred) = (MentionForm::Agent, true);
    } else {
        name.form = MentionForm::Person;
    }
}

/// "President Example, Jr.": the rest of the name.
fn suffixes(document: &Document, mentions: &mut [Mention]) {
    for m in mentions.iter_mut().filter(|m| m.kind == ActorKind::Person) {
        let end = m.tokens.end;
        let comma = document.tokens.get(end).is_some_and(|t| t.kind == TokenKind::Comma);
        let suffix = end + usize::from(comma);
        let named = document.tokens.get(end.saturating_sub(1)).is_some_and(|t| t.case != Case::Lower);
        if named && document.is_listed(suffix, list::NAME_SUFFIX) {
            m.tokens.end = suffix + 1;
            let start = m.tokens.start;
            extend(document, m, start);
        }
    }
}
