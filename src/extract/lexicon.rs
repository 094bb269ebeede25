//! The words that the coder knows, from `assets/extract/*`: function words,
//! verbs with their forms and senses, event nouns, classes of nouns, frames.
//!
//! All files are compiled in and read once. Forms of regular verbs and plurals
//! are made by rule; irregular ones stand in `irregular.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Tags of function words, as bits.
pub mod tag {
    /// Articles, demonstratives, quantifiers, possessives.
    pub const DET: u32 = 1;
    /// Possessive determiners.
    pub const POSS: u32 = 1 << 1;
    /// Prepositions.
    pub const PREP: u32 = 1 << 2;
    /// Coordinating conjunctions.
    pub const AND: u32 = 1 << 3;
    /// Subordinating conjunctions.
    pub const SUB: u32 = 1 << 4;
    /// Relative pronouns.
    pub const REL: u32 = 1 << 5;
    /// Pronouns.
    pub const PRON: u32 = 1 << 6;
    /// Pronouns that are subjects only.
    pub const SUBJPRON: u32 = 1 << 7;
    /// Modal verbs.
    pub const MODAL: u32 = 1 << 8;
    /// Forms of "be" (and passive "get").
    pub const BE: u32 = 1 << 9;
    /// Forms of "have".
    pub const HAVE: u32 = 1 << 10;
    /// Forms of "do".
    pub const DO: u32 = 1 << 11;
    /// Negations.
    pub const NOT: u32 = 1 << 12;
    /// Adverbs.
    pub const ADV: u32 = 1 << 13;
    /// Adjectives.
    pub const ADJ: u32 = 1 << 14;
    /// Number words.
    pub const NUM: u32 = 1 << 15;
}

/// The forms of a verb that a word can be, as bits.
pub mod form {
    /// The base form: "attack".
    pub const BASE: u8 = 1;
    /// Third person: "attacks".
    pub const S: u8 = 2;
    /// Past: "attacked".
    pub const PAST: u8 = 4;
    /// Past participle.
    pub const PART: u8 = 8;
    /// -ing form.
    pub const ING: u8 = 16;
}

/// How the coder treats a verb; the words are those of `verbs.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // named and explained in the file
pub enum VerbClass {
    Event,
    Say,
    Announce,
    Express,
    Agree,
    Plan,
    Refuse,
    Fail,
    Avoid,
    Threaten,
    Appeal,
    Demand,
    Force,
    Accuse,
    Deny,
    Allow,
    Forbid,
    Begin,
    Light,
    Stop,
    Ease,
    Give,
    Impose,
    Reject,
    Accept,
    Violate,
    Restore,
    Release,
    Withdraw,
    Send,
    Open,
    Extradite,
    Damage,
    Seize,
    Hold,
}

use VerbClass::*;

const CLASSES: &[(&str, VerbClass)] = &[
    ("event", Event),
    ("say", Say),
    ("announce", Announce),
    ("express", Express),
    ("agree", Agree),
    ("plan", Plan),
    ("refuse", Refuse),
    ("fail", Fail),
    ("avoid", Avoid),
    ("threaten", Threaten),
    ("appeal", Appeal),
    ("demand", Demand),
    ("force", Force),
    ("accuse", Accuse),
    ("deny", Deny),
    ("allow", Allow),
    ("forbid", Forbid),
    ("begin", Begin),
    ("light", Light),
    ("stop", Stop),
    ("ease", Ease),
    ("give", Give),
    ("impose", Impose),
    ("reject", Reject),
    ("accept", Accept),
    ("violate", Violate),
    ("restore", Restore),
    ("release", Release),
    ("withdraw", Withdraw),
    ("send", Send),
    ("open", Open),
    ("extradite", Extradite),
    ("damage", Damage),
    ("seize", Seize),
    ("hold", Hold),
];

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
pub struct Sense {
    /// Words that must follow the verb ("off" in "call off").
    pub rest: Vec<&'static str>,
    /// How it is treated.
    pub class: VerbClass,
    /// CAMEO code of the verb by itself, empty for none.
    pub code: &'static str,
    /// Where its target stands.
    pub slots: Vec<Slot>,
}

