//! Asks before something is done to many.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Answer, Choice, frame, place};
use crate::ui::key::Key;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::theme::{Role, Theme};

/// A question that is answered with yes or no.
#[derive(Debug, Clone)]
pub struct Confirm {
    title: String,
    lines: Vec<String>,
    choice: Choice,
}

impl Confirm {
    /// Asks in these lines; yes is the choice.
    pub fn new(title: &str, lines: Vec<String>, choice: Choice) -> Confirm {
        Confirm { title: title.to_owned(), lines, choice }
    }

    pub(super) fn key(&self, key: Key) -> Answer {
        match key.code() {
            KeyCode::Enter | KeyCode::Char('y') => Answer::Chosen(self.choice.clone()),
            KeyCode::Esc | KeyCode::Char('n' | 'q') => Answer::Close,
            _ => Answer::Stay,
        }
    }

    pub(super) fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let widest = self.lines.iter().map(|l| text::width(l)).max().unwrap_or(0).max(30) as u16;
        let outer = place(area, widest + 4, self.lines.len() as u16 + 4);
        let inside = frame(outer, &self.title, buf, theme);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        for (i, line) in self.lines.iter().enumerate() {
            Pen::new(buf, inside, i as u16).put(line, theme.style(Role::Text));
        }
        let (key, muted) = (theme.style(Role::Key), theme.style(Role::Muted));
        let mut pen = Pen::new(buf, inside, self.lines.len() as u16 + 1);
        pen.put("y", key).put(" or ", muted).put("enter", key).put(" yes   ", muted);
        pen.put("n", key).put(" or ", muted).put("esc", key).put(" no", muted);
    }
}
