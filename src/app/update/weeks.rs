//! Pairs against their own weeks before, and how a pair's numbers come about.
//! The weeks are counted away from the screen, and only where somebody asks.

use std::sync::Arc;

use crate::app::message::Effect;
use crate::app::question::WeeksQuestion;
use crate::app::state::State;
use crate::model::{Day, EventDate, Pair};
use crate::query::change::WeeksOf;
use crate::query::summary::Measure;
use crate::query::summary::pairs::PairRow;
use crate::query::summary::weeks::{BEFORE, Change, SPANS, Weeks};
use crate::query::{Filter, Query, Tone};
use crate::ui::format;
use crate::ui::overlay::{Overlay, SumLine, Sums};
use crate::ui::pane::PaneId;
use crate::ui::panes::weeks_of;
use crate::ui::text;
use crate::ui::theme::Role;

/// Asks for the weeks that the screen needs and has not.
pub(super) fn request(state: &mut State, effects: &mut Vec<Effect>) {
    let counting = &state.weeks;
    let is_wanted =
        counting.always || counting.sums.is_some() || weeks_of(state.panes.pairs.order()).is_some();
    if !is_wanted {
        return;
    }
    let Some(wanted) = WeeksOf::latest(&state.views, state.view.time.picked) else { return };
    let is_there = counting.counted.as_ref().is_some_and(|(of, _)| *of == wanted);
    if is_there || counting.asked.as_ref() == Some(&wanted) {
        return;
    }
    state.weeks.asked = Some(wanted.clone());
    effects.push(Effect::Weeks(WeeksQuestion {
        of: wanted,
        views: state.views.clone(),
        decisions: state.snapshot.decisions.clone(),
    }));
}

/// The weeks are counted.
pub(super) fn arrived(state: &mut State, of: WeeksOf, weeks: Arc<Weeks>) {
    if state.weeks.asked.as_ref() != Some(&of) {
        return;
    }
    state.weeks.asked = None;
    state.weeks.counted = Some((of, weeks));
    state.with_pane(PaneId::Pairs, |pane, cx| pane.refresh(cx));
    if let Some(pair) = state.weeks.sums.take() {
        open(state, pair);
    }
}

/// Drops what was counted for another question. Decisions may have changed since,
/// so whatever asks for them is counted anew.
pub(super) fn renew(state: &mut State) {
    let now = WeeksOf::latest(&state.views, None);
    let asks_review = state.views.query.terms.iter().any(|t| matches!(t.filter, Filter::Review(_)));
    let fits =
        |of: &WeeksOf| now.as_ref().is_some_and(|now| WeeksOf { monday: of.monday, ..now.clone() } == *of);
    if asks_review || !state.weeks.counted.as_ref().is_some_and(|(of, _)| fits(of)) {
        state.weeks.counted = None;
        state.weeks.asked = None;
    }
}

/// Shows how a pair's numbers come about, once its weeks are counted.
pub(super) fn show_sums(state: &mut State, pair: Pair) {
    let wanted = WeeksOf::latest(&state.views, state.view.time.picked);
    let is_there = state.weeks.counted.as_ref().is_some_and(|(of, _)| Some(of) == wanted.as_ref());
    // Without any dated event there is no week to wait for.
    if is_there || wanted.is_none() {
        open(state, pair);
    } else {
        state.weeks.sums = Some(pair);
    }
}

fn open(state: &mut State, pair: Pair) {
    let lines = lines(state, pair);
    if !lines.is_empty() {
        let title = format!("{} How the numbers come about", format::pair(pair).trim());
        state.open(Overlay::Sums(Sums::new(&title, lines)));
    }
}

/// The sums of a pair: its counts, its share, and its weeks.
pub fn lines(state: &State, pair: Pair) -> Vec<SumLine> {
    let Some(row) = state.views.pairs.iter().find(|r| r.pair == pair) else { return Vec::new() };
    let mut out = totals(state, row);
    if let Some((of, weeks)) = &state.weeks.counted {
        out.extend(of_weeks(state, pair, of, weeks));
    }
    out
}

fn line(label: &str, value: String, note: String, events: Option<Query>) -> SumLine {
    SumLine { label: label.to_owned(), value, note, role: Role::Text, events }
}

fn words(text: String, role: Role) -> SumLine {
    SumLine { label: String::new(), value: String::new(), note: text, role, events: None }
}

fn totals(state: &State, row: &PairRow) -> Vec<SumLine> {
    let measure = state.display.measure;
    let query = state.views.query.with_pair(row.pair);
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
    let volume = state.views.volume.between(from, to).get(measure);
    if let Some(share) = (u128::from(all) * 1_000_000_000).checked_div(u128::from(volume)) {
        let note = format!("{} of {} in the data in this time", number(all), number(volume));
        out.push(line("share", format::share(u64::try_from(share).unwrap_or(u64::MAX)), note, None));
    }
    out
}

fn of_weeks(state: &State, pair: Pair, of: &WeeksOf, weeks: &Weeks) -> Vec<SumLine> {
    let measure = state.display.measure;
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

/// Whether shares or counts are shown, in a word.
pub(super) fn share_words(share: bool, measure: Measure) -> String {
    match share {
        true => format!("shares of all {} of the data in the same time", measure.name()),
        false => format!("counts of {}", measure.name()),
    }
}
