//! One pane over rows of any kind: movement, click, scroll, find, sort and the
//! cursor's place are the same for pairs, events, actors and claims.

use std::fmt::Debug;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::action::Action;
use crate::ui::list::{List, is_movement};
use crate::ui::pane::{Cx, Intent, Outcome, Pane, PaneId, Subject, Title};
use crate::ui::pen::{light, tint};
use crate::ui::theme::Role;

/// Where rows come from and how they look. All of it is in the answer (`cx.views`);
/// `at` is a place in the answer's own order.
pub trait Rows: Debug + Clone {
    /// What stays the same about a row while answers change.
    type Id: Debug + Copy + PartialEq + Send + Sync;

    const PANE: PaneId;
    /// What its rows are called.
    const NOUN: &'static str;
    /// The orders that it can be sorted in, the answer's own first.
    const ORDERS: &'static [&'static str];

    /// How many rows there are.
    fn count(cx: &Cx<'_>) -> usize;

    /// What stands at a place.
    fn id(cx: &Cx<'_>, at: usize) -> Option<Self::Id>;

    /// Where something stands.
    fn place(cx: &Cx<'_>, id: Self::Id) -> Option<usize> {
        (0..Self::count(cx)).find(|&at| Self::id(cx, at) == Some(id))
    }

    /// The rows in one of [`Rows::ORDERS`].
    fn rank(cx: &Cx<'_>, order: usize) -> Ranks;

    /// Where the cursor belongs after the answer changed, `was` having been under
    /// it; `None` leaves it. `touched` tells whether the user moved it before.
    fn seek(cx: &Cx<'_>, was: Option<Self::Id>, touched: bool) -> Option<usize> {
        let _ = touched;
        Self::place(cx, was?)
    }

    /// Where the cursor belongs now that something else is in view; `None` leaves it.
    fn follow(cx: &Cx<'_>, was: Option<Self::Id>) -> Option<usize> {
        let _ = (cx, was);
        None
    }

    /// The thing that it is, where it can be marked and decided on.
    fn subject(id: Self::Id) -> Option<Subject> {
        let _ = id;
        None
    }

    /// What the cursor brings in view when it comes upon it.
    fn shows(cx: &Cx<'_>, id: Self::Id) -> Vec<Intent> {
        let _ = cx;
        Self::subject(id).map(Intent::Show).into_iter().collect()
    }

    /// What Enter does, the rows being in one of [`Rows::ORDERS`].
    fn open(cx: &Cx<'_>, order: usize, id: Self::Id) -> Intent;

    /// How a row's numbers come about, where there is something to tell.
    fn explain(id: Self::Id) -> Option<Intent> {
        let _ = id;
        None
    }

    /// Of what the rows are, for the left of the border.
    fn about(cx: &Cx<'_>) -> String {
        let _ = cx;
        String::new()
    }

    /// How many there are and the like, for the right of the border.
    fn tally(list: &List, cx: &Cx<'_>) -> String {
        list.position(Self::count(cx))
    }

    /// A row in words: for the clipboard, for finding, for screen readers.
    fn text(cx: &Cx<'_>, at: usize) -> String;

    /// The next row at whose text the words stand after `from` (before it, if not
    /// `forward`), round and round, of rows too many to write out each; `None` if
    /// there is no quicker way than that.
    fn seek_words(cx: &Cx<'_>, words: &str, from: usize, forward: bool) -> Option<Option<usize>> {
        let _ = (cx, words, from, forward);
        None
    }

    /// How many lines a heading takes above the rows in one of [`Rows::ORDERS`].
    fn heading(width: u16, order: usize) -> u16 {
        let _ = (width, order);
        0
    }

    fn draw_heading(area: Rect, order: usize, buf: &mut Buffer, cx: &Cx<'_>) {
        let _ = (area, order, buf, cx);
    }

    /// Draws a row into its line.
    fn draw(row: Row, line: Rect, buf: &mut Buffer, cx: &Cx<'_>);

    /// Whether a row is lit although the focus is elsewhere or on another row.
    fn is_lit(row: Row, cx: &Cx<'_>) -> bool;
}

/// A row that is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its place in the answer's own order.
    pub(crate) at: usize,
    /// Whether the cursor is on it.
    pub(crate) chosen: bool,
    /// Whether the user marked it.
    pub(crate) marked: bool,
    /// Which of [`Rows::ORDERS`] the rows are in.
    pub(crate) order: usize,
}

impl Row {
    /// The sign in front of it.
    pub(crate) fn head(&self) -> Option<&'static str> {
        match (self.chosen, self.marked) {
            (true, _) => Some("▸"),
            (false, true) => Some("*"),
            (false, false) => None,
        }
    }
}

/// In which order the rows of an answer stand on the screen.
#[derive(Debug, Clone, Default)]
pub enum Ranks {
    /// The answer's own.
    #[default]
    Answered,
    /// The answer's own, from its end.
    Reversed,
    /// The places in the answer, row by row.
    Listed(Vec<u32>),
}

impl Ranks {
    /// `count` places in the order of a key.
    pub(crate) fn by<K: Ord>(count: usize, key: impl FnMut(usize) -> K) -> Ranks {
        let mut key = key;
        let mut places: Vec<u32> = (0..count as u32).collect();
        places.sort_by_cached_key(|&at| key(at as usize));
        Ranks::Listed(places)
    }

    fn place(&self, row: usize, count: usize) -> Option<usize> {
        match self {
            _ if row >= count => None,
            Ranks::Answered => Some(row),
            Ranks::Reversed => Some(count - 1 - row),
            Ranks::Listed(places) => places.get(row).map(|&at| at as usize),
        }
    }

    fn row(&self, at: usize, count: usize) -> Option<usize> {
        match self {
            Ranks::Listed(places) => places.iter().position(|&p| p as usize == at),
            // These two are their own inverse.
            _ => self.place(at, count),
        }
    }
}

/// A pane that lists rows.
#[derive(Debug, Clone)]
pub struct ListPane<R: Rows> {
    list: List,
    /// The size of the pane, and the lines above the rows.
    size: (u16, u16),
    heading: u16,
    order: usize,
    ranks: Ranks,
    /// What the cursor is on, to be found again in the next answer.
    was: Option<R::Id>,
    touched: bool,
}

impl<R: Rows> Default for ListPane<R> {
    fn default() -> Self {
        ListPane {
            list: List::default(),
            size: (0, 0),
            heading: 0,
            order: 0,
            ranks: Ranks::Answered,
            was: None,
            touched: false,
        }
    }
}

impl<R: Rows> ListPane<R> {
    /// What is in a row of the screen's order.
    pub(crate) fn id_at(&self, cx: &Cx<'_>, row: usize) -> Option<R::Id> {
        R::id(cx, self.ranks.place(row, R::count(cx))?)
    }

    /// What is at the cursor.
    pub fn chosen(&self, cx: &Cx<'_>) -> Option<R::Id> {
        self.id_at(cx, self.list.cursor)
    }

    /// The row of the cursor in the screen's order; `None` if there are no rows.
    pub(crate) fn cursor(&self, cx: &Cx<'_>) -> Option<usize> {
        (R::count(cx) > 0).then_some(self.list.cursor)
    }

    /// Whether the cursor is where it was at the start.
    pub(crate) fn is_untouched(&self) -> bool {
        !self.touched
    }

    /// Which of the orders it is sorted in.
    pub(crate) fn order(&self) -> usize {
        self.order
    }

    /// Makes room for the heading of the order, and keeps the cursor in sight.
    fn fit(&mut self, cx: &Cx<'_>) {
        let (width, height) = self.size;
        self.heading = R::heading(width, self.order).min(height);
        self.list.fit(usize::from(height - self.heading), R::count(cx));
    }

    fn jump(&mut self, at: usize, cx: &Cx<'_>) {
        let count = R::count(cx);
        if let Some(row) = self.ranks.row(at.min(count.saturating_sub(1)), count) {
            self.list.jump(row, count);
        }
        self.was = self.chosen(cx);
    }

    /// The user moved the cursor.
    fn moved(&mut self, cx: &Cx<'_>) -> Outcome {
        self.touched = true;
        self.was = self.chosen(cx);
        Outcome::Consumed(self.was.map_or(Vec::new(), |id| R::shows(cx, id)))
    }

    /// The next row in which some words stand: near by, or else wherever.
    fn seek(&self, words: &str, forward: bool, cx: &Cx<'_>) -> Option<usize> {
        const NEAR: usize = 1 << 13;
        let (count, low) = (R::count(cx), words.to_lowercase());
        let has = |row: usize| self.text(cx, row).to_lowercase().contains(&low);
        if count > NEAR {
            if let Some(row) = self.list.search(count, 1..NEAR, forward, cx.stop, has) {
                return Some(row);
            }
            let from = self.ranks.place(self.list.cursor, count)?;
            let onwards = forward != matches!(self.ranks, Ranks::Reversed);
            if let Some(found) = R::seek_words(cx, words, from, onwards) {
                return self.ranks.row(found?, count);
            }
        }
        self.list.search(count, 1..count + 1, forward, cx.stop, has)
    }

    fn text(&self, cx: &Cx<'_>, row: usize) -> String {
        self.ranks.place(row, R::count(cx)).map_or(String::new(), |at| R::text(cx, at))
    }
}

impl<R: Rows> Pane for ListPane<R> {
    fn title(&self, cx: &Cx<'_>) -> Title {
        let (about, order) = (R::about(cx), self.sorted().unwrap_or(""));
        let gap = if about.is_empty() || order.is_empty() { "" } else { " " };
        Title { left: format!("{about}{gap}{order}"), right: R::tally(&self.list, cx) }
    }

    fn sorted(&self) -> Option<&'static str> {
        R::ORDERS.get(self.order).copied().filter(|_| self.order > 0)
    }

    fn sort_by(&mut self, order: &str) {
        self.order = R::ORDERS.iter().position(|o| *o == order).unwrap_or(self.order);
    }

    fn layout(&mut self, area: Rect, cx: &Cx<'_>) {
        self.size = (area.width, area.height);
        self.fit(cx);
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.ranks = R::rank(cx, self.order);
        if let Some(at) = R::seek(cx, self.was, self.touched) {
            self.jump(at, cx);
        }
        self.fit(cx);
    }

    fn follow(&mut self, cx: &Cx<'_>) {
        if let Some(at) = R::follow(cx, self.was) {
            self.touched |= R::count(cx) > 0;
            self.jump(at, cx);
        }
    }

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        match action {
            Action::Enter => {
                let chosen = self.chosen(cx);
                chosen.map_or(Outcome::Ignored, |id| Outcome::intent(R::open(cx, self.order, id)))
            }
            Action::Explain => {
                let intent = self.chosen(cx).and_then(R::explain);
                intent.map_or(Outcome::Ignored, Outcome::intent)
            }
            Action::Sort => {
                self.order = (self.order + 1) % R::ORDERS.len();
                self.refresh(cx);
                Outcome::intent(Intent::Say(format!("{} {}", R::NOUN, R::ORDERS[self.order])))
            }
            _ => match self.list.act(action, R::count(cx)) {
                Some(()) => self.moved(cx),
                None => Outcome::Ignored,
            },
        }
    }

    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool {
        let explains = || self.chosen(cx).and_then(R::explain).is_some();
        (is_movement(action)
            || matches!(action, Action::Enter | Action::Sort)
            || (action == Action::Explain && explains()))
            && R::count(cx) > 0
    }

    fn click(&mut self, _x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        let Some(line) = y.checked_sub(self.heading) else {
            return self.act(Action::Sort, cx);
        };
        match self.list.row_at(usize::from(line), R::count(cx)) {
            Some(row) if row == self.list.cursor && cx.focused => self.act(Action::Enter, cx),
            Some(row) => {
                self.list.cursor = row;
                self.moved(cx)
            }
            None => Outcome::done(),
        }
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.list.scroll(rows, R::count(cx));
        self.moved(cx)
    }

    fn find(&mut self, needle: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome> {
        let count = R::count(cx);
        let row = self.seek(needle, forward, cx)?;
        self.list.jump(row, count);
        Some(self.moved(cx))
    }

    fn row_text(&self, cx: &Cx<'_>) -> String {
        self.text(cx, self.list.cursor)
    }

    fn plain(&self, cx: &Cx<'_>) -> Vec<String> {
        (0..R::count(cx)).map(|row| self.text(cx, row)).collect()
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let heading = R::heading(area.width, self.order).min(area.height);
        if heading > 0 {
            R::draw_heading(area, self.order, buf, cx);
        }
        let count = R::count(cx);
        let body = Rect { y: area.y + heading, height: area.height - heading, ..area };
        for (line, row) in (0..body.height).zip(self.list.visible(count)) {
            let Some(at) = self.ranks.place(row, count) else { continue };
            let Some(id) = R::id(cx, at) else { continue };
            let marked = R::subject(id).is_some_and(|s| cx.marks.has(s, R::PANE, row, self.list.cursor));
            let row = Row { at, chosen: row == self.list.cursor, marked, order: self.order };
            R::draw(row, Rect { y: body.y + line, height: 1, ..body }, buf, cx);
            if marked {
                tint(buf, body, line, cx.style(Role::Marked));
            }
            if row.chosen && cx.focused {
                tint(buf, body, line, cx.style(Role::Selection));
                if let Some(needle) = cx.find() {
                    light(buf, Rect { y: body.y + line, height: 1, ..body }, needle, cx.style(Role::Match));
                }
            } else if R::is_lit(row, cx) {
                tint(buf, body, line, cx.style(Role::Marked));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_lead_from_rows_to_places_and_back() {
        let listed = Ranks::by(4, |at| [30, 10, 20, 40][at]);
        for (ranks, places) in
            [(Ranks::Answered, [0, 1, 2, 3]), (Ranks::Reversed, [3, 2, 1, 0]), (listed, [1, 2, 0, 3])]
        {
            for (row, at) in places.into_iter().enumerate() {
                assert_eq!(ranks.place(row, 4), Some(at), "{ranks:?}");
                assert_eq!(ranks.row(at, 4), Some(row), "{ranks:?}");
            }
            assert_eq!(ranks.place(4, 4), None);
            assert_eq!(ranks.row(0, 0).and_then(|row| ranks.place(row, 0)), None);
        }
    }
}
