//! Word classes and cues, read once from `assets/extract/`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A set of word classes or of things a cue takes.
pub(crate) type Bits = u32;

// The classes of `assets/extract/claim-words.tsv`, by their names there.
macro_rules! classes {
    ($($name:ident = $word:literal),+ $(,)?) => {
        classes!(@consts 0u32; $($name)+);
        const CLASS_NAMES: &[(&str, Bits)] = &[$(($word, $name)),+];
    };
    (@consts $n:expr; $name:ident $($rest:ident)*) => {
        pub(crate) const $name: Bits = 1 << ($n);
        classes!(@consts $n + 1; $($rest)*);
    };
    (@consts $n:expr;) => {};
}

classes! {
    DETERMINER = "determiner", SUBJECT = "subject", OBJECT = "object", SPEAKER = "speaker", BE = "be",
    HAVE = "have", DO = "do", MODAL = "modal", NEGATION = "negation", PREPOSITION = "preposition",
    PLACE = "place", SUBORDINATOR = "subordinator", RELATIVE = "relative", COORDINATOR = "coordinator",
    WH = "wh", ADVERB = "adverb", TIME = "time", VERB = "verb", MONTH = "month", SPEECH = "speech",
}
pub(crate) const AUXILIARY: Bits = BE | HAVE | DO | MODAL;

/// Direct speech, also after it.
pub(crate) const QUOTE: u16 = 1;
/// A clause with or without "that".
pub(crate) const CLAUSE: u16 = 2;
/// A noun phrase, and what is said of it.
pub(crate) const NOUN: u16 = 4;
/// "to" and an infinitive.
pub(crate) const INFINITIVE: u16 = 8;
/// "whether", "how", "why".
pub(crate) const QUESTION: u16 = 16;
/// Whoever is told stands between the cue and the content.
pub(crate) const ADDRESSEE: u16 = 32;
/// An -ing form.
pub(crate) const GERUND: u16 = 64;
/// Hearsay in the passive ("is said to").
pub(crate) const HEARSAY: u16 = 128;
/// Its present forms are nouns as often as verbs ("claims", "report").
pub(crate) const HOMOGRAPH: u16 = 256;
/// A noun for what is felt or held stands between the cue and the content ("voiced concern that").
pub(crate) const HELD: u16 = 512;

pub(crate) const BASE: u8 = 1;
/// Third person singular present.
pub(crate) const THIRD: u8 = 2;
/// Simple past.
pub(crate) const PAST: u8 = 4;
pub(crate) const PARTICIPLE: u8 = 8;
/// Present participle.
pub(crate) const ING: u8 = 16;

/// One cue of `assets/extract/cues.tsv`.
#[derive(Debug)]
pub(crate) struct Cue {
    pub(crate) lemma: &'static str,
    /// What it takes: [`QUOTE`] and the others.
    pub(crate) takes: u16,
    /// Prepositions that open its content, separated by spaces.
    pub(crate) prepositions: &'static str,
    /// How often it attributes where it stands, 0 to 100.
    pub(crate) sure: u8,
}

/// What is known of one word form.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KnownWord {
    pub(crate) classes: Bits,
    /// Its cue's number plus one, 0 for none.
    pub(crate) cue: u16,
    /// Which forms of the cue it can be.
    pub(crate) forms: u8,
}

/// A cue of two words: the second word, the cue and the form of the first.
type Pair = (&'static str, u16, u8);

/// All words and cues.
pub(crate) struct Lexicon {
    words: FxHashMap<&'static str, KnownWord>,
    pairs: FxHashMap<&'static str, Vec<Pair>>,
    cues: Vec<Cue>,
}

/// The lexicon, built at first use.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::build(
        include_str!("../../../assets/extract/claim-words.tsv"),
        include_str!("../../../assets/extract/cues.tsv"),
    )
});

