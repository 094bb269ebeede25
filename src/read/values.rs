//! Single values out of nodes: dates, countries, codes, spans.

use super::error::{Outcome, ProblemKind};
use super::fields::{Fields, Notes, wrong_type};
use super::node::{Node, Value};
use crate::model::date::DateError;
use crate::model::{CountryId, Day, EventDate, Precision};

const DATE: &str = "a date such as 2025-01-17, 2025-01, 2025, 2024-04-13..2024-04-14 or 2022..";

/// A date as text, as a date of TOML, or as a year. A time of day is passed over.
pub fn date(node: &Node<'_>, notes: &mut Notes<'_, '_>) -> Option<EventDate> {
    let text = match &node.value {
        Value::Text(text) => text.as_ref(),
        Value::Date(text) => text.as_str(),
        Value::Integer(year @ 1000..=9999) => return EventDate::year(*year as i32),
        _ => {
            wrong_type(node, DATE, notes);
            return None;
        }
    };
    if text.is_empty() {
        return Some(EventDate::UNKNOWN);
    }
    let day = match text.as_bytes().get(10) {
        Some(b'T' | b't' | b' ') => text.get(..10).unwrap_or(text),
        _ => text,
    };
    match day.parse() {
        Ok(date) => Some(date),
        Err(DateError::Form(_)) => {
            notes.mistake(node.start, ProblemKind::BadDate, &node.describe(), DATE);
            None
        }
        Err(DateError::Calendar(_)) => {
            notes.mistake(
                node.start,
                ProblemKind::BadDate,
                &node.describe(),
                "a day that is in the calendar",
            );
            None
        }
    }
}

/// An event's date out of its up to three keys.
pub(crate) fn event_date(f: &Fields<'_, '_>, notes: &mut Notes<'_, '_>) -> EventDate {
    const ALL: [Precision; 5] =
        [Precision::Day, Precision::Month, Precision::Year, Precision::Range, Precision::Unknown];
    let first = f.get("date").and_then(|n| date(n, notes));
    let last = f.get("date_end").and_then(|n| date(n, notes));
    let precision = f.word("precision", &ALL, Precision::name, notes);
    let start = first.map_or(Day::MIN, EventDate::start);
    let end = last.map_or(Day::MAX, EventDate::end);
    let date = match (precision, first) {
        (None, _) if last.is_none() => first,
        (Some(Precision::Unknown), _) => Some(EventDate::UNKNOWN),
        (Some(Precision::Day), Some(first)) => Some(EventDate::day(first.start())),
        (Some(Precision::Month), Some(first)) => {
            use chrono::Datelike;
            first.start().date().and_then(|d| EventDate::month(d.year(), d.month()))
        }
        (Some(Precision::Year), Some(first)) => first.start().year().and_then(EventDate::year),
        (_, Some(first)) if last.is_none() && first.precision() == Precision::Range => Some(first),
        _ if start <= end => Some(EventDate::range(start, end)),
        _ => {
            let at = f.get("date_end").map_or(f.at, |n| n.start);
            let found = format!("{end}, which is before {start}");
            notes.mistake(at, ProblemKind::BadDate, &found, "an end that does not come before its beginning");
            None
        }
    };
    date.unwrap_or(EventDate::UNKNOWN)
}

/// A country by its alpha-3 code; `?` or nothing for one that is not known.
pub(crate) fn country(node: &Node<'_>, notes: &mut Notes<'_, '_>) -> Option<CountryId> {
    let expected = "an ISO 3166-1 alpha-3 code, such as IRN";
    let Some(text) = node.text() else {
        wrong_type(node, expected, notes);
        return None;
    };
    if matches!(text, "" | "?") {
        return Some(CountryId::UNKNOWN);
    }
    let found = CountryId::from_iso3(text);
    if found.is_none() {
        let advice = CountryId::from_any(text).map(|c| format!("write {c} for {}", c.name()));
        let advice = advice.unwrap_or_else(|| "leave it out if there is none".to_owned());
        notes.mistake_with(node.start, ProblemKind::UnknownCountry, &node.describe(), expected, &advice);
    }
    found
}

/// A CAMEO actor code: groups of three capital letters. A wrong one is left out.
pub(crate) fn actor_code<'n>(node: &'n Node<'_>, notes: &mut Notes<'_, '_>) -> Option<&'n str> {
    let expected = "a CAMEO actor code of groups of three capital letters, such as IRNGOV";
    let Some(text) = node.text() else {
        wrong_type(node, expected, notes);
        return None;
    };
    // Data sets have digits in codes, and small letters in those of some peoples.
    let all = |letter: fn(&u8) -> bool| text.bytes().all(|b| letter(&b) || b.is_ascii_digit());
    if text.len() % 3 == 0 && (all(u8::is_ascii_uppercase) || all(u8::is_ascii_lowercase)) {
        return Some(text);
    }
    notes.tell(
        node.start,
        ProblemKind::ActorCode,
        Outcome::Repaired,
        &node.describe(),
        expected,
        "the code was left out",
    );
    None
}
