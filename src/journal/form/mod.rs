//! Correcting, and making anew, as a form: every field as text, checked as it
//! is typed; the same as TOML for an editor.
//!
//! Sides are written as `IRN`, `Javad Zarif (IRN)` or `Javad Zarif (IRN) [IRNGOV]`,
//! several with `;` between them.

mod field;
mod toml_text;

pub(crate) use field::{BETWEEN, Field, FindActor};
pub(crate) use toml_text::{Fault, with_faults, without_faults};

use crate::model::Span;

use super::anchor::{Anchor, Thing};
use super::article_ref::ArticleRef;
use super::quote::{self, find_words, in_line, quotes};
use super::value::{Correction, Draft, SideRef};
use field::{sides_text, yes};

/// One field with what was coded and what stands there now.
#[derive(Debug, Clone, PartialEq)]
struct Slot {
    field: Field,
    coded: String,
    now: String,
}

/// A form that is being filled in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CorrectionForm {
    thing: Thing,
    /// Whether it makes something new; else it corrects.
    made: bool,
    slots: Vec<Slot>,
    /// The article's text, empty where there is none.
    text: String,
    /// The words as coded, and now.
    coded: Vec<Span>,
    spans: Vec<Span>,
    /// The sides as coded, so that they are read back as they were.
    sides: Vec<SideRef>,
    /// What there is no field for here stays as it was.
    rest: Correction,
}

impl CorrectionForm {
    /// The form of an event or claim as coded, with an earlier correction filled
    /// in. `reciprocal` is how it is coded, `text` the article's text or nothing,
    /// `evidence` the words in it.
    pub(crate) fn correcting(
        anchor: &Anchor,
        reciprocal: bool,
        text: &str,
        evidence: &[Span],
        before: &Correction,
    ) -> CorrectionForm {
        let mut form = CorrectionForm::blank(anchor.thing, false, text, evidence);
        form.sides = anchor.sources.iter().chain(&anchor.targets).cloned().collect();
        for slot in &mut form.slots {
            slot.coded = match slot.field {
                Field::Date => anchor.date.clone(),
                Field::Source | Field::Speaker => sides_text(&anchor.sources),
                Field::Target | Field::About => sides_text(&anchor.targets),
                Field::Code | Field::Cue => anchor.code.clone(),
                Field::Modality | Field::Form => anchor.modality.clone(),
                Field::Reciprocal => yes(reciprocal).to_owned(),
                Field::Evidence => in_line(text, evidence),
            };
            slot.now.clone_from(&slot.coded);
        }
        form.fill(before);
        if form.slot(Field::Evidence).is_none() {
            form.rest.evidence.clone_from(&before.evidence);
        }
        form
    }

    /// The form of something new, made from words of a text, with what may be
    /// guessed about it.
    pub(crate) fn making(thing: Thing, text: &str, evidence: &[Span], guess: &Correction) -> CorrectionForm {
        let mut form = CorrectionForm::blank(thing, true, text, evidence);
        form.set(Field::Modality, "actual");
        form.set(Field::Reciprocal, "no");
        form.set(Field::Form, "indirect");
        form.set(Field::Evidence, &in_line(text, evidence));
        form.fill(guess);
        form
    }

    fn blank(thing: Thing, made: bool, text: &str, evidence: &[Span]) -> CorrectionForm {
        let has_words = !text.is_empty() && !evidence.is_empty();
        let fields = Field::of(thing, made).iter().filter(|f| has_words || **f != Field::Evidence);
        CorrectionForm {
            thing,
            made,
            slots: fields.map(|&field| Slot { field, coded: String::new(), now: String::new() }).collect(),
            text: text.to_owned(),
            coded: evidence.to_vec(),
            spans: evidence.to_vec(),
            sides: Vec::new(),
            rest: Correction::default(),
        }
    }

    fn fill(&mut self, c: &Correction) {
        let several = |sides: &Option<Vec<SideRef>>| sides.as_deref().map(sides_text);
        let about = if self.thing == Thing::Claim { Field::About } else { Field::Target };
        for (field, text) in [
            (Field::Date, c.date.map(|d| d.to_string())),
            (Field::Source, several(&c.sources)),
            (about, several(&c.targets)),
            (Field::Code, c.code.clone()),
            (Field::Modality, c.modality.map(|m| m.to_string())),
            (Field::Reciprocal, c.reciprocal.map(|r| yes(r).to_owned())),
            (Field::Speaker, c.speaker.as_ref().map(SideRef::to_string)),
            (Field::Form, c.form.map(|f| f.to_string())),
        ] {
            if let Some(text) = text {
                self.set(field, &text);
            }
        }
        let sides = c.sources.iter().chain(&c.targets).flatten().chain(&c.speaker);
        self.sides.extend(sides.cloned());
        if let Some(evidence) = &c.evidence {
            let found: Option<Vec<Span>> = evidence.iter().map(|q| q.find(&self.text)).collect();
            match found.filter(|spans| !spans.is_empty()) {
                Some(spans) => self.set_spans(spans),
                // The text is another one now: the words stay as they were written.
                None => self.rest.evidence = Some(evidence.clone()),
            }
        }
    }