impl Lexicon {
    pub(super) fn build(words: &'static str, cues: &'static str) -> Lexicon {
        let mut lexicon =
            Lexicon { words: FxHashMap::default(), pairs: FxHashMap::default(), cues: Vec::new() };
        for line in words.lines().filter(|l| !l.starts_with('#')) {
            let Some((class, list)) = line.split_once('\t') else { continue };
            let bit = CLASS_NAMES.iter().find(|(n, _)| *n == class).map_or(0, |(_, b)| *b);
            for word in list.split_whitespace() {
                lexicon.words.entry(word).or_default().classes |= bit;
            }
        }
        for line in cues.lines().filter(|l| !l.starts_with('#')) {
            lexicon.add_cue(line);
        }
        lexicon
    }

    fn add_cue(&mut self, line: &'static str) {
        let mut fields = line.split('\t');
        let (Some(lemma), Some(irregular), Some(takes), Some(prepositions), Some(sure)) =
            (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return;
        };
        let takes = takes.bytes().fold(0, |bits, letter| {
            bits | match letter {
                b'q' => QUOTE,
                b't' => CLAUSE,
                b'n' => NOUN,
                b'i' => INFINITIVE,
                b'w' => QUESTION,
                b'a' => ADDRESSEE,
                b'g' => GERUND,
                b'd' => HEARSAY,
                b'N' => HOMOGRAPH,
                b'h' => HELD,
                _ => 0,
            }
        });
        self.cues.push(Cue { lemma, takes, prepositions, sure: sure.parse().unwrap_or(50) });
        let number = self.cues.len() as u16;
        let forms = if irregular.is_empty() {
            regular(lemma)
        } else {
            let bits = [THIRD, PAST, PARTICIPLE, ING];
            irregular.split(' ').zip(bits).map(|(form, bit)| (form.replace('_', " "), bit)).collect()
        };
        for (form, bit) in forms.into_iter().chain([(lemma.to_owned(), BASE)]) {
            // Built once for the life of the program.
            let form: &'static str = Box::leak(form.into_boxed_str());
            match form.split_once(' ') {
                None => {
                    let known = self.words.entry(form).or_default();
                    known.cue = number;
                    known.forms |= bit;
                }
                Some((first, second)) => {
                    let list = self.pairs.entry(first).or_default();
                    match list.iter_mut().find(|p| p.0 == second && p.1 == number) {
                        Some(pair) => pair.2 |= bit,
                        None => list.push((second, number, bit)),
                    }
                }
            }
        }
    }

    /// What is known of a word in lower case with straight apostrophes.
    pub(crate) fn word(&self, word: &str) -> KnownWord {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// The cue of two words that these make, with the form of the first.
    pub(crate) fn pair(&self, first: &str, second: &str) -> Option<(u16, u8)> {
        self.pairs.get(first)?.iter().find(|p| p.0 == second).map(|p| (p.1, p.2))
    }

    /// Whether the word begins cues of two words.
    pub(crate) fn begins_pair(&self, word: &str) -> bool {
        self.pairs.contains_key(word)
    }

    /// The cue with this number, as [`KnownWord::cue`] gives it.
    pub(crate) fn cue(&self, number: u16) -> Option<&Cue> {
        self.cues.get(usize::from(number.checked_sub(1)?))
    }
}

/// The forms of a regular verb other than its base.
fn regular(lemma: &str) -> Vec<(String, u8)> {
    let (third, past, ing) = if let Some(stem) = lemma.strip_suffix('e') {
        (format!("{lemma}s"), format!("{stem}ed"), format!("{stem}ing"))
    } else if let Some(stem) = lemma.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u'])) {
        (format!("{stem}ies"), format!("{stem}ied"), format!("{lemma}ing"))
    } else if lemma.ends_with("ss") || lemma.ends_with("sh") || lemma.ends_with("ch") || lemma.ends_with('o')
    {
        (format!("{lemma}es"), format!("{lemma}ed"), format!("{lemma}ing"))
    } else {
        (format!("{lemma}s"), format!("{lemma}ed"), format!("{lemma}ing"))
    };
    vec![(third, THIRD), (past, PAST | PARTICIPLE), (ing, ING)]
}
