//! Reactions: a sentence with one side takes the other from the move that it reacts to.
//! "Peru closed its border with Chile. Santiago condemned the move."

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::list;
use crate::extract::who::Origin;
use crate::model::ActorKind;

use super::{Coder, Finding, algebra};

/// Moves that are looked back at, at most.
const REACH: usize = 6;
/// Words that may stand between "the" and the noun for a move.
const BETWEEN: usize = 3;

/// What was told before: who did what to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    code: String,
    sources: Vec<usize>,
    targets: Vec<usize>,
    /// The tokens that tell of it.
    trigger: Range<usize>,
}

impl Move {
    pub(crate) fn new(f: &Finding) -> Move {
        let (code, sources, targets) = (f.code.clone(), f.sources.clone(), f.targets.clone());
        Move { code, sources, targets, trigger: f.trigger.clone() }
    }
}

/// What kind of move a sentence points back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// "the accusation": something said.
    Said,
    /// "the attack": something done in conflict.
    Struck,
    /// "the move": something done.
    Done,
    /// "in response": anything.
    Any,
    /// "It also …": whoever did the move goes on.
    Also,
}

impl Kind {
    fn fits(self, code: &str) -> bool {
        let root = algebra::root(code);
        match self {
            Kind::Said => matches!(root, 1 | 2 | 9..=13),
            Kind::Struck => root >= 14,
            // What is judged is itself no judgement.
            Kind::Done => matches!(root, 3 | 6..=8 | 13..) || code.starts_with("057"),
            Kind::Any => root >= 6,
            Kind::Also => root != 4,
        }
    }
}

/// Whether the words of a sentence point back to a move, so that one side is enough.
/// Without a move (`moved`), only words for something said do.
pub(crate) fn points_back(document: &Document, tokens: Range<usize>, moved: bool) -> bool {
    tokens.clone().any(|t| {
        moved && is_response(document, t)
            || document.is_listed(t, list::POINTING_BACK)
                && (t + 1..tokens.end.min(t + 2 + BETWEEN)).any(|u| match noun_kind(document, u) {
                    Some(kind) => moved || kind == Kind::Said,
                    None => false,
                })
    }) || moved && tokens.clone().any(|t| document.lower(t) == "also")
}

fn is_response(document: &Document, t: usize) -> bool {
    document.is_listed(t, list::REACTING)
        || document.is_listed(t, list::RESPONSE)
            && t.checked_sub(1).is_some_and(|b| document.lower(b) == "in")
            && document.lower(t + 1) != "to"
}

fn noun_kind(document: &Document, t: usize) -> Option<Kind> {
    if document.is_listed(t, list::SAID_BEFORE) {
        Some(Kind::Said)
    } else if document.is_listed(t, list::STRUCK_BEFORE) {
        Some(Kind::Struck)
    } else if document.is_listed(t, list::DONE_BEFORE) {
        Some(Kind::Done)
    } else {
        None
    }
}

