//! The limits of time: `since:`, `until:` and `date:`.

use super::{Condition, QueryKey};
use crate::model::{Day, EventDate, NO_DAY, Store};
use crate::query::QueryError;
use crate::query::offers::Offers;
use crate::query::predicate::{ClaimTest, EventTest};
use crate::query::value::{Value, each, error};

/// From a date on.
pub(super) struct SinceKey;

/// Up to the end of a date.
pub(super) struct UntilKey;

/// Within dates.
pub(super) struct DateKey;

impl QueryKey for SinceKey {
    const NAME: &'static str = "since";
    const ABOUT: &'static str = "from this date on";
    const EXAMPLE: &'static str = "since:2021";

    fn parse(values: Vec<Value>) -> Result<EventDate, QueryError> {
        single(&values)
    }

    fn complete(_offers: &mut Offers<'_>) {}
}

impl Condition for SinceKey {
    type Values = EventDate;

    fn events(date: &EventDate, _store: &Store) -> EventTest {
        events_within(vec![(date.start().0, Day::MAX.0)])
    }

    fn claims(date: &EventDate, _store: &Store) -> Option<ClaimTest> {
        claims_within(vec![(date.start().0, Day::MAX.0)])
    }

    #[cfg(test)]
    fn holds(date: &EventDate, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        event.date().is_known() && event.date().anchor() >= date.start()
    }
}

impl QueryKey for UntilKey {
    const NAME: &'static str = "until";
    const ABOUT: &'static str = "up to the end of this date";
    const EXAMPLE: &'static str = "until:2025-01";

    fn parse(values: Vec<Value>) -> Result<EventDate, QueryError> {
        single(&values)
    }

    fn complete(_offers: &mut Offers<'_>) {}
}

impl Condition for UntilKey {
    type Values = EventDate;

    fn events(date: &EventDate, _store: &Store) -> EventTest {
        events_within(vec![(Day::MIN.0, date.end().0)])
    }

    fn claims(date: &EventDate, _store: &Store) -> Option<ClaimTest> {
        claims_within(vec![(Day::MIN.0, date.end().0)])
    }

    #[cfg(test)]
    fn holds(date: &EventDate, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        event.date().is_known() && event.date().anchor() <= date.end()
    }
}

impl QueryKey for DateKey {
    const NAME: &'static str = "date";
    const ABOUT: &'static str = "within a date or range";
    const EXAMPLE: &'static str = "date:2022..2024";

    fn parse(values: Vec<Value>) -> Result<Vec<EventDate>, QueryError> {
        each(&values)
    }

    fn complete(_offers: &mut Offers<'_>) {}
}

impl Condition for DateKey {
    type Values = Vec<EventDate>;

    fn events(dates: &Vec<EventDate>, _store: &Store) -> EventTest {
        events_within(dates.iter().map(|d| (d.start().0, d.end().0)).collect())
    }

    fn claims(dates: &Vec<EventDate>, _store: &Store) -> Option<ClaimTest> {
        claims_within(dates.iter().map(|d| (d.start().0, d.end().0)).collect())
    }

    #[cfg(test)]
    fn holds(dates: &Vec<EventDate>, _store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let day = event.date().anchor();
        event.date().is_known() && dates.iter().any(|d| d.start() <= day && day <= d.end())
    }
}

fn single(values: &[Value]) -> Result<EventDate, QueryError> {
    match values {
        [one] => one.text.parse().map_err(|e| error(one.at.clone(), format!("{e}"))),
        [_, second, ..] => Err(error(second.at.clone(), "only one date fits here; for several use date:")),
        [] => Err(error(0..0, "a date is missing")),
    }
}

/// The events on days of these spans, their ends included; what has no day is in none.
fn events_within(spans: Vec<(i32, i32)>) -> EventTest {
    Box::new(move |rows| {
        let c = rows.columns();
        rows.keep(|r| is_within(&spans, c.day[r]));
    })
}

/// The same of claims.
fn claims_within(spans: Vec<(i32, i32)>) -> Option<ClaimTest> {
    Some(Box::new(move |claim| is_within(&spans, claim.day())))
}

#[inline]
fn is_within(spans: &[(i32, i32)], day: i32) -> bool {
    day != NO_DAY && spans.iter().any(|&(low, high)| low <= day && day <= high)
}
