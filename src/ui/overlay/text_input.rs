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

/// A line of text with a cursor.
#[derive(Debug, Clone, Default)]
pub(super) struct TextInput(Input);

impl TextInput {
    /// With a text already there, and the cursor behind it.
    pub(super) fn new(text: &str) -> TextInput {
        TextInput(Input::new(text.to_owned()))
    }

    /// What stands in it.
    pub(super) fn value(&self) -> &str {
        self.0.value()
    }

    /// The byte at which the cursor stands.
    pub(super) fn cursor(&self) -> usize {
        let value = self.value();
        value.char_indices().nth(self.0.cursor()).map_or(value.len(), |(at, _)| at)
    }

    /// Puts another text there, with the cursor at one of its bytes.
    pub(super) fn set(&mut self, text: String, cursor: usize) {
        let before = text.get(..cursor).map_or(usize::MAX, |before| before.chars().count());
        self.0 = Input::new(text).with_cursor(before);
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
        self.0.handle(request);
        true
    }

    /// Takes the character that a key types; whether it types one.
    pub(super) fn typed(&mut self, key: Key) -> bool {
        let typed = key.typed();
        if let Some(c) = typed {
            self.0.handle(InputRequest::InsertChar(c));
        }
        typed.is_some()
    }

    /// Puts a pasted text where the cursor is: line ends as blanks, without control
    /// characters and what cannot be seen.
    pub(super) fn paste(&mut self, pasted: &str) {
        let pasted = pasted.replace("\r\n", "\n");
        let kept: String = pasted.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
        let (mut value, at) = (self.value().to_owned(), self.cursor());
        let line = text::clean(&kept);
        value.insert_str(at, &line);
        self.set(value, at + line.len());
    }

    /// Draws it; tells where its cursor stands.
    pub(super) fn draw(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> (u16, u16) {
        let width = usize::from(area.width).max(1);
        let scroll = self.0.visual_scroll(width.saturating_sub(1));
        let mut skipped = 0;
        let shown: String = self
            .value()
            .chars()
            .skip_while(|c| {
                let before = skipped;
                skipped += c.width().unwrap_or(0);
                before < scroll
            })
            .collect();
        Pen::new(buf, area, 0).put(&shown, theme.style(Role::Text));
        let x = self.0.visual_cursor().saturating_sub(scroll).min(width - 1);
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
}
