//! Words, numbers and marks of a text.
//!
//! A token keeps its place in the text and its lower-case form, which lies in
//! one buffer for the whole document. Clitics stand alone (`Iran` + `'s`,
//! `do` + `n't`), abbreviations keep their stops (`U.S.`, `Gen.`), hyphenated
//! words stay whole (`Russian-led`, `al-Assad`) but for prefixes that may
//! stand before a name or title (`then-`, `anti-`).

use super::lexicon::list;
use crate::model::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, with inner hyphens, apostrophes and abbreviation stops; also clitics.
    Word,
    /// Starts with a digit: `17`, `1,000`, `3.5`, `1980s`, `17th`.
    Number,
    /// `.`, `!`, `?`, `…` or a run of them.
    Stop,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// `--`, `–`, `—`, or a hyphen that stands alone.
    Dash,
    /// An opening quotation mark.
    OpenQuote,
    /// A closing quotation mark.
    CloseQuote,
    /// `(`, `[`, `{`
    Open,
    /// `)`, `]`, `}`
    Close,
    /// Anything else.
    Symbol,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// No capital at its head.
    Lower,
    /// A capital at its head: `Iran`, `McConnell`.
    Initial,
    /// At least two letters, all capitals: `NATO`, `U.S.`.
    Upper,
}

/// One word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands.
    pub(crate) span: Span,
    /// Where its lower-case form lies in the document's buffer.
    pub(crate) lower: (u32, u32),
    pub(crate) kind: TokenKind,
    /// How it is written.
    pub(crate) case: Case,
    /// Whether white space (or the beginning of the text) stands before it.
    pub(crate) spaced: bool,
}

/// Splits a stretch of text into tokens and appends their lower-case forms to `lower`.
pub(crate) fn tokenize(text: &str, range: std::ops::Range<usize>, lower: &mut String, out: &mut Vec<Token>) {
    let mut lexer = Lexer { text, at: range.start, end: range.end, lower, out };
    lexer.run();
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    lower: &'a mut String,
    out: &'a mut Vec<Token>,
}

