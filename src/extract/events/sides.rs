//! Source and target: which mentions stand in a subject, an object, a phrase.

use std::ops::Range;

use crate::extract::clauses::groups::Group;
use crate::extract::clauses::{Arg, GroupKind, Link, Voice};
use crate::extract::lexicon::{Slot, VerbClass, WordList, list};
use crate::extract::tokens::TokenKind;
use crate::extract::who::{Mention, MentionForm};

use super::{Coder, algebra};

/// How well a noun group names an actor, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// Its head does: "the Iranian army".
    Head,
    /// Something that belongs to it does: "Iran's proposal".
    Owner,
    /// A role whose country is only inferred: "the rebels".
    Inferred,
}

/// A clause as seen from its verb: passives are turned round.
#[derive(Debug, Clone, Default)]
pub(crate) struct View<'a> {
    /// Noun groups that act.
    pub(crate) agent: Vec<usize>,
    /// Noun groups that are the object.
    pub(crate) object: Vec<usize>,
    /// All that follows, in order.
    pub(crate) args: Vec<&'a Arg>,
    /// Phrases on the subject.
    pub(crate) subject_args: Vec<&'a Arg>,
}

impl<'a> Coder<'a> {
    /// Who acts, what is acted upon, and what follows.
    pub(super) fn view(&self, c: usize) -> View<'a> {
        let (Some(clause), Some(verb)) = (self.clause(c), self.verb(c)) else { return View::default() };
        let mut view = View { args: clause.args.iter().collect(), ..View::default() };
        view.subject_args = clause.subject_args.iter().collect();
        if verb.voice == Voice::Passive {
            view.object.clone_from(&clause.subject);
            if let Some(by) = clause.args.iter().find(|a| self.preposition(a) == "by" && !a.fronted) {
                view.agent.clone_from(&by.nouns);
                view.args.retain(|a| !std::ptr::eq(*a, by));
            }
        } else {
            view.agent.clone_from(&clause.subject);
            let near = clause.args.iter().filter(|a| !a.fronted).take(2);
            if let Some(object) = near.into_iter().find(|a| a.preposition.is_none()) {
                view.object.clone_from(&object.nouns);
            }
        }
        view
    }

    /// Whether the preposition of an argument is on a list.
    fn governed_by(&self, arg: &Arg, list: WordList) -> bool {
        arg.preposition.is_some_and(|p| self.document.is_listed(p, list))
    }

    fn mention(&self, m: usize) -> Option<&'a Mention> {
        self.mentions.list.get(m)
    }

    /// The mentions of noun groups that name actors of a grade.
    pub(super) fn graded(&self, groups: &[usize], grade: Grade) -> Vec<usize> {
        let mut out = Vec::new();
        for g in groups {
            let tokens = self.group_tokens(*g);
            let Some(head) = self.head(*g) else { continue };
            // "Peruvian and Chilean villages": the first adjective owns the villages too.
            let owner = self.is_adjective_of_list(*g, groups).then_some(grade == Grade::Owner);
            let of_head =
                self.mentions.at(head).filter(|m| self.mention(*m).is_some_and(Mention::is_resolved));
            let found = match (grade, of_head) {
                (_, of_head) if owner.is_some() => of_head.filter(|_| owner == Some(true)),
                (Grade::Owner, None) => self.mentions.within(tokens).rfind(|m| {
                    self.mention(*m).is_some_and(|m| m.is_resolved() && !m.modifier && !m.inferred)
                }),
                (Grade::Head | Grade::Inferred, Some(m)) => {
                    let inferred = self.mention(m).is_some_and(|m| m.form == MentionForm::Agent);
                    (inferred == (grade == Grade::Inferred)).then_some(m)
                }
                _ => None,
            };
            let expanded = found.map(|m| self.expand(m)).unwrap_or_default();
            out.extend(expanded.into_iter().filter(|m| !out.contains(m)).collect::<Vec<_>>());
        }
        out
    }

    /// Whether a group is no more than an adjective of a people, and the groups after it in the list
    /// come to a noun that is nobody: "Peruvian and Chilean villages".
    fn is_adjective_of_list(&self, g: usize, list: &[usize]) -> bool {
        let bare = |g: usize| {
            let m = self.head(g).and_then(|h| self.mentions.at(h)).and_then(|m| self.mention(m));
            m.is_some_and(|m| m.form == MentionForm::Demonym && !m.plural && m.tokens == self.group_tokens(g))
        };
        let last = list.last().copied().filter(|last| *last != g);
        let nobody = |g: usize| self.head(g).is_some_and(|h| self.mentions.at(h).is_none());
        bare(g) && last.is_some_and(nobody)
    }

    /// "The two countries" means both of them.
    fn expand(&self, m: usize) -> Vec<usize> {
        match self.mention(m) {
            Some(x) if x.form == MentionForm::Pronoun && x.antecedents.len() > 1 => x.antecedents.clone(),
            _ => std::iter::once(m).chain(self.shared_with(m)).collect::<Vec<_>>(),
        }
    }

    /// "The presidents of Peru, Chile and Brazil", "leaders from Peru and Chile": the countries of
    /// the list behind the first, whose presidents and leaders the others are.
    fn shared_with(&self, m: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let Some(role) = self.mention(m) else { return out };
        let several = matches!(role.form, MentionForm::Role | MentionForm::Agent) && role.plural;
        // The country may be a mention of its own or the end of the role's.
        let within =
            |p: usize| self.document.is_listed(p, list::SUBJECT_PHRASE) && self.document.lower(p) != "by";
        let own = (role.tokens.clone()).any(|t| t > role.tokens.start && within(t));
        let mut last = role;
        let mut next = m + 1;
        if !own {
            let Some(owner) = self.mention(m + 1) else { return out };
            let beside = within(role.tokens.end) && owner.tokens.start <= role.tokens.end + 2;
            if role.country != owner.country || !beside {
                return out;
            }
            (last, next) = (owner, m + 2);
        }
        if !several {
            return out;
        }
        let mut closed = false;
        while !closed && let Some(other) = self.mention(next) {
            let between = last.tokens.end..other.tokens.start;
            let joint = |t: usize| matches!(self.document.lower(t), "," | "and");
            closed = between.clone().any(|t| self.document.lower(t) == "and");
            let country = matches!(other.form, MentionForm::Country | MentionForm::Capital)
                && other.country.is_known()
                && other.country != role.country;
            if between.is_empty() || between.len() > 2 || !between.clone().all(joint) || !country {
                return Vec::new();
            }
            out.push(next);
            (last, next) = (other, next + 1);
        }
        // A list ends with "and": a comma alone may part anything.
        if closed { out } else { Vec::new() }
    }

    /// The actors of noun groups: heads, else owners, else inferred roles.
    pub(super) fn actors(&self, groups: &[usize]) -> Vec<usize> {
        for grade in [Grade::Head, Grade::Owner, Grade::Inferred] {
            let found = self.graded(groups, grade);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The mentions that act in a clause: its subject, or that of the clause that governs it.
    pub(super) fn subject(&self, c: usize, depth: usize) -> Vec<usize> {
        let Some(clause) = self.clause(c) else { return Vec::new() };
        if depth > 6 {
            return Vec::new();
        }
        let view = self.view(c);
        let passive = self.verb(c).is_some_and(|v| v.voice == Voice::Passive);
        if passive {
            let by = self.actors(&view.agent);
            return if by.is_empty() { self.place_of_law(c, &view) } else { by };
        }
        if !view.agent.is_empty() {
            return self.named_subject(c, &view, depth);
        }
        match (clause.link, clause.parent) {
            (Link::Infinitive | Link::Gerund, Some(p)) => {
                // "accused Chile before leaving": whoever accused leaves.
                let itself = clause.link == Link::Gerund
                    && clause.preposition.is_some_and(|p| self.document.is_listed(p, list::GERUND_ITSELF));
                if self.object_controls(p) && !itself {
                    let object = self.actors(&self.view(p).object);
                    if !object.is_empty() {
                        return object;
                    }
                }
                if clause.noun.is_some_and(|n| !self.actors(&[n]).is_empty())
                    && clause.link == Link::Infinitive
                    && self.object_controls(p)
                {
                    return clause.noun.map(|n| self.actors(&[n])).unwrap_or_default();
                }
                self.surface_subject(p, depth + 1)
            }
            (Link::Adjunct | Link::Coordinate | Link::Reduced, Some(p)) => self.surface_subject(p, depth + 1),
            _ => Vec::new(),
        }
    }

    /// The subject as it stands, also of a passive.
    pub(super) fn surface_subject(&self, c: usize, depth: usize) -> Vec<usize> {
        let Some(clause) = self.clause(c) else { return Vec::new() };
        if self.verb(c).is_some_and(|v| v.voice == Voice::Passive) && !clause.subject.is_empty() {
            return self.actors(&clause.subject);
        }
        self.subject(c, depth)
    }

    /// "was arrested in Peru", "were killed near Lima": whoever holds the law there, or, where
    /// nobody is said to have done it, the place for those in it who did.
    fn place_of_law(&self, c: usize, view: &View) -> Vec<usize> {
        let there = self.verb(c).is_some_and(|v| {
            self.lex.senses(v.lemma).iter().any(|s| s.rest.is_empty() && algebra::is_of_law(s.code))
        });
        if !there {
            return Vec::new();
        }
        let place = |a: &&&Arg| self.governed_by(a, list::PLACE_OF_LAW);
        let Some(first) = view.args.iter().position(|a| place(&a)) else { return Vec::new() };
        let is_place = |m: &usize| {
            self.mention(*m).is_some_and(|m| {
                matches!(
                    m.form,
                    MentionForm::Country | MentionForm::Place | MentionForm::Capital | MentionForm::Demonym
                )
            })
        };
        // "in a suburb of Lima"
        let after = view.args[first..].iter().filter(|a| place(a) || self.preposition(a) == "of");
        let mut found = after.map(|a| self.graded(&a.nouns, Grade::Head));
        found.find(|m| !m.is_empty() && m.iter().all(is_place)).unwrap_or_default()
    }

    fn named_subject(&self, c: usize, view: &View, depth: usize) -> Vec<usize> {
        let Some(clause) = self.clause(c) else { return Vec::new() };
        // "it said that it would": the pronoun is whoever speaks.
        let pronoun = view.agent.len() == 1
            && self
                .head(view.agent[0])
                .and_then(|h| self.mentions.at(h))
                .and_then(|m| self.mention(m))
                .is_some_and(|m| m.form == MentionForm::Pronoun && m.antecedents.len() < 2);
        if pronoun
            && clause.link == Link::That
            && let Some(p) = clause.parent
        {
            let speaker = self.surface_subject(p, depth + 1);
            if !speaker.is_empty() {
                return speaker;
            }
        }
        // "We will not leave, Peru said": we are whoever speaks.
        if pronoun
            && self.head(view.agent[0]).is_some_and(|h| self.document.is_listed(h, list::SPEAKING_SUBJECT))
            && let Some(tail) = self.analysis.clauses.iter().position(|k| k.link == Link::Tail)
            && tail != c
        {
            return self.surface_subject(tail, depth + 1);
        }
        let named = self.actors(&view.agent);
        if !named.is_empty() && self.graded(&view.agent, Grade::Inferred).is_empty() {
            return named;
        }
        let grades = [Grade::Head, Grade::Owner];
        for arg in &view.subject_args {
            if !self.governed_by(arg, list::SUBJECT_PHRASE) {
                continue;
            }
            for grade in grades {
                let found = self.graded(&arg.nouns, grade);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        // "issued a statement denouncing Peru": whoever issued it denounces.
        if named.is_empty()
            && clause.link == Link::Reduced
            && self.is_document(&view.agent)
            && let Some(p) = clause.parent
        {
            return self.subject(p, depth + 1);
        }
        named
    }

    fn is_document(&self, groups: &[usize]) -> bool {
        let class = self.lex.documents;
        groups.iter().any(|g| self.noun_hits(*g).iter().any(|h| h.head && h.noun.classes & class != 0))
    }

    fn object_controls(&self, c: usize) -> bool {
        let Some(v) = self.verb(c) else { return false };
        let object = !self.view(c).object.is_empty();
        object
            && self.lex.senses(v.lemma).iter().any(|s| {
                matches!(
                    s.class,
                    VerbClass::Appeal
                        | VerbClass::Demand
                        | VerbClass::Force
                        | VerbClass::Allow
                        | VerbClass::Forbid
                        | VerbClass::Accuse
                )
            })
    }

    /// The target among what follows a verb: slot by slot, heads before owners before
    /// inferred roles, and nobody who is a source.
    pub(super) fn target(
        &self,
        args: &[(&str, &[usize])],
        object: &[usize],
        slots: &[Slot],
        sources: &[usize],
    ) -> Vec<usize> {
        // "condemned Peru's invasion of Chile": whose the object is, before whoever stands behind it.
        if slots.first() == Some(&Slot::Object) && self.graded(object, Grade::Head).is_empty() {
            let owner = self.others(self.graded(object, Grade::Owner), sources, Grade::Owner);
            if !owner.is_empty() {
                return owner;
            }
        }
        for grade in [Grade::Head, Grade::Owner] {
            let found = self.target_of_grade(args, object, slots, sources, grade);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// A role whose country is only inferred, as object or in a slot of its own: the last resort
    /// for events within a country.
    pub(super) fn inferred_target(&self, c: usize, sources: &[usize]) -> Vec<usize> {
        let args = self.args(c);
        let object = self.view(c).object;
        let slots =
            [Slot::Object, Slot::After("on"), Slot::After("against"), Slot::After("with"), Slot::After("to")];
        self.target_of_grade(&args, &object, &slots, sources, Grade::Inferred)
    }

    fn target_of_grade(
        &self,
        args: &[(&str, &[usize])],
        object: &[usize],
        slots: &[Slot],
        sources: &[usize],
        grade: Grade,
    ) -> Vec<usize> {
        for slot in slots {
            let found = match slot {
                Slot::Object => self.others(self.graded(object, grade), sources, grade),
                Slot::After(p) => self.first_of(args.iter().filter(|(q, _)| q == p), sources, grade),
                Slot::Any => {
                    let object = self.others(self.graded(object, grade), sources, grade);
                    if object.is_empty() { self.first_of(args.iter(), sources, grade) } else { object }
                }
            };
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn first_of<'b>(
        &self,
        args: impl Iterator<Item = &'b (&'b str, &'b [usize])>,
        sources: &[usize],
        grade: Grade,
    ) -> Vec<usize> {
        let mut args = args;
        while let Some((_, nouns)) = args.next() {
            let mut found = self.others(self.graded(nouns, grade), sources, grade);
            if !found.is_empty() {
                // "on Peru and on Chile", "10% on Peru and 5% on Chile"
                for (_, more) in args.filter(|(_, more)| self.is_again(more)) {
                    let more = self.others(self.graded(more, grade), sources, grade);
                    found.extend(more.into_iter().filter(|m| !found.contains(m)).collect::<Vec<_>>());
                }
                return found;
            }
        }
        Vec::new()
    }

    /// Whether "and" joins a phrase, alone or with the noun before it, to an earlier one.
    fn is_again(&self, nouns: &[usize]) -> bool {
        let kind = |back: usize| {
            let at = nouns.first()?.checked_sub(back)?;
            self.analysis.groups.get(at).map(|g| g.kind)
        };
        let noun = matches!(kind(2), Some(GroupKind::Noun { .. } | GroupKind::Adj));
        kind(1) == Some(GroupKind::Prep)
            && (kind(2) == Some(GroupKind::And) || noun && kind(3) == Some(GroupKind::And))
    }

    /// Those who are not a source themselves. Roles with an inferred country may
    /// share the source's country: then it is an event within a country.
    fn others(&self, found: Vec<usize>, sources: &[usize], grade: Grade) -> Vec<usize> {
        let other = |m: &usize| {
            let Some(x) = self.mention(*m) else { return false };
            sources.iter().all(|s| {
                let Some(y) = self.mention(*s) else { return true };
                let within = x.country.is_known()
                    && x.country == y.country
                    && x.code != y.code
                    && (grade == Grade::Inferred
                        || matches!(
                            x.form,
                            MentionForm::Role | MentionForm::Person | MentionForm::Organisation
                        ))
                    && m != s
                    && self.mentions.resolved(*m) != *s
                    && !self.owned_by_pronoun(*m);
                x.differs(y) && x.country != y.country || x.differs(y) && !x.country.is_known() || within
            })
        };
        found.into_iter().filter(other).collect()
    }

    /// "its troops": belongs to somebody named before.
    pub(super) fn owned_by_pronoun(&self, m: usize) -> bool {
        let Some(x) = self.mention(m) else { return false };
        (x.tokens.start.saturating_sub(3)..x.tokens.start).any(|t| self.document.is_listed(t, list::OUR))
    }

    /// The next country or body that is named after the trigger: the last resort.
    pub(super) fn later_target(&self, f: &super::Finding) -> Vec<usize> {
        let until = self
            .analysis
            .clauses
            .iter()
            .filter(|k| k.link == Link::Tail)
            .map(|k| self.group_tokens(k.subject.first().copied().unwrap_or(k.verb)).start)
            .find(|t| *t > f.trigger.end)
            .unwrap_or(self.analysis.tokens.end);
        // Behind a semicolon something else is told.
        let part = |g: &&Group| g.kind == GroupKind::Break && g.tokens.start >= f.trigger.end;
        let until = self.analysis.groups.iter().find(part).map_or(until, |g| g.tokens.start.min(until));
        let until = self.quotation_end(&f.trigger).map_or(until, |end| end.min(until));
        let after = self.mentions.within(f.trigger.end..until.max(f.trigger.end));
        let found =
            after.filter(|m| self.mention(*m).is_some_and(|x| x.is_resolved() && !x.inferred && !x.modifier));
        // "called it a breach and put its army on alert": no name for the army.
        let abroad = |m: &usize| f.rule != "naming" || !self.same_country(*m, &f.sources);
        let mut named = found.filter(abroad).map(|m| self.others(vec![m], &f.sources, Grade::Head));
        named.find(|t| !t.is_empty()).unwrap_or_default()
    }

    /// Where the quotation ends in which words stand: whoever is named behind it speaks.
    fn quotation_end(&self, words: &Range<usize>) -> Option<usize> {
        let kind = |t: &usize| self.document.tokens.get(*t).map(|t| t.kind);
        let mark = |t: &usize| matches!(kind(t), Some(TokenKind::OpenQuote | TokenKind::CloseQuote));
        let all = self.analysis.tokens.clone();
        let before = (all.start..words.start).rev().find(mark)?;
        (kind(&before) == Some(TokenKind::OpenQuote)).then(|| (words.end..all.end).find(mark)).flatten()
    }

    /// Whether somebody is of the same known country as one of the others.
    pub(super) fn same_country(&self, m: usize, others: &[usize]) -> bool {
        let country = |m: usize| self.mention(m).map(|m| m.country).filter(|c| c.is_known());
        country(m).is_some_and(|c| others.iter().any(|o| country(*o) == Some(c)))
    }

    /// Whether mentions stand for at least two different sides.
    pub(super) fn are_several(&self, mentions: &[usize]) -> bool {
        mentions.iter().any(|a| {
            mentions.iter().any(|b| match (self.mention(*a), self.mention(*b)) {
                (Some(x), Some(y)) => x.differs(y) && (x.country != y.country || !x.country.is_known()),
                _ => false,
            })
        })
    }
}
