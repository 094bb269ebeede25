//! Events and claims out of nodes.

use super::draft::{Draft, fields};
use super::error::{Outcome, ProblemKind};
use super::fields::{Fields, Notes, set};
use super::keys::{CLAIM, EVENT};
use super::node::Node;
use super::sides;
use super::spans::{self, Near};
use super::stated::Stated;
use super::values;
use crate::model::{Claim, CodeId, DateFrom, Decision, Event, Form, Modality, Span};

/// How many pairs of a source and a target one record may stand for: each is a row. All
/// countries of the world with all others fit.
const MOST_PAIRS: usize = 40_000;

impl Draft {
    /// Takes an event. With `fold`, one with the id of an earlier event adds
    /// its sides to that: in JSON Lines an event has a line for each of them.
    pub(crate) fn event(&mut self, node: &Node<'_>, fold: bool, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Rejected);
        if node.cut.is_some() {
            notes.broken(node);
            notes.end();
            return;
        }
        let mut event = Event::new(String::new());
        let f = fields(node, &EVENT, notes);
        let own = f.is_some_and(|f| {
            self.read_event(&f, &mut event, notes);
            !notes.is_lost() && self.is_of_its_own(&mut event, &f, fold, notes)
        });
        if notes.end() && own {
            self.push_event(event);
        }
    }

    fn read_event(&mut self, f: &Fields<'_, '_>, event: &mut Event, notes: &mut Notes<'_, '_>) {
        f.copy("id", &mut event.id, notes);
        event.date = values::event_date(f, notes);
        event.date_from = f.word("date_from", DateFrom::ALL, DateFrom::name, notes);
        if let Some(node) = f.get("evidence").or_else(|| f.get("span")) {
            spans::spans(node, &mut event.evidence, self, notes);
        }
        let near = Near::To(&event.evidence);
        sides::sides(f.get("source"), near, &mut event.sources, self, notes);
        sides::sides(f.get("target"), near, &mut event.targets, self, notes);
        event.trigger = f.get("trigger").and_then(|n| spans::span(n, near, self, notes));
        event.reciprocal = f.flag("reciprocal", notes).unwrap_or(false);
        set(&mut event.code, read_code(f, notes));
        event.modality = f.word("modality", Modality::ALL, Modality::name, notes).unwrap_or(Modality::Actual);
        event.reports = f.count("reports", notes).unwrap_or(1);
        f.copy("rule", &mut event.rule, notes);
        event.confidence = f.share("confidence", notes);
        f.copy("note", &mut event.note, notes);
        f.copy_all("steps", &mut event.steps, notes);
        event.decision = f.word("decision", Decision::ALL, Decision::name, notes).unwrap_or(Decision::Open);
        let (sources, targets) = (event.sources.len(), event.targets.len());
        if sources.max(1) * targets.max(1) > MOST_PAIRS {
            let found = format!("an event of {sources} sources and {targets} targets");
            let expected = format!("at most {MOST_PAIRS} pairs of source and target in one event");
            let advice = "write events with fewer sides each";
            notes.mistake_with(f.at, ProblemKind::TooLarge, &found, &expected, advice);
        }
        if event.sources.is_empty() && event.targets.is_empty() && event.code.is_empty() && !notes.is_lost() {
            let expected = "at least a source, a target or a code";
            notes.mistake(f.at, ProblemKind::MissingKey, "an event without sides and code", expected);
        }
    }

    /// Gives the event its id, or folds it into the one that has the id; false
    /// where it does not stand for itself.
    fn is_of_its_own(
        &mut self,
        event: &mut Event,
        f: &Fields<'_, '_>,
        fold: bool,
        notes: &mut Notes<'_, '_>,
    ) -> bool {
        if event.id.is_empty() {
            let from = self.dossier.events.len();
            event.id = Draft::free_id('e', from, |id| self.find_event(id).is_some());
            return true;
        }
        let Some(place) = self.find_event(&event.id) else { return true };
        let Some(known) = self.dossier.events.get_mut(place) else { return true };
        if fold && is_of_the_same(known, event) {
            let explicit = f.get("reciprocal").is_some();
            self.stated.entry(place).or_insert_with(|| Stated::of(known)).add(known, event, explicit);
        } else {
            let at = f.get("id").map_or(f.at, |n| n.start);
            let found = format!("{:?} a second time", event.id);
            notes.mistake(at, ProblemKind::DuplicateId, &found, "an id of its own for each event");
        }
        false
    }

