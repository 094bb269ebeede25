//! What is taken along: quotes, citations, addresses, rows.

use crate::app::message::Effect;
use crate::app::state::State;
use crate::model::ArticleView;
use crate::ui::pane::Subject;

/// Copies the words that are selected, else those of the claim, or that tell of the event.
pub(crate) fn quote(state: &mut State, effects: &mut Vec<Effect>) {
    copy(state, quoted(state), "quoted words", effects);
}

/// Copies a citation of the source in view.
pub(crate) fn citation(state: &mut State, effects: &mut Vec<Effect>) {
    copy(state, article(state).map(cited), "source", effects);
}

/// Copies a BibTeX entry of the source in view.
pub(crate) fn bibtex(state: &mut State, effects: &mut Vec<Effect>) {
    copy(state, article(state).map(bibtex_entry), "source", effects);
}

/// Copies the address of the source in view.
pub(crate) fn url(state: &mut State, effects: &mut Vec<Effect>) {
    copy(state, article(state).map(|a| a.url().to_owned()), "address", effects);
}

/// Copies the row at the cursor.
pub(crate) fn row(state: &mut State, effects: &mut Vec<Effect>) {
    let row = state.with_pane(state.view.focus, |pane, cx| pane.row_text(cx));
    copy(state, Some(row), "row", effects);
}

/// Copies a text, or says that there is nothing of the kind to copy.
fn copy(state: &mut State, text: Option<String>, what: &str, effects: &mut Vec<Effect>) {
    match text.filter(|t| !t.is_empty()) {
        Some(text) => effects.push(Effect::Copy(text)),
        None => state.fail(format!("what is in view has no {what}")),
    }
}

/// Opens the address of the source in view.
pub(crate) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    match article(state).map(|a| a.url().to_owned()).filter(|u| !u.is_empty()) {
        Some(url) => effects.push(Effect::Open(url)),
        None => state.fail("what is in view has no address"),
    }
}

fn article(state: &State) -> Option<ArticleView<'_>> {
    let store = &state.store;
    let id = match state.view.subject {
        Subject::Nothing => return None,
        Subject::Event(id) => store.event_by_id(id)?.article(),
        Subject::Claim(id) => store.claim(id)?.article,
        Subject::Article(id) => id,
    };
    store.article(id)
}

fn quoted(state: &State) -> Option<String> {
    let store = &state.store;
    if let Some((article, spans)) = state.panes.source.selected() {
        let text = store.article(article)?.text()?;
        return Some(spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … "));
    }
    match state.view.subject {
        Subject::Event(id) => Some(store.event_by_id(id)?.evidence()),
        Subject::Claim(id) => Some(store.claim(id)?.text.to_string()),
        _ => None,
    }
}

/// Publisher, “title”, date, address: what a footnote needs.
fn cited(article: ArticleView<'_>) -> String {
    let title = format!("“{}”", article.title());
    let date = article.published().to_string();
    let parts = [article.publisher(), &title, &date, article.url()];
    parts.into_iter().filter(|p| !p.is_empty() && *p != "“”").collect::<Vec<_>>().join(", ")
}

fn bibtex_entry(article: ArticleView<'_>) -> String {
    let field = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("  {name} = {{{}}},\n", value.replace(['{', '}', '\\'], "")),
    };
    format!(
        "@misc{{{},\n{}{}{}{}}}",
        article.id().replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', ""),
        field("title", article.title()),
        field("publisher", article.publisher()),
        field("date", &article.published().to_string()),
        field("url", article.url()),
    )
}
