//! Pages of lines to scroll through: help, the load report.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text_input::TextInput;
use super::{ActContext, Answer, Hint, Look, Overlay, frame, place};
use crate::model::Store;
use crate::ui::action::{ACTIONS, Command, OverlayAction, Scope};
use crate::ui::key::Key;
use crate::ui::keymap::Keymap;
use crate::ui::pen::{Pen, light, tint};
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

/// Words that are looked for in the lines.
#[derive(Debug, Clone)]
struct Search {
    input: TextInput,
    /// Whether they are still being typed.
    typing: bool,
    /// The first line on the screen before.
    before: usize,
    /// The line that was found last, by its number among all.
    at: Option<usize>,
}

/// The cells that stay for the words that are looked for.
const WORDS: usize = 20;

const FOUND: &[Hint] = &[
    (&[OverlayAction::PageFindNext, OverlayAction::PageFindPrevious], "next, previous"),
    (&[OverlayAction::Leave], "leave the search"),
];

/// Lines to scroll through.
#[derive(Debug, Clone)]
pub struct Pages {
    title: String,
    lines: Vec<PageLine>,
    /// The lines as they are broken for the width of the screen.
    shown: Vec<PageLine>,
    /// Of each of these, the number of the line that it is of.
    of: Vec<usize>,
    search: Option<Search>,
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
        Pages {
            title: title.to_owned(),
            of: (0..lines.len()).collect(),
            search: None,
            shown,
            lines,
            column,
            wide: false,
            second: None,
            top: 0,
            height: 1,
        }
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

    /// At the place where another was, with what was looked for there.
    pub(crate) fn like(self, before: Pages) -> Pages {
        let search = before.search.map(|search| Search { at: None, ..search });
        Pages { top: before.top, search, ..self }
    }

    /// The numbers of all lines that hold what is looked for, in any case.
    fn found(&self) -> Vec<usize> {
        let words = self.search.as_ref().map(|search| search.input.value().trim().to_lowercase());
        let Some(words) = words.filter(|words| !words.is_empty()) else { return Vec::new() };
        let holds =
            |line: &PageLine| [&line.key, &line.text].iter().any(|t| t.to_lowercase().contains(&words));
        (0..self.lines.len()).filter(|&at| holds(&self.lines[at])).collect()
    }

    fn begin_search(&mut self) {
        self.search = Some(Search { input: TextInput::default(), typing: true, before: self.top, at: None });
    }

    fn leave_search(&mut self) {
        if let Some(search) = self.search.take() {
            self.top = search.before;
            self.scroll(0);
        }
    }

    /// What is typed has changed: goes to the first line that holds it, from where the
    /// search began on.
    fn look(&mut self) {
        let found = self.found();
        let Some(search) = &mut self.search else { return };
        let from = self.of.get(search.before).copied().unwrap_or(0);
        search.at = found.iter().copied().find(|&at| at >= from).or(found.first().copied());
        match search.at {
            Some(at) => self.reveal(at),
            None => self.top = search.before,
        }
        self.scroll(0);
    }

    /// Goes to the next line that was found, or the previous one, round and round.
    fn step(&mut self, forward: bool) {
        let found = self.found();
        let Some(search) = &mut self.search else { return self.begin_search() };
        let here = search.at;
        search.at = match here {
            Some(here) if forward => found.iter().copied().find(|&at| at > here).or(found.first().copied()),
            Some(here) => found.iter().rev().copied().find(|&at| at < here).or(found.last().copied()),
            None => found.first().copied(),
        };
        if let Some(at) = search.at {
            self.reveal(at);
        }
    }

    /// Scrolls until a line is on the screen.
    fn reveal(&mut self, line: usize) {
        let Some(at) = self.of.iter().position(|&of| of == line) else { return };
        let row = self.second.filter(|&second| at >= second).map_or(at, |second| at - second);
        if !(self.top..self.top + self.height).contains(&row) {
            self.top = row.saturating_sub(self.height / 3);
            self.scroll(0);
        }
    }

    /// The foot of the frame while something is looked for: what, and how much was found.
    /// Tells where the text cursor stands.
    fn search_foot(
        &self,
        search: &Search,
        foot: Rect,
        buf: &mut Buffer,
        look: Look<'_>,
    ) -> Option<(u16, u16)> {
        let found = self.found();
        let at = search.at.and_then(|at| found.iter().position(|&f| f == at)).map_or(0, |at| at + 1);
        let mut words = match (found.is_empty(), search.input.value().trim().is_empty()) {
            (_, true) => String::new(),
            (true, _) => " no match ".to_owned(),
            (false, _) => format!(" {at}/{} ", found.len()),
        };
        if !search.typing {
            words.push_str(&format!("· {} ", look.hint_line(FOUND)));
        }
        let role = if found.is_empty() { Role::Warning } else { Role::Muted };
        let right = text::width(&words).min(usize::from(foot.width).saturating_sub(WORDS));
        let left = Rect { width: foot.width - right as u16, ..foot };
        let prompt = " find: ";
        // It stands on the line of the frame.
        Pen::new(buf, left, 0).put(&" ".repeat(usize::from(left.width)), look.style(Role::Text));
        Pen::new(buf, left, 0).put(prompt, look.style(Role::Key));
        let used = (text::width(prompt) as u16).min(left.width);
        let field = Rect { x: left.x + used, width: left.width - used, ..left };
        let cursor = search.input.draw(field, buf, look.theme);
        Pen::new(buf, foot, 0).right(right).put(&words, look.style(role));
        search.typing.then_some(cursor)
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
        if self.search.as_ref().is_some_and(|search| search.typing) { Scope::Line } else { Scope::Page }
    }

