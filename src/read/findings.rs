//! Events and claims out of nodes.

use super::draft::{Draft, fields};
use super::error::{Kind, Outcome};
use super::fields::{Fields, Notes};
use super::keys::{CLAIM, EVENT};
use super::node::Node;
use super::sides;
use super::values::{self, Near};
use crate::model::{Claim, CodeId, Decision, Event, Form, Modality, Side, Span};

impl Draft {
    /// Takes an event. With `fold`, one with the id of an earlier event adds
    /// its sides to that: in JSON Lines an event has a line for each of them.
    pub fn event(&mut self, node: &Node<'_>, fold: bool, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Rejected);
        if node.cut {
            // What broke it was told already.
            notes.touch(Outcome::Rejected);
            notes.end();
            return;
        }
        let read = fields(node, &EVENT, notes).and_then(|f| {
            let event = self.read_event(&f, notes)?;
            self.put_event(event, &f, fold, notes)
        });
        if notes.end()
            && let Some(event) = read
        {
            self.events.insert(event.id.clone(), self.dossier.events.len());
            self.dossier.events.push(event);
        }
    }

    fn read_event(&mut self, f: &Fields<'_, '_>, notes: &mut Notes<'_, '_>) -> Option<Event> {
        let mut event = Event::new(f.text("id", notes));
        event.date = values::event_date(f, notes);
        let evidence = f.get("evidence").or_else(|| f.get("span"));
        event.evidence = evidence.map(|n| values::spans(n, self, notes)).unwrap_or_default();
        let evidence = std::mem::take(&mut event.evidence);
        event.sources = sides::sides(f.get("source"), Near::To(&evidence), self, notes);
        event.targets = sides::sides(f.get("target"), Near::To(&evidence), self, notes);
        event.trigger = f.get("trigger").and_then(|n| values::span(n, Near::To(&evidence), self, notes));
        event.evidence = evidence;
        event.reciprocal = f.flag("reciprocal", notes).unwrap_or(false);
        event.code = read_code(f, notes);
        event.modality = f.word("modality", Modality::ALL, Modality::name, notes).unwrap_or(Modality::Actual);
        event.reports = f.count("reports", notes).unwrap_or(1);
        event.rule = f.text("rule", notes);
        event.confidence = f.share("confidence", notes);
        event.note = f.text("note", notes);
        event.steps = f.texts("steps", notes);
        event.decision = f.word("decision", Decision::ALL, Decision::name, notes).unwrap_or(Decision::Open);
        if event.sources.is_empty() && event.targets.is_empty() && event.code.is_empty() && !notes.is_lost() {
            let expected = "at least a source, a target or a code";
            notes.mistake(f.at, Kind::MissingKey, "an event without sides and code", expected);
        }
        (!notes.is_lost()).then_some(event)
    }

    /// Gives the event its id, or folds it into the one that has the id.
    fn put_event(
        &mut self,
        mut event: Event,
        f: &Fields<'_, '_>,
        fold: bool,
        notes: &mut Notes<'_, '_>,
    ) -> Option<Event> {
        if event.id.is_empty() {
            let from = self.dossier.events.len();
            event.id = Draft::free_id('e', from, |id| self.events.contains_key(id));
            return Some(event);
        }
        let Some(known) = self.events.get(&event.id).and_then(|&i| self.dossier.events.get_mut(i)) else {
            return Some(event);
        };
        let explicit = f.get("reciprocal").is_some();
        if !(fold && fold_into(known, &event, explicit)) {
            let at = f.get("id").map_or(f.at, |n| n.start);
            let found = format!("{:?} a second time", event.id);
            notes.mistake(at, Kind::DuplicateId, &found, "an id of its own for each event");
        }
        None
    }

