//! One line at the bottom that asks for words to find.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};
use tui_input::Input;

use super::{Answer, draw_input, edit};
use crate::ui::key::Key;
use crate::ui::pen::Pen;
use crate::ui::theme::{Role, Theme};

/// Asks for words.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    input: Input,
}

impl Ask {
    /// Begins with what was asked for last.
    pub fn new(last: &str) -> Ask {
        Ask { input: Input::new(last.to_owned()) }
    }

    pub(super) fn key(&mut self, key: Key) -> Answer {
        match key.code() {
            KeyCode::Esc => return Answer::Close,
            KeyCode::Enter => {
                let words = self.input.value().trim().to_owned();
                return if words.is_empty() { Answer::Close } else { Answer::Find(words) };
            }
            _ => {}
        }
        edit(&mut self.input, key);
        Answer::Stay
    }

    pub(super) fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Option<(u16, u16)> {
        let line = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        Clear.render(line, buf);
        Pen::new(buf, line, 0).put(" find: ", theme.style(Role::Key));
        let rest = Rect { x: line.x + 7, width: line.width.saturating_sub(7), ..line };
        Some(draw_input(&self.input, rest, buf, theme))
    }
}
