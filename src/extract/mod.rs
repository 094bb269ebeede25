//! English news text in, a [`Dossier`] out: offline, deterministic, explained.
//!
//! # The way of the data
//! ```text
//! text ─ layout ─▶ paragraphs (text, headline, byline, link, notice; dateline)
//!      ─ tokens ─▶ words, numbers, marks    ─ sentences ─▶ Document
//! Document ─ who ─▶ Mentions: where somebody is named, and apart from it whom it means
//!          ─ when ─▶ time expressions, resolved
//!          ─ clauses ─▶ verb and noun groups ─ events ─▶ who did what to whom
//!          ─ claims ─▶ who said what
//! all of it ─ assemble ─▶ Dossier
//! ```
//! Every stage is a file or folder of its own and reads only what the stages before
//! it found: [`document::Document`] carries the text with its paragraphs,
//! sentences and tokens (byte offsets), and each later stage adds its own list.
//! Words, codes and names are data in `assets/extract` and `assets/actors`.
//!
//! Files are none of its business: `read::article` makes an [`Article`] of them, and
//! `write::explain` tells what was found in words.

pub(crate) mod actors;
mod assemble;
mod claims;
mod clauses;
pub(crate) mod document;
mod events;
mod glued;
pub(crate) mod language;
mod layout;
mod lexicon;
mod sentences;
mod tokens;
mod when;
pub(crate) mod who;

use std::sync::{Arc, Once, OnceLock};

use crate::model::{Article, Dossier, Span};
use clauses::Analysis;
use document::Document;
use events::{Coder, Move};
use layout::ParagraphKind;
use when::{Dating, Times};
use who::{Mentions, OwnNames};

/// What may be set from outside.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bytes of an article's text that are read; what lies beyond is left out.
    pub(crate) max_bytes: usize,
    /// Names that are looked for beside the tables.
    pub(crate) own: Option<Arc<OwnNames>>,
}

impl Default for Options {
    /// 4 MiB of each text, and the names that the user [installed](install).
    fn default() -> Self {
        Options { max_bytes: 4 << 20, own: OWN.get().cloned() }
    }
}

static OWN: OnceLock<Arc<OwnNames>> = OnceLock::new();

/// Makes the user's actors known to all [`Options::default`] to come, before anything is
/// extracted. Only the first call counts.
pub(crate) fn install(actors: actors::user::UserActors) {
    let _ = OWN.set(Arc::new(OwnNames::new(actors)));
}

/// The user's actors that are [installed](install), if any are.
pub(crate) fn installed() -> Option<&'static actors::user::UserActors> {
    OWN.get().map(|own| own.actors())
}

/// Reads the word lists and names, on two cores if there are two. The first [`extract`] does it
/// by itself; calling this before takes the wait off it.
pub(crate) fn prepare() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        std::thread::scope(|s| {
            // Without a thread the names are read when they are first asked for.
            let _ = std::thread::Builder::new().spawn_scoped(s, who::prepare);
            lexicon::lexicon();
            claims::prepare();
        });
    });
}

/// Finds events, claims and actors in an article's text.
///
/// The article is handed through, with its language if it told none. An article without text, or in a
/// language other than English, gives a dossier without findings.
pub fn extract(article: &Article, options: &Options) -> Dossier {
    prepare();
    let mut dossier = Dossier { article: article.clone(), ..Dossier::default() };
    let whole = dossier.article.text.clone().unwrap_or_default();
    let text = head(&whole, options.max_bytes);
    let (language, coded) = language::language(&article.language, text);
    dossier.article.language = language;
    if !coded {
        return dossier;
    }
    let published = article.published.is_known().then(|| article.published.anchor());
    let document = Document::new(text);
    let mentions =
        Mentions::find_for(&document, published, options.own.as_deref(), Some(article.publisher.as_str()));
    let times = Times::find(&document);
    let mut dating = Dating::new(&document, &times, article.published);
    let mut assembly = assemble::Assembly::default();
    let mut blow: Vec<usize> = Vec::new();
    let mut moves: Vec<Move> = Vec::new();
    for (i, s) in document.sentences.iter().enumerate() {
        if document.kind_of(i) != ParagraphKind::Body {
            continue;
        }
        // One side is enough where the words point back to a move that has the other.
        let reacts = || {
            mentions.names_one(s.tokens.clone())
                && events::points_back(&document, s.tokens.clone(), !moves.is_empty())
        };
        if !mentions.may_tell(s.tokens.clone()) && !reacts() {
            continue;
        }
        let analysis = Analysis::new(&document, &mentions, s.tokens.clone(), &|t| times.covers(t));
        let coder = Coder::new(&document, &mentions, &analysis).after(&blow, &moves);
        let found = events::events(&coder);
        let struck = found.iter().find(|f| events::algebra::is_force(&f.code) && !f.reciprocal);
        let next = struck.map(|f| f.sources.clone());
        let told: Vec<Move> = found.iter().map(Move::new).collect();
        for f in found {
            let when = dating.date(s.tokens.clone(), &coder.stretch(&f), f.planned || f.possible);
            assembly.event(&document, &mentions, &f, s.span, when, coder.confidence(&f));
        }
        blow = next.unwrap_or(blow);
        moves.extend(told);
    }
    let said = |span: Span| {
        let at = document.sentences.partition_point(|s| s.span.end <= span.start);
        let sentence = document.sentences.get(at);
        sentence.and_then(|s| dating.opening(s.tokens.clone())).unwrap_or(article.published)
    };
    for found in claims::claims(&document) {
        assembly.claim(&document, &mentions, &found, &said);
    }
    assembly.finish(&mut dossier);
    dossier
}

/// The first `max` bytes of a text, cut at a character.
fn head(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
