//! Pages of lines to scroll through: help, the load report.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{ActContext, Answer, Look, Overlay, frame, place};
use crate::model::Store;
use crate::ui::action::{ACTIONS, Command, OverlayAction, Scope};
use crate::ui::key::Key;
use crate::ui::keymap::Keymap;
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// A line: cells of the first column, the second, and how it is coloured.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageLine {
    /// Left column; empty for running text.
    pub(crate) key: String,
    pub(crate) text: String,
    /// Its colour.
    pub(crate) role: Role,
}

/// The widest that the box gets, with one column and with two.
const WIDTH: u16 = 100;
const WIDTH_OF_TWO: u16 = 170;
/// From this width of the screen on there is room for two columns.
const TWO: u16 = 110;
/// The cells between two columns.
const GAP: usize = 3;

/// Lines to scroll through.
#[derive(Debug, Clone)]
pub struct Pages {
    title: String,
    lines: Vec<PageLine>,
    /// The lines as they are broken for the width of the screen.
    shown: Vec<PageLine>,
    column: usize,
    /// Whether two columns are better than scrolling, where there is room for them.
    wide: bool,
    /// The line with which the second column begins, if there are two.
    second: Option<usize>,
    top: usize,
    height: usize,
}

impl Pages {
    /// Shows these lines.
    pub(crate) fn new(title: &str, lines: Vec<PageLine>) -> Pages {
        let column = lines.iter().map(|l| text::width(&l.key)).max().unwrap_or(0).min(24);
        let shown = lines.clone();
        Pages { title: title.to_owned(), shown, lines, column, wide: false, second: None, top: 0, height: 1 }
    }

    /// In two columns where there is room for them: for what one looks something up in.
    pub(crate) fn in_columns(self) -> Pages {
        Pages { wide: true, ..self }
    }

    /// The lines of the longer column.
    fn rows(&self) -> usize {
        self.second.map_or(self.shown.len(), |second| second.max(self.shown.len() - second))
    }

    /// Whether it has this title.
    pub(crate) fn is_called(&self, title: &str) -> bool {
        self.title == title
    }

    /// The first line on the screen.
    pub(crate) fn top(&self) -> usize {
        self.top
    }

    fn place(&self, area: Rect) -> Rect {
        let lines = u16::try_from(self.rows()).unwrap_or(u16::MAX);
        let width = if self.second.is_some() { WIDTH_OF_TWO } else { WIDTH };
        place(area, width, lines.saturating_add(2).max(4))
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
}

impl Overlay for Pages {
    fn scope(&self) -> Scope {
        Scope::Page
    }

    fn act(&mut self, action: OverlayAction, _cx: ActContext<'_>) -> Option<Answer> {
        let page = self.height as isize - 1;
        match action {
            OverlayAction::ListDown => self.scroll(1),
            OverlayAction::ListUp => self.scroll(-1),
            OverlayAction::ListPageDown | OverlayAction::PageOn => self.scroll(page),
            OverlayAction::ListPageUp => self.scroll(-page),
            OverlayAction::ListHalfDown => self.scroll(page / 2),
            OverlayAction::ListHalfUp => self.scroll(-page / 2),
            OverlayAction::ListFirst => self.top = 0,
            OverlayAction::ListLast => self.scroll(isize::MAX / 2),
            OverlayAction::Take | OverlayAction::Leave | OverlayAction::ListClose => {
                return Some(Answer::Close);
            }
            _ => return None,
        }
        Some(Answer::Stay)
    }

    /// Whoever presses another key is done with reading.
    fn other_key(&mut self, _key: Key, _store: &Store) -> Answer {
        Answer::Close
    }

