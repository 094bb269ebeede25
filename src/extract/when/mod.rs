//! Time expressions: where they stand, and which days they mean.
//!
//! [`Times::find`] reads them off the tokens ("on Tuesday", "late last month", "in
//! 2021", "two weeks earlier"); [`Time::resolve`] turns them into dates with
//! the precision that the words have. A weekday is the last one before the day
//! of publication unless the verb speaks of what is to come. Without a day of
//! publication, relative expressions stay open.

mod parse;
mod resolve;

use std::ops::Range;

use crate::model::{DateFrom, Day, EventDate, Precision, Span};

use super::document::Document;
use super::events::Stretch;

/// A unit of relative expressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours and shorter: the day itself.
    Hour,
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Weeks, Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
    /// Ten years.
    Decade,
}

/// What an expression says, before it is put on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// A day with its year.
    Date(i32, u32, u32),
    /// A day of a month; the year is the nearest that fits.
    MonthDay(u32, u32),
    /// A month, with or without its year.
    Month(u32, Option<i32>),
    Year(i32),
    /// Ten years from this one on: "the 1990s".
    Decade(i32),
    /// A weekday, 0 is Monday; −1 "last", +1 "next", 0 plain.
    Weekday(u32, i32),
    /// So many units away: "last month" is −1, "today" is day 0.
    Shift(Unit, i32),
    /// The last so many units up to now: "the past two weeks".
    Past(Unit, i32),
    /// The next so many units from now on.
    Coming(Unit, i32),
    /// So many units after or before the last date that was told ("two weeks earlier").
    After(Unit, i32),
    Recently,
    /// A stretch of time without place on the calendar: "for three days".
    Duration,
}

/// How an expression bounds what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    At,
    /// From then on: "since 2022".
    Since,
    /// Up to then: "until May", "by Friday".
    Until,
}

/// A time expression in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    /// The words, with the preposition.
    pub(crate) span: Span,
    /// First token.
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) end: usize,
    /// What it says.
    pub(crate) when: When,
    /// How it bounds that.
    pub(crate) bound: Bound,
}

/// The time expressions of a document, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Times {
    pub(crate) list: Vec<Time>,
    covered: Vec<bool>,
}

impl Times {
    /// Finds all time expressions of a document.
    pub(crate) fn find(document: &Document) -> Times {
        let mut list = Vec::new();
        let mut covered = vec![false; document.tokens.len()];
        for s in &document.sentences {
            let mut at = s.tokens.start;
            while at < s.tokens.end {
                match parse::expression(document, at, s.tokens.end) {
                    Some(time) => {
                        covered[time.first..time.end].fill(true);
                        list.push(time);
                        at = time.end;
                    }
                    None => at += 1,
                }
            }
        }
        Times { list, covered }
    }

    /// Whether a token belongs to a time expression.
    pub(crate) fn covers(&self, token: usize) -> bool {
        self.covered.get(token).copied().unwrap_or(false)
    }

    /// The expressions that begin within a range of tokens.
    pub(crate) fn within(&self, tokens: Range<usize>) -> &[Time] {
        let from = self.list.partition_point(|t| t.first < tokens.start);
        let to = self.list.partition_point(|t| t.first < tokens.end);
        self.list.get(from..to.max(from)).unwrap_or(&[])
    }
}

/// Tokens of a sentence's beginning in which an expression sets the time for all of it.
const OPENING: usize = 2;

/// Words that go on with what was told, among the first of a sentence.
const GOES_ON: &[&str] = &["also", "then", "later", "afterwards", "simultaneously"];

/// How many words of a sentence those may be among.
const GOES_ON_WITHIN: usize = 4;

/// Dates for what a text tells, one sentence after the other.
#[derive(Debug)]
pub(crate) struct Dating<'t> {
    times: &'t Times,
    published: EventDate,
    now: Option<Day>,
    before: Option<EventDate>,
    /// The last time that the text told, and the end of the sentence that told it.
    carried: Option<(usize, EventDate)>,
    document: &'t Document<'t>,
}

/// When something happened, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dated {
    pub(crate) date: EventDate,
    /// Where the date comes from; `None` where there is no date.
    pub(crate) from: Option<DateFrom>,
    /// How it was found, in words.
    pub(crate) how: &'static str,
}

