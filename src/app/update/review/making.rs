//! Making events and claims out of words that are selected in the source.

use crate::app::message::{Effect, JournalAct};
use crate::app::state::State;
use crate::extract::document::Document;
use crate::extract::who::{Mention, MentionForm, Mentions};
use crate::extract::{self, Options};
use crate::journal::form::CorrectionForm;
use crate::journal::{ArticleRef, Correction, Draft, SideRef, Thing};
use crate::model::{Article, ArticleView, CountryId, Side, Span};
use crate::ui::action::Action;
use crate::ui::overlay::{Choice, Form, FormPurpose, Item, Picker};

/// Opens the form of something new, with the selected words as its evidence.
pub(super) fn begin(state: &mut State, thing: Thing) {
    let Some((id, spans)) = state.panes.source.selected() else {
        return state.fail("select its words in the source first: v there, or drag the mouse");
    };
    let Some(article) = state.store.article(id) else { return };
    let text = article.text().unwrap_or("");
    let guess = guess(thing, &article, &spans);
    let form = CorrectionForm::making(thing, text, &spans, &guess.fields);
    let mut form = form;
    form.set(crate::journal::form::Field::Cue, &guess.cue);
    let purpose = FormPurpose::Make(ArticleRef::of(&state.store, id));
    let title = if thing == Thing::Claim { "claim" } else { "event" };
    let form = Form::new(purpose, title, form, &state.store);
    state.open(form);
}

/// Offers what can be made of the selected words.
pub(crate) fn offer(state: &mut State) {
    let item = |label: &str, note: &str, action: Action| Item {
        right: state.display.keymap.key(action).unwrap_or_default(),
        ..Item::way(label, note, Choice::Action(action))
    };
    let mut items = vec![
        item("new event", "that these words tell of", Action::NewEvent),
        item("new claim", "of these words", Action::NewClaim),
        item("copy", "these words", Action::CopyQuote),
    ];
    if !state.reviews() {
        // Enter alone does not lead to something new.
        items.rotate_right(1);
    }
    state.open(Picker::new("Of these words", items));
}

/// The form of something new is done.
pub(crate) fn make(state: &mut State, draft: Box<Draft>, effects: &mut Vec<Effect>) {
    state.panes.source.deselect();
    state.request(JournalAct::Create(draft), effects);
}

/// What the extractor makes of the sentences that the words stand in: it fills
/// the form, and the analyst has the last word.
fn guess(thing: Thing, article: &ArticleView<'_>, spans: &[Span]) -> Draft {
    let date = Some(article.published()).filter(|date| date.is_known());
    let mut guess = Draft { fields: Correction { date, ..Correction::default() }, ..Draft::default() };
    let text = article.text().unwrap_or("");
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return guess };
    let around = sentences_around(text, first.hull(*last));
    let words = around.of(text);
    let dossier = extract::extract(
        &Article {
            published: article.published(),
            language: article.language().to_owned(),
            text: Some(words.into()),
            ..Article::default()
        },
        &Options::default(),
    );
    let selected = |span: &Span| {
        let span = Span { start: span.start + around.start, end: span.end + around.start };
        spans.iter().any(|s| s.overlaps(span))
    };
    let fields = &mut guess.fields;
    match thing {
        Thing::Event => {
            let found = dossier.events.iter().find(|e| e.evidence.iter().any(&selected));
            if let Some(event) = found {
                fields.code = Some(event.code.clone()).filter(|code| !code.is_empty());
                fields.modality = Some(event.modality);
                fields.reciprocal = Some(event.reciprocal);
                fields.date = Some(event.date).filter(|date| date.is_known()).or(fields.date);
            }
            let (sources, targets) = match found {
                Some(event) => (sides(&event.sources), sides(&event.targets)),
                None => named(words, article),
            };
            fields.sources = Some(sources).filter(|s| !s.is_empty());
            fields.targets = Some(targets).filter(|s| !s.is_empty());
        }
        Thing::Claim => {
            let found = dossier.claims.iter().find(|c| c.content.iter().any(&selected));
            match found {
                Some(claim) => {
                    fields.speaker = sides(std::slice::from_ref(&claim.speaker)).pop();
                    fields.form = Some(claim.form);
                    guess.cue = claim.cue.map_or("", |span| span.of(words)).to_owned();
                }
                None => fields.speaker = named(words, article).0.pop(),
            }
            let about = mentioned(spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join("\n").as_str());
            fields.targets = Some(about).filter(|s| !s.is_empty());
        }
    }
    guess
}

/// The sentences that a stretch of text touches.
fn sentences_around(text: &str, span: Span) -> Span {
    let document = Document::new(text);
    let touched = document.sentences.iter().map(|s| s.span).filter(|s| s.overlaps(span));
    touched.fold(span, Span::hull)
}

fn sides(sides: &[Side]) -> Vec<SideRef> {
    let known = sides.iter().filter(|s| s.country.is_known() || !s.name.is_empty());
    known.map(|s| side(s.country, &s.name, &s.code)).collect()
}

fn side(country: CountryId, name: &str, code: &str) -> SideRef {
    if country.is_known() && name == country.name() {
        return SideRef::country(country);
    }
    let country = SideRef::country(country).country;
    SideRef { country, name: name.to_owned(), code: code.to_owned() }
}

/// The first two who are named in some words and differ.
fn named(words: &str, article: &ArticleView<'_>) -> (Vec<SideRef>, Vec<SideRef>) {
    let published = article.published();
    let document = Document::new(words);
    let published = published.is_known().then(|| published.anchor());
    let mentions = Mentions::find(&document, published, Options::default().own.as_deref());
    let mut known = mentions.list.iter().filter(|m| m.is_resolved() && !m.modifier);
    let first = known.next();
    let second = known.find(|m| first.is_some_and(|f| f.differs(m)));
    let of = |m: Option<&Mention>| m.map(|m| side(m.country, &m.name, &m.code)).into_iter().collect();
    (of(first), of(second))
}

/// The countries that are named in some words, each once.
fn mentioned(words: &str) -> Vec<SideRef> {
    let document = Document::new(words);
    let mentions = Mentions::find(&document, None, Options::default().own.as_deref());
    let countries = mentions.list.iter().filter(|m| m.country.is_known() && m.form != MentionForm::Name);
    let mut sides: Vec<SideRef> = countries.map(|m| SideRef::country(m.country)).collect();
    sides.sort();
    sides.dedup();
    sides
}
