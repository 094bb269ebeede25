//! How the verb groups of a sentence hang together.
//!
//! One pass from left to right. Noun groups wait until the next verb group
//! shows whether they were what follows the verb before or the subject of the
//! verb to come.

use crate::extract::document::Document;
use crate::extract::lexicon::lexicon;
use crate::extract::who::Mentions;

use super::clause::{Arg, Clause, Link, Subordinator};
use super::groups::{Group, GroupKind, Mood, Verb};

#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) arg: Arg,
    /// Stood after a comma.
    pub(super) comma: bool,
    /// Index of its first group.
    pub(super) at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    None,
    That,
    Sub(Subordinator),
    Rel,
}

pub(super) struct Linker<'a, 'd> {
    pub(super) document: &'a Document<'d>,
    pub(super) groups: &'a [Group],
    pub(super) clauses: Vec<Clause>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) hint: Hint,
    pub(super) hint_word: &'static str,
    pub(super) mentions: &'a Mentions,
    /// How many of the waiting stood before the hint.
    pub(super) hint_at: usize,
    /// A subject without its verb yet, interrupted by a relative clause.
    pub(super) outer: Option<Vec<Waiting>>,
    pub(super) preposition: Option<usize>,
    pub(super) comma: bool,
    pub(super) and: bool,
}

/// Finds the clauses of a sentence.
pub fn link(document: &Document, mentions: &Mentions, groups: &[Group]) -> Vec<Clause> {
    let mut l = Linker {
        document,
        groups,
        clauses: Vec::new(),
        waiting: Vec::new(),
        hint: Hint::None,
        hint_word: "",
        mentions,
        hint_at: 0,
        outer: None,
        preposition: None,
        comma: false,
        and: false,
    };
    for i in 0..groups.len() {
        l.step(i);
    }
    l.flush(l.waiting.len());
    l.clauses
}

impl Linker<'_, '_> {
    pub(super) fn step(&mut self, i: usize) {
        match self.groups[i].kind {
            GroupKind::Noun { .. } => self.noun(i),
            GroupKind::Verb(v) => self.verb(i, v),
            GroupKind::Prep => {
                let at = self.groups[i].tokens.start;
                // "outside of Lima" is outside it, not of it.
                let of = self.document.lower(at) == "of"
                    && self.preposition.is_some_and(|p| {
                        p + 1 == at && matches!(self.document.lower(p), "outside" | "inside")
                    });
                if !of {
                    self.preposition = Some(at);
                }
            }
            GroupKind::And => self.and = true,
            GroupKind::Comma => self.comma = true,
            GroupKind::That => self.open(Hint::That),
            GroupKind::Sub => {
                let word = self.document.lower(self.groups[i].tokens.start);
                let kind = match word {
                    "if" | "unless" | "whether" | "lest" | "until" | "till" | "provided" | "once" => {
                        Subordinator::Condition
                    }
                    _ => Subordinator::Fact,
                };
                self.open(Hint::Sub(kind));
            }
            GroupKind::Rel => self.relative(i),
            GroupKind::Break => {
                self.flush(self.waiting.len());
                self.open(Hint::None);
                self.outer = None;
            }
            GroupKind::Quote | GroupKind::Time | GroupKind::Adv | GroupKind::Adj | GroupKind::Other => {}
        }
    }

    fn open(&mut self, hint: Hint) {
        self.hint = hint;
        self.hint_at = self.waiting.len();
        self.preposition = None;
    }

    pub(super) fn noun(&mut self, i: usize) {
        let joins =
            (self.and || self.comma) && self.preposition.is_none() && self.hint_at < self.waiting.len();
        // ", and X left": a comma before "and" begins something new once there is a verb.
        let anew = self.and
            && self.comma
            && !self.clauses.is_empty()
            && self.waiting.last().is_none_or(|w| w.arg.nouns.len() <= 1);
        let joins = joins
            && !anew
            && self.waiting.last().is_some_and(|w| {
                // A comma alone joins only names in a row that an "and" will end.
                self.and || self.list_goes_on(i, w)
            });
        if joins && let Some(last) = self.waiting.last_mut() {
            last.arg.nouns.push(i);
            last.arg.and |= self.and;
        } else {
            let arg =
                Arg { preposition: self.preposition.take(), nouns: vec![i], and: false, fronted: false };
            self.waiting.push(Waiting { arg, comma: self.comma, at: i });
        }
        (self.preposition, self.comma, self.and) = (None, false, false);
    }

