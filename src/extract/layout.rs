//! Paragraphs, and what each of them is: text, headline, byline, link, notice.
//!
//! A dateline ("MOSCOW, Jan. 17 (Agency) –") is found at the head of a
//! paragraph of text; its place and day are kept and its words are not coded.

use super::lexicon::{WordList, list};
use crate::model::Span;
use crate::model::date::MONTHS;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParagraphKind {
    /// Running text: the only kind that is coded.
    Body,
    /// A headline or heading between paragraphs.
    Headline,
    /// Who wrote or photographed it.
    Byline,
    /// A link to another article: "SEE ALSO: …", "Read more: …".
    Link,
    /// Copyright, subscription, contact and the like.
    Notice,
}

/// A stretch of text between blank lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Where it stands, without white space around it.
    pub(crate) span: Span,
    /// Where its own text begins: after a dateline, else as [`Paragraph::span`].
    pub(crate) body: Span,
    pub(crate) kind: ParagraphKind,
}

/// Where and when a report was filed, from the head of its first paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// The whole of it, dash included.
    pub(crate) span: Span,
    pub(crate) place: Span,
    /// The day, if it names one.
    pub(crate) date: Option<Span>,
}

/// The paragraphs of a text and its first dateline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// In the order of the text.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// The first dateline.
    pub(crate) dateline: Option<Dateline>,
}

/// Cuts a text into paragraphs and says what each is. Paragraphs end at blank
/// lines; a single line break ends one only where lines are not wrapped, that
/// is where no blank line stands in the whole text.
pub(crate) fn layout(text: &str) -> Layout {
    let mut out = Layout::default();
    let blank_lines = has_blank_line(text);
    let mut start = None;
    let mut end = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (from, to) = trimmed(text, at, at + line.len());
        at += line.len();
        if from == to {
            close(text, &mut out, &mut start, end);
            continue;
        }
        let alone = !blank_lines || starts_own_paragraph(&text[from..to]);
        if alone {
            close(text, &mut out, &mut start, end);
        }
        start.get_or_insert(from);
        end = to;
        if alone {
            close(text, &mut out, &mut start, end);
        }
    }
    close(text, &mut out, &mut start, end);
    headline(text, &mut out);
    out
}

fn has_blank_line(text: &str) -> bool {
    let mut lines = text.trim().split('\n').peekable();
    lines.any(|l| l.trim().is_empty())
}

/// Links and notices stand alone even where no blank line parts them.
fn starts_own_paragraph(line: &str) -> bool {
    matches!(kind_of(line), ParagraphKind::Link | ParagraphKind::Notice)
}

fn trimmed(text: &str, from: usize, to: usize) -> (usize, usize) {
    let line = &text[from..to];
    let left = line.len() - line.trim_start().len();
    let right = line.trim_end().len();
    if right == 0 { (from, from) } else { (from + left, from + right) }
}

fn close(text: &str, out: &mut Layout, start: &mut Option<usize>, end: usize) {
    let Some(from) = start.take() else { return };
    let span = Span::new(from, end);
    let words = span.of(text);
    let kind = kind_of(words);
    let mut body = span;
    if kind == ParagraphKind::Body
        && let Some(dateline) = dateline(words, from)
    {
        body.start = dateline.span.end;
        out.dateline.get_or_insert(dateline);
    }
    out.paragraphs.push(Paragraph { span, body, kind });
}

fn kind_of(words: &str) -> ParagraphKind {
    let head = words.trim_start_matches(['-', '*', '•', '►', '>', '[', ' ']);
    if begins_with_one_of(head, list::LINK_LINE) {
        // "Watch:" is a link; "Related to the talks …" is text.
        return ParagraphKind::Link;
    }
    if words.len() < 400 && begins_with_one_of(head, list::NOTICE_LINE) {
        return ParagraphKind::Notice;
    }
    if is_byline(words, head) { ParagraphKind::Byline } else { ParagraphKind::Body }
}

/// Looks at the first letter before it looks at the rest: nearly no line is one of these.
/// The lists are in lower case.
fn begins_with_one_of(head: &str, list: WordList) -> bool {
    let Some(first) = head.as_bytes().first().map(u8::to_ascii_lowercase) else { return false };
    list.words().iter().any(|l| l.as_bytes().first() == Some(&first) && begins_with(head, l))
}

/// Without heed to case; "_" is a blank.
fn begins_with(head: &str, words: &str) -> bool {
    let same = |(h, w): (&u8, u8)| h.eq_ignore_ascii_case(&w) || w == b'_' && *h == b' ';
    head.as_bytes().get(..words.len()).is_some_and(|h| h.iter().zip(words.bytes()).all(same))
}

fn is_byline(words: &str, head: &str) -> bool {
    let (by, from) = (begins_with(head, "by "), begins_with(head, "from "));
    if !by && !from || words.ends_with(['.', '!', '?', '”', '"']) {
        return false;
    }
    let count = words.split_whitespace().take(16).count();
    (2..16).contains(&count)
        && (by || count < 7)
        && words.split_whitespace().skip(1).all(|w| {
            w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "|,-–".contains(c))
                || list::BYLINE_WORD.has(w)
        })
}

/// A first paragraph that is short, has no end mark and is followed by text is
/// the headline; so is a short line in title case between paragraphs.
fn headline(text: &str, out: &mut Layout) {
    let count = out.paragraphs.len();
    for i in 0..count.saturating_sub(1) {
        let p = &mut out.paragraphs[i];
        if p.kind != ParagraphKind::Body || p.body != p.span {
            continue;
        }
        let words = p.span.of(text);
        let ends = words.ends_with(['.', '!', '?', '"', '”', ':', ';', ',', '…', ')']);
        let n = words.split_whitespace().take(30).count();
        let first = i == 0 && n <= 24 && (!ends || title_case(words) && words.ends_with(['.', '?', '!']));
        let heading = !ends && n <= 9;
        if first || heading {
            p.kind = ParagraphKind::Headline;
        }
    }
}