impl Coder<'_> {
    /// Fills in the other side of a finding that reacts to a move told before.
    pub(super) fn react(&self, f: &mut Finding) {
        if !f.targets.is_empty() || f.reciprocal || f.sources.is_empty() || algebra::root(&f.code) == 4 {
            return;
        }
        if !f.sources.iter().all(|m| self.is_political(*m)) {
            return;
        }
        let Some(kind) = self.reaction(f) else { return };
        let judges = matches!(algebra::root(&f.code), 2 | 5 | 10 | 11 | 12 | 14);
        for past in self.moves.iter().rev().take(REACH).filter(|m| kind.fits(&m.code)) {
            let acted = |side: &[usize]| f.sources.iter().any(|m| self.is_party(*m, side));
            let others = |side: &[usize]| -> Vec<usize> {
                side.iter().copied().filter(|m| !self.is_party(*m, &f.sources)).collect()
            };
            let found = if kind == Kind::Also {
                if acted(&past.sources) { others(&past.targets) } else { break }
            } else if acted(&past.targets)
                || past.targets.is_empty() && acted(&past.sources)
                || judges && !acted(&past.sources)
            {
                others(&past.sources)
            } else {
                Vec::new()
            };
            // "Peru cut aid to Mali. The junta denounced the decision": nobody denounces the own one.
            let inferred = f.sources.iter().all(|m| {
                self.mentions.list.get(*m).is_some_and(|m| m.inferred && m.origin == Origin::Around)
            });
            if found.is_empty() && inferred && judges && acted(&past.sources) && !acted(&past.targets) {
                f.sources.clone_from(&past.targets);
                f.targets.clone_from(&past.sources);
                f.steps.push(format!(
                    "both sides are those of the move it reacts to: \"{}\"",
                    self.words(past.trigger.clone())
                ));
                return;
            }
            if !found.is_empty() {
                f.targets = found;
                f.steps.push(format!(
                    "the other side is that of the move it reacts to: \"{}\"",
                    self.words(past.trigger.clone())
                ));
                return;
            }
        }
        if kind == Kind::Said && judges {
            self.answer_speaker(f);
        }
    }

    /// "Peru has lied, said Chile's minister. Lima rejected the claim": the one other country of
    /// the sentence before, where what was said is no event by itself.
    fn answer_speaker(&self, f: &mut Finding) {
        let Some(start) = self.document.tokens.get(self.analysis.tokens.start).map(|t| t.span.start) else {
            return;
        };
        let before = self.document.sentence_at(start).checked_sub(1);
        let Some(before) = before.and_then(|b| self.document.sentences.get(b)) else { return };
        let list = &self.mentions.list;
        let named: Vec<usize> = self
            .mentions
            .within(before.tokens.clone())
            .filter(|m| list.get(*m).is_some_and(|m| m.country.is_known() && !m.modifier && !m.is_medium()))
            .collect();
        let (own, other): (Vec<usize>, Vec<usize>) =
            named.into_iter().partition(|m| self.is_party(*m, &f.sources));
        let speaks =
            |m: &usize| list.get(*m).is_some_and(|m| matches!(m.kind, ActorKind::Person | ActorKind::Body));
        let one = other.windows(2).all(|pair| self.same_country(pair[0], &pair[1..]));
        if let Some(last) = other.last().filter(|m| one && !own.is_empty() && speaks(m)) {
            f.targets = vec![*last];
            f.steps.push("the other side is the one of the sentence before, which it answers".to_owned());
        }
    }

    /// "Retaliated by imposing sanctions": what follows tells it.
    pub(super) fn tells_how(&self, c: usize) -> bool {
        let reacting = self
            .clause(c)
            .is_some_and(|k| self.group_tokens(k.verb).any(|t| self.document.is_listed(t, list::REACTING)));
        reacting
            && self.children(c).any(|k| {
                self.clause(k).is_some_and(|i| i.preposition.is_some_and(|p| self.document.lower(p) == "by"))
                    && self.code(k).is_some()
            })
    }

    /// Whether somebody's answer is a state's, a party's or an organisation's: no scholar's or firm's.
    fn is_political(&self, m: usize) -> bool {
        const POLITICAL: &[&str] = &["GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "REB", "SEP", "PTY"];
        self.mentions.list.get(m).is_some_and(|m| {
            m.kind == ActorKind::Igo
                || m.kind == ActorKind::ArmedGroup
                || m.code.get(3..6).is_none_or(|role| POLITICAL.contains(&role))
        })
    }

    /// Whether somebody is of the country, or the body, of one of the others.
    fn is_party(&self, m: usize, side: &[usize]) -> bool {
        let list = &self.mentions.list;
        let Some(one) = list.get(m) else { return false };
        side.iter().filter_map(|s| list.get(*s)).any(|s| !one.differs(s))
    }

    fn reaction(&self, f: &Finding) -> Option<Kind> {
        let tokens = self.clause_tokens(f.clause);
        let view = self.view(f.clause);
        let args = view.args.iter().flat_map(|a| &a.nouns);
        // "the move", but not "Peru's move" or "a move".
        let meant = view.object.iter().chain(args).find_map(|g| {
            let words = self.group_tokens(*g);
            let back = self.document.is_listed(words.start, list::POINTING_BACK);
            let alone = self.mentions.within(words).next().is_none();
            (back && alone).then(|| noun_kind(self.document, self.head(*g)?)).flatten()
        });
        if meant.is_some() {
            return meant;
        }
        let start = self.analysis.tokens.start;
        if (start..tokens.end).any(|t| is_response(self.document, t)) {
            return Some(Kind::Any);
        }
        let verb = self.group_tokens(self.clause(f.clause)?.verb);
        let also = (verb.start.saturating_sub(1)..verb.end + 1).any(|t| self.document.lower(t) == "also");
        (also && algebra::root(&f.code) >= 5).then_some(Kind::Also)
    }
}
