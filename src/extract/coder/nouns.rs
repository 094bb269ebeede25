//! Event nouns and classes of nouns in noun groups.

use std::ops::Range;

use crate::extract::lexicon::Noun;

use super::Coder;

/// A noun of the lexicon found in a group.
#[derive(Debug, Clone)]
pub struct NounHit {
    /// The entry.
    pub noun: &'static Noun,
    /// The group in which it stands.
    pub group: usize,
    /// Its words.
    pub tokens: Range<usize>,
    /// It is the head of the group.
    pub head: bool,
}

/// Heads that only count or frame what follows after "of".
const FRAMES: &[&str] = &[
    "series",
    "wave",
    "round",
    "number",
    "string",
    "spate",
    "campaign",
    "kind",
    "act",
    "acts",
    "sort",
    "lot",
    "range",
    "package",
    "piece",
    "set",
    "spell",
    "policy",
    "threat",
    "end",
    "state",
    "start",
    "resumption",
    "host",
    "form",
    "flurry",
    "barrage",
    "hundreds",
    "thousands",
    "dozens",
    "millions",
    "tons",
    "tonnes",
    "billions",
    "shipment",
    "shipments",
    "delivery",
    "deliveries",
    "right",
    "level",
    "amount",
    "worth",
    "team",
    "group",
    "day",
    "days",
    "rounds",
    "waves",
];

impl Coder<'_> {
    /// The nouns of a group that the lexicon knows, head first, then leftwards.
    pub(super) fn noun_hits(&self, group: usize) -> Vec<NounHit> {
        let tokens = self.group_tokens(group);
        let Some(head) = self.head(group) else { return Vec::new() };
        let mut out: Vec<NounHit> = Vec::new();
        let mut covered = head + 1;
        for at in (tokens.start..=head).rev() {
            for noun in self.lex.nouns(self.document.lower(at)) {
                let end = at + 1 + noun.rest.len();
                let fits = noun.rest.iter().enumerate().all(|(i, w)| self.document.lower(at + 1 + i) == w);
                if !fits || end > self.analysis.tokens.end {
                    continue;
                }
                // A longer phrase replaces the shorter one that it holds.
                out.retain(|h| !(h.tokens.start >= at && h.tokens.end <= end));
                out.push(NounHit { noun, group, tokens: at..end, head: end > head });
                covered = covered.min(at);
                break;
            }
        }
        let _ = covered;
        out.sort_by_key(|h| (!h.head, std::cmp::Reverse(h.tokens.end)));
        out
    }

    /// The event noun of a group: its head, or what stands after "series of".
    pub(super) fn event_noun(&self, groups: &[usize], following: &[(&str, &[usize])]) -> Option<NounHit> {
        for g in groups {
            if let Some(hit) = self.noun_hits(*g).into_iter().find(|h| h.head && !h.noun.code.is_empty()) {
                return Some(hit);
            }
            let head = self.head(*g).map_or("", |h| self.document.lower(h));
            if FRAMES.contains(&head)
                && let Some((_, of)) = following.iter().find(|(p, _)| *p == "of" || *p == "to" || *p == "in")
                && let Some(hit) =
                    of.iter().flat_map(|g| self.noun_hits(*g)).find(|h| h.head && !h.noun.code.is_empty())
            {
                return Some(hit);
            }
        }
        None
    }
}
