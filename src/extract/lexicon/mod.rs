//! The words that are known, from `assets/extract/*`: function words, verbs with their
//! forms and senses, event nouns, classes of nouns, frames, and the [`list`]s of words
//! that rules ask for.
//!
//! All files are compiled in and read once. Forms of regular verbs and plurals
//! are made by rule; irregular ones stand in `irregular.tsv`.

mod class;
mod lists;
mod load;
mod morphology;
mod rows;
mod topics;

pub(crate) use class::VerbClass;
pub(crate) use lists::{WordList, list};
pub(crate) use topics::Topics;

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use lists::Memberships;

/// Tags of function words, as bits.
pub(crate) mod tag {
    /// Articles, demonstratives, quantifiers, possessives.
    pub(crate) const DET: u32 = 1;
    /// Possessive determiners.
    pub(crate) const POSS: u32 = 1 << 1;
    /// Prepositions.
    pub(crate) const PREP: u32 = 1 << 2;
    /// Coordinating conjunctions.
    pub(crate) const AND: u32 = 1 << 3;
    /// Subordinating conjunctions.
    pub(crate) const SUB: u32 = 1 << 4;
    /// Relative pronouns.
    pub(crate) const REL: u32 = 1 << 5;
    /// Pronouns.
    pub(crate) const PRON: u32 = 1 << 6;
    /// Pronouns that are subjects only.
    pub(crate) const SUBJPRON: u32 = 1 << 7;
    /// Modal verbs.
    pub(crate) const MODAL: u32 = 1 << 8;
    /// Forms of "be" (and passive "get").
    pub(crate) const BE: u32 = 1 << 9;
    /// Forms of "have".
    pub(crate) const HAVE: u32 = 1 << 10;
    /// Forms of "do".
    pub(crate) const DO: u32 = 1 << 11;
    /// Negations.
    pub(crate) const NOT: u32 = 1 << 12;
    /// Adverbs.
    pub(crate) const ADV: u32 = 1 << 13;
    /// Adjectives.
    pub(crate) const ADJ: u32 = 1 << 14;
    /// Number words.
    pub(crate) const NUM: u32 = 1 << 15;
}

/// The forms of a verb that a word can be, as bits.
pub(crate) mod form {
    /// The base form: "attack".
    pub(crate) const BASE: u8 = 1;
    /// Third person: "attacks".
    pub(crate) const S: u8 = 2;
    /// Past: "attacked".
    pub(crate) const PAST: u8 = 4;
    /// Past participle.
    pub(crate) const PART: u8 = 8;
    /// -ing form.
    pub(crate) const ING: u8 = 16;
}

/// Where the target of an event may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The direct object.
    Object,
    /// After this preposition.
    After(&'static str),
    /// Anything that follows.
    Any,
}

/// One meaning of a verb.
#[derive(Debug, Clone)]
pub(crate) struct Sense {
    /// Words that must follow the verb ("off" in "call off").
    pub(crate) rest: Vec<&'static str>,
    /// The numbers of these words.
    pub(crate) rest_ids: Vec<WordId>,
    /// How it is treated.
    pub(crate) class: VerbClass,
    /// CAMEO code of the verb by itself, empty for none.
    pub(crate) code: &'static str,
    /// Where its target stands.
    pub(crate) slots: Vec<Slot>,
}

/// An event noun, or a noun of a class that verbs look at, or both.
#[derive(Debug, Clone)]
pub(crate) struct Noun {
    /// The words after the first.
    pub(crate) rest: Vec<WordId>,
    /// CAMEO code, empty for none.
    pub(crate) code: &'static str,
    /// Where its target stands.
    pub(crate) slots: Vec<Slot>,
    /// Its classes, as bits.
    pub(crate) classes: u64,
    /// For a noun made of a verb ("suspension"), the class of the verb.
    pub(crate) nominal: Option<VerbClass>,
}

/// What a verb means with a class of objects.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// CAMEO code, empty: no event.
    pub(crate) code: &'static str,
    /// Where the target stands.
    pub(crate) slots: Vec<Slot>,
    /// The order of the file: the lowest wins.
    pub(crate) rank: u16,
}

/// The verb of a form: lemma and the forms that the word can be.
pub type Form = (u16, u8);

/// The number of a word that stands somewhere in the lists; [`UNKNOWN`] for all others.
pub(crate) type WordId = u32;

/// The number of words that no list has: it equals no word of a phrase.
pub(crate) const UNKNOWN: WordId = 0;

/// All that the lists say of one word: looked up once a token.
#[derive(Debug, Default)]
pub struct Entry {
    /// Tags, 0 for none.
    pub(crate) tags: u32,
    /// Is a noun far more often than a verb, though no event noun.
    pub(crate) common_noun: bool,
    /// The verbs of which it is a form.
    pub(crate) forms: Vec<Form>,
    /// The nouns that begin with it, longest phrase first.
    pub(crate) nouns: Vec<Noun>,
    /// For each of the nouns its second word, [`UNKNOWN`] where it has none.
    pub(crate) seconds: Vec<WordId>,
}

