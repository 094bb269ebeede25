//! How numbers come about: a list of sums, of which each line that counts events
//! leads to them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{ActContext, Answer, Hint, Look, Overlay, frame, place};
use crate::query::Query;
use crate::ui::action::{Action, OverlayAction, Scope};
use crate::ui::list::List;
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SumLine {
    /// What is counted; of an empty one only the note is shown.
    pub(crate) label: String,
    /// The number.
    pub(crate) value: String,
    /// How it comes about.
    pub(crate) note: String,
    /// The colour of the number; a heading's colours the whole line.
    pub(crate) role: Role,
    /// The events that it counts.
    pub(crate) events: Option<Query>,
}

impl SumLine {}

/// Sums to look through.
#[derive(Debug, Clone)]
pub struct Sums {
    title: String,
    lines: Vec<SumLine>,
    list: List,
    /// Cells of the labels and of the numbers.
    columns: (usize, usize),
}

/// The widest that the box gets.
const WIDTH: u16 = 100;
/// The widest that labels get.
const LABEL: usize = 24;

impl Sums {
    /// Shows these, with the cursor on the first line that leads to events.
    pub(crate) fn new(title: &str, lines: Vec<SumLine>) -> Sums {
        let widest =
            |of: fn(&SumLine) -> &String| lines.iter().map(|l| text::width(of(l))).max().unwrap_or(0);
        let columns = (widest(|l| &l.label).min(LABEL), widest(|l| &l.value));
        let cursor = lines.iter().position(|l| l.events.is_some()).unwrap_or(0);
        let list = List { cursor, ..List::default() };
        Sums { title: title.to_owned(), lines, list, columns }
    }

    fn place(&self, area: Rect) -> Rect {
        let height = u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        place(area, WIDTH, height.min(area.height.saturating_sub(2)).max(4))
    }

    fn open(&self) -> Answer {
        let events = self.lines.get(self.list.cursor).and_then(|line| line.events.clone());
        events.map_or(Answer::Stay, Answer::Events)
    }

    /// Line by line, only those that lead somewhere are stopped at.
    fn step(&mut self, forward: bool) {
        let count = self.lines.len();
        let leads = |row: &usize| self.lines[*row].events.is_some();
        let next = match forward {
            true => (self.list.cursor + 1..count).find(leads).unwrap_or(count.saturating_sub(1)),
            false => (0..self.list.cursor).rev().find(leads).unwrap_or(0),
        };
        self.list.jump(next, count);
    }
}

const EVENTS: &[Hint] = &[(&[OverlayAction::Take], "its events")];
const BACK: &[Hint] = &[(&[OverlayAction::Leave], "back")];

impl Overlay for Sums {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn act(&mut self, action: OverlayAction, _cx: ActContext<'_>) -> Option<Answer> {
        let movement = match action {
            OverlayAction::Take => return Some(self.open()),
            OverlayAction::Leave | OverlayAction::ListClose => return Some(Answer::Close),
            OverlayAction::ListDown | OverlayAction::ListUp => {
                self.step(action == OverlayAction::ListDown);
                return Some(Answer::Stay);
            }
            OverlayAction::ListPageDown | OverlayAction::PageOn => Action::PageDown,
            OverlayAction::ListPageUp => Action::PageUp,
            OverlayAction::ListHalfDown => Action::HalfDown,
            OverlayAction::ListHalfUp => Action::HalfUp,
            OverlayAction::ListFirst => Action::First,
            OverlayAction::ListLast => Action::Last,
            _ => return None,
        };
        self.list.act(movement, self.lines.len());
        Some(Answer::Stay)
    }

    fn click(&mut self, x: u16, y: u16, area: Rect) -> Answer {
        let outer = self.place(area);
        if !outer.contains((x, y).into()) {
            return Answer::Close;
        }
        let line = usize::from(y.saturating_sub(outer.y + 1));
        match self.list.row_at(line, self.lines.len()) {
            Some(row) if row == self.list.cursor => self.open(),
            Some(row) => {
                self.list.cursor = row;
                Answer::Stay
            }
            None => Answer::Stay,
        }
    }

    fn scroll(&mut self, rows: isize) {
        self.list.scroll(rows, self.lines.len());
    }

    fn layout(&mut self, area: Rect) {
        let height = self.place(area).height.saturating_sub(2);
        self.list.fit(usize::from(height), self.lines.len());
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        let outer = self.place(area);
        let inside = frame(outer, &self.title, buf, look);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        for (i, row) in self.list.visible(self.lines.len()).enumerate() {
            let line = &self.lines[row];
            let mut pen = Pen::new(buf, inside, i as u16);
            if line.value.is_empty() {
                let words = if line.label.is_empty() { &line.note } else { &line.label };
                pen.put(words, look.style(line.role));
            } else {
                let label = if line.events.is_some() { Role::Text } else { Role::Muted };
                pen.cell(&line.label, self.columns.0, Align::Left, look.style(label)).skip(2);
                pen.cell(&line.value, self.columns.1, Align::Right, look.style(line.role)).skip(2);
                let room = pen.room();
                pen.cell(&line.note, room, Align::Left, look.style(Role::Muted));
            }
            if row == self.list.cursor {
                tint(buf, inside, i as u16, look.style(Role::Selection));
            }
        }
        let more = self.lines.len().saturating_sub(self.list.visible(self.lines.len()).end);
        let leads = self.lines.get(self.list.cursor).is_some_and(|line| line.events.is_some());
        let hints = if leads { look.hint_line(EVENTS) } else { String::new() };
        let rest = if more > 0 { format!("{more} more ↓") } else { look.hint_line(BACK) };
        let words = [hints, rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let words = format!(" {} ", words.join(" · "));
        let foot = Rect { y: outer.bottom().saturating_sub(1), height: 1, ..inside };
        Pen::new(buf, foot, 0).right(text::width(&words)).put(&words, look.style(Role::Muted));
        None
    }
}
