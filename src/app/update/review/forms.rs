//! Correcting in a form, and in the user's own editor.

use super::deciding::await_answer;
use super::walking::go_on;
use crate::app::editor::Edited;
use crate::app::message::{Effect, JournalAct};
use crate::app::state::{EditedText, State};
use crate::journal::form::{CorrectionForm, Fault, with_faults};
use crate::journal::{Anchor, Correction, key_of, key_of_claim};
use crate::model::{Place, Span, Store};
use crate::ui::overlay::{Answer, Choice, Confirm, Form, FormPurpose};
use crate::ui::pane::Subject;
use crate::ui::text;

/// The widest line in which mistakes are told.
const LINE: usize = 90;

/// Opens the form with what is coded and what was corrected before.
pub(super) fn open_form(state: &mut State) {
    match form_here(state) {
        Ok((_, form)) => state.open(form),
        Err(words) => state.fail(words),
    }
}

/// The form of the event or claim in view.
fn form_here(state: &State) -> Result<(Subject, Form), &'static str> {
    let thing = state.here().ok_or("no event or claim is in view to correct")?;
    let before = state.snapshot.about(thing).map(|a| a.correction.clone()).unwrap_or_default();
    let form =
        correction_form(&state.store, thing, &before).ok_or("what is in view is not loaded any more")?;
    let title = if matches!(thing, Subject::Claim(_)) { "claim" } else { "event" };
    Ok((thing, Form::new(FormPurpose::Correct(thing), title, form, &state.store)))
}

fn correction_form(store: &Store, thing: Subject, before: &Correction) -> Option<CorrectionForm> {
    if thing.is_made(store) {
        return made_form(store, thing);
    }
    // What is shown may be corrected already: the form tells both.
    let store = store.as_loaded();
    let (target, reciprocal, article, spans): (_, _, _, Vec<Span>) = match thing {
        Subject::Event(id) => {
            let place = store.find(id)?;
            let event = store.event(place)?;
            let spans = event.detail().map(|d| d.evidence.to_vec()).unwrap_or_default();
            (key_of(store, place)?, event.reciprocal(), event.article(), spans)
        }
        Subject::Claim(id) => {
            let claim = store.claim(id)?;
            (key_of_claim(store, id)?, false, claim.article, claim.content.to_vec())
        }
        _ => return None,
    };
    let text = store.article(article).and_then(|a| a.text()).unwrap_or("");
    Some(CorrectionForm::correcting(&target.anchor, reciprocal, text, &spans, before))
}

/// The form of what a coder made, as it stands now.
fn made_form(store: &Store, thing: Subject) -> Option<CorrectionForm> {
    let (anchor, reciprocal, article, spans): (_, _, _, Vec<Span>) = match thing {
        Subject::Event(id) => {
            let place = store.find(id)?;
            let event = store.event(place)?;
            let detail = event.detail()?;
            let segment = store.segments().get(place.segment as usize)?;
            let own = (0..segment.len())
                .filter(|&row| segment.detail(row).is_some_and(|d| std::ptr::eq(d, detail)))
                .map(|row| Place { segment: place.segment, row: row as u32 });
            let rows: Vec<_> = own.filter_map(|place| store.event(place)).collect();
            (Anchor::of_event(store, &rows), event.reciprocal(), event.article(), detail.evidence.to_vec())
        }
        Subject::Claim(id) => {
            let claim = store.claim(id)?;
            (Anchor::of_claim(store, claim), false, claim.article, claim.content.to_vec())
        }
        _ => return None,
    };
    let text = store.article(article).and_then(|a| a.text()).unwrap_or("");
    Some(CorrectionForm::correcting(&anchor, reciprocal, text, &spans, &Correction::default()))
}

/// The form is done.
pub(crate) fn correct(
    state: &mut State,
    thing: Subject,
    correction: Box<Correction>,
    effects: &mut Vec<Effect>,
) {
    let mut correction = correction;
    if thing.is_made(&state.store) {
        // Its form began with what it is now: earlier changes stay beneath the new ones.
        if correction.is_empty() {
            return state.say("nothing is changed");
        }
        let before = state.snapshot.about(thing).map(|a| a.correction.clone()).unwrap_or_default();
        correction = Box::new(before.with(&correction));
    }
    let before = state.snapshot.about(thing).map(|a| &a.correction);
    if before.map_or(correction.is_empty(), |b| *b == *correction) {
        return state.say("nothing is changed");
    }
    let back = correction.is_empty();
    state.request(JournalAct::Correct { thing, correction }, effects);
    if !back {
        await_answer(state, &[thing]);
        go_on(state, thing);
    }
}

/// Hands the thing in view to the user's editor; what could not be read the
/// last time goes there again as it was left.
pub(super) fn in_editor(state: &mut State, effects: &mut Vec<Effect>) {
    let here = state.here();
    if state.edited_text.as_ref().is_some_and(|draft| Some(draft.thing) != here) {
        state.kept_texts.extend(state.edited_text.take().map(|draft| *draft));
    }
    if let Some(at) = state.kept_texts.iter().position(|draft| Some(draft.thing) == here) {
        state.edited_text = Some(Box::new(state.kept_texts.remove(at)));
    }
    if state.edited_text.is_none() {
        match form_here(state) {
            Ok((thing, form)) => {
                let text = form.to_toml();
                state.edited_text = Some(Box::new(EditedText { thing, form, text }));
            }
            Err(words) => return state.fail(words),
        }
    }
    edit_again(state, effects);
}

/// Hands what was left to the editor once more.
pub(crate) fn edit_again(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(draft) = &state.edited_text {
        effects.push(Effect::Edit(draft.text.clone()));
    }
}

/// The editor has ended.
pub(crate) fn edited(state: &mut State, edited: Edited, effects: &mut Vec<Effect>) {
    let Some(mut draft) = state.edited_text.take() else { return };
    if let Some(reason) = edited.failed {
        // What was written before the editor failed is worth another try.
        let kept = if edited.text == draft.text { "nothing is changed" } else { "what was written is kept" };
        if edited.text != draft.text {
            state.edited_text = Some(Box::new(EditedText { text: edited.text, ..*draft }));
        }
        return state.fail(format!("{reason} · {kept}"));
    }
    if edited.text.trim().is_empty() {
        return state.say("an empty file: nothing is changed");
    }
    match draft.form.read_toml(&edited.text) {
        Ok(Answer::Correct(thing, correction)) => correct(state, thing, correction, effects),
        Ok(_) => {}
        Err(faults) => {
            tell(state, &faults);
            let text = with_faults(&crate::journal::form::without_faults(&edited.text), &faults);
            state.edited_text = Some(Box::new(EditedText { text, ..*draft }));
        }
    }
}

/// Says what is wrong with a text, and offers another try.
fn tell(state: &mut State, faults: &[Fault]) {
    let mut lines: Vec<String> = Vec::new();
    for fault in faults {
        let words = text::clean(&fault.to_string()).into_owned();
        let wrapped = text::wrap(&words, LINE);
        lines.extend(wrapped.into_iter().map(|range| words[range].trim_end().to_owned()));
    }
    lines.push(String::new());
    lines.push("What you wrote is kept. Go on editing it?".to_owned());
    let confirm = Confirm::new("This cannot be taken over", lines, Choice::EditAgain);
    state.open(confirm);
}
