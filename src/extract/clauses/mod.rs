//! A shallow clause analysis: words get a part of speech, words make groups,
//! groups make clauses with a verb, a subject and what follows.
//!
//! This is no parser: it finds what the coder asks for, in linear time.
//! * [`tags`]: part of speech from word lists, verb forms and the neighbours.
//! * [`groups`]: noun and verb groups, with voice, polarity and mood.
//! * [`clause`], [`link`]: how verb groups hang together: complements, relative clauses, participles.

pub mod clause;
pub mod groups;
pub mod link;
pub mod tags;

pub use clause::{Arg, Clause, Link, Subordinator};
pub use groups::{Group, GroupKind, Mood, Voice};

use std::ops::Range;

use super::document::Document;
use super::who::Mentions;

/// The groups and clauses of one sentence.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The tokens of the sentence.
    pub tokens: Range<usize>,
    /// Groups in the order of the text.
    pub groups: Vec<Group>,
    /// Clauses in the order of their verbs.
    pub clauses: Vec<Clause>,
}

impl Analysis {
    /// Analyses one sentence. `is_time` tells the tokens that belong to a time expression.
    pub fn new(
        document: &Document,
        mentions: &Mentions,
        tokens: Range<usize>,
        is_time: &dyn Fn(usize) -> bool,
    ) -> Analysis {
        let tags = tags::tag(document, mentions, tokens.clone(), is_time);
        let groups = groups::group(document, tokens.clone(), &tags);
        let clauses = link::link(document, mentions, &groups);
        Analysis { tokens, groups, clauses }
    }

    /// One line a clause: for tests and for looking at the analysis.
    pub fn sketch(&self, document: &Document) -> String {
        let words = |g: usize| {
            self.groups.get(g).map_or(String::new(), |g| {
                g.tokens.clone().map(|t| document.word(t)).collect::<Vec<_>>().join(" ")
            })
        };
        let mut out = String::new();
        for (i, c) in self.clauses.iter().enumerate() {
            let subject: Vec<_> = c.subject.iter().map(|g| words(*g)).collect();
            let args: Vec<_> = c
                .args
                .iter()
                .map(|a| {
                    let nouns: Vec<_> = a.nouns.iter().map(|g| words(*g)).collect();
                    format!("{}[{}]", a.preposition.map_or("", |p| document.word(p)), nouns.join("+"))
                })
                .collect();
            out += &format!(
                "{i} {:?}<-{:?} ({}) <{}> {}\n",
                c.link,
                c.parent,
                subject.join("+"),
                words(c.verb),
                args.join(" ")
            );
        }
        out
    }
}

#[cfg(test)]
mod tests;
