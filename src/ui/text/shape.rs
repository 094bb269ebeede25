//! The forms of Arabic letters.
//!
//! On a grid that is filled from the left, joined letters stand in an order in
//! which no font would join them. So each letter is drawn in the form that it
//! has in its word (initial, medial, final, isolated), which Unicode encodes as
//! characters of their own.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// The zero-width non-joiner, which parts letters that would join.
const PART: char = '\u{200c}';
/// What joins on both sides without having forms: tatweel and the joiner.
const LINKS: [char; 2] = ['\u{640}', '\u{200d}'];

/// Letters with their isolated, final, initial and medial forms (0: none). From
/// the compatibility decompositions of Arabic Presentation Forms-A and -B in
/// the Unicode Character Database.
#[rustfmt::skip]
const FORMS: [(char, [u16; 4]); 76] = [
    ('\u{621}', [0xfe80, 0x0000, 0x0000, 0x0000]),
    ('\u{622}', [0xfe81, 0xfe82, 0x0000, 0x0000]),
    ('\u{623}', [0xfe83, 0xfe84, 0x0000, 0x0000]),
    ('\u{624}', [0xfe85, 0xfe86, 0x0000, 0x0000]),
    ('\u{625}', [0xfe87, 0xfe88, 0x0000, 0x0000]),
    ('\u{626}', [0xfe89, 0xfe8a, 0xfe8b, 0xfe8c]),
    ('\u{627}', [0xfe8d, 0xfe8e, 0x0000, 0x0000]),
    ('\u{628}', [0xfe8f, 0xfe90, 0xfe91, 0xfe92]),
    ('\u{629}', [0xfe93, 0xfe94, 0x0000, 0x0000]),
    ('\u{62a}', [0xfe95, 0xfe96, 0xfe97, 0xfe98]),
    ('\u{62b}', [0xfe99, 0xfe9a, 0xfe9b, 0xfe9c]),
    ('\u{62c}', [0xfe9d, 0xfe9e, 0xfe9f, 0xfea0]),
    ('\u{62d}', [0xfea1, 0xfea2, 0xfea3, 0xfea4]),
    ('\u{62e}', [0xfea5, 0xfea6, 0xfea7, 0xfea8]),
    ('\u{62f}', [0xfea9, 0xfeaa, 0x0000, 0x0000]),
    ('\u{630}', [0xfeab, 0xfeac, 0x0000, 0x0000]),
    ('\u{631}', [0xfead, 0xfeae, 0x0000, 0x0000]),
    ('\u{632}', [0xfeaf, 0xfeb0, 0x0000, 0x0000]),
    ('\u{633}', [0xfeb1, 0xfeb2, 0xfeb3, 0xfeb4]),
    ('\u{634}', [0xfeb5, 0xfeb6, 0xfeb7, 0xfeb8]),
    ('\u{635}', [0xfeb9, 0xfeba, 0xfebb, 0xfebc]),
    ('\u{636}', [0xfebd, 0xfebe, 0xfebf, 0xfec0]),
    ('\u{637}', [0xfec1, 0xfec2, 0xfec3, 0xfec4]),
    ('\u{638}', [0xfec5, 0xfec6, 0xfec7, 0xfec8]),
    ('\u{639}', [0xfec9, 0xfeca, 0xfecb, 0xfecc]),
    ('\u{63a}', [0xfecd, 0xfece, 0xfecf, 0xfed0]),
    ('\u{641}', [0xfed1, 0xfed2, 0xfed3, 0xfed4]),
    ('\u{642}', [0xfed5, 0xfed6, 0xfed7, 0xfed8]),
    ('\u{643}', [0xfed9, 0xfeda, 0xfedb, 0xfedc]),
    ('\u{644}', [0xfedd, 0xfede, 0xfedf, 0xfee0]),
    ('\u{645}', [0xfee1, 0xfee2, 0xfee3, 0xfee4]),
    ('\u{646}', [0xfee5, 0xfee6, 0xfee7, 0xfee8]),
    ('\u{647}', [0xfee9, 0xfeea, 0xfeeb, 0xfeec]),
    ('\u{648}', [0xfeed, 0xfeee, 0x0000, 0x0000]),
    ('\u{649}', [0xfeef, 0xfef0, 0xfbe8, 0xfbe9]),
    ('\u{64a}', [0xfef1, 0xfef2, 0xfef3, 0xfef4]),
    ('\u{671}', [0xfb50, 0xfb51, 0x0000, 0x0000]),
    ('\u{677}', [0xfbdd, 0x0000, 0x0000, 0x0000]),
    ('\u{679}', [0xfb66, 0xfb67, 0xfb68, 0xfb69]),
    ('\u{67a}', [0xfb5e, 0xfb5f, 0xfb60, 0xfb61]),
    ('\u{67b}', [0xfb52, 0xfb53, 0xfb54, 0xfb55]),
    ('\u{67e}', [0xfb56, 0xfb57, 0xfb58, 0xfb59]),
    ('\u{67f}', [0xfb62, 0xfb63, 0xfb64, 0xfb65]),
    ('\u{680}', [0xfb5a, 0xfb5b, 0xfb5c, 0xfb5d]),
    ('\u{683}', [0xfb76, 0xfb77, 0xfb78, 0xfb79]),
    ('\u{684}', [0xfb72, 0xfb73, 0xfb74, 0xfb75]),
    ('\u{686}', [0xfb7a, 0xfb7b, 0xfb7c, 0xfb7d]),
    ('\u{687}', [0xfb7e, 0xfb7f, 0xfb80, 0xfb81]),
    ('\u{688}', [0xfb88, 0xfb89, 0x0000, 0x0000]),
    ('\u{68c}', [0xfb84, 0xfb85, 0x0000, 0x0000]),
    ('\u{68d}', [0xfb82, 0xfb83, 0x0000, 0x0000]),
    ('\u{68e}', [0xfb86, 0xfb87, 0x0000, 0x0000]),
    ('\u{691}', [0xfb8c, 0xfb8d, 0x0000, 0x0000]),
    ('\u{698}', [0xfb8a, 0xfb8b, 0x0000, 0x0000]),
    ('\u{6a4}', [0xfb6a, 0xfb6b, 0xfb6c, 0xfb6d]),
    ('\u{6a6}', [0xfb6e, 0xfb6f, 0xfb70, 0xfb71]),
    ('\u{6a9}', [0xfb8e, 0xfb8f, 0xfb90, 0xfb91]),
    ('\u{6ad}', [0xfbd3, 0xfbd4, 0xfbd5, 0xfbd6]),
    ('\u{6af}', [0xfb92, 0xfb93, 0xfb94, 0xfb95]),
    ('\u{6b1}', [0xfb9a, 0xfb9b, 0xfb9c, 0xfb9d]),
    ('\u{6b3}', [0xfb96, 0xfb97, 0xfb98, 0xfb99]),
    ('\u{6ba}', [0xfb9e, 0xfb9f, 0x0000, 0x0000]),
    ('\u{6bb}', [0xfba0, 0xfba1, 0xfba2, 0xfba3]),
    ('\u{6be}', [0xfbaa, 0xfbab, 0xfbac, 0xfbad]),
    ('\u{6c0}', [0xfba4, 0xfba5, 0x0000, 0x0000]),
    ('\u{6c1}', [0xfba6, 0xfba7, 0xfba8, 0xfba9]),
    ('\u{6c5}', [0xfbe0, 0xfbe1, 0x0000, 0x0000]),
    ('\u{6c6}', [0xfbd9, 0xfbda, 0x0000, 0x0000]),
    ('\u{6c7}', [0xfbd7, 0xfbd8, 0x0000, 0x0000]),
    ('\u{6c8}', [0xfbdb, 0xfbdc, 0x0000, 0x0000]),
    ('\u{6c9}', [0xfbe2, 0xfbe3, 0x0000, 0x0000]),
    ('\u{6cb}', [0xfbde, 0xfbdf, 0x0000, 0x0000]),
    ('\u{6cc}', [0xfbfc, 0xfbfd, 0xfbfe, 0xfbff]),
    ('\u{6d0}', [0xfbe4, 0xfbe5, 0xfbe6, 0xfbe7]),
    ('\u{6d2}', [0xfbae, 0xfbaf, 0x0000, 0x0000]),
    ('\u{6d3}', [0xfbb0, 0xfbb1, 0x0000, 0x0000]),
];

