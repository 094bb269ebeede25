//! Noun groups and verb groups.

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::{WordList, form, lexicon, list, tag};

use super::tags::Pos;

/// Whether the subject acts or is acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// "attacked"
    Active,
    /// "was attacked"
    Passive,
}

/// What the auxiliaries say about the truth of the clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Said to be so.
    Plain,
    /// "will", "is to", "is going to", "is set to"
    Future,
    /// "would"
    Would,
    /// "could", "may", "might", "is likely to"
    Possible,
    /// "must", "should", "has to"
    Must,
    /// "is said to", "reportedly"
    Reported,
}

/// The verb of a verb group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verb {
    /// Its lemma in the lexicon; `u16::MAX` for a verb that it does not know.
    pub(crate) lemma: u16,
    /// The token that carries the meaning.
    pub(crate) token: usize,
    /// "to attack"
    pub(crate) infinitive: bool,
    /// "attacking" or "attacked" without a finite auxiliary
    pub(crate) participle: bool,
    /// The participle ends in -ing.
    pub(crate) ing: bool,
    pub(crate) voice: Voice,
    pub(crate) negative: bool,
    /// Mood of the auxiliaries.
    pub(crate) mood: Mood,
    /// Could be a reduced relative as well: a past form without auxiliary.
    pub(crate) bare_past: bool,
    /// Present or past: for the choice of dates.
    pub(crate) past: bool,
    /// Present perfect: "has supplied".
    pub(crate) perfect: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GroupKind {
    /// Nouns with what stands before them; the head is the last noun.
    Noun {
        /// The token of the head.
        head: usize,
        pronoun: bool,
    },
    /// A verb with its auxiliaries.
    Verb(Verb),
    /// A preposition.
    Prep,
    /// A coordinating conjunction.
    And,
    /// A subordinating conjunction.
    Sub,
    /// "that"
    That,
    /// A relative pronoun.
    Rel,
    /// A comma or dash.
    Comma,
    /// A semicolon, colon or stop within the sentence.
    Break,
    Quote,
    Time,
    /// An adverb that stands alone.
    Adv,
    /// An adjective that stands alone, as after "is".
    Adj,
    /// Anything else.
    Other,
}

/// Words that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) tokens: Range<usize>,
    pub(crate) kind: GroupKind,
}

impl Group {
    /// The verb, if it is a verb group.
    pub(crate) fn verb(&self) -> Option<&Verb> {
        match &self.kind {
            GroupKind::Verb(v) => Some(v),
            _ => None,
        }
    }

    /// The head, if it is a noun group.
    pub(crate) fn head(&self) -> Option<usize> {
        match self.kind {
            GroupKind::Noun { head, .. } => Some(head),
            _ => None,
        }
    }
}

/// Puts the words of a sentence into groups.
pub(crate) fn group(document: &Document, tokens: Range<usize>, tags: &[Pos]) -> Vec<Group> {
    let mut g = Grouper { document, first: tokens.start, tags, out: Vec::with_capacity(tags.len()) };
    let mut at = 0;
    while at < tags.len() {
        at = g.step(at);
    }
    g.out
}

struct Grouper<'a> {
    document: &'a Document<'a>,
    first: usize,
    tags: &'a [Pos],
    out: Vec<Group>,
}