impl<'t> Dating<'t> {
    /// `published` is when the article came out; a dateline with a day goes before it.
    pub(crate) fn new(document: &'t Document<'t>, times: &'t Times, published: EventDate) -> Dating<'t> {
        let day = published.is_known().then(|| published.anchor());
        let line =
            document.layout.dateline.and_then(|d| d.date).and_then(|span| dateline_day(document, span, day));
        Dating { times, published, now: line.or(day), before: None, carried: None, document }
    }

    /// The time that a sentence sets for all of it with its first words.
    pub(crate) fn opening(&self, sentence: Range<usize>) -> Option<EventDate> {
        let first = sentence.start..sentence.end.min(sentence.start + OPENING);
        let times = self.times.within(first).iter();
        times.map(|t| t.resolve(self.now, self.before, false)).find(|d| d.is_known())
    }

    /// When something happens that is told in a stretch of tokens: the first
    /// expression after the verb, else the nearest before it, else one that a clause below or
    /// above lends it ([`Stretch`]), else the one with which the
    /// sentence opens ("In 2021, it was the minister who …"), else the time of the sentence
    /// before where this one goes on with it, else the day of publication
    /// (for what is to come: any day from then on).
    pub(crate) fn date(&mut self, sentence: Range<usize>, stretch: &Stretch, to_come: bool) -> Dated {
        let told = |date, how| Dated { date, from: Some(DateFrom::Text), how };
        let spoken = stretch.spoken.as_ref().and_then(|s| self.told(s, stretch.verb, false));
        let beside = spoken.or_else(|| self.told(&stretch.own, stretch.verb, to_come || stretch.ahead));
        let beside = beside.map(|d| told(d, "told beside the verb"));
        let since = || {
            let begun = stretch.since.iter().find_map(|(c, verb)| self.since(c, *verb))?;
            Some(told(begun, "it has lasted since what hangs on it began"))
        };
        let above = || {
            let date = stretch.above.iter().find_map(|(c, verb)| self.told(c, *verb, to_come))?;
            Some(told(date, "the time of the clause that it hangs on"))
        };
        let opening = || Some(told(self.opening(sentence.clone())?, "the sentence opens with it"));
        if let Some(found) = beside.or_else(since).or_else(above).or_else(opening) {
            self.before = Some(found.date);
            self.carried = Some((sentence.end, found.date));
            return found;
        }
        let said = stretch.said.as_ref().and_then(|s| self.told(s, s.start, false));
        if let Some(said) = said.filter(|_| to_come) {
            let date = EventDate::range(said.start(), Day::MAX);
            return told(date, "from the day on which it was said");
        }
        if let Some((end, date)) = self.carried
            && !to_come
            && self.goes_on(&sentence, end)
        {
            self.carried = Some((sentence.end, date));
            return Dated { date, from: Some(DateFrom::Context), how: "the time of the sentence before" };
        }
        let (date, how) = match (to_come, self.now) {
            (true, Some(now)) => {
                (EventDate::range(now, Day::MAX), "no time is told: from the day of the article on")
            }
            (false, Some(now)) if self.published.precision() == Precision::Day => {
                (EventDate::day(now), "no time is told: the day of the article")
            }
            _ if self.published.is_known() => (self.published, "no time is told: the article's"),
            _ => (EventDate::UNKNOWN, "no time is told, nor when the article came out"),
        };
        Dated { date, from: date.is_known().then_some(DateFrom::Publication), how }
    }

    /// Whether a sentence goes on with the one before, which ends at a token: it follows in the
    /// same paragraph and says so with its first words ("It also shut the consulates").
    fn goes_on(&self, sentence: &Range<usize>, end: usize) -> bool {
        let document = self.document;
        let one_paragraph = || {
            let here = document.sentences.partition_point(|s| s.tokens.start < sentence.start);
            let at = |i: usize| document.sentences.get(i).map(|s| s.paragraph);
            here > 0 && at(here) == at(here - 1)
        };
        let first = sentence.start..sentence.end.min(sentence.start + GOES_ON_WITHIN);
        sentence.start == end
            && first.into_iter().any(|t| GOES_ON.contains(&document.lower(t)))
            && one_paragraph()
    }

    /// The date told around a verb: the first after it, else the nearest before it.
    fn told(&self, clause: &Range<usize>, verb: usize, to_come: bool) -> Option<EventDate> {
        let dates = |range: Range<usize>| {
            let times = self.times.within(range).iter();
            times.map(|t| t.resolve(self.now, self.before, to_come)).filter(|d| d.is_known())
        };
        let after = dates(verb..clause.end.max(verb)).next();
        after.or_else(|| dates(clause.start..verb.max(clause.start)).next_back())
    }

    /// From the begin of what a clause tells up to now.
    fn since(&self, clause: &Range<usize>, verb: usize) -> Option<EventDate> {
        let begun = self.told(clause, verb, false)?;
        let until = self.now.unwrap_or(Day::MAX);
        (begun.start() > Day::MIN && begun.start() < until).then(|| EventDate::range(begun.start(), until))
    }
}

fn dateline_day(document: &Document, span: Span, published: Option<Day>) -> Option<Day> {
    let date = Document::new(span.of(document.text));
    let times = Times::find(&date);
    let day = times.list.first()?.resolve(published, None, false);
    (day.precision() == crate::model::Precision::Day).then(|| day.anchor())
}

impl Time {
    /// The date that is meant. `now` is the day of the dateline or of publication, `before` the
    /// last date that the text told, `to_come` whether the verb speaks of the future.
    pub(crate) fn resolve(&self, now: Option<Day>, before: Option<EventDate>, to_come: bool) -> EventDate {
        resolve::resolve(self, now, before, to_come)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str, to_come: bool) -> Vec<String> {
        let d = Document::new(text);
        let now = Day::ymd(2025, 1, 17);
        Times::find(&d).list.iter().map(|t| t.resolve(now, None, to_come).to_string()).collect()
    }