    /// Takes a claim.
    pub(crate) fn claim(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Rejected);
        if node.cut.is_some() {
            notes.broken(node);
            notes.end();
            return;
        }
        let mut claim = Claim::new(String::new());
        let f = fields(node, &CLAIM, notes);
        let whole = f.is_some_and(|f| {
            self.read_claim(&f, &mut claim, notes);
            !notes.is_lost()
        });
        if notes.end() && whole {
            self.push_claim(claim);
        }
    }

    fn read_claim(&mut self, f: &Fields<'_, '_>, claim: &mut Claim, notes: &mut Notes<'_, '_>) {
        f.copy("id", &mut claim.id, notes);
        if claim.id.is_empty() {
            let from = self.dossier.claims.len();
            claim.id = Draft::free_id('c', from, |id| self.has_claim(id));
        } else if self.has_claim(&claim.id) {
            let at = f.get("id").map_or(f.at, |n| n.start);
            let found = format!("{:?} a second time", claim.id);
            notes.mistake(at, ProblemKind::DuplicateId, &found, "an id of its own for each claim");
        }
        self.read_content(f, claim, notes);
        self.read_cue(f, claim, notes);
        let near = Near::Outside(&claim.content);
        let speaker = f.get("speaker").and_then(|n| sides::side(n, near, self, notes));
        if let Some((speaker, guessed)) = speaker {
            claim.speaker = speaker;
            claim.guessed = guessed.unwrap_or(false);
        }
        claim.guessed = f.flag("guessed", notes).unwrap_or(claim.guessed);
        claim.form = f.word("form", Form::ALL, Form::name, notes).unwrap_or(Form::Indirect);
        sides::about(f.get("about"), &mut claim.about, self, notes);
        claim.date = f.get("date").and_then(|n| values::date(n, notes)).unwrap_or_default();
        f.copy("rule", &mut claim.rule, notes);
        claim.confidence = f.share("confidence", notes);
        f.copy_all("steps", &mut claim.steps, notes);
        claim.decision = f.word("decision", Decision::ALL, Decision::name, notes).unwrap_or(Decision::Open);
    }

    /// Content as words or spans of the text; without a text, words are all
    /// there is.
    fn read_content(&mut self, f: &Fields<'_, '_>, claim: &mut Claim, notes: &mut Notes<'_, '_>) {
        let text = f.optional_text("text", notes);
        match f.get("content") {
            Some(node) if !self.has_text() && node.text().is_some() => {
                set(&mut claim.text, node.text().unwrap_or(""));
            }
            Some(node) => spans::spans(node, &mut claim.content, self, notes),
            None if text.is_none() => {
                notes.mistake(
                    f.at,
                    ProblemKind::MissingKey,
                    "a claim without content",
                    "content = \"…\" or text = \"…\"",
                );
            }
            None => {}
        }
        match text {
            Some(text) => set(&mut claim.text, text),
            None => match claim.content.as_slice() {
                [] => {}
                [all] => set(&mut claim.text, all.of(self.points.text())),
                _ => claim.text = claim.content_text(self.points.text()),
            },
        }
    }

    fn read_cue(&mut self, f: &Fields<'_, '_>, claim: &mut Claim, notes: &mut Notes<'_, '_>) {
        if let Some(node) = f.get("cue") {
            match node.text() {
                Some(words) if !self.has_text() => set(&mut claim.cue_text, words),
                _ => {
                    claim.cue = spans::span(node, Near::Outside(&claim.content), self, notes);
                    set(&mut claim.cue_text, claim.cue.map_or("", |s: Span| s.of(self.points.text())));
                }
            }
        }
        if let Some(words) = f.optional_text("cue_text", notes) {
            set(&mut claim.cue_text, words);
        }
    }
}

/// The event code, noted where it is in no list.
fn read_code<'n>(f: &Fields<'n, '_>, notes: &mut Notes<'_, '_>) -> &'n str {
    let Some(node) = f.get("code") else { return "" };
    let Some(code) = node.text() else {
        let advice = "write it in quotation marks, since codes begin with a zero";
        let found = node.describe();
        notes.mistake_with(
            node.start,
            ProblemKind::WrongType,
            &found,
            "a CAMEO event code such as \"057\"",
            advice,
        );
        return "";
    };
    if !code.is_empty() && CodeId::from_code(code).is_none() {
        notes.report.unknown_code(code);
        let expected = "a code of CAMEO, such as \"057\", or a PLOVER type, such as AGREE";
        notes.tell(
            node.start,
            ProblemKind::UnknownCode,
            Outcome::Noted,
            &node.describe(),
            expected,
            "it is shown as unknown",
        );
    }
    code
}

/// Whether a line may belong to the event with the same id.
fn is_of_the_same(known: &Event, line: &Event) -> bool {
    known.code == line.code
        && known.date == line.date
        && known.modality == line.modality
        && known.evidence == line.evidence
}
