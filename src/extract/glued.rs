//! Names run together with the next word, as broken pages have them: "Peruhas", "Chileand".

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lexicon::list;
use crate::model::country;

/// Function words that are found stuck to the end of a name, by their last letter.
static STUCK: LazyLock<[Vec<&'static str>; 26]> = LazyLock::new(|| {
    let mut stuck: [Vec<&'static str>; 26] = Default::default();
    for word in list::STUCK_TO_NAME.words() {
        let words = word.bytes().last().and_then(letter).and_then(|letter| stuck.get_mut(letter));
        words.into_iter().for_each(|words| words.push(word));
    }
    stuck
});

/// The place of a small letter in the alphabet.
fn letter(byte: u8) -> Option<usize> {
    byte.is_ascii_lowercase().then(|| usize::from(byte - b'a'))
}

/// Letters that a name has at the least.
const SHORTEST: usize = 4;

static NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let all = country::countries().flat_map(|(_, c)| {
        std::iter::once(&c.name).chain(&c.names).chain(&c.demonyms).chain(&c.capitals).map(|n| n.to_string())
    });
    all.filter(|n| n.len() >= SHORTEST && n.chars().all(char::is_alphabetic))
        .map(|n| n.to_lowercase())
        .collect()
});

/// Where a word that begins with a country's name and goes on with a function word is cut.
pub(crate) fn cut(word: &str) -> Option<usize> {
    if word.len() < SHORTEST + 2 || !word.is_ascii() || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let stuck = STUCK.get(letter(word.as_bytes().last().copied()?)?)?;
    let stuck = stuck.iter().filter(|s| word.len() >= SHORTEST + s.len() && word.ends_with(**s));
    let mut cuts = stuck.map(|s| word.len() - s.len());
    let at = cuts.find(|at| NAMES.contains(&word[..*at].to_ascii_lowercase()))?;
    (!NAMES.contains(&word.to_ascii_lowercase())).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_function_word_are_cut() {
        assert_eq!(cut("Peruhas"), Some(4));
        assert_eq!(cut("Norwegianand"), Some(9));
        for whole in
            ["Peru", "Omanis", "Kuwaitis", "Chinatown", "Nigeria", "Indiana", "Chadron", "peruhas", "Iran"]
        {
            assert_eq!(cut(whole), None, "{whole}");
        }
    }
}
