//! Days, and dates that know how precise they are.
//!
//! Texts rarely say more than they know: "in 2021", "last month", "since 2022".
//! [`EventDate`] keeps that, as a first and a last possible day together with
//! the precision in which the source spoke.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar day, counted from 1 January 1970 (negative before).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

/// Days between 1 January of year 1 and 1 January 1970 in the proleptic
/// Gregorian calendar, as `chrono` counts them.
const EPOCH_FROM_CE: i32 = 719_163;

/// The English names of the months, in lower case. The first three letters of
/// each are its short form.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Day {
    /// The earliest day that can be told (stands for an open beginning).
    pub const MIN: Day = Day(i32::MIN);
    /// The latest day that can be told (stands for an open end).
    pub const MAX: Day = Day(i32::MAX);

    /// The day of a calendar date, or `None` where no such date exists.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day::from)
    }

    /// The calendar date, or `None` for [`Day::MIN`] and [`Day::MAX`].
    pub fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.0.checked_add(EPOCH_FROM_CE)?)
    }

    /// The year, or `None` for the open ends.
    pub fn year(self) -> Option<i32> {
        self.date().map(|d| d.year())
    }

    /// The day `days` later (earlier if negative); saturates at the ends.
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce() - EPOCH_FROM_CE)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{}", date.format("%Y-%m-%d")),
            None => f.write_str(".."),
        }
    }
}

/// How precisely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Precision {
    /// To the day.
    Day = 0,
    /// To the month.
    Month = 1,
    /// To the year.
    Year = 2,
    /// Somewhere between two days, one of which may be open.
    Range = 3,
    /// Not known at all.
    Unknown = 4,
}

impl Precision {
    /// The word used in files and filters.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::Range => "range",
            Precision::Unknown => "unknown",
        }
    }

    /// The precision with this discriminant, [`Precision::Unknown`] for any other.
    pub(crate) fn from_u8(value: u8) -> Precision {
        match value {
            0 => Precision::Day,
            1 => Precision::Month,
            2 => Precision::Year,
            3 => Precision::Range,
            _ => Precision::Unknown,
        }
    }
}

/// A date as a source gives it: a first and a last possible day, inclusive.
///
/// Its text form is `2025-01-17`, `2025-01`, `2021`, `2024-04-13..2024-04-14`,
/// `2022..` (open end), `..2001-06` (open beginning) or nothing at all.
/// Reading and writing are inverse to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventDate {
    start: Day,
    end: Day,
    precision: Precision,
}

impl Default for EventDate {
    fn default() -> Self {
        EventDate::UNKNOWN
    }
}

impl EventDate {
    /// No date at all.
    pub const UNKNOWN: EventDate =
        EventDate { start: Day::MIN, end: Day::MAX, precision: Precision::Unknown };

    /// One day.
    pub fn day(day: Day) -> EventDate {
        EventDate { start: day, end: day, precision: Precision::Day }
    }

    /// A whole month, or `None` where there is no such month.
    pub fn month(year: i32, month: u32) -> Option<EventDate> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let last = first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))?;
        Some(EventDate { start: first.into(), end: last.into(), precision: Precision::Month })
    }

    /// A whole year, or `None` beyond the calendar's reach.
    pub fn year(year: i32) -> Option<EventDate> {
        Some(EventDate {
            start: Day::ymd(year, 1, 1)?,
            end: Day::ymd(year, 12, 31)?,
            precision: Precision::Year,
        })
    }

    /// Some time between two days, inclusive; [`Day::MIN`] and [`Day::MAX`]
    /// leave that side open. Ends given the wrong way round are swapped.
    pub fn range(start: Day, end: Day) -> EventDate {
        let (start, end) = if start <= end { (start, end) } else { (end, start) };
        if start == Day::MIN && end == Day::MAX {
            return EventDate::UNKNOWN;
        }
        EventDate { start, end, precision: Precision::Range }
    }

    /// Puts a date together again from columns: its days and its precision.
    pub(crate) fn from_parts(start: Day, end: Day, precision: Precision) -> EventDate {
        EventDate { start, end, precision }
    }

    /// The first possible day ([`Day::MIN`] if open).
    pub fn start(self) -> Day {
        self.start
    }

    /// The last possible day ([`Day::MAX`] if open).
    pub fn end(self) -> Day {
        self.end
    }

    /// How precisely the source spoke.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Whether anything at all is known.
    pub fn is_known(self) -> bool {
        self.precision != Precision::Unknown
    }

    /// The day by which the event is put in order and into a bin: the first
    /// possible one, or the last where the beginning is open.
    pub fn anchor(self) -> Day {
        if self.start == Day::MIN { self.end } else { self.start }
    }
}

