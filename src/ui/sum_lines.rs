//! How the numbers of a pair come about, line by line.

use super::format;
use super::overlay::SumLine;
use super::text;
use super::theme::Role;
use crate::model::{Day, EventDate, Pair};
use crate::query::change::WeeksOf;
use crate::query::summary::Measure;
use crate::query::summary::pairs::PairRow;
use crate::query::summary::weeks::{BEFORE, Change, SPANS, Weeks};
use crate::query::{Filter, Query, Tone, Views};

/// The sums of a pair of an answer: its counts, its share, and its weeks, as far as
/// they are counted. None if the answer has no such pair.
pub(crate) fn lines(
    views: &Views,
    counted: Option<(&WeeksOf, &Weeks)>,
    measure: Measure,
    pair: Pair,
) -> Vec<SumLine> {
    let Some(row) = views.pairs.iter().find(|r| r.pair == pair) else { return Vec::new() };
    let mut out = totals(views, measure, row);
    if let Some((of, weeks)) = counted {
        out.extend(of_weeks(measure, pair, of, weeks));
    }
    out
}

fn line(label: &str, value: String, note: String, events: Option<Query>) -> SumLine {
    SumLine { label: label.to_owned(), value, note, role: Role::Text, events }
}

fn words(text: String, role: Role) -> SumLine {
    SumLine { label: String::new(), value: String::new(), note: text, role, events: None }
}

fn totals(views: &Views, measure: Measure, row: &PairRow) -> Vec<SumLine> {
    let query = views.query.with_pair(row.pair);
    let (all, good, bad) = (row.total.get(measure), row.cooperation.get(measure), row.conflict.get(measure));
    let number = |n: u64| text::grouped(n);
    let filter = query.without_pair();
    let within = if filter.is_all() { String::new() } else { format!("under the filter {filter}") };
    let toned = |tone| Some(query.clone().with(Filter::Tone(tone)));
    let mut out = vec![
        line(measure.name(), number(all), within, Some(query.clone())),
        line("cooperation", number(good), "quad classes 1 and 2".to_owned(), toned(Tone::Cooperation)),
        line("conflict", number(bad), "quad classes 3 and 4".to_owned(), toned(Tone::Conflict)),
    ];
    let rest = all.saturating_sub(good + bad);
    if rest > 0 {
        out.push(line("of no class", number(rest), "their codes are in no list".to_owned(), None));
    }
    let balance = row.balance(measure);
    let mut sum =
        line("balance", text::signed_grouped(balance), format!("{} − {}", number(good), number(bad)), None);
    sum.role = match balance {
        b if b > 0 => Role::Cooperation,
        b if b < 0 => Role::Conflict,
        _ => Role::Neutral,
    };
    out.push(sum);
    let (from, to) = query.limits();
    let volume = views.volume.between(from, to).get(measure);
    if let Some(share) = (u128::from(all) * 1_000_000_000).checked_div(u128::from(volume)) {
        let note = format!("{} of {} in the data in this time", number(all), number(volume));
        out.push(line("share", format::share(u64::try_from(share).unwrap_or(u64::MAX)), note, None));
    }
    out
}

fn of_weeks(measure: Measure, pair: Pair, of: &WeeksOf, weeks: &Weeks) -> Vec<SumLine> {
    let span = |back: usize, length: usize| {
        let first = weeks.monday(back + length - 1);
        let query = of.query.with_pair(pair);
        Some(query.with(Filter::Date(vec![EventDate::range(first, weeks.monday(back).plus(6))])))
    };
    let label = |back: usize| format!("{}–{}", weeks.monday(back), short(weeks.monday(back).plus(6)));
    let mut out = vec![
        words(String::new(), Role::Text),
        words("The latest complete week against the mean of the weeks before".to_owned(), Role::Heading),
    ];
    if !weeks.is_covered(0) {
        out.push(line(&label(0), "·".to_owned(), "no data of this week at all".to_owned(), None));
        return out;
    }
    let now = weeks.count(pair, 0, measure);
    out.push(line(&label(0), text::grouped(now), "the week".to_owned(), span(0, 1)));
    for before in SPANS {
        match weeks.change(pair, before, measure) {
            Some(change) => out.extend(of_span(change, before, span(1, before))),
            None => out.push(words(format!("no data of the {before} weeks before"), Role::Muted)),
        }
    }
    out.push(words(String::new(), Role::Text));
    out.push(words("The weeks before".to_owned(), Role::Heading));
    out.extend((1..=BEFORE).map(|back| match weeks.is_covered(back) {
        true => {
            let count = text::grouped(weeks.count(pair, back, measure));
            line(&label(back), count, format!("{back} before"), span(back, 1))
        }
        false => line(&label(back), "·".to_owned(), "no data at all: not in the mean".to_owned(), None),
    }));
    out
}

/// The mean of some weeks before, and the week against it.
fn of_span(change: Change, before: usize, events: Option<Query>) -> [SumLine; 2] {
    let gaps = match before - change.weeks.min(before) {
        0 => String::new(),
        1 => "; 1 week without any data is left out".to_owned(),
        n => format!("; {n} weeks without any data are left out"),
    };
    let (mean, by) = (change.mean(), change.change());
    let sum = format!("{} ÷ {}{gaps}", text::grouped(change.sum), change.weeks);
    let percent = if mean > 0.0 { format!(" = {:+.0}% of it", 100.0 * by / mean) } else { String::new() };
    let note =
        format!("{} − {mean:.2}{percent}; {:+.1} times √{:.2}", change.now, change.score(), mean.max(1.0));
    [
        line(&format!("mean of {before} before"), format!("{mean:.2}"), sum, events),
        line(&format!("change on {before} weeks"), format!("{by:+.2}"), note, None),
    ]
}

/// Month and day.
fn short(day: Day) -> String {
    day.date().map_or(String::new(), |date| date.format("%m-%d").to_string())
}