    fn act(&mut self, action: OverlayAction, _cx: ActContext<'_>) -> Option<Answer> {
        if let Some(search) = self.search.as_mut().filter(|search| search.typing) {
            match action {
                OverlayAction::Leave => self.leave_search(),
                OverlayAction::Take if search.input.value().trim().is_empty() => self.leave_search(),
                OverlayAction::Take => search.typing = false,
                action if search.input.act(action) => self.look(),
                _ => return None,
            }
            return Some(Answer::Stay);
        }
        let page = self.height as isize - 1;
        match action {
            OverlayAction::PageFind => self.begin_search(),
            OverlayAction::PageFindNext => self.step(true),
            OverlayAction::PageFindPrevious => self.step(false),
            OverlayAction::Leave if self.search.is_some() => self.leave_search(),
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

    fn other_key(&mut self, key: Key, _store: &Store) -> Answer {
        if let Some(search) = self.search.as_mut().filter(|search| search.typing)
            && search.input.typed(key)
        {
            self.look();
        }
        Answer::Stay
    }

    fn paste(&mut self, text: &str, _store: &Store) -> Answer {
        if let Some(search) = self.search.as_mut().filter(|search| search.typing) {
            search.input.paste(text);
            self.look();
        }
        Answer::Stay
    }

    fn layout(&mut self, area: Rect) {
        let two = self.wide && area.width >= TWO;
        let width = match two {
            true => (usize::from(area.width.min(WIDTH_OF_TWO)).saturating_sub(4 + GAP)) / 2,
            false => usize::from(area.width.min(WIDTH)).saturating_sub(4),
        };
        let broken = self.lines.iter().enumerate();
        let broken = broken.flat_map(|(at, line)| self.broken(line, width).into_iter().map(move |l| (at, l)));
        (self.of, self.shown) = broken.unzip();
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
        let gap = if self.second.is_some() { GAP as u16 } else { 0 };
        let left = Rect {
            width: if self.second.is_some() { half.saturating_sub(gap) } else { inside.width },
            ..inside
        };
        let wanted = self.search.as_ref().map(|search| search.input.value().trim()).unwrap_or_default();
        let here = self.search.as_ref().and_then(|search| search.at);
        for (lines, area, from) in [(first, left, 0), (second, right, first.len())] {
            for (at, line) in (0..area.height).zip(lines.iter().skip(self.top)) {
                let mut pen = Pen::new(buf, area, at);
                if !line.key.is_empty() {
                    pen.cell(&line.key, self.column, Align::Left, look.style(Role::Key)).skip(2);
                }
                pen.put(&line.text, look.style(line.role));
                if here.is_some() && self.of.get(from + self.top + usize::from(at)).copied() == here {
                    tint(buf, area, at, look.style(Role::Selection));
                }
                light(buf, Rect { y: area.y + at, height: 1, ..area }, wanted, look.style(Role::Match));
            }
        }
        if let Some(search) = self.search.as_ref().filter(|_| outer.height > 2) {
            let foot = Rect { y: outer.bottom() - 1, height: 1, ..inside };
            return self.search_foot(search, foot, buf, look);
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
            (keys, Command::Pane(_)) if keys.is_empty() => vec![format!(":{}", row.name)],
            (keys, _) => lines_of_keys(&keys),
        };
        let texts = std::iter::once(row.about).chain(std::iter::repeat(""));
        let line = |(key, text): (String, &str)| PageLine { key, text: text.to_owned(), role: Role::Text };
        lines.extend(keys.into_iter().zip(texts).map(line));
    }
    lines
}

/// All keys of a command, on as many lines as they take; one without keys has a line, too.
fn lines_of_keys(keys: &[String]) -> Vec<String> {
    let mut lines = vec![String::new()];
    for (i, key) in keys.iter().enumerate() {
        let key = if i + 1 < keys.len() { format!("{key},") } else { key.clone() };
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = key,
            Some(line) if text::width(line) + 1 + text::width(&key) <= KEYS => {
                line.push(' ');
                line.push_str(&key);
            }
            _ => lines.push(key),
        }
    }
    lines
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
    fn all_keys_of_a_command_are_shown() {
        let keys = ["j", "down", "ctrl-j", "ctrl-n", "s-down"].map(str::to_owned);
        assert_eq!(lines_of_keys(&keys), ["j, down,", "ctrl-j,", "ctrl-n, s-down"]);
        assert_eq!(lines_of_keys(&[]), [""]);
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
