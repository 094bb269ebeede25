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
    lines: Vec<PageLine>,
    /// The lines as they are broken for the width of the screen.
    shown: Vec<PageLine>,
    column: usize,
    top: usize,
    height: usize,
}

impl Pages {
    /// Shows these lines.
    pub fn new(title: &str, lines: Vec<PageLine>) -> Pages {
        let column = lines.iter().map(|l| text::width(&l.key)).max().unwrap_or(0).min(24);
        Pages { title: title.to_owned(), shown: lines.clone(), lines, column, top: 0, height: 1 }
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
        let lines = u16::try_from(self.shown.len()).unwrap_or(u16::MAX);
        place(area, WIDTH, lines.saturating_add(2).max(4))
    }

    /// A line broken where it does not fit: what follows stands under its text,
    /// set in a little where no column shows that it goes on.
    fn broken(&self, line: &PageLine, width: usize) -> Vec<PageLine> {
        let indent = match line.key.is_empty() {
            true => line.text.len() - line.text.trim_start_matches(' ').len(),
            false => self.column + 2,
        };
        let room = width.saturating_sub(indent).max(1);
        if text::width(&line.text) <= if line.key.is_empty() { width } else { room } || room < 8 {
            return vec![line.clone()];
        }
        let words = text::clean(line.text.trim_start_matches(' ')).into_owned();
        // The first line is broken as narrow as those below it.
        let hang = if line.key.is_empty() { 2 } else { 0 };
        let ranges = text::wrap(&words, room - hang);
        let part = |(i, range): (usize, std::ops::Range<usize>)| {
            let before = match (i, line.key.is_empty()) {
                (0, true) => indent,
                (0, false) => 0,
                _ => indent + hang,
            };
            PageLine {
                key: if i == 0 { line.key.clone() } else { String::new() },
                text: format!("{}{}", " ".repeat(before), &words[range]),
                role: line.role,
            }
        };
        ranges.into_iter().enumerate().map(part).collect()
    }

    pub(super) fn layout(&mut self, area: Rect) {
        let width = usize::from(area.width.min(WIDTH)).saturating_sub(4);
        self.shown = self.lines.iter().flat_map(|line| self.broken(line, width)).collect();
        self.height = usize::from(self.place(area).height.saturating_sub(2)).max(1);
        self.scroll(0);
    }

    pub(super) fn scroll(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows).min(self.shown.len().saturating_sub(self.height));
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
        for (i, line) in self.shown.iter().skip(self.top).take(usize::from(inside.height)).enumerate() {
            let mut pen = Pen::new(buf, inside, i as u16);
            if !line.key.is_empty() {
                pen.cell(&line.key, self.column, Align::Left, theme.style(Role::Key)).skip(2);
            }
            pen.put(&line.text, theme.style(line.role));
        }
        let more = self.shown.len().saturating_sub(self.top + usize::from(inside.height));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(key: &str, text: &str) -> PageLine {
        PageLine { key: key.to_owned(), text: text.to_owned(), role: Role::Text }
    }

    #[test]
    fn long_lines_go_on_below_and_nothing_is_lost() {
        let mut pages = Pages::new(
            "What was loaded",
            vec![
                line("", "a.toml: 3 read"),
                line("", "  a.toml:12:7: found \"IRX\", expected the code of a country such as IRN"),
                line("j, down", "one row down and a good deal more to be read about it"),
            ],
        );
        pages.layout(Rect::new(0, 0, 40, 20));
        let shown: Vec<String> = pages.shown.iter().map(|l| format!("{}|{}", l.key, l.text)).collect();
        assert_eq!(
            shown,
            [
                "|a.toml: 3 read",
                "|  a.toml:12:7: found \"IRX\",",
                "|    expected the code of a country",
                "|    such as IRN",
                "j, down|one row down and a good",
                "|         deal more to be read about",
                "|         it",
            ]
        );
        assert!(pages.shown.iter().all(|l| text::width(&l.text) <= 36));
    }
}
