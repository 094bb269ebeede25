//! Bodies and offices that are named without a country: "the army", "the foreign ministry",
//! "Foreign Minister Jan Example".

use crate::extract::document::Document;
use crate::extract::lexicon::{form, list};
use crate::model::{ActorKind, CountryId};

use super::back::{anchors, in_place, looked_back, suits};
use super::home::Home;
use super::{Mention, MentionForm, Mentions, Origin};

/// Mentions that are asked for an earlier holder of an office, at most.
const HOLDERS: usize = 300;
/// Sentences in which a body's country is looked for.
const BACK: usize = 3;

/// Bare roles take the country of the last one named: in the sentence, else before it, else
/// after. "Its troops" are those of whoever the pronoun points to. What a government says and does
/// is that of its earlier holder, or of where the article comes from.
pub(super) fn agents(document: &Document, mentions: &mut Mentions, home: Home) {
    for i in 0..mentions.list.len() {
        if mentions.list[i].form != MentionForm::Agent || mentions.list[i].country.is_known() {
            continue;
        }
        let sentence = document.sentence_at(mentions.list[i].span.start);
        let owner = possessor(document, mentions, i, sentence).map(|j| (j, Origin::Around));
        let owner = owner.or_else(|| match is_office_alone(document, &mentions.list[i]) {
            true => office(document, mentions, i, sentence, home),
            false => context(document, mentions, i, sentence).map(|j| (j, Origin::Around)),
        });
        let (country, base, origin) = match owner {
            Some((owner, origin)) => {
                (mentions.list[owner].country, mentions.list[owner].code.clone(), origin)
            }
            None => match home_of(&mentions.list[i], home) {
                Some((country, origin)) => (country, String::new(), origin),
                None => continue,
            },
        };
        let m = &mut mentions.list[i];
        m.country = country;
        m.origin = origin;
        m.code = if country.is_known() {
            let cameo = country.get().and_then(|c| c.cameo.first());
            format!("{}{}", base.get(..3).or(cameo.copied()).unwrap_or(country.iso3()), m.code)
        } else {
            base
        };
    }
}

/// "The government", "Defence Minister Jan Example": one of one state, of which no word tells.
fn is_office_alone(document: &Document, m: &Mention) -> bool {
    let state = matches!(m.code.as_str(), "GOV" | "MIL") && !m.plural;
    let the = m.tokens.start.checked_sub(1).is_some_and(|t| document.lower(t) == "the");
    let titled = m.kind == ActorKind::Person && m.name.starts_with(char::is_uppercase);
    state && (the || titled)
}

/// Where the country of an office is told that stands alone. Somebody else in its clause is no
/// answer: "the foreign ministry accused Peru".
fn office(
    document: &Document,
    mentions: &Mentions,
    at: usize,
    sentence: usize,
    home: Home,
) -> Option<(usize, Origin)> {
    let m = &mentions.list[at];
    let s = document.sentences.get(sentence)?;
    let start = s.tokens.start;
    let same = (0..at)
        .rev()
        .map_while(|j| (mentions.list[j].tokens.start >= start).then_some(j))
        .find(|j| anchors(&mentions.list[*j]));
    if let Some(j) = same {
        return Some((j, Origin::Around));
    }
    let holds = |j: &usize| {
        let other = &mentions.list[*j];
        anchors(other)
            && matches!(other.form, MentionForm::Role | MentionForm::Person)
            && is_same_office(&other.role, &m.role)
    };
    if let Some(j) = (0..at).rev().take(HOLDERS).find(holds) {
        return Some((j, Origin::Holder(j)));
    }
    if home.local().is_some() {
        return None;
    }
    for back in 1..=BACK {
        let Some(before) = sentence.checked_sub(back).and_then(|b| document.sentences.get(b)) else { break };
        let named = mentions.within(before.tokens.clone()).filter(|j| anchors(&mentions.list[*j]));
        let mut named = named.peekable();
        let first = named.peek().copied();
        let acts = named.find(|j| !in_place(document, mentions.list[*j].tokens.start));
        if let Some(j) = acts.or(first) {
            return Some((j, Origin::Around));
        }
    }
    if home.dateline.is_known() {
        return None;
    }
    let after = mentions.within(m.tokens.end..s.tokens.end).filter(|j| anchors(&mentions.list[*j]));
    after
        .clone()
        .find(|j| violated(document, &mentions.list[*j]))
        .or_else(|| {
            after.clone().find(|j| !verb_between(document, m.tokens.end, mentions.list[*j].tokens.start))
        })
        .map(|j| (j, Origin::Around))
}

/// "The ministry" is the foreign ministry that was named, "the minister" its minister.
fn is_same_office(named: &str, meant: &str) -> bool {
    let tail = named.strip_suffix(meant);
    tail.is_some_and(|before| before.is_empty() || before.ends_with(' ') && !meant.is_empty())
}

/// "Violating Peru's sovereignty": who complains of it is of Peru.
fn violated(document: &Document, m: &Mention) -> bool {
    let genitive = document.is_listed(m.tokens.end, list::GENITIVE);
    genitive && (m.tokens.end + 1..m.tokens.end + 3).any(|t| document.is_listed(t, list::OF_ONES_OWN))
}

fn verb_between(document: &Document, from: usize, to: usize) -> bool {
    (from..to).any(|t| document.forms(t).iter().any(|(_, f)| f & (form::PAST | form::S) != 0))
}

/// The country of an office of state where the text tells none.
fn home_of(m: &Mention, home: Home) -> Option<(CountryId, Origin)> {
    let state = matches!(m.code.as_str(), "GOV" | "LEG" | "JUD" | "MIL" | "COP" | "SPY");
    if !state {
        return None;
    }
    if home.dateline.is_known() {
        return Some((home.dateline, Origin::Dateline));
    }
    if home.publisher.is_known() {
        return Some((home.publisher, Origin::Publisher));
    }
    // Nobody else calls it so in English without saying whose it is.
    let british = matches!(m.role.as_str(), "foreign office" | "home office");
    british.then(|| CountryId::from_iso3("GBR")).flatten().map(|c| (c, Origin::Around))
}

fn context(document: &Document, mentions: &Mentions, at: usize, sentence: usize) -> Option<usize> {
    let start = document.sentences.get(sentence)?.span.start;
    let before = (0..at).rev().take(40).find(|j| owns(document, &mentions.list[*j]));
    let same = before.filter(|j| mentions.list[*j].span.start >= start);
    let end = document.sentences.get(sentence)?.span.end;
    let after = (at + 1..mentions.list.len().min(at + 20))
        .find(|j| owns(document, &mentions.list[*j]) && mentions.list[*j].span.start < end);
    // "the ministers" were spoken of before; "ministers" belong to what comes, if to anybody.
    let role = mentions.list[at].tokens.start;
    let definite = role.checked_sub(1).is_some_and(|t| document.lower(t) == "the");
    let far = before.filter(|_| definite);
    same.or(far).or(after).or(before)
}

/// Whether a mention can tell whose a role is; "the Peruvian border" tells only where.
fn owns(document: &Document, m: &Mention) -> bool {
    anchors(m) && !document.is_listed(m.tokens.end, list::FRONTIER)
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