/// An event noun, or a noun of a class that verbs look at, or both.
#[derive(Debug, Clone)]
pub struct Noun {
    /// The words after the first.
    pub rest: Vec<String>,
    /// CAMEO code, empty for none.
    pub code: &'static str,
    /// Where its target stands.
    pub slots: Vec<Slot>,
    /// Its classes, as bits.
    pub classes: u64,
}

/// What a verb means with a class of objects.
#[derive(Debug, Clone)]
pub struct Frame {
    /// CAMEO code, empty: no event.
    pub code: &'static str,
    /// Where the target stands.
    pub slots: Vec<Slot>,
    /// The order of the file: the lowest wins.
    pub rank: u16,
}

/// The verb of a form: lemma and the forms that the word can be.
pub type Form = (u16, u8);

/// All word lists together.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<String, u32>,
    forms: FxHashMap<String, Vec<Form>>,
    lemmas: Vec<String>,
    lemma_ids: FxHashMap<String, u16>,
    senses: Vec<Vec<Sense>>,
    nouns: FxHashMap<String, Vec<Noun>>,
    class_names: Vec<&'static str>,
    lemma_frames: FxHashMap<(u16, u8), Frame>,
    class_frames: FxHashMap<(VerbClass, u8), Frame>,
    irregular: FxHashMap<&'static str, (&'static str, &'static str)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// The lexicon that is compiled in.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

fn list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(',').map(str::trim).filter(|w| !w.is_empty())
}

fn slots(text: &'static str) -> Vec<Slot> {
    list(text)
        .filter(|s| *s != "-")
        .map(|s| match s {
            "obj" => Slot::Object,
            "*" => Slot::Any,
            preposition => Slot::After(preposition),
        })
        .collect()
}

