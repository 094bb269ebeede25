//! Pane 1: the country pairs of the query, apart from its own pair.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Pair;
use crate::query::summary::pairs::PairRow;
use crate::ui::action::Action;
use crate::ui::format;
use crate::ui::list::{List, is_movement};
use crate::ui::pane::{Cx, Intent, Outcome, Pane, Title};
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// By what the pairs are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    #[default]
    Most,
    Best,
    Worst,
    Name,
}

impl Order {
    fn next(self) -> Order {
        match self {
            Order::Most => Order::Best,
            Order::Best => Order::Worst,
            Order::Worst => Order::Name,
            Order::Name => Order::Most,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Order::Most => "most events",
            Order::Best => "highest balance",
            Order::Worst => "lowest balance",
            Order::Name => "name",
        }
    }
}

/// The list of pairs.
#[derive(Debug, Clone, Default)]
pub struct PairsPane {
    list: List,
    order: Order,
    /// Row numbers of the answer in the order shown; empty for the answer's own order.
    ranks: Vec<u32>,
    at: Option<Pair>,
}

impl PairsPane {
    fn row<'a>(&self, cx: &Cx<'a>, row: usize) -> Option<&'a PairRow> {
        let at = if self.ranks.is_empty() { row } else { *self.ranks.get(row)? as usize };
        cx.views.pairs.get(at)
    }

    fn rank(&mut self, cx: &Cx<'_>) {
        let pairs = &cx.views.pairs;
        let mut ranks: Vec<u32> = (0..pairs.len() as u32).collect();
        let row = |i: u32| &pairs[i as usize];
        match self.order {
            Order::Most => ranks.clear(),
            Order::Best => ranks.sort_by_key(|&i| std::cmp::Reverse(row(i).balance(cx.measure))),
            Order::Worst => ranks.sort_by_key(|&i| row(i).balance(cx.measure)),
            Order::Name => ranks.sort_by_cached_key(|&i| row(i).pair.to_string()),
        }
        self.ranks = ranks;
    }

    fn seek(&mut self, cx: &Cx<'_>) {
        let wanted = cx.views.pair.or(self.at);
        let count = cx.views.pairs.len();
        let found = (0..count).find(|&r| self.row(cx, r).map(|p| p.pair) == wanted);
        if let (Some(row), true) = (found, wanted.is_some()) {
            self.list.jump(row, count);
        }
    }

    fn note(&mut self, cx: &Cx<'_>) {
        self.at = self.row(cx, self.list.cursor).map(|r| r.pair);
    }

    fn text(&self, cx: &Cx<'_>, row: usize) -> String {
        let Some(r) = self.row(cx, row) else { return String::new() };
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
}

impl Pane for PairsPane {
    fn title(&self, cx: &Cx<'_>) -> Title {
        let left =
            if self.order == Order::Most { String::new() } else { format!("by {}", self.order.name()) };
        Title { left, right: text::count(cx.views.pairs.len() as u64) }
    }

    fn layout(&mut self, area: Rect, cx: &Cx<'_>) {
        self.list.fit(usize::from(area.height), cx.views.pairs.len());
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.rank(cx);
        self.seek(cx);
        self.list.fit(self.list.height, cx.views.pairs.len());
    }

    fn follow(&mut self, _cx: &Cx<'_>) {}

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        match action {
            Action::Enter => match self.row(cx, self.list.cursor) {
                Some(row) => Outcome::wish(Intent::ViewPair(row.pair)),
                None => Outcome::Ignored,
            },
            Action::Sort => {
                self.order = self.order.next();
                self.rank(cx);
                self.seek(cx);
                Outcome::wish(Intent::Say(format!("pairs by {}", self.order.name())))
            }
            _ => match self.list.act(action, cx.views.pairs.len()) {
                Some(()) => {
                    self.note(cx);
                    Outcome::done()
                }
                None => Outcome::Ignored,
            },
        }
    }

    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool {
        (is_movement(action) || matches!(action, Action::Enter | Action::Sort)) && !cx.views.pairs.is_empty()
    }

    fn click(&mut self, _x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        match self.list.row_at(usize::from(y), cx.views.pairs.len()) {
            Some(row) if row == self.list.cursor && cx.focused => self.act(Action::Enter, cx),
            Some(row) => {
                self.list.cursor = row;
                self.note(cx);
                Outcome::done()
            }
            None => Outcome::done(),
        }
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.list.scroll(rows, cx.views.pairs.len());
        self.note(cx);
        Outcome::done()
    }

    fn find(&mut self, needle: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome> {
        let count = cx.views.pairs.len();
        let needle = needle.to_lowercase();
        let row = self.list.search(count, forward, |r| self.text(cx, r).to_lowercase().contains(&needle))?;
        self.list.jump(row, count);
        self.note(cx);
        Some(Outcome::done())
    }

    fn row_text(&self, cx: &Cx<'_>) -> String {
        self.text(cx, self.list.cursor)
    }

    fn plain(&self, cx: &Cx<'_>) -> Vec<String> {
        (0..cx.views.pairs.len()).map(|r| self.text(cx, r)).collect()
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let width = usize::from(area.width);
        let names = width >= 52;
        for (line, row) in self.list.visible(cx.views.pairs.len()).enumerate() {
            let Some(r) = self.row(cx, row) else { continue };
            let balance = r.balance(cx.measure);
            let in_view = cx.views.pair == Some(r.pair);
            let (mark, role) = format::trend(r.trend());
            let name = if in_view { cx.style(Role::Accent) } else { cx.style(Role::Text) };
            let mut pen = Pen::new(buf, area, line as u16);
            pen.put(&format::pair(r.pair), name);
            if cx.desk.gained(r.pair) > 0 {
                pen.put("◆", cx.style(Role::New));
            } else {
                pen.skip(1);
            }
            if names {
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
            if row == self.list.cursor {
                let role = if cx.focused { Role::Selection } else { Role::Marked };
                if cx.focused || in_view {
                    tint(buf, area, line as u16, cx.style(role));
                }
            }
        }
    }
}
