//! What points back: surnames, bare roles, pronouns, "both countries".

use crate::extract::document::Document;
use crate::extract::lexicon::{form, list, tag};
use crate::extract::tokens::TokenKind;
use crate::model::ActorKind;

use super::{Mention, MentionForm, Mentions, neighbours, persons};

/// Sentences that a pronoun looks back.
const REACH: usize = 2;

/// Resolves surnames, bare roles and pronouns; adds a mention for each pronoun.
pub(crate) fn resolve(document: &Document, mentions: &mut Mentions) {
    add_pronouns(document, mentions);
    persons::resolve(document, mentions);
    agents(document, mentions);
    persons::resolve(document, mentions);
    pronouns(document, mentions);
}

/// Mentions of pronouns and of "the two countries", put in their places.
fn add_pronouns(document: &Document, mentions: &mut Mentions) {
    let pronouns = [
        (list::PRONOUN_HE, ActorKind::Person, false),
        (list::PRONOUN_IT, ActorKind::Other, false),
        (list::PRONOUN_THEY, ActorKind::Other, true),
        (list::PRONOUN_I, ActorKind::Person, false),
        (list::PRONOUN_WE, ActorKind::Other, true),
    ];
    let mut fresh = Vec::new();
    for (t, token) in document.tokens.iter().enumerate() {
        // Asked for before all others: most words are none of them.
        let back = token.kind == TokenKind::Word && document.is_listed(t, list::ANAPHOR);
        if !back || mentions.at(t).is_some() {
            continue;
        }
        if document.is_listed(t, list::THEIR) {
            let Some(end) = neighbours::phrase(document, t) else { continue };
            let free = (t..end).all(|u| mentions.at(u).is_none());
            fresh.extend(free.then(|| pronoun(document, t..end, ActorKind::State, false)));
        } else if document.is_listed(t, list::ALLIANCE) {
            // "The alliance sent", but "accession to the alliance".
            let before = t.checked_sub(2).map_or(0, |b| document.tags(b));
            let alone = t > 0
                && document.lower(t - 1) == "the"
                && document.lower(t + 1) != "of"
                && before & tag::PREP == 0;
            fresh.extend(alone.then(|| pronoun(document, t - 1..t + 1, ActorKind::Igo, false)));
        } else if document.is_listed(t, list::BOTH) {
            let pair = pair_end(document, t);
            fresh.extend(pair.map(|end| pronoun(document, t..end, ActorKind::State, true)));
        } else if let Some((_, kind, plural)) =
            pronouns.iter().find(|(words, ..)| document.is_listed(t, *words))
        {
            fresh.push(pronoun(document, t..t + 1, *kind, *plural));
        }
    }
    mentions.list.extend(fresh.into_iter().flatten());
    mentions.list.sort_by_key(|m| m.tokens.start);
    // "the two ministers": the role inside gives way to the phrase.
    let mut end = 0;
    mentions.list.retain(|m| {
        let keep = m.tokens.start >= end;
        end = end.max(m.tokens.end);
        keep
    });
    mentions.index(document.tokens.len());
}

/// The end of "two countries", "both foreign ministers", "two of the states" that begins at a token.
fn pair_end(document: &Document, t: usize) -> Option<usize> {
    if document.lower(t + 1) == "of" {
        let mut near = t + 2..document.tokens.len().min(t + 9);
        return near.any(|u| document.is_listed(u, list::STATES)).then_some(t + 1);
    }
    let noun = t + 1 + usize::from(document.is_listed(t + 1, list::PORTFOLIO));
    document.is_listed(noun, list::PAIR_NOUN).then_some(noun + 1)
}

fn pronoun(
    document: &Document,
    tokens: std::ops::Range<usize>,
    kind: ActorKind,
    plural: bool,
) -> Option<Mention> {
    let mention = Mention::of_words(document, tokens, MentionForm::Pronoun)?;
    Some(Mention { kind, plural, inferred: true, ..mention })
}

/// Bare roles take the country of the last one named: in the sentence, else before it, else
/// after. "Its troops" are those of whoever the pronoun points to.
fn agents(document: &Document, mentions: &mut Mentions) {
    for i in 0..mentions.list.len() {
        if mentions.list[i].form != MentionForm::Agent || mentions.list[i].country.is_known() {
            continue;
        }
        let sentence = document.sentence_at(mentions.list[i].span.start);
        let owner = possessor(document, mentions, i, sentence);
        let Some(owner) = owner.or_else(|| context(document, mentions, i, sentence)) else { continue };
        let (country, base) = (mentions.list[owner].country, mentions.list[owner].code.clone());
        let m = &mut mentions.list[i];
        m.country = country;
        m.code = if country.is_known() {
            format!("{}{}", base.get(..3).unwrap_or(country.iso3()), m.code)
        } else {
            base
        };
    }
}

fn anchors(m: &Mention) -> bool {
    let named = m.country.is_known() && !m.inferred && !m.modifier;
    named && m.form != MentionForm::Pronoun && !m.is_medium()
}

fn context(document: &Document, mentions: &Mentions, at: usize, sentence: usize) -> Option<usize> {
    let start = document.sentences.get(sentence)?.span.start;
    let before = (0..at).rev().take(40).find(|j| anchors(&mentions.list[*j]));
    let same = before.filter(|j| mentions.list[*j].span.start >= start);
    let end = document.sentences.get(sentence)?.span.end;
    let after = (at + 1..mentions.list.len().min(at + 20))
        .find(|j| anchors(&mentions.list[*j]) && mentions.list[*j].span.start < end);
    // "the ministers" were spoken of before; "ministers" belong to what comes, if to anybody.
    let role = mentions.list[at].tokens.start;
    let definite = role.checked_sub(1).is_some_and(|t| document.lower(t) == "the");
    let far = before.filter(|_| definite);
    same.or(far).or(after).or(before)
}

