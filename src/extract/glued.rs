//! Names run together with the next word, as broken pages have them: "Peruhas", "Chileand".

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::model::country;

/// Function words that are found stuck to the end of a name, by their last letter.
fn stuck(last: u8) -> &'static [&'static str] {
    match last {
        b's' => &["has", "says", "is", "was"],
        b'e' => &["have", "were"],
        b'd' => &["had", "and", "said", "announced", "would"],
        b'o' => &["to", "also", "who"],
        b'n' => &["on", "in"],
        b'l' => &["will"],
        b'h' => &["with", "which"],
        b'r' => &["for", "after", "over"],
        b'm' => &["from"],
        b'f' => &["of"],
        b't' => &["at"],
        b'g' => &["during"],
        b'y' => &["by"],
        _ => &[],
    }
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
pub fn cut(word: &str) -> Option<usize> {
    if word.len() < SHORTEST + 2 || !word.is_ascii() || !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let stuck = stuck(word.as_bytes().last().copied()?).iter();
    let stuck = stuck.filter(|s| word.len() >= SHORTEST + s.len() && word.ends_with(**s));
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
