//! `has:`, something that an event may have.

use std::fmt;

use super::claim::ClaimIndex;
use super::{Condition, QueryKey};
use crate::model::{NO_DAY, Segment, Store};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest};
use crate::query::value::{Value, one_of};

/// Something that an event may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// A claim about the same pair in the same article.
    Claim,
    /// Words in a text that tell of it.
    Evidence,
    /// An article with its text.
    Text,
    /// An address where it can be read.
    Url,
    /// A remark.
    Note,
    /// More than one report.
    Reports,
    /// Both sides resolved to different countries.
    Dyad,
    /// A code that the ontology knows.
    Code,
    /// A date.
    Date,
}

impl Trait {
    /// All of them.
    pub const ALL: [Trait; 9] = [
        Trait::Claim,
        Trait::Evidence,
        Trait::Text,
        Trait::Url,
        Trait::Note,
        Trait::Reports,
        Trait::Dyad,
        Trait::Code,
        Trait::Date,
    ];

    /// The word of the grammar.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Trait::Claim => "claim",
            Trait::Evidence => "evidence",
            Trait::Text => "text",
            Trait::Url => "url",
            Trait::Note => "note",
            Trait::Reports => "reports",
            Trait::Dyad => "dyad",
            Trait::Code => "code",
            Trait::Date => "date",
        }
    }
}

impl fmt::Display for Trait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

pub(super) struct HasKey;

impl QueryKey for HasKey {
    const NAME: &'static str = "has";
    const ABOUT: &'static str = "events that have this";
    const EXAMPLE: &'static str = "has:claim";

    fn parse(values: Vec<Value>) -> Result<Vec<Trait>, QueryError> {
        one_of(&values, "thing to have", Trait::ALL.map(|t| (t.name(), t)))
    }

    fn complete(offers: &mut Offers<'_>) {
        offers.put_words(Trait::ALL.iter().map(|t| t.name()));
    }
}

impl Condition for HasKey {
    type Values = Vec<Trait>;

    fn events(traits: &Vec<Trait>, store: &Store) -> EventTest {
        let claims = match traits.contains(&Trait::Claim) {
            true => ClaimIndex::new(store, |_| true),
            false => ClaimIndex::default(),
        };
        let traits = traits.clone();
        Box::new(move |rows| {
            let (store, segment) = (rows.store, rows.segment);
            rows.keep(|r| traits.iter().any(|&what| has(store, segment, r, what, &claims)));
        })
    }

    fn claims(_traits: &Vec<Trait>, _store: &Store) -> Option<ClaimTest> {
        None
    }

    #[cfg(test)]
    fn holds(traits: &Vec<Trait>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let article = store.article(event.article());
        traits.iter().any(|what| match what {
            Trait::Claim => store.claims().any(|(_, claim)| super::claim::goes_with(store, claim, event)),
            Trait::Evidence => event.detail().is_some_and(|d| !d.evidence.is_empty()),
            Trait::Text => article.is_some_and(|a| a.text().is_some()),
            Trait::Url => article.is_some_and(|a| !a.url().is_empty()),
            Trait::Note => event.detail().is_some_and(|d| !store.str(d.note).is_empty()),
            Trait::Reports => event.reports() > 1,
            Trait::Dyad => {
                event.source() != event.target() && event.source().is_known() && event.target().is_known()
            }
            Trait::Code => event.ontology().is_some(),
            Trait::Date => event.date().is_known(),
        })
    }
}

fn has(store: &Store, segment: &Segment, row: usize, what: Trait, claims: &ClaimIndex) -> bool {
    let c = segment.columns();
    let article = || store.article(c.article[row]);
    match what {
        Trait::Claim => claims.has(c.article[row], c.pair(row)),
        Trait::Evidence => segment.detail(row).is_some_and(|d| !d.evidence.is_empty()),
        Trait::Text => article().is_some_and(|a| a.text().is_some()),
        Trait::Url => article().is_some_and(|a| !a.url().is_empty()),
        Trait::Note => segment.detail(row).is_some_and(|d| !store.str(d.note).is_empty()),
        Trait::Reports => c.reports[row] > 1,
        Trait::Dyad => c.pair(row).is_dyad(),
        Trait::Code => c.code[row].get().is_some(),
        Trait::Date => c.day[row] != NO_DAY,
    }
}
