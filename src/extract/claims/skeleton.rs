//! A paragraph in which every quotation is one word.
//!
//! Whoever speaks stands outside the quotation marks, so the search for cues
//! and speakers runs over this skeleton: the tokens outside, brackets left
//! out, and one [`PieceKind::Quote`] for each quoted stretch. Sentences that a
//! quotation cuts come out whole.

use std::ops::Range;

use super::lexicon::{Bits, LEXICON, PREPOSITION};
use super::marks::{Quoted, quoted};
use crate::extract::document::Document;
use crate::extract::tokens::{Case, Token, TokenKind};
use crate::model::Span;

/// What a word of the skeleton is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// A word or clitic.
    Word,
    Number,
    /// A whole quotation.
    Quote,
    /// `,`
    Comma,
    /// `.`, `?`, `!`, `…`
    Stop,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    Dash,
    /// A bracket or symbol.
    Other,
}

/// How a quotation ends inside its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// With a comma: the sentence goes on with the speaker.
    Comma,
    Stop,
    /// With `?` or `!`, a dash or dots: either.
    Open,
    /// With a word.
    Plain,
}

/// What is known of a quotation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speech {
    /// How it ends.
    pub(crate) tail: Tail,
    /// Words in it, counted to 255.
    pub(crate) words: u8,
    /// Whether it starts with a capital.
    pub(crate) capital: bool,
    /// Whether all its longer words do, and there are two words at least: a title or name.
    pub(crate) title: bool,
    /// Whether its closing mark was found.
    pub(crate) closed: bool,
}

/// One word of the skeleton.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) kind: PieceKind,
    /// Where it stands.
    pub(crate) span: Span,
    /// Its first token in the document.
    pub(crate) token: usize,
    pub(crate) classes: Bits,
    /// Its cue, 0 for none.
    pub(crate) cue: u16,
    /// Which forms of the cue it can be.
    pub(crate) forms: u8,
    /// How it is written.
    pub(crate) case: Case,
    /// For a quotation, how it looks.
    pub(crate) speech: Speech,
}

impl Word {
    /// Whether it has one of these classes.
    pub(crate) fn is(&self, classes: Bits) -> bool {
        self.classes & classes != 0
    }

    /// Whether it is written with a capital.
    pub(crate) fn capital(&self) -> bool {
        self.case != Case::Lower
    }
}

/// Words after which a sentence is cut, so that no text costs more than its length.
const LONGEST: usize = 300;

const NO_SPEECH: Speech = Speech { tail: Tail::Plain, words: 0, capital: false, title: false, closed: true };

/// The words and sentences of one paragraph.
#[derive(Debug, Default)]
pub(crate) struct Skeleton {
    /// Outside of brackets, quotations in one piece.
    pub(crate) words: Vec<Word>,
    /// Ranges of [`Skeleton::words`].
    pub(crate) sentences: Vec<Range<usize>>,
}

impl Skeleton {
    /// Builds the skeleton of the paragraph whose tokens and sentences are handed in.
    pub(crate) fn build(document: &Document, span: Span, tokens: Range<usize>, ends: &[usize]) -> Skeleton {
        let quotes = quoted(document.text, span.start as usize, span.end as usize);
        let mut skeleton = Skeleton { words: Vec::with_capacity(tokens.len()), sentences: Vec::new() };
        let mut quote = quotes.iter().peekable();
        let mut breaks = ends.iter().copied().peekable();
        let mut start = 0;
        let mut at = tokens.start;
        while at < tokens.end {
            let token = &document.tokens[at];
            while quote.peek().is_some_and(|q| q.end <= token.span.start as usize) {
                quote.next();
            }
            let next = match quote.peek() {
                Some(q) if q.start < token.span.end as usize => {
                    let end = first_after(document, at, tokens.end, q.end);
                    skeleton.words.push(speech(document, at, end, q));
                    end.max(at + 1)
                }
                _ => skeleton.plain(document, at, start, tokens.end),
            };
            let mut broke = false;
            while breaks.peek().is_some_and(|b| *b <= next) {
                broke = breaks.next() == Some(next) || broke;
            }
            at = next;
            let long = skeleton.words.len() - start >= LONGEST;
            if (broke || long) && skeleton.words.len() > start {
                skeleton.sentences.push(start..skeleton.words.len());
                start = skeleton.words.len();
            }
        }
        if skeleton.words.len() > start {
            skeleton.sentences.push(start..skeleton.words.len());
        }
        skeleton
    }

