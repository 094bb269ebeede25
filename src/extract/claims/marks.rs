//! Where quotation marks open and close.
//!
//! A small state machine over one paragraph. It knows straight and curly
//! double marks, guillemets, low marks and the typewriter pairs `''` and
//! ` `` `; a mark that points the wrong way, one that never closes (a quotation
//! that runs on in the next paragraph), and one after a number (inches).
//! Single marks are left alone: they are apostrophes far more often.

use memchr::memchr3_iter;

/// A stretch between quotation marks, marks included, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quoted {
    /// First byte of the opening mark.
    pub(crate) start: usize,
    /// One past the closing mark, or the paragraph's end.
    pub(crate) end: usize,
    /// One past the opening mark.
    pub(crate) inner_start: usize,
    /// First byte of the closing mark, or the paragraph's end.
    pub(crate) inner_end: usize,
    /// Whether a closing mark was found.
    pub(crate) closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum QuoteMark {
    /// `"` and `''`: the place tells which way it points.
    Either,
    Opening,
    Closing,
}

/// The quoted stretches of the paragraph `text[start..end]`, in order and
/// without overlap. Both ends must lie on character boundaries.
pub(crate) fn quoted(text: &str, start: usize, end: usize) -> Vec<Quoted> {
    let mut found = Vec::new();
    let Some(paragraph) = text.get(start..end) else { return found };
    let mut open: Option<(usize, usize)> = None;
    let mut skip_to = 0;
    for at in candidates(paragraph.as_bytes()) {
        if at < skip_to {
            continue;
        }
        let Some((mark, length)) = mark_at(paragraph.as_bytes(), at) else { continue };
        skip_to = at + length;
        let before = paragraph[..at].chars().next_back();
        let after = paragraph[at + length..].chars().next();
        let opens = can_open(before, after);
        match open {
            None => {
                if mark == QuoteMark::Opening
                    || (opens && (mark == QuoteMark::Either || closes_later(paragraph, skip_to)))
                {
                    open = Some((at, skip_to));
                }
            }
            Some((from, inner)) => {
                if mark == QuoteMark::Opening && (opens || after.is_some_and(char::is_alphanumeric)) {
                    // A second opening mark: a quotation within the quotation.
                } else if mark == QuoteMark::Either && opens && before.is_some() {
                    // The first never closed; what it held ends here.
                    push(&mut found, paragraph, start, (from, inner), at, at, false);
                    open = Some((at, skip_to));
                } else {
                    push(&mut found, paragraph, start, (from, inner), at, skip_to, true);
                    open = None;
                }
            }
        }
    }
    if let Some(from) = open {
        push(&mut found, paragraph, start, from, paragraph.len(), paragraph.len(), false);
    }
    found
}

/// Bytes that may start a mark: `"`, `'`, `` ` ``, and the lead bytes of the
/// others, in order.
fn candidates(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let mut ascii = memchr3_iter(b'"', b'\'', b'`', bytes).peekable();
    let mut wide = memchr::memchr2_iter(0xE2, 0xC2, bytes).peekable();
    std::iter::from_fn(move || match (ascii.peek(), wide.peek()) {
        (Some(a), Some(w)) if a < w => ascii.next(),
        (Some(_), None) => ascii.next(),
        _ => wide.next(),
    })
}

fn mark_at(bytes: &[u8], at: usize) -> Option<(QuoteMark, usize)> {
    match bytes.get(at..)? {
        [b'"', ..] => Some((QuoteMark::Either, 1)),
        // An apostrophe closing an inner quotation stands before the pair.
        [b'\'', b'\'', ..] => Some((QuoteMark::Either, 2)),
        [b'`', b'`', ..] => Some((QuoteMark::Opening, 2)),
        [0xE2, 0x80, 0x9C | 0x9E, ..] => Some((QuoteMark::Opening, 3)),
        [0xE2, 0x80, 0x9D, ..] => Some((QuoteMark::Closing, 3)),
        [0xC2, 0xAB, ..] => Some((QuoteMark::Opening, 2)),
        [0xC2, 0xBB, ..] => Some((QuoteMark::Closing, 2)),
        _ => None,
    }
}

/// A mark opens where nothing, a space, a dash or a bracket precedes and a
/// character that is no space follows.
fn can_open(before: Option<char>, after: Option<char>) -> bool {
    let free = before
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | ':' | '\u{2018}'));
    free && after.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | ';' | ')'))
}

/// Whether a closing mark comes within a few hundred bytes: a closing mark
/// that stands where one would open then is taken for an opening one.
fn closes_later(paragraph: &str, from: usize) -> bool {
    let rest = &paragraph.as_bytes()[from..];
    let rest = &rest[..rest.len().min(600)];
    memchr::memmem::find(rest, "”".as_bytes()).is_some()
        || memchr::memmem::find(rest, "»".as_bytes()).is_some()
}

pub(super) fn push(
    found: &mut Vec<Quoted>,
    paragraph: &str,
    offset: usize,
    (from, inner): (usize, usize),
    inner_end: usize,
    end: usize,
    closed: bool,
) {
    let content = &paragraph[inner..inner_end];
    if !content.contains(|c: char| c.is_alphanumeric()) {
        return;
    }
    // An unclosed quotation does not own the spaces before what ends it.
    let (inner_end, end) = if closed {
        (inner_end, end)
    } else {
        let kept = inner + content.trim_end().len();
        (kept, kept)
    };
    found.push(Quoted {
        start: offset + from,
        end: offset + end,
        inner_start: offset + inner,
        inner_end: offset + inner_end,
        closed,
    });
}