impl fmt::Display for EventDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Unknown => Ok(()),
            Precision::Day => write!(f, "{}", self.start),
            Precision::Month => match self.start.date() {
                Some(d) => write!(f, "{}", d.format("%Y-%m")),
                None => Ok(()),
            },
            Precision::Year => match self.start.year() {
                Some(y) => write!(f, "{y:04}"),
                None => Ok(()),
            },
            Precision::Range => {
                if self.start != Day::MIN {
                    write!(f, "{}", self.start)?;
                }
                f.write_str("..")?;
                if self.end != Day::MAX {
                    write!(f, "{}", self.end)?;
                }
                Ok(())
            }
        }
    }
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has another form than the four that are understood.
    #[error(
        "{0:?} is no date; write 2025-01-17, 2025-01, 2025 or a range such as 2024-04-13..2024-04-14, 2022.."
    )]
    Form(String),
    /// The form is right, but the calendar has no such day.
    #[error("{0} is not in the calendar")]
    Calendar(String),
}

impl FromStr for EventDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<EventDate, DateError> {
        let text = text.trim();
        if let Some((from, to)) = text.split_once("..") {
            let (from, to) = (from.trim(), to.trim());
            if from.is_empty() && to.is_empty() {
                return Err(DateError::Form(text.to_owned()));
            }
            let start = if from.is_empty() { Day::MIN } else { simple(from)?.start };
            let end = if to.is_empty() { Day::MAX } else { simple(to)?.end };
            if start > end {
                return Err(DateError::Form(text.to_owned()));
            }
            return Ok(EventDate::range(start, end));
        }
        simple(text)
    }
}

fn simple(text: &str) -> Result<EventDate, DateError> {
    let form = || DateError::Form(text.to_owned());
    let calendar = || DateError::Calendar(text.to_owned());
    let mut parts = text.split('-');
    let year = digits(parts.next().unwrap_or(""), 4).ok_or_else(form)? as i32;
    let Some(month) = parts.next() else {
        return EventDate::year(year).ok_or_else(calendar);
    };
    let month = digits(month, 2).ok_or_else(form)?;
    let Some(day) = parts.next() else {
        return EventDate::month(year, month).ok_or_else(calendar);
    };
    let day = digits(day, 2).ok_or_else(form)?;
    if parts.next().is_some() {
        return Err(form());
    }
    Day::ymd(year, month, day).map(EventDate::day).ok_or_else(calendar)
}

fn digits(text: &str, width: usize) -> Option<u32> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_written_back() {
        for text in [
            "2025-01-17",
            "2025-01",
            "2021",
            "0044",
            "2024-04-13..2024-04-14",
            "2022-01-01..",
            "..2001-06-30",
            "",
        ] {
            let date = if text.is_empty() { EventDate::UNKNOWN } else { text.parse::<EventDate>().unwrap() };
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn precision_spans_the_days_that_it_leaves_open() {
        let month: EventDate = "2024-02".parse().unwrap();
        assert_eq!(month.start().to_string(), "2024-02-01");
        assert_eq!(month.end().to_string(), "2024-02-29");
        let open: EventDate = "2022..".parse().unwrap();
        assert_eq!((open.start().to_string(), open.end()), ("2022-01-01".into(), Day::MAX));
        let before: EventDate = "..2001".parse().unwrap();
        assert_eq!(before.anchor().to_string(), "2001-12-31");
    }

    #[test]
    fn what_is_no_date_is_told_apart_from_what_is_no_day() {
        assert!(matches!("2023-02-29".parse::<EventDate>(), Err(DateError::Calendar(_))));
        assert!(matches!("2023-13".parse::<EventDate>(), Err(DateError::Calendar(_))));
        for text in ["", "..", "yesterday", "17.01.2025", "2025-1-7", "2025-01-17-1", "2025..2024"] {
            assert!(matches!(text.parse::<EventDate>(), Err(DateError::Form(_))), "{text}");
        }
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(Day::ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::ymd(2000, 1, 1), Some(Day(10_957)));
        assert_eq!(Day(-1).to_string(), "1969-12-31");
        assert_eq!(Day::MAX.date(), None);
    }
}
