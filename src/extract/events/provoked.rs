//! What somebody does that makes others speak up: "Peru's decision angered Chile", "drew criticism
//! from Chile". The one who is angry or criticises acts, on the one who gave cause.

use crate::extract::clauses::Voice;
use crate::extract::lexicon::list;

use super::sides::{Grade, View};
use super::{Coder, Finding, algebra};

impl Coder<'_> {
    /// The answer that a clause tells of, if its verb is one of causing it.
    pub(super) fn provoked(&self, c: usize, view: &View) -> Option<Finding> {
        let verb = self.verb(c)?;
        let clause = self.clause(c)?;
        let lemma_is = |list| self.lex.lemma_is_listed(verb.lemma, list);
        let passive = verb.voice == Voice::Passive;
        let cause: &[usize] = &view.agent;
        let mut trigger = self.group_tokens(clause.verb);
        let (code, who) = if lemma_is(list::PROVOKING) {
            let felt = if passive { &clause.subject } else { &view.object };
            ("111", self.actors(felt))
        } else if lemma_is(list::DRAWING) && !passive {
            let hit = view.object.iter().flat_map(|g| self.noun_hits(*g)).find(|h| h.head)?;
            if !matches!(algebra::root(hit.code), 11 | 12) && !hit.code.starts_with("051") {
                return None;
            }
            trigger = trigger.start..hit.tokens.end.max(trigger.end);
            let args = self.args(c);
            let from = args.iter().filter(|(p, _)| list::DRAWN_FROM.has(p));
            let from = from.map(|(_, nouns)| self.actors(nouns)).find(|m| !m.is_empty());
            (hit.code, from.unwrap_or_else(|| self.graded(&[hit.group], Grade::Owner)))
        } else {
            return None;
        };
        // "comments by Chilean officials", "Chile's decision"
        let phrases = clause.subject_args.iter().chain(&clause.args);
        let by = || {
            let given = phrases.filter(|a| matches!(self.preposition(a), "of" | "by" | "from"));
            given.map(|a| self.graded(&a.nouns, Grade::Head)).find(|m| self.differ(&who, m))
        };
        let own = self.actors(cause);
        let targets = if self.differ(&who, &own) { own } else { by()? };
        if who.is_empty() || !self.differ(&who, &targets) {
            return None;
        }
        Some(Finding {
            code: code.to_owned(),
            steps: vec![format!("\"{}\": who is moved so answers, {code}", self.words(trigger.clone()))],
            sources: who,
            targets,
            reciprocal: false,
            trigger,
            rule: "provoked",
            planned: false,
            possible: false,
            clause: c,
        })
    }
}
