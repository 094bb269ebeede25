//! Finding words in names and texts, without regard to case.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use rayon::prelude::*;

use super::predicate::Bits;
use crate::model::Store;
use crate::model::string_arena::StringArena;

/// Words of which any may occur, in any case.
pub(crate) struct Matcher {
    ascii: Option<AhoCorasick>,
    lower: Vec<String>,
}

impl Matcher {
    /// Looks for any of these.
    pub(crate) fn new(words: &[String]) -> Matcher {
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        let ascii = lower.iter().all(|w| w.is_ascii()).then(|| automaton(&lower)).flatten();
        Matcher { ascii, lower }
    }

    /// Whether any of the words is in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
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
    pub(crate) fn among(&self, texts: &StringArena) -> Vec<u32> {
        let blocks: Vec<_> = texts.blocks().collect();
        let plain = self.ascii.is_some() && self.lower.iter().all(|w| !w.is_empty());
        let usual = blocks.first().map_or([0; 256], |(_, text, _)| frequencies(text));
        let words: Vec<Word<'_>> = self.lower.iter().map(|w| Word::new(w.as_bytes(), &usual)).collect();
        // A word beyond ASCII is in no text of ASCII alone.
        let beyond = self.lower.iter().all(|w| !w.is_ascii());
        let found: Vec<Vec<u32>> = blocks
            .par_iter()
            .map(|&(first, text, ends)| {
                let mut found = Vec::new();
                if plain {
                    words.iter().for_each(|word| word.each(text, ends, |i| found.push((first + i) as u32)));
                    if words.len() > 1 {
                        found.sort_unstable();
                        found.dedup();
                    }
                } else if !beyond || !text.is_ascii() {
                    let is_in = |text: &str| !(beyond && text.is_ascii()) && self.is_in(text);
                    let some = (first..first + ends.len()).filter(|&i| is_in(texts.get(i)));
                    found.extend(some.map(|i| i as u32));
                }
                found
            })
            .collect();
        found.concat()
    }

    /// The symbols of a store, by number, in whose text any of the words is.
    pub(super) fn among_symbols(&self, store: &Store) -> Bits {
        let texts = store.symbol_texts();
        let mut found = Bits::new(texts.len() + 1);
        self.among(texts).into_iter().for_each(|i| found.add(i + 1));
        // The symbol of no name is that of the empty text.
        if self.is_in("") {
            found.add(0);
        }
        found
    }

    /// Whether the text begins with any of the words.
    pub(crate) fn begins(&self, text: &str) -> bool {
        if text.is_ascii() {
            let starts =
                |word: &[u8]| text.as_bytes().get(..word.len()).is_some_and(|t| t.eq_ignore_ascii_case(word));
            return self.lower.iter().any(|w| !w.is_empty() && starts(w.as_bytes()));
        }
        let text = text.to_lowercase();
        self.lower.iter().any(|w| !w.is_empty() && text.starts_with(w.as_str()))
    }

    /// Whether the text is one of the words.
    pub(crate) fn is(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.lower.contains(&text)
    }
}

/// From how many bytes of words on the quicker automatons are not made: that takes time
/// with the square of a word's length.
const LONG: usize = 512;

fn automaton(words: &[String]) -> Option<AhoCorasick> {
    let long = words.iter().map(String::len).sum::<usize>() > LONG;
    let kind = long.then_some(AhoCorasickKind::NoncontiguousNFA);
    AhoCorasickBuilder::new().ascii_case_insensitive(true).kind(kind).build(words).ok()
}

/// How often each byte is in a text, letters of both cases counted as small ones.
fn frequencies(text: &[u8]) -> [u32; 256] {
    let mut counts = [0; 256];
    for &byte in text.iter().take(1 << 16) {
        counts[usize::from(byte.to_ascii_lowercase())] += 1;
    }
    counts
}

/// How many places are looked at together.
const WIDE: usize = 64;

/// A plain word that is looked for in blocks of strings, by its two rarest
/// bytes first: a comparison of whole registers that the compiler makes.
struct Word<'a> {
    word: &'a [u8],
    first: Rare,
    second: Rare,
}

