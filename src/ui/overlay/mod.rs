//! What lies over the panes for a while: pickers, the filter editor, help, the
//! load report.

mod ask;
mod confirm;
mod filter;
mod form;
mod pages;
mod picker;
mod pickers;
mod review_list;
mod sums;

pub use ask::{Ask, Purpose};
pub use confirm::Confirm;
pub use filter::FilterEditor;
pub use form::{Form, FormPurpose};
pub use pages::{PageLine, Pages, help_lines};
pub use picker::{Choice, Item, Picker};
pub use pickers::PickerOf;
pub use review_list::{ReviewList, ReviewListKind, ReviewListRow};
pub use sums::{SumLine, Sums};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget};
use tui_input::{Input, InputRequest};

use crate::journal::{Correction, Draft};
use crate::query::Query;

use super::key::Key;
use super::pane::Subject;
use super::theme::{Role, Theme};

/// The overlay on the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// Picks one of many by typing.
    Picker(Picker),
    /// Edits the filter.
    Filter(FilterEditor),
    /// Corrects an event or claim.
    Form(Box<Form>),
    /// Asks before something is done to many.
    Confirm(Confirm),
    /// Asks for words: to find, a comment, a name.
    Find(Ask),
    /// Pages of text: help, report.
    Pages(Pages),
    /// How numbers come about.
    Sums(Sums),
    /// A list out of the journal.
    ReviewList(ReviewList),
}

/// What a key did to an overlay.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It stays.
    Stay,
    /// It is done with.
    Close,
    /// This was picked.
    Chosen(Choice),
    /// Show what this query would give, and stay.
    Preview(Query),
    /// Ask this query.
    Ask(Query),
    /// Go to the events of this query.
    Events(Query),
    /// Find these words.
    Find(String),
    /// Change these fields of an event or claim.
    Correct(Subject, Box<Correction>),
    /// Make this event or claim.
    Make(Box<Draft>),
    /// These words were asked for.
    Words(Purpose, String),
    /// A key for the row at the cursor of a list out of the journal.
    ReviewListKey(char),
    /// Another row of it is at the cursor.
    ReviewListMoved,
}

impl Overlay {
    /// Takes a key.
    pub fn key(&mut self, key: Key, store: &crate::model::Store) -> Answer {
        match self {
            Overlay::Picker(picker) => picker.key(key),
            Overlay::Filter(editor) => editor.key(key, store),
            Overlay::Find(ask) => ask.key(key),
            Overlay::Confirm(confirm) => confirm.key(key),
            Overlay::Form(form) => form.key(key),
            Overlay::Pages(pages) => pages.key(key),
            Overlay::Sums(sums) => sums.key(key),
            Overlay::ReviewList(review_list) => review_list.key(key),
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str, store: &crate::model::Store) -> Answer {
        let clean = super::text::clean(text).into_owned();
        let mut answer = Answer::Stay;
        for c in clean.chars() {
            let key = Key::new(crossterm::event::KeyCode::Char(c), crossterm::event::KeyModifiers::NONE);
            answer = self.key(key, store);
        }
        answer
    }

    /// Takes a click; `area` is the whole screen.
    pub fn click(&mut self, x: u16, y: u16, area: Rect) -> Answer {
        match self {
            Overlay::Picker(picker) => picker.click(x, y, area),
            Overlay::Sums(sums) => sums.click(x, y, area),
            _ => Answer::Stay,
        }
    }

    /// Scrolls by rows.
    pub fn scroll(&mut self, rows: isize) {
        match self {
            Overlay::Picker(picker) => picker.scroll(rows),
            Overlay::Pages(pages) => pages.scroll(rows),
            Overlay::Sums(sums) => sums.scroll(rows),
            Overlay::ReviewList(review_list) => review_list.scroll(rows),
            _ => {}
        }
    }

    /// Keeps cursor and scroll inside the screen.
    pub fn layout(&mut self, area: Rect) {
        match self {
            Overlay::Picker(picker) => picker.layout(area),
            Overlay::Pages(pages) => pages.layout(area),
            Overlay::Sums(sums) => sums.layout(area),
            Overlay::ReviewList(review_list) => review_list.layout(area),
            _ => {}
        }
    }

    /// Draws, and tells where the text cursor stands if it has one.
    pub fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Option<(u16, u16)> {
        match self {
            Overlay::Picker(picker) => picker.render(area, buf, theme),
            Overlay::Filter(editor) => editor.render(area, buf, theme),
            Overlay::Find(ask) => ask.render(area, buf, theme),
            Overlay::Form(form) => form.render(area, buf, theme),
            Overlay::Confirm(confirm) => {
                confirm.render(area, buf, theme);
                None
            }
            Overlay::Pages(pages) => {
                pages.render(area, buf, theme);
                None
            }
            Overlay::Sums(sums) => {
                sums.render(area, buf, theme);
                None
            }
            Overlay::ReviewList(review_list) => {
                review_list.render(area, buf, theme);
                None
            }
        }
    }
}

/// Does what a key means to a line of text; whether it meant anything.
pub(super) fn edit(input: &mut Input, key: Key) -> bool {
    use crossterm::event::{KeyCode, KeyModifiers};
    let ctrl = key.modifiers().contains(KeyModifiers::CONTROL);
    let request = match key.code() {
        KeyCode::Char(c) if key.modifiers().is_empty() => InputRequest::InsertChar(c),
        KeyCode::Char('a') if ctrl => InputRequest::GoToStart,
        KeyCode::Char('e') if ctrl => InputRequest::GoToEnd,
        KeyCode::Char('w') if ctrl => InputRequest::DeletePrevWord,
        KeyCode::Char('u') if ctrl => InputRequest::DeleteLine,
        KeyCode::Char('k') if ctrl => InputRequest::DeleteTillEnd,
        KeyCode::Backspace if ctrl => InputRequest::DeletePrevWord,
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if ctrl => InputRequest::GoToPrevWord,
        KeyCode::Right if ctrl => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        _ => return false,
    };
    input.handle(request);
    true
}

/// Writes a line of input at a place and tells where its cursor stands.
pub(super) fn draw_input(input: &Input, area: Rect, buf: &mut Buffer, theme: &Theme) -> (u16, u16) {
    let width = usize::from(area.width).max(1);
    let scroll = input.visual_scroll(width.saturating_sub(1));
    let mut skipped = 0;
    let shown: String = input
        .value()
        .chars()
        .skip_while(|c| {
            let before = skipped;
            skipped += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
            before < scroll
        })
        .collect();
    super::pen::Pen::new(buf, area, 0).put(&shown, theme.style(Role::Text));
    let x = input.visual_cursor().saturating_sub(scroll).min(width - 1);
    (area.x + x as u16, area.y)
}

/// A box in the middle of the screen, cleared and framed; gives its inside.
pub(super) fn frame(area: Rect, title: &str, buf: &mut Buffer, theme: &Theme) -> Rect {
    Clear.render(area, buf);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(Role::BorderFocus))
        .title(format!(" {title} "))
        .title_style(theme.style(Role::TitleFocus));
    let inside = block.inner(area);
    block.render(area, buf);
    inside
}

/// The place of a box of at most this size in the upper middle of the screen.
pub(super) fn place(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height }
}