/// All word lists together.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    ids: FxHashMap<Cow<'static, str>, WordId>,
    /// By number; the first is that of unknown words.
    entries: Vec<Entry>,
    /// By number, as far as words on lists go: they have the lowest.
    listed: Vec<Memberships>,
    lemmas: Vec<String>,
    /// The numbers of the lemmas' own words.
    lemma_words: Vec<WordId>,
    lemma_ids: FxHashMap<String, u16>,
    senses: Vec<Vec<Sense>>,
    class_names: Vec<&'static str>,
    /// The bits of the classes "prisoner" and "person".
    pub(crate) people: u64,
    /// The bit of the class "document".
    pub(crate) documents: u64,
    lemma_frames: FxHashMap<(u16, u8), Frame>,
    class_frames: FxHashMap<(VerbClass, u8), Frame>,
    phrase_frames: FxHashMap<(u16, u8), Vec<(&'static str, Frame)>>,
    place_frames: FxHashMap<(u16, u8), Vec<(&'static str, Frame)>>,
    subject_frames: FxHashMap<(u16, u8), Frame>,
    irregular: FxHashMap<&'static str, (&'static str, &'static str)>,
    /// The phrases of [`list::NUMBER_HEDGE`] as numbers.
    pub(crate) number_hedges: Vec<Vec<WordId>>,
    /// What events are about.
    pub(crate) topics: Topics,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// The lexicon that is compiled in.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// The number of a word in lower case.
    pub(crate) fn id(&self, lower: &str) -> WordId {
        self.ids.get(lower).copied().unwrap_or(UNKNOWN)
    }

    /// What the lists say of the word with this number.
    pub(crate) fn entry(&self, id: WordId) -> &Entry {
        &self.entries[(id as usize).min(self.entries.len() - 1)]
    }

    /// Whether the word with this number is on a list.
    pub(crate) fn is_listed(&self, id: WordId, list: WordList) -> bool {
        self.listed.get(id as usize).is_some_and(|m| m.holds(list))
    }

    /// Whether a lemma is on a list.
    pub(crate) fn lemma_is_listed(&self, lemma: u16, list: WordList) -> bool {
        self.lemma_words.get(usize::from(lemma)).is_some_and(|id| self.is_listed(*id, list))
    }

    /// The tags of a function word, 0 for others.
    pub(crate) fn tags(&self, lower: &str) -> u32 {
        self.entry(self.id(lower)).tags
    }

    /// The lemma with this id.
    pub(crate) fn lemma(&self, id: u16) -> &str {
        self.lemmas.get(usize::from(id)).map_or("", String::as_str)
    }

    pub(crate) fn lemma_id(&self, lemma: &str) -> Option<u16> {
        self.lemma_ids.get(lemma).copied()
    }

    /// The senses of a verb, longest phrase first.
    pub(crate) fn senses(&self, id: u16) -> &[Sense] {
        self.senses.get(usize::from(id)).map_or(&[], Vec::as_slice)
    }

    /// The bit of a class of nouns, 0 if there is no such class.
    pub(crate) fn class(&self, name: &str) -> u64 {
        self.class_names.iter().position(|n| *n == name).map_or(0, |i| 1 << i)
    }

    /// What a verb means with a noun of these classes after a preposition.
    pub(crate) fn phrase_frame(&self, lemma: u16, preposition: &str, noun_classes: u64) -> Option<&Frame> {
        let bits = bits(noun_classes);
        let frames = bits.filter_map(|b| self.phrase_frames.get(&(lemma, b))).flatten();
        frames.filter(|(p, _)| *p == preposition).map(|(_, f)| f).min_by_key(|f| f.rank)
    }

    /// What a verb means with an object of these classes and one of these prepositions behind it.
    pub(crate) fn place_frame<'a>(
        &self,
        lemma: u16,
        noun_classes: u64,
        mut prepositions: impl Iterator<Item = &'a str>,
    ) -> Option<&Frame> {
        prepositions.find_map(|p| {
            let mut frames = bits(noun_classes).filter_map(|b| self.place_frames.get(&(lemma, b))).flatten();
            frames.find(|(q, _)| *q == p).map(|(_, f)| f)
        })
    }

    /// What a verb means with a subject of these classes.
    pub(crate) fn subject_frame(&self, lemma: u16, noun_classes: u64) -> Option<&Frame> {
        bits(noun_classes).find_map(|b| self.subject_frames.get(&(lemma, b)))
    }

    /// What a class of verbs means with a noun of these classes.
    pub(crate) fn class_frame(&self, class: VerbClass, noun_classes: u64) -> Option<&Frame> {
        self.frame(u16::MAX, Some(class), noun_classes)
    }

    /// What a verb means with an object of these classes.
    pub(crate) fn frame(&self, lemma: u16, class: Option<VerbClass>, noun_classes: u64) -> Option<&Frame> {
        let bits = bits(noun_classes);
        bits.filter_map(|b| match class {
            None => self.lemma_frames.get(&(lemma, b)),
            Some(c) => self.class_frames.get(&(c, b)),
        })
        .min_by_key(|f| f.rank)
    }
}

/// The numbers of the bits that are set, lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let lowest = set.trailing_zeros() as u8;
        set &= set.wrapping_sub(1);
        (lowest < 64).then_some(lowest)
    })
}

#[cfg(test)]
mod tests;
