//! How the verb groups of a sentence hang together.
//!
//! One pass from left to right. Noun groups wait until the next verb group
//! shows whether they were what follows the verb before or the subject of the
//! verb to come.

use crate::extract::document::Document;
use crate::extract::lexicon::{VerbClass as V, lexicon, list};
use crate::extract::who::Mentions;

use super::clause::{Arg, Clause, Link, Subordinator};
use super::groups::{Group, GroupKind, Verb, Voice};

#[derive(Debug, Clone)]
struct Waiting {
    arg: Arg,
    /// Stood after a comma.
    comma: bool,
    /// Index of its first group.
    at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hint {
    None,
    That,
    Sub(Subordinator),
    Rel,
}

struct Linker<'a, 'd> {
    document: &'a Document<'d>,
    groups: &'a [Group],
    clauses: Vec<Clause>,
    waiting: Vec<Waiting>,
    hint: Hint,
    /// The hint is "who".
    hint_who: bool,
    mentions: &'a Mentions,
    /// How many of the waiting stood before the hint.
    hint_at: usize,
    /// A subject without its verb yet, interrupted by a relative clause.
    outer: Option<Vec<Waiting>>,
    preposition: Option<usize>,
    comma: bool,
    and: bool,
    /// A semicolon or colon stands between the last verb and here.
    parted: bool,
}

/// Finds the clauses of a sentence.
pub(crate) fn link(document: &Document, mentions: &Mentions, groups: &[Group]) -> Vec<Clause> {
    let mut l = Linker {
        document,
        groups,
        clauses: Vec::new(),
        waiting: Vec::new(),
        hint: Hint::None,
        hint_who: false,
        mentions,
        hint_at: 0,
        outer: None,
        preposition: None,
        comma: false,
        and: false,
        parted: false,
    };
    for i in 0..groups.len() {
        l.step(i);
    }
    l.flush(l.waiting.len());
    l.clauses
}

impl Linker<'_, '_> {
    fn step(&mut self, i: usize) {
        match self.groups[i].kind {
            GroupKind::Noun { .. } => self.noun(i),
            GroupKind::Verb(v) => self.verb(i, v),
            GroupKind::Prep => {
                let at = self.groups[i].tokens.start;
                // "outside of Lima" is outside it, not of it.
                let of = self.document.lower(at) == "of"
                    && self
                        .preposition
                        .is_some_and(|p| p + 1 == at && self.document.is_listed(p, list::BESIDE_PLACE));
                if !of {
                    self.preposition = Some(at);
                }
            }
            GroupKind::And => self.and = true,
            // "the harvest over, Peru left": nothing is over Peru.
            GroupKind::Comma => (self.comma, self.preposition) = (true, None),
            GroupKind::That => self.open(Hint::That),
            GroupKind::Sub => {
                let open = self.document.is_listed(self.groups[i].tokens.start, list::OPEN_CONDITION);
                let kind = if open { Subordinator::Condition } else { Subordinator::Fact };
                self.open(Hint::Sub(kind));
            }
            GroupKind::Rel => self.relative(i),
            GroupKind::Break => {
                self.flush(self.waiting.len());
                self.open(Hint::None);
                self.outer = None;
                self.parted = true;
            }
            GroupKind::Quote | GroupKind::Time | GroupKind::Adv | GroupKind::Adj | GroupKind::Other => {}
        }
    }

    fn open(&mut self, hint: Hint) {
        self.hint = hint;
        self.hint_at = self.waiting.len();
        self.preposition = None;
    }

