//! Words that are not known, and what may have been meant.

use std::cell::Cell;

/// Longer words than this, in characters, are no slips of the hand.
const LONGEST: usize = 64;

/// The candidate that looks most like a mistyped word, if one is near enough; of
/// several as near, the first.
///
/// Near enough is one slip (a letter too many, too few, wrong, or two swapped;
/// Damerau–Levenshtein, case ignored) in up to four letters of the shorter of both,
/// two in up to seven, and one more for every three. A word of more than 64 characters
/// is near to nothing.
///
/// For the few words of a program or its settings; for names out of files, of which
/// there may be any number, there is [`Guesses`].
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Guesses { steps: Cell::new(usize::MAX) }.nearest(word, candidates)
}

/// A bound for all the guessing over one text from outside, however many words in it
/// are unknown and however many there are to be meant.
#[derive(Debug)]
pub(crate) struct Guesses {
    /// Pairs of letters that may still be compared.
    steps: Cell<usize>,
}

impl Default for Guesses {
    fn default() -> Guesses {
        Guesses { steps: Cell::new(1 << 20) }
    }
}

impl Guesses {
    /// As [`nearest`]; nothing once the bound is used up.
    pub(crate) fn nearest<'a>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let length = word.chars().take(LONGEST + 1).count();
        if length > LONGEST {
            return None;
        }
        let word = word.to_lowercase();
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            self.spend(1)?;
            let other = candidate.chars().take(2 * LONGEST).count();
            let most = (length.min(other) + 1).max(3) / 3;
            if length.abs_diff(other) > most {
                continue;
            }
            self.spend(length * other)?;
            let slips = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
            if slips <= most && best.is_none_or(|(fewest, _)| slips < fewest) {
                best = Some((slips, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }

    fn spend(&self, steps: usize) -> Option<()> {
        let left = self.steps.get().checked_sub(steps);
        self.steps.set(left.unwrap_or(0));
        left.map(|_| ())
    }
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

    #[test]
    fn a_long_word_is_no_slip() {
        let long = "x".repeat(LONGEST);
        assert_eq!(nearest(&format!("{}y", &long[1..]), [long.as_str()]), Some(long.as_str()));
        let longer = "x".repeat(LONGEST + 1);
        assert_eq!(nearest(&longer, [longer.as_str(), long.as_str()]), None);
        assert_eq!(nearest("x", [longer.as_str()]), None);
    }

    #[test]
    fn all_guesses_together_are_bounded() {
        let guesses = Guesses::default();
        let names: Vec<String> = (0..3_000).map(|n| format!("body-{n:05}")).collect();
        let guess = |word: &str| guesses.nearest(word, names.iter().map(String::as_str)).is_some();
        assert!(guess("bodi-00001"));
        let guessed = (0..10_000).filter(|n| guess(&format!("bodi-{n:05}"))).count();
        assert!(guessed < 10, "{guessed}");
        assert_eq!(guesses.steps.get(), 0);
        assert!(!guess("body-00001"));
    }
}
