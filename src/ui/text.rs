//! Text from outside, made safe and measurable.
//!
//! The way of a text to the screen: `clean` (nothing in it can command the
//! terminal or hide), then [`cut`] or [`fit`] to a number of cells, then
//! [`visual`] (right-to-left runs turned round, because a terminal fills its
//! cells from the left). [`shown`] is all three. Running text goes through
//! [`Laid`], which also knows where each cell comes from.
//!
//! Widths are in terminal cells and agree with what `ratatui` takes up.

mod bidi;
mod clean;
mod laid;
mod number;
mod shape;
mod wrap;

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

pub(crate) use crate::model::printable::plural;
pub(crate) use bidi::visual;
pub(crate) use clean::{clean, clean_lines};
pub(crate) use laid::Laid;
pub use number::{Notation, balance, count, date, grouped, signed, signed_grouped};
pub(crate) use wrap::wrap;

/// What stands for the part of a text that did not fit.
pub(crate) const ELLIPSIS: &str = "…";

/// On which side a text that is shorter than its column gets its blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Text left, blanks right.
    Left,
    /// Text right, blanks left: numbers.
    Right,
}

/// The cells that one grapheme cluster takes up.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) { 0 } else { usize::from(grapheme.cell_width()) }
}

/// The cells that a text takes up; control characters take none, as `ratatui`
/// drops them.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|b| !b.is_ascii_control()).count();
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// The text in at most that many cells; where it is longer, its end gives way
/// to `…`.
pub(crate) fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let kept = head(text, cells - 1);
    Cow::Owned(format!("{}{ELLIPSIS}", kept.trim_end()))
}

/// The text in at most that many cells; where it is longer, its middle gives
/// way to `…`. For addresses and paths, whose ends tell most.
pub(crate) fn cut_middle(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells < 3 {
        return cut(text, cells);
    }
    let front = head(text, cells / 2);
    let left = cells - 1 - width(front);
    let mut tail = text.len();
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        taken += grapheme_width(grapheme);
        if taken > left || at < front.len() {
            break;
        }
        tail = at;
    }
    Cow::Owned(format!("{front}{ELLIPSIS}{}", &text[tail..]))
}

/// The longest beginning of a text that fits.
fn head(text: &str, cells: usize) -> &str {
    let mut taken = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        taken += grapheme_width(grapheme);
        if taken > cells {
            return &text[..at];
        }
    }
    text
}

/// The text in exactly that many cells: cut where it is longer, blanks added
/// where it is shorter.
pub(crate) fn fit(text: &str, cells: usize, align: Align) -> String {
    let text = cut(text, cells);
    let blanks = " ".repeat(cells.saturating_sub(width(&text)));
    match align {
        Align::Left => format!("{text}{blanks}"),
        Align::Right => format!("{blanks}{text}"),
    }
}

/// A text from outside as one line of a table shows it: cleaned, cut to at
/// most that many cells, in the order in which the eye meets it.
pub(crate) fn shown(text: &str, cells: usize) -> String {
    let clean = clean(text);
    visual(&cut(&clean, cells)).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::text::Line;

    use super::*;

    /// Text of the kinds that make trouble.
    pub(super) fn nasty() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            any::<char>().prop_map(String::from),
            prop::sample::select(vec![
                "\u{1b}[2J",
                "\u{1b}]0;x\u{7}",
                "\u{9b}31m",
                "\0",
                "\r\n",
                "\n",
                "\t",
                "\u{202e}",
                "\u{2066}",
                "\u{200b}",
                "\u{200d}",
                "\u{200c}",
                "\u{feff}",
                "\u{fe0f}",
                "\u{301}",
                "\u{345}",
                "e",
                "e\u{301}",
                "a",
                "word",
                " ",
                "  ",
                "-",
                "(",
                ")",
                "界",
                "、",
                "「",
                "한",
                "ｶﾞ",
                "\u{1100}",
                "\u{1161}",
                "می\u{200c}خواهد",
                "تهران",
                "שלום",
                "2025",
                "👍🏽",
                "👨\u{200d}👩\u{200d}👧",
                "🇮🇷",
                "🇮",
                "❤\u{fe0f}",
                "\u{e0041}",
                "\u{2028}",
                "\u{3164}",
                "\u{600}",
                "क\u{94d}ष\u{93f}",
                "ลำ",
                "\u{17d8}",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn widths_are_those_of_the_grid() {
        for (text, cells) in [
            ("", 0),
            ("IRN⇄RUS", 7),
            ("e\u{301}", 1),
            ("北京", 4),
            ("تهران", 5),
            ("👍🏽", 2),
            ("🇮🇷", 2),
            ("a\u{1b}b", 2),
            ("▁▂█⣿", 4),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }

    #[test]
    fn cuts_at_whole_characters() {
        assert_eq!(cut("Tehran", 6), "Tehran");
        assert_eq!(cut("Tehran and Moscow", 8), "Tehran…");
        assert_eq!(cut("北京市", 4), "北…");
        assert_eq!(cut("北京市", 5), "北京…");
        assert_eq!(cut("cafe\u{301} au lait", 5), "cafe\u{301}…");
        assert_eq!(cut("abc", 1), "…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(cut_middle("https://example.org/a/b", 11), "https…g/a/b");
        assert_eq!(fit("7", 3, Align::Right), "  7");
        assert_eq!(fit("北京", 5, Align::Left), "北京 ");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn nothing_is_wider_than_asked(text in nasty(), cells in 0usize..30) {
            let clean = clean(&text);
            prop_assert!(width(&cut(&clean, cells)) <= cells);
            prop_assert!(width(&cut(&text, cells)) <= cells);
            prop_assert!(width(&cut_middle(&clean, cells)) <= cells);
            prop_assert_eq!(width(&fit(&clean, cells, Align::Left)), cells);
        }

        #[test]
        fn the_grid_agrees_and_gets_nothing_that_commands(text in nasty(), cells in 1u16..40) {
            let shown = shown(&text, usize::from(cells));
            let mut buffer = Buffer::empty(Rect::new(0, 0, 300, 1));
            let (end, _) = buffer.set_line(0, 0, &Line::raw(shown.as_str()), 300);
            prop_assert_eq!(usize::from(end), width(&shown));
            for cell in buffer.content() {
                let tame = cell.symbol().chars().all(|c| !c.is_control() && !matches!(c,
                    '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{e0000}'..='\u{e0fff}'));
                prop_assert!(tame, "{:?}", cell.symbol());
            }
        }
    }
}
