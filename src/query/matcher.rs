//! Finding words in names and texts, without regard to case.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use rayon::prelude::*;

use crate::model::texts::Texts;

/// Words of which any may occur, in any case.
pub struct Matcher {
    ascii: Option<AhoCorasick>,
    lower: Vec<String>,
}

impl Matcher {
    /// Looks for any of these.
    pub fn new(words: &[String]) -> Matcher {
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        let ascii = lower
            .iter()
            .all(|w| w.is_ascii())
            .then(|| AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&lower).ok())
            .flatten();
        Matcher { ascii, lower }
    }

    /// Whether any of the words is in the text.
    pub fn is_in(&self, text: &str) -> bool {
        match &self.ascii {
            Some(automaton) => automaton.is_match(text),
            None => {
                let text = text.to_lowercase();
                self.lower.iter().any(|w| text.contains(w.as_str()))
            }
        }
    }

    /// The strings, by index, in which any of the words is. Plain words are
    /// looked for in whole blocks of strings, on all cores.
    pub fn among(&self, texts: &Texts) -> Vec<u32> {
        let blocks: Vec<_> = texts.blocks().collect();
        let found: Vec<Vec<u32>> = blocks
            .par_iter()
            .map(|&(first, text, ends)| {
                let mut found = Vec::new();
                if self.ascii.is_some() && self.lower.iter().all(|w| !w.is_empty()) {
                    self.lower.iter().for_each(|w| in_block(w.as_bytes(), text, ends, first, &mut found));
                    found.sort_unstable();
                    found.dedup();
                } else {
                    let some = (first..first + ends.len()).filter(|&i| self.is_in(texts.get(i)));
                    found.extend(some.map(|i| i as u32));
                }
                found
            })
            .collect();
        found.concat()
    }

    /// Whether the text begins with any of the words.
    pub fn begins(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.lower.iter().any(|w| !w.is_empty() && text.starts_with(w.as_str()))
    }

    /// Whether the text is one of the words.
    pub fn is(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.lower.contains(&text)
    }
}

/// Letters from the rarest in English to the most frequent; what is no letter
/// counts as rarer than all, but for the signs that addresses are full of.
const COMMON: &[u8] = b"qxzjvkbpygwmfucldhrsnioate-./:";

/// Adds the numbers of the strings of a block that hold a word, without regard
/// to the case of ASCII letters: goes from one of the word's rarest letters to
/// the next and compares around it.
fn in_block(word: &[u8], text: &[u8], ends: &[u32], first: usize, found: &mut Vec<u32>) {
    let rank = |b: u8| COMMON.iter().position(|&c| c == b).map_or(0, |at| at + 1);
    let Some((offset, &rare)) = word.iter().enumerate().min_by_key(|(_, b)| rank(**b)) else { return };
    let mut from = 0;
    for at in memchr::memchr2_iter(rare, rare.to_ascii_uppercase(), text) {
        let Some(start) = at.checked_sub(offset).filter(|&start| start >= from) else { continue };
        let end = start + word.len();
        if !text.get(start..end).is_some_and(|there| there.eq_ignore_ascii_case(word)) {
            continue;
        }
        let string = ends.partition_point(|&e| e as usize <= start);
        // A match across the end of a string is none.
        if let Some(&last) = ends.get(string).filter(|&&last| end <= last as usize) {
            found.push((first + string) as u32);
            from = last as usize;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::texts::TextsBuilder;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_search_through_blocks_finds_what_a_loop_finds(
            strings in prop::collection::vec("[abAB -é]{0,9}", 0..50),
            words in prop::collection::vec("[abAB-]{0,3}|é", 1..3),
        ) {
            let mut builder = TextsBuilder::default();
            strings.iter().for_each(|s| { builder.push(s); });
            let matcher = Matcher::new(&words);
            let naive: Vec<u32> = (0..strings.len() as u32).filter(|&i| matcher.is_in(&strings[i as usize])).collect();
            prop_assert_eq!(matcher.among(&builder.snapshot()), naive);
        }
    }
}