    #[test]
    fn expressions_keep_their_precision() {
        for (text, date) in [
            ("They met on January 17.", "2025-01-17"),
            ("They met on Jan. 3, 2024.", "2024-01-03"),
            ("They met on 3 March 2024.", "2024-03-03"),
            ("They met in 2021.", "2021"),
            ("They met in December.", "2024-12"),
            ("They met in March 2019.", "2019-03"),
            ("They met on Tuesday.", "2025-01-14"),
            ("They met on Friday.", "2025-01-17"),
            ("They met yesterday.", "2025-01-16"),
            ("They met late last month.", "2024-12"),
            ("They met last year.", "2024"),
            ("They met two weeks ago.", "2025-01-03"),
            ("They have met since 2022.", "2022-01-01.."),
            ("They met in the 1990s.", "1990-01-01..1999-12-31"),
            ("They met in recent years.", "2020-01-17..2025-01-17"),
        ] {
            assert_eq!(dates(text, false), [date], "{text}");
        }
    }

    /// The dates of all events that a text gives, with where they come from.
    fn dated(text: &str) -> Vec<String> {
        let article = crate::model::Article {
            published: "2026-06-10".parse().unwrap(),
            text: Some(text.into()),
            ..crate::model::Article::default()
        };
        let found = crate::extract::extract(&article, &crate::extract::Options::default());
        let one = |e: &crate::model::Event| format!("{} {}", e.date, e.date_from.unwrap().name());
        found.events.iter().map(one).collect()
    }

    #[test]
    fn a_date_says_where_it_comes_from() {
        for (text, dates) in [
            ("Peru criticised Chile.", "2026-06-10 publication"),
            ("Peru criticised Chile on Monday.", "2026-06-08 text"),
            (
                "In April, Chad expelled Mali's ambassador. It also shut Mali's consulates.",
                "2026-04 text; 2026-04 context",
            ),
            (
                "In April, Chad expelled Mali's ambassador.\n\nPeru also criticised Chile.",
                "2026-04 text; 2026-06-10 publication",
            ),
            ("Norway expects talks with Denmark in early August.", "2026-08 text"),
            ("France said on Monday it would expel Iran's ambassador.", "2026-06-08.. text"),
            ("France said it would expel Iran's ambassador on Monday.", "2026-06-15 text"),
        ] {
            assert_eq!(dated(text).join("; "), dates, "{text}");
        }
    }

    #[test]
    fn what_is_to_come_lies_ahead() {
        assert_eq!(dates("They will meet on Tuesday.", true), ["2025-01-21"]);
        assert_eq!(dates("They will meet in March.", true), ["2025-03"]);
        assert_eq!(dates("They will meet next week.", true), ["2025-01-20..2025-01-26"]);
        assert_eq!(dates("It holds for the next two decades.", true), ["2025-01-17..2045-01-17"]);
    }

    #[test]
    fn without_a_day_relative_words_stay_open() {
        let d = Document::new("They met on Tuesday and in 2021.");
        let all: Vec<_> =
            Times::find(&d).list.iter().map(|t| t.resolve(None, None, false).to_string()).collect();
        assert_eq!(all, ["", "2021"]);
    }

    #[test]
    fn words_that_only_look_like_months_are_none() {
        assert!(dates("They may march to the capital.", false).is_empty());
        assert!(dates("The army killed 2000 men.", false).is_empty());
    }
}
