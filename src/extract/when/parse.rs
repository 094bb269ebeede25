//! Reads time expressions off the tokens.

use std::sync::LazyLock;

use crate::extract::document::Document;
use crate::extract::lexicon::{WordList, list};
use crate::extract::tokens::{Case, TokenKind};
use crate::model::date::MONTHS;

use super::{Bound, Time, Unit, When};

/// The first letters of days and months.
static NAMED: LazyLock<Vec<&'static [u8; 3]>> = LazyLock::new(|| {
    let names = list::WEEKDAY.words().iter().copied().chain(MONTHS);
    names.filter_map(|name| name.as_bytes().first_chunk()).collect()
});

/// A cheap look before the dear one: most words begin no time expression.
fn may_begin(document: &Document, at: usize) -> bool {
    let Some(token) = document.tokens.get(at) else { return false };
    let named = || document.lower(at).as_bytes().first_chunk().is_some_and(|w| NAMED.contains(&w));
    match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => document.is_listed(at, list::OPENS_TIME) || token.case != Case::Lower && named(),
        _ => false,
    }
}

/// The lists of the words for each unit.
const UNITS: [(WordList, Unit); 7] = [
    (list::UNIT_HOUR, Unit::Hour),
    (list::UNIT_DAY, Unit::Day),
    (list::UNIT_WEEKEND, Unit::Weekend),
    (list::UNIT_WEEK, Unit::Week),
    (list::UNIT_MONTH, Unit::Month),
    (list::UNIT_YEAR, Unit::Year),
    (list::UNIT_DECADE, Unit::Decade),
];

