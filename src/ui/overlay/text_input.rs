//! A line that the user types: the same in pickers, the filter, forms and wherever
//! words are asked for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::{Input, InputRequest};
use unicode_width::UnicodeWidthChar;

use crate::ui::action::OverlayAction;
use crate::ui::key::Key;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};

/// How many characters may be typed or pasted: more than anybody writes in one line,
/// and few enough to be looked at again with each key.
pub(crate) const MOST: usize = 10_000;

/// How many characters are given to be drawn in a cell: with its marks, a letter is more
/// than one.
const SHOWN: usize = 16;

/// A line of text with a cursor.
#[derive(Debug, Clone)]
pub(super) struct TextInput {
    input: Input,
    /// How many characters it takes. A longer text that is there already stays.
    most: usize,
    /// Whether something was just left out because there was no room for it.
    full: bool,
}

impl Default for TextInput {
    fn default() -> TextInput {
        TextInput { input: Input::default(), most: MOST, full: false }
    }
}

impl TextInput {
    /// With a text already there, and the cursor behind it.
    pub(super) fn new(text: &str) -> TextInput {
        TextInput { input: Input::new(text.to_owned()), ..TextInput::default() }
    }

    /// An empty one that takes no more than so many characters.
    pub(super) fn with_room(most: usize) -> TextInput {
        TextInput { most, ..TextInput::default() }
    }

    /// What stands in it.
    pub(super) fn value(&self) -> &str {
        self.input.value()
    }

    /// How many more characters it takes.
    fn room(&self) -> usize {
        self.most.saturating_sub(self.value().chars().count())
    }

    /// The byte at which the cursor stands.
    pub(super) fn cursor(&self) -> usize {
        let value = self.value();
        value.char_indices().nth(self.input.cursor()).map_or(value.len(), |(at, _)| at)
    }

    /// Puts another text there, with the cursor at one of its bytes.
    pub(super) fn set(&mut self, text: String, cursor: usize) {
        let before = text.get(..cursor).map_or(usize::MAX, |before| before.chars().count());
        self.input = Input::new(text).with_cursor(before);
        self.full = false;
    }

    /// Moves the cursor or deletes; whether the action is one of these.
    pub(super) fn act(&mut self, action: OverlayAction) -> bool {
        let request = match action {
            OverlayAction::InputLeft => InputRequest::GoToPrevChar,
            OverlayAction::InputRight => InputRequest::GoToNextChar,
            OverlayAction::InputWordLeft => InputRequest::GoToPrevWord,
            OverlayAction::InputWordRight => InputRequest::GoToNextWord,
            OverlayAction::InputStart => InputRequest::GoToStart,
            OverlayAction::InputEnd => InputRequest::GoToEnd,
            OverlayAction::DeleteBack => InputRequest::DeletePrevChar,
            OverlayAction::DeleteNext => InputRequest::DeleteNextChar,
            OverlayAction::DeleteWord => InputRequest::DeletePrevWord,
            OverlayAction::DeleteAll => InputRequest::DeleteLine,
            OverlayAction::DeleteToEnd => InputRequest::DeleteTillEnd,
            _ => return false,
        };
        self.input.handle(request);
        self.full = false;
        true
    }

    /// Takes the character that a key types, if there is room for it; whether it
    /// types one.
    pub(super) fn typed(&mut self, key: Key) -> bool {
        let typed = key.typed();
        if let Some(c) = typed {
            self.full = self.room() == 0;
            if !self.full {
                self.input.handle(InputRequest::InsertChar(c));
            }
        }
        typed.is_some()
    }

