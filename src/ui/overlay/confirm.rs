//! Asks before something is done to many.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{ActContext, Answer, Choice, Look, Overlay, frame, place};
use crate::ui::action::{OverlayAction, Scope};
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::theme::Role;

/// A question that is answered with yes or no.
#[derive(Debug, Clone)]
pub struct Confirm {
    title: String,
    lines: Vec<String>,
    choice: Choice,
}

impl Confirm {
    /// Asks in these lines; yes is the choice.
    pub(crate) fn new(title: &str, lines: Vec<String>, choice: Choice) -> Confirm {
        Confirm { title: title.to_owned(), lines, choice }
    }
}

impl Overlay for Confirm {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn act(&mut self, action: OverlayAction, _cx: ActContext<'_>) -> Option<Answer> {
        match action {
            OverlayAction::Take | OverlayAction::Yes => Some(Answer::Chosen(self.choice.clone())),
            OverlayAction::Leave | OverlayAction::No => Some(Answer::Close),
            _ => None,
        }
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        let hint = |actions: &[OverlayAction], does| {
            let keys = actions.iter().filter_map(|&action| look.keymap.hint(&[action]));
            (keys.collect::<Vec<_>>().join(" or "), does)
        };
        let hints = [
            hint(&[OverlayAction::Yes, OverlayAction::Take], " yes   "),
            hint(&[OverlayAction::No, OverlayAction::Leave], " no"),
        ];
        let foot = hints.iter().map(|(keys, does)| text::width(keys) + text::width(does)).sum();
        let widest = self.lines.iter().map(|l| text::width(l)).chain([30, foot]).max().unwrap_or(0) as u16;
        let outer = place(area, widest + 4, self.lines.len() as u16 + 4);
        let inside = frame(outer, &self.title, buf, look);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        for (i, line) in self.lines.iter().enumerate() {
            Pen::new(buf, inside, i as u16).put(line, look.style(Role::Text));
        }
        let (key, muted) = (look.style(Role::Key), look.style(Role::Muted));
        let mut pen = Pen::new(buf, inside, self.lines.len() as u16 + 1);
        for (keys, does) in hints {
            for (i, name) in keys.split(" or ").enumerate() {
                pen.put(if i > 0 { " or " } else { "" }, muted).put(name, key);
            }
            pen.put(does, muted);
        }
        None
    }
}
