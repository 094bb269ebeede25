//! What is taken along: quotes, citations, addresses, rows.

use crate::app::message::Effect;
use crate::app::state::State;
use crate::model::ArticleView;
use crate::ui::action::Action;
use crate::ui::pane::Subject;

/// Copies what an action names, or says why there is nothing to copy.
pub fn copy(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let (text, what) = match action {
        Action::CopyQuote => (quote(state), "quoted words"),
        Action::CopyCitation => (article(state).map(citation), "a source"),
        Action::CopyBibtex => (article(state).map(bibtex), "a source"),
        Action::CopyUrl => (article(state).map(|a| a.url().to_owned()), "an address"),
        _ => {
            let row = state.with_pane(state.view.focus, |pane, cx| pane.row_text(cx));
            (Some(row), "a row")
        }
    };
    match text.filter(|t| !t.is_empty()) {
        Some(text) => effects.push(Effect::Copy(text)),
        None => {
            let what = what.trim_start_matches("a ").trim_start_matches("an ");
            state.fail(format!("what is in view has no {what}"));
        }
    }
}

/// Opens the address of the source in view.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
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

/// The words that are selected, else those of the claim, or that tell of the event.
fn quote(state: &State) -> Option<String> {
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
fn citation(article: ArticleView<'_>) -> String {
    let title = format!("“{}”", article.title());
    let date = article.published().to_string();
    let parts = [article.publisher(), &title, &date, article.url()];
    parts.into_iter().filter(|p| !p.is_empty() && *p != "“”").collect::<Vec<_>>().join(", ")
}

/// A BibTeX entry.
fn bibtex(article: ArticleView<'_>) -> String {
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
