//! Claims out of text: who said what, in quotation marks or not.
//!
//! [`marks`] finds the quotations, [`skeleton`] makes each of them one word,
//! [`search`] goes from cue to cue and decides in which order speaker, cue and
//! content stand ([`subject`], [`content`]), [`follow`] gives speech without a
//! cue to whoever spoke last. Cues are data: `assets/extract/cues.tsv`.

mod claim;
mod content;
mod cueing;
mod follow;
mod lexicon;
mod marks;
mod nouns;
mod phrase;
mod search;
mod skeleton;
mod subject;

pub(crate) use claim::build;
use lexicon::Cue;
use phrase::Sentence;

use super::document::Document;
use super::layout::ParagraphKind;
use crate::model::{Form, Span};

/// The construction that gave a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Smith said (that) C.
    SpeakerFirst,
    /// C, Smith said.
    SpeakerAfter,
    /// C, said Smith.
    Inverted,
    /// As Smith said, C.
    As,
    /// According to Smith, C.
    According,
    /// Smith did this and said C.
    SharedSubject,
    /// Smith did this, saying C.
    Participle,
    /// A statement saying C.
    Reduced,
    /// Smith went on to say C.
    Infinitive,
    /// It was told by Smith that C.
    Passive,
    /// Smith's claim that C; reports that C; despite denials, C.
    Noun,
    /// Smith was blunt: "C"
    Colon,
    /// "C" in a sentence of its own, after Smith spoke.
    Follows,
    /// Words in quotation marks under a verb that is no cue.
    Governed,
}

/// A claim as the search finds it, before the speaker is resolved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FoundClaim {
    /// The words that name the speaker.
    pub(crate) speaker: Option<Span>,
    /// For "who" and "which", the words that they point back to.
    pub(crate) antecedent: Option<Span>,
    /// Whether only nearness gave the speaker.
    pub(crate) guessed: bool,
    pub(crate) cue: Option<Span>,
    /// What is said.
    pub(crate) content: Vec<Span>,
    /// Whether it stands in quotation marks.
    pub(crate) form: Form,
    pub(crate) rule: Rule,
    /// How sure, 0 to 100.
    pub(crate) sure: u8,
    /// Whether the cue is denied ("did not say").
    pub(crate) negated: bool,
    /// Whether quotations in the sentences after it may go on with it.
    open: bool,
}

impl FoundClaim {
    pub(super) fn bare(speaker: Option<Span>, cue: Option<Span>, content: Vec<Span>) -> FoundClaim {
        FoundClaim {
            speaker,
            antecedent: None,
            guessed: false,
            cue,
            content,
            form: Form::Indirect,
            rule: Rule::SpeakerFirst,
            sure: 50,
            negated: false,
            open: false,
        }
    }

    pub(super) fn new(
        s: &Sentence,
        c: &cueing::Cueing,
        cue: &Cue,
        speaker: Option<Span>,
        content: Vec<Span>,
    ) -> FoundClaim {
        let mut found = FoundClaim::bare(speaker, Some(s.span(c.at..c.after)), content);
        found.sure = cue.sure;
        found.negated = c.negated;
        found
    }
}

/// Reads the words and cues.
pub(super) fn prepare() {
    std::sync::LazyLock::force(&lexicon::LEXICON);
}

/// All claims of a document, in the order of the text.
pub(crate) fn claims(document: &Document) -> Vec<FoundClaim> {
    let mut found = Vec::new();
    let mut state = follow::State::default();
    let mut first = 0;
    let mut quotes = Vec::new();
    for (number, paragraph) in document.layout.paragraphs.iter().enumerate() {
        let sentences = &document.sentences[first..];
        let count = sentences.iter().take_while(|s| s.paragraph == number).count();
        let own = &sentences[..count];
        first += count;
        let (Some(head), Some(last)) = (own.first(), own.last()) else { continue };
        if !matches!(paragraph.kind, ParagraphKind::Body | ParagraphKind::Headline) {
            continue;
        }
        let ends: Vec<usize> = own.iter().map(|s| s.tokens.end).collect();
        let span = paragraph.body;
        let skeleton = skeleton::Skeleton::build(document, span, head.tokens.start..last.tokens.end, &ends);
        quotes.extend(skeleton.words.iter().filter(|w| w.kind == skeleton::PieceKind::Quote).map(|w| w.span));
        follow::paragraph(document, &skeleton, &mut state, &mut found);
    }
    for claim in &mut found {
        claim.form = form(document.text, &quotes, &claim.content);
    }
    found
}

/// How much of a content stands in quotation marks; `quotes` are all of the text's, in order.
pub(super) fn form(text: &str, quotes: &[Span], content: &[Span]) -> Form {
    let letters = |s: Span| s.of(text).chars().filter(|c| c.is_alphanumeric()).count();
    let (mut all, mut inside) = (0, 0);
    for span in content {
        all += letters(*span);
        let from = quotes.partition_point(|q| q.end <= span.start);
        for quote in quotes[from..].iter().take_while(|q| q.start < span.end) {
            inside += letters(Span { start: quote.start.max(span.start), end: quote.end.min(span.end) });
        }
    }
    match inside {
        0 => Form::Indirect,
        _ if inside * 50 >= all * 49 => Form::Direct,
        _ => Form::Mixed,
    }
}

#[cfg(test)]
mod tests;
