//! Right-to-left text on a grid that is filled from the left (UAX 9, rules L1
//! to L4).

use std::borrow::Cow;
use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use super::shape::shaped;

/// Whether any character of a text runs from right to left.
pub(super) fn has_rtl(text: &str) -> bool {
    // Nothing before the Hebrew block does.
    text.chars()
        .any(|c| c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::AN))
}

/// Whether a paragraph as a whole runs from right to left: its first letter
/// with a direction does.
pub(crate) fn is_rtl(paragraph: &str) -> bool {
    paragraph
        .chars()
        .find_map(|c| match bidi_class(c) {
            BidiClass::L => Some(false),
            BidiClass::R | BidiClass::AL => Some(true),
            _ => None,
        })
        .unwrap_or(false)
}

/// The clusters of one line of a paragraph from left to right: their bytes,
/// and whether they run from the right. `line` is a range of `paragraph`.
pub(super) fn order(paragraph: &str, line: Range<usize>) -> Vec<(Range<usize>, bool)> {
    let clusters: Vec<Range<usize>> = paragraph[line.clone()]
        .grapheme_indices(true)
        .map(|(at, cluster)| line.start + at..line.start + at + cluster.len())
        .collect();
    let info = BidiInfo::new(paragraph, None);
    let Some(whole) = info.paragraphs.first().filter(|whole| whole.range.end >= line.end) else {
        return clusters.into_iter().map(|cluster| (cluster, false)).collect();
    };
    let levels = info.reordered_levels(whole, line);
    let levels: Vec<Level> = clusters.iter().map(|cluster| levels[cluster.start]).collect();
    BidiInfo::reorder_visual(&levels)
        .into_iter()
        .map(|at| (clusters[at].clone(), levels[at].is_rtl()))
        .collect()
}

/// The sign that stands for another in right-to-left text, where both face
/// each other.
fn mirror(cluster: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 9] = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("<", ">"),
        ("«", "»"),
        ("‹", "›"),
        ("≤", "≥"),
        ("⟨", "⟩"),
        ("（", "）"),
    ];
    PAIRS.iter().find_map(|(open, close)| match cluster {
        c if c == *open => Some(*close),
        c if c == *close => Some(*open),
        _ => None,
    })
}

/// What is drawn for a cluster of a right-to-left run: mirrored if it is a
/// bracket, in its form if it is an Arabic letter.
pub(super) fn drawn(text: &str, cluster: Range<usize>) -> Cow<'_, str> {
    let plain = &text[cluster.clone()];
    match mirror(plain) {
        Some(mirrored) => Cow::Borrowed(mirrored),
        None => shaped(text, cluster).map_or(Cow::Borrowed(plain), Cow::Owned),
    }
}

/// One line of cleaned text in the order in which the eye meets it from the
/// left.
pub(crate) fn visual(line: &str) -> Cow<'_, str> {
    if !has_rtl(line) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    for (bytes, from_right) in order(line, 0..line.len()) {
        if from_right {
            out.push_str(&drawn(line, bytes));
        } else {
            out.push_str(&line[bytes]);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn runs_from_the_right_are_turned_round() {
        let plain = |text: &str| visual(text).nfkc().collect::<String>();
        assert_eq!(plain("Iran (تهران) 2025"), "Iran (نارهت) 2025");
        assert_eq!(visual("שלום 2025"), "2025 םולש");
        assert_eq!(visual("ירושלים (בירה)"), "(הריב) םילשורי");
        assert!(matches!(visual("Москва 北京"), Cow::Borrowed(_)));
    }

    #[test]
    fn marks_stay_with_their_letters() {
        assert_eq!(visual("שָׁב"), "בשָׁ");
    }

    #[test]
    fn the_first_letter_sets_the_direction() {
        assert!(is_rtl("«تهران» and Moscow"));
        assert!(!is_rtl("2025: Moscow و تهران"));
        assert!(!is_rtl("17:45"));
    }
}
