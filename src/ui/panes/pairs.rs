//! Pane 1: the country pairs of the query, apart from its own pair.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{ListPane, Ranks, Row, Rows};
use crate::model::Pair;
use crate::ui::format;
use crate::ui::list::List;
use crate::ui::pane::{Cx, Intent, PaneId};
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// The list of pairs.
pub type PairsPane = ListPane<PairRows>;

/// The pairs of the answer.
#[derive(Debug, Clone)]
pub struct PairRows;

impl Rows for PairRows {
    type Id = Pair;

    const PANE: PaneId = PaneId::Pairs;
    const NOUN: &'static str = "pairs";
    const ORDERS: &'static [&'static str] =
        &["by most events", "by highest balance", "by lowest balance", "by name"];

    fn count(cx: &Cx<'_>) -> usize {
        cx.views.pairs.len()
    }

    fn id(cx: &Cx<'_>, at: usize) -> Option<Pair> {
        cx.views.pairs.get(at).map(|row| row.pair)
    }

    fn rank(cx: &Cx<'_>, order: usize) -> Ranks {
        let pairs = &cx.views.pairs;
        match order {
            1 => Ranks::by(pairs.len(), |at| Reverse(pairs[at].balance(cx.measure))),
            2 => Ranks::by(pairs.len(), |at| pairs[at].balance(cx.measure)),
            3 => Ranks::by(pairs.len(), |at| pairs[at].pair.to_string()),
            _ => Ranks::Answered,
        }
    }

    fn seek(cx: &Cx<'_>, was: Option<Pair>, _touched: bool) -> Option<usize> {
        Self::place(cx, cx.views.pair.or(was)?)
    }

    fn open(pair: Pair) -> Intent {
        Intent::ViewPair(pair)
    }

    fn tally(_list: &List, cx: &Cx<'_>) -> String {
        text::count(cx.views.pairs.len() as u64)
    }

    fn text(cx: &Cx<'_>, at: usize) -> String {
        let Some(r) = cx.views.pairs.get(at) else { return String::new() };
        format!(
            "{} {} and {}: {} {}, balance {}",
            format::pair(r.pair),
            r.pair.first().name(),
            r.pair.second().name(),
            text::count(r.total.get(cx.measure)),
            cx.measure.name(),
            text::signed(r.balance(cx.measure)),
        )
    }

    fn draw(row: Row, line: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let Some(r) = cx.views.pairs.get(row.at) else { return };
        let width = usize::from(line.width);
        let balance = r.balance(cx.measure);
        let (mark, role) = format::trend(r.trend());
        let name = if cx.views.pair == Some(r.pair) { Role::Accent } else { Role::Text };
        let mut pen = Pen::new(buf, line, 0);
        pen.put(&format::pair(r.pair), cx.style(name));
        if cx.desk.gained(r.pair) > 0 {
            pen.put("◆", cx.style(Role::New));
        } else {
            pen.skip(1);
        }
        if width >= 52 {
            let both = format!("{} · {}", r.pair.first().name(), r.pair.second().name());
            pen.cell(&both, width - 32, Align::Left, cx.style(Role::Text)).skip(1);
        }
        if width >= 24 {
            pen.put(&format::sparkline(&r.sparks), cx.style(Role::Neutral));
        }
        pen.right(if width >= 26 { 13 } else { 12 });
        pen.cell(&text::count(r.total.get(cx.measure)), 5, Align::Right, cx.style(Role::Text));
        pen.cell(&text::signed(balance), 6, Align::Right, format::sign(cx.theme, balance)).skip(1);
        pen.put(mark, cx.style(role));
    }

    fn is_lit(row: Row, cx: &Cx<'_>) -> bool {
        row.chosen && cx.views.pair.is_some() && Self::id(cx, row.at) == cx.views.pair
    }
}
