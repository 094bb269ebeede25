//! Events out of clauses: who did what to whom.
//!
//! For each clause the coder looks up what its verb tells ([`meaning`]): a
//! frame of verb and object, an event noun under a light verb, a complement
//! under a control verb, or the verb itself. The [`algebra`] turns the inner
//! event into what the outer verb makes of it. [`sides`] then finds source and
//! target among the mentions around. Every step is written down in words.

pub(crate) mod algebra;
mod collect;
mod control;
mod frames;
mod meaning;
mod mood;
mod named;
mod nouns;
mod phrases;
mod provoked;
mod reactions;
mod sides;
mod sport;
mod stretch;
mod targets;
mod topic;
mod within;

pub(crate) use collect::events;
pub(crate) use reactions::{Move, points_back};
pub(crate) use stretch::Stretch;

use std::cell::OnceCell;
use std::ops::Range;

use super::clauses::{Analysis, Arg, Clause, GroupKind, Link};
use super::document::Document;
use super::lexicon::{Lexicon, lexicon};
use super::who::Mentions;
use crate::extract::clauses::groups::Verb;
use nouns::NounHit;

/// What the coder found in one clause, before it becomes an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    /// CAMEO code.
    pub(crate) code: String,
    /// Mentions that act.
    pub(crate) sources: Vec<usize>,
    /// Mentions that are acted upon.
    pub(crate) targets: Vec<usize>,
    /// Both sides act alike.
    pub(crate) reciprocal: bool,
    /// The words that decided the code.
    pub(crate) trigger: Range<usize>,
    /// The name of the rule.
    pub(crate) rule: &'static str,
    /// How it came about, in words.
    pub(crate) steps: Vec<String>,
    /// It is said to be going to happen.
    pub(crate) planned: bool,
    /// It is said to be possible only.
    pub(crate) possible: bool,
    pub(crate) clause: usize,
}

/// All that is needed to code one sentence.
pub(crate) struct Coder<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) mentions: &'a Mentions,
    pub(super) analysis: &'a Analysis,
    pub(super) lex: &'static Lexicon,
    /// Who struck in the last conflict that was told before this sentence.
    pub(super) blow: &'a [usize],
    /// What was told before this sentence, in the order of the text.
    pub(super) moves: &'a [Move],
    /// The nouns of each group, once asked for.
    hits: Vec<OnceCell<Vec<NounHit>>>,
}

impl<'a> Coder<'a> {
    /// A coder for one analysed sentence.
    pub(crate) fn new(
        document: &'a Document<'a>,
        mentions: &'a Mentions,
        analysis: &'a Analysis,
    ) -> Coder<'a> {
        let hits = vec![OnceCell::new(); analysis.groups.len()];
        Coder { document, mentions, analysis, lex: lexicon(), blow: &[], moves: &[], hits }
    }

    /// With those who struck in the last conflict that was told before, and all that was told.
    pub(crate) fn after(self, blow: &'a [usize], moves: &'a [Move]) -> Coder<'a> {
        Coder { blow, moves, ..self }
    }

    /// How sure a finding is, 0 to 1: by its rule and by how its sides are named. An
    /// estimate for sorting, not a measured probability.
    pub(crate) fn confidence(&self, f: &Finding) -> f32 {
        let rule: f32 = match f.rule {
            "verb" | "frame" => 0.8,
            "event-noun" | "must" | "refusal" | "threat" | "call" | "intent" => 0.75,
            _ => 0.6,
        };
        let inferred = |m: &usize| self.mentions.list.get(*m).is_none_or(|m| m.inferred);
        let sides = f.sources.iter().chain(&f.targets);
        let link = self.clause(f.clause).map_or(Link::Main, |c| c.link);
        let background =
            matches!(link, Link::Relative | Link::Reduced | Link::Adjunct | Link::Subordinate(_));
        let doubt = if sides.clone().any(inferred) { 0.2 } else { 0.0 } + if background { 0.15 } else { 0.0 };
        (rule - doubt).max(0.1)
    }

    pub(super) fn clause(&self, c: usize) -> Option<&'a Clause> {
        self.analysis.clauses.get(c)
    }

    pub(super) fn verb(&self, c: usize) -> Option<&'a Verb> {
        self.analysis.groups.get(self.clause(c)?.verb)?.verb()
    }

    pub(super) fn group_tokens(&self, g: usize) -> Range<usize> {
        self.analysis.groups.get(g).map_or(0..0, |g| g.tokens.clone())
    }

    pub(super) fn head(&self, g: usize) -> Option<usize> {
        self.analysis.groups.get(g)?.head()
    }

    pub(super) fn is_noun(&self, g: usize) -> bool {
        self.analysis.groups.get(g).is_some_and(|g| matches!(g.kind, GroupKind::Noun { .. }))
    }

    /// The preposition of an argument, empty for an object.
    pub(super) fn preposition(&self, arg: &Arg) -> &'a str {
        arg.preposition.map_or("", |p| self.document.lower(p))
    }

    pub(super) fn words(&self, tokens: Range<usize>) -> String {
        self.document.span(tokens).map_or(String::new(), |s| s.of(self.document.text).to_owned())
    }

    /// The clauses that hang on a clause, in order.
    pub(super) fn children(&self, c: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.analysis.clauses.len()).filter(move |i| self.analysis.clauses[*i].parent == Some(c))
    }
}

#[cfg(test)]
mod tests;
