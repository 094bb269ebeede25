//! The form in which an event or claim is corrected: checked as one types,
//! with what fits offered below.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tui_input::Input;

use super::{Answer, draw_input, edit, frame, place};
use crate::journal::{Anchor, Correction};
use crate::model::{Form as ClaimForm, Modality, Store};
use crate::ui::key::Key;
use crate::ui::pane::Subject;
use crate::ui::pen::{Pen, tint};
use crate::ui::text::Align;
use crate::ui::theme::{Role, Theme};

mod fields;

use fields::{Suggestions, What};

/// How many suggestions are shown.
const OFFERED: usize = 6;
const WIDTH: u16 = 84;
/// Cells of the field names.
const LABEL: usize = 10;

#[derive(Debug, Clone)]
struct Field {
    what: What,
    input: Input,
    coded: String,
    error: Option<String>,
}

impl Field {
    fn is_changed(&self) -> bool {
        self.input.value().trim() != self.coded
    }
}

/// Corrects an event or claim.
#[derive(Debug, Clone)]
pub struct Form {
    thing: Subject,
    title: String,
    fields: Vec<Field>,
    at: usize,
    people: Suggestions,
    codes: Suggestions,
    modalities: Suggestions,
    forms: Suggestions,
    offered: Vec<usize>,
    picked: Option<usize>,
    /// What the form has no field for stays as it was.
    rest: Correction,
}

impl Form {
    /// Begins with what is coded, and what was corrected before.
    pub fn new(thing: Subject, title: &str, anchor: &Anchor, before: &Correction, store: &Store) -> Form {
        let field = |&what: &What| {
            let coded = what.coded(anchor);
            let text = what.corrected(before).unwrap_or_else(|| coded.clone());
            Field { what, input: Input::new(text), coded, error: None }
        };
        let rest = Correction {
            reciprocal: before.reciprocal,
            evidence: before.evidence.clone(),
            ..Correction::default()
        };
        let mut form = Form {
            thing,
            title: title.to_owned(),
            fields: What::of(anchor.thing).iter().map(field).collect(),
            at: 0,
            people: Suggestions::people(store),
            codes: Suggestions::codes(),
            modalities: Suggestions::words(Modality::ALL),
            forms: Suggestions::words(ClaimForm::ALL),
            offered: Vec::new(),
            picked: None,
            rest,
        };
        form.offer();
        form
    }

    fn suggestions(&mut self) -> &mut Suggestions {
        match self.fields[self.at].what {
            What::Code => &mut self.codes,
            What::Modality => &mut self.modalities,
            What::Form => &mut self.forms,
            _ => &mut self.people,
        }
    }

    fn shown(&self) -> &Suggestions {
        match self.fields[self.at].what {
            What::Code => &self.codes,
            What::Modality => &self.modalities,
            What::Form => &self.forms,
            _ => &self.people,
        }
    }

    /// Looks anew for what fits the field.
    fn offer(&mut self) {
        self.picked = None;
        let field = &self.fields[self.at];
        let what = field.what;
        let typed = match what {
            // All few words are offered, whatever stands there.
            What::Modality | What::Form => String::new(),
            _ => what.typed(field.input.value()).to_owned(),
        };
        self.offered = match what {
            What::Date => Vec::new(),
            What::Modality | What::Form => self.suggestions().search("", OFFERED),
            _ if typed.is_empty() => Vec::new(),
            _ => self.suggestions().search(&typed, OFFERED),
        };
    }

    /// Reads a field; without a change there is nothing to be wrong with.
    fn check(&mut self, at: usize, into: &mut Correction) {
        let field = &self.fields[at];
        let result = match field.is_changed() {
            true => field.what.read(field.input.value(), &self.people, into),
            false => Ok(()),
        };
        self.fields[at].error = result.err();
    }

    fn go(&mut self, by: isize) {
        self.at = (self.at as isize + by).rem_euclid(self.fields.len() as isize) as usize;
        self.offer();
    }

    /// Fills in the suggestion that is picked; whether there was one.
    fn fill(&mut self) -> bool {
        let Some(item) = self.picked.and_then(|p| self.offered.get(p)).copied() else { return false };
        let label = self.shown().items[item].0.clone();
        let field = &mut self.fields[self.at];
        field.input = Input::new(field.what.complete(field.input.value(), &label));
        self.check(self.at, &mut Correction::default());
        true
    }

