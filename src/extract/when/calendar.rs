//! Expressions that name days, months and years.

use crate::extract::tokens::{Case, TokenKind};
use crate::model::date::MONTHS;

use super::When;
use super::parse::{ParsedTime, Parser};

const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FULL_DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Parser<'_, '_> {
    pub(super) fn month(&self, at: usize) -> Option<u32> {
        let word = self.word(at);
        if !self.capital(at) {
            return None;
        }
        let plain = word.trim_end_matches('.');
        if plain.len() > 9 || plain.len() < 3 {
            return None;
        }
        let full = MONTHS.iter().position(|m| *m == plain);
        let short = || {
            MONTHS
                .iter()
                .position(|m| m[..3] == *plain || plain == "sept" && *m == "september")
                .filter(|_| word.ends_with('.'))
        };
        full.or_else(short).map(|m| m as u32 + 1)
    }

    pub(super) fn weekday(&self, at: usize) -> Option<u32> {
        let word = self.word(at);
        if !self.capital(at) {
            return None;
        }
        let plain = word.trim_end_matches('.');
        let full = FULL_DAYS.iter().position(|m| *m == plain);
        let short = || {
            DAYS.iter().position(|d| plain.starts_with(d) && plain.len() <= 5).filter(|_| word.ends_with('.'))
        };
        full.or_else(short).map(|d| d as u32)
    }

    pub(super) fn year(&self, at: usize) -> Option<i32> {
        let n = self.number(at)?;
        let plain = self.word(at).len() == 4 && self.word(at).bytes().all(|b| b.is_ascii_digit());
        (plain && (1800..2100).contains(&n)).then_some(n)
    }

    pub(super) fn iso(&self, at: usize) -> ParsedTime {
        let mut parts = self.word(at).split('-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        if y.len() != 4 || parts.next().is_some() {
            return None;
        }
        Some((at + 1, When::Date(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)))
    }

    pub(super) fn weekday_phrase(&self, at: usize) -> ParsedTime {
        let (shift, day_at) = match self.word(at) {
            "last" | "past" => (-1, at + 1),
            "next" => (1, at + 1),
            "this" => (0, at + 1),
            _ => (0, at),
        };
        let day = self.weekday(day_at)?;
        // "Tuesday, Jan. 3" is that date; "Monday's" belongs to a noun but is a time all the same.
        let comma = usize::from(self.word(day_at + 1) == ",");
        if let Some((end, when @ (When::Date(..) | When::MonthDay(..)))) =
            self.month_phrase(day_at + 1 + comma, true).or_else(|| self.day_month(day_at + 1 + comma))
        {
            return Some((end, when));
        }
        Some((day_at + 1, When::Weekday(day, shift)))
    }

    pub(super) fn month_phrase(&self, at: usize, preposition: bool) -> ParsedTime {
        let (shift, month_at) = match self.word(at) {
            "last" | "next" | "this" => (true, at + 1),
            _ => (false, at),
        };
        let month = self.month(month_at)?;
        let next = month_at + 1;
        let next = next + usize::from(self.word(next) == "the" && self.number(next + 1).is_some());
        if let Some(day) = self.number(next).filter(|d| (1..=31).contains(d) && self.year(next).is_none()) {
            let mut end = next + 1;
            let comma = usize::from(self.word(end) == ",");
            if let Some(year) = self.year(end + comma) {
                end += comma + 1;
                let closing = usize::from(comma == 1 && self.word(end) == ",");
                let _ = closing;
                return Some((end, When::Date(year, month, day as u32)));
            }
            return Some((end, When::MonthDay(month, day as u32)));
        }
        let comma = usize::from(self.word(next) == ",");
        if let Some(year) = self.year(next + comma) {
            return Some((next + comma + 1, When::Month(month, Some(year))));
        }
        // "May" and "March" are words too: they need a preposition or "last" before.
        let doubtful = matches!(month, 3 | 5);
        let alone = preposition || shift || !doubtful && month_at > 0;
        alone.then_some((next, When::Month(month, None)))
    }

    pub(super) fn day_month(&self, at: usize) -> ParsedTime {
        let at = at + usize::from(self.word(at) == "the");
        let day = self.number(at).filter(|d| (1..=31).contains(d))?;
        let of = usize::from(self.word(at + 1) == "of");
        let month = self.month(at + 1 + of)?;
        let end = at + 2 + of;
        let comma = usize::from(self.word(end) == ",");
        match self.year(end + comma) {
            Some(year) => Some((end + comma + 1, When::Date(year, month, day as u32))),
            None => Some((end, When::MonthDay(month, day as u32))),
        }
    }

    pub(super) fn year_phrase(&self, at: usize, preposition: bool) -> ParsedTime {
        let at = at + usize::from(self.word(at) == "the");
        let word = self.word(at);
        if let Some(decade) = word.strip_suffix('s').filter(|d| d.len() == 4 && d.ends_with('0')) {
            return Some((at + 1, When::Decade(decade.parse().ok()?)));
        }
        let year = self.year(at).filter(|_| preposition)?;
        // "in 2000 villages" is a count.
        let counts = self
            .document
            .tokens
            .get(at + 1)
            .is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Lower)
            && (at + 1 >= self.end
                || self.document.tags(at + 1) == 0 && self.document.forms(at + 1).is_empty())
            && self.word(at + 1).ends_with('s');
        (!counts).then_some((at + 1, When::Year(year)))
    }
}
