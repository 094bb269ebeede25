//! One line at the bottom that asks for words: to find, a comment, a name.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use super::text_input::TextInput;
use super::{ActContext, Answer, Look, Overlay};
use crate::model::Store;
use crate::ui::action::{OverlayAction, Scope};
use crate::ui::key::Key;
use crate::ui::pane::Subject;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::theme::Role;

/// What the words are for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Purpose {
    /// A note about a pair or article, by its key.
    Note(String),
    /// To be found in the pane.
    #[default]
    Find,
    /// A comment on an event or claim.
    Comment(Subject),
    /// The name of a saved view.
    SaveView,
}

/// Asks for words.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    input: TextInput,
    purpose: Purpose,
    prompt: &'static str,
    /// What Enter alone asks for again.
    last: String,
}

impl Ask {
    /// Asks what to find; Enter alone finds again what was asked for last.
    pub(crate) fn new(last: &str) -> Ask {
        Ask { last: last.to_owned(), ..Ask::about(Purpose::Find, "find", "") }
    }

    /// Asks for something else.
    pub(crate) fn about(purpose: Purpose, prompt: &'static str, words: &str) -> Ask {
        Ask { input: TextInput::new(words), purpose, prompt, last: String::new() }
    }

    fn take(&self) -> Answer {
        let typed = Some(self.input.value().trim()).filter(|words| !words.is_empty());
        let words = typed.unwrap_or(&self.last).to_owned();
        match self.purpose.clone() {
            Purpose::Find if words.is_empty() => Answer::Close,
            Purpose::Find => Answer::Find(words),
            purpose => Answer::Words(purpose, words),
        }
    }
}

impl Overlay for Ask {
    fn scope(&self) -> Scope {
        Scope::Line
    }

    fn act(&mut self, action: OverlayAction, _cx: ActContext<'_>) -> Option<Answer> {
        match action {
            OverlayAction::Leave => Some(Answer::Close),
            OverlayAction::Take => Some(self.take()),
            action => self.input.act(action).then_some(Answer::Stay),
        }
    }

    fn other_key(&mut self, key: Key, _store: &Store) -> Answer {
        self.input.typed(key);
        Answer::Stay
    }

    fn paste(&mut self, text: &str, _store: &Store) -> Answer {
        self.input.paste(text);
        Answer::Stay
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        let line = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        Clear.render(line, buf);
        let prompt = format!(" {}: ", self.prompt);
        Pen::new(buf, line, 0).put(&prompt, look.style(Role::Key));
        let used = text::width(&prompt) as u16;
        let rest = Rect { x: line.x + used.min(line.width), width: line.width.saturating_sub(used), ..line };
        if self.input.value().is_empty() {
            Pen::new(buf, rest, 0).skip(1).put(&self.last, look.style(Role::Muted));
        }
        Some(self.input.draw(rest, buf, look.theme))
    }
}
