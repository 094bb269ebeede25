//! Clauses without a tense of their own: infinitives, participles, gerunds, and contact clauses.

use crate::extract::lexicon::lexicon;

use super::clause::{Arg, Clause, Link};
use super::groups::{Group, GroupKind, Verb, Voice};
use super::link::{Hint, Linker};

/// Verbs whose past form is never a passive participle.
const INTRANSITIVE: &[&str] = &[
    "respond",
    "retaliate",
    "react",
    "reply",
    "arrive",
    "die",
    "clash",
    "talk",
    "vote",
    "emerge",
    "remain",
    "happen",
    "occur",
    "collide",
    "cooperate",
    "collaborate",
    "intervene",
    "apologize",
    "apologise",
    "sympathize",
    "sympathise",
];

impl Linker<'_, '_> {
    /// "the war Peru launched on Chile": two nouns side by side after a verb, then a finite verb.
    pub(super) fn contact(&mut self, i: usize, v: Verb) -> Option<Clause> {
        if v.infinitive
            || v.participle
            || v.voice == Voice::Passive
            || self.hint != Hint::None
            || self.clauses.is_empty()
        {
            return None;
        }
        let last = self.waiting.last()?;
        let noun = *last.arg.nouns.first()?;
        let before = noun.checked_sub(1)?;
        let beside = last.arg.preposition.is_none()
            && matches!(self.groups[before].kind, GroupKind::Noun { pronoun: false, .. });
        let adjacent = self.groups[noun + 1..i]
            .iter()
            .all(|g| matches!(g.kind, GroupKind::Adv | GroupKind::Noun { .. }));
        if !beside || !adjacent || self.last_is_saying() {
            return None;
        }
        let subject = self.waiting.pop()?.arg.nouns;
        self.flush(self.waiting.len());
        let mut c = self.new_clause(i, Link::Relative);
        c.parent = self.clauses.len().checked_sub(1);
        c.noun = Some(before);
        c.subject = subject;
        c.args.push(Arg { preposition: None, nouns: vec![before], and: false, fronted: false });
        Some(c)
    }

    pub(super) fn infinitive(&mut self, i: usize) -> Clause {
        let noun = self.waiting.last().and_then(|w| w.arg.nouns.last()).copied();
        let mut c = self.new_clause(i, Link::Infinitive);
        // "to meet X and to sign Y": the second hangs where the first does.
        let last = self.clauses.len().checked_sub(1);
        c.parent = match last.map(|l| &self.clauses[l]) {
            Some(l) if self.and && l.link == Link::Infinitive => l.parent,
            _ => last,
        };
        c.noun = noun;
        if self.clauses.is_empty() {
            // "A plan to leave …": the nouns still wait for their verb.
            self.outer = Some(self.waiting.clone());
        }
        self.flush(self.waiting.len());
        c
    }

    /// A bare past form after a noun that is rather a participle: "the men killed by …", with a finite verb to come.
    pub(super) fn reduced(&self, i: usize) -> bool {
        let Some(last) = self.waiting.last() else { return false };
        let adjacent = i > 0 && matches!(self.groups[i - 1].kind, GroupKind::Noun { .. });
        let pronoun = last
            .arg
            .nouns
            .last()
            .is_some_and(|n| matches!(self.groups[*n].kind, GroupKind::Noun { pronoun: true, .. }));
        if !adjacent || pronoun {
            return false;
        }
        // "a petition based on", "a plan aimed at": never more than participles without a subject's verb.
        let lemma = self.groups[i].verb().map_or("", |v| lexicon().lemma(v.lemma));
        if matches!(lemma, "base" | "aim" | "design" | "entitle" | "dub" | "locate" | "situate") {
            return true;
        }
        let next = self.groups.get(i + 1);
        // "and Peru responded by leaving": nobody is responded. "…, officials said, hours before".
        let says = lemma == "say" && next.is_some_and(|g| g.kind == GroupKind::Comma);
        if INTRANSITIVE.contains(&lemma) || says {
            return false;
        }
        let by =
            next.is_some_and(|g| g.kind == GroupKind::Prep && self.document.lower(g.tokens.start) == "by");
        let prep =
            next.is_some_and(|g| matches!(g.kind, GroupKind::Prep | GroupKind::Time | GroupKind::Comma));
        let object = self.waiting_follows_verb() && !self.clauses.is_empty() && self.hint == Hint::None;
        // A finite verb later in the same stretch takes the noun as its subject.
        let later = self.groups[i + 1..]
            .iter()
            .take_while(|g| {
                !matches!(
                    g.kind,
                    GroupKind::Break | GroupKind::Sub | GroupKind::And | GroupKind::Rel | GroupKind::That
                )
            })
            .filter_map(Group::verb)
            .find(|v| !v.infinitive && !v.participle);
        let free = later.is_some_and(|v| !v.bare_past || v.past);
        by || prep && object || prep && free && !self.subject_before_comma(i)
    }

    fn subject_before_comma(&self, i: usize) -> bool {
        // "X said, adding that Y left": a comma parts the later verb from this one.
        self.groups[i + 1..]
            .iter()
            .take_while(|g| g.verb().is_none())
            .any(|g| matches!(g.kind, GroupKind::Comma))
    }

    pub(super) fn participle(&mut self, i: usize, v: Verb) -> Clause {
        let before = self.groups[..i]
            .iter()
            .rev()
            .find(|g| !matches!(g.kind, GroupKind::Adv | GroupKind::Time | GroupKind::Quote))
            .map(|g| &g.kind);
        let last = self.clauses.len().checked_sub(1);
        let link = match before {
            Some(GroupKind::Prep) => Link::Gerund,
            Some(GroupKind::Verb(_)) => Link::Gerund,
            Some(GroupKind::Noun { .. }) => Link::Reduced,
            Some(GroupKind::And) => match last.map(|l| self.clauses[l].link) {
                Some(l @ (Link::Gerund | Link::Adjunct | Link::Reduced)) => l,
                _ if v.ing && self.waiting.last().is_some_and(|w| w.arg.preposition.is_some()) => {
                    Link::Gerund
                }
                _ => Link::Adjunct,
            },
            _ => Link::Adjunct,
        };
        let mut c = self.new_clause(i, link);
        c.parent = last;
        if matches!(before, Some(GroupKind::And))
            && let Some(l) = last
        {
            let prev = &self.clauses[l];
            if prev.link == link {
                c.parent = prev.parent;
                c.preposition = prev.preposition;
            }
        }
        if link == Link::Gerund && c.preposition.is_none() {
            c.preposition = self.preposition;
        }
        if link == Link::Reduced {
            c.subject = self.waiting.last().map(|w| w.arg.nouns.clone()).unwrap_or_default();
            c.noun = c.subject.last().copied();
            if v.bare_past || v.voice == Voice::Passive {
                c.noun = c.subject.last().copied();
            }
        }
        if self.clauses.is_empty()
            && matches!(link, Link::Reduced | Link::Adjunct)
            && !self.waiting.is_empty()
        {
            self.outer = Some(self.waiting.clone());
        } else if self.hint != Hint::None && link == Link::Reduced && self.outer.is_none() {
            self.outer = Some(self.waiting[self.hint_at.min(self.waiting.len())..].to_vec());
        } else if link == Link::Reduced && !self.waiting_follows_verb() && self.outer.is_none() {
            self.outer = Some(self.waiting.clone());
        }
        self.flush(self.waiting.len());
        c
    }
}
