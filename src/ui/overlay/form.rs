//! The form in which an event or claim is corrected or made: checked as one
//! types, with what fits offered below, and the text where the words are.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text_input::TextInput;
use super::{ActContext, Answer, Look, Overlay};
use crate::journal::form::{CorrectionForm, Fault, Field, without_faults};
use crate::journal::{ArticleRef, Correction};
use crate::model::{Form as ClaimForm, Modality, Store};
use crate::ui::action::{OverlayAction, Scope};
use crate::ui::key::Key;
use crate::ui::pane::Subject;
use crate::ui::text_selection::TextSelection;

mod drawing;
mod suggestions;
mod words;

pub(crate) use suggestions::Suggestions;
use suggestions::{complete, typed};

/// How many suggestions are shown.
const OFFERED: usize = 6;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FormPurpose {
    /// Corrects an event or claim.
    Correct(Subject),
    /// Makes one in this article.
    Make(ArticleRef),
}

/// A form that is being filled in on the screen.
#[derive(Debug, Clone)]
pub struct Form {
    purpose: FormPurpose,
    title: String,
    form: CorrectionForm,
    fields: Vec<Field>,
    inputs: Vec<TextInput>,
    errors: Vec<Option<String>>,
    at: usize,
    ends: Option<TextSelection>,
    people: Suggestions,
    codes: Suggestions,
    few: Vec<(Field, Suggestions)>,
    offered: Vec<usize>,
    picked: Option<usize>,
    /// What stood in the fields when it opened.
    before: Vec<String>,
    /// Whether it was said that leaving loses what is changed.
    leaving: bool,
}

impl Form {
    /// Begins with what the form holds already.
    pub(crate) fn new(purpose: FormPurpose, title: &str, form: CorrectionForm, store: &Store) -> Form {
        let fields: Vec<Field> = form.fields().collect();
        let ends = (fields.contains(&Field::Evidence)).then(|| words::ends(form.text(), form.spans()));
        let mut made = Form {
            purpose,
            title: title.to_owned(),
            inputs: Vec::new(),
            errors: vec![None; fields.len()],
            fields,
            at: 0,
            ends,
            people: Suggestions::people(store),
            codes: Suggestions::codes(),
            few: vec![
                (Field::Modality, Suggestions::words(Modality::ALL)),
                (Field::Form, Suggestions::words(ClaimForm::ALL)),
                (Field::Reciprocal, Suggestions::words(&["yes", "no"])),
            ],
            form,
            offered: Vec::new(),
            picked: None,
            before: Vec::new(),
            leaving: false,
        };
        made.fill_inputs();
        made.before = made.inputs.iter().map(|input| input.value().to_owned()).collect();
        // What is new begins where the guesses end.
        if made.form.is_new() {
            let empty = made.inputs.iter().position(|i| i.value().is_empty());
            // Of all guesses the code is the one that most wants a look.
            let code = made.fields.iter().position(|f| *f == Field::Code);
            made.at = empty.or(code).unwrap_or(0);
        }
        made.offer();
        made
    }

    /// Whether anything was typed, picked or moved since it opened.
    fn is_touched(&self) -> bool {
        let now = self.inputs.iter().map(TextInput::value);
        !now.eq(self.before.iter().map(String::as_str))
    }

    fn fill_inputs(&mut self) {
        self.inputs = self.fields.iter().map(|&f| TextInput::new(self.form.get(f))).collect();
        if self.ends.is_some() {
            self.ends = Some(words::ends(self.form.text(), self.form.spans()));
        }
    }

    fn field(&self) -> Field {
        self.fields.get(self.at).copied().unwrap_or(Field::Date)
    }

    fn text_of(&self, at: usize) -> &str {
        self.inputs.get(at).map_or("", TextInput::value)
    }

    fn suggestions(&self) -> &Suggestions {
        let field = self.field();
        let few = || self.few.iter().find(|(f, _)| *f == field).map(|(_, s)| s);
        if field == Field::Code { &self.codes } else { few().unwrap_or(&self.people) }
    }

    /// Looks anew for what fits the field.
    fn offer(&mut self) {
        self.picked = None;
        let field = self.field();
        let typed = typed(field, self.text_of(self.at)).to_owned();
        self.offered = match field {
            Field::Code if !typed.is_empty() => self.codes.search(&typed, OFFERED),
            _ if field.names_people() && !typed.is_empty() => self.people.search(&typed, OFFERED),
            // All few words are offered, whatever stands there.
            _ => match self.few.iter_mut().find(|(f, _)| *f == field) {
                Some((_, words)) => words.search("", OFFERED),
                None => Vec::new(),
            },
        };
    }

    /// Takes over what is typed, and says what is wrong with it.
    fn check(&mut self, at: usize) {
        let (Some(&field), Some(input)) = (self.fields.get(at), self.inputs.get(at)) else { return };
        if field != Field::Evidence {
            self.form.set(field, input.value());
        }
        let people = &self.people;
        self.errors[at] = self.form.mistake(field, &|name| people.side(name));
    }

