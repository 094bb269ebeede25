//! The widths of bins in time: what day a bin begins on, and which come next.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::model::{Day, NO_DAY};

/// The width of a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
    /// Ten calendar years.
    Decade,
}

impl Unit {
    /// All, from the narrowest.
    pub const ALL: [Unit; 6] = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year, Unit::Decade];

    /// The word on the screen.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Quarter => "quarter",
            Unit::Year => "year",
            Unit::Decade => "decade",
        }
    }

    /// The first day of the bin that holds a day.
    pub fn floor(self, day: Day) -> Day {
        let Some(date) = day.date() else {
            return day;
        };
        let first = match self {
            Unit::Day => Some(date),
            Unit::Week => date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into())),
            Unit::Month => date.with_day(1),
            Unit::Quarter => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
            Unit::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1),
            Unit::Decade => NaiveDate::from_ymd_opt(date.year().div_euclid(10) * 10, 1, 1),
        };
        first.map_or(day, Day::from)
    }

    /// First and last day of the bin that holds a day, as columns keep them; rows
    /// without a day are a bin of their own.
    pub(super) fn around(self, day: i32) -> (i32, i32) {
        if self == Unit::Day || day == NO_DAY {
            return (day, day);
        }
        let first = self.floor(Day(day));
        let next = self.next(first);
        // Beyond the calendar's ends each day is a bin.
        if first.0 <= day && day < next.0 { (first.0, next.0 - 1) } else { (day, day) }
    }

    /// The first day of the bin after the one that begins on `start`.
    pub(crate) fn next(self, start: Day) -> Day {
        self.step(start, 1)
    }

    /// The first day of the bin `count` bins later (earlier if negative).
    pub(crate) fn step(self, start: Day, count: i32) -> Day {
        let Some(date) = start.date() else {
            return start;
        };
        let months = |n: u32| {
            let months = Months::new(n * count.unsigned_abs());
            if count < 0 { date.checked_sub_months(months) } else { date.checked_add_months(months) }
        };
        let moved = match self {
            Unit::Day => return start.plus(count),
            Unit::Week => return start.plus(count.saturating_mul(7)),
            Unit::Month => months(1),
            Unit::Quarter => months(3),
            Unit::Year => months(12),
            Unit::Decade => months(120),
        };
        moved.map_or(start, Day::from)
    }

    /// How many bins it takes from one day to another, both included.
    pub(crate) fn bins(self, from: Day, to: Day) -> usize {
        let (from, to) = (self.floor(from), self.floor(to));
        let (Some(a), Some(b)) = (from.date(), to.date()) else {
            return 0;
        };
        let months = i64::from(b.year() - a.year()) * 12 + i64::from(b.month()) - i64::from(a.month());
        let bins = match self {
            Unit::Day => i64::from(to.0 - from.0),
            Unit::Week => i64::from(to.0 - from.0) / 7,
            Unit::Month => months,
            Unit::Quarter => months / 3,
            Unit::Year => months / 12,
            Unit::Decade => months / 120,
        };
        (bins + 1).max(0) as usize
    }

    /// The narrowest unit under which a span fits into so many bins.
    pub(crate) fn fitting(from: Day, to: Day, most: usize) -> Unit {
        Unit::ALL.into_iter().find(|u| u.bins(from, to) <= most.max(1)).unwrap_or(Unit::Decade)
    }

    /// The bin that begins on `start`, as a date with its precision.
    pub(crate) fn label(self, start: Day) -> String {
        let Some(date) = start.date() else {
            return String::new();
        };
        match self {
            Unit::Day | Unit::Week => start.to_string(),
            Unit::Month => date.format("%Y-%m").to_string(),
            Unit::Quarter => format!("{}-Q{}", date.year(), date.month0() / 3 + 1),
            Unit::Year => date.year().to_string(),
            Unit::Decade => format!("{}s", date.year()),
        }
    }
}
