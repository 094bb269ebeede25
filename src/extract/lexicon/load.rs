//! Reading the word lists.

use std::borrow::Cow;

use super::class::CLASSES;
use super::lists::{list as lists, listed_words};
use super::morphology::{doubles, ing, is_vowel, past, plural, third_person};
use super::rows::{list, rows};
use super::{Entry, Frame, Lexicon, Memberships, Noun, Sense, Slot, Topics, UNKNOWN, WordId, form, tag};

/// About as many words as the lists have, forms and plurals included: growing would take long.
const WORDS: usize = 24_000;

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
    pub(super) fn load() -> Lexicon {
        let mut l = Lexicon { entries: Vec::with_capacity(WORDS), ..Lexicon::default() };
        l.entries.push(Entry::default());
        l.ids.reserve(WORDS);
        l.listed.push(Memberships::default());
        for (word, memberships) in listed_words() {
            l.number(word);
            l.listed.push(memberships);
        }
        for row in rows(include_str!("../../../assets/extract/irregular.tsv")) {
            if let [base, past, part] = row[..] {
                l.irregular.insert(base, (past, part));
            }
        }
        l.read_words();
        l.read_verbs();
        l.read_nouns();
        l.read_frames();
        l.topics = Topics::load(|word| l.number(word));
        l.close();
        l
    }

    /// The number of a word; a new one if it has none yet.
    fn number(&mut self, word: impl Into<Cow<'static, str>>) -> WordId {
        let next = self.entries.len() as WordId;
        let id = *self.ids.entry(word.into()).or_insert(next);
        if id == next {
            self.entries.push(Entry::default());
        }
        id
    }

    fn entry_mut(&mut self, word: impl Into<Cow<'static, str>>) -> &mut Entry {
        let id = self.number(word);
        &mut self.entries[id as usize]
    }

    /// The longest phrase is tried first; the file's order decides among equals.
    fn close(&mut self) {
        self.people = self.class("prisoner") | self.class("person");
        self.documents = self.class("document");
        let hedges = lists::NUMBER_HEDGE.words().iter();
        self.number_hedges = hedges.map(|p| p.split(' ').map(|w| self.number(w)).collect()).collect();
        for entry in &mut self.entries {
            entry.nouns.sort_by_key(|n| std::cmp::Reverse(n.rest.len()));
            entry.seconds = entry.nouns.iter().map(|n| n.rest.first().copied().unwrap_or(UNKNOWN)).collect();
        }
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
        for row in rows(include_str!("../../../assets/extract/words.tsv")) {
            let (Some(name), Some(words)) = (row.first(), row.get(1)) else { continue };
            let Some((_, bit)) = TAGS.iter().find(|(n, _)| n == name) else { continue };
            for word in list(words) {
                self.entry_mut(word).tags |= bit;
            }
        }
        let common = include_str!("../../../assets/extract/common_nouns.txt");
        for word in common.lines().filter(|l| !l.starts_with('#')).flat_map(str::split_whitespace) {
            self.entry_mut(word).common_noun = true;
        }
    }

    fn read_verbs(&mut self) {
        for row in rows(include_str!("../../../assets/extract/verbs.tsv")) {
            let [class, of_code, at, verbs] = row[..] else { continue };
            let Some((_, class)) = CLASSES.iter().find(|(n, _)| *n == class) else { continue };
            for verb in list(verbs) {
                let mut words = verb.split(' ');
                let Some(first) = words.next() else { continue };
                let id = self.verb(first);
                let rest: Vec<&'static str> = words.collect();
                let rest_ids = rest.iter().map(|w| self.number(*w)).collect();
                let sense = Sense { rest, rest_ids, class: *class, code: code(of_code), slots: slots(at) };
                self.senses[usize::from(id)].push(sense);
            }
        }
        for senses in &mut self.senses {
            // The longest phrase is tried first; the file's order decides among equals.
            senses.sort_by_key(|s| std::cmp::Reverse(s.rest.len()));
        }
        let plain = include_str!("../../../assets/extract/common_verbs.txt");
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
        let word = self.number(lemma);
        self.lemma_words.push(word);
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
        let forms = &mut self.entry_mut(word).forms;
        match forms.iter_mut().find(|(i, _)| *i == id) {
            Some((_, b)) => *b |= bits,
            None => forms.push((id, bits)),
        }
    }

    fn read_nouns(&mut self) {
        for row in rows(include_str!("../../../assets/extract/nouns.tsv")) {
            let [kind, what, at, words] = row[..] else { continue };
            let event = kind == "event";
            let nominal = CLASSES.iter().find(|(n, _)| kind == "nominal" && *n == what).map(|(_, c)| *c);
            let class = if kind == "class" { 1u64 << self.class_index(what) } else { 0 };
            let code = if event { code(what) } else { "" };
            for noun in list(words) {
                let entry = Noun { rest: Vec::new(), code, slots: slots(at), classes: class, nominal };
                self.add_noun(noun.to_owned(), &entry);
                self.add_noun(plural(noun), &entry);
            }
        }
    }

    fn add_noun(&mut self, words: String, entry: &Noun) {
        let mut split = words.split(' ').map(str::to_owned);
        let Some(first) = split.next() else { return };
        let rest: Vec<WordId> = split.map(|w| self.number(w)).collect();
        let entries = &mut self.entry_mut(first).nouns;
        match entries.iter_mut().find(|n| n.rest == rest) {
            Some(n) => {
                n.classes |= entry.classes;
                n.nominal = n.nominal.or(entry.nominal);
                if n.code.is_empty() && !entry.code.is_empty() {
                    (n.code, n.slots) = (entry.code, entry.slots.clone());
                }
            }
            None => entries.push(Noun { rest, ..entry.clone() }),
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
        for (rank, row) in rows(include_str!("../../../assets/extract/frames.tsv")).enumerate() {
            let [verb, class, of_code, at] = row[..] else { continue };
            let frame = Frame { code: code(of_code), slots: slots(at), rank: rank as u16 };
            if let Some(subject) = class.strip_prefix('<') {
                let class = self.class_index(subject);
                for verb in list(verb) {
                    let id = self.verb(verb);
                    self.subject_frames.entry((id, class)).or_insert_with(|| frame.clone());
                }
                continue;
            }
            let Some(class) = class.strip_prefix('@') else { continue };
            let class = self.class_index(class);
            if let Some((verbs, places)) = verb.split_once('…') {
                for verb in list(verbs) {
                    let id = self.verb(verb);
                    let frames = list(places).map(|place| (place, frame.clone()));
                    self.place_frames.entry((id, class)).or_default().extend(frames);
                }
                continue;
            }
            if let Some(name) = verb.strip_prefix('=') {
                if let Some((_, c)) = CLASSES.iter().find(|(n, _)| *n == name) {
                    self.class_frames.entry((*c, class)).or_insert(frame);
                }
            } else {
                let (lemma, second) = verb.split_once(' ').unwrap_or((verb, ""));
                let id = self.verb(lemma);
                if self.tags(second) & tag::PREP != 0 {
                    self.phrase_frames.entry((id, class)).or_default().push((second, frame));
                } else {
                    self.lemma_frames.entry((id, class)).or_insert(frame);
                }
            }
        }
    }
}