/// The expression that begins at a token, preposition included.
pub(crate) fn expression(document: &Document, at: usize, end: usize) -> Option<Time> {
    let p = Parser { document, end };
    if !may_begin(document, at) {
        return None;
    }
    let word = document.lower(at);
    let (bound, body) = if word == "since" {
        (Bound::Since, at + 1)
    } else if document.is_listed(at, list::TIME_UNTIL) {
        (Bound::Until, at + 1)
    } else {
        (Bound::At, at + usize::from(document.is_listed(at, list::TIME_AT)))
    };
    let mut core = body;
    while p.is(core, list::TIME_HEDGE) {
        core += 1;
    }
    let (mut stop, when) = p.core(core, body > at)?;
    // "of" belongs to the noun before: "the war of 2022" has its date, "of Monday" too; not a time by itself.
    let first = if word == "of" { core } else { at };
    // Only a date bounds; "since two weeks" does not.
    let bound = if when == When::Duration { Bound::At } else { bound };
    while p.is(stop, list::TIME_TAIL) {
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

    /// Whether a word before the end is on a list.
    fn is(&self, at: usize, list: WordList) -> bool {
        at < self.end && self.document.is_listed(at, list)
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        UNITS.iter().find(|(words, _)| self.is(at, *words)).map(|(_, unit)| *unit)
    }

    fn number(&self, at: usize) -> Option<i32> {
        (at < self.end && self.document.tokens[at].kind == TokenKind::Number)
            .then(|| self.word(at).trim_end_matches(|c: char| c.is_alphabetic()).parse().ok())
            .flatten()
    }

    fn capital(&self, at: usize) -> bool {
        self.document.tokens.get(at).is_some_and(|t| t.case != Case::Lower)
    }

    fn core(&self, at: usize, preposition: bool) -> ParsedTime {
        let at = self.part_of_day(at);
        self.iso(at)
            .or_else(|| self.weekday_phrase(at))
            .or_else(|| self.month_phrase(at, preposition))
            .or_else(|| self.day_month(at))
            .or_else(|| self.year_phrase(at, preposition))
            .or_else(|| self.plain_word(at))
            .or_else(|| self.shifted(at))
            .or_else(|| self.counted(at, preposition))
    }

    /// Past "the morning of" before what may be a date: the part of the day adds nothing to it.
    fn part_of_day(&self, at: usize) -> usize {
        let the = at + usize::from(self.word(at) == "the");
        let the = the + usize::from(self.is(the, list::TIME_HEDGE));
        let part = self.is(the, list::DAYTIME) || matches!(self.word(the), "night" | "hours");
        let of = part && self.word(the + 1) == "of";
        // "the hours of work": only a month, a weekday or a day begins a date.
        let date = the + 2 + usize::from(self.word(the + 2) == "the");
        if of && (self.capital(date) || self.number(date).is_some()) { the + 2 } else { at }
    }

    fn plain_word(&self, at: usize) -> ParsedTime {
        let when = match self.word(at) {
            "yesterday" => When::Shift(Unit::Day, -1),
            "tomorrow" => When::Shift(Unit::Day, 1),
            "weekend" => When::Shift(Unit::Weekend, 0),
            _ if self.is(at, list::TODAY) => When::Shift(Unit::Day, 0),
            _ if self.is(at, list::LATELY) => When::Recently,
            _ => return self.phrase(at),
        };
        Some((at + 1, when))
    }

    fn phrase(&self, at: usize) -> ParsedTime {
        let the = at + usize::from(self.word(at) == "the");
        let word = self.word(the);
        let Some(unit) = self.unit(the + 1) else {
            return (word == "weekend" && the > at).then_some((the + 1, When::Shift(Unit::Weekend, 0)));
        };
        let several = self.word(the + 1).ends_with('s');
        let when = match word {
            "coming" => When::Coming(unit, if several { 3 } else { 1 }),
            "following" => When::After(unit, 1),
            "same" => When::After(unit, 0),
            "weekend" if the > at => return Some((the + 1, When::Shift(Unit::Weekend, 0))),
            _ if self.is(the, list::RECENT) && several => {
                When::Past(unit, if unit == Unit::Year { 5 } else { 3 })
            }
            _ if self.is(the, list::PRECEDING) => When::After(unit, -1),
            _ => return None,
        };
        Some((the + 2, when))
    }

    /// "last week", "this month", "next year", "the past two weeks".
    fn shifted(&self, at: usize) -> ParsedTime {
        let at = at + usize::from(self.word(at) == "the");
        let by = self.direction(at)?;
        let next = at + 1;
        if let Some((n, after)) = self.count(next)
            && let Some(u) = self.unit(after)
            && by != 0
        {
            return Some((after + 1, if by < 0 { When::Past(u, n) } else { When::Coming(u, n) }));
        }
        let word = self.word(next);
        let when = if self.is(next, list::DAYTIME) {
            When::Shift(Unit::Day, 0)
        } else if word == "night" {
            When::Shift(Unit::Day, by.min(0))
        } else if self.is(next, list::SEASON) {
            When::Shift(Unit::Year, by)
        } else {
            When::Shift(self.unit(next).filter(|_| !word.ends_with('s'))?, by)
        };
        Some((next + 1, when))
    }

    /// "last", "this", "next": −1, 0, 1.
    fn direction(&self, at: usize) -> Option<i32> {
        match self.word(at) {
            "this" => Some(0),
            "next" => Some(1),
            _ => self.is(at, list::PAST_TIME).then_some(-1),
        }
    }

    fn count(&self, at: usize) -> Option<(i32, usize)> {
        if let Some(n) = self.number(at).filter(|n| (0..10_000).contains(n)) {
            return Some((n, at + 1));
        }
        if self.is(at, list::NUMBER_WORD) {
            let n = list::NUMBER_WORD.words().iter().position(|w| *w == self.word(at))?;
            return Some((n as i32, at + 1));
        }
        if self.is(at, list::INDEFINITE) {
            return Some((1, at + 1));
        }
        self.is(at, list::A_FEW).then_some((3, at + 1))
    }

    /// "two weeks ago", "a day earlier", "hours later", "for three days".
    fn counted(&self, at: usize, preposition: bool) -> ParsedTime {
        let (n, next) = match self.count(at) {
            Some((1, next)) if self.word(at) == "a" && self.word(next) == "few" => (3, next + 1),
            Some(found) => found,
            None if self.is(at, list::UNITS) => (3, at),
            None => return None,
        };
        let more = usize::from(self.word(next) == "more");
        let u = self.unit(next + more)?;
        let end = next + more + 1;
        match self.word(end) {
            "ago" => Some((end + 1, When::Shift(u, -n))),
            "after" => Some((end, When::Duration)),
            "from" if self.word(end + 1) == "now" => Some((end + 2, When::Shift(u, n))),
            "before" if self.clause_after(end + 1) => Some((end, When::After(u, -n))),
            _ if self.is(end, list::TIME_BEFORE) => Some((end + 1, When::After(u, -n))),
            _ if self.is(end, list::TIME_AFTER) => Some((end + 1, When::After(u, n))),
            _ if preposition && self.word(at.wrapping_sub(1)) == "within" => Some((end, When::Coming(u, n))),
            _ if preposition && self.is(at.wrapping_sub(1), list::TIME_LASTING) => {
                Some((end, When::Duration))
            }
            _ => None,
        }
    }

    fn clause_after(&self, at: usize) -> bool {
        self.document.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word) && at < self.end
    }
}

/// Expressions that name days, months and years.
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
        let days = list::WEEKDAY.words().iter();
        let full = days.clone().position(|day| *day == plain);
        let short = || {
            let begins = |day: &&str| day.get(..3).is_some_and(|short| plain.starts_with(short));
            days.clone().position(begins).filter(|_| plain.len() <= 5 && word.ends_with('.'))
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
        let (shift, day_at) = self.direction(at).map_or((0, at), |shift| (shift, at + 1));
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
        let shift = self.is(at, list::NEAR_TIME);
        let month_at = at + usize::from(shift);
        let month = self.month(month_at)?;
        let next = month_at + 1;
        let next = next + usize::from(self.word(next) == "the" && self.number(next + 1).is_some());
        if let Some(day) = self.number(next).filter(|d| (1..=31).contains(d) && self.year(next).is_none()) {
            let mut end = next + 1;
            let comma = usize::from(self.word(end) == ",");
            if let Some(year) = self.year(end + comma) {
                end += comma + 1;
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