    fn noun(&mut self, i: usize) {
        let joins =
            (self.and || self.comma) && self.preposition.is_none() && self.hint_at < self.waiting.len();
        // ", and X left": a comma before "and" begins something new once there is a verb.
        let anew = self.and
            && self.comma
            && !self.clauses.is_empty()
            && self.waiting.last().is_none_or(|w| w.arg.nouns.len() <= 1);
        let joins = joins
            && !anew
            && !self.waiting.is_empty()
            // A comma alone joins only names in a row that an "and" will end.
            && (self.and || self.list_goes_on(i));
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
    fn list_goes_on(&self, i: usize) -> bool {
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
        let place = word == "where";
        // A subject that still waits for its verb is kept for after the relative clause.
        let from = self.hint_at.min(self.waiting.len());
        let open_subject = self.waiting[from..].iter().any(|w| w.arg.preposition.is_none())
            && (self.clauses.is_empty() || self.hint != Hint::None || self.comes_to_a_verb());
        if open_subject && self.outer.is_none() && !self.waiting_follows_verb() {
            self.outer = Some(self.waiting[from..].to_vec());
        }
        self.open(if place { Hint::Sub(Subordinator::Fact) } else { Hint::Rel });
        self.hint_who = word == "who";
    }

    /// Whether the waiting nouns stand directly after the verb of the last clause.
    fn waiting_follows_verb(&self) -> bool {
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

    /// "demanded an apology; Peru left": behind a semicolon nothing is demanded any more. What is
    /// said may stand behind a colon.
    fn is_demand_parted(&self, clause: usize) -> bool {
        let lemma = self.clauses.get(clause).and_then(|c| self.groups[c.verb].verb()).map(|v| v.lemma);
        let says = |l: u16| lexicon().senses(l).iter().any(|s| s.class == V::Say);
        self.parted && !lemma.is_some_and(says)
    }

    /// Verbs of saying and the like, after which a clause may come without "that".
    fn takes_clause(&self, clause: usize) -> bool {
        let Some(v) = self.clauses.get(clause).and_then(|c| self.groups[c.verb].verb()) else { return false };
        lexicon().senses(v.lemma).iter().any(|s| {
            matches!(s.class, V::Say | V::Announce | V::Agree | V::Threaten | V::Demand | V::Deny)
                && s.rest.len() <= 1
        })
    }

    /// Gives the first `count` waiting nouns to the last clause, or to none before the first verb.
    fn flush(&mut self, count: usize) {
        let count = count.min(self.waiting.len());
        let gone: Vec<Waiting> = self.waiting.drain(..count).collect();
        if let Some(clause) = self.clauses.last_mut() {
            clause.args.extend(gone.into_iter().map(|w| w.arg));
        }
        self.hint_at = self.hint_at.saturating_sub(count);
    }

    fn verb(&mut self, i: usize, v: Verb) {
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
        self.parted = false;
    }

    fn new_clause(&self, verb: usize, link: Link) -> Clause {
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

    fn last_is_saying(&self) -> bool {
        self.clauses.len().checked_sub(1).is_some_and(|l| self.takes_clause(l))
    }
}

/// Verbs with a tense: where they find their subject, and on what their clause hangs.
impl Linker<'_, '_> {
    fn finite(&mut self, i: usize, v: Verb) -> Clause {
        let last = self.clauses.len().checked_sub(1);
        let hint = self.hint;
        let from = self.hint_at.min(self.waiting.len());
        let mut c = self.new_clause(i, Link::Main);
        if hint == Hint::Rel {
            return self.finite_relative(i, from);
        }
        // "… and left": nothing between "and" and the verb, the subject goes on.
        let goes_on = self.and && hint == Hint::None && last.is_some();
        self.split_joined(i, hint);
        self.join_names(i, hint);
        let subject_at = if goes_on { None } else { self.subject(from, hint, i) };
        match hint {
            Hint::That => {
                c.link = Link::That;
                c.parent = last;
                c.noun = from.checked_sub(1).and_then(|f| self.waiting[f].arg.nouns.last().copied());
                if c.noun.is_some() && last.is_none() {
                    self.outer = Some(self.waiting[..from].to_vec());
                }
                if let Some(noun) = c.noun.filter(|n| last.is_some() && self.gap(*n, i)) {
                    c.link = Link::Relative;
                    c.args.push(Arg { preposition: None, nouns: vec![noun], and: false, fronted: false });
                }
            }
            Hint::Sub(kind) => {
                c.link = Link::Subordinate(kind);
                c.parent = last;
            }
            _ => {}
        }
        let Some(at) = subject_at else {
            return self.without_subject(c, last, hint);
        };
        if hint == Hint::None
            && let Some(l) = last
        {
            let direct = self.waiting_follows_verb_at(l, at);
            // "Peru, which threatened Chile, has left"
            let closed = self.comma && matches!(self.clauses[l].link, Link::Relative | Link::Reduced);
            if self.outer.is_some() && closed && !self.and {
                return self.take_outer(c);
            }
            if self.outer.is_some() && self.outer_fits(l, at) {
                return self.take_outer(c);
            }
            if self.tail(i, v, at) {
                c.link = Link::Tail;
                c.parent = Some(l);
            } else if self.takes_clause(l)
                && !self.is_demand_parted(l)
                && !self.and
                && (direct || self.waiting[at].comma == self.waiting[0].comma)
            {
                c.link = Link::That;
                c.parent = Some(l);
            }
        }
        self.take_subject(&mut c, at, last.is_none());
        c
    }

    /// "the war that Peru began": the verb lacks its object, which is the noun before "that".
    fn gap(&self, noun: usize, verb: usize) -> bool {
        let follows = |at: usize| self.groups.get(at).map(|g| &g.kind);
        let object =
            matches!(follows(verb + 1), Some(GroupKind::Noun { .. } | GroupKind::Verb(_) | GroupKind::That));
        let head = self.groups[noun].head().map_or("", |h| self.document.lower(h));
        let says = list::CONTENT_NOUN.has(head.strip_suffix('s').unwrap_or(head));
        matches!(follows(noun + 1), Some(GroupKind::That)) && !object && !self.last_is_saying() && !says
    }

    /// "Peru, Chile sign treaty", as headlines join: two names at the head of the sentence.
    fn join_names(&mut self, verb: usize, hint: Hint) {
        let [first, second] = self.waiting.as_slice() else { return };
        let beside = self.clauses.is_empty() && hint == Hint::None && (first.at, second.at) == (0, 2);
        if !beside || verb != 3 || !second.comma || first.arg.preposition.or(second.arg.preposition).is_some()
        {
            return;
        }
        let named = |g: usize| {
            let m = self.mentions.list.get(self.mentions.at(self.groups[g].head()?)?)?;
            (m.is_resolved() && m.tokens == self.groups[g].tokens).then_some(m)
        };
        if let (Some(a), Some(b)) = (named(0), named(2))
            && a.differs(b)
        {
            self.waiting.pop();
            if let Some(w) = self.waiting.last_mut() {
                w.arg.nouns.push(2);
                w.arg.and = true;
            }
        }
    }

    /// "met Peru in Lima and Chile left": the last of joined nouns right before the verb is its subject.
    fn split_joined(&mut self, verb: usize, hint: Hint) {
        if hint != Hint::None || self.clauses.is_empty() || self.last_is_saying() {
            return;
        }
        let Some(w) = self.waiting.last_mut() else { return };
        let Some(noun) = w.arg.nouns.last().copied() else { return };
        let near = self.groups[noun + 1..verb]
            .iter()
            .all(|g| matches!(g.kind, GroupKind::Adv | GroupKind::Time | GroupKind::Quote));
        if w.arg.and && w.arg.nouns.len() > 1 && w.arg.preposition.is_some() && near {
            w.arg.nouns.pop();
            let arg = Arg { preposition: None, nouns: vec![noun], and: false, fronted: false };
            self.waiting.push(Waiting { arg, comma: true, at: noun });
        }
    }

    /// The index of the waiting noun that is the subject: the last without preposition, or the
    /// first where commas set the later ones off as appositions.
    fn subject(&self, from: usize, hint: Hint, verb: usize) -> Option<usize> {
        let bare: Vec<usize> =
            (from..self.waiting.len()).filter(|w| self.waiting[*w].arg.preposition.is_none()).collect();
        let last = *bare.last()?;
        let comma_before_verb = matches!(
            self.groups[..verb]
                .iter()
                .rev()
                .find(|g| !matches!(g.kind, GroupKind::Adv | GroupKind::Time | GroupKind::Quote))
                .map(|g| &g.kind),
            Some(GroupKind::Comma)
        );
        let fresh = self.clauses.is_empty() || hint != Hint::None || self.last_is_saying();
        if comma_before_verb && fresh {
            // "X, the minister of Y, said": the first.
            return bare.first().copied();
        }
        if fresh && bare.len() > 1 && self.waiting[last].comma && !self.waiting[last].arg.and {
            // "On Monday, X said": the last; "X, Y said" is rare.
            return Some(last);
        }
        if self.clauses.is_empty() {
            return Some(if self.waiting[last].comma { last } else { bare[0] });
        }
        if hint != Hint::None {
            return bare.first().copied();
        }
        Some(last)
    }

    fn waiting_follows_verb_at(&self, clause: usize, at: usize) -> bool {
        let verb = self.clauses[clause].verb;
        let first = self.waiting[at].at;
        self.groups.get(verb + 1..first).is_some_and(|g| {
            g.iter().all(|g| {
                matches!(
                    g.kind,
                    GroupKind::Time
                        | GroupKind::Adv
                        | GroupKind::Quote
                        | GroupKind::Noun { .. }
                        | GroupKind::Prep
                )
            })
        })
    }

    /// After "X, which has Y, left": Y belongs to the relative clause and X to the verb.
    fn outer_fits(&self, last: usize, at: usize) -> bool {
        let l = &self.clauses[last];
        matches!(
            l.link,
            Link::Relative
                | Link::Reduced
                | Link::Infinitive
                | Link::That
                | Link::Gerund
                | Link::Subordinate(_)
        ) && !self.and
            && !self.takes_clause(last)
            && at <= 1
            || matches!(l.link, Link::Relative | Link::Reduced) && self.waiting_follows_verb()
    }

    /// Whether this is ", X said" at the end of what is said.
    fn tail(&self, i: usize, v: Verb, at: usize) -> bool {
        let saying = lexicon().senses(v.lemma).iter().any(|s| s.class == V::Say && s.rest.is_empty());
        if !saying || v.voice == Voice::Passive || !self.waiting[at].comma {
            return false;
        }
        // Nothing but time, place or a participle follows before the end or a comma.
        let rest = &self.groups[i + 1..];
        !rest
            .iter()
            .take_while(|g| !matches!(g.kind, GroupKind::Comma | GroupKind::Break))
            .any(|g| matches!(g.kind, GroupKind::That) || g.verb().is_some_and(|v| !v.participle))
    }

    fn take_subject(&mut self, c: &mut Clause, at: usize, first: bool) {
        // "met Peru and Chile left": the last of a joined object begins the next clause.
        let split = !first
            && c.link == Link::Main
            && at == 0
            && self.waiting[at].arg.and
            && self.waiting_follows_verb();
        if split && let Some(noun) = self.waiting[at].arg.nouns.pop() {
            c.subject = vec![noun];
            self.flush(self.waiting.len());
            return;
        }
        let after: Vec<Waiting> = self.waiting.split_off(at + 1);
        let subject = self.waiting.pop();
        if first {
            // Before the first verb there is nobody else to take them.
            for mut w in std::mem::take(&mut self.waiting) {
                w.arg.fronted = true;
                c.args.push(w.arg);
            }
        } else {
            self.flush(self.waiting.len());
        }
        c.subject = subject.map(|s| s.arg.nouns).unwrap_or_default();
        c.subject_args = after.into_iter().map(|w| w.arg).collect();
    }

    fn take_outer(&mut self, mut c: Clause) -> Clause {
        self.flush(self.waiting.len());
        let outer = self.outer.take().unwrap_or_default();
        let subject = outer.iter().position(|w| w.arg.preposition.is_none()).unwrap_or(0);
        for (i, w) in outer.into_iter().enumerate() {
            if i == subject {
                c.subject = w.arg.nouns;
            } else if i > subject {
                c.subject_args.push(w.arg);
            }
        }
        c
    }

    fn without_subject(&mut self, mut c: Clause, last: Option<usize>, hint: Hint) -> Clause {
        let closes = self.outer.is_some() && hint == Hint::None && !self.and;
        if closes {
            return self.take_outer(c);
        }
        self.flush(self.waiting.len());
        if hint == Hint::None
            && let Some(l) = last
        {
            c.link = Link::Coordinate;
            c.parent = (0..=l).rev().find(|p| {
                let p = &self.clauses[*p];
                !matches!(
                    p.link,
                    Link::Infinitive | Link::Gerund | Link::Reduced | Link::Adjunct | Link::Tail
                )
            });
            if let Some(p) = c.parent {
                let parent = &self.clauses[p];
                c.subject = parent.subject.clone();
                c.subject_args = parent.subject_args.clone();
                // "said that it left and stayed": still within what is said.
                if parent.link == Link::That {
                    c.link = Link::That;
                    c.parent = parent.parent;
                } else if matches!(parent.link, Link::Subordinate(_) | Link::Relative) {
                    c.link = parent.link;
                    c.parent = parent.parent;
                }
            }
        }
        c
    }

    /// "X, serving as Y, who left": "who" goes back to somebody who is named.
    fn person_before(&self, antecedent: Vec<usize>) -> Vec<usize> {
        let is_named = |g: &usize| self.groups[*g].head().is_some_and(|h| self.mentions.at(h).is_some());
        if !self.hint_who || antecedent.iter().any(is_named) || antecedent.is_empty() {
            return antecedent;
        }
        let nouns = self
            .clauses
            .iter()
            .rev()
            .take(3)
            .flat_map(|c| c.args.iter().rev().flat_map(|a| a.nouns.iter().rev()));
        nouns.copied().find(|g| is_named(g)).map_or(antecedent, |g| vec![g])
    }

    fn finite_relative(&mut self, i: usize, from: usize) -> Clause {
        let mut c = self.new_clause(i, Link::Relative);
        c.parent = self.clauses.len().checked_sub(1);
        let antecedent = from.checked_sub(1).map(|f| self.waiting[f].arg.nouns.clone()).unwrap_or_default();
        let antecedent = self.person_before(antecedent);
        c.noun = antecedent.last().copied();
        // A noun between "which" and the verb is the subject: "the man whom Peru holds".
        let inner = (from..self.waiting.len()).find(|w| self.waiting[*w].arg.preposition.is_none());
        match inner {
            Some(w) => c.subject = self.waiting[w].arg.nouns.clone(),
            None => c.subject = antecedent.last().map(|n| vec![*n]).unwrap_or_default(),
        }
        self.waiting.truncate(from);
        self.flush(self.waiting.len());
        c
    }
}

/// Verbs without a tense of their own: infinitives, participles, gerunds; and contact clauses.
impl Linker<'_, '_> {
    /// "the war Peru launched on Chile": two nouns side by side after a verb, then a finite verb.
    fn contact(&mut self, i: usize, v: Verb) -> Option<Clause> {
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

    fn infinitive(&mut self, i: usize) -> Clause {
        let noun = self.waiting.last().and_then(|w| w.arg.nouns.last()).copied();
        let mut c = self.new_clause(i, Link::Infinitive);
        // "to meet X and to sign Y": the second hangs where the first does.
        let last = self.clauses.len().checked_sub(1);
        c.parent = match last.map(|l| &self.clauses[l]) {
            Some(l) if self.and && l.link == Link::Infinitive => l.parent,
            _ => last,
        };
        c.noun = noun;
        // "In a bid to leave" has no noun that waits for a verb.
        let bare = self.waiting.iter().any(|w| w.arg.preposition.is_none());
        if self.clauses.is_empty() && bare {
            // "A plan to leave …": the nouns still wait for their verb.
            self.outer = Some(self.waiting.clone());
        }
        self.flush(self.waiting.len());
        c
    }

    /// A bare past form after a noun that is rather a participle: "the men killed by …", with a finite verb to come.
    fn reduced(&self, i: usize) -> bool {
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
        let lemma = self.groups[i].verb().map_or(u16::MAX, |v| v.lemma);
        if lexicon().lemma_is_listed(lemma, list::ALWAYS_PARTICIPLE) {
            return true;
        }
        let next = self.groups.get(i + 1);
        // "and Peru responded by leaving": nobody is responded. "…, officials said, hours before".
        let says = lexicon().lemma(lemma) == "say" && next.is_some_and(|g| g.kind == GroupKind::Comma);
        if lexicon().lemma_is_listed(lemma, list::INTRANSITIVE) || says {
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

    fn participle(&mut self, i: usize, v: Verb) -> Clause {
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
