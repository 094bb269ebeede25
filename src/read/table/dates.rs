//! Days as data sets and spreadsheets write them.

use crate::model::Day;
use crate::model::date::MONTHS;

use super::mapping::Slash;
use super::values::{civil, day8, number};

/// A day written `2018-09-28` (also with a time behind), `20180928`,
/// `9/28/2018`, `28.9.2018`, `9-May-20`, `01-January-2015`, `16 May 2025` or
/// `May 16, 2025`. Years of two digits lie between 1950 and 2049.
pub(super) fn day_of(field: &[u8], slash: Slash) -> Option<Day> {
    let field = field.trim_ascii();
    if field.len() == 8 && field.iter().all(u8::is_ascii_digit) {
        return day8(field);
    }
    let mut parts =
        field.split(|b| matches!(b, b'-' | b'/' | b'.' | b' ' | b',' | b'T')).filter(|part| !part.is_empty());
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    // What may stand behind is a time of day.
    if !parts.all(|rest| rest.iter().all(|b| b.is_ascii_digit() || b":+Z".contains(b))) {
        return None;
    }
    if let Some(month) = month_named(second) {
        return civil(year(third)?, month, small(first)?);
    }
    if let Some(month) = month_named(first) {
        return civil(year(third)?, month, small(second)?);
    }
    if first.len() == 4 {
        return civil(year(first)?, small(second)?, small(third)?);
    }
    let day_first = field.contains(&b'.') || slash == Slash::DayFirst;
    let (day, month) = if day_first { (first, second) } else { (second, first) };
    civil(year(third)?, small(month)?, small(day)?)
}

fn small(part: &[u8]) -> Option<u32> {
    (part.len() <= 2).then(|| number(part)).flatten().map(|n| n as u32)
}

fn year(part: &[u8]) -> Option<i32> {
    match part.len() {
        4 => number(part).map(|n| n as i32),
        2 => number(part).map(|n| n as i32 + if n < 50 { 2000 } else { 1900 }),
        _ => None,
    }
}

fn month_named(part: &[u8]) -> Option<u32> {
    let word = std::str::from_utf8(part).ok().filter(|w| w.len() >= 3)?.to_ascii_lowercase();
    MONTHS.iter().position(|m| m.starts_with(&word)).map(|i| i as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_name_the_same_day() {
        let wanted = Day::ymd(2020, 5, 9);
        for text in [
            "2020-05-09",
            "20200509",
            "5/9/2020",
            "05/09/20",
            "9-May-20",
            "09-May-2020",
            "9 May 2020",
            "9.5.2020",
            "May 9, 2020",
            " 2020-05-09 ",
            "2020-05-09 00:00:00.000",
            "2020-05-09T12:30:00Z",
            "09-may-2020",
        ] {
            assert_eq!(day_of(text.as_bytes(), Slash::MonthFirst), wanted, "{text}");
        }
        assert_eq!(day_of(b"9/5/2020", Slash::DayFirst), wanted);
        assert_eq!(day_of(b"01-January-1999", Slash::MonthFirst), Day::ymd(1999, 1, 1));
        assert_eq!(day_of(b"1-Jan-99", Slash::MonthFirst), Day::ymd(1999, 1, 1));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "2020",
            "2020-13-01",
            "2020-02-30",
            "31/31/2020",
            "9-Ma-20",
            "a-b-c",
            "2020-05-09x",
            "1-2-3-x",
        ] {
            assert_eq!(day_of(text.as_bytes(), Slash::MonthFirst), None, "{text}");
        }
    }
}
