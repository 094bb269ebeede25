//! Event nouns and classes of nouns in noun groups.

use std::ops::Range;
use std::sync::LazyLock;

use crate::extract::lexicon::{Lexicon, Noun, Slot, UNKNOWN, VerbClass, list};

use super::{Coder, algebra};

/// A noun of the lexicon found in a group.
#[derive(Debug, Clone)]
pub(crate) struct NounHit {
    pub(crate) noun: &'static Noun,
    /// The group in which it stands.
    pub(crate) group: usize,
    /// Its words.
    pub(crate) tokens: Range<usize>,
    /// It is the head of the group.
    pub(crate) head: bool,
    /// CAMEO code: the noun's own, or that of what it does to another noun; empty for none.
    pub(crate) code: &'static str,
    /// Where the other side stands.
    pub(crate) slots: &'static [Slot],
}

impl Coder<'_> {
    /// The nouns of a group that the lexicon knows, head first, then leftwards.
    pub(super) fn noun_hits(&self, group: usize) -> &[NounHit] {
        self.hits.get(group).map_or(&[], |hits| hits.get_or_init(|| self.find_nouns(group)))
    }

    fn find_nouns(&self, group: usize) -> Vec<NounHit> {
        let tokens = self.group_tokens(group);
        let Some(head) = self.head(group) else { return Vec::new() };
        let mut out: Vec<NounHit> = Vec::new();
        for at in (tokens.start..=head).rev() {
            let entry = self.document.entry(at);
            let second = self.document.id(at + 1);
            for (noun, wanted) in entry.nouns.iter().zip(&entry.seconds) {
                if *wanted != UNKNOWN && *wanted != second {
                    continue;
                }
                let end = at + 1 + noun.rest.len();
                let fits = noun.rest.iter().enumerate().all(|(i, w)| self.document.id(at + 1 + i) == *w);
                if !fits || end > self.analysis.tokens.end {
                    continue;
                }
                // A longer phrase replaces the shorter one that it holds.
                out.retain(|h| !(h.tokens.start >= at && h.tokens.end <= end));
                let (code, slots) = (noun.code, noun.slots.as_slice());
                out.push(NounHit { noun, group, tokens: at..end, head: end > head, code, slots });
                break;
            }
        }
        out.sort_by_key(|h| (!h.head, std::cmp::Reverse(h.tokens.end)));
        out
    }

    /// "The suspension of aid": a noun made of a verb, and what the verb is done to.
    pub(super) fn nominal(&self, groups: &[usize], following: &[(&str, &[usize])]) -> Option<NounHit> {
        for g in groups {
            let Some(hit) = self.noun_hits(*g).iter().find(|h| h.head) else { continue };
            let Some(class) = hit.noun.nominal else { continue };
            // "aid suspension", or "suspension of aid"
            let beside = self.noun_hits(*g).iter().filter(|h| h.tokens.end <= hit.tokens.start);
            let of = following.iter().filter(|(p, _)| list::DONE_TO.has(p));
            let of = of.flat_map(|(_, groups)| groups.iter()).flat_map(|g| self.noun_hits(*g));
            let turned = beside.chain(of).find_map(|inner| {
                let (code, slots) = self.done_to(class, inner)?;
                let tokens = hit.tokens.start.min(inner.tokens.start)..inner.tokens.end.max(hit.tokens.end);
                Some(NounHit { code, slots, tokens, ..hit.clone() })
            });
            if turned.is_some() {
                return turned;
            }
        }
        None
    }

    /// What a class of verbs makes of a noun: by frame, or by ending what the noun tells.
    fn done_to(&self, class: VerbClass, noun: &NounHit) -> Option<(&'static str, &'static [Slot])> {
        let lex: &'static Lexicon = self.lex;
        if let Some(frame) = lex.class_frame(class, noun.noun.classes) {
            return (!frame.code.is_empty()).then_some((frame.code, frame.slots.as_slice()));
        }
        let code = match class {
            VerbClass::Stop | VerbClass::Ease => algebra::stop(noun.code)?,
            VerbClass::Impose | VerbClass::Restore | VerbClass::Give => noun.code,
            _ => return None,
        };
        (!code.is_empty()).then_some((code, noun.slots))
    }

    /// The event noun of a group: its head, or what stands after "series of".
    pub(super) fn event_noun(&self, groups: &[usize], following: &[(&str, &[usize])]) -> Option<NounHit> {
        for g in groups {
            let own = self.noun_hits(*g).iter().find(|h| h.head && !h.code.is_empty());
            if let Some(hit) = self.nominal(&[*g], following).or_else(|| own.cloned()) {
                return Some(self.shown_off(hit, following));
            }
            if self.head(*g).is_some_and(|h| self.document.is_listed(h, list::FRAMING_NOUN))
                && let Some((_, of)) = following.iter().find(|(p, _)| list::FRAMED_BY.has(p))
                && let Some(hit) =
                    of.iter().flat_map(|g| self.noun_hits(*g)).find(|h| h.head && !h.code.is_empty())
            {
                return Some(hit.clone());
            }
        }
        None
    }

    /// "Drills around Peru" are no drills with Peru: they show it what one has.
    fn shown_off(&self, hit: NounHit, following: &[(&str, &[usize])]) -> NounHit {
        static NEAR: LazyLock<Vec<Slot>> =
            LazyLock::new(|| list::SHOWN_TO.words().iter().map(|p| Slot::After(p)).collect());
        let has = |p: &str| following.iter().any(|(q, _)| *q == p);
        let near = NEAR.iter().any(|s| matches!(s, Slot::After(p) if has(p)));
        let joint = has("with")
            || has("between")
            || self.group_tokens(hit.group).any(|t| self.document.is_listed(t, list::JOINT));
        if hit.code == "062" && near && !joint { NounHit { code: "150", slots: &NEAR, ..hit } } else { hit }
    }
}