impl Lexer<'_> {
    fn peek(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            _ if at >= self.end => None,
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.get(at..).and_then(|t| t.chars().next()),
        }
    }

    /// One past the ASCII letters and digits that begin at `at`.
    fn plain_end(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..self.end).unwrap_or(&[]);
        at + rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len())
    }

    fn before(&self) -> Option<char> {
        self.text.get(..self.at).and_then(|t| t.chars().next_back())
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(self.at) {
            if c.is_whitespace() || is_invisible(c) {
                self.at += c.len_utf8();
                continue;
            }
            let end = if c.is_alphabetic() {
                self.word_end(self.at)
            } else if c.is_ascii_digit() || c.is_numeric() {
                self.number_end(self.at)
            } else {
                self.mark();
                continue;
            };
            let kind = if c.is_alphabetic() { TokenKind::Word } else { TokenKind::Number };
            if kind == TokenKind::Word {
                self.push_word(end);
            } else {
                self.push(end, kind);
            }
        }
    }

    /// The end of the word that starts at `at`: letters and digits, inner
    /// hyphens and apostrophes, and the stops of an abbreviation.
    fn word_end(&self, start: usize) -> usize {
        let mut at = self.plain_end(start);
        while let Some(c) = self.peek(at) {
            let next_at = at + c.len_utf8();
            let next = self.peek(next_at);
            let joins = match c {
                _ if is_word_char(c) => true,
                '-' | '‑' | '\u{2010}' | '&' => next.is_some_and(char::is_alphanumeric),
                '\'' | '’' => next.is_some_and(char::is_alphabetic),
                '.' => {
                    // U.S., U.S.-led, a.m.: single letters with stops between.
                    let single = single_letter_before(self.text, start, at);
                    single
                        && (next.is_some_and(|n| n.is_alphabetic() || n == '-')
                            || self.text[start..at].contains('.'))
                }
                _ => false,
            };
            if !joins {
                break;
            }
            at = self.plain_end(next_at);
        }
        at
    }

    fn number_end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(c) = self.peek(at) {
            let next = self.peek(at + c.len_utf8());
            let joins = is_word_char(c)
                || (matches!(c, '.' | ',' | ':') && next.is_some_and(|n| n.is_ascii_digit()))
                || (c == '-' && next.is_some_and(char::is_alphanumeric));
            if !joins {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    /// Pushes a word, with its clitic and prefix as tokens of their own.
    fn push_word(&mut self, mut end: usize) {
        let text = self.text;
        let word = &text[self.at..end];
        // Most words are letters only.
        let plain = word.bytes().all(|b| b.is_ascii_alphanumeric());
        if !plain
            && let Some(cut) = word.find(['-', '‑', '\u{2010}'])
            && list::CUT_PREFIX.words().iter().any(|p| word[..cut].eq_ignore_ascii_case(p))
        {
            self.push(self.at + cut, TokenKind::Word);
            self.at += text[self.at..].chars().next().map_or(1, char::len_utf8);
            self.run_rest_of_compound(end);
            return;
        }
        // An abbreviation takes its stop with it.
        if self.peek(end) == Some('.') && self.takes_stop(word, end) {
            end += 1;
            self.push(end, TokenKind::Word);
            return;
        }
        let clitic = if plain { None } else { clitic(word) };
        if let Some(cut) = clitic.or_else(|| super::glued::cut(word)) {
            self.push(self.at + cut, TokenKind::Word);
        }
        self.push(end, TokenKind::Word);
    }

    fn run_rest_of_compound(&mut self, end: usize) {
        if self.at < end {
            let stop = self.word_end(self.at);
            self.push_word(stop);
        }
    }

    fn takes_stop(&self, word: &str, end: usize) -> bool {
        if word.len() > 7 {
            return false;
        }
        let lower = word.to_lowercase();
        let mut rest = self.text[end + 1..self.end].chars();
        let next = rest.find(|c| !c.is_whitespace());
        let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        if single {
            // An initial: "John F. Kennedy"; "Plan B. Then" is rarer in news.
            return next.is_some_and(char::is_uppercase);
        }
        if !list::ABBREVIATION.has(&lower) {
            return false;
        }
        if list::DOUBTFUL_ABBREVIATION.has(&lower) {
            let digit = next.is_some_and(|c| c.is_ascii_digit());
            return digit || (word.starts_with(char::is_uppercase) && lower == "co");
        }
        next.is_some()
    }

    fn mark(&mut self) {
        let text = self.text;
        let rest = &text[self.at..self.end];
        let c = rest.chars().next().unwrap_or(' ');
        let width = c.len_utf8();
        let spaced_before = self.before().is_none_or(|b| b.is_whitespace() || is_opening(b));
        let (kind, len) = match c {
            '.' | '!' | '?' | '…' => {
                let run = rest.find(|c| !matches!(c, '.' | '!' | '?' | '…')).unwrap_or(rest.len());
                (TokenKind::Stop, run)
            }
            ',' => (TokenKind::Comma, width),
            ':' => (TokenKind::Colon, width),
            ';' => (TokenKind::Semicolon, width),
            '-' | '–' | '—' | '―' => {
                let run = rest.find(|c| !matches!(c, '-' | '–' | '—' | '―')).unwrap_or(rest.len());
                (TokenKind::Dash, run)
            }
            '“' | '‘' | '„' | '«' => (TokenKind::OpenQuote, width),
            '”' | '»' => (TokenKind::CloseQuote, width),
            '’' => (TokenKind::CloseQuote, width),
            '`' => {
                let run = if rest.starts_with("``") { 2 } else { 1 };
                (TokenKind::OpenQuote, run)
            }
            '"' => (if spaced_before { TokenKind::OpenQuote } else { TokenKind::CloseQuote }, width),
            '\'' => {
                let run = if rest.starts_with("''") { 2 } else { 1 };
                (if spaced_before { TokenKind::OpenQuote } else { TokenKind::CloseQuote }, run)
            }
            '(' | '[' | '{' => (TokenKind::Open, width),
            ')' | ']' | '}' => (TokenKind::Close, width),
            _ => (TokenKind::Symbol, width),
        };
        self.push(self.at + len, kind);
    }

    fn push(&mut self, end: usize, kind: TokenKind) {
        let spaced = self.before().is_none_or(char::is_whitespace);
        let word = &self.text[self.at..end];
        let start = self.lower.len() as u32;
        if word.is_ascii() {
            self.lower.push_str(word);
            self.lower[start as usize..].make_ascii_lowercase();
        } else {
            for c in word.chars() {
                match c {
                    '’' => self.lower.push('\''),
                    '‑' | '\u{2010}' => self.lower.push('-'),
                    _ => self.lower.extend(c.to_lowercase()),
                }
            }
        }
        let lower = (start, self.lower.len() as u32);
        let case = if kind == TokenKind::Word { case_of(word) } else { Case::Lower };
        self.out.push(Token { span: Span::new(self.at, end), lower, kind, case, spaced });
        self.at = end;
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c)
}

/// Soft hyphens, zero-width characters and bidirectional controls: no word and no mark.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '“' | '‘' | '"' | '\'' | '–' | '—' | '-' | '`')
}

