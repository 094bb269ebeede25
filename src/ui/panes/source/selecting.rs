//! Selecting words of the text, by keys and with the mouse.

use super::SourcePane;
use crate::model::{ArticleId, Span};
use crate::ui::action::Action;
use crate::ui::pane::{Cx, Intent, Outcome};
use crate::ui::text::Laid;
use crate::ui::text_selection::{Step, TextSelection, sentences};

impl SourcePane {
    /// The article and the words of it that are selected.
    pub fn selected(&self) -> Option<(ArticleId, Vec<Span>)> {
        Some((self.article, self.selection.as_ref()?.spans().to_vec()))
    }

    /// Selects nothing any more.
    pub(crate) fn deselect(&mut self) {
        self.selection = None;
        self.pressed = None;
    }

    /// Does what an action means to a selection; `None` for what has nothing to do with it.
    pub(super) fn select(&mut self, action: Action, cx: &Cx<'_>) -> Option<Outcome> {
        if self.selection.is_none() {
            return (action == Action::Range).then(|| self.begin(cx));
        }
        let (step, forward) = match action {
            Action::Escape | Action::Range => {
                self.deselect();
                return Some(Outcome::done());
            }
            Action::Enter => return Some(Outcome::intent(Intent::UseSelection)),
            Action::OtherEnd => {
                self.change(cx, TextSelection::other);
                return Some(Outcome::done());
            }
            Action::NextSentence | Action::PreviousSentence => {
                self.change(cx, |ends| ends.step(action == Action::NextSentence));
                return Some(Outcome::done());
            }
            Action::Left => (Step::Word, false),
            Action::Right => (Step::Word, true),
            Action::Up => (Step::Sentence, false),
            Action::Down => (Step::Sentence, true),
            Action::Shrink => (Step::Character, false),
            Action::Grow => (Step::Character, true),
            _ => return None,
        };
        let text = self.text(cx);
        self.change(cx, |ends| ends.go(text, step, forward));
        Some(Outcome::done())
    }

    /// Begins with the sentence in view: that of the lit words if they are on
    /// the screen, else the first one that is.
    fn begin(&mut self, cx: &Cx<'_>) -> Outcome {
        let text = self.text(cx);
        let (_, body, _) = self.parts(self.area, cx);
        let laid = Laid::new(text, usize::from(body.width).max(1));
        let shown = self.top..self.top + usize::from(body.height);
        let lit = self.lit.first().filter(|s| shown.contains(&laid.line_of(s.start as usize)));
        let from = lit.map_or_else(|| laid.source(self.top).start, |s| s.start as usize);
        self.selection = TextSelection::sentence(sentences(text), from);
        match &self.selection {
            Some(_) => Outcome::done(),
            None => Outcome::intent(Intent::Say("there are no words to select here".to_owned())),
        }
    }

    /// Changes the selection and keeps the end that moves on the screen.
    fn change(&mut self, cx: &Cx<'_>, change: impl FnOnce(&mut TextSelection)) {
        let text = self.text(cx);
        let Some(ends) = &mut self.selection else { return };
        change(ends);
        let at = ends.cursor(text);
        self.reveal(cx, Span::new(at, at + 1));
    }

    /// The byte of the text at a place inside the pane.
    pub(super) fn byte_at(&self, x: u16, y: u16, cx: &Cx<'_>) -> Option<usize> {
        let (head, body, _) = self.parts(self.area, cx);
        let row = usize::from(y.checked_sub(head.height).filter(|y| *y < body.height)?) + self.top;
        let laid = Laid::new(self.text(cx), usize::from(body.width).max(1));
        let used: usize = laid.pieces(row).iter().map(|p| p.width).sum();
        let shift = if laid.is_rtl(row) { usize::from(body.width).saturating_sub(used) } else { 0 };
        laid.source_at(row, usize::from(x).checked_sub(shift)?)
    }

    /// Selects the words from where the mouse was pressed to where it is now.
    pub(super) fn select_to(&mut self, x: u16, y: u16, cx: &Cx<'_>) {
        let (head, body, _) = self.parts(self.area, cx);
        let text = self.text(cx);
        let Some(from) = self.pressed else { return };
        // Beyond the text it goes as far as the text is shown.
        if y <= head.height && self.top > 0 {
            self.move_by(-1, cx);
        } else if y + 1 >= head.height + body.height {
            self.move_by(1, cx);
        }
        let y = y.clamp(head.height, (head.height + body.height).saturating_sub(1));
        let row = usize::from(y - head.height) + self.top;
        let laid = Laid::new(text, usize::from(body.width).max(1));
        let to = self.byte_at(x, y, cx).unwrap_or_else(|| laid.source(row).end);
        let known = self.selection.as_ref().map(TextSelection::sentences);
        if let Some(ends) = TextSelection::words(text, from, to, known.unwrap_or_else(|| sentences(text))) {
            self.selection = Some(ends);
        }
    }
}
