//! Cursor and scroll of a list of any length, of which only a page is drawn.

use std::ops::Range;

use rayon::prelude::*;

use super::action::Action;
use super::pane::Stop;
use super::text;

/// Cursor and scroll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct List {
    /// The row with the cursor.
    pub(crate) cursor: usize,
    /// The first row on the screen.
    pub(crate) top: usize,
    /// How many rows fit.
    pub(crate) height: usize,
}

impl List {
    /// Takes note of the height and keeps the cursor among `count` rows and in sight.
    pub(crate) fn fit(&mut self, height: usize, count: usize) {
        self.height = height;
        self.cursor = self.cursor.min(count.saturating_sub(1));
        self.top = self.top.min(count.saturating_sub(height.max(1)));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if height > 0 && self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
    }

    /// Puts the cursor on a row, in the middle of the screen if it was out of sight.
    pub(crate) fn jump(&mut self, row: usize, count: usize) {
        let seen = self.top..self.top + self.height.max(1);
        self.cursor = row.min(count.saturating_sub(1));
        if !seen.contains(&self.cursor) {
            self.top = self.cursor.saturating_sub(self.height / 2);
        }
        self.fit(self.height, count);
    }

    /// Does a movement; `None` if the action is none.
    pub(crate) fn act(&mut self, action: Action, count: usize) -> Option<()> {
        let page = self.height.max(2) - 1;
        let half = (self.height / 2).max(1);
        let last = count.saturating_sub(1);
        let cursor = self.cursor;
        self.cursor = match action {
            Action::Down => cursor + 1,
            Action::Up => cursor.saturating_sub(1),
            Action::PageDown => cursor + page,
            Action::PageUp => cursor.saturating_sub(page),
            Action::HalfDown => cursor + half,
            Action::HalfUp => cursor.saturating_sub(half),
            Action::First => 0,
            Action::Last => last,
            _ => return None,
        };
        self.fit(self.height, count);
        Some(())
    }

    /// Scrolls, taking the cursor along only at the edges.
    pub(crate) fn scroll(&mut self, rows: isize, count: usize) {
        let most = count.saturating_sub(self.height.max(1));
        self.top = self.top.saturating_add_signed(rows).min(most);
        let bottom = (self.top + self.height.max(1) - 1).min(count.saturating_sub(1));
        self.cursor = self.cursor.clamp(self.top.min(bottom), bottom);
    }

    /// The row under a line of the screen.
    pub(crate) fn row_at(&self, line: usize, count: usize) -> Option<usize> {
        Some(self.top + line).filter(|&row| line < self.height && row < count)
    }

    /// The rows on the screen.
    pub(crate) fn visible(&self, count: usize) -> std::ops::Range<usize> {
        self.top.min(count)..(self.top + self.height).min(count)
    }

    /// `7/212`, for a border: in full, because it is a place.
    pub(crate) fn position(&self, count: usize) -> String {
        let number = |n: usize| text::grouped(n as u64);
        if count == 0 { number(0) } else { format!("{}/{}", number(self.cursor + 1), number(count)) }
    }

    /// The next row after the cursor, round and round, for which `holds` is true,
    /// among those so many rows away. Many are looked at on all cores, block by
    /// block, until `stop` says so.
    pub(crate) fn search(
        &self,
        count: usize,
        away: Range<usize>,
        forward: bool,
        stop: Stop<'_>,
        holds: impl Fn(usize) -> bool + Sync,
    ) -> Option<usize> {
        const BLOCK: usize = 1 << 13;
        let step = |i: usize| {
            if forward { (self.cursor + i) % count } else { (self.cursor + count - i % count) % count }
        };
        let end = away.end;
        away.step_by(BLOCK).take_while(|_| !stop()).find_map(|from| {
            let block = (from..end.min(from + BLOCK)).into_par_iter();
            block.map(step).find_first(|&row| holds(row))
        })
    }
}

/// Whether an action is a movement that [`List::act`] knows.
pub(crate) fn is_movement(action: Action) -> bool {
    matches!(
        action,
        Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::HalfDown
            | Action::HalfUp
            | Action::First
            | Action::Last
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movements_stay_among_the_rows_and_in_sight() {
        // height, count, cursor, action → cursor, top
        let cases = [
            (5, 10, 0, Action::Up, 0, 0),
            (5, 10, 0, Action::Down, 1, 0),
            (5, 10, 4, Action::Down, 5, 1),
            (5, 10, 0, Action::PageDown, 4, 0),
            (5, 10, 0, Action::Last, 9, 5),
            (5, 0, 0, Action::Down, 0, 0),
            (5, 10, 9, Action::HalfUp, 7, 5),
            (0, 10, 3, Action::Down, 4, 0),
        ];
        for (height, count, cursor, action, want, top) in cases {
            let mut list = List { cursor, ..List::default() };
            list.fit(height, count);
            list.act(action, count).unwrap();
            assert_eq!((list.cursor, list.top), (want, top), "{height} {count} {cursor} {action:?}");
        }
    }

    #[test]
    fn scrolling_takes_the_cursor_along_at_the_edges_only() {
        let mut list = List { cursor: 2, top: 0, height: 5 };
        list.scroll(1, 10);
        assert_eq!((list.top, list.cursor), (1, 2));
        list.scroll(3, 10);
        assert_eq!((list.top, list.cursor), (4, 4));
        list.scroll(-99, 10);
        assert_eq!((list.top, list.cursor), (0, 4));
    }

    #[test]
    fn a_search_goes_round() {
        let list = List { cursor: 8, top: 0, height: 5 };
        assert_eq!(list.search(10, 1..11, true, &|| false, |r| r == 3), Some(3));
        assert_eq!(list.search(10, 1..11, false, &|| false, |r| r == 9), Some(9));
        assert_eq!(
            list.search(10, 1..11, true, &|| false, |r| r == 8),
            Some(8),
            "the last to be asked is the row itself"
        );
        assert_eq!(list.search(0, 1..1, true, &|| false, |_| true), None);
        assert_eq!(
            list.search(1 << 20, 1..(1 << 20) + 1, true, &|| false, |r| r == 7),
            Some(7),
            "block by block"
        );
        assert_eq!(list.search(1 << 20, 1..(1 << 20) + 1, true, &|| true, |r| r == 9), None, "given up");
    }
}
