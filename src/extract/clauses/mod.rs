//! A shallow clause analysis: words get a part of speech, words make groups,
//! groups make clauses with a verb, a subject and what follows.
//!
//! This is no parser: it finds what coding events asks for, in linear time.
//! * [`tags`]: part of speech from word lists, verb forms and the neighbours.
//! * [`groups`]: noun and verb groups, with voice, polarity and mood.
//! * [`clause`], [`link`]: how verb groups hang together: complements, relative clauses, participles.
//! * [`readings`]: other ways to read a sentence where that leaves words over, and the cheapest of them.

pub(crate) mod clause;
pub(crate) mod groups;
pub(crate) mod link;
mod readings;
pub(crate) mod tags;

pub(crate) use clause::{Arg, Clause, Link, Subordinator};
pub(crate) use groups::{Group, GroupKind, Mood, Voice};

use std::ops::Range;

use super::document::Document;
use super::who::Mentions;

/// The groups and clauses of one sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Analysis {
    /// The tokens of the sentence.
    pub(crate) tokens: Range<usize>,
    /// Groups in the order of the text.
    pub(crate) groups: Vec<Group>,
    /// Clauses in the order of their verbs.
    pub(crate) clauses: Vec<Clause>,
}

impl Analysis {
    /// Analyses one sentence. `is_time` tells the tokens that belong to a time expression.
    pub(crate) fn new(
        document: &Document,
        mentions: &Mentions,
        tokens: Range<usize>,
        is_time: &dyn Fn(usize) -> bool,
    ) -> Analysis {
        let tags = tags::tag(document, mentions, tokens.clone(), is_time);
        let groups = groups::group(document, tokens.clone(), &tags);
        let clauses = readings::read(document, mentions, &groups);
        Analysis { tokens, groups, clauses }
    }
}

#[cfg(test)]
mod tests;