    fn slot(&self, field: Field) -> Option<&Slot> {
        self.slots.iter().find(|s| s.field == field)
    }

    /// Whether it makes something new; else it corrects.
    pub(crate) fn is_new(&self) -> bool {
        self.made
    }

    /// The fields, in their order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = Field> {
        self.slots.iter().map(|s| s.field)
    }

    /// What stands in a field.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.slot(field).map_or("", |s| &s.now)
    }

    /// What was coded, empty where something new is made.
    pub(crate) fn coded(&self, field: Field) -> &str {
        self.slot(field).map_or("", |s| &s.coded)
    }

    /// Writes into a field; one that the form has not is passed by.
    pub(crate) fn set(&mut self, field: Field, text: &str) {
        if let Some(slot) = self.slots.iter_mut().find(|s| s.field == field) {
            text.trim().clone_into(&mut slot.now);
        }
    }

    /// The article's text, empty where there is none.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The words that tell of it.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Moves the words to other stretches of the text.
    pub(crate) fn set_spans(&mut self, spans: Vec<Span>) {
        let words = in_line(&self.text, &spans);
        self.set(Field::Evidence, &words);
        self.spans = spans;
        self.rest.evidence = None;
    }

    /// Whether a field differs from what was coded.
    pub(crate) fn is_changed(&self, field: Field) -> bool {
        match field {
            // The same words may stand elsewhere in the text.
            Field::Evidence => self.spans != self.coded || self.is_written(),
            _ => self.slot(field).is_some_and(|s| s.coded != s.now),
        }
    }

    /// Whether the words were written by hand, so that their place is not known yet.
    fn is_written(&self) -> bool {
        self.slot(Field::Evidence).is_some_and(|s| s.now != in_line(&self.text, &self.spans))
    }

    /// Reads one field into a correction.
    fn read(&self, field: Field, known: FindActor<'_>, into: &mut Correction) -> Result<(), String> {
        if field == Field::Evidence {
            into.evidence = Some(quotes(&self.text, &self.places()?));
            return Ok(());
        }
        let own = |name: &str| {
            let coded = self.sides.iter().find(|side| side.to_string() == name);
            coded.cloned().or_else(|| known(name))
        };
        field.read(self.get(field), &own, into)
    }

    /// Where the words stand that are in the form.
    fn places(&self) -> Result<Vec<Span>, String> {
        if !self.is_written() {
            return Ok(self.spans.clone());
        }
        let written = self.get(Field::Evidence);
        if written.is_empty() {
            return Err("some words of the text must stand here".to_owned());
        }
        let near = self.spans.first().map_or(0, |s| s.start as usize);
        let parts = written.split(quote::BETWEEN.trim()).map(str::trim).filter(|p| !p.is_empty());
        parts
            .map(|part| {
                find_words(&self.text, part, near)
                    .ok_or_else(|| format!("{part:?} does not stand in the text"))
            })
            .collect()
    }

    /// What is wrong with a field, if anything is. What is as it was coded is
    /// never wrong.
    pub(crate) fn mistake(&self, field: Field, known: FindActor<'_>) -> Option<String> {
        if !self.made && !self.is_changed(field) {
            return None;
        }
        self.read(field, known, &mut Correction::default()).err()
    }

    /// The correction: the fields that differ from what was coded; all fields
    /// of what is made.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub(crate) fn correction(&self, known: FindActor<'_>) -> Result<Correction, Vec<(Field, String)>> {
        let mut correction = self.rest.clone();
        let mut mistakes = Vec::new();
        for field in self.fields().filter(|&field| self.made || self.is_changed(field)) {
            if let Err(message) = self.read(field, known, &mut correction) {
                mistakes.push((field, message));
            }
        }
        if mistakes.is_empty() { Ok(correction) } else { Err(mistakes) }
    }

    /// What is made, as the journal keeps it.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub(crate) fn draft(
        &self,
        article: ArticleRef,
        known: FindActor<'_>,
    ) -> Result<Draft, Vec<(Field, String)>> {
        let fields = self.correction(known)?;
        let cue = self.get(Field::Cue).to_owned();
        Ok(Draft { claim: self.thing == Thing::Claim, article, fields, cue })
    }
}

#[cfg(test)]
mod tests;