fn forms(c: char) -> Option<[u16; 4]> {
    let at = FORMS.binary_search_by_key(&c, |(letter, _)| *letter).ok()?;
    Some(FORMS[at].1)
}

/// Whether a letter reaches out to the one after it.
fn joins_on(c: char) -> bool {
    LINKS.contains(&c) || forms(c).is_some_and(|forms| forms[2] != 0)
}

/// Whether a letter can be reached by the one before it.
fn joins_back(c: char) -> bool {
    LINKS.contains(&c) || forms(c).is_some_and(|forms| forms[1] != 0)
}

/// A cluster in the form that it has within its text, if it is an Arabic letter
/// that has forms.
pub(super) fn shaped(text: &str, cluster: Range<usize>) -> Option<String> {
    let mut chars = text[cluster.clone()].chars();
    let [isolated, last, initial, medial] = forms(chars.next()?)?;
    let before = text[..cluster.start].chars().rev().find(|c| !is_combining_mark(*c));
    let after = text[cluster.end..].chars().next();
    let back = last != 0 && before.is_some_and(joins_on);
    let on = initial != 0 && !text[cluster].ends_with(PART) && after.is_some_and(joins_back);
    let form = match (back, on) {
        (true, true) => medial,
        (true, false) => last,
        (false, true) => initial,
        (false, false) => isolated,
    };
    let mut out = String::from(char::from_u32(form.into()).filter(|_| form != 0)?);
    out.extend(chars.filter(|c| *c != PART));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        use unicode_segmentation::UnicodeSegmentation;
        let one = |(at, cluster): (usize, &str)| {
            shaped(text, at..at + cluster.len()).unwrap_or_else(|| cluster.to_owned())
        };
        text.grapheme_indices(true).map(one).collect()
    }

    #[test]
    fn letters_take_the_form_of_their_place() {
        // teh, heh, reh, alef, noon: reh and alef do not reach on.
        assert_eq!(all("تهران"), "\u{fe97}\u{feec}\u{feae}\u{fe8d}\u{fee5}");
        assert_eq!(all("ببب ب"), "\u{fe91}\u{fe92}\u{fe90} \u{fe8f}");
        // Persian letters, and a joint that the writer parted.
        assert_eq!(all("می\u{200c}گ"), "\u{fee3}\u{fbfd}\u{fb92}");
        assert_eq!(all("بـ"), "\u{fe91}ـ");
    }

    #[test]
    fn marks_do_not_part_and_stay() {
        assert_eq!(all("بَب"), "\u{fe91}\u{64e}\u{fe90}");
        assert_eq!(all("Москва 2025 שלום"), "Москва 2025 שלום");
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(FORMS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
