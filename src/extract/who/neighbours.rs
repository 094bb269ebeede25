//! "Its neighbor": another country of the text, beside the one that "its" means.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::extract::document::Document;
use crate::extract::lexicon::{list, tag};
use crate::extract::tokens::{Case, TokenKind};
use crate::model::CountryId;

use super::{MentionForm, Mentions};

/// Words that may stand between "its" and "neighbor".
const BETWEEN: usize = 3;
/// Mentions that are looked at, at most.
const REACH: usize = 40;

static PAIRS: LazyLock<FxHashSet<(CountryId, CountryId)>> = LazyLock::new(|| {
    let rows = include_str!("../../../assets/actors/neighbours.tsv").lines();
    let rows = rows.filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    let pairs = rows.flat_map(|(a, others)| others.split(',').map(move |b| (a, b)));
    pairs.filter_map(|(a, b)| Some((CountryId::from_iso3(a)?, CountryId::from_iso3(b)?))).collect()
});

/// Whether two countries lie side by side.
pub(crate) fn are_neighbours(a: CountryId, b: CountryId) -> bool {
    PAIRS.contains(&(a, b)) || PAIRS.contains(&(b, a))
}

/// The end of "its (larger) neighbor" that begins at a token with a possessive.
pub(crate) fn phrase(document: &Document, at: usize) -> Option<usize> {
    if !document.is_listed(at, list::THEIR) {
        return None;
    }
    let adjective = |t: &usize| {
        document.tokens.get(*t).is_some_and(|x| x.kind == TokenKind::Word)
            && document.tags(*t) & (tag::PREP | tag::AND | tag::DET | tag::PRON) == 0
    };
    let noun = (at + 1..at + 2 + BETWEEN).take_while(adjective).find(|t| is_neighbour(document, *t))?;
    // "its neighbor Peru" names it, and so does "its neighbor, Peru".
    let next = document.tokens.get(noun + 1).map(|t| t.kind);
    let after = noun + 1 + usize::from(next == Some(TokenKind::Comma));
    let named =
        document.tokens.get(after).is_some_and(|t| t.case != Case::Lower) && next != Some(TokenKind::Stop);
    (!named).then_some(noun + 1)
}

fn is_neighbour(document: &Document, at: usize) -> bool {
    document.is_listed(at, list::NEIGHBOUR)
}

/// Whether a mention is such a phrase.
pub(crate) fn is_phrase(document: &Document, mentions: &Mentions, at: usize) -> bool {
    mentions.list.get(at).is_some_and(|m| m.tokens.len() > 1 && is_neighbour(document, m.tokens.end - 1))
}

/// The country meant: the nearest one named before that borders the owner, who is the nearest of all.
pub(crate) fn meant(mentions: &Mentions, at: usize) -> Option<usize> {
    let named = |j: &usize| {
        let m = &mentions.list[*j];
        m.country.is_known() && !m.inferred && !m.modifier && m.form != MentionForm::Pronoun
    };
    let before: Vec<usize> = (0..at).rev().take(REACH).filter(named).collect();
    let owner = mentions.list[*before.first()?].country;
    before.into_iter().find(|j| are_neighbours(owner, mentions.list[*j].country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_countries() {
        let lines = include_str!("../../../assets/actors/neighbours.tsv").lines();
        let pairs: usize = lines.filter(|l| !l.starts_with('#')).map(|l| l.matches(',').count() + 1).sum();
        assert_eq!(pairs, PAIRS.len(), "a code is no country's, or a pair stands twice");
        let id = |c| CountryId::from_iso3(c).unwrap();
        assert!(are_neighbours(id("PER"), id("CHL")) && are_neighbours(id("CHL"), id("PER")));
        assert!(!are_neighbours(id("PER"), id("NOR")));
        assert!(PAIRS.iter().all(|(a, b)| a != b && !PAIRS.contains(&(*b, *a))));
    }
}
