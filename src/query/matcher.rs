//! Finding words in names and texts, without regard to case.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

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
