//! Pane 1: the country pairs of the query, apart from its own pair.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{ListPane, Ranks, Row, Rows};
use crate::model::Pair;
use crate::query::summary::Measure;
use crate::query::summary::pairs::PairRow;
use crate::query::summary::weeks::SPANS;
use crate::ui::format;
use crate::ui::list::List;
use crate::ui::pane::{Cx, Intent, PaneId};
use crate::ui::pen::Pen;
use crate::ui::text::Align;
use crate::ui::theme::Role;

/// The place of the order by name.
const BY_NAME: usize = 5;

/// With how many weeks before an order compares, if it does.
pub(crate) fn weeks_of(order: usize) -> Option<usize> {
    order.checked_sub(3).and_then(|at| SPANS.get(at)).copied()
}

/// The list of pairs.
pub(crate) type PairsPane = ListPane<PairRows>;

/// The pairs of the answer.
#[derive(Debug, Clone)]
pub struct PairRows;

impl Rows for PairRows {
    type Id = Pair;

    const PANE: PaneId = PaneId::Pairs;
    const NOUN: &'static str = "pairs";
    const ORDERS: &'static [&'static str] =
        &["by most events", "by balance ↓", "by balance ↑", "by 4w change", "by 52w change", "by name"];

    fn count(cx: &Cx<'_>) -> usize {
        cx.views.pairs.len()
    }

    fn id(cx: &Cx<'_>, at: usize) -> Option<Pair> {
        cx.views.pairs.get(at).map(|row| row.pair)
    }

    fn rank(cx: &Cx<'_>, order: usize) -> Ranks {
        let pairs = &cx.views.pairs;
        match order {
            1 => Ranks::by(pairs.len(), |at| Reverse(pairs[at].balance(cx.display.measure))),
            2 => Ranks::by(pairs.len(), |at| pairs[at].balance(cx.display.measure)),
            BY_NAME => Ranks::by(pairs.len(), |at| pairs[at].pair.to_string()),
            order => match (weeks_of(order), cx.weeks) {
                (Some(before), Some(weeks)) => {
                    let change = |at: usize| weeks.change(pairs[at].pair, before, cx.display.measure);
                    // Relations first; then the largest rise, and what cannot be told last.
                    Ranks::by(pairs.len(), |at| {
                        let tenths = change(at).map(|c| (c.change() * 1000.0).round() as i64);
                        (!pairs[at].pair.is_dyad(), tenths.is_none(), Reverse(tenths))
                    })
                }
                _ => Ranks::Answered,
            },
        }
    }

    fn seek(cx: &Cx<'_>, was: Option<Pair>, _touched: bool) -> Option<usize> {
        Self::place(cx, cx.views.pair.or(was)?)
    }

    /// The pair comes in view; where it is already, or where a change decides its
    /// place, how its numbers come about.
    fn open(cx: &Cx<'_>, order: usize, pair: Pair) -> Intent {
        match weeks_of(order).is_some() || cx.views.pair == Some(pair) {
            true => Intent::Sums(pair),
            false => Intent::ViewPair(pair),
        }
    }

    fn explain(pair: Pair) -> Option<Intent> {
        Some(Intent::Sums(pair))
    }

    /// What the columns are, where a change decides the order.
    fn heading(_width: u16, order: usize) -> u16 {
        u16::from(weeks_of(order).is_some())
    }

    fn draw_heading(area: Rect, _order: usize, buf: &mut Buffer, cx: &Cx<'_>) {
        let week = match cx.weeks.map(|weeks| weeks.monday(0).to_string()) {
            // Month and day, where there is no room for the year.
            Some(monday) if area.width < 32 => monday.get(5..).unwrap_or("").to_owned(),
            Some(monday) => monday,
            None => "…".to_owned(),
        };
        let mut pen = Pen::new(buf, area, 0);
        pen.put(&week, cx.style(Role::Muted)).right(20);
        for (words, width) in [("week", 5), ("mean", 6), ("change", 7)] {
            pen.cell(words, width, Align::Right, cx.style(Role::Muted));
        }
    }

    fn tally(_list: &List, cx: &Cx<'_>) -> String {
        cx.display.notation.count(cx.views.pairs.len() as u64)
    }

    fn text(cx: &Cx<'_>, at: usize) -> String {
        let Some(r) = cx.views.pairs.get(at) else { return String::new() };
        let mut words = format!(
            "{} {} and {}: {}, balance {}",
            format::pair(r.pair),
            r.pair.first().name(),
            r.pair.second().name(),
            cx.display.notation.counted(r.total.get(cx.display.measure), cx.display.measure.noun()),
            cx.display.notation.signed(r.balance(cx.display.measure)),
        );
        for (weeks, before) in cx.weeks.iter().flat_map(|w| SPANS.map(|before| (w, before))) {
            if let Some(change) = weeks.change(r.pair, before, cx.display.measure) {
                words.push_str(&format!(
                    "; {} in the week of {}, {} on the mean of {before} weeks before",
                    change.now,
                    weeks.monday(0),
                    format::tenths(change.change(), true),
                ));
            }
        }
        words
    }

    fn draw(row: Row, line: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let Some(r) = cx.views.pairs.get(row.at) else { return };
        let width = usize::from(line.width);
        let balance = r.balance(cx.display.measure);
        let (mark, role) = format::trend(r.trend());
        let name = if cx.views.pair == Some(r.pair) { Role::Accent } else { Role::Text };
        let mut pen = Pen::new(buf, line, 0);
        pen.put(&format::pair(r.pair), cx.style(name));
        if cx.snapshot.gained(r.pair) > 0 {
            pen.put("◆", cx.style(Role::New));
        } else if let Some(about) = cx.snapshot.about_pair(r.pair) {
            pen.put(if about.flagged { "★" } else { "✎" }, cx.style(Role::Fine));
        } else {
            pen.skip(1);
        }
        if width >= 52 {
            let both = format!("{} · {}", r.pair.first().name(), r.pair.second().name());
            pen.cell(&both, width - 32, Align::Left, cx.style(Role::Text)).skip(1);
        }
        if let Some(before) = weeks_of(row.order) {
            return draw_change(r, before, pen, cx);
        }
        let numbers = if width >= 26 { 13 } else { 12 };
        if width >= 24 {
            // Fewer and longer stretches where there is no room for all, and a blank
            // behind them where a count may fill its column.
            let all = match cx.display.measure {
                Measure::Events => cx.views.events.len() as u64,
                Measure::Reports => cx.views.reports,
            };
            let room = pen.room().saturating_sub(numbers + usize::from(all >= 1000));
            pen.put(&format::sparkline(&format::squeezed(&r.sparks, room)), cx.style(Role::Neutral));
        }
        pen.right(numbers);
        pen.cell(
            &cx.display.notation.count_in(r.total.get(cx.display.measure), 5),
            5,
            Align::Right,
            cx.style(Role::Text),
        );
        // One cell less than there is, so that full numbers do not touch.
        pen.cell(
            &cx.display.notation.signed_in(balance, 5),
            6,
            Align::Right,
            format::sign(&cx.display.theme, balance),
        )
        .skip(1);
        pen.put(mark, cx.style(role));
    }

    fn is_lit(row: Row, cx: &Cx<'_>) -> bool {
        row.chosen && cx.views.pair.is_some() && Self::id(cx, row.at) == cx.views.pair
    }
}