    /// "Peru, Chile and Brazil": after the comma a short group, then "and" or another comma.
    fn list_goes_on(&self, i: usize, _last: &Waiting) -> bool {
        let short = self.groups[i].tokens.len() <= 3;
        let kinds: Vec<_> = self.groups[i + 1..].iter().take(4).map(|g| &g.kind).collect();
        let is_noun = |k: Option<&&GroupKind>| matches!(k, Some(GroupKind::Noun { .. }));
        short
            && match kinds.first() {
                Some(GroupKind::And) => is_noun(kinds.get(1)),
                Some(GroupKind::Comma) => {
                    matches!(kinds.get(1), Some(GroupKind::And)) && is_noun(kinds.get(2))
                        || is_noun(kinds.get(1)) && matches!(kinds.get(2), Some(GroupKind::And))
                }
                _ => false,
            }
    }

    fn relative(&mut self, i: usize) {
        let word = self.document.lower(self.groups[i].tokens.start);
        let place = matches!(word, "where");
        // A subject that still waits for its verb is kept for after the relative clause.
        let from = self.hint_at.min(self.waiting.len());
        let open_subject = self.waiting[from..].iter().any(|w| w.arg.preposition.is_none())
            && (self.clauses.is_empty() || self.hint != Hint::None || self.comes_to_a_verb());
        if open_subject && self.outer.is_none() && !self.waiting_follows_verb() {
            self.outer = Some(self.waiting[from..].to_vec());
        }
        self.open(if place { Hint::Sub(Subordinator::Fact) } else { Hint::Rel });
        self.hint_word = if word == "who" { "who" } else { "" };
    }

    /// Whether the waiting nouns stand directly after the verb of the last clause.
    pub(super) fn waiting_follows_verb(&self) -> bool {
        let Some(first) = self.waiting.first() else { return true };
        let Some(clause) = self.clauses.last() else { return false };
        self.hint == Hint::None
            && self.groups[clause.verb + 1..first.at].iter().all(|g| {
                matches!(
                    g.kind,
                    GroupKind::Prep | GroupKind::Time | GroupKind::Adv | GroupKind::Adj | GroupKind::Quote
                )
            })
            && !self.takes_clause(self.clauses.len() - 1)
    }

    fn comes_to_a_verb(&self) -> bool {
        self.clauses.last().is_some_and(|c| matches!(c.link, Link::Main | Link::Tail))
            && self.takes_clause(self.clauses.len() - 1)
    }

    /// Verbs of saying and the like, after which a clause may come without "that".
    pub(super) fn takes_clause(&self, clause: usize) -> bool {
        use crate::extract::lexicon::VerbClass as V;
        let Some(v) = self.clauses.get(clause).and_then(|c| self.groups[c.verb].verb()) else { return false };
        lexicon().senses(v.lemma).iter().any(|s| {
            matches!(s.class, V::Say | V::Announce | V::Agree | V::Threaten | V::Demand | V::Deny)
                && s.rest.len() <= 1
        })
    }

    /// Gives the first `count` waiting nouns to the last clause, or to none before the first verb.
    pub(super) fn flush(&mut self, count: usize) {
        let count = count.min(self.waiting.len());
        let gone: Vec<Waiting> = self.waiting.drain(..count).collect();
        if let Some(clause) = self.clauses.last_mut() {
            clause.args.extend(gone.into_iter().map(|w| w.arg));
        }
        self.hint_at = self.hint_at.saturating_sub(count);
    }

    pub(super) fn verb(&mut self, i: usize, v: Verb) {
        let clause = if let Some(clause) = self.contact(i, v) {
            clause
        } else if v.infinitive {
            self.infinitive(i)
        } else if v.participle || v.bare_past && self.reduced(i) {
            self.participle(i, v)
        } else {
            self.finite(i, v)
        };
        self.clauses.push(clause);
        self.waiting.clear();
        (self.hint, self.hint_at) = (Hint::None, 0);
        (self.preposition, self.comma, self.and) = (None, false, false);
    }

    pub(super) fn new_clause(&self, verb: usize, link: Link) -> Clause {
        Clause {
            verb,
            link,
            parent: None,
            noun: None,
            preposition: None,
            subject: Vec::new(),
            subject_args: Vec::new(),
            args: Vec::new(),
        }
    }

    pub(super) fn last_is_saying(&self) -> bool {
        self.clauses.len().checked_sub(1).is_some_and(|l| self.takes_clause(l))
    }
}

/// Whether a mood leaves open whether the clause is true.
pub fn is_open(mood: Mood) -> bool {
    matches!(mood, Mood::Would | Mood::Possible)
}
