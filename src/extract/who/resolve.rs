//! What points back: surnames, bare roles, pronouns, "both countries".

use crate::extract::document::Document;
use crate::extract::lexicon::{form, list, tag};
use crate::extract::tokens::{Case, TokenKind};
use crate::model::ActorKind;

use super::back::{REACH, anchors, in_place, looked_back, suits};
use super::{Mention, MentionForm, Mentions, home::Home, neighbours, offices, persons};

/// Resolves surnames, bare roles and pronouns; adds a mention for each pronoun.
pub(super) fn resolve(document: &Document, mentions: &mut Mentions, home: Home) {
    add_pronouns(document, mentions);
    persons::resolve(document, mentions);
    offices::agents(document, mentions, home);
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
        } else if document.is_listed(t, list::COUNTRY_NOUN) {
            let fits = is_the_country(document, t) && mentions.at(t - 1).is_none();
            fresh.extend(fits.then(|| pronoun(document, t - 1..t + 1, ActorKind::State, false)));
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

/// "The country": one named before, unless a preposition makes it a place.
fn is_the_country(document: &Document, t: usize) -> bool {
    let before = |back: usize| t.checked_sub(back);
    let placed = before(2)
        .is_some_and(|b| document.tags(b) & tag::PREP != 0 && !document.is_listed(b, list::TOWARDS_SOMEBODY));
    let told_apart = document.lower(t + 1) == "of"
        || document.is_listed(t + 1, list::GENITIVE)
        || document.tokens.get(t + 1).is_some_and(|n| n.case != Case::Lower);
    before(1).is_some_and(|b| document.lower(b) == "the") && !placed && !told_apart
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
        } else if document.is_listed(mentions.list[i].tokens.end - 1, list::COUNTRY_NOUN) {
            country_meant(document, mentions, i, sentence).into_iter().collect()
        } else if document.lower(mentions.list[i].tokens.start) == "they"
            && let Some(all) = several_before(document, mentions, i, sentence)
        {
            all
        } else {
            antecedent(document, mentions, i, sentence).into_iter().collect()
        };
        let first = found.first().copied().filter(|f| mentions.list[*f].is_resolved());
        if let Some(first) = first {
            let (country, code) = (mentions.list[first].country, mentions.list[first].code.clone());
            let m = &mut mentions.list[i];
            (m.country, m.code, m.antecedents) = (country, code, found);
        }
    }
}

/// Whom "they" means where several were named as one party: "Peru and Chile met. They …", or
/// where two persons of two countries met.
fn several_before(
    document: &Document,
    mentions: &Mentions,
    at: usize,
    sentence: usize,
) -> Option<Vec<usize>> {
    for back in 0..=1 {
        let s = document.sentences.get(sentence.checked_sub(back)?)?;
        let all: Vec<usize> =
            mentions.within(s.tokens.clone()).filter(|j| *j < at && anchors(&mentions.list[*j])).collect();
        let placed = |j: usize| in_place(document, mentions.list[j].tokens.start);
        let Some(start) = all.iter().position(|j| !placed(*j)) else { continue };
        let mut joined = vec![all[start]];
        for pair in all[start..].windows(2) {
            let (a, b) = (&mentions.list[pair[0]], &mentions.list[pair[1]]);
            match is_joined(document, a, b) {
                Joined::No => break,
                Joined::Owner => {}
                Joined::And => joined.push(pair[1]),
            }
        }
        let named: Vec<usize> = all.into_iter().filter(|j| !placed(*j)).collect();
        if joined.len() > 1 && are_different(mentions, &joined) {
            return Some(joined);
        }
        let all_one = |j: &usize| mentions.list[*j].kind == ActorKind::Person && !mentions.list[*j].plural;
        if named.iter().any(|j| mentions.list[*j].plural) {
            return None;
        }
        let persons: Vec<usize> = named.iter().copied().filter(all_one).collect();
        return (persons.len() == 2 && are_different(mentions, &persons)).then_some(persons);
    }
    None
}

enum Joined {
    No,
    /// The second tells whose the first is: "officials from Peru".
    Owner,
    And,
}

/// Whether "and" or a comma joins two mentions.
fn is_joined(document: &Document, a: &Mention, b: &Mention) -> Joined {
    let mut between = a.tokens.end..b.tokens.start;
    let light = |t: usize| {
        document.tags(t) & (tag::AND | tag::DET | tag::ADJ) != 0
            || document.tokens.get(t).is_some_and(|x| x.kind == TokenKind::Comma)
    };
    if document.is_listed(a.tokens.end, list::OF_COUNTRY) && between.len() == 1 && a.country == b.country {
        Joined::Owner
    } else if (1..=3).contains(&between.len()) && between.all(light) {
        Joined::And
    } else {
        Joined::No
    }
}

fn are_different(mentions: &Mentions, list: &[usize]) -> bool {
    let mut countries: Vec<_> = list.iter().map(|j| mentions.list[*j].country).collect();
    countries.dedup();
    countries.len() > 1
}

/// Which country "the country" is: as an object, the last named that is not the subject's; else
/// the one spoken of.
fn country_meant(document: &Document, mentions: &Mentions, at: usize, sentence: usize) -> Option<usize> {
    let start = mentions.list[at].tokens.start;
    let verb = start > 0 && !document.forms(start - 1).is_empty();
    let mut barred = None;
    for back in 0..=REACH {
        let s = document.sentences.get(sentence.checked_sub(back)?)?;
        let named: Vec<usize> = mentions
            .within(s.tokens.clone())
            .filter(|j| *j < at && anchors(&mentions.list[*j]) && mentions.list[*j].kind != ActorKind::Igo)
            .collect();
        let Some(first) = named.first().copied() else { continue };
        if back == 0 {
            let subject = mentions.list[first].country;
            let other = named.iter().rev().copied().find(|j| mentions.list[*j].country != subject);
            if other.is_some() || !(verb || document.tags(start - 1) & tag::PREP != 0) {
                return other.or(Some(first));
            }
            barred = Some(subject);
            continue;
        }
        let free = |j: &usize| barred != Some(mentions.list[*j].country);
        let acting = |j: &usize| free(j) && !in_place(document, mentions.list[*j].tokens.start);
        let found = named.iter().copied().find(acting).or_else(|| named.iter().copied().find(free));
        if found.is_some() {
            return found;
        }
    }
    None
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