fn code(text: &'static str) -> &'static str {
    if text == "-" { "" } else { text }
}

impl Lexicon {
    fn load() -> Lexicon {
        let mut l = Lexicon::default();
        for row in rows(include_str!("../../assets/extract/irregular.tsv")) {
            if let [base, past, part] = row[..] {
                l.irregular.insert(base, (past, part));
            }
        }
        l.read_words();
        l.read_verbs();
        l.read_nouns();
        l.read_frames();
        l
    }

    fn read_words(&mut self) {
        const TAGS: &[(&str, u32)] = &[
            ("det", tag::DET),
            ("poss", tag::POSS),
            ("prep", tag::PREP),
            ("and", tag::AND),
            ("sub", tag::SUB),
            ("rel", tag::REL),
            ("pron", tag::PRON),
            ("subjpron", tag::SUBJPRON),
            ("modal", tag::MODAL),
            ("be", tag::BE),
            ("have", tag::HAVE),
            ("do", tag::DO),
            ("not", tag::NOT),
            ("adv", tag::ADV),
            ("adj", tag::ADJ),
            ("num", tag::NUM),
        ];
        for row in rows(include_str!("../../assets/extract/words.tsv")) {
            let (Some(name), Some(words)) = (row.first(), row.get(1)) else { continue };
            let Some((_, bit)) = TAGS.iter().find(|(n, _)| n == name) else { continue };
            for word in list(words) {
                *self.words.entry(word.to_owned()).or_default() |= bit;
            }
        }
    }

    fn read_verbs(&mut self) {
        for row in rows(include_str!("../../assets/extract/verbs.tsv")) {
            let [class, of_code, at, verbs] = row[..] else { continue };
            let Some((_, class)) = CLASSES.iter().find(|(n, _)| *n == class) else { continue };
            for verb in list(verbs) {
                let mut words = verb.split(' ');
                let Some(first) = words.next() else { continue };
                let id = self.verb(first);
                let sense =
                    Sense { rest: words.collect(), class: *class, code: code(of_code), slots: slots(at) };
                self.senses[usize::from(id)].push(sense);
            }
        }
        for senses in &mut self.senses {
            // The longest phrase is tried first; the file's order decides among equals.
            senses.sort_by_key(|s| std::cmp::Reverse(s.rest.len()));
        }
        let plain = include_str!("../../assets/extract/common_verbs.txt");
        for line in plain.lines().filter(|l| !l.starts_with('#')) {
            line.split_whitespace().for_each(|v| {
                self.verb(v);
            });
        }
        for base in self.irregular.keys().copied().collect::<std::collections::BTreeSet<_>>() {
            self.verb(base);
        }
    }

    /// The id of a lemma; makes its forms when it is new.
    fn verb(&mut self, lemma: &'static str) -> u16 {
        if let Some(id) = self.lemma_ids.get(lemma) {
            return *id;
        }
        let id = self.lemmas.len() as u16;
        self.lemmas.push(lemma.to_owned());
        self.lemma_ids.insert(lemma.to_owned(), id);
        self.senses.push(Vec::new());
        self.add_form(lemma.to_owned(), id, form::BASE);
        self.add_form(third_person(lemma), id, form::S);
        self.add_form(ing(lemma), id, form::ING);
        match self.irregular.get(lemma).copied() {
            Some((past, part)) => {
                past.split('/').for_each(|w| self.add_form(w.to_owned(), id, form::PAST));
                part.split('/').for_each(|w| self.add_form(w.to_owned(), id, form::PART));
            }
            None => self.add_form(past(lemma), id, form::PAST | form::PART),
        }
        // British spelling: "cancelled", "travelling".
        if let [.., v, b'l'] = lemma.as_bytes()
            && is_vowel(*v)
            && !doubles(lemma)
        {
            self.add_form(format!("{lemma}led"), id, form::PAST | form::PART);
            self.add_form(format!("{lemma}ling"), id, form::ING);
        }
        id
    }

    fn add_form(&mut self, word: String, id: u16, bits: u8) {
        let forms = self.forms.entry(word).or_default();
        match forms.iter_mut().find(|(i, _)| *i == id) {
            Some((_, b)) => *b |= bits,
            None => forms.push((id, bits)),
        }
    }

    fn read_nouns(&mut self) {
        for row in rows(include_str!("../../assets/extract/nouns.tsv")) {
            let [kind, what, at, words] = row[..] else { continue };
            let event = kind == "event";
            let class = if event { 0 } else { 1u64 << self.class_index(what) };
            for noun in list(words) {
                let entry = (if event { code(what) } else { "" }, slots(at), class);
                self.add_noun(noun.to_owned(), &entry);
                self.add_noun(plural(noun), &entry);
            }
        }
        for entries in self.nouns.values_mut() {
            entries.sort_by_key(|n| std::cmp::Reverse(n.rest.len()));
        }
    }

    fn add_noun(&mut self, words: String, (code, slots, class): &(&'static str, Vec<Slot>, u64)) {
        let mut split = words.split(' ').map(str::to_owned);
        let Some(first) = split.next() else { return };
        let rest: Vec<String> = split.collect();
        let entries = self.nouns.entry(first).or_default();
        match entries.iter_mut().find(|n| n.rest == rest) {
            Some(n) => {
                n.classes |= class;
                if n.code.is_empty() && !code.is_empty() {
                    (n.code, n.slots) = (code, slots.clone());
                }
            }
            None => entries.push(Noun { rest, code, slots: slots.clone(), classes: *class }),
        }
    }

    fn class_index(&mut self, name: &'static str) -> u8 {
        if let Some(i) = self.class_names.iter().position(|n| *n == name) {
            return i as u8;
        }
        self.class_names.push(name);
        (self.class_names.len() - 1) as u8
    }

    fn read_frames(&mut self) {
        for (rank, row) in rows(include_str!("../../assets/extract/frames.tsv")).enumerate() {
            let [verb, class, of_code, at] = row[..] else { continue };
            let Some(class) = class.strip_prefix('@') else { continue };
            let class = self.class_index(class);
            let frame = Frame { code: code(of_code), slots: slots(at), rank: rank as u16 };
            if let Some(name) = verb.strip_prefix('=') {
                if let Some((_, c)) = CLASSES.iter().find(|(n, _)| *n == name) {
                    self.class_frames.entry((*c, class)).or_insert(frame);
                }
            } else {
                let id = self.verb(verb.split(' ').next().unwrap_or(verb));
                self.lemma_frames.entry((id, class)).or_insert(frame);
            }
        }
    }

    /// The tags of a function word, 0 for others.
    pub fn tags(&self, lower: &str) -> u32 {
        self.words.get(lower).copied().unwrap_or(0)
    }

    /// The verbs of which a word is a form.
    pub fn forms(&self, lower: &str) -> &[Form] {
        self.forms.get(lower).map_or(&[], Vec::as_slice)
    }

    /// The lemma with this id.
    pub fn lemma(&self, id: u16) -> &str {
        self.lemmas.get(usize::from(id)).map_or("", String::as_str)
    }

    /// The id of a lemma.
    pub fn lemma_id(&self, lemma: &str) -> Option<u16> {
        self.lemma_ids.get(lemma).copied()
    }

    /// The senses of a verb, longest phrase first.
    pub fn senses(&self, id: u16) -> &[Sense] {
        self.senses.get(usize::from(id)).map_or(&[], Vec::as_slice)
    }

    /// The nouns that begin with a word, longest phrase first.
    pub fn nouns(&self, first: &str) -> &[Noun] {
        self.nouns.get(first).map_or(&[], Vec::as_slice)
    }

    /// The bit of a class of nouns, 0 if there is no such class.
    pub fn class(&self, name: &str) -> u64 {
        self.class_names.iter().position(|n| *n == name).map_or(0, |i| 1 << i)
    }

    /// What a verb means with an object of these classes.
    pub fn frame(&self, lemma: u16, class: Option<VerbClass>, noun_classes: u64) -> Option<&Frame> {
        let bits = (0..self.class_names.len() as u8).filter(|b| noun_classes >> b & 1 == 1);
        bits.filter_map(|b| match class {
            None => self.lemma_frames.get(&(lemma, b)),
            Some(c) => self.class_frames.get(&(c, b)),
        })
        .min_by_key(|f| f.rank)
    }
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Verbs of more than one syllable whose last one is stressed, or that double all the same.
const DOUBLING: &[&str] = &[
    "permit", "admit", "commit", "submit", "transmit", "refer", "confer", "defer", "deter", "prefer",
    "occur", "incur", "concur", "rebel", "compel", "expel", "dispel", "repel", "propel", "forbid", "regret",
    "abet", "transfer", "kidnap", "bar", "control", "patrol", "equip", "abhor", "outfit", "impel", "commit",
];

fn doubles(base: &str) -> bool {
    let b = base.as_bytes();
    let n = b.len();
    if DOUBLING.contains(&base) {
        return true;
    }
    if n < 3 || base.contains('-') {
        return false;
    }
    let short = is_vowel(b[n - 2])
        && !is_vowel(b[n - 3])
        && !is_vowel(b[n - 1])
        && !matches!(b[n - 1], b'w' | b'x' | b'y');
    short && b.iter().filter(|c| is_vowel(**c)).count() == 1
}

fn past(base: &str) -> String {
    let b = base.as_bytes();
    match b {
        [.., b'e'] => format!("{base}d"),
        [.., c, b'y'] if !is_vowel(*c) => format!("{}ied", &base[..base.len() - 1]),
        [.., last] if doubles(base) => format!("{base}{}ed", char::from(*last)),
        [.., b'i', b'c'] => format!("{base}ked"),
        _ => format!("{base}ed"),
    }
}

fn ing(base: &str) -> String {
    let b = base.as_bytes();
    match b {
        [.., b'i', b'e'] => format!("{}ying", &base[..base.len() - 2]),
        [.., c, b'e'] if *c != b'e' && base.len() > 2 => format!("{}ing", &base[..base.len() - 1]),
        [.., b'i', b'c'] => format!("{base}king"),
        [.., last] if doubles(base) => format!("{base}{}ing", char::from(*last)),
        // Irregular verbs double as well: "cutting", "beginning".
        _ if matches!(base, "begin" | "forget" | "upset" | "beset" | "overrun" | "cut") => {
            format!("{base}{}ing", char::from(b[b.len() - 1]))
        }
        _ => format!("{base}ing"),
    }
}

fn third_person(base: &str) -> String {
    plural_word(base)
}

fn plural_word(word: &str) -> String {
    let b = word.as_bytes();
    match b {
        [.., b's' | b'x' | b'z'] | [.., b'c' | b's', b'h'] => format!("{word}es"),
        [.., c, b'y'] if !is_vowel(*c) => format!("{}ies", &word[..word.len() - 1]),
        [.., b'm', b'a', b'n'] => format!("{}en", &word[..word.len() - 2]),
        [.., c, b'o'] if !is_vowel(*c) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// The plural of a noun or of the last word of a phrase (the first before "of").
fn plural(noun: &str) -> String {
    if let Some((head, tail)) = noun.split_once(" of ") {
        return format!("{} of {tail}", plural(head));
    }
    match noun.rsplit_once(' ') {
        Some((head, last)) => format!("{head} {}", plural_word(last)),
        None => plural_word(noun),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_by_rule() {
        for (base, p, i, s) in [
            ("ban", "banned", "banning", "bans"),
            ("deny", "denied", "denying", "denies"),
            ("free", "freed", "freeing", "frees"),
            ("accuse", "accused", "accusing", "accuses"),
            ("visit", "visited", "visiting", "visits"),
            ("expel", "expelled", "expelling", "expels"),
            ("veto", "vetoed", "vetoing", "vetoes"),
        ] {
            assert_eq!((past(base), ing(base), third_person(base)), (p.into(), i.into(), s.into()));
        }
        assert_eq!(plural("state of emergency"), "states of emergency");
        assert_eq!(plural("air strike"), "air strikes");
    }

    #[test]
    fn every_line_of_the_files_is_read() {
        let l = lexicon();
        for text in [
            include_str!("../../assets/extract/verbs.tsv"),
            include_str!("../../assets/extract/nouns.tsv"),
            include_str!("../../assets/extract/frames.tsv"),
        ] {
            for row in rows(text) {
                assert_eq!(row.len(), 4, "{row:?}");
                let code = if row[0] == "class" {
                    "-"
                } else if row[1].starts_with('@') {
                    row[2]
                } else {
                    row[1]
                };
                assert!(
                    code == "-" || crate::model::CodeId::from_code(code).is_some(),
                    "{code} is no CAMEO code: {row:?}"
                );
            }
        }
        for row in rows(include_str!("../../assets/extract/verbs.tsv")) {
            assert!(CLASSES.iter().any(|(n, _)| *n == row[0]), "{row:?}");
        }
        assert!(l.class_names.len() <= 64);
        assert_eq!(l.forms("attacked"), [(l.lemma_id("attack").unwrap(), form::PAST | form::PART)]);
        assert!(l.senses(l.lemma_id("call").unwrap()).iter().any(|s| s.rest == ["off"]));
        let stop = l.frame(0, Some(VerbClass::Stop), l.class("talks")).unwrap();
        assert_eq!(stop.code, "164");
    }
}
