//! What is asked: a query as a value, its text form, its evaluation against a
//! store, and the summaries that panes and reports show.
//!
//! One grammar serves the filter bar, the command line, saved views and
//! reports; `docs/queries.md` shows it to users.

pub mod change;
mod claims;
pub mod complete;
pub mod eval;
pub mod fold;
#[cfg(test)]
mod made;
pub mod matcher;
pub mod needle;
mod order;
mod seek;
pub mod selection;
pub mod summary;
pub mod text;
pub mod views;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{CountryId, Decision, EventDate, Modality, Pair, QuadClass};

pub use fold::{Fold, FoldCounts, Folds};
pub use selection::Selection;
pub use text::QueryError;
pub use views::Views;

/// What is asked of a store: all terms must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// The terms, in the order in which they were written.
    pub terms: Vec<Term>,
}

/// One condition, or its opposite.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Whether the condition must not hold.
    pub negated: bool,
    /// The condition.
    pub filter: Filter,
}

/// A condition on events. Several values are alternatives.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// `pair:IRN-RUS`: between these two countries, either way.
    Pair(Vec<Pair>),
    /// `from:IRN`: the source's country.
    From(Vec<CountryId>),
    /// `to:RUS`: the target's country.
    To(Vec<CountryId>),
    /// `country:IRN`: the country of either side.
    Country(Vec<CountryId>),
    /// `actor:putin`: part of an actor's name, or the start of its CAMEO code.
    Actor(Vec<String>),
    /// `type:057`, `type:AGREE`: a CAMEO code with all below it, or a PLOVER type.
    Type(Vec<String>),
    /// `quad:verbal-conflict`.
    Quad(Vec<QuadClass>),
    /// `cooperation` or `conflict`.
    Tone(Tone),
    /// `since:2021`: on the first day of this or later.
    Since(EventDate),
    /// `until:2025-01`: on the last day of this or before.
    Until(EventDate),
    /// `date:2022..2024`: within.
    Date(Vec<EventDate>),
    /// `article:the-pact`: the whole id, or part of id or title.
    Article(Vec<String>),
    /// `publisher:rferl`: part of the publisher's name or of the address.
    Publisher(Vec<String>),
    /// `data:icews`: part of the name of the data set, or of the file, that it came from.
    Data(Vec<String>),
    /// `modality:planned`.
    Modality(Vec<Modality>),
    /// `has:claim`.
    Has(Vec<Trait>),
    /// `claim:trust`: a claim with these words about the same pair in the same article.
    Claim(Vec<String>),
    /// `review:accepted`: an analyst's decision.
    Review(Vec<Decision>),
    /// `drone`: in names, code names, titles, addresses, notes or evidence.
    Word(Vec<String>),
}

/// Cooperation or conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Quad classes 1 and 2.
    Cooperation,
    /// Quad classes 3 and 4.
    Conflict,
}

impl Tone {
    /// The word of the grammar.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Cooperation => "cooperation",
            Tone::Conflict => "conflict",
        }
    }
}

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
    pub fn name(self) -> &'static str {
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

impl Query {
    /// The query that everything fulfils.
    pub fn all() -> Query {
        Query::default()
    }

    /// The events between two countries.
    pub fn of_pair(pair: Pair) -> Query {
        Query::all().with(Filter::Pair(vec![pair]))
    }

    /// This query with one more condition.
    pub fn with(mut self, filter: Filter) -> Query {
        self.terms.push(Term { negated: false, filter });
        self
    }

    /// Whether it asks nothing.
    pub fn is_all(&self) -> bool {
        self.terms.is_empty()
    }

    /// The pair in view: the one that the query narrows to, if there is exactly one.
    pub fn pair(&self) -> Option<Pair> {
        let mut pairs = self.terms.iter().filter_map(|t| match &t.filter {
            Filter::Pair(pairs) if !t.negated && pairs.len() == 1 => Some(pairs[0]),
            _ => None,
        });
        pairs.next().filter(|_| pairs.next().is_none())
    }

    /// The article in view, if the query narrows to one.
    pub fn article(&self) -> Option<&str> {
        self.terms.iter().find_map(|t| match &t.filter {
            Filter::Article(ids) if !t.negated && ids.len() == 1 => Some(ids[0].as_str()),
            _ => None,
        })
    }

    /// Without the conditions that `drop` picks.
    pub fn without(&self, drop: impl Fn(&Filter) -> bool) -> Query {
        Query { terms: self.terms.iter().filter(|t| t.negated || !drop(&t.filter)).cloned().collect() }
    }

    /// Without its pair: what the list of pairs is made of.
    pub fn without_pair(&self) -> Query {
        self.without(|f| matches!(f, Filter::Pair(_)))
    }

    /// With this pair in place of any other, everything else kept.
    pub fn with_pair(&self, pair: Pair) -> Query {
        let mut query = self.without_pair();
        query.terms.insert(0, Term { negated: false, filter: Filter::Pair(vec![pair]) });
        query
    }
}

impl Serialize for Query {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Query {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Query, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
