//! Fuzzy search for pickers: some letters of each word, in any order.
//!
//! Things are found by what they are made of. A *subject* has one or more names
//! (a country: its name, codes, capital, demonym; an article: its title); an
//! *item* is made of one or more subjects (a pair: two countries). Every word
//! must match some name of some subject of an item: "iran rus", "RUS-IRN" and
//! "tehran moscow" find the same pair. Each subject is matched once, however
//! many items share it, and a longer search looks only at what the shorter one
//! left; so tens of thousands of pairs answer within a frame.

use std::cmp::Reverse;
use std::ops::Range;

use nucleo_matcher::chars::{normalize, to_lower_case};
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many subjects one thread takes at a time.
const CHUNK: usize = 4_096;

/// Added where a word is a whole name: a code, mostly.
const WHOLE: u32 = 60;
/// Added where a name starts with a word.
const START: u32 = 30;
/// Names longer than this, in characters, are matched more strictly and faster.
const LONG: usize = 24;
/// The score of a subject that has not even the letters of a word.
const NOT: u32 = 0;
/// The score of a subject that has the letters of a word, but too scattered to
/// be found; a longer word may find it yet.
const BARELY: u32 = 1;
/// Added for each subject of an item that some word speaks of.
const TOLD: u32 = 20;

/// An item that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Its number, in the order in which items were given.
    pub(crate) item: usize,
    /// How well it matches; higher is better, and only good to compare.
    pub(crate) score: u32,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Matches {
    /// The best hits, best first; items that match alike stay in their order.
    pub(crate) hits: Vec<Hit>,
    /// How many items match in all.
    pub(crate) total: usize,
}

/// A word of the last search and how each subject matched it.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    scores: Vec<u32>,
}

/// Things that can be searched.
#[derive(Debug, Clone, Default)]
pub(crate) struct Finder {
    subjects: Vec<Vec<Utf32String>>,
    items: Vec<Vec<u32>>,
    last: Vec<Word>,
}

impl Finder {
    /// Items by their texts: a line for each subject, its names between tabs.
    /// Mostly that is one line with one name. Lines that are the same are the
    /// same subject.
    pub(crate) fn new<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Finder {
        let mut finder = Finder::default();
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        for text in texts {
            let mut item = Vec::new();
            for line in text.as_ref().lines() {
                let number = known.get(line).copied().unwrap_or_else(|| {
                    let number = u32::try_from(finder.subjects.len()).unwrap_or(u32::MAX);
                    let names = line.split('\t').filter(|name| !name.is_empty());
                    finder.subjects.push(names.map(prepared).collect());
                    known.insert(line.to_owned(), number);
                    number
                });
                item.push(number);
            }
            finder.items.push(item);
        }
        finder
    }

    /// The best `limit` items for a search. Without any word every item
    /// matches, in the order in which they were given.
    pub(crate) fn search(&mut self, search: &str, limit: usize) -> Matches {
        let words = words(search);
        if words.is_empty() {
            self.last.clear();
            let hits = (0..self.items.len()).take(limit).map(|item| Hit { item, score: 0 }).collect();
            return Matches { hits, total: self.items.len() };
        }
        let scored: Vec<Word> = words.into_iter().map(|word| self.score(word)).collect();
        self.last = scored;
        let last = &self.last;
        let mut hits: Vec<Hit> = self
            .items
            .iter()
            .enumerate()
            .filter_map(|(item, subjects)| Some(Hit { item, score: total(last, subjects)? }))
            .collect();
        let total = hits.len();
        let order = |hit: &Hit| (Reverse(hit.score), hit.item);
        if limit < hits.len() && limit > 0 {
            hits.select_nth_unstable_by_key(limit - 1, order);
        }
        hits.truncate(limit);
        hits.sort_unstable_by_key(order);
        Matches { hits, total }
    }

    /// How each subject matches a word, made from what the last search knows
    /// where that helps.
    fn score(&self, word: String) -> Word {
        if let Some(same) = self.last.iter().find(|old| old.text == word) {
            return Word { text: word, scores: same.scores.clone() };
        }
        let shorter = self.last.iter().filter(|old| word.starts_with(&old.text));
        let before = shorter.max_by_key(|old| old.text.len()).map(|old| old.scores.as_slice());
        let needle = prepared(&word);
        let mut scores = vec![NOT; self.subjects.len()];
        scores.par_chunks_mut(CHUNK).enumerate().for_each_init(
            || Matcher::new(Config::DEFAULT),
            |matcher, (chunk, scores)| {
                for (n, score) in scores.iter_mut().enumerate() {
                    let subject = chunk * CHUNK + n;
                    if before.is_some_and(|before| before[subject] == NOT) {
                        continue;
                    }
                    let names = self.subjects[subject].iter();
                    let needle = needle.slice(..);
                    *score = names.map(|name| name_score(needle, name, matcher)).max().unwrap_or(NOT);
                }
            },
        );
        Word { text: word, scores }
    }
}

