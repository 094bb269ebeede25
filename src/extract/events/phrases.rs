//! Which senses of a verb stand in the text: its particles and fixed nouns.

use crate::extract::clauses::{Group, GroupKind};
use crate::extract::lexicon::{Sense, UNKNOWN, WordId, list, tag};

use super::Coder;
use super::meaning::Matched;

/// Light words that may stand between the words of a phrase, but for one more.
const SKIPPED: usize = 3;

impl Coder<'_> {
    /// The senses of the verb whose phrase stands in the text; longer phrases push out shorter ones.
    pub(super) fn matching(&self, c: usize) -> Vec<Matched<'_>> {
        let Some(v) = self.verb(c) else { return Vec::new() };
        let mut out: Vec<Matched> = Vec::new();
        let senses = self.lex.senses(v.lemma);
        let near = self.near(v.token + 1);
        for sense in senses.iter().filter(|s| self.may_stand(s, &near)) {
            let Some(end) = self.phrase_end(v.token + 1, &sense.rest_ids, c) else { continue };
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

    /// The words at which the first word of a phrase may stand, [`UNKNOWN`] where there are fewer.
    fn near(&self, from: usize) -> [WordId; SKIPPED + 2] {
        let mut near = [UNKNOWN; SKIPPED + 2];
        let end = self.analysis.tokens.end;
        for (at, id) in (from..end).zip(&mut near) {
            *id = self.document.id(at);
            if !self.is_light(at) {
                break;
            }
        }
        near
    }

    /// A cheap look at the first word of a phrase before the dear one at all of it: some verbs
    /// have hundreds of phrases.
    fn may_stand(&self, sense: &Sense, near: &[WordId]) -> bool {
        match sense.rest_ids[..] {
            [first, ..] if near.contains(&first) => true,
            [particle] => self.lex.is_listed(particle, list::AFTER_OBJECT),
            [] => true,
            _ => false,
        }
    }

    /// Whether a noun goes on at a token: "launch a missile" in "launch a missile attack".
    fn inside_noun(&self, at: usize) -> bool {
        self.group_at(at).is_some_and(|g| matches!(g.kind, GroupKind::Noun { .. }) && g.tokens.start < at)
            && !self.document.is_listed(at, list::GENITIVE)
    }

    fn group_at(&self, token: usize) -> Option<&Group> {
        let groups = &self.analysis.groups;
        groups.get(groups.partition_point(|g| g.tokens.end <= token)).filter(|g| g.tokens.contains(&token))
    }

    /// Whether a word may stand inside a phrase: an adverb, an article, a time.
    fn is_light(&self, at: usize) -> bool {
        let tags = self.document.tags(at);
        tags & (tag::ADV | tag::DET | tag::ADJ | tag::NOT) != 0 && tags & tag::PREP == 0
            || self.document.lower(at).ends_with("ly")
            || self.group_at(at).is_some_and(|g| g.kind == GroupKind::Time)
    }

    /// Where a phrase ends that begins after the verb; adverbs and articles may stand between,
    /// and one noun group before a particle ("call the visit off").
    fn phrase_end(&self, from: usize, rest: &[WordId], c: usize) -> Option<usize> {
        let mut at = from;
        for (i, word) in rest.iter().enumerate() {
            let mut skipped = 0;
            while at < self.analysis.tokens.end && self.document.id(at) != *word {
                if !self.is_light(at) || skipped > SKIPPED {
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

    fn particle_after_object(&self, i: usize, rest: &[WordId], at: usize, c: usize) -> Option<usize> {
        let [word] = rest[i..] else { return None };
        if !self.lex.is_listed(word, list::AFTER_OBJECT) {
            return None;
        }
        let object = self.clause(c)?.args.iter().find(|a| a.preposition.is_none())?;
        let end = self.group_tokens(*object.nouns.last()?).end;
        (self.group_tokens(*object.nouns.first()?).start == at && self.document.id(end) == word)
            .then_some(end + 1)
    }
}