/// Whether nearly all longer words of a line are capitalised.
fn title_case(words: &str) -> bool {
    let long: Vec<&str> = words.split_whitespace().filter(|w| w.chars().count() > 4).collect();
    let capital =
        |w: &&&str| w.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(char::is_uppercase);
    long.len() >= 2 && long.iter().filter(capital).count() * 10 >= long.len() * 9
}

/// The dateline at the head of a paragraph: a place in capitals, or a place
/// with an agency in brackets, then a dash or colon.
fn dateline(words: &str, offset: usize) -> Option<Dateline> {
    let window = words.char_indices().nth(110).map_or(words, |(end, _)| &words[..end]);
    let (dash, width) = dash(window)?;
    let head = window[..dash].trim_end();
    let mut place_end = head.find([',', '(']).unwrap_or(head.len());
    let agency = head.ends_with(')') && head.contains('(');
    let place = head[..place_end].trim_end();
    place_end = place.len();
    let letters: Vec<char> = place.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 3 || place.split_whitespace().count() > 4 {
        return None;
    }
    let upper = letters.iter().all(|c| c.is_uppercase());
    let capital = place.split_whitespace().all(|w| w.starts_with(char::is_uppercase));
    let rest = head[place_end..].trim_matches([',', ' ']);
    let date = date_part(head, place_end);
    let plain = rest.is_empty() || agency || date.is_some() || rest.split_whitespace().count() <= 3;
    if !(upper && plain || capital && agency) {
        return None;
    }
    let end = dash + width;
    let after = window[end..].len() - window[end..].trim_start().len();
    Some(Dateline {
        span: Span::new(offset, offset + end + after),
        place: Span::new(offset, offset + place_end),
        date: date.map(|(a, b)| Span::new(offset + a, offset + b)),
    })
}

/// The first dash (or a colon or an agency's closing bracket) that may end a dateline.
fn dash(window: &str) -> Option<(usize, usize)> {
    if !window.contains(['-', '–', '—', ':', '_']) {
        return None;
    }
    let mut best: Option<(usize, usize)> = None;
    for (mark, width) in [
        (" - ", 3),
        (" -- ", 4),
        (" – ", 5),
        (" — ", 5),
        ("–", 3),
        ("—", 3),
        ("--", 2),
        (": ", 2),
        (" _ ", 3),
    ] {
        if let Some(at) = window.find(mark)
            && best.is_none_or(|(b, _)| at < b)
        {
            best = Some((at, width));
        }
    }
    best
}

fn date_part(head: &str, from: usize) -> Option<(usize, usize)> {
    let tail = &head[from..];
    let mut at = 0;
    for word in tail.split_inclusive([' ', ',']) {
        let plain = word.trim_matches([' ', ',', '.', '(']).to_ascii_lowercase();
        if plain.len() >= 3 && MONTHS.iter().any(|m| plain.starts_with(&m[..3])) {
            let end = tail[at..].find(['(', ')']).map_or(tail.len(), |e| at + e);
            let span = tail[at..end].trim_end_matches([' ', ',']);
            let digits = span.chars().any(|c| c.is_ascii_digit());
            return digits.then_some((from + at, from + at + span.len()));
        }
        at += word.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<ParagraphKind> {
        layout(text).paragraphs.iter().map(|p| p.kind).collect()
    }

    #[test]
    fn links_bylines_and_headlines_are_no_text() {
        use ParagraphKind::*;
        let text = "Envoys Meet In Vienna\n\nBy Ann Reporter\n\nThe envoys of both states met.\n\nSEE ALSO: A Pact Falls Apart\n\nThey parted without a word.\n\n© 2024 Nobody";
        assert_eq!(kinds(text), [Headline, Byline, Body, Link, Body, Notice]);
    }

    #[test]
    fn one_line_is_text_even_without_an_end_mark() {
        assert_eq!(kinds("Peru and Chile sign a border treaty"), [ParagraphKind::Body]);
    }

    #[test]
    fn wrapped_lines_make_one_paragraph_and_bare_lines_many() {
        assert_eq!(kinds("The envoys\nof both states met.\n\nThey parted.").len(), 2);
        assert_eq!(kinds("The envoys of both states met.\nThey parted.").len(), 2);
    }

    #[test]
    fn datelines_are_cut_off() {
        for (text, place, date) in [
            ("VIENNA (Agency) - Talks began.", "VIENNA", None),
            ("TEHRAN, Jan. 17 (Agency) — Talks began.", "TEHRAN", Some("Jan. 17")),
            ("ISLAMABAD: Talks began.", "ISLAMABAD", None),
            ("Paris, March 3 (Agency) -- Talks began.", "Paris", Some("March 3")),
        ] {
            let l = layout(text);
            let d = l.dateline.expect(text);
            assert_eq!(d.place.of(text), place);
            assert_eq!(d.date.map(|s| s.of(text)), date);
            assert_eq!(l.paragraphs[0].body.of(text), "Talks began.");
        }
        for text in ["The talks - long delayed - began.", "NATO said: we stay.", "Iran: a history of talks"] {
            assert_eq!(
                layout(text).dateline.map(|d| d.place.of(text)).filter(|p| *p != "NATO said"),
                None,
                "{text}"
            );
        }
    }
}
