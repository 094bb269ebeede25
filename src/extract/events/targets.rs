//! Who a coded clause is done by and to, once its code is known.

use std::ops::Range;

use crate::extract::clauses::{Arg, Link, Voice};
use crate::extract::lexicon::{Sense, Slot, list};
use crate::extract::who::MentionForm;
use crate::model::ActorKind;

use super::meaning::Core;
use super::sides::{Grade, View};
use super::{Coder, Finding, algebra};

impl Coder<'_> {
    /// Whether somebody in `b` is another side than those in `a`: another country, or another
    /// body of the same.
    pub(super) fn differ(&self, a: &[usize], b: &[usize]) -> bool {
        let code = |m: &usize| self.mentions.list.get(*m).map(|m| m.code.as_str());
        !b.is_empty()
            && b.iter().any(|x| {
                let mut both = a.to_vec();
                both.push(*x);
                !a.contains(x)
                    && (a.is_empty() || self.are_several(&both) || a.iter().all(|y| code(y) != code(x)))
            })
    }

    #[allow(clippy::too_many_arguments)] // both clauses with what was found of them
    pub(super) fn control_target(
        &self,
        c: usize,
        inner: usize,
        view: &View,
        sense: &Sense,
        sources: &[usize],
        told: Option<&Finding>,
        directive: bool,
    ) -> Vec<usize> {
        let args = self.args(c);
        let own = self.target(&args, &view.object, &sense.slots, sources);
        let inner_subject = self.surface_subject(inner, 0);
        let subject = if self.differ(sources, &inner_subject) { inner_subject } else { Vec::new() };
        let told_targets: Vec<usize> = told
            .map(|f| f.targets.iter().copied().filter(|t| self.differ(sources, &[*t])).collect())
            .unwrap_or_default();
        let rest = self.any_target(inner, sources);
        let order =
            if directive { [own, subject, told_targets, rest] } else { [told_targets, own, subject, rest] };
        order.into_iter().find(|t| !t.is_empty()).unwrap_or_default()
    }

    /// Anybody named in a clause or in what hangs on it.
    pub(super) fn any_target(&self, c: usize, sources: &[usize]) -> Vec<usize> {
        let mut at = Some(c);
        for _ in 0..4 {
            let Some(k) = at else { break };
            let args = self.args(k);
            let object = self.view(k).object;
            let found = self.target(&args, &object, &[Slot::Any], sources);
            if !found.is_empty() {
                return found;
            }
            at = self.children(k).find(|i| {
                self.clause(*i).is_some_and(|c| {
                    !matches!(c.link, Link::Tail | Link::Main | Link::Coordinate | Link::Subordinate(_))
                })
            });
        }
        Vec::new()
    }

    /// The arguments of a clause as (preposition, noun groups), without the agent of a passive.
    pub(super) fn args(&self, c: usize) -> Vec<(&str, &[usize])> {
        let Some(clause) = self.clause(c) else { return Vec::new() };
        let passive = self.verb(c).is_some_and(|v| v.voice == Voice::Passive);
        clause
            .args
            .iter()
            .filter(|a| !a.fronted)
            .map(|a: &Arg| (self.preposition(a), a.nouns.as_slice()))
            .filter(|(p, _)| !(passive && *p == "by"))
            .collect()
    }

    pub(super) fn clause_tokens(&self, c: usize) -> Range<usize> {
        let Some(clause) = self.clause(c) else { return 0..0 };
        let start = self.group_tokens(clause.verb).start;
        let next = self
            .analysis
            .clauses
            .iter()
            .skip(c + 1)
            .find(|k| !matches!(k.link, Link::Infinitive | Link::Gerund | Link::That | Link::Reduced))
            .map(|k| self.group_tokens(k.verb).start);
        start..next.unwrap_or(self.analysis.tokens.end)
    }

    pub(super) fn with_sides(&self, c: usize, view: &View, mut core: Core) -> Option<Finding> {
        let mut sources = self.source(c);
        if core.code.starts_with("141") && core.rule == "verb" && self.are_states(&sources) {
            // People take to the streets; a government that protests complains.
            core.code = "114".to_owned();
            core.step.push_str(", of a government 114");
        }
        // "Discussed Peru", "talks about Peru": a topic is no partner.
        let topic = core.noun.is_none() && self.is_talked_over(c, &core.code);
        let untopical = View { object: Vec::new(), ..view.clone() };
        let view = if topic { &untopical } else { view };
        let about = algebra::root(&core.code) == 4;
        let args: Vec<(&str, &[usize])> = self.args(c);
        let args: Vec<(&str, &[usize])> = args
            .into_iter()
            .filter(|(p, _)| !(topic && *p != "with" || about && list::TOPIC_PREPOSITION.has(p)))
            .filter(|(_, nouns)| !(about && self.is_frontier(nouns)))
            .collect();
        let mut slots = if topic { vec![Slot::After("with")] } else { core.slots.clone() };
        if slots.is_empty() {
            slots.push(Slot::Any);
        }
        let between = core.noun.is_some().then(|| args.iter().find(|(p, _)| *p == "between")).flatten();
        if let Some((_, nouns)) = between {
            let sides = self.actors(nouns);
            if self.are_several(&sides) && !self.differ(&sources, &sides) | sources.is_empty() {
                sources = sides;
            }
        }
        let mut targets = self.target(&args, &view.object, &slots, &sources);
        let blow = self.blow_meant(&core, view, &args, &sources);
        if !blow.is_empty() {
            core.step.push_str(", and who did it was told before");
            targets = blow;
        } else if let Some(hit) = &core.noun {
            // "rejected Peru's plan": the owner of the thing, before anybody further off.
            let owner: Vec<usize> = self
                .graded(&[hit.group], Grade::Owner)
                .into_iter()
                .filter(|m| self.differ(&sources, &[*m]))
                .collect();
            let slot_only: Vec<Slot> =
                slots.iter().copied().filter(|s| matches!(s, Slot::After(_))).collect();
            let named = self.target(&args, &[], &slot_only, &sources);
            if named.is_empty() && !owner.is_empty() {
                targets = owner;
            } else if !named.is_empty() {
                targets = named;
            }
        }
        // "A and B backed C" is done to C, whoever that is.
        let judged = self.verb(c).is_some_and(|v| self.lex.lemma_is_listed(v.lemma, list::JUDGING));
        let done_to = (core.rule == "verb" && slots == [Slot::Object] || judged) && !view.object.is_empty();
        // "A and B traded insults": each said them to the other.
        let exchanged = self.verb(c).is_some_and(|v| self.lex.lemma_is_listed(v.lemma, list::EXCHANGING));
        let mutual = algebra::is_mutual(&core.code) || exchanged;
        let mut reciprocal = self.are_several(&sources) && mutual && !done_to;
        if reciprocal && !targets.is_empty() {
            // "A and B signed it in C" is between A and B, "A and B met with C" is not.
            let with = self.target(&args, &view.object, &[Slot::Object, Slot::After("with")], &sources);
            reciprocal = with.is_empty()
                || core.noun.is_some()
                    && self.target(&args, &[], &[Slot::After("with")], &sources).is_empty();
            // "A and B expelled C's envoys", "carried out strikes on C": done to C, not to each other.
            let done_together = match algebra::root(&core.code) {
                0..=9 => false,
                10..=17 => true,
                _ => {
                    core.noun.is_some() && {
                        let upon = [Slot::After("on"), Slot::After("against"), Slot::After("into")];
                        !self.target(&args, &[], &upon, &sources).is_empty()
                    }
                }
            };
            reciprocal &= exchanged || !done_together;
        }
        if reciprocal {
            targets.clear();
        }
        // What is called names is named itself.
        let elsewhere = core.rule != "naming";
        if targets.is_empty() && !reciprocal && elsewhere {
            targets = if topic || about {
                self.target(&args, &view.object, &[Slot::Any], &sources)
            } else {
                self.any_target(c, &sources)
            };
        }
        if targets.is_empty() && elsewhere {
            targets = self.subject_target(view, &sources);
        }
        if core.code == "087" && self.leaves(&args, &targets) {
            core.code = "160".to_owned();
            core.step.push_str(", from an organisation 160");
        }
        Some(Finding {
            code: self.refine(&core.code, self.clause_tokens(c)),
            reciprocal,
            sources,
            targets,
            trigger: core.trigger,
            rule: core.rule,
            steps: vec![core.step],
            planned: false,
            possible: false,
            clause: c,
        })
        .map(|mut f| {
            if core.settled {
                f.steps.push(String::new());
            }
            f
        })
    }

    /// "Went to the Peruvian border": nobody is visited there.
    fn is_frontier(&self, nouns: &[usize]) -> bool {
        let at_border = |g: &usize| self.head(*g).is_some_and(|h| self.document.is_listed(h, list::FRONTIER));
        nouns.iter().any(at_border)
    }

    /// Whether the object of a verb is what was talked about.
    fn is_talked_over(&self, c: usize, code: &str) -> bool {
        algebra::root(code) == 4
            && self.verb(c).is_some_and(|v| self.lex.lemma_is_listed(v.lemma, list::TALKING_OVER))
    }

    /// Whether what a finding names further on is a topic rather than a partner.
    pub(super) fn has_topic(&self, f: &Finding) -> bool {
        f.rule == "verb" && self.is_talked_over(f.clause, &f.code)
    }

    /// "Condemned the attack", which was told before: whoever did it.
    fn blow_meant(
        &self,
        core: &Core,
        view: &View,
        args: &[(&str, &[usize])],
        sources: &[usize],
    ) -> Vec<usize> {
        let points_back = |g: &usize| {
            self.document.is_listed(self.group_tokens(*g).start, list::POINTING_BACK)
                && self.graded(&[*g], Grade::Owner).is_empty()
                && self.noun_hits(*g).iter().any(|h| h.head && algebra::root(h.code) >= 14)
        };
        let open = || !args.iter().any(|(p, _)| list::STRUCK_AT.has(p));
        if !core.code.starts_with("111") || !open() || !view.object.first().is_some_and(points_back) {
            return Vec::new();
        }
        let blow = self.blow.iter().copied().filter(|m| self.differ(sources, &[*m]));
        blow.collect()
    }

    /// "Withdrew from the African Union" is no withdrawal of troops.
    fn leaves(&self, args: &[(&str, &[usize])], targets: &[usize]) -> bool {
        let igo = |m: &usize| self.mentions.list.get(*m).is_some_and(|m| m.kind == ActorKind::Igo);
        let from: Vec<usize> =
            args.iter().filter(|(p, _)| *p == "from").flat_map(|(_, nouns)| self.actors(nouns)).collect();
        !targets.is_empty() && targets.iter().all(|m| igo(m) && from.contains(m))
    }

    /// Whether all of them are states or their governments.
    pub(super) fn are_states(&self, mentions: &[usize]) -> bool {
        !mentions.is_empty()
            && mentions.iter().filter_map(|m| self.mentions.list.get(*m)).all(|m| {
                matches!(m.form, MentionForm::Country | MentionForm::Capital) || m.code.ends_with("GOV")
            })
    }

    /// The other side in the subject's own phrases: "riots against Peru go on".
    fn subject_target(&self, view: &View, sources: &[usize]) -> Vec<usize> {
        let args: Vec<(&str, &[usize])> =
            view.subject_args.iter().map(|a| (self.preposition(a), a.nouns.as_slice())).collect();
        self.target(
            &args,
            &[],
            &[
                Slot::After("against"),
                Slot::After("with"),
                Slot::After("on"),
                Slot::After("between"),
                Slot::After("in"),
                Slot::After("from"),
                Slot::After("at"),
            ],
            sources,
        )
    }

    /// Who acts in a clause; a clause without a subject takes that of its governor.
    pub(super) fn source(&self, c: usize) -> Vec<usize> {
        self.subject(c, 0)
    }
}
