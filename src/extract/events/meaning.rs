//! What a clause tells: frames, event nouns, control verbs, and the verb itself.

use std::ops::Range;

use crate::extract::clauses::{Group, GroupKind, Link, Subordinator, Voice};
use crate::extract::lexicon::{Sense, Slot, VerbClass as V, list};

use super::nouns::NounHit;
use super::sides::View;
use super::{Coder, Finding};

/// Complements inside complements are followed so far.
const DEPTH: usize = 6;

/// A code with the words that gave it.
#[derive(Debug, Clone)]
pub(super) struct Core {
    pub(super) code: String,
    pub(super) slots: Vec<Slot>,
    pub(super) trigger: Range<usize>,
    pub(super) rule: &'static str,
    pub(super) step: String,
    /// The noun group of an event noun: its owner may be a side.
    pub(super) noun: Option<NounHit>,
    /// Mode is already in the code: "will reject" stays a rejection.
    pub(super) settled: bool,
}

pub(super) struct Matched<'a> {
    pub(super) sense: &'a Sense,
    /// One past the last word of the phrase.
    pub(super) end: usize,
}

impl Coder<'_> {
    /// Codes one clause with all that hangs on it.
    pub(crate) fn code(&self, c: usize) -> Option<Finding> {
        self.code_at(c, 0)
    }

    pub(super) fn code_at(&self, c: usize, depth: usize) -> Option<Finding> {
        let (clause, _) = (self.clause(c)?, self.verb(c)?);
        if depth > DEPTH || matches!(clause.link, Link::Subordinate(Subordinator::Condition) | Link::Tail) {
            return None;
        }
        if self.is_naming(c) {
            return None;
        }
        let view = self.view(c);
        if let Some(found) = self.provoked(c, &view) {
            return self.finish(c, found, depth);
        }
        let senses = self.matching(c);
        let complement = self.complement(c);
        if let Some(inner) = complement
            && let Some(found) = self.control(c, inner, &senses, depth)
        {
            return self.finish(c, found, depth);
        }
        // "warned that others were at work" says so.
        let says = |inner| {
            let agrees = senses.iter().any(|m| m.sense.class == V::Agree);
            self.only_says(c, inner, V::Threaten) || agrees && self.only_says(c, inner, V::Agree)
        };
        if complement.is_some_and(says) {
            return None;
        }
        let saying = senses.iter().all(|m| matches!(m.sense.class, V::Say));
        let core = if saying && !senses.is_empty() {
            // "added Peru to its sanctions list" says nothing.
            let trigger = self.group_tokens(clause.verb);
            Some(self.phrase_framed(self.verb(c)?.lemma, &self.args(c), &trigger)?)
        } else {
            self.core(c, &view, &senses)
        };
        let found = match core {
            Some(core) => self.with_sides(c, &view, core),
            None => self.subject_noun(c, &view),
        }?;
        self.finish(c, found, depth)
    }

    pub(super) fn verb_words(&self, c: usize) -> String {
        self.clause(c).map_or(String::new(), |k| self.words(self.group_tokens(k.verb)))
    }

    /// The code of a verb with its object, without complement.
    fn core(&self, c: usize, view: &View, senses: &[Matched]) -> Option<Core> {
        let verb = self.verb(c)?;
        let trigger = self.group_tokens(self.clause(c)?.verb);
        let phrase = senses.first().filter(|m| !m.sense.rest.is_empty());
        let phrase_end = phrase.map_or(trigger.end, |m| m.end.max(trigger.end));
        if let Some(m) = senses.iter().find(|m| m.sense.class == V::Event && m.sense.rest.len() >= 2) {
            return Some(self.plain(m, trigger.start..phrase_end));
        }
        if self.names_somebody(c, verb.lemma) && phrase.is_none() {
            return Some(Core {
                code: "111".to_owned(),
                slots: vec![Slot::Object],
                step: format!("\"{}\" with a name for somebody is 111", self.words(trigger.clone())),
                trigger,
                rule: "naming",
                noun: None,
                settled: false,
            });
        }
        // "Dozens killed in Peru", as headlines say it: nobody is told to have done it.
        let done = verb.voice == Voice::Active && verb.bare_past && view.object.is_empty();
        if done && self.lex.lemma_is_listed(verb.lemma, list::HARMING) {
            return None;
        }
        if let Some(core) = self.subject_framed(verb.lemma, view, &trigger) {
            return Some(core);
        }
        let object = self.object_groups(c, view, phrase.map(|m| m.end));
        let args = self.args(c);
        let name = self.lex.lemma(verb.lemma);
        if let Some(hit) = self.nominal(&object, &args)
            && let Some(core) = self.noun_core(name, senses, &hit, trigger.start..phrase_end)
        {
            return Some(core);
        }
        if let Some(core) = self.framed(verb.lemma, senses, &object, &args, trigger.start..phrase_end) {
            return core;
        }
        let event_noun = self.event_noun(&object, &args);
        if let Some(hit) = &event_noun
            && let Some(core) = self.noun_core(name, senses, hit, trigger.start..phrase_end)
        {
            return Some(core);
        }
        let bare = !view.object.is_empty();
        let codes = |m: &&Matched| m.sense.class == V::Event && !m.sense.code.is_empty();
        let fits = |m: &&Matched| m.sense.slots.contains(&Slot::Object) == bare;
        let plain = senses.iter().find(|m| codes(m) && fits(m)).or_else(|| senses.iter().find(codes));
        let tells = self.lex.lemma_is_listed(verb.lemma, list::TELLING);
        let default = senses.iter().find(|m| {
            m.sense.class != V::Event && !m.sense.code.is_empty() && m.sense.class != V::Stop && !tells
        });
        if let (Some(p), Some(d)) = (plain, default)
            && bare
            && !p.sense.slots.contains(&Slot::Object)
            && d.sense.slots.contains(&Slot::Object)
        {
            return Some(self.plain(d, trigger.start..phrase_end));
        }
        match (plain, default) {
            (Some(p), _) => Some(self.plain(p, trigger.start..phrase_end)),
            (None, Some(d)) => {
                // A control verb without complement: "urged restraint", "rejected it".
                if matches!(d.sense.class, V::Plan | V::Allow) {
                    return None;
                }
                Some(self.plain(d, trigger.start..phrase_end))
            }
            _ => {
                let gives = self.lex.lemma_is_listed(verb.lemma, list::GIVING);
                let m = senses.iter().find(|m| m.sense.class == V::Give).filter(|_| gives)?;
                let mut core = self.plain(m, trigger.start..phrase_end);
                core.code = "070".to_owned();
                core.slots = vec![Slot::After("to"), Slot::After("for"), Slot::Any];
                core.step = format!("\"{}\" is 070", self.words(trigger));
                core.settled = false;
                Some(core)
            }
        }
    }

    fn plain(&self, m: &Matched, trigger: Range<usize>) -> Core {
        Core {
            code: m.sense.code.to_owned(),
            slots: m.sense.slots.clone(),
            rule: "verb",
            step: format!("\"{}\" is {}", self.words(trigger.clone()), m.sense.code),
            trigger,
            noun: None,
            settled: m.sense.class != V::Event,
        }
    }

    /// "struck what Peru called camps": a name for something, by the way.
    fn is_naming(&self, c: usize) -> bool {
        let Some(clause) = self.clause(c) else { return false };
        let naming = self.verb(c).is_some_and(|v| self.lex.lemma_is_listed(v.lemma, list::NAMING));
        let first = clause.subject.first().map_or(clause.verb, |g| *g).min(clause.verb);
        let before = first.checked_sub(1).map_or("", |g| self.document.lower(self.group_tokens(g).start));
        naming && before == "what"
    }

    /// "called Peru a threat": a name for somebody, not a telephone call.
    fn names_somebody(&self, c: usize, lemma: u16) -> bool {
        let Some(clause) = self.clause(c).filter(|_| self.lex.lemma(lemma) == "call") else { return false };
        let bare: Vec<_> = clause.args.iter().filter(|a| a.preposition.is_none() && !a.fronted).collect();
        // "called the act “a provocation”"
        let quoted = bare.first().and_then(|a| a.nouns.last()).is_some_and(|g| {
            let groups = &self.analysis.groups;
            let of_object = |g: &&Group| matches!(g.kind, GroupKind::Prep | GroupKind::Noun { .. });
            let next = groups.iter().skip(g + 1).find(|g| !of_object(g));
            next.is_some_and(|g| matches!(g.kind, GroupKind::Quote | GroupKind::Adj))
        });
        bare.len() >= 2 || quoted
    }
}
