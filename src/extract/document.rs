//! A text with its paragraphs, sentences and tokens: what all later stages share.

use std::ops::Range;

use crate::model::Span;

use super::layout::{Layout, Paragraph, ParagraphKind, layout};
use super::lexicon::{Entry, Form, Lexicon, Noun, UNKNOWN, WordId, WordList, lexicon};
use super::sentences;
use super::tokens::{Case, Token, TokenKind, tokenize};

/// A sentence: a span and the tokens in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// From its first to its last token.
    pub(crate) span: Span,
    /// Indices into [`Document::tokens`].
    pub(crate) tokens: Range<usize>,
    /// Index into the paragraphs of [`Document::layout`].
    pub(crate) paragraph: usize,
}

/// The first stages' findings about one text. Offsets are bytes of the text.
///
/// Sentences and tokens are there for every paragraph, also for links and
/// headlines: ask [`Document::kind_of`] before coding one.
#[derive(Debug, Clone)]
pub(crate) struct Document<'a> {
    pub(crate) text: &'a str,
    pub(crate) layout: Layout,
    /// In the order of the text.
    pub(crate) sentences: Vec<Sentence>,
    /// In the order of the text.
    pub(crate) tokens: Vec<Token>,
    lower: String,
    lexicon: &'static Lexicon,
    /// For each token the number of its word in the lexicon.
    ids: Vec<WordId>,
}

impl<'a> Document<'a> {
    /// Cuts a text into paragraphs, sentences and tokens.
    pub(crate) fn new(text: &'a str) -> Document<'a> {
        let layout = layout(text);
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut lower = String::with_capacity(text.len());
        let mut sentences = Vec::with_capacity(text.len() / 120);
        for (paragraph, p) in layout.paragraphs.iter().enumerate() {
            let first = tokens.len();
            tokenize(text, p.body.range(), &mut lower, &mut tokens);
            sentences::split(text, &lower, &tokens, first, |from, to| {
                let span = tokens[from].span.hull(tokens[to - 1].span);
                sentences.push(Sentence { span, tokens: from..to, paragraph });
            });
        }
        let lexicon = lexicon();
        let word = |t: &Token| lower.get(t.lower.0 as usize..t.lower.1 as usize);
        let ids = tokens.iter().map(|t| word(t).map_or(UNKNOWN, |w| lexicon.id(w))).collect();
        Document { text, layout, sentences, tokens, lower, lexicon, ids }
    }

    /// The number of a token's word in the lexicon, [`UNKNOWN`] also beyond the end.
    pub(crate) fn id(&self, token: usize) -> WordId {
        self.ids.get(token).copied().unwrap_or(UNKNOWN)
    }

    /// What the lexicon says of a token's word.
    pub(crate) fn entry(&self, token: usize) -> &'static Entry {
        self.lexicon.entry(self.id(token))
    }

    /// Whether a token's word is on a list; never beyond the end.
    pub(crate) fn is_listed(&self, token: usize, list: WordList) -> bool {
        self.lexicon.is_listed(self.id(token), list)
    }

    /// The tags of a token's word, 0 for most.
    pub(crate) fn tags(&self, token: usize) -> u32 {
        self.entry(token).tags
    }

    /// The verbs of which a token's word is a form.
    pub(crate) fn forms(&self, token: usize) -> &'static [Form] {
        &self.entry(token).forms
    }

    /// The nouns that begin with a token's word, longest phrase first.
    pub(crate) fn nouns(&self, token: usize) -> &'static [Noun] {
        &self.entry(token).nouns
    }

    /// The lower-case form of a token (curly apostrophes made straight); empty beyond the end.
    pub(crate) fn lower(&self, token: usize) -> &str {
        self.tokens
            .get(token)
            .and_then(|t| self.lower.get(t.lower.0 as usize..t.lower.1 as usize))
            .unwrap_or("")
    }

    /// A token as it is written; empty beyond the end.
    pub(crate) fn word(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |t| t.span.of(self.text))
    }

    /// The tokens of a range as one span; `None` if it holds none.
    pub(crate) fn span(&self, tokens: Range<usize>) -> Option<Span> {
        let first = self.tokens.get(tokens.start)?;
        let last = self.tokens.get(tokens.end.checked_sub(1)?)?;
        (tokens.start < tokens.end).then(|| first.span.hull(last.span))
    }

    /// The index of the first token that ends after a byte of the text.
    pub(crate) fn token_at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|t| t.span.end <= byte)
    }

    /// The index of the sentence in which a byte lies, or of the next one.
    pub(crate) fn sentence_at(&self, byte: u32) -> usize {
        self.sentences.partition_point(|s| s.span.end <= byte)
    }

    /// The paragraph of a sentence.
    pub(crate) fn paragraph(&self, sentence: usize) -> Option<&Paragraph> {
        self.layout.paragraphs.get(self.sentences.get(sentence)?.paragraph)
    }

    /// What kind of paragraph a sentence stands in.
    pub(crate) fn kind_of(&self, sentence: usize) -> ParagraphKind {
        self.paragraph(sentence).map_or(ParagraphKind::Notice, |p| p.kind)
    }

    /// Whether a sentence is written like a headline: most longer words begin with a capital.
    pub(crate) fn is_title_case(&self, sentence: &Range<usize>) -> bool {
        let long =
            sentence.clone().filter(|t| self.tokens[*t].kind == TokenKind::Word && self.word(*t).len() > 3);
        let (mut all, mut capital) = (0, 0);
        for t in long {
            all += 1;
            capital += usize::from(self.tokens[t].case != Case::Lower);
        }
        all >= 4 && capital * 10 >= all * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_find_their_token_and_sentence() {
        let d = Document::new("Iran’s envoy left. Peru stays.");
        assert_eq!(d.lower(1), "'s");
        assert_eq!(d.word(1), "’s");
        assert_eq!(d.sentence_at(21), 1);
        assert_eq!(d.word(d.token_at(21)), "Peru");
    }

    proptest! {
        #[test]
        fn any_text_is_cut_at_character_boundaries(text in "\\PC*|[a-zA-Z.'’ \n\"“”(-]{0,80}") {
            let d = Document::new(&text);
            for t in &d.tokens {
                prop_assert!(text.get(t.span.range()).is_some_and(|w| !w.is_empty()));
            }
            for s in &d.sentences {
                prop_assert!(text.get(s.span.range()).is_some());
                prop_assert!(!s.tokens.is_empty());
            }
            let mut end = 0;
            for t in &d.tokens {
                prop_assert!(t.span.start >= end);
                end = t.span.end;
            }
        }
    }
}
