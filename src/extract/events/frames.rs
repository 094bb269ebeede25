//! Verbs with their objects: frames, and event nouns under a verb or as its subject.

use std::ops::Range;

use crate::extract::clauses::{Arg, Link, Voice};
use crate::extract::lexicon::{Frame, VerbClass as V, list};

use super::control::refused;
use super::meaning::{Core, Matched};
use super::nouns::NounHit;
use super::sides::{Grade, View};
use super::{Coder, Finding, algebra};

impl Coder<'_> {
    /// A frame of the verb (or its class) and a class of its object.
    #[allow(clippy::option_option)] // no frame, a frame that is no event, a code
    pub(super) fn framed(
        &self,
        lemma: u16,
        senses: &[Matched],
        object: &[usize],
        args: &[(&str, &[usize])],
        trigger: Range<usize>,
    ) -> Option<Option<Core>> {
        let of: Vec<usize> =
            args.iter().filter(|(p, _)| *p == "of").flat_map(|(_, g)| g.iter().copied()).take(2).collect();
        if let Some(core) = self.phrase_framed(lemma, args, &trigger) {
            return Some(Some(core));
        }
        let giving = senses.iter().any(|m| m.sense.class == V::Give);
        let with = args.iter().filter(|(p, _)| giving && list::GIVEN_WITH.has(p));
        let with = with.flat_map(|(_, g)| g.iter()).take(2);
        let groups = object.iter().chain(&of).chain(with);
        let lasted = object.iter().any(|g| self.is_span_of_time(*g));
        for g in groups {
            // "ending years of talks": they have come to their end.
            if lasted && !object.contains(g) {
                continue;
            }
            for hit in self.noun_hits(*g) {
                if !hit.head
                    && self.mentions.at(hit.tokens.start).is_none()
                    && object.contains(g)
                    && hit.noun.classes == 0
                {
                    continue;
                }
                // "held national elections" holds nobody: people count as heads only.
                let people = if hit.head { 0 } else { self.lex.people };
                let classes = hit.noun.classes & !people;
                let place = self.lex.place_frame(lemma, classes, self.places(args));
                let frame = place
                    .or_else(|| self.lex.frame(lemma, None, classes))
                    .filter(|_| {
                        senses.first().is_none_or(|m| m.sense.rest.is_empty() || m.end <= hit.tokens.start)
                    })
                    .or_else(|| {
                        senses.iter().find_map(|m| self.lex.frame(lemma, Some(m.sense.class), classes))
                    });
                let Some(frame) = frame else { continue };
                if frame.code.is_empty() {
                    return Some(None);
                }
                let end = hit.tokens.end.max(trigger.end);
                let start = hit.tokens.start.min(trigger.start);
                let core = self.frame_core(frame, &trigger, "with", hit);
                return Some(Some(Core { trigger: start..end, noun: Some(hit.clone()), ..core }));
            }
        }
        None
    }

    /// The prepositions behind a verb that may tell where something is sent, and "border" where one
    /// leads to a border that is nobody else's: "its border with Peru".
    fn places<'b>(&self, args: &'b [(&'b str, &'b [usize])]) -> impl Iterator<Item = &'b str> {
        let to = args.iter().position(|(p, _)| list::SENT_TO.has(p)).unwrap_or(args.len());
        let with = args.iter().any(|(p, _)| *p == "with");
        let own = |g: &usize| !with || self.graded(&[*g], Grade::Owner).is_empty();
        let frontier = |g: &usize| self.head(*g).is_some_and(|h| self.document.is_listed(h, list::FRONTIER));
        let border = args
            .iter()
            .any(|(p, groups)| !p.is_empty() && *p != "from" && groups.iter().any(|g| frontier(g) && own(g)));
        let named = args.iter().enumerate().filter(move |(i, (p, _))| *p != "against" || *i <= to);
        named.map(|(_, (p, _))| *p).chain(border.then_some("border"))
    }

    fn is_span_of_time(&self, group: usize) -> bool {
        self.head(group).is_some_and(|h| self.document.is_listed(h, list::SPAN_OF_TIME))
    }

    /// A frame of the verb and its subject: "shells landed in Peru".
    pub(super) fn subject_framed(&self, lemma: u16, view: &View, trigger: &Range<usize>) -> Option<Core> {
        let hits = view.agent.iter().flat_map(|g| self.noun_hits(*g)).filter(|h| h.head);
        let (hit, frame) = hits.into_iter().find_map(|h| {
            let frame = self.lex.subject_frame(lemma, h.noun.classes)?;
            Some((h, frame))
        })?;
        Some(self.frame_core(frame, trigger, "of", hit))
    }

    /// What a frame tells, without the noun as a side; `link` joins verb and noun in the step.
    fn frame_core(&self, frame: &Frame, trigger: &Range<usize>, link: &str, hit: &NounHit) -> Core {
        Core {
            code: frame.code.to_owned(),
            slots: frame.slots.clone(),
            rule: "frame",
            step: format!(
                "\"{}\" {link} \"{}\" is {}",
                self.words(trigger.clone()),
                self.words(hit.tokens.clone()),
                frame.code
            ),
            trigger: trigger.clone(),
            noun: None,
            settled: false,
        }
    }

    /// A frame of the verb and a noun after a preposition: "join Peru for talks".
    pub(super) fn phrase_framed(
        &self,
        lemma: u16,
        args: &[(&str, &[usize])],
        trigger: &Range<usize>,
    ) -> Option<Core> {
        for (preposition, groups) in args.iter().filter(|(p, _)| !p.is_empty()) {
            for hit in groups.iter().flat_map(|g| self.noun_hits(*g)).filter(|h| h.head) {
                let Some(frame) = self.lex.phrase_frame(lemma, preposition, hit.noun.classes) else {
                    continue;
                };
                return Some(self.frame_core(frame, trigger, preposition, hit));
            }
        }
        None
    }

    /// An event noun under a verb: light verbs pass it on, others turn it.
    pub(super) fn noun_core(
        &self,
        lemma: &str,
        senses: &[Matched],
        hit: &NounHit,
        trigger: Range<usize>,
    ) -> Option<Core> {
        let inner = hit.code;
        let conflict = algebra::root(inner) >= 14;
        let order = [
            V::Refuse,
            V::Reject,
            V::Threaten,
            V::Agree,
            V::Demand,
            V::Appeal,
            V::Stop,
            V::Ease,
            V::Accept,
            V::Deny,
            V::Forbid,
            V::Allow,
            V::Plan,
            V::Light,
            V::Express,
            V::Announce,
            V::Impose,
            V::Give,
            V::Begin,
            V::Restore,
        ];
        let (class, code) = order.iter().find_map(|class| {
            let m = senses.iter().find(|m| m.sense.class == *class)?;
            // Who orders an attack or an inquiry does it.
            if lemma == "order" && *class == V::Demand && (conflict || inner.starts_with("09")) {
                return None;
            }
            let sense = m.sense;
            let code: Option<String> = match class {
                V::Light | V::Express | V::Announce | V::Begin | V::Impose | V::Give | V::Restore => {
                    Some(inner.to_owned())
                }
                V::Refuse => Some(refused(inner)),
                V::Reject => Some(algebra::refusal(inner).to_owned()),
                V::Threaten => {
                    Some(if conflict { algebra::threat(inner).to_owned() } else { sense.code.to_owned() })
                }
                V::Agree => Some(algebra::future(inner)),
                V::Plan => Some(algebra::future(inner)).filter(|_| {
                    !sense.rest.is_empty()
                        || conflict
                        || algebra::root(inner) == 4
                        || algebra::root(inner) == 7
                }),
                V::Demand => {
                    Some(if conflict { "100".to_owned() } else { algebra::call(inner, true).to_owned() })
                }
                V::Appeal => {
                    Some(if conflict { "113".to_owned() } else { algebra::call(inner, false).to_owned() })
                }
                V::Stop => algebra::stop(inner).map(str::to_owned),
                // "open talks", "open trade": what is no conflict is not eased but begun.
                V::Ease if conflict => algebra::stop(inner).map(str::to_owned),
                V::Accept => Some(algebra::acceptance(inner).to_owned()),
                V::Deny => Some("016".to_owned()),
                V::Forbid => Some("172".to_owned()),
                V::Allow => Some("080".to_owned()),
                _ => None,
            };
            code.map(|code| (*class, code))
        })?;
        Some(Core {
            step: if code == inner {
                format!(
                    "\"{}\" with \"{}\" is {code}",
                    self.words(trigger.clone()),
                    self.words(hit.tokens.clone())
                )
            } else {
                format!(
                    "\"{}\" turns \"{}\" ({inner}) into {code}",
                    self.words(trigger.clone()),
                    self.words(hit.tokens.clone())
                )
            },
            code,
            slots: hit.slots.to_vec(),
            trigger: trigger.start.min(hit.tokens.start)..hit.tokens.end.max(trigger.end),
            rule: "event-noun",
            noun: Some(hit.clone()),
            settled: !matches!(
                class,
                V::Light | V::Begin | V::Impose | V::Give | V::Restore | V::Express | V::Announce
            ),
        })
    }

    /// An event noun as the subject of a verb that tells nothing: "clashes between A and B went on".
    pub(super) fn subject_noun(&self, c: usize, view: &View) -> Option<Finding> {
        let passive = self.verb(c)?.voice == Voice::Passive;
        let clause = self.clause(c)?;
        let groups = if passive { &view.object } else { &view.agent };
        let args: Vec<(&str, &[usize])> = view
            .subject_args
            .iter()
            .map(|a| (self.preposition(a), a.nouns.as_slice()))
            .chain(self.args(c))
            .collect();
        let hit = self.event_noun(groups, &args)?;
        if clause.link == Link::Tail || hit.code.starts_with("02") {
            return None;
        }
        let owner = self.graded(&[hit.group], Grade::Owner);
        let by: Vec<usize> =
            args.iter().filter(|(p, _)| list::DONE_BY.has(p)).flat_map(|(_, n)| self.actors(n)).collect();
        let sources = if by.is_empty() { owner } else { by };
        if sources.is_empty() {
            return None;
        }
        let mut targets = self.target(&args, &[], hit.slots, &sources);
        let reciprocal = self.are_several(&sources) && algebra::is_mutual(hit.code);
        if reciprocal {
            targets.clear();
        }
        // A government that protests complains.
        let complains = algebra::root(hit.code) == 14 && self.are_states(&sources);
        let code = if complains { "111" } else { hit.code };
        Some(Finding {
            code: self.refine(code, self.clause_tokens(c)),
            sources,
            targets,
            reciprocal,
            trigger: hit.tokens.clone(),
            rule: "subject-noun",
            steps: vec![format!("\"{}\" is {}", self.words(hit.tokens.clone()), hit.code)],
            planned: false,
            possible: false,
            clause: c,
        })
    }

    /// The noun groups that a verb acts upon: the object, or what follows the phrase's preposition.
    pub(super) fn object_groups(&self, c: usize, view: &View, phrase_end: Option<usize>) -> Vec<usize> {
        if let Some(end) = phrase_end
            && let Some(clause) = self.clause(c)
            && let Some(arg) = clause.args.iter().find(|a| a.preposition.is_some_and(|p| p + 1 == end))
        {
            return arg.nouns.clone();
        }
        // "gave Peru a loan": the second object is the thing.
        let clause = self.clause(c);
        let bare: Vec<&Arg> = clause
            .map(|k| k.args.iter().filter(|a| a.preposition.is_none() && !a.fronted).collect())
            .unwrap_or_default();
        let mut out = view.object.clone();
        for arg in bare {
            out.extend(arg.nouns.iter().filter(|n| !out.contains(n)).collect::<Vec<_>>());
        }
        out.retain(|g| self.is_noun(*g));
        out
    }
}