    fn go(&mut self, by: isize) {
        self.at = (self.at as isize + by).rem_euclid(self.fields.len().max(1) as isize) as usize;
        self.offer();
    }

    /// Fills in the suggestion that is picked; whether there was one.
    fn fill(&mut self) -> bool {
        let Some(item) = self.picked.and_then(|p| self.offered.get(p)).copied() else { return false };
        let Some((label, _)) = self.suggestions().items.get(item) else { return false };
        self.inputs[self.at] = TextInput::new(&complete(self.field(), self.text_of(self.at), label));
        self.check(self.at);
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

    /// What it comes to, or the form with the first mistake under the cursor.
    fn save(&mut self) -> Answer {
        (0..self.fields.len()).for_each(|at| self.check(at));
        // What was left empty in something new is found wrong only now.
        let people = &self.people;
        let known = |name: &str| people.side(name);
        let done = match &self.purpose {
            FormPurpose::Correct(thing) => {
                self.form.correction(&known).map(|c| Answer::Correct(*thing, Box::new(c)))
            }
            FormPurpose::Make(article) => {
                self.form.draft(article.clone(), &known).map(|d| Answer::Make(Box::new(d)))
            }
        };
        match done {
            Ok(answer) => answer,
            Err(mistakes) => {
                let wrong = mistakes.first().and_then(|(f, _)| self.fields.iter().position(|g| g == f));
                self.at = wrong.unwrap_or(self.at);
                self.offer();
                Answer::Stay
            }
        }
    }

    /// Moves an end of the evidence; whether the action is one of these.
    fn move_end(&mut self, action: OverlayAction) -> bool {
        let Some(ends) = &mut self.ends else { return false };
        if action == OverlayAction::EndTurn {
            ends.other();
            return true;
        }
        let Some((step, forward)) = words::step(action) else { return false };
        ends.go(self.form.text(), step, forward);
        let spans = ends.spans().to_vec();
        self.form.set_spans(spans);
        self.inputs[self.at] = TextInput::new(self.form.get(Field::Evidence));
        self.check(self.at);
        true
    }

    fn take(&mut self) -> Answer {
        if !self.fill() {
            return self.save();
        }
        self.offered.clear();
        self.picked = None;
        Answer::Stay
    }

    /// What is typed in the field has changed, or the cursor was moved in it.
    fn edited(&mut self) {
        self.offer();
        self.check(self.at);
    }

    /// The form as TOML for an editor.
    pub(crate) fn to_toml(&self) -> String {
        self.form.to_toml()
    }

    /// Takes what an editor made of the TOML, and answers as saving does.
    ///
    /// # Errors
    /// Everything that is wrong, by line.
    pub(crate) fn read_toml(&mut self, text: &str) -> Result<Answer, Vec<Fault>> {
        let people = &self.people;
        let known = |name: &str| people.side(name);
        let correction: Correction = self.form.read_toml(&without_faults(text), &known)?;
        let answer = match &self.purpose {
            FormPurpose::Correct(thing) => Answer::Correct(*thing, Box::new(correction)),
            FormPurpose::Make(article) => match self.form.draft(article.clone(), &known) {
                Ok(draft) => Answer::Make(Box::new(draft)),
                Err(_) => Answer::Stay,
            },
        };
        self.fill_inputs();
        Ok(answer)
    }
}

impl Overlay for Form {
    fn scope(&self) -> Scope {
        if self.field() == Field::Evidence { Scope::Evidence } else { Scope::Form }
    }

    fn act(&mut self, action: OverlayAction, _cx: ActContext<'_>) -> Option<Answer> {
        let leaving = std::mem::take(&mut self.leaving);
        match action {
            // A slip of the finger is not to cost what was typed.
            OverlayAction::Leave if leaving || !self.is_touched() => return Some(Answer::Close),
            OverlayAction::Leave => self.leaving = true,
            OverlayAction::Take => return Some(self.take()),
            OverlayAction::NextField => {
                self.fill();
                self.go(1);
            }
            OverlayAction::PreviousField => self.go(-1),
            OverlayAction::SuggestionDown => self.pick(1),
            OverlayAction::SuggestionUp => self.pick(-1),
            action if self.field() == Field::Evidence => {
                return self.move_end(action).then_some(Answer::Stay);
            }
            action if self.inputs[self.at].act(action) => self.edited(),
            _ => return None,
        }
        Some(Answer::Stay)
    }

    fn other_key(&mut self, key: Key, _store: &Store) -> Answer {
        self.leaving = false;
        if self.field() != Field::Evidence && self.inputs[self.at].typed(key) {
            self.edited();
        }
        Answer::Stay
    }

    fn paste(&mut self, text: &str, _store: &Store) -> Answer {
        if self.field() != Field::Evidence {
            self.leaving = false;
            self.inputs[self.at].paste(text);
            self.edited();
        }
        Answer::Stay
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        self.draw(area, buf, look)
    }
}