    /// Pushes one token, or passes over a bracket; the next token's index.
    pub(super) fn plain(&mut self, document: &Document, at: usize, sentence: usize, end: usize) -> usize {
        let token = &document.tokens[at];
        let kind = match token.kind {
            TokenKind::Word => PieceKind::Word,
            TokenKind::Number => PieceKind::Number,
            TokenKind::Comma => PieceKind::Comma,
            TokenKind::Stop => PieceKind::Stop,
            TokenKind::Colon => PieceKind::Colon,
            TokenKind::Semicolon => PieceKind::Semicolon,
            TokenKind::Dash => PieceKind::Dash,
            TokenKind::Open if self.words.len() > sentence => {
                return bracket_end(&document.tokens[at..end]).map_or(at + 1, |n| at + n);
            }
            TokenKind::Open | TokenKind::Close | TokenKind::OpenQuote | TokenKind::CloseQuote => {
                return at + 1;
            }
            TokenKind::Symbol => PieceKind::Other,
        };
        let known = if kind == PieceKind::Word {
            let lower = document.lower(at);
            let known = LEXICON.word(lower);
            if known.classes == 0 && known.cue == 0 && lower.ends_with('.') {
                LEXICON.word(lower.trim_end_matches('.'))
            } else {
                known
            }
        } else {
            Default::default()
        };
        self.words.push(Word {
            kind,
            span: token.span,
            token: at,
            classes: known.classes,
            cue: known.cue,
            forms: known.forms,
            case: token.case,
            speech: NO_SPEECH,
        });
        at + 1
    }
}

/// How many tokens a bracket holds, both marks counted; brackets that do not
/// close within a few dozen tokens are none.
fn bracket_end(tokens: &[Token]) -> Option<usize> {
    let window = &tokens[..tokens.len().min(40)];
    window.iter().position(|t| t.kind == TokenKind::Close).map(|n| n + 1)
}

fn first_after(document: &Document, from: usize, to: usize, byte: usize) -> usize {
    from + document.tokens[from..to].partition_point(|t| (t.span.start as usize) < byte)
}

fn speech(document: &Document, from: usize, to: usize, quote: &Quoted) -> Word {
    let inner = document.text.get(quote.inner_start..quote.inner_end).unwrap_or("");
    let tokens = document.tokens.get(from..to).unwrap_or(&[]);
    let words = tokens.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number));
    let count = words.clone().take(255).count();
    let capital = words.clone().next().is_some_and(|t| t.case != Case::Lower);
    let small = |t: &&Token| t.case == Case::Lower && t.kind == TokenKind::Word;
    let minor = |t: &Token| {
        t.span.end - t.span.start <= 3
            || LEXICON.word(document.lower(index(tokens, t) + from)).classes & PREPOSITION != 0
    };
    let title = (2..=12).contains(&count) && capital && words.clone().filter(small).all(minor);
    let trimmed =
        inner.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '’' | '‘' | ')' | ']'));
    let tail = match trimmed.chars().next_back() {
        Some(',') => Tail::Comma,
        Some('.') if !trimmed.ends_with("..") => Tail::Stop,
        Some('?' | '!' | '…' | '.' | '—' | '–' | '-') => Tail::Open,
        _ => Tail::Plain,
    };
    Word {
        kind: PieceKind::Quote,
        span: Span::new(quote.start, quote.end),
        token: from,
        classes: 0,
        cue: 0,
        forms: 0,
        case: Case::Lower,
        speech: Speech { tail, words: count.min(255) as u8, capital, title, closed: quote.closed },
    }
}

fn index(tokens: &[Token], token: &Token) -> usize {
    tokens.partition_point(|t| t.span.start < token.span.start)
}