    fn pick(&mut self, by: isize) {
        let count = self.offered.len() as isize;
        if count == 0 {
            return self.go(by);
        }
        let next = self.picked.map_or(if by > 0 { 0 } else { count - 1 }, |p| p as isize + by);
        self.picked = (0..count).contains(&next).then_some(next as usize);
    }

    fn save(&mut self) -> Answer {
        let mut correction = self.rest.clone();
        for at in 0..self.fields.len() {
            self.check(at, &mut correction);
        }
        match self.fields.iter().position(|f| f.error.is_some()) {
            Some(wrong) => {
                self.at = wrong;
                self.offer();
                Answer::Stay
            }
            None => Answer::Correct(self.thing, Box::new(correction)),
        }
    }

    pub(super) fn key(&mut self, key: Key) -> Answer {
        let ctrl = key.modifiers().contains(KeyModifiers::CONTROL);
        match key.code() {
            KeyCode::Esc => return Answer::Close,
            KeyCode::Enter => {
                if !self.fill() {
                    return self.save();
                }
                self.offered.clear();
                self.picked = None;
            }
            KeyCode::Tab if key.modifiers().contains(KeyModifiers::SHIFT) => self.go(-1),
            KeyCode::BackTab => self.go(-1),
            KeyCode::Tab => {
                self.fill();
                self.go(1);
            }
            KeyCode::Down => self.pick(1),
            KeyCode::Up => self.pick(-1),
            KeyCode::Char('n') if ctrl => self.pick(1),
            KeyCode::Char('p') if ctrl => self.pick(-1),
            _ => {
                if edit(&mut self.fields[self.at].input, key) {
                    self.offer();
                    self.check(self.at, &mut Correction::default());
                }
            }
        }
        Answer::Stay
    }

    pub(super) fn render(&self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Option<(u16, u16)> {
        let rows = self.fields.len() * 2 + OFFERED + 4;
        let outer = place(area, WIDTH, rows as u16);
        let inside = frame(outer, &format!("Correct {}", self.title), buf, theme);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let mut cursor = None;
        for (i, field) in self.fields.iter().enumerate() {
            let line = Rect { y: inside.y + i as u16 * 2, height: 2, ..inside }.intersection(inside);
            let here = i == self.at;
            let name = theme.style(if here { Role::TitleFocus } else { Role::Muted });
            let mark = if field.is_changed() { "✎" } else { " " };
            let mut pen = Pen::new(buf, line, 0);
            pen.put(mark, theme.style(Role::Fine)).cell(field.what.name(), LABEL - 1, Align::Left, name);
            let box_ = Rect {
                x: line.x + LABEL as u16,
                width: line.width.saturating_sub(LABEL as u16),
                height: line.height.min(1),
                ..line
            };
            let at = draw_input(&field.input, box_, buf, theme);
            cursor = if here { Some(at) } else { cursor };
            let (words, role) = match (&field.error, here, field.is_changed()) {
                (Some(error), _, _) => (error.clone(), Role::Error),
                (None, true, _) => (field.what.hint().to_owned(), Role::Muted),
                (None, false, true) => (format!("was {}", field.coded), Role::Muted),
                (None, false, false) => (field.what.meaning(field.input.value()), Role::Muted),
            };
            Pen::new(buf, line, 1).skip(LABEL).put(&words, theme.style(role));
        }
        let top = self.fields.len() as u16 * 2;
        let rule = "─".repeat(usize::from(inside.width));
        Pen::new(buf, inside, top).put(&rule, theme.style(Role::Border));
        for (i, &item) in self.offered.iter().enumerate() {
            let (label, note) = &self.shown().items[item];
            let line = top + 1 + i as u16;
            let mut pen = Pen::new(buf, inside, line);
            pen.cell(label, 30, Align::Left, theme.style(Role::Text)).skip(1);
            pen.put(note, theme.style(Role::Muted));
            if self.picked == Some(i) {
                tint(buf, inside, line, theme.style(Role::Selection));
            }
        }
        let (key, muted) = (theme.style(Role::Key), theme.style(Role::Muted));
        let mut pen = Pen::new(buf, inside, top + 1 + OFFERED as u16);
        for (name, does) in [("enter", "save"), ("tab", "next field"), ("↓", "pick"), ("esc", "leave")] {
            pen.put(name, key).put(" ", muted).put(does, muted).put("  ", muted);
        }
        cursor
    }
}
