//! What polarity and auxiliaries make of a coded clause.

use crate::extract::clauses::{Clause, Link, Mood, Subordinator};

use super::{Coder, Finding, algebra};

impl Coder<'_> {
    /// Polarity and mood of the verb group.
    pub(super) fn finish(&self, c: usize, mut f: Finding, depth: usize) -> Option<Finding> {
        let (verb, clause): (_, &Clause) = (self.verb(c)?, self.clause(c)?);
        if f.clause != c {
            // Taken over from a complement: its own auxiliaries have been looked at.
            return Some(f);
        }
        f.steps.retain(|s| !s.is_empty());
        let r = algebra::root(&f.code);
        let to_come = matches!(verb.mood, Mood::Future | Mood::Would);
        if verb.negative {
            let code = algebra::negation(&f.code, to_come)?.to_owned();
            f.steps.push(format!("negated: {} becomes {code}", f.code));
            f.code = code;
            return Some(f);
        }
        match verb.mood {
            Mood::Plain | Mood::Reported => {}
            Mood::Future if f.code == "057" => {
                f.planned = true;
                f.steps.push("to come: the signing is planned".to_owned());
            }
            Mood::Future => {
                f.planned = true;
                let code = algebra::future(&f.code);
                if code != f.code {
                    f.steps.push(format!("to come: {} becomes {code}", f.code));
                    f.code = code;
                }
            }
            Mood::Would => {
                let open = self
                    .analysis
                    .clauses
                    .iter()
                    .any(|k| k.link == Link::Subordinate(Subordinator::Condition));
                if depth == 0 && clause.link != Link::That && open {
                    return None;
                }
                f.planned = true;
                let code = algebra::future(&f.code);
                f.steps.push(format!("said to come: {} becomes {code}", f.code));
                f.code = code;
            }
            Mood::Must if depth == 0 => return None,
            Mood::Must => {}
            Mood::Possible => {
                if r < 14 {
                    return None;
                }
                f.possible = true;
                f.steps.push("only possible".to_owned());
            }
        }
        Some(f)
    }
}
