//! Reads time expressions off the tokens.

use crate::extract::document::Document;
use crate::extract::tokens::{Case, TokenKind};
use crate::model::date::MONTHS;

use super::words::{may_begin, unit};
use super::{Bound, Time, Unit, When};

/// The expression that begins at a token, preposition included.
pub fn expression(document: &Document, at: usize, end: usize) -> Option<Time> {
    let p = Parser { document, end };
    if !may_begin(document, at) {
        return None;
    }
    let word = document.lower(at);
    let (bound, body) = match word {
        "since" | "from" | "after" => (Bound::Since, at + 1),
        "until" | "till" | "by" | "before" => (Bound::Until, at + 1),
        "on" | "in" | "at" | "during" | "for" | "over" | "within" | "through" | "throughout" | "of" => {
            (Bound::At, at + 1)
        }
        _ => (Bound::At, at),
    };
    let mut core = body;
    while matches!(
        document.lower(core),
        "early"
            | "late"
            | "mid"
            | "mid-"
            | "about"
            | "around"
            | "nearly"
            | "almost"
            | "just"
            | "only"
            | "earlier"
            | "later"
    ) && core < end
    {
        core += 1;
    }
    let found = p.core(core, body > at);
    let (mut stop, when) = match found {
        Some(f) => f,
        None if core > body && body == at => return None,
        None => return None,
    };
    // "of" belongs to the noun before: "the war of 2022" has its date, "of Monday" too; not a time by itself.
    let first = if word == "of" { core } else { at };
    // Only a date bounds; "for two weeks", "after two weeks" do not.
    let bound = match when {
        When::Duration => Bound::At,
        _ if word == "from" || word == "after" => Bound::At,
        _ => bound,
    };
    while p.part_of_day(stop) {
        stop += 1;
    }
    let span = document.span(first..stop)?;
    Some(Time { span, first, end: stop, when, bound })
}

struct Parser<'a, 'd> {
    document: &'a Document<'d>,
    end: usize,
}

type ParsedTime = Option<(usize, When)>;

impl Parser<'_, '_> {
    fn word(&self, at: usize) -> &str {
        if at < self.end { self.document.lower(at) } else { "" }
    }

    fn number(&self, at: usize) -> Option<i32> {
        (at < self.end && self.document.tokens[at].kind == TokenKind::Number)
            .then(|| self.word(at).trim_end_matches(|c: char| c.is_alphabetic()).parse().ok())
            .flatten()
    }

    fn part_of_day(&self, at: usize) -> bool {
        matches!(
            self.word(at),
            "morning"
                | "afternoon"
                | "evening"
                | "night"
                | "midnight"
                | "noon"
                | "ago"
                | "onward"
                | "onwards"
        )
    }

    fn capital(&self, at: usize) -> bool {
        self.document.tokens.get(at).is_some_and(|t| t.case != Case::Lower)
    }

