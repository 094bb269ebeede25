//! What is asked: a query as a value, its text form, its evaluation against a
//! store, and the summaries that panes and reports show.
//!
//! One grammar serves the filter bar, the command line, saved views and
//! reports; `docs/queries.md` shows it to users.

pub mod change;
pub mod complete;
pub mod eval;
pub(crate) mod fold;
mod keys;
#[cfg(test)]
mod made;
pub(crate) mod matcher;
pub(crate) mod needle;
pub(crate) mod offers;
mod order;
mod predicate;
mod seek;
pub(crate) mod selection;
pub mod summary;
pub(crate) mod text;
mod value;
pub(crate) mod views;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::Pair;

pub use fold::{Fold, FoldCounts, Folds};
pub use keys::{ActorName, Apart, Filter, KEYS, Key, Tone, Trait, WholeName};
pub use selection::Selection;
pub(crate) use value::QueryError;
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
    pub(crate) fn is_all(&self) -> bool {
        self.terms.is_empty()
    }

    /// The pair in view: the one that the query narrows to, if there is exactly one.
    pub(crate) fn pair(&self) -> Option<Pair> {
        let mut pairs = self.terms.iter().filter_map(|t| match &t.filter {
            Filter::Pair(pairs) if !t.negated && pairs.len() == 1 => Some(pairs[0]),
            _ => None,
        });
        pairs.next().filter(|_| pairs.next().is_none())
    }

    /// The article in view, if the query narrows to one.
    pub(crate) fn article(&self) -> Option<&str> {
        self.terms.iter().find_map(|t| match &t.filter {
            Filter::Article(ids) if !t.negated && ids.len() == 1 => Some(ids[0].as_str()),
            _ => None,
        })
    }

    /// Without the conditions that `drop` picks.
    pub(crate) fn without(&self, drop: impl Fn(&Filter) -> bool) -> Query {
        Query { terms: self.terms.iter().filter(|t| t.negated || !drop(&t.filter)).cloned().collect() }
    }

    /// Without its pair: what the list of pairs is made of.
    pub(crate) fn without_pair(&self) -> Query {
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