/// Whether exactly one letter stands between the last stop (or `start`) and `at`.
fn single_letter_before(text: &str, start: usize, at: usize) -> bool {
    let part = text[start..at].rsplit('.').next().unwrap_or("");
    let mut chars = part.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Where the clitic of a word begins, if it has one.
fn clitic(word: &str) -> Option<usize> {
    let cut = word.rfind(['\'', '’'])?;
    let mark = word[cut..].chars().next()?.len_utf8();
    let tail = &word[cut + mark..];
    match tail.to_ascii_lowercase().as_str() {
        "s" | "re" | "ve" | "ll" | "d" | "m" if cut > 0 => Some(cut),
        "t" if cut > 1 && word[..cut].ends_with(['n', 'N']) => {
            // "can't" leaves "ca", which the word list knows.
            Some(cut - 1)
        }
        _ => None,
    }
}

pub(super) fn case_of(word: &str) -> Case {
    if word.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return Case::Lower;
    }
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Case::Lower };
    if !first.is_uppercase() {
        return Case::Lower;
    }
    let (mut upper, mut lower) = (1, 0);
    for c in letters {
        if c.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    if upper > 1 && lower == 0 { Case::Upper } else { Case::Initial }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        let (mut lower, mut out) = (String::new(), Vec::new());
        tokenize(text, 0..text.len(), &mut lower, &mut out);
        out.iter().map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn clitics_stand_alone() {
        assert_eq!(words("Iran's envoy didn’t go"), ["Iran", "'s", "envoy", "did", "n’t", "go"]);
        assert_eq!(words("O'Brien won't"), ["O'Brien", "wo", "n't"]);
        assert_eq!(words("the allies' plan"), ["the", "allies", "'", "plan"]);
    }

    #[test]
    fn abbreviations_keep_their_stops() {
        assert_eq!(words("U.S. forces"), ["U.S.", "forces"]);
        assert_eq!(words("Gen. John F. Ray left."), ["Gen.", "John", "F.", "Ray", "left", "."]);
        assert_eq!(words("a U.S.-led force"), ["a", "U.S.-led", "force"]);
        assert_eq!(words("He said no."), ["He", "said", "no", "."]);
        assert_eq!(words("Jan. 17"), ["Jan.", "17"]);
    }

    #[test]
    fn hyphens_join_and_dashes_part() {
        assert_eq!(
            words("al-Assad -- Syria's ruler—fled"),
            ["al-Assad", "--", "Syria", "'s", "ruler", "—", "fled"]
        );
        assert_eq!(words("then-Foreign Minister"), ["then", "Foreign", "Minister"]);
    }

    #[test]
    fn quotes_open_and_close() {
        let text = "He said \"no\" (and \"maybe\").";
        let (mut lower, mut out) = (String::new(), Vec::new());
        tokenize(text, 0..text.len(), &mut lower, &mut out);
        let kinds: Vec<_> = out
            .iter()
            .map(|t| t.kind)
            .filter(|k| matches!(k, TokenKind::OpenQuote | TokenKind::CloseQuote))
            .collect();
        use TokenKind::*;
        assert_eq!(kinds, [OpenQuote, CloseQuote, OpenQuote, CloseQuote]);
    }

    #[test]
    fn numbers_hold_together() {
        assert_eq!(
            words("1,000 men, 3.5% in the 1980s"),
            ["1,000", "men", ",", "3.5", "%", "in", "the", "1980s"]
        );
    }
}
