//! Which senses of a verb stand in the text: its particles and fixed nouns.

use crate::extract::clauses::GroupKind;
use crate::extract::lexicon::tag;

use super::Coder;
use super::meaning::Matched;

impl Coder<'_> {
    /// The senses of the verb whose phrase stands in the text; longer phrases push out shorter ones.
    pub(super) fn matching(&self, c: usize) -> Vec<Matched<'_>> {
        let Some(v) = self.verb(c) else { return Vec::new() };
        let mut out: Vec<Matched> = Vec::new();
        for sense in self.lex.senses(v.lemma) {
            let Some(end) = self.phrase_end(v.token + 1, &sense.rest, c) else { continue };
            if !sense.rest.is_empty() && self.inside_noun(end) {
                continue;
            }
            // "agree to" leaves room for the infinitive of "agree"; "call off" pushes out "call".
            let longer = out.first().filter(|m| m.sense.rest.len() > sense.rest.len());
            if longer.is_some_and(|m| m.sense.rest.last() != Some(&"to")) {
                break;
            }
            out.push(Matched { sense, end });
        }
        out
    }

    /// Whether a noun goes on at a token: "launch a missile" in "launch a missile attack".
    fn inside_noun(&self, at: usize) -> bool {
        self.analysis
            .groups
            .iter()
            .any(|g| matches!(g.kind, GroupKind::Noun { .. }) && g.tokens.start < at && at < g.tokens.end)
            && !matches!(self.document.lower(at), "'s" | "'")
    }

    /// Where a phrase ends that begins after the verb; adverbs and articles may stand between,
    /// and one noun group before a particle ("call the visit off").
    fn phrase_end(&self, from: usize, rest: &[&str], c: usize) -> Option<usize> {
        let mut at = from;
        for (i, word) in rest.iter().enumerate() {
            let mut skipped = 0;
            while at < self.analysis.tokens.end && self.document.lower(at) != *word {
                let w = self.document.lower(at);
                let tags = self.lex.tags(w);
                let light = tags & (tag::ADV | tag::DET | tag::ADJ | tag::NOT) != 0 && tags & tag::PREP == 0
                    || w.ends_with("ly")
                    || self.is_time(at);
                if !light || skipped > 3 {
                    return self.particle_after_object(i, rest, at, c);
                }
                skipped += 1;
                at += 1;
            }
            if at >= self.analysis.tokens.end {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    fn is_time(&self, token: usize) -> bool {
        self.analysis.groups.iter().any(|g| g.kind == GroupKind::Time && g.tokens.contains(&token))
    }

    fn particle_after_object(&self, i: usize, rest: &[&str], at: usize, c: usize) -> Option<usize> {
        let [word] = rest[i..] else { return None };
        if !matches!(
            word,
            "off"
                | "out"
                | "up"
                | "down"
                | "back"
                | "over"
                | "in"
                | "away"
                | "guilty"
                | "liable"
                | "responsible"
                | "accountable"
                | "captive"
                | "hostage"
                | "free"
                | "dead"
                | "asylum"
                | "refuge"
                | "permission"
                | "access"
        ) {
            return None;
        }
        let object = self.clause(c)?.args.iter().find(|a| a.preposition.is_none())?;
        let end = self.group_tokens(*object.nouns.last()?).end;
        (self.group_tokens(*object.nouns.first()?).start == at && self.document.lower(end) == word)
            .then_some(end + 1)
    }
}