    /// Takes a claim.
    pub fn claim(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Rejected);
        if node.cut {
            // What broke it was told already.
            notes.touch(Outcome::Rejected);
            notes.end();
            return;
        }
        let read = fields(node, &CLAIM, notes).and_then(|f| self.read_claim(&f, notes));
        if notes.end()
            && let Some(claim) = read
        {
            self.claims.insert(claim.id.clone());
            self.dossier.claims.push(claim);
        }
    }

    fn read_claim(&mut self, f: &Fields<'_, '_>, notes: &mut Notes<'_, '_>) -> Option<Claim> {
        let mut claim = Claim::new(f.text("id", notes));
        if claim.id.is_empty() {
            let from = self.dossier.claims.len();
            claim.id = Draft::free_id('c', from, |id| self.claims.contains(id));
        } else if self.claims.contains(&claim.id) {
            let at = f.get("id").map_or(f.at, |n| n.start);
            let found = format!("{:?} a second time", claim.id);
            notes.mistake(at, Kind::DuplicateId, &found, "an id of its own for each claim");
        }
        self.read_content(f, &mut claim, notes);
        self.read_cue(f, &mut claim, notes);
        let content = std::mem::take(&mut claim.content);
        let speaker = f.get("speaker").and_then(|n| sides::side(n, Near::Outside(&content), self, notes));
        claim.content = content;
        if let Some((speaker, guessed)) = speaker {
            claim.speaker = speaker;
            claim.guessed = guessed.unwrap_or(false);
        }
        claim.guessed = f.flag("guessed", notes).unwrap_or(claim.guessed);
        claim.form = f.word("form", Form::ALL, Form::name, notes).unwrap_or(Form::Indirect);
        claim.about = sides::about(f.get("about"), self, notes);
        claim.date = f.get("date").and_then(|n| values::date(n, notes)).unwrap_or_default();
        claim.rule = f.text("rule", notes);
        claim.confidence = f.share("confidence", notes);
        claim.steps = f.texts("steps", notes);
        claim.decision = f.word("decision", Decision::ALL, Decision::name, notes).unwrap_or(Decision::Open);
        (!notes.is_lost()).then_some(claim)
    }

    /// Content as words or spans of the text; without a text, words are all
    /// there is.
    fn read_content(&mut self, f: &Fields<'_, '_>, claim: &mut Claim, notes: &mut Notes<'_, '_>) {
        let text = f.optional_text("text", notes);
        match f.get("content") {
            Some(node) if !self.has_text() && node.text().is_some() => {
                claim.text = node.text().unwrap_or("").to_owned();
            }
            Some(node) => claim.content = values::spans(node, self, notes),
            None if text.is_none() => {
                notes.mistake(
                    f.at,
                    Kind::MissingKey,
                    "a claim without content",
                    "content = \"…\" or text = \"…\"",
                );
            }
            None => {}
        }
        match text {
            Some(text) => claim.text = text.to_owned(),
            None if !claim.content.is_empty() => {
                claim.text = claim.content_text(self.points.text());
            }
            None => {}
        }
    }

    fn read_cue(&mut self, f: &Fields<'_, '_>, claim: &mut Claim, notes: &mut Notes<'_, '_>) {
        if let Some(node) = f.get("cue") {
            match node.text() {
                Some(words) if !self.has_text() => claim.cue_text = words.to_owned(),
                _ => {
                    claim.cue = values::span(node, Near::Outside(&claim.content), self, notes);
                    claim.cue_text =
                        claim.cue.map(|s: Span| s.of(self.points.text()).to_owned()).unwrap_or_default();
                }
            }
        }
        if let Some(words) = f.optional_text("cue_text", notes) {
            claim.cue_text = words.to_owned();
        }
    }
}

/// The event code, noted where it is in no list.
fn read_code(f: &Fields<'_, '_>, notes: &mut Notes<'_, '_>) -> String {
    let Some(node) = f.get("code") else { return String::new() };
    let Some(code) = node.text() else {
        let advice = "write it in quotation marks, since codes begin with a zero";
        let found = node.describe();
        notes.mistake_with(node.start, Kind::WrongType, &found, "a CAMEO event code such as \"057\"", advice);
        return String::new();
    };
    if !code.is_empty() && CodeId::from_code(code).is_none() {
        notes.report.unknown_code(code);
        let expected = "a code of CAMEO, such as \"057\", or a PLOVER type, such as AGREE";
        notes.tell(
            node.start,
            Kind::UnknownCode,
            Outcome::Noted,
            &node.describe(),
            expected,
            "it is shown as unknown",
        );
    }
    code.to_owned()
}

/// Adds the sides of a later line to the event with the same id; false if the
/// two are different events. A line the other way round makes it reciprocal,
/// unless the file says itself whether it is.
fn fold_into(known: &mut Event, line: &Event, explicit: bool) -> bool {
    let same = known.code == line.code
        && known.date == line.date
        && known.modality == line.modality
        && known.evidence == line.evidence;
    if !same {
        return false;
    }
    let within =
        |inner: &[Side], outer: &[Side]| !inner.is_empty() && inner.iter().all(|s| outer.contains(s));
    let mirrored = within(&line.sources, &known.targets) && within(&line.targets, &known.sources);
    if mirrored {
        known.reciprocal |= !explicit;
        return true;
    }
    for (more, all) in [(&line.sources, &mut known.sources), (&line.targets, &mut known.targets)] {
        for side in more {
            if !all.contains(side) {
                all.push(side.clone());
            }
        }
    }
    true
}
