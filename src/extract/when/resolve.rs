//! Puts time expressions on the calendar.

use chrono::{Datelike, Months, NaiveDate};

use crate::model::{Day, EventDate, Precision};

use super::{Bound, Time, Unit, When};

pub(crate) fn resolve(time: &Time, now: Option<Day>, before: Option<EventDate>, to_come: bool) -> EventDate {
    let date = plain(time.when, now, before, to_come).unwrap_or(EventDate::UNKNOWN);
    if !date.is_known() {
        return date;
    }
    match time.bound {
        Bound::At => date,
        Bound::Since if date.precision() == Precision::Range => date,
        Bound::Since => EventDate::range(date.start(), Day::MAX),
        Bound::Until => {
            EventDate::range(now.filter(|n| *n <= date.end() && to_come).unwrap_or(Day::MIN), date.end())
        }
    }
}

fn plain(when: When, now: Option<Day>, before: Option<EventDate>, to_come: bool) -> Option<EventDate> {
    match when {
        When::Date(y, m, d) => Day::ymd(y, m, d).map(EventDate::day),
        When::Year(y) => EventDate::year(y),
        When::Decade(y) => Some(EventDate::range(Day::ymd(y, 1, 1)?, Day::ymd(y + 9, 12, 31)?)),
        When::Month(m, Some(y)) => EventDate::month(y, m),
        When::Duration => None,
        _ => relative(when, now?, before, to_come),
    }
}

fn relative(when: When, now: Day, before: Option<EventDate>, to_come: bool) -> Option<EventDate> {
    let today = now.date()?;
    match when {
        When::MonthDay(m, d) => month_day(now, m, d, to_come),
        When::Month(m, _) => {
            let mut year = today.year();
            if to_come && m < today.month() {
                year += 1;
            } else if !to_come && m > today.month() {
                year -= 1;
            }
            EventDate::month(year, m)
        }
        When::Weekday(w, shift) => Some(EventDate::day(weekday(now, today, w, shift, to_come))),
        When::Shift(unit, n) => shift(now, unit, n),
        When::Past(unit, n) => Some(EventDate::range(moved(now, unit, -n)?, now)),
        When::Coming(unit, n) => Some(EventDate::range(now, moved(now, unit, n)?)),
        When::After(unit, n) => {
            let base = before
                .filter(|d| d.is_known() && d.precision() == Precision::Day)
                .map_or(now, |d| d.anchor());
            shift(base, unit, n)
        }
        When::Recently => Some(EventDate::range(moved(now, Unit::Month, -3)?, now)),
        _ => None,
    }
}

/// The year in which the day lies nearest: behind for what was, ahead for what is to come.
fn month_day(now: Day, m: u32, d: u32, to_come: bool) -> Option<EventDate> {
    let year = now.year()?;
    let this = Day::ymd(year, m, d).or_else(|| Day::ymd(year - 1, m, d))?;
    // A report may run ahead of the day it is about by some weeks ("on January 20" in mid-January).
    let ahead = this.0 - now.0;
    let year = match (to_come, ahead) {
        (true, a) if a < -180 => year + 1,
        (false, a) if a > 60 => year - 1,
        _ => return Some(EventDate::day(this)),
    };
    Day::ymd(year, m, d).map(EventDate::day)
}

/// The weekday itself if it is today, else the last one, or the next for what is to come.
pub(super) fn weekday(now: Day, today: NaiveDate, weekday: u32, shift: i32, to_come: bool) -> Day {
    let back = (today.weekday().num_days_from_monday() + 7 - weekday) % 7;
    let ahead = (7 - back) % 7;
    match shift {
        -1 if back == 0 => now.plus(-7),
        1 => now.plus(if ahead == 0 { 7 } else { ahead as i32 }),
        _ if to_come && shift == 0 => now.plus(ahead as i32),
        _ => now.plus(-(back as i32)),
    }
}

fn shift(now: Day, unit: Unit, n: i32) -> Option<EventDate> {
    let date = now.date()?;
    Some(match unit {
        Unit::Hour => EventDate::day(now),
        Unit::Day => EventDate::day(now.plus(n)),
        Unit::Week if n.abs() > 1 => EventDate::day(now.plus(n.checked_mul(7)?)),
        Unit::Week => {
            let monday = now.plus(n * 7 - date.weekday().num_days_from_monday() as i32);
            EventDate::range(monday, monday.plus(6))
        }
        Unit::Weekend => {
            let monday = now.plus(n * 7 - date.weekday().num_days_from_monday() as i32);
            // Before Saturday, "the weekend" is the last one.
            let monday =
                if n == 0 && date.weekday().num_days_from_monday() < 5 { monday.plus(-7) } else { monday };
            EventDate::range(monday.plus(5), monday.plus(6))
        }
        Unit::Month => {
            let first = date.with_day(1)?;
            let there = months(first, n)?;
            EventDate::month(there.year(), there.month())?
        }
        Unit::Year => EventDate::year(date.year().checked_add(n)?)?,
        Unit::Decade => EventDate::year(date.year().checked_add(n.checked_mul(10)?)?)?,
    })
}

fn moved(now: Day, unit: Unit, n: i32) -> Option<Day> {
    let date = now.date()?;
    Some(match unit {
        Unit::Hour => now,
        Unit::Day => now.plus(n),
        Unit::Week | Unit::Weekend => now.plus(n.checked_mul(7)?),
        Unit::Month => months(date, n)?.into(),
        Unit::Year => months(date, n.checked_mul(12)?)?.into(),
        Unit::Decade => months(date, n.checked_mul(120)?)?.into(),
    })
}

fn months(date: NaiveDate, n: i32) -> Option<NaiveDate> {
    if n < 0 {
        date.checked_sub_months(Months::new(n.unsigned_abs()))
    } else {
        date.checked_add_months(Months::new(n as u32))
    }
}