impl Grouper<'_> {
    fn word(&self, at: usize) -> &str {
        self.document.lower(self.first + at)
    }

    /// Whether a word is on a list.
    fn is(&self, at: usize, list: WordList) -> bool {
        self.document.is_listed(self.first + at, list)
    }

    fn modal_mood(&self, at: usize) -> Mood {
        if self.is(at, list::MODAL_FUTURE) {
            Mood::Future
        } else if self.is(at, list::MODAL_WOULD) {
            Mood::Would
        } else if self.is(at, list::MODAL_MUST) {
            Mood::Must
        } else {
            Mood::Possible
        }
    }

    fn push(&mut self, from: usize, to: usize, kind: GroupKind) -> usize {
        self.out.push(Group { tokens: self.first + from..self.first + to, kind });
        to
    }

    fn step(&mut self, at: usize) -> usize {
        let kind = match self.tags[at] {
            Pos::Prep => GroupKind::Prep,
            Pos::And => GroupKind::And,
            Pos::Sub => GroupKind::Sub,
            Pos::That => GroupKind::That,
            Pos::Rel => GroupKind::Rel,
            Pos::Comma | Pos::Dash => GroupKind::Comma,
            Pos::Break => GroupKind::Break,
            Pos::Quote => GroupKind::Quote,
            Pos::Time => GroupKind::Time,
            Pos::Other | Pos::Open | Pos::Close => GroupKind::Other,
            Pos::Pron => GroupKind::Noun { head: self.first + at, pronoun: true },
            Pos::To | Pos::Modal | Pos::Aux | Pos::Verb(_) | Pos::Not => return self.verb(at),
            Pos::Adv => match self.verb_after_adverbs(at) {
                true => return self.verb(at),
                false => GroupKind::Adv,
            },
            Pos::Det | Pos::Adj | Pos::Noun | Pos::Genitive => return self.noun(at),
        };
        self.push(at, at + 1, kind)
    }

    fn verb_after_adverbs(&self, at: usize) -> bool {
        let next = self.tags[at..].iter().find(|p| !matches!(p, Pos::Adv | Pos::Not));
        matches!(next, Some(Pos::Modal | Pos::Aux | Pos::Verb(_)))
    }

    /// Determiners, adjectives, nouns and genitives; ends before anything else.
    fn noun(&mut self, from: usize) -> usize {
        let mut at = from;
        let mut head = None;
        while at < self.tags.len() {
            match self.tags[at] {
                Pos::Det if at > from && head.is_some() && !matches!(self.tags[at - 1], Pos::Genitive) => {
                    break;
                }
                Pos::Det | Pos::Adj => {}
                Pos::Noun => head = Some(at),
                Pos::Genitive if at > from => {}
                Pos::Time if at > from && head.is_none() && self.noun_after_time(at) => {}
                Pos::Adv
                    if at > from
                        && matches!(self.tags[at - 1], Pos::Genitive)
                        && self.is(at, list::TERM_ADVERB) => {}
                // "newly elected leaders": an adverb between determiner and noun
                Pos::Adv
                    if at > from
                        && head.is_none()
                        && self.tags.get(at + 1).is_some_and(|p| matches!(p, Pos::Adj | Pos::Noun)) => {}
                _ => break,
            }
            at += 1;
        }
        let at = at.max(from + 1);
        match head {
            Some(h) => self.push(from, at, GroupKind::Noun { head: self.first + h, pronoun: false }),
            None => {
                // "the French", "the wounded", "two": a noun after a determiner or before a verb or preposition.
                let after = self.tags.get(at);
                let stands =
                    matches!(self.tags[from], Pos::Det) || matches!(after, Some(Pos::Verb(_) | Pos::Modal));
                let plain = self.document.tags(self.first + at - 1) & tag::ADJ != 0;
                let kind = if stands || !plain {
                    GroupKind::Noun { head: self.first + at - 1, pronoun: false }
                } else {
                    GroupKind::Adj
                };
                self.push(from, at, kind)
            }
        }
    }

    /// "a weekend meeting"
    fn noun_after_time(&self, at: usize) -> bool {
        let next = self.tags[at..].iter().find(|p| !matches!(p, Pos::Time));
        matches!(next, Some(Pos::Noun | Pos::Adj))
    }

    fn verb(&mut self, from: usize) -> usize {
        let mut v = Verb {
            lemma: u16::MAX,
            token: self.first + from,
            infinitive: false,
            participle: false,
            ing: false,
            voice: Voice::Active,
            negative: false,
            mood: Mood::Plain,
            bare_past: false,
            past: false,
            perfect: false,
        };
        let (mut be, mut have, mut finite, mut modal) = (false, false, false, false);
        let mut main = None;
        let mut at = from;
        while at < self.tags.len() {
            let word = self.word(at);
            match self.tags[at] {
                Pos::Not => v.negative = true,
                Pos::Adv => {
                    if !self.verb_after_adverbs(at) {
                        break;
                    }
                    if self.is(at, list::HEARSAY_ADVERB) {
                        v.mood = Mood::Reported;
                    }
                }
                Pos::Time if main.is_none() && at > from => {}
                Pos::To if at == from => v.infinitive = true,
                Pos::To if main.is_none() && (be || have) => {
                    // "is to meet", "has to leave"
                    v.mood = if be { Mood::Future } else { Mood::Must };
                    (be, have) = (false, false);
                }
                Pos::To => break,
                Pos::Modal if main.is_none() && !modal => {
                    modal = true;
                    finite = true;
                    v.mood = self.modal_mood(at);
                    v.negative |= word == "cannot";
                }
                Pos::Aux if main.is_none() => {
                    let tags = self.document.tags(self.first + at);
                    if tags & tag::BE != 0 {
                        be = true;
                        finite |= !self.is(at, list::NONFINITE_BE);
                        v.past |= self.is(at, list::PAST_BE);
                        v.token = self.first + at;
                        v.ing |= word == "being" && !finite;
                    } else if tags & tag::HAVE != 0 {
                        have = true;
                        finite |= word != "having";
                        v.past |= word == "had";
                        v.token = self.first + at;
                        v.ing |= word == "having" && !finite;
                    } else {
                        finite = true;
                        v.past |= word == "did";
                        v.token = self.first + at;
                    }
                }
                Pos::Verb((lemma, f)) => {
                    if main.is_some() {
                        break;
                    }
                    if let Some(mood) = raising(lemma, be && f & (form::PART | form::ING) != 0)
                        && self.tags.get(at + 1) == Some(&Pos::To)
                        && self
                            .tags
                            .get(at + 2)
                            .is_some_and(|p| matches!(p, Pos::Verb(_) | Pos::Aux | Pos::Adv | Pos::Not))
                    {
                        // "is expected to sign": one group.
                        v.mood = mood;
                        be = false;
                        have = false;
                        finite = true;
                        at += 2;
                        continue;
                    }
                    main = Some((at, lemma, f));
                }
                Pos::Adj if be && main.is_none() && self.is(at, list::MODAL_ADJECTIVE) => {
                    if self.tags.get(at + 1) != Some(&Pos::To) {
                        break;
                    }
                    v.negative ^= word == "unlikely";
                    v.mood = if word == "unlikely" { Mood::Possible } else { Mood::Future };
                    be = false;
                    at += 2;
                    continue;
                }
                _ => break,
            }
            at += 1;
        }
        let end = at.max(from + 1);
        self.finish(&mut v, main, be, have, finite);
        self.push(from, end, GroupKind::Verb(v))
    }

    /// What the words of the group say together; `main` is the word of meaning: where, lemma, forms.
    fn finish(&self, v: &mut Verb, main: Option<(usize, u16, u8)>, be: bool, have: bool, finite: bool) {
        let lex = lexicon();
        let Some((at, lemma, f)) = main else {
            let word = if be {
                "be"
            } else if have {
                "have"
            } else {
                "do"
            };
            v.lemma = lex.lemma_id(word).unwrap_or(u16::MAX);
            v.participle = !finite && !v.infinitive;
            return;
        };
        v.token = self.first + at;
        v.lemma = lemma;
        v.perfect = have && !v.past && !v.infinitive;
        let part = f & form::PART != 0;
        // "is prepared to", "is opposed to": rather adjectives.
        let adjective = lex.lemma_is_listed(lemma, list::ADJECTIVAL_PARTICIPLE)
            && self.tags.get(at + 1).is_some_and(|p| matches!(p, Pos::To | Pos::Prep))
            && self.word(at + 1) != "by";
        if be && part && f & form::ING == 0 && !adjective {
            v.voice = Voice::Passive;
        }
        v.ing |= f & form::ING != 0 && !be;
        if v.infinitive || finite {
            v.past |= !have && !be && f & form::PAST != 0 && f & form::BASE == 0;
            return;
        }
        if f & form::ING != 0 {
            v.participle = true;
            v.ing = true;
        } else if f & form::PAST != 0 {
            v.past = true;
            v.bare_past = part;
        } else if f & form::PART != 0 && f & (form::S | form::BASE) == 0 {
            v.participle = true;
            v.voice = Voice::Passive;
        }
        if v.participle && have {
            v.voice = Voice::Active;
        }
    }
}

/// "be expected to", "be going to": the mood of the verb that follows.
fn raising(lemma: u16, passive: bool) -> Option<Mood> {
    let is = |list: WordList| lexicon().lemma_is_listed(lemma, list);
    if is(list::SEEMING_VERB) {
        return Some(Mood::Reported);
    }
    let moods = [
        (list::RAISING_FUTURE, Mood::Future),
        (list::RAISING_REPORTED, Mood::Reported),
        (list::RAISING_POSSIBLE, Mood::Possible),
    ];
    moods.into_iter().find(|(words, _)| passive && is(*words)).map(|(_, mood)| mood)
}
