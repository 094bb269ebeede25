//! Event nouns that name an act with both its sides, wherever they stand in a sentence: "the
//! visit of Peru's president to Chile ended", "Peru's incursion into Chile drew protests".
//!
//! Verbs are coded first; what they have told already is not told again here.

use crate::extract::clauses::{Clause, GroupKind, Link, Mood, Subordinator, Voice};
use crate::extract::lexicon::{Slot, VerbClass as V, list};
use crate::extract::who::MentionForm;

use super::nouns::NounHit;
use super::sides::Grade;
use super::{Coder, Finding, algebra};

/// A preposition with the noun groups behind it.
type Phrase<'a> = (&'a str, Vec<usize>);

/// How the words around a noun tell of what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Done,
    ToCome,
    /// Wished, refused, asked for, a topic: whatever is so told did not happen by that.
    Not,
}

impl Coder<'_> {
    /// What nouns tell that no verb has told.
    pub(super) fn named_events(&self, found: &[Finding]) -> Vec<Finding> {
        let mut out: Vec<Finding> = Vec::new();
        if self.is_question() {
            return out;
        }
        for g in 0..self.analysis.groups.len() {
            let Some(hit) = self.noun_hits(g).iter().find(|h| h.head && !h.code.is_empty()) else { continue };
            let taken = |f: &Finding| f.trigger.start < hit.tokens.end && hit.tokens.start < f.trigger.end;
            // "no talks between Peru and Chile"
            let none = self.group_tokens(g).any(|t| self.document.lower(t) == "no");
            if none || !tells(hit.code) || found.iter().any(taken) {
                continue;
            }
            out.extend(self.named_event(g, hit));
        }
        out
    }

    fn is_question(&self) -> bool {
        let end = self.analysis.tokens.end;
        (end.saturating_sub(2)..end).any(|t| self.document.lower(t) == "?")
    }

    fn named_event(&self, g: usize, hit: &NounHit) -> Option<Finding> {
        let (clause, told) = self.how_told(g)?;
        if told == Told::Not {
            return None;
        }
        let phrases = self.phrases_after(g);
        let args: Vec<(&str, &[usize])> = phrases.iter().map(|(p, n)| (*p, n.as_slice())).collect();
        let named = |nouns: &[usize]| {
            let mut all = self.graded(nouns, Grade::Head);
            all.extend(
                self.graded(nouns, Grade::Owner).into_iter().filter(|m| !all.contains(m)).collect::<Vec<_>>(),
            );
            all
        };
        let after = |p: &str| args.iter().find(|(q, _)| *q == p).map(|(_, n)| named(n)).unwrap_or_default();
        let mutual = algebra::is_mutual(hit.code);
        let mut sources = after("between");
        if sources.is_empty() {
            sources = self.owners(g, hit);
        }
        if sources.is_empty() {
            sources = after("by");
        }
        let done_to_of = hit.slots.contains(&Slot::After("of")) && !mutual;
        if sources.is_empty() && !done_to_of {
            sources = after("of");
        }
        if sources.is_empty() && mutual && algebra::root(hit.code) == 4 {
            // "was in Peru for a meeting with Chile's president"
            sources = self.surface_subject(clause, 0);
        }
        let reciprocal = mutual && self.are_several(&sources);
        let targets = if reciprocal {
            Vec::new()
        } else {
            let slots: Vec<Slot> = hit
                .slots
                .iter()
                .copied()
                .filter(|s| matches!(s, Slot::After(p) if *p != "between"))
                .collect();
            let mut targets = self.target(&args, &[], &slots, &sources);
            // "Peru's attack in Chile": force has the other side where it falls.
            if targets.is_empty() && algebra::root(hit.code) >= 15 {
                targets = self.target(&args, &[], &AGAINST, &sources);
            }
            targets
        };
        let sure = |m: &usize| {
            let m = self.mentions.list.get(*m);
            m.is_some_and(|m| m.is_resolved() && m.is_certain())
        };
        let two = reciprocal || self.differ(&sources, &targets);
        let abroad = !targets.iter().any(|t| self.same_country(*t, &sources));
        if sources.is_empty() || !two || !abroad || !sources.iter().chain(&targets).all(sure) {
            return None;
        }
        Some(Finding {
            code: hit.code.to_owned(),
            sources,
            targets,
            reciprocal,
            trigger: hit.tokens.clone(),
            rule: "noun",
            steps: vec![format!("\"{}\" is {}", self.words(hit.tokens.clone()), hit.code)],
            planned: told == Told::ToCome,
            possible: false,
            clause,
        })
    }

    /// Whose the act is by what stands before the noun: "Peru's", "Thai–Cambodian", "Peruvian and
    /// Chilean".
    fn owners(&self, g: usize, hit: &NounHit) -> Vec<usize> {
        let tokens = self.group_tokens(g);
        let whose = |m: &usize| {
            self.mentions.list.get(*m).is_some_and(|x| {
                x.is_resolved() && !x.modifier && x.is_certain() && x.tokens.end <= hit.tokens.start
            })
        };
        let mut out: Vec<usize> = self.mentions.within(tokens).filter(|m| whose(m)).collect();
        // "Peruvian and Chilean talks"
        let adjective = |g: usize| {
            let head = self.head(g)?;
            let m = self.mentions.at(head)?;
            let x = self.mentions.list.get(m)?;
            (x.form == MentionForm::Demonym && x.tokens == self.group_tokens(g)).then_some(m)
        };
        let and = |g: usize| self.analysis.groups.get(g).is_some_and(|g| g.kind == GroupKind::And);
        if !out.is_empty()
            && g >= 2
            && and(g - 1)
            && let Some(m) = adjective(g - 2)
        {
            out.insert(0, m);
        }
        out
    }

    /// The prepositional phrases that follow a noun group.
    fn phrases_after(&self, g: usize) -> Vec<Phrase<'_>> {
        let groups = &self.analysis.groups;
        let kind = |i: usize| groups.get(i).map(|g| g.kind);
        let mut out = Vec::new();
        let mut at = g + 1;
        while matches!(kind(at), Some(GroupKind::Prep | GroupKind::Time | GroupKind::Adv)) {
            if kind(at) != Some(GroupKind::Prep) || !self.is_noun(at + 1) {
                at += 1;
                continue;
            }
            let preposition = self.document.lower(self.group_tokens(at).start);
            let mut nouns = vec![at + 1];
            at += 2;
            loop {
                let mut next = at;
                while matches!(kind(next), Some(GroupKind::And | GroupKind::Comma)) {
                    next += 1;
                }
                // A comma alone may begin something else: it joins names only where "and" comes too.
                let joins = (at..next).any(|i| kind(i) == Some(GroupKind::And)) || self.list_goes_on(next);
                if next == at || !joins || !self.is_noun(next) {
                    break;
                }
                nouns.push(next);
                at = next + 1;
            }
            out.push((preposition, nouns));
        }
        out
    }

    /// Whether the noun group is followed by ", and" or "and" and another: the middle of a list.
    fn list_goes_on(&self, g: usize) -> bool {
        let kind = |i: usize| self.analysis.groups.get(i).map(|g| g.kind);
        let and = match kind(g + 1) {
            Some(GroupKind::Comma) => g + 2,
            _ => g + 1,
        };
        self.is_noun(g) && kind(and) == Some(GroupKind::And) && self.is_noun(and + 1)
    }

    /// The clause in which a noun group stands, and how it tells of what the noun names.
    fn how_told(&self, g: usize) -> Option<(usize, Told)> {
        let clauses = &self.analysis.clauses;
        let holds = |k: &Clause| {
            k.subject.contains(&g) || k.subject_args.iter().chain(&k.args).any(|a| a.nouns.contains(&g))
        };
        let at = self.group_tokens(g).start;
        let c = clauses.iter().position(holds).or_else(|| {
            // What the clauses left over belongs to the verb before it.
            let before = |k: &Clause| self.group_tokens(k.verb).start < at;
            clauses.iter().rposition(before).or((!clauses.is_empty()).then_some(0))
        })?;
        let clause = self.clause(c)?;
        let verb = self.verb(c)?;
        let doubtful = verb.negative
            || matches!(verb.mood, Mood::Must | Mood::Possible)
            || matches!(clause.link, Link::Subordinate(Subordinator::Condition) | Link::Tail);
        if doubtful {
            return Some((c, Told::Not));
        }
        let to_come = matches!(verb.mood, Mood::Future | Mood::Would) || verb.infinitive;
        let time = |told| if to_come && told == Told::Done { Told::ToCome } else { told };
        let subject = clause.subject.contains(&g) || clause.subject_args.iter().any(|a| a.nouns.contains(&g));
        let senses = self.lex.senses(verb.lemma);
        let is = |classes: &[V]| senses.iter().any(|s| s.rest.is_empty() && classes.contains(&s.class));
        let undone = [V::Refuse, V::Reject, V::Threaten, V::Demand, V::Appeal, V::Stop, V::Deny, V::Forbid];
        if subject {
            let told = match verb.voice {
                Voice::Passive if is(&undone) => Told::Not,
                Voice::Passive if is(&[V::Plan]) => Told::ToCome,
                _ => Told::Done,
            };
            return Some((c, time(told)));
        }
        let force = self.noun_hits(g).iter().any(|h| h.head && algebra::root(h.code) >= 15);
        let owned = self.mentions.within(self.group_tokens(g)).next().is_some();
        let arg = clause.args.iter().find(|a| a.nouns.contains(&g));
        let Some(arg) = arg else {
            return Some((c, if owned && force { Told::Done } else { Told::Not }));
        };
        let told = match arg.preposition.map(|p| self.document.lower(p)) {
            // "over its invasion of Peru": whose it is, is known, and so it was.
            Some(_) if owned && force && !is(&[V::Plan]) => Told::Done,
            None if is(&undone) || is(&[V::Plan, V::Agree, V::Allow, V::Say, V::Fail, V::Avoid]) => Told::Not,
            None => Told::Done,
            // "to leave during the visit": the visit is no plan for that.
            Some(p) if list::HAPPENED.has(p) => {
                let future = matches!(verb.mood, Mood::Future | Mood::Would);
                return Some((c, if future { Told::ToCome } else { Told::Done }));
            }
            Some(p) if list::AHEAD_OF.has(p) => Told::ToCome,
            Some("for") if !is(&undone) && !is(&[V::Plan, V::Agree]) => Told::Done,
            Some(_) => Told::Not,
        };
        Some((c, time(told)))
    }
}

/// Where the other side of an act of force stands.
const AGAINST: [Slot; 5] =
    [Slot::After("on"), Slot::After("against"), Slot::After("into"), Slot::After("in"), Slot::After("over")];

/// Acts and meetings: what somebody says or feels needs a verb or a speaker.
fn tells(code: &str) -> bool {
    matches!(algebra::root(code), 4 | 6 | 7 | 14..=20) || code.starts_with("057")
}
