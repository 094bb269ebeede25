//! Breaking text into lines of a width.
//!
//! The rules are the everyday part of UAX 14: after blanks, after hyphens and
//! dashes between letters, and between ideographs, save where a line would
//! start with a closing sign or end with an opening one. A word longer than a
//! line is broken between characters.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::grapheme_width;

/// Signs that do not start a line.
const NO_START: &str =
    ",.!?:;)]}%…’”»›、。，．！？：；）］｝」』】〉》〕〗ー々ゝゞヽヾぁぃぅぇぉっゃゅょァィゥェォッャュョ";
/// Signs that do not end a line.
const NO_END: &str = "([{‘“«‹（［｛「『【〈《〔〖";

/// The lines of a text as byte ranges, at most `cells` wide each (a single
/// character may be wider).
///
/// Blanks at a break belong to no line, nor do line ends (`\n`). Every
/// paragraph gives at least one line, be it empty.
pub(crate) fn wrap(text: &str, cells: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, cells.max(1), &mut lines);
        start += paragraph.len() + 1;
    }
    lines
}

/// A place where a line may end: where its words end, and where the next
/// line's begin.
#[derive(Clone, Copy)]
struct Chance {
    end: usize,
    next: usize,
    /// Cells from the start of the line up to `next`.
    cells: usize,
}

fn wrap_paragraph(text: &str, base: usize, cells: usize, lines: &mut Vec<Range<usize>>) {
    let mut start = 0;
    let mut taken = 0;
    // Where the words so far end; at `start` while there are none.
    let mut end = 0;
    let mut chance: Option<Chance> = None;
    let mut before = ["", ""];
    for (at, cluster) in text.grapheme_indices(true) {
        let wide = grapheme_width(cluster);
        if is_blank(cluster) {
            taken += wide;
            if end > start {
                chance = Some(Chance { end, next: at + cluster.len(), cells: taken });
            }
            before = [before[1], cluster];
            continue;
        }
        if end == at && end > start && may_break(before, cluster) {
            chance = Some(Chance { end: at, next: at, cells: taken });
        }
        if taken + wide > cells {
            if let Some(chance) = chance.take() {
                lines.push(base + start..base + chance.end);
                (start, taken) = (chance.next, taken - chance.cells);
            }
            if taken + wide > cells && at > start {
                // A long word goes on in the next line; mere blanks are dropped.
                if end > start {
                    lines.push(base + start..base + at);
                }
                (start, taken) = (at, 0);
            }
        }
        taken += wide;
        end = at + cluster.len();
        before = [before[1], cluster];
    }
    let end = end.max(start);
    if end > start || lines.last().is_none_or(|line| line.end < base) || text.trim().is_empty() {
        lines.push(base + start..base + end);
    }
}

fn is_blank(cluster: &str) -> bool {
    cluster.chars().all(|c| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}'))
}

fn may_break([earlier, last]: [&str; 2], next: &str) -> bool {
    let first = |cluster: &str| cluster.chars().next().unwrap_or(' ');
    let (earlier, last, next) = (first(earlier), first(last), first(next));
    if matches!(last, '-' | '‐' | '–' | '—' | '/') {
        return earlier.is_alphanumeric() && next.is_alphabetic();
    }
    (is_ideograph(last) || is_ideograph(next)) && !NO_START.contains(next) && !NO_END.contains(last)
}

/// Signs that stand for themselves, with no blanks between them: kana,
/// Chinese characters, and pictures.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3041}'..='\u{312f}' | '\u{31a0}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::nasty;
    use super::super::{clean_lines, width};
    use super::*;

    fn wrapped(text: &str, cells: usize) -> Vec<&str> {
        wrap(text, cells).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrapped("the treaty was signed", 10), ["the treaty", "was signed"]);
        assert_eq!(wrapped("the treaty  was", 9), ["the", "treaty", "was"]);
        assert_eq!(wrapped("a b", 80), ["a b"]);
        assert_eq!(wrapped("  indented text", 12), ["  indented", "text"]);
        assert_eq!(wrapped("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("end \n", 10), ["end", ""]);
        assert_eq!(wrapped("          far", 5), ["far"]);
    }

    #[test]
    fn hyphens_break_words_but_not_dates() {
        assert_eq!(wrapped("Amir-Abdollahian", 12), ["Amir-", "Abdollahian"]);
        assert_eq!(wrapped("on 2025-01-17", 8), ["on", "2025-01-", "17"]);
        assert_eq!(wrapped("on 2025-01-17", 10), ["on", "2025-01-17"]);
    }

    #[test]
    fn long_words_and_ideographs_break_between_characters() {
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("俄罗斯外长访问德黑兰。", 8), ["俄罗斯外", "长访问德", "黑兰。"]);
        assert_eq!(wrapped("访问德黑兰。", 10), ["访问德黑", "兰。"]);
        assert_eq!(wrapped("他说「好」了", 6), ["他说", "「好」", "了"]);
        assert_eq!(wrapped("界界", 1), ["界", "界"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn every_word_stands_once_and_in_order(text in nasty(), cells in 1usize..30) {
            let text = clean_lines(&text);
            let mut last = 0;
            for line in wrap(&text, cells) {
                prop_assert!(line.start >= last && line.start <= line.end, "{line:?} after {last}");
                prop_assert!(text[last..line.start].chars().all(char::is_whitespace));
                let wide = width(&text[line.clone()]);
                prop_assert!(wide <= cells || text[line.clone()].graphemes(true).count() == 1);
                prop_assert!(!text[line.clone()].contains('\n'));
                last = line.end;
            }
            prop_assert!(text[last..].chars().all(char::is_whitespace));
        }

        #[test]
        fn a_paragraph_has_a_line_at_least(text in nasty(), cells in 1usize..30) {
            let text = clean_lines(&text);
            prop_assert!(wrap(&text, cells).len() > text.matches('\n').count());
        }
    }
}