/// How well an item matches all words, or `None` if one of them is not matched.
fn total(words: &[Word], subjects: &[u32]) -> Option<u32> {
    let mut sum = 0;
    let mut told = 0u64;
    for word in words {
        let mut best = 0;
        let mut who = 0;
        for (n, &subject) in subjects.iter().enumerate() {
            let score = word.scores.get(subject as usize).copied().unwrap_or(NOT);
            // A word speaks rather of a subject that none has spoken of yet.
            let fresh = u32::from(told >> n.min(63) & 1 == 0);
            if score > BARELY && score + fresh > best {
                best = score + fresh;
                who = n.min(63);
            }
        }
        if best == 0 {
            return None;
        }
        sum += best;
        told |= 1 << who;
    }
    Some(sum + TOLD * told.count_ones())
}

/// How well a name matches a word: [`NOT`], [`BARELY`] or more.
fn name_score(word: Utf32Str<'_>, name: &Utf32String, matcher: &mut Matcher) -> u32 {
    let name = name.slice(..);
    if let Some(score) = matcher.substring_match(name, word) {
        let starts = matcher.prefix_match(name, word).is_some();
        let bonus = match (starts, name.len() == word.len()) {
            (true, true) => WHOLE,
            (true, false) => START,
            (false, _) => 0,
        };
        return BARELY + 1 + u32::from(score) + bonus;
    }
    if name.len() <= LONG {
        return matcher.fuzzy_match(name, word).map_or(NOT, |score| BARELY + 1 + u32::from(score));
    }
    // Letters scattered over a long text are hardly what was meant, unless they
    // are near each other or start words.
    match matcher.fuzzy_match_greedy(name, word).map(u32::from) {
        Some(score) if score >= 13 * u32::try_from(word.len()).unwrap_or(u32::MAX / 13) => BARELY + 1 + score,
        Some(_) => BARELY,
        None => NOT,
    }
}

/// The words of a search, without case and accents. Dashes and arrows part them
/// as blanks do, so that a pair can be written as one.
fn words(search: &str) -> Vec<String> {
    search
        .split(|c: char| c.is_whitespace() || "-–—⇄→←/,;".contains(c))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(folded)
        .collect()
}

/// A word in lower case, Latin letters without their accents; only then does
/// the matcher overlook the accents of names.
fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.nfc().map(to_lower_case) {
        let stray = is_combining_mark(c) && out.ends_with(|last: char| last.is_ascii());
        if !stray {
            out.push(normalize(c));
        }
    }
    out
}

/// A name as the matcher wants it: character by character.
fn prepared(name: &str) -> Utf32String {
    if name.is_ascii() {
        return Utf32String::Ascii(name.into());
    }
    Utf32String::Unicode(name.nfc().collect())
}

/// The parts of a text that a search matches, as byte ranges in order, for
/// highlighting. Words that the text does not match are passed over.
pub(crate) fn marks(search: &str, text: &str) -> Vec<Range<usize>> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    // Not composed: the places must be those of the text as it is.
    let whole = if text.is_ascii() {
        Utf32String::Ascii(text.into())
    } else {
        Utf32String::Unicode(text.chars().collect())
    };
    let mut places = Vec::new();
    for word in words(search) {
        let word = prepared(&word);
        let (hay, word) = (whole.slice(..), word.slice(..));
        if matcher.substring_indices(hay, word, &mut places).is_none()
            && name_score(word, &whole, &mut matcher) > BARELY
        {
            matcher.fuzzy_indices(hay, word, &mut places);
        }
    }
    places.sort_unstable();
    places.dedup();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut chars = text.char_indices().enumerate();
    for place in places {
        let Some((_, (at, c))) = chars.find(|(n, _)| *n == place as usize) else { break };
        match out.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => out.push(at..at + c.len_utf8()),
        }
    }
    out
}

#[cfg(test)]
mod tests;