/// A byte of a word: where it stands in it, and what to set before it is
/// compared, so that both cases of a letter are one.
#[derive(Clone, Copy)]
struct Rare {
    at: usize,
    byte: u8,
    fold: u8,
}

impl Rare {
    #[inline(always)]
    fn is(self, byte: u8) -> bool {
        byte | self.fold == self.byte
    }
}

impl<'a> Word<'a> {
    /// `usual` tells how often each byte is in texts of the kind.
    fn new(word: &'a [u8], usual: &[u32; 256]) -> Word<'a> {
        let mut order: Vec<usize> = (0..word.len()).collect();
        order.sort_by_key(|&at| usual[usize::from(word[at])]);
        let rare = |n: usize| {
            let at = order.get(n).or(order.first()).copied().unwrap_or(0);
            let byte = word.get(at).copied().unwrap_or(0);
            Rare { at, byte, fold: if byte.is_ascii_lowercase() { 0x20 } else { 0 } }
        };
        Word { word, first: rare(0), second: rare(1) }
    }

    /// Calls back with the number of each string of a block that holds the word,
    /// ascending, without regard to the case of ASCII letters.
    fn each(&self, text: &[u8], ends: &[u32], mut found: impl FnMut(usize)) {
        let Some(starts) = (text.len() + 1).checked_sub(self.word.len()) else { return };
        let part = |rare: Rare| text.get(rare.at..rare.at + starts).unwrap_or_default();
        let (first, second) = (part(self.first), part(self.second));
        let mut from = 0;
        let mut look = |start: usize| {
            if start >= from && self.is_at(text, start) {
                let string = ends.partition_point(|&e| e as usize <= start);
                // A match across the end of a string is none.
                if let Some(&last) =
                    ends.get(string).filter(|&&last| start + self.word.len() <= last as usize)
                {
                    found(string);
                    from = last as usize;
                }
            }
        };
        let (wide, _) = first.as_chunks::<WIDE>();
        for (i, (a, b)) in wide.iter().zip(second.as_chunks::<WIDE>().0).enumerate() {
            let both = |k: usize| self.first.is(a[k]) & self.second.is(b[k]);
            if (0..WIDE).fold(0, |any, k| any | u8::from(both(k))) != 0 {
                (0..WIDE).filter(|&k| both(k)).for_each(|k| look(i * WIDE + k));
            }
        }
        (wide.len() * WIDE..starts).for_each(look);
    }

    fn is_at(&self, text: &[u8], start: usize) -> bool {
        let there = text.get(start..start + self.word.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(self.word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::string_arena::StringArenaBuilder;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_search_through_blocks_finds_what_a_loop_finds(
            strings in prop::collection::vec("[abAB@` -é]{0,9}", 0..50),
            words in prop::collection::vec("[abAB@-]{0,3}|é|[aé]{1,2}", 1..3),
        ) {
            let mut builder = StringArenaBuilder::default();
            strings.iter().for_each(|s| { builder.push(s); });
            let matcher = Matcher::new(&words);
            let naive: Vec<u32> = (0..strings.len() as u32).filter(|&i| matcher.is_in(&strings[i as usize])).collect();
            prop_assert_eq!(matcher.among(&builder.snapshot()), naive);
        }
    }

    #[test]
    fn long_words_are_looked_for_without_tables_that_grow_with_their_square() {
        let long = "xy".repeat(20_000);
        let matcher = Matcher::new(std::slice::from_ref(&long));
        let kind = matcher.ascii.as_ref().map(AhoCorasick::kind);
        assert_eq!(kind, Some(AhoCorasickKind::NoncontiguousNFA));
        assert!(matcher.is_in(&format!("a {} b", long.to_uppercase())) && !matcher.is_in(&long[1..]));
        let usual = Matcher::new(&["nuclear".to_owned()]);
        assert_eq!(usual.ascii.as_ref().map(AhoCorasick::kind), Some(AhoCorasickKind::DFA));
    }
}