    fn layout(&mut self, area: Rect) {
        let two = self.wide && area.width >= TWO;
        let width = match two {
            true => (usize::from(area.width.min(WIDTH_OF_TWO)).saturating_sub(4 + GAP)) / 2,
            false => usize::from(area.width.min(WIDTH)).saturating_sub(4),
        };
        self.shown = self.lines.iter().flat_map(|line| self.broken(line, width)).collect();
        // The second column begins with a heading, behind the blank line nearest to the middle.
        let middle = self.shown.len() / 2;
        let blanks = self.shown.iter().enumerate().filter(|(_, l)| l.key.is_empty() && l.text.is_empty());
        let second = blanks.map(|(at, _)| at + 1).min_by_key(|at| at.abs_diff(middle));
        self.second = second.filter(|_| two);
        self.height = usize::from(self.place(area).height.saturating_sub(2)).max(1);
        self.scroll(0);
    }

    fn scroll(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows).min(self.rows().saturating_sub(self.height));
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        let outer = self.place(area);
        let inside = frame(outer, &self.title, buf, look);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let (first, second) = self.shown.split_at(self.second.unwrap_or(self.shown.len()));
        let half = (usize::from(inside.width).saturating_sub(GAP) / 2 + GAP) as u16;
        let right = Rect { x: inside.x + half, width: inside.width.saturating_sub(half), ..inside };
        for (lines, area) in [(first, inside), (second, right)] {
            for (at, line) in (0..area.height).zip(lines.iter().skip(self.top)) {
                let mut pen = Pen::new(buf, area, at);
                if !line.key.is_empty() {
                    pen.cell(&line.key, self.column, Align::Left, look.style(Role::Key)).skip(2);
                }
                pen.put(&line.text, look.style(line.role));
            }
        }
        let more = self.rows().saturating_sub(self.top + usize::from(inside.height));
        if more > 0 && outer.height > 2 {
            let foot = Rect { y: outer.bottom() - 1, height: 1, ..inside };
            let words = format!(" {more} more ↓ ");
            Pen::new(buf, foot, 0).right(text::width(&words)).put(&words, look.style(Role::Muted));
        }
        None
    }
}

/// The cells that help gives to the keys of an action.
const KEYS: usize = 14;

/// Help: every action under its heading, with the keys in force, as many as there
/// is room for.
pub(crate) fn help_lines(keymap: &Keymap) -> Vec<PageLine> {
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
        let keys = match (keymap.keys_in_short(row.command), row.command) {
            (keys, Command::Pane(_)) if keys.is_empty() => format!(":{}", row.name),
            (keys, _) => first_keys(&keys),
        };
        lines.push(PageLine { key: keys, text: row.about.to_owned(), role: Role::Text });
    }
    lines
}

/// The first ones of some keys; `…` stands for the rest.
fn first_keys(keys: &[String]) -> String {
    let all = keys.join(", ");
    if text::width(&all) <= KEYS {
        return all;
    }
    let some = |count: &usize| format!("{}, …", keys[..*count].join(", "));
    let most = (1..keys.len()).rev().find(|count| text::width(&some(count)) <= KEYS);
    most.map_or(all, |count| some(&count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;

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

    #[test]
    fn two_columns_hold_every_line_once() {
        let mut lines = Vec::new();
        for group in ["Move", "Panes", "Time"] {
            lines.push(line("", group));
            lines.extend((0..4).map(|i| line("k", &format!("{group} {i}"))));
            lines.push(line("", ""));
        }
        let area = Rect::new(0, 0, 120, 20);
        let mut pages = Pages::new("Keys", lines.clone()).in_columns();
        pages.layout(area);
        let mut buf = Buffer::empty(area);
        let look = Look { theme: &Theme::plain(), keymap: &Keymap::default() };
        pages.render(area, &mut buf, look);
        let screen: String = buf.content().iter().map(|c| c.symbol()).collect();
        for line in &lines {
            assert!(screen.contains(&line.text), "{}", line.text);
        }
        let beside = (0..area.height).any(|y| {
            let row: String = (0..area.width).map(|x| buf[(x, y)].symbol()).collect();
            row.contains("Move 0") && row.contains("Time 0")
                || row.contains("Move 0") && row.contains("Panes 0")
        });
        assert!(beside, "{screen}");
        pages.layout(Rect::new(0, 0, 80, 20));
        assert_eq!(pages.second, None, "no room for two");
    }
}
