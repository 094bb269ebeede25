//! Where a finite verb finds its subject, and on what its clause hangs.

use crate::extract::lexicon::lexicon;

use super::clause::{Arg, Clause, Link};
use super::groups::{GroupKind, Verb, Voice};
use super::link::{Hint, Linker, Waiting};

impl Linker<'_, '_> {
    pub(super) fn finite(&mut self, i: usize, v: Verb) -> Clause {
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
            if self.outer.is_some() && self.outer_fits(l, at) {
                return self.take_outer(c);
            }
            if self.tail(i, v, at) {
                c.link = Link::Tail;
                c.parent = Some(l);
            } else if self.takes_clause(l)
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
        matches!(follows(noun + 1), Some(GroupKind::That)) && !object && !self.last_is_saying() && !says(head)
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
        use crate::extract::lexicon::VerbClass as V;
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
        if self.hint_word != "who" || antecedent.iter().any(is_named) || antecedent.is_empty() {
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

/// Nouns for something said or thought: "that" after them opens what it is.
fn says(noun: &str) -> bool {
    let one = noun.strip_suffix('s').unwrap_or(noun);
    matches!(
        one,
        "claim"
            | "report"
            | "allegation"
            | "accusation"
            | "fact"
            | "view"
            | "idea"
            | "hope"
            | "fear"
            | "warning"
            | "statement"
            | "suggestion"
            | "belief"
            | "new"
            | "condition"
            | "sign"
            | "evidence"
            | "promise"
            | "pledge"
            | "assurance"
            | "demand"
            | "argument"
            | "possibility"
            | "rumor"
            | "rumour"
            | "concern"
            | "threat"
            | "agreement"
            | "decision"
            | "assertion"
            | "proof"
            | "notion"
            | "remark"
            | "denial"
            | "message"
            | "signal"
            | "proposal"
            | "doubt"
            | "conviction"
            | "opinion"
            | "impression"
            | "indication"
    )
}