    fn core(&self, at: usize, preposition: bool) -> ParsedTime {
        self.iso(at)
            .or_else(|| self.weekday_phrase(at))
            .or_else(|| self.month_phrase(at, preposition))
            .or_else(|| self.day_month(at))
            .or_else(|| self.year_phrase(at, preposition))
            .or_else(|| self.plain_word(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.counted(at, preposition))
    }

    fn plain_word(&self, at: usize) -> ParsedTime {
        let when = match self.word(at) {
            "today" | "tonight" => When::Shift(Unit::Day, 0),
            "yesterday" => When::Shift(Unit::Day, -1),
            "tomorrow" => When::Shift(Unit::Day, 1),
            "overnight" => When::Shift(Unit::Day, 0),
            "recently" | "lately" => When::Recently,
            "weekend" => When::Shift(Unit::Weekend, 0),
            _ => return self.phrase(at),
        };
        Some((at + 1, when))
    }

    fn phrase(&self, at: usize) -> ParsedTime {
        let the = at + usize::from(self.word(at) == "the");
        let (a, b) = (self.word(the), self.word(the + 1));
        let unit = unit(b);
        match (a, unit) {
            ("recent" | "past", Some(u)) if b.ends_with('s') => {
                let n = if u == Unit::Year { 5 } else { 3 };
                Some((the + 2, if a == "recent" || a == "past" { When::Past(u, n) } else { When::Recently }))
            }
            ("coming", Some(u)) if b.ends_with('s') => Some((the + 2, When::Coming(u, 3))),
            ("coming", Some(u)) => Some((the + 2, When::Coming(u, 1))),
            ("previous" | "preceding", Some(u)) => Some((the + 2, When::After(u, -1))),
            ("following", Some(u)) => Some((the + 2, When::After(u, 1))),
            ("same", Some(u)) => Some((the + 2, When::After(u, 0))),
            ("weekend", _) if the > at => Some((the + 1, When::Shift(Unit::Weekend, 0))),
            _ => None,
        }
    }

    /// "last week", "this month", "next year", "the past two weeks".
    fn shifted(&self, at: usize) -> ParsedTime {
        let at = at + usize::from(self.word(at) == "the");
        let by = match self.word(at) {
            "last" | "past" => -1,
            "this" => 0,
            "next" => 1,
            _ => return None,
        };
        let next = at + 1;
        if let Some((n, after)) = self.count(next)
            && let Some(u) = unit(self.word(after))
            && by != 0
        {
            return Some((after + 1, if by < 0 { When::Past(u, n) } else { When::Coming(u, n) }));
        }
        let word = self.word(next);
        let when = match word {
            "morning" | "afternoon" | "evening" => When::Shift(Unit::Day, 0),
            "night" => When::Shift(Unit::Day, by.min(0)),
            "spring" | "summer" | "autumn" | "fall" | "winter" => When::Shift(Unit::Year, by),
            _ => When::Shift(unit(word).filter(|_| !word.ends_with('s'))?, by),
        };
        Some((next + 1, when))
    }

    fn count(&self, at: usize) -> Option<(i32, usize)> {
        const WORDS: &[&str] = &[
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve",
        ];
        let word = self.word(at);
        if let Some(n) = self.number(at).filter(|n| (0..10_000).contains(n)) {
            return Some((n, at + 1));
        }
        if let Some(n) = WORDS.iter().position(|w| *w == word) {
            return Some((n as i32, at + 1));
        }
        match word {
            "a" | "an" => Some((1, at + 1)),
            "several" | "few" | "some" => Some((3, at + 1)),
            _ => None,
        }
    }

    /// "two weeks ago", "a day earlier", "hours later", "for three days".
    fn counted(&self, at: usize, preposition: bool) -> ParsedTime {
        let (n, next) = match self.count(at) {
            Some((1, next)) if self.word(at) == "a" && self.word(next) == "few" => (3, next + 1),
            Some(found) => found,
            None if matches!(
                self.word(at),
                "hours" | "days" | "weeks" | "months" | "years" | "minutes" | "decades"
            ) =>
            {
                (3, at)
            }
            None => return None,
        };
        let more = usize::from(self.word(next) == "more");
        let u = unit(self.word(next + more))?;
        let end = next + more + 1;
        match self.word(end) {
            "ago" => Some((end + 1, When::Shift(u, -n))),
            "earlier" | "before" | "previously" => {
                let end =
                    if self.word(end) == "before" && self.clause_after(end + 1) { end } else { end + 1 };
                Some((end, When::After(u, -n)))
            }
            "later" | "afterwards" => Some((end + 1, When::After(u, n))),
            "after" => Some((end, When::Duration)),
            "from" if self.word(end + 1) == "now" => Some((end + 2, When::Shift(u, n))),
            _ if preposition && self.word(at.wrapping_sub(1)) == "within" => Some((end, When::Coming(u, n))),
            _ if preposition
                && matches!(
                    self.word(at.wrapping_sub(1)),
                    "for" | "in" | "after" | "over" | "during" | "on"
                ) =>
            {
                Some((end, When::Duration))
            }
            _ => None,
        }
    }

    fn clause_after(&self, at: usize) -> bool {
        self.document.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word) && at < self.end
    }
}

const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FULL_DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl Parser<'_, '_> {
    fn month(&self, at: usize) -> Option<u32> {
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

    fn weekday(&self, at: usize) -> Option<u32> {
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

    fn year(&self, at: usize) -> Option<i32> {
        let n = self.number(at)?;
        let plain = self.word(at).len() == 4 && self.word(at).bytes().all(|b| b.is_ascii_digit());
        (plain && (1800..2100).contains(&n)).then_some(n)
    }

    fn iso(&self, at: usize) -> ParsedTime {
        let mut parts = self.word(at).split('-');
        let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
        if y.len() != 4 || parts.next().is_some() {
            return None;
        }
        Some((at + 1, When::Date(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)))
    }

    fn weekday_phrase(&self, at: usize) -> ParsedTime {
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

    fn month_phrase(&self, at: usize, preposition: bool) -> ParsedTime {
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

    fn day_month(&self, at: usize) -> ParsedTime {
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

    fn year_phrase(&self, at: usize, preposition: bool) -> ParsedTime {
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
