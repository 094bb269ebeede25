//! A list to walk through with what belongs to the row at the cursor: what coders
//! differ on, decisions that fit nothing any more, the moments of the journal.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Answer, frame, place};
use crate::journal::Adjudication;
use crate::ui::key::Key;
use crate::ui::pane::Subject;
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::{Role, Theme};

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewListKind {
    /// Events and claims on which coders differ.
    Disputes,
    /// Decisions that fit nothing any more.
    Lost,
    /// What was done, the latest first.
    Moments,
}

impl ReviewListKind {
    fn title(self) -> &'static str {
        match self {
            ReviewListKind::Disputes => "Disagreements",
            ReviewListKind::Lost => "Decisions that fit nothing any more",
            ReviewListKind::Moments => "The past",
        }
    }

    fn hints(self) -> &'static str {
        match self {
            ReviewListKind::Disputes => "1–9 as this coder says · x reject · enter look · u undo · esc close",
            ReviewListKind::Lost => "t to the event or claim in view · d drop · u undo · esc close",
            ReviewListKind::Moments => "j k another moment · enter look around · esc back to the present",
        }
    }

    fn nothing(self) -> &'static str {
        match self {
            ReviewListKind::Disputes => "No two coders differ on anything that nobody has ruled on.",
            ReviewListKind::Lost => {
                "Every decision about an article that is loaded has found its event or claim."
            }
            ReviewListKind::Moments => "Nothing was decided yet.",
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReviewListRow {
    /// The key in the journal, or the number of the entry.
    pub key: String,
    /// The event or claim, where it is in view of the store.
    pub subject: Option<Subject>,
    /// The row.
    pub line: String,
    /// At its right end.
    pub right: String,
    /// What belongs to it: label and words.
    pub details: Vec<(String, String)>,
    /// What could be ruled, by number.
    pub adjudications: Vec<Adjudication>,
}

/// The list.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewList {
    /// What the rows are.
    pub kind: ReviewListKind,
    rows: Vec<ReviewListRow>,
    cursor: usize,
    top: usize,
    height: usize,
}

impl ReviewList {
    /// Shows these rows.
    pub fn new(kind: ReviewListKind, rows: Vec<ReviewListRow>) -> ReviewList {
        ReviewList { kind, rows, cursor: 0, top: 0, height: 1 }
    }

    /// The row at the cursor.
    pub fn row(&self) -> Option<&ReviewListRow> {
        self.rows.get(self.cursor)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// With the cursor where another of the same kind had it: on the same row,
    /// else at the same place.
    pub fn like(mut self, before: &ReviewList) -> ReviewList {
        let same = before.row().and_then(|row| self.rows.iter().position(|r| r.key == row.key));
        self.cursor = same.unwrap_or(before.cursor).min(self.rows.len().saturating_sub(1));
        self
    }

    fn place(&self, area: Rect) -> Rect {
        match self.kind {
            // The panes above it show what held then.
            ReviewListKind::Moments => {
                let height = (area.height / 4).clamp(5, 9).min(area.height);
                Rect { y: area.bottom() - height, height, ..area }
            }
            _ => place(area, 110, area.height.saturating_sub(2).min(30)),
        }
    }

    /// Lines for the list, of all that are inside the frame.
    fn rows_shown(&self, inside: Rect) -> usize {
        match self.kind {
            ReviewListKind::Moments => usize::from(inside.height).saturating_sub(1),
            _ => (usize::from(inside.height) / 2).saturating_sub(1),
        }
    }

    pub(super) fn layout(&mut self, area: Rect) {
        let place = self.place(area);
        let inside = Rect { height: place.height.saturating_sub(2), ..place };
        self.height = self.rows_shown(inside).max(1);
        self.keep();
    }

    fn keep(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let least = (self.cursor + 1).saturating_sub(self.height);
        self.top = self.top.clamp(least, self.cursor.max(least));
    }

    pub(super) fn scroll(&mut self, rows: isize) {
        self.cursor = self.cursor.saturating_add_signed(rows);
        self.keep();
    }

    pub(super) fn key(&mut self, key: Key) -> Answer {
        let page = self.height.max(2) as isize - 1;
        let before = self.cursor;
        let ctrl = key.modifiers().contains(KeyModifiers::CONTROL);
        match key.code() {
            KeyCode::Char('d') if ctrl => self.scroll(page),
            KeyCode::Char('u') if ctrl => self.scroll(-page),
            KeyCode::Down | KeyCode::Char('j') => self.scroll(1),
            KeyCode::Up | KeyCode::Char('k') => self.scroll(-1),
            KeyCode::PageDown => self.scroll(page),
            KeyCode::PageUp => self.scroll(-page),
            KeyCode::Home | KeyCode::Char('g') => self.scroll(isize::MIN / 2),
            KeyCode::End | KeyCode::Char('G') => self.scroll(isize::MAX / 2),
            KeyCode::Esc | KeyCode::Char('q') => return Answer::Close,
            KeyCode::Enter => return Answer::ReviewListKey('\n'),
            KeyCode::Char(c) if key.modifiers().is_empty() => return Answer::ReviewListKey(c),
            _ => {}
        }
        if self.cursor == before || self.kind != ReviewListKind::Moments {
            Answer::Stay
        } else {
            Answer::ReviewListMoved
        }
    }

    pub(super) fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let outer = self.place(area);
        let count = if self.rows.is_empty() { 0 } else { self.cursor + 1 };
        let title = format!("{} {count}/{}", self.kind.title(), self.rows.len());
        let inside = frame(outer, &title, buf, theme);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        if self.rows.is_empty() {
            Pen::new(buf, inside, 0).put(self.kind.nothing(), theme.style(Role::Muted));
        }
        let shown = self.rows_shown(inside);
        for (line, row) in self.rows.iter().skip(self.top).take(shown).enumerate() {
            let at = line as u16;
            let right = text::width(&row.right).min(usize::from(inside.width) / 2);
            let room = usize::from(inside.width).saturating_sub(right + 1);
            let mut pen = Pen::new(buf, inside, at);
            pen.cell(&row.line, room, Align::Left, theme.style(Role::Text)).skip(1);
            pen.cell(&row.right, right, Align::Right, theme.style(Role::Muted));
            if self.top + line == self.cursor {
                tint(buf, inside, at, theme.style(Role::Selection));
            }
        }
        if self.kind != ReviewListKind::Moments {
            self.details(shown, inside, buf, theme);
        }
        let foot = Rect { y: inside.bottom().saturating_sub(1), height: 1, ..inside };
        Pen::new(buf, foot, 0).put(self.kind.hints(), theme.style(Role::Muted));
    }

    /// What belongs to the row at the cursor, below the list.
    fn details(&self, shown: usize, inside: Rect, buf: &mut Buffer, theme: &Theme) {
        let Some(row) = self.row() else { return };
        let label = row.details.iter().map(|(l, _)| text::width(l)).max().unwrap_or(0).min(24);
        let room = usize::from(inside.width).saturating_sub(label + 2).max(8);
        let mut at = shown as u16 + 1;
        let last = inside.height.saturating_sub(1);
        for (name, words) in &row.details {
            let clean = text::clean(words).into_owned();
            let mut name = name.as_str();
            for range in text::wrap(&clean, room) {
                if at >= last {
                    return;
                }
                let mut pen = Pen::new(buf, inside, at);
                pen.cell(std::mem::take(&mut name), label, Align::Left, theme.style(Role::Key)).skip(2);
                pen.put(&clean[range], theme.style(Role::Text));
                at += 1;
            }
        }
    }
}