/// The week, the mean of the weeks before, and the change.
fn draw_change(r: &PairRow, before: usize, mut pen: Pen<'_>, cx: &Cx<'_>) {
    let change = cx.weeks.and_then(|weeks| weeks.change(r.pair, before, cx.display.measure));
    pen.right(20);
    let Some(change) = change else {
        let words = if cx.weeks.is_some() { "–" } else { "…" };
        pen.cell(words, 18, Align::Right, cx.style(Role::Muted));
        return;
    };
    let by = change.change();
    let sign = if by.abs() < 0.05 { 0 } else { by.signum() as i64 };
    let mark = ["▼", "=", "▲"][(sign + 1) as usize];
    // More events are neither good nor bad: the sign is not coloured as a balance.
    pen.cell(&cx.display.notation.count_in(change.now, 5), 5, Align::Right, cx.style(Role::Text));
    // What has no decimals any more is written as counts are.
    let mean = match change.mean() {
        mean if mean < 1000.0 => format::tenths(mean, false),
        mean => cx.display.notation.count_in(mean.round() as u64, 5),
    };
    let words = match by {
        by if by.abs() < 1000.0 => format::tenths(by, true),
        by => cx.display.notation.signed_in(by.round() as i64, 6),
    };
    pen.cell(&mean, 6, Align::Right, cx.style(Role::Muted));
    pen.cell(&words, 7, Align::Right, cx.style(Role::Text)).skip(1);
    pen.put(mark, cx.style(Role::Neutral));
}
