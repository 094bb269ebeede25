//! The form on the screen: a line a field, what is meant or wrong behind it,
//! suggestions or the text below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::suggestions::meaning;
use super::{Form, FormPurpose, OFFERED, words};
use crate::journal::form::Field;
use crate::ui::action::OverlayAction;
use crate::ui::overlay::{Hint, Look, frame, place};
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// The widest it gets, and the cells of the field names.
const WIDTH: u16 = 96;
const LABEL: usize = 13;
/// The most lines of text that are shown.
const MOST_TEXT: u16 = 14;

/// What the keys do outside of the evidence, and where something is offered.
const HINTS: &[Hint] = &[SAVE, NEXT, LEAVE];
const PICKS: &[Hint] = &[(&[OverlayAction::SuggestionDown], "pick from below"), SAVE, NEXT, LEAVE];
const PICKED: &[Hint] = &[
    (&[OverlayAction::Take], "take it"),
    (&[OverlayAction::NextField], "take it, next field"),
    (&[OverlayAction::SuggestionUp, OverlayAction::SuggestionDown], "another"),
    LEAVE,
];
const LEAVING: &[Hint] =
    &[(&[OverlayAction::Leave], "leave without saving"), SAVE, (&[OverlayAction::NextField], "go on")];

const SAVE: Hint = (&[OverlayAction::Take], "save");
const NEXT: Hint = (&[OverlayAction::NextField], "next field");
const LEAVE: Hint = (&[OverlayAction::Leave], "leave");

impl Form {
    /// Draws the form; tells where the text cursor stands.
    pub(super) fn draw(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        // Fields, what is told of the one at the cursor, a rule, what is below, the keys.
        let fixed = self.fields.len() as u16 + 5;
        let most = if self.ends.is_some() { MOST_TEXT } else { OFFERED as u16 };
        let below = area.height.saturating_sub(fixed + 2).clamp(OFFERED as u16, most);
        let verb = if matches!(self.purpose, FormPurpose::Make(_)) { "New" } else { "Correct" };
        let inside = frame(place(area, WIDTH, fixed + below), &format!("{verb} {}", self.title), buf, look);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let mut cursor = None;
        let mut line = 0;
        for at in 0..self.fields.len() {
            let place = self.draw_field(at, line, inside, buf, look);
            line += 1;
            if at == self.at {
                cursor = place;
                let (words, role) = self.told(at, look);
                Pen::new(buf, inside, line).skip(LABEL).put(&words, look.style(role));
                line += 1;
            }
        }
        let rule = "─".repeat(usize::from(inside.width));
        Pen::new(buf, inside, line).put(&rule, look.style(Role::Border));
        let rest = Rect {
            y: inside.y + line + 1,
            height: below.min(inside.height.saturating_sub(line + 2)),
            ..inside
        };
        let hints = match (&self.ends, self.fields.get(self.at)) {
            (Some(ends), Some(Field::Evidence)) => {
                cursor = words::draw(ends, self.form.text(), true, rest, buf, look).or(cursor);
                words::HINTS
            }
            (Some(ends), _) if self.offered.is_empty() => {
                words::draw(ends, self.form.text(), false, rest, buf, look);
                HINTS
            }
            _ => {
                self.draw_offers(rest, buf, look);
                match (self.offered.is_empty(), self.picked) {
                    (true, _) => HINTS,
                    (_, None) => PICKS,
                    _ => PICKED,
                }
            }
        };
        let hints = if self.leaving { LEAVING } else { hints };
        let (key, muted) = (look.style(Role::Key), look.style(Role::Muted));
        let mut pen = Pen::new(buf, inside, inside.height.saturating_sub(1));
        for (name, does) in look.hints(hints) {
            pen.put(&name, key).put(" ", muted).put(does, muted).put("  ", muted);
        }
        cursor
    }

    /// What is told of the field at the cursor: what is wrong, what is meant, what may stand there.
    fn told(&self, at: usize, look: Look<'_>) -> (String, Role) {
        let field = self.fields[at];
        if self.leaving {
            let leave = look.key(OverlayAction::Leave);
            return (format!("what is changed is not saved: {leave} again leaves it so"), Role::Warning);
        }
        if let Some(error) = &self.errors[at] {
            // Words by which a code is looked for are not yet a mistake.
            if self.offered.is_empty() || field != Field::Code {
                return (error.clone(), Role::Error);
            }
            let (pick, take) = (look.key(OverlayAction::SuggestionDown), look.key(OverlayAction::Take));
            return (format!("{pick} and {take} take a code that these words fit"), Role::Muted);
        }
        let meaning = meaning(field, self.text_of(at));
        if !meaning.is_empty() {
            return (meaning, Role::Muted);
        }
        let end = match (&self.ends, field) {
            (Some(ends), Field::Evidence) if ends.moves_end() => "the end moves",
            (Some(_), Field::Evidence) => "the beginning moves",
            _ => field.help(),
        };
        (end.to_owned(), Role::Muted)
    }

    fn draw_field(
        &self,
        at: usize,
        line: u16,
        area: Rect,
        buf: &mut Buffer,
        look: Look<'_>,
    ) -> Option<(u16, u16)> {
        let field = self.fields[at];
        let here = at == self.at;
        let changed = self.form.is_changed(field) && !self.form.is_new();
        let name = look.style(if here { Role::TitleFocus } else { Role::Muted });
        let mut pen = Pen::new(buf, area, line);
        pen.put(if changed { "✎ " } else { "  " }, look.style(Role::Fine));
        pen.cell(field.name(), LABEL - 2, Align::Left, name);
        let whole = usize::from(area.width).saturating_sub(LABEL);
        let (note, role) = match (&self.errors[at], here) {
            (_, true) => (String::new(), Role::Muted),
            (Some(error), _) => (error.clone(), Role::Error),
            (None, _) if changed && field != Field::Evidence => {
                let (meaning, coded) = (meaning(field, self.text_of(at)), self.form.coded(field));
                let was = if coded.is_empty() { "nothing" } else { coded };
                let apart = if meaning.is_empty() { "" } else { "  " };
                (format!("was {was}{apart}{meaning}"), Role::Muted)
            }
            (None, _) => (meaning(field, self.text_of(at)), Role::Muted),
        };
        let own = text::width(self.text_of(at)) + 2;
        let room = if note.is_empty() { whole } else { own.clamp(whole / 4, whole * 2 / 3) };
        let box_ = Rect {
            x: area.x + LABEL as u16,
            y: area.y + line,
            width: room as u16,
            height: u16::from(line < area.height),
        };
        let place = if here && field != Field::Evidence {
            Some(self.inputs[at].draw(box_, buf, look.theme))
        } else {
            Pen::new(buf, box_, 0).put(self.text_of(at), look.style(Role::Text));
            None
        };
        Pen::new(buf, area, line).skip(LABEL + room + 1).put(&note, look.style(role));
        place
    }

    fn draw_offers(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) {
        for (i, &item) in self.offered.iter().enumerate() {
            let Some((label, note)) = self.suggestions().items.get(item) else { continue };
            let line = i as u16;
            let mut pen = Pen::new(buf, area, line);
            pen.cell(label, 34, Align::Left, look.style(Role::Text)).skip(1);
            pen.put(note, look.style(Role::Muted));
            if self.picked == Some(i) {
                tint(buf, area, line, look.style(Role::Selection));
            }
        }
    }
}