    /// Puts a pasted text where the cursor is: line ends as blanks, without control
    /// characters and what cannot be seen, and no more of it than there is room for.
    pub(super) fn paste(&mut self, pasted: &str) {
        let room = self.room();
        // What is beyond is not even looked at, however long it is. A line end of two
        // characters becomes one, and some characters become none.
        let end = pasted.char_indices().nth(2 * room + 2).map_or(pasted.len(), |(at, _)| at);
        let looked_at = pasted.get(..end).unwrap_or(pasted).replace("\r\n", "\n");
        let kept: String = looked_at.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        let line = text::clean(&kept);
        let fitting = line.char_indices().nth(room).map_or(line.len(), |(at, _)| at);
        let (mut value, at) = (self.value().to_owned(), self.cursor());
        value.insert_str(at, line.get(..fitting).unwrap_or_default());
        self.set(value, at + fitting);
        self.full = end < pasted.len() || fitting < line.len();
    }

    /// Draws it; tells where its cursor stands.
    pub(super) fn draw(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> (u16, u16) {
        let width = usize::from(area.width).max(1);
        let scroll = self.input.visual_scroll(width.saturating_sub(1));
        let mut skipped = 0;
        let shown: String = self
            .value()
            .chars()
            .skip_while(|c| {
                let before = skipped;
                skipped += c.width().unwrap_or(0);
                before < scroll
            })
            .take(SHOWN * width)
            .collect();
        Pen::new(buf, area, 0).put(&shown, theme.style(Role::Text));
        if self.full {
            let words = format!(" at most {} characters ", text::grouped(self.most as u64));
            Pen::new(buf, area, 0).right(text::width(&words)).put(&words, theme.style(Role::Warning));
        }
        let x = self.input.visual_cursor().saturating_sub(scroll).min(width - 1);
        (area.x + x as u16, area.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_one_line_of_plain_text() {
        for (pasted, want) in [
            ("plain", "ab plain| cd"),
            ("two\nlines", "ab two lines| cd"),
            ("two\r\nlines\r\n", "ab two lines | cd"),
            ("old\rmac", "ab old mac| cd"),
            ("a\tb", "ab a b| cd"),
            ("\u{1b}[31mred\u{7}\u{0}\u{9b}2J\u{7f}", "ab [31mred2J| cd"),
            ("\u{202e}turned\u{2066}\u{200b}", "ab turned| cd"),
            ("e\u{301}lan", "ab élan| cd"),
            ("para\u{2028}graph", "ab para graph| cd"),
            ("", "ab | cd"),
        ] {
            let mut input = TextInput::default();
            input.set("ab  cd".to_owned(), 3);
            input.paste(pasted);
            let (before, behind) = input.value().split_at(input.cursor());
            assert_eq!(format!("{before}|{behind}"), want, "{pasted:?}");
        }
    }
    #[test]
    fn a_line_takes_no_more_than_it_has_room_for() {
        let mut input = TextInput::with_room(8);
        input.set("ab  cd".to_owned(), 3);
        input.paste(&"é".repeat(3_000_000));
        assert_eq!((input.value(), input.cursor(), input.full), ("ab éé cd", 7, true));
        assert!(input.typed("x".parse().unwrap()) && input.full);
        assert_eq!(input.value(), "ab éé cd");
        assert!(input.act(OverlayAction::DeleteBack) && !input.full);
        input.paste("x");
        assert_eq!((input.value(), input.full), ("ab éx cd", false));
        // What is there already stays, however long.
        let long = "x".repeat(MOST + 5);
        let mut input = TextInput::new(&long);
        input.paste("y");
        assert_eq!((input.value(), input.full), (long.as_str(), true));
    }

    #[test]
    fn a_full_line_says_so() {
        let mut input = TextInput::with_room(3);
        input.paste("abcdef");
        let area = Rect::new(0, 0, 40, 1);
        let mut buf = Buffer::empty(area);
        input.draw(area, &mut buf, &Theme::plain());
        let row: String = (0..40).map(|x| buf[(x, 0)].symbol().to_owned()).collect();
        assert!(row.starts_with("abc ") && row.ends_with(" at most 3 characters "), "{row:?}");
    }
}
