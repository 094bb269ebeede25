//! Where the time of a finding may stand: around its verb, in a clause that hangs on it, or
//! in the clause on which it hangs.

use std::ops::Range;

use crate::extract::clauses::{Clause, Group, GroupKind, Link};

use super::{Coder, Finding};

/// Clauses above a clause are asked for their time so far.
const HEIGHT: usize = 3;

/// The words that tell when a finding happens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// The clause's own tokens.
    pub(crate) own: Range<usize>,
    pub(crate) verb: usize,
    /// Of what was promised in the past, the words up to what was promised: "agreed on Monday
    /// to meet in May". Times in them are those of the promise.
    pub(crate) spoken: Option<Range<usize>>,
    /// Of a verb in the present perfect, the relative clauses below it with their verbs: what
    /// has been supplied for a war that began in 2022 has been supplied since 2022.
    pub(crate) since: Vec<(Range<usize>, usize)>,
    /// Of a clause with "where", those above it with their verbs, nearest first: both are
    /// told of one place, and share their time. So do clauses in the past that "and" joins.
    pub(crate) above: Vec<(Range<usize>, usize)>,
    /// Of what is to come in a clause under a verb of saying, the words from that verb to the
    /// clause: "said on Monday it would expel". Times in them are those of the saying, and what
    /// is said comes after.
    pub(crate) said: Option<Range<usize>>,
    /// What is told is an intent (CAMEO 03): times beside it lie ahead.
    pub(crate) ahead: bool,
}

impl Coder<'_> {
    /// Where to look for the time of a finding.
    pub(crate) fn stretch(&self, f: &Finding) -> Stretch {
        let all = self.analysis.tokens.clone();
        if self.clause(f.clause).is_none() {
            return Stretch { verb: all.start, own: all, ..Stretch::default() };
        }
        let (own, verb) = self.around(f.clause);
        let spoken = self.verb(f.clause).is_some_and(|v| v.past) && f.rule == "intent";
        let spoken = spoken.then(|| own.start..f.trigger.end.saturating_sub(1).max(own.start));
        let ahead = f.code.starts_with("03");
        let said = if f.planned || f.possible { self.saying_of(f.clause, &own) } else { None };
        let own = said.as_ref().map_or(own.start, |s| s.end)..own.end;
        let mut out = Stretch { own, verb, spoken, said, ahead, ..Stretch::default() };
        if self.verb(f.clause).is_some_and(|v| v.perfect) {
            let below = self.children(f.clause);
            let told = below.filter(|c| self.clause(*c).is_some_and(|c| c.link == Link::Relative));
            out.since = told.map(|c| self.around(c)).collect();
        }
        let mut at = f.clause;
        for _ in 0..HEIGHT {
            let above = self.clause(at).and_then(|c| c.parent).filter(|_| self.is_where(at));
            let Some(parent) = above.or_else(|| self.joined_to(at)) else { break };
            out.above.push(self.around(parent));
            at = parent;
        }
        out
    }

    /// The words between the verb of saying above a clause and the clause.
    fn saying_of(&self, c: usize, own: &Range<usize>) -> Option<Range<usize>> {
        let clause = self.clause(c).filter(|k| k.link == Link::That)?;
        let above = self.group_tokens(self.clause(clause.parent?)?.verb).end;
        let begin = self.start(clause);
        (above < begin && (own.start..own.end).contains(&begin)).then_some(above..begin)
    }

    /// The clause before, if "and" joins one in the past to it: "in May Peru left and Chile returned".
    fn joined_to(&self, c: usize) -> Option<usize> {
        // "and Chile answered by leaving"
        let governed = self.clause(c).filter(|k| k.link == Link::Gerund).and_then(|k| k.parent);
        let c = governed.unwrap_or(c);
        let clause = self.clause(c).filter(|k| matches!(k.link, Link::Main | Link::Coordinate))?;
        let before = (0..c).rev().find(|b| {
            self.clause(*b)
                .is_some_and(|k| !matches!(k.link, Link::Infinitive | Link::Gerund | Link::Reduced))
        })?;
        let from = self.group_tokens(self.clause(before)?.verb).end;
        let own = self.start(clause);
        let and = |g: &Group| g.kind == GroupKind::And && g.tokens.start >= from && g.tokens.end <= own;
        let past = |c: usize| self.verb(c).is_some_and(|v| v.past && !v.perfect);
        (past(c) && past(before) && self.analysis.groups.iter().any(and)).then_some(before)
    }

    /// The relative pronoun before a verb.
    fn pronoun_before(&self, verb: usize) -> Option<usize> {
        let groups = &self.analysis.groups;
        let before = groups.iter().rev().skip_while(|g| g.tokens.start >= verb);
        let mut own = before.take_while(|g| g.verb().is_none());
        own.find(|g| matches!(g.kind, GroupKind::Rel | GroupKind::That)).map(|g| g.tokens.start)
    }

    /// Whether "where" opens a clause.
    fn is_where(&self, c: usize) -> bool {
        let first = self.clause(c).map_or(0, |k| self.start(k));
        let before = self.analysis.groups.iter().rev().find(|g| g.tokens.end <= first);
        before.is_some_and(|g| g.kind == GroupKind::Rel && self.document.lower(g.tokens.start) == "where")
    }

    /// Where a clause begins: with its subject or its verb.
    fn start(&self, c: &Clause) -> usize {
        let subject = c.subject.first().map(|g| self.group_tokens(*g).start);
        let verb = self.group_tokens(c.verb).start;
        subject.unwrap_or(verb).min(verb)
    }

    /// The tokens around the verb of a clause up to those of its neighbours, and the verb.
    fn around(&self, c: usize) -> (Range<usize>, usize) {
        let all = self.analysis.tokens.clone();
        let Some(clause) = self.clause(c) else { return (all.clone(), all.start) };
        let verb = self.group_tokens(clause.verb).start;
        let apart = |c: &&Clause| {
            matches!(
                c.link,
                Link::Main | Link::Coordinate | Link::Subordinate(_) | Link::Relative | Link::Tail
            )
        };
        // A clause whose subject stands before this verb goes on behind this one: "Peru, which left
        // in May, returned".
        let begins = |k: &Clause| match self.start(k) {
            at if at > verb => at,
            _ => self.group_tokens(k.verb).start,
        };
        let end = self.analysis.clauses.iter().skip(c + 1).find(apart).map_or(all.end, begins);
        let before = self.analysis.clauses.iter().take(c).rev().find(apart);
        let begin = match (before, clause.link) {
            (_, Link::Relative) => self.pronoun_before(verb).unwrap_or(verb),
            (None, _) => all.start,
            // Participles have no time before their verb, relative clauses none before their pronoun.
            (Some(_), Link::Reduced | Link::Adjunct) => verb,
            (Some(b), _) => {
                // After "and", a new clause has its own time.
                let from = self.group_tokens(b.verb).end;
                let own = self.start(clause).max(from);
                let and =
                    |g: &&Group| g.kind == GroupKind::And && g.tokens.start >= from && g.tokens.end <= own;
                self.analysis.groups.iter().rev().find(and).map_or(from, |g| g.tokens.end)
            }
        };
        (begin..end.max(begin), verb)
    }
}
