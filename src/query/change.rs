//! Which week a query means, and its pairs in that week and the weeks before.

use std::sync::Arc;

use super::eval::select_with;
use super::fold::Fold;
use super::predicate::DecisionOf;
use super::summary::volume::Volume;
use super::summary::weeks::{BEFORE, Weeks, latest_complete};
use super::{Filter, Query, Views};
use crate::model::{Day, EventDate, Store};

/// What a count of weeks was made of: the same question has the same answer.
#[derive(Debug, Clone)]
pub struct WeeksOf {
    /// The store that was asked.
    pub store: Arc<Store>,
    /// The query without its pair and without its limits of time.
    pub query: Query,
    /// What is folded away.
    pub fold: Fold,
    /// The Monday of the week.
    pub monday: Day,
}

impl PartialEq for WeeksOf {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.store, &other.store)
            && (self.fold, self.monday) == (other.fold, other.monday)
            && self.query == other.query
    }
}

impl WeeksOf {
    /// The latest complete week that an answer means: of the data, of the query's
    /// limits of time, and of the days up to `until`, whichever ends first. The
    /// weeks before may lie before the query's first day. `None` without any day.
    pub fn latest(views: &Views, until: Option<Day>) -> Option<WeeksOf> {
        let last = *views.volume.days().last()?;
        let end = [last_day(&views.query), until].into_iter().flatten().fold(last, Day::min);
        let query = views.query.without_pair().without_time();
        Some(WeeksOf { store: views.store.clone(), query, fold: views.fold, monday: latest_complete(end) })
    }

    /// Counts the weeks. Whatever needs a decision asks `decision`.
    pub fn count(&self, views: &Views, decision: &DecisionOf<'_>) -> Weeks {
        let mut query = self.query.clone();
        if !query.is_all() {
            // What is narrow already is looked through faster.
            let span = (self.monday.plus(-7 * BEFORE as i32), self.monday.plus(6));
            let within = Filter::Date(vec![EventDate::range(span.0, span.1)]);
            query.terms.insert(0, super::Term { negated: false, filter: within });
        }
        let all = select_with(&self.store, &query, decision);
        let picked = match &views.folds {
            Some(folds) if !self.fold.is_none() => folds.apply(&all, self.fold),
            _ => all,
        };
        // As in every sum, what is rejected does not count unless it is asked for.
        let asked = self.query.terms.iter().any(|t| matches!(t.filter, Filter::Review(_)));
        let picked = picked.counted(&self.store).filter(|_| !asked).unwrap_or(picked);
        Weeks::of(&self.store, &picked, &views.volume, self.monday)
    }
}

/// The last day that the query's limits of time leave.
fn last_day(query: &Query) -> Option<Day> {
    let ends = query.terms.iter().filter(|t| !t.negated).filter_map(|t| match &t.filter {
        Filter::Until(date) => Some(date.end()),
        Filter::Date(dates) => dates.iter().map(|d| d.end()).max(),
        _ => None,
    });
    ends.min()
}

impl Query {
    /// Without its limits of time.
    pub(crate) fn without_time(&self) -> Query {
        let is_time = |f: &Filter| matches!(f, Filter::Since(_) | Filter::Until(_) | Filter::Date(_));
        Query { terms: self.terms.iter().filter(|t| !is_time(&t.filter)).cloned().collect() }
    }

    /// The first and the last day that its limits of time leave, the ends of the
    /// calendar where it has none.
    pub(crate) fn limits(&self) -> (Day, Day) {
        let starts = self.terms.iter().filter(|t| !t.negated).filter_map(|t| match &t.filter {
            Filter::Since(date) => Some(date.start()),
            Filter::Date(dates) => dates.iter().map(|d| d.start()).min(),
            _ => None,
        });
        (starts.max().unwrap_or(Day::MIN), last_day(self).unwrap_or(Day::MAX))
    }

    /// Only what it says of the data sets that events came from.
    pub(crate) fn of_data(&self) -> Query {
        let terms = self.terms.iter().filter(|t| matches!(t.filter, Filter::Data(_)));
        Query { terms: terms.cloned().collect() }
    }
}

impl Volume {
    /// How much the data sets hold that a query asks for, of each day.
    pub(crate) fn asked(store: &Store, query: &Query) -> Volume {
        Volume::of(store, &super::eval::select(store, &query.of_data()))
    }
}