/// Whom "its" or "their" before a role points to.
fn possessor(document: &Document, mentions: &Mentions, at: usize, sentence: usize) -> Option<usize> {
    let before = mentions.list[at].tokens.start.checked_sub(1).map_or("", |t| document.lower(t));
    let several = match before {
        "its" => false,
        "their" => true,
        _ => return None,
    };
    let meant = looked_back(document, mentions, at, sentence, |m| suits(ActorKind::Other, several, m));
    meant.filter(|meant| mentions.list[*meant].country.is_known())
}

/// Pronouns point to the first fitting mention of their sentence, else of the sentences before.
fn pronouns(document: &Document, mentions: &mut Mentions) {
    for i in 0..mentions.list.len() {
        if mentions.list[i].form != MentionForm::Pronoun {
            continue;
        }
        let sentence = document.sentence_at(mentions.list[i].span.start);
        let found = if is_pair(&mentions.list[i], document) {
            last_two(document, mentions, i)
        } else if neighbours::is_phrase(document, mentions, i) {
            neighbours::meant(mentions, i).into_iter().collect()
        } else {
            antecedent(document, mentions, i, sentence).into_iter().collect()
        };
        if let Some(first) = found.first().copied() {
            let (country, code) = (mentions.list[first].country, mentions.list[first].code.clone());
            let m = &mut mentions.list[i];
            (m.country, m.code, m.antecedents) = (country, code, found);
        }
    }
}

fn is_pair(m: &Mention, document: &Document) -> bool {
    document.is_listed(m.tokens.start, list::BOTH)
}

/// The last two different countries before a mention, in the order of the text.
fn last_two(document: &Document, mentions: &Mentions, at: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for j in (0..agent_of(document, mentions, at).unwrap_or(at)).rev().take(60) {
        let m = &mentions.list[j];
        if anchors(m) && found.iter().all(|f| mentions.list[*f].country != m.country) {
            if in_place(document, m.tokens.start) {
                continue;
            }
            found.push(j);
            if found.len() == 2 {
                break;
            }
        }
    }
    if found.len() < 2 {
        return Vec::new();
    }
    found.reverse();
    found
}

/// "Peru telephoned both ministers": Peru is none of the two. The first mention of the sentence,
/// if all before a verb are of one country.
fn agent_of(document: &Document, mentions: &Mentions, at: usize) -> Option<usize> {
    let start = mentions.list[at].tokens.start;
    let sentence = document.sentences.get(document.sentence_at(mentions.list[at].span.start))?;
    let object =
        start > sentence.tokens.start && document.forms(start - 1).iter().any(|(_, f)| f & form::PAST != 0);
    let first =
        (0..at).rev().take_while(|j| mentions.list[*j].tokens.start >= sentence.tokens.start).last()?;
    let mut named = mentions.list[first..at].iter().filter(|m| anchors(m));
    let country = named.next()?.country;
    (object && named.all(|m| m.country == country)).then_some(first)
}

/// "in Peru": where it happens, not who acts.
fn in_place(document: &Document, token: usize) -> bool {
    token > 0 && document.is_listed(token - 1, list::IN_PLACE)
}

fn antecedent(document: &Document, mentions: &Mentions, at: usize, sentence: usize) -> Option<usize> {
    let m = &mentions.list[at];
    if document.is_listed(m.tokens.start, list::FIRST_PERSON) {
        return None;
    }
    if m.kind == ActorKind::Igo {
        // "The alliance" may have been named long before.
        return (0..at).rev().take(60).find(|j| {
            let other = &mentions.list[*j];
            other.kind == ActorKind::Igo && other.form == MentionForm::Organisation
        });
    }
    looked_back(document, mentions, at, sentence, |other| suits(m.kind, m.plural, other))
}

/// The first fitting mention of the sentence before a place, else of the sentences before.
fn looked_back(
    document: &Document,
    mentions: &Mentions,
    at: usize,
    sentence: usize,
    suits: impl Fn(&Mention) -> bool,
) -> Option<usize> {
    for back in 0..=REACH {
        let s = document.sentences.get(sentence.checked_sub(back)?)?;
        let range = mentions.within(s.tokens.clone());
        let fits = |j: &usize| *j < at && suits(&mentions.list[*j]);
        let found = range
            .clone()
            .find(|j| fits(j) && !mentions.list[*j].inferred)
            .or_else(|| range.clone().find(fits));
        if found.is_some() {
            return found;
        }
    }
    None
}

fn suits(kind: ActorKind, plural: bool, m: &Mention) -> bool {
    if m.modifier || m.form == MentionForm::Pronoun {
        return false;
    }
    let person = matches!(m.form, MentionForm::Person | MentionForm::Name)
        || matches!(m.form, MentionForm::Role | MentionForm::Agent) && m.kind == ActorKind::Person;
    match (kind, plural) {
        (ActorKind::Person, _) => person && !m.plural,
        (_, true) => m.plural || !person && m.form != MentionForm::Place,
        (_, false) => !person && !m.plural && m.form != MentionForm::Place,
    }
}
