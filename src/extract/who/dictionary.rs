//! The names that mentions are made of, by their first word: countries, persons, organisations,
//! places and roles.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::extract::actors;
use crate::extract::document::Document;
use crate::extract::glued;
use crate::extract::tokens::{Case, Token, case_of, tokenize};
use crate::model::{Country, CountryId, country};

/// What an entry of the dictionary means; numbers are rows of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Country(CountryId),
    Demonym(CountryId),
    Capital(CountryId),
    Place(u32),
    /// A sea or a part of the world: nobody.
    Geography,
    Person(u32),
    Organisation(u32),
    Role(u32),
    OwnPerson(u32),
    OwnOrganisation(u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The numbers of the words after the first.
    pub(super) rest: Vec<u32>,
    /// Whether the form is all capitals and counts only so ("US", "WHO").
    pub(super) upper: bool,
    /// Counts only after the full name or with a title.
    pub(super) weak: bool,
    /// What it can mean.
    pub(super) meanings: Vec<Meaning>,
}

/// The number of a word that is in no name: it equals no word of one.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Names by their first word; words have numbers, so that names are compared quickly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dictionary {
    /// The number of each word in lower case.
    words: FxHashMap<String, u32>,
    /// The names that begin with a word, by its number, longest first.
    names: Vec<Vec<Entry>>,
}

/// Whether a name is cut at its spaces and nowhere else; a test holds that it comes to the same.
pub(super) fn is_plain(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ')
        && name.split(' ').all(|word| glued::cut(word).is_none())
}

/// Buffers for taking names apart.
#[derive(Default)]
pub(super) struct Scratch {
    lower: String,
    tokens: Vec<Token>,
    numbers: Vec<u32>,
}

impl Dictionary {
    pub(super) fn id(&self, lower: &str) -> u32 {
        self.words.get(lower).copied().unwrap_or(UNKNOWN)
    }

    pub(super) fn names(&self, first: u32) -> &[Entry] {
        self.names.get(first as usize).map_or(&[], Vec::as_slice)
    }

    /// The numbers of all tokens of a document.
    pub(super) fn ids(&self, document: &Document) -> Vec<u32> {
        if self.words.is_empty() {
            return Vec::new();
        }
        (0..document.tokens.len()).map(|t| self.id(document.lower(t))).collect()
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        let id = self.names.len() as u32;
        self.words.insert(word.to_owned(), id);
        self.names.push(Vec::new());
        id
    }

    pub(super) fn add(&mut self, words: &str, weak: bool, meaning: Meaning, scratch: &mut Scratch) {
        let Scratch { lower, tokens, numbers } = scratch;
        lower.clear();
        tokens.clear();
        numbers.clear();
        if is_plain(words) {
            lower.push_str(words);
            lower.make_ascii_lowercase();
            numbers.extend(lower.split(' ').filter(|w| !w.is_empty()).map(|w| self.number(w)));
        } else {
            tokenize(words, 0..words.len(), lower, tokens);
            let word = |t: &Token| &lower[t.lower.0 as usize..t.lower.1 as usize];
            numbers.extend(tokens.iter().map(|t| self.number(word(t))));
        }
        let [first, rest @ ..] = &numbers[..] else { return };
        let upper = rest.is_empty() && words.len() <= 6 && case_of(words) == Case::Upper;
        let names = &mut self.names[*first as usize];
        match names.iter_mut().find(|e| e.rest == rest && e.upper == upper && e.weak == weak) {
            Some(e) => e.meanings.push(meaning),
            None => names.push(Entry { rest: rest.to_vec(), upper, weak, meanings: vec![meaning] }),
        }
    }

    pub(super) fn sort(&mut self) {
        for names in &mut self.names {
            names.sort_by_key(|e| std::cmp::Reverse(e.rest.len()));
        }
    }
}

/// The names of all tables.
pub(super) static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(build);

fn build() -> Dictionary {
    let mut d = Dictionary::default();
    // About as many words as the tables have: growing would take long.
    d.words.reserve(20_000);
    d.names.reserve(20_000);
    let scratch = &mut Scratch::default();
    for (id, c) in country::countries() {
        add_country(&mut d, id, c, scratch);
    }
    for (i, p) in actors::persons().iter().enumerate() {
        let meaning = Meaning::Person(i as u32);
        d.add(&p.name, false, meaning, scratch);
        p.aliases.iter().for_each(|a| d.add(&a.text, a.weak, meaning, scratch));
    }
    for (i, o) in actors::organisations().iter().enumerate() {
        let meaning = Meaning::Organisation(i as u32);
        d.add(&o.name, false, meaning, scratch);
        o.aliases.iter().for_each(|a| d.add(&a.text, a.weak, meaning, scratch));
    }
    for (i, p) in actors::places().iter().enumerate() {
        d.add(&p.name, false, Meaning::Place(i as u32), scratch);
    }
    for name in actors::geography() {
        d.add(name, false, Meaning::Geography, scratch);
    }
    for (i, r) in actors::roles().iter().enumerate() {
        d.add(&r.words, false, Meaning::Role(i as u32), scratch);
    }
    d.sort();
    d
}

fn add_country(d: &mut Dictionary, id: CountryId, c: &Country, scratch: &mut Scratch) {
    for name in std::iter::once(&c.name).chain(&c.names) {
        d.add(name, false, Meaning::Country(id), scratch);
    }
    c.demonyms.iter().for_each(|w| d.add(w, false, Meaning::Demonym(id), scratch));
    c.capitals.iter().for_each(|w| d.add(w, false, Meaning::Capital(id), scratch));
}
