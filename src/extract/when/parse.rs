//! Reads time expressions off the tokens.

use crate::extract::document::Document;
use crate::extract::tokens::{Case, TokenKind};

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

pub(super) struct Parser<'a, 'd> {
    pub(super) document: &'a Document<'d>,
    pub(super) end: usize,
}

pub(super) type ParsedTime = Option<(usize, When)>;

impl Parser<'_, '_> {
    pub(super) fn word(&self, at: usize) -> &str {
        if at < self.end { self.document.lower(at) } else { "" }
    }

    pub(super) fn number(&self, at: usize) -> Option<i32> {
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

    pub(super) fn capital(&self, at: usize) -> bool {
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
