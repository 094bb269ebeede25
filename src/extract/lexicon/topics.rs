//! What the cooperation, aid or accusation of an event is about, from `topics.tsv`.

use rustc_hash::FxHashMap;

use super::WordId;
use super::rows::{list, rows};

/// The words of each topic, and what a topic makes of a code.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    /// The topics of a word, as bits.
    of_word: FxHashMap<WordId, u32>,
    /// For a code the topics in order of preference, as bits, and the finer code.
    finer: FxHashMap<&'static str, Vec<(u32, &'static str)>>,
}

impl Topics {
    /// Reads the topics; `number` gives words their numbers.
    pub(super) fn load(mut number: impl FnMut(&'static str) -> WordId) -> Topics {
        let mut topics = Topics::default();
        let mut names: Vec<&str> = Vec::new();
        for row in rows(include_str!("../../../assets/extract/topics.tsv")) {
            match row[..] {
                ["words", name, words] => {
                    for word in list(words) {
                        *topics.of_word.entry(number(word)).or_default() |= 1 << names.len();
                    }
                    names.push(name);
                }
                [code, topic, finer] => {
                    let Some(at) = names.iter().position(|name| *name == topic) else { continue };
                    topics.finer.entry(code).or_default().push((1 << at, finer));
                }
                _ => {}
            }
        }
        topics
    }

    /// The finer code that these words of a clause support, the first topic of the file's before all others.
    pub(crate) fn refine(&self, code: &str, words: impl Iterator<Item = WordId>) -> Option<&'static str> {
        let finer = self.finer.get(code)?;
        let told = words.filter_map(|word| self.of_word.get(&word)).fold(0, |all, topics| all | topics);
        finer.iter().find(|(topic, _)| told & topic != 0).map(|(_, finer)| *finer)
    }
}
