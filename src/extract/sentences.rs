//! Sentences of a paragraph, from its tokens.
//!
//! A sentence ends at a stop (with the quotation marks and brackets that close
//! after it) unless what follows shows that it goes on. The rules are linear
//! in the number of tokens and need no list of names. A run of more than
//! [`LONGEST`] tokens without an end is cut.

use super::lexicon::list;
use super::tokens::{Case, Token, TokenKind};

/// Tokens after which a sentence is cut even without an end mark.
pub(crate) const LONGEST: usize = 250;

/// Splits the tokens of one paragraph (indices `first..tokens.len()` of the
/// slice handed in) into sentences, as index ranges.
pub(crate) fn split(
    text: &str,
    lower: &str,
    tokens: &[Token],
    first: usize,
    mut emit: impl FnMut(usize, usize),
) {
    let mut start = first;
    let mut i = first;
    let word = |t: &Token| &lower[t.lower.0 as usize..t.lower.1 as usize];
    while i < tokens.len() {
        let t = &tokens[i];
        let abbreviation = t.kind == TokenKind::Word && t.span.of(text).ends_with('.');
        let ends = t.kind == TokenKind::Stop || abbreviation;
        if !ends {
            i += 1;
            if i - start >= LONGEST {
                emit(start, i);
                start = i;
            }
            continue;
        }
        let mut after = i + 1;
        while tokens.get(after).is_some_and(closes) {
            after += 1;
        }
        if breaks(text, tokens, i, after, abbreviation, &word) {
            emit(start, after);
            start = after;
        }
        i = after.max(i + 1);
    }
    if start < tokens.len() {
        emit(start, tokens.len());
    }
}

fn closes(t: &Token) -> bool {
    matches!(t.kind, TokenKind::CloseQuote | TokenKind::Close) && !t.spaced
}

fn breaks<'a>(
    text: &str,
    tokens: &[Token],
    stop: usize,
    after: usize,
    abbreviation: bool,
    word: &impl Fn(&Token) -> &'a str,
) -> bool {
    let Some(next) = tokens.get(after) else { return true };
    if !next.spaced
        && !matches!(next.kind, TokenKind::OpenQuote)
        && (next.case == Case::Lower || abbreviation)
    {
        return false;
    }
    if abbreviation {
        return next.case != Case::Lower
            && next.kind == TokenKind::Word
            && list::SENTENCE_OPENER.has(word(next));
    }
    let quoted = after > stop + 1;
    match next.kind {
        TokenKind::Word if next.case == Case::Lower => false,
        TokenKind::Word => {
            // "Is that so?" Smith asked.  “…” Trump said.
            let question = !tokens[stop].span.of(text).starts_with('.');
            !(quoted && question && cue_follows(tokens, after, word))
        }
        TokenKind::Number | TokenKind::OpenQuote | TokenKind::Open => true,
        TokenKind::Dash => !quoted && tokens.get(after + 1).is_some_and(|t| t.case != Case::Lower),
        TokenKind::Symbol => true,
        _ => false,
    }
}

fn cue_follows<'a>(tokens: &[Token], at: usize, word: &impl Fn(&Token) -> &'a str) -> bool {
    tokens[at..]
        .iter()
        .take(5)
        .take_while(|t| t.kind == TokenKind::Word)
        .any(|t| list::SAID_AFTER_QUOTE.has(word(t)))
}

#[cfg(test)]
mod tests {
    use crate::extract::document::Document;

    fn split(text: &str) -> Vec<&str> {
        let d = Document::new(text);
        d.sentences.iter().map(|s| s.span.of(text)).collect()
    }

    #[test]
    fn stops_end_sentences_and_abbreviations_do_not() {
        assert_eq!(
            split("The U.S. envoy met Gen. Ray. He left the U.S. The talks go on."),
            ["The U.S. envoy met Gen. Ray.", "He left the U.S.", "The talks go on."]
        );
        assert_eq!(
            split("Some 3.5 million fled in Jan. 2020. Why?"),
            ["Some 3.5 million fled in Jan. 2020.", "Why?"]
        );
    }

    #[test]
    fn quotation_marks_stay_with_their_sentence() {
        assert_eq!(
            split("“We stay. They go,” he said. “That is all.” She left."),
            ["“We stay.", "They go,” he said.", "“That is all.”", "She left."]
        );
        assert_eq!(
            split("“Is that so?” Mr. Ray asked. “Stop!” he cried."),
            ["“Is that so?” Mr. Ray asked.", "“Stop!” he cried."]
        );
    }

    #[test]
    fn a_run_without_an_end_is_cut() {
        let text = "word ".repeat(1000);
        assert_eq!(split(&text).len(), 4);
    }
}
