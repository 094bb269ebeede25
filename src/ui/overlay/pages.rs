//! Pages of lines to scroll through: help, the load report.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Answer, frame, place};
use crate::ui::action::ACTIONS;
use crate::ui::key::Key;
use crate::ui::keymap::Keymap;
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align};
use crate::ui::theme::{Role, Theme};

/// A line: cells of the first column, the second, and how it is coloured.
#[derive(Debug, Clone, PartialEq)]
pub struct PageLine {
    /// Left column; empty for running text.
    pub key: String,
    /// The text.
    pub text: String,
    /// Its colour.
    pub role: Role,
}

/// The widest that the box gets.
const WIDTH: u16 = 100;

/// Lines to scroll through.
#[derive(Debug, Clone)]
pub struct Pages {
    title: String,
    /// The lines as they were given, and as they fit the screen.
    whole: Vec<PageLine>,
    lines: Vec<PageLine>,
    column: usize,
    top: usize,
    height: usize,
}

impl Pages {
    /// Shows these lines.
    pub fn new(title: &str, lines: Vec<PageLine>) -> Pages {
        let column = lines.iter().map(|l| text::width(&l.key)).max().unwrap_or(0).min(24);
        Pages { title: title.to_owned(), whole: lines.clone(), lines, column, top: 0, height: 1 }
    }

    /// Lines that are too long go on below.
    fn wrap(&mut self, area: Rect) {
        let inside = usize::from(area.width.min(WIDTH)).saturating_sub(4);
        let mut lines = Vec::with_capacity(self.whole.len());
        for line in &self.whole {
            let room = if line.key.is_empty() { inside } else { inside.saturating_sub(self.column + 2) };
            if text::width(&line.text) <= room || room < 16 {
                lines.push(line.clone());
                continue;
            }
            let mut key = line.key.clone();
            let clean = text::clean(&line.text);
            lines.extend(text::wrap(&clean, room).into_iter().map(|range| PageLine {
                key: std::mem::take(&mut key),
                text: clean[range].to_owned(),
                role: line.role,
            }));
        }
        self.lines = lines;
    }

    /// Whether it has this title.
    pub fn is_called(&self, title: &str) -> bool {
        self.title == title
    }

    /// The first line on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    fn place(&self, area: Rect) -> Rect {
        place(area, WIDTH, (self.lines.len() as u16).saturating_add(2).max(4))
    }

    pub(super) fn layout(&mut self, area: Rect) {
        self.wrap(area);
        self.height = usize::from(self.place(area).height.saturating_sub(2)).max(1);
        self.scroll(0);
    }

    pub(super) fn scroll(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows).min(self.lines.len().saturating_sub(self.height));
    }

    pub(super) fn key(&mut self, key: Key) -> Answer {
        let page = self.height as isize - 1;
        let ctrl = key.modifiers().contains(KeyModifiers::CONTROL);
        match key.code() {
            KeyCode::Char('d') if ctrl => self.scroll(page / 2),
            KeyCode::Char('u') if ctrl => self.scroll(-page / 2),
            KeyCode::Down | KeyCode::Char('j') => self.scroll(1),
            KeyCode::Up | KeyCode::Char('k') => self.scroll(-1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.scroll(page),
            KeyCode::PageUp => self.scroll(-page),
            KeyCode::Home | KeyCode::Char('g') => self.top = 0,
            KeyCode::End | KeyCode::Char('G') => self.scroll(isize::MAX / 2),
            _ => return Answer::Close,
        }
        Answer::Stay
    }

    pub(super) fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let outer = self.place(area);
        let inside = frame(outer, &self.title, buf, theme);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        for (i, line) in self.lines.iter().skip(self.top).take(usize::from(inside.height)).enumerate() {
            let mut pen = Pen::new(buf, inside, i as u16);
            if !line.key.is_empty() {
                pen.cell(&line.key, self.column, Align::Left, theme.style(Role::Key)).skip(2);
            }
            pen.put(&line.text, theme.style(line.role));
        }
        let more = self.lines.len().saturating_sub(self.top + usize::from(inside.height));
        if more > 0 && outer.height > 2 {
            let foot = Rect { y: outer.bottom() - 1, height: 1, ..inside };
            let words = format!(" {more} more ↓ ");
            Pen::new(buf, foot, 0).right(text::width(&words)).put(&words, theme.style(Role::Muted));
        }
    }
}

/// Help: every action under its heading, with the keys in force.
pub fn help_lines(keymap: &Keymap) -> Vec<PageLine> {
    let mut lines = Vec::new();
    let mut group = "";
    for row in ACTIONS {
        if row.group != group {
            if !group.is_empty() {
                lines.push(PageLine { key: String::new(), text: String::new(), role: Role::Text });
            }
            group = row.group;
            lines.push(PageLine { key: String::new(), text: group.to_owned(), role: Role::Heading });
        }
        let keys: Vec<String> = keymap.keys(row.action).collect();
        let keys = if keys.is_empty() { format!(":{}", row.name) } else { keys.join(", ") };
        lines.push(PageLine { key: keys, text: row.about.to_owned(), role: Role::Text });
    }
    lines
}
