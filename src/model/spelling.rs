//! Words that are not known, and what may have been meant.

/// The candidate that looks most like a mistyped word, if one is near enough; of
/// several as near, the first.
///
/// Near enough is one slip (a letter too many, too few, wrong, or two swapped;
/// Damerau–Levenshtein, case ignored) in up to four letters of the shorter of both,
/// two in up to seven, and one more for every three.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(slips, candidate)| *slips <= (length.min(candidate.chars().count()) + 1).max(3) / 3)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_near() {
        let words = ["theme", "mouse", "sources", "date-style", "publisher", "published", "url"];
        assert_eq!(nearest("teme", words), Some("theme"));
        assert_eq!(nearest("Date_Style", words), Some("date-style"));
        assert_eq!(nearest("publishd", words), Some("published"));
        assert_eq!(nearest("ur", words), Some("url"));
        for word in ["xyz", "weather", "un", "NumUrls", ""] {
            assert_eq!(nearest(word, words), None, "{word}");
        }
    }
}
