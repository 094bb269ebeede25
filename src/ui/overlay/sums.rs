//! How numbers come about: a list of sums, of which each line that counts events
//! leads to them.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Answer, frame, place};
use crate::query::Query;
use crate::ui::action::Action;
use crate::ui::key::Key;
use crate::ui::list::List;
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::{Role, Theme};

/// A line of the sums.
#[derive(Debug, Clone, PartialEq)]
pub struct SumLine {
    /// What is counted; of an empty one only the note is shown.
    pub label: String,
    /// The number.
    pub value: String,
    /// How it comes about.
    pub note: String,
    /// The colour of the number; a heading's colours the whole line.
    pub role: Role,
    /// The events that it counts.
    pub events: Option<Query>,
}

impl SumLine {
    /// A line in words, for those who do not see columns.
    pub fn text(&self) -> String {
        [self.label.as_str(), &self.value, &self.note]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("  ")
    }
}

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
    pub fn new(title: &str, lines: Vec<SumLine>) -> Sums {
        let widest =
            |of: fn(&SumLine) -> &String| lines.iter().map(|l| text::width(of(l))).max().unwrap_or(0);
        let columns = (widest(|l| &l.label).min(LABEL), widest(|l| &l.value));
        let cursor = lines.iter().position(|l| l.events.is_some()).unwrap_or(0);
        let list = List { cursor, ..List::default() };
        Sums { title: title.to_owned(), lines, list, columns }
    }

    /// The lines, for tests and plain text.
    pub fn lines(&self) -> &[SumLine] {
        &self.lines
    }

    fn place(&self, area: Rect) -> Rect {
        let height = u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        place(area, WIDTH, height.min(area.height.saturating_sub(2)).max(4))
    }

    pub(super) fn layout(&mut self, area: Rect) {
        let height = self.place(area).height.saturating_sub(2);
        self.list.fit(usize::from(height), self.lines.len());
    }

    pub(super) fn scroll(&mut self, rows: isize) {
        self.list.scroll(rows, self.lines.len());
    }

    pub(super) fn click(&mut self, x: u16, y: u16, area: Rect) -> Answer {
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

    fn open(&self) -> Answer {
        let events = self.lines.get(self.list.cursor).and_then(|line| line.events.clone());
        events.map_or(Answer::Stay, Answer::Events)
    }

    pub(super) fn key(&mut self, key: Key) -> Answer {
        let ctrl = key.modifiers().contains(KeyModifiers::CONTROL);
        let action = match key.code() {
            KeyCode::Enter => return self.open(),
            KeyCode::Char('d') if ctrl => Action::HalfDown,
            KeyCode::Char('u') if ctrl => Action::HalfUp,
            KeyCode::Down | KeyCode::Char('j') => Action::Down,
            KeyCode::Up | KeyCode::Char('k') => Action::Up,
            KeyCode::PageDown | KeyCode::Char(' ') => Action::PageDown,
            KeyCode::PageUp => Action::PageUp,
            KeyCode::Home | KeyCode::Char('g') => Action::First,
            KeyCode::End | KeyCode::Char('G') => Action::Last,
            _ => return Answer::Close,
        };
        let count = self.lines.len();
        let leads = |row: &usize| self.lines[*row].events.is_some();
        // Line by line, only those that lead somewhere are stopped at.
        match action {
            Action::Down => {
                let next = (self.list.cursor + 1..count).find(leads);
                self.list.jump(next.unwrap_or(count.saturating_sub(1)), count);
            }
            Action::Up => {
                let next = (0..self.list.cursor).rev().find(leads);
                self.list.jump(next.unwrap_or(0), count);
            }
            action => drop(self.list.act(action, count)),
        }
        Answer::Stay
    }

    pub(super) fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let outer = self.place(area);
        let inside = frame(outer, &self.title, buf, theme);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        for (i, row) in self.list.visible(self.lines.len()).enumerate() {
            let line = &self.lines[row];
            let mut pen = Pen::new(buf, inside, i as u16);
            if line.value.is_empty() {
                let words = if line.label.is_empty() { &line.note } else { &line.label };
                pen.put(words, theme.style(line.role));
            } else {
                let label = if line.events.is_some() { Role::Text } else { Role::Muted };
                pen.cell(&line.label, self.columns.0, Align::Left, theme.style(label)).skip(2);
                pen.cell(&line.value, self.columns.1, Align::Right, theme.style(line.role)).skip(2);
                let room = pen.room();
                pen.cell(&line.note, room, Align::Left, theme.style(Role::Muted));
            }
            if row == self.list.cursor {
                tint(buf, inside, i as u16, theme.style(Role::Selection));
            }
        }
        let more = self.lines.len().saturating_sub(self.list.visible(self.lines.len()).end);
        let leads = self.lines.get(self.list.cursor).is_some_and(|line| line.events.is_some());
        let hints = match (leads, more) {
            (true, 0) => " Enter its events · Esc back ".to_owned(),
            (true, more) => format!(" Enter its events · {more} more ↓ "),
            (false, 0) => " Esc back ".to_owned(),
            (false, more) => format!(" {more} more ↓ "),
        };
        let foot = Rect { y: outer.bottom().saturating_sub(1), height: 1, ..inside };
        Pen::new(buf, foot, 0).right(text::width(&hints)).put(&hints, theme.style(Role::Muted));
    }
}
