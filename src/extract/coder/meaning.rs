//! What a clause tells: frames, event nouns, control verbs, and the verb itself.

use std::ops::Range;

use crate::extract::clauses::{Arg, Clause, Link, Mood, Subordinator, Voice};
use crate::extract::lexicon::{Sense, Slot, VerbClass as V};

use super::nouns::NounHit;
use super::sides::View;
use super::{Coder, Finding, algebra};

/// Complements inside complements are followed so far.
const DEPTH: usize = 6;

/// Verbs of [`V::Plan`] that leave open whether anything follows.
const WISHES: &[&str] = &[
    "hope",
    "want",
    "wish",
    "seek",
    "try",
    "expect",
    "consider",
    "contemplate",
    "mull",
    "weigh",
    "look",
    "aspire",
];

/// A code with the words that gave it.
#[derive(Debug, Clone)]
struct Core {
    code: String,
    slots: Vec<Slot>,
    trigger: Range<usize>,
    rule: &'static str,
    step: String,
    /// The noun group of an event noun: its owner may be a side.
    noun: Option<NounHit>,
    /// Mode is already in the code: "will reject" stays a rejection.
    settled: bool,
}

struct Matched<'a> {
    sense: &'a Sense,
    /// One past the last word of the phrase.
    end: usize,
}

impl Coder<'_> {
    /// Codes one clause with all that hangs on it.
    pub fn code(&self, c: usize) -> Option<Finding> {
        self.code_at(c, 0)
    }

    fn code_at(&self, c: usize, depth: usize) -> Option<Finding> {
        let (clause, verb) = (self.clause(c)?, self.verb(c)?);
        if depth > DEPTH || matches!(clause.link, Link::Subordinate(Subordinator::Condition) | Link::Tail) {
            return None;
        }
        let view = self.view(c);
        let senses = self.matching(c, &view);
        let complement = self.complement(c);
        if let Some(inner) = complement
            && let Some(found) = self.control(c, inner, &senses, depth)
        {
            return self.finish(c, found, depth);
        }
        let saying = senses.iter().all(|m| matches!(m.sense.class, V::Say));
        if saying && !senses.is_empty() {
            return None;
        }
        let core = self.core(c, &view, &senses, complement.is_some());
        let found = match core {
            Some(core) => self.with_sides(c, &view, core),
            None => self.subject_noun(c, &view),
        }?;
        let _ = verb;
        self.finish(c, found, depth)
    }

    /// The senses of the verb whose phrase stands in the text; longer phrases push out shorter ones.
    fn matching(&self, c: usize, view: &View) -> Vec<Matched<'_>> {
        let Some(v) = self.verb(c) else { return Vec::new() };
        let _ = view;
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
        self.analysis.groups.iter().any(|g| {
            matches!(g.kind, crate::extract::clauses::GroupKind::Noun { .. })
                && g.tokens.start < at
                && at < g.tokens.end
        }) && !matches!(self.document.lower(at), "'s" | "'")
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
                use crate::extract::lexicon::tag;
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
        use crate::extract::clauses::GroupKind;
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

    /// The clause that completes the verb: infinitive, that-clause or gerund, near enough.
    fn complement(&self, c: usize) -> Option<usize> {
        let clause = self.clause(c)?;
        self.children(c).find(|i| {
            let Some(k) = self.clause(*i) else { return false };
            let start = self.group_tokens(k.verb).start;
            let between = clause.args.iter().filter(|a| {
                !a.fronted && a.nouns.first().is_some_and(|g| self.group_tokens(*g).start < start)
            });
            let preposition = k.preposition.map_or("", |p| self.document.lower(p));
            match k.link {
                Link::That => true,
                Link::Infinitive => between.count() <= 3,
                Link::Gerund => {
                    between.count() <= 1
                        && matches!(preposition, "" | "of" | "from" | "to" | "for" | "against" | "into")
                }
                _ => false,
            }
        })
    }

    /// The complement under its control verb.
    fn control(&self, c: usize, inner: usize, senses: &[Matched], depth: usize) -> Option<Finding> {
        let clause = self.clause(inner)?;
        let mood = self.verb(inner)?.mood;
        let classes: Vec<V> = senses.iter().map(|m| m.sense.class).collect();
        let has = |class: V| classes.contains(&class);
        let that = clause.link == Link::That;
        if that && (has(V::Say) || has(V::Announce) || has(V::Express)) {
            return self.reported(c, inner, mood, depth);
        }
        let purpose = clause.link == Link::Infinitive && self.is_purpose(c, senses);
        if purpose {
            return None;
        }
        let object_between = self.clause(c)?.args.iter().any(|a| a.preposition.is_none() && !a.fronted);
        let order = [
            V::Refuse,
            V::Fail,
            V::Threaten,
            V::Agree,
            V::Plan,
            V::Demand,
            V::Appeal,
            V::Force,
            V::Accuse,
            V::Deny,
            V::Forbid,
            V::Allow,
            V::Begin,
            V::Stop,
            V::Avoid,
            V::Reject,
        ];
        for class in order {
            let Some(m) = senses.iter().find(|m| m.sense.class == class) else { continue };
            if object_between && subject_control(class) && clause.link == Link::Infinitive {
                continue;
            }
            if let Some(f) = self.controlled(c, inner, class, m, depth) {
                return Some(f);
            }
        }
        // "is ready to send": the phrase itself says agreement.
        let willing = senses.iter().find(|m| m.sense.class == V::Event && m.sense.code == "030");
        willing.and_then(|m| self.controlled(c, inner, V::Agree, m, depth))
    }

    /// "sent troops to fight": the infinitive tells why, not what.
    fn is_purpose(&self, c: usize, senses: &[Matched]) -> bool {
        let takes = senses.iter().any(|m| {
            matches!(
                m.sense.class,
                V::Refuse
                    | V::Fail
                    | V::Threaten
                    | V::Agree
                    | V::Plan
                    | V::Demand
                    | V::Appeal
                    | V::Force
                    | V::Allow
                    | V::Begin
                    | V::Forbid
            ) || m.sense.code == "030"
        });
        let _ = c;
        !takes
    }

    /// What somebody says happens, happened or must happen.
    fn reported(&self, c: usize, inner: usize, mood: Mood, depth: usize) -> Option<Finding> {
        let speaker = self.surface_subject(c, 0);
        if mood == Mood::Must {
            return self.must(c, inner, speaker, depth);
        }
        let mut found = self.code_at(inner, depth + 1)?;
        found.steps.push(format!("reported with \"{}\": coded by its content", self.verb_words(c)));
        found.clause = inner;
        Some(found)
    }

    /// "Peru said that Chile must leave": a demand of the speaker.
    fn must(&self, c: usize, inner: usize, speaker: Vec<usize>, depth: usize) -> Option<Finding> {
        let addressed = self.surface_subject(inner, 0);
        let told = self.code_inner(inner, depth + 1);
        let code = told.as_ref().map_or("100", |f| algebra::call(&f.code, true)).to_owned();
        let targets = if self.differ(&speaker, &addressed) {
            addressed
        } else {
            told.map(|f| f.targets).unwrap_or_default()
        };
        let verb = self.verb(inner)?;
        Some(Finding {
            code: code.clone(),
            sources: speaker,
            targets,
            reciprocal: false,
            trigger: self.group_tokens(self.clause(inner)?.verb),
            rule: "must",
            steps: vec![format!(
                "\"{}\" under \"{}\": what must be done is a demand, {code}",
                self.words(verb.token..verb.token + 1),
                self.verb_words(c)
            )],
            planned: false,
            possible: false,
            clause: inner,
        })
    }

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

    /// The inner event without what its own auxiliaries make of it ("would", "will").
    fn code_inner(&self, inner: usize, depth: usize) -> Option<Finding> {
        self.code_at(inner, depth)
    }

    fn verb_words(&self, c: usize) -> String {
        self.clause(c).map_or(String::new(), |k| self.words(self.group_tokens(k.verb)))
    }

    fn controlled(&self, c: usize, inner: usize, class: V, m: &Matched, depth: usize) -> Option<Finding> {
        let clause = self.clause(inner)?;
        let told = self.code_inner(inner, depth + 1);
        let gerund = clause.link == Link::Gerund;
        let lemma = self.lex.lemma(self.verb(c)?.lemma);
        let inner_code = told.as_ref().map(|f| f.code.clone()).unwrap_or_default();
        let view = self.view(c);
        let verb = self.verb_words(c);
        let (code, rule): (String, &'static str) = match class {
            V::Begin | V::Avoid if class == V::Begin => {
                let mut f = told?;
                f.steps.push(format!("\"{verb}\" leaves it as it is"));
                return self.with_outer_source(c, f);
            }
            V::Plan if WISHES.contains(&lemma) => return None,
            V::Plan if matches!(lemma, "decide" | "choose" | "opt" | "resolve" | "determine") => {
                let mut f = told?;
                f.steps.push(format!("\"{verb}\": decided is done"));
                return self.with_outer_source(c, f);
            }
            V::Agree | V::Plan => {
                if gerund && class == V::Plan {
                    return None;
                }
                let code =
                    if inner_code.is_empty() { "030".to_owned() } else { algebra::future(&inner_code) };
                (code, "intent")
            }
            V::Refuse => {
                if inner_code.is_empty() {
                    ("120".to_owned(), "refusal")
                } else {
                    (refused(&inner_code), "refusal")
                }
            }
            V::Fail => (algebra::negation(&told.as_ref()?.code, false)?.to_owned(), "failure"),
            V::Threaten if gerund && lemma != "threaten" => return None,
            V::Threaten => {
                let code =
                    if algebra::root(&inner_code) >= 14 { algebra::threat(&inner_code) } else { "130" };
                (code.to_owned(), "threat")
            }
            V::Appeal | V::Demand => (algebra::call(&inner_code, class == V::Demand).to_owned(), "call"),
            V::Force => ("170".to_owned(), "force"),
            V::Accuse => (self.refine("112", self.clause_tokens(c)), "accusation"),
            V::Deny => return None,
            V::Forbid => {
                if matches!(lemma, "stop" | "keep") && !gerund {
                    return None;
                }
                ("172".to_owned(), "ban")
            }
            V::Allow => (allowed(&inner_code).to_owned(), "permission"),
            V::Stop if gerund => (algebra::stop(&told.as_ref()?.code)?.to_owned(), "end"),
            V::Reject if gerund => (algebra::refusal(&inner_code).to_owned(), "refusal"),
            _ => return None,
        };
        let sources = self.source(c, &view);
        let step = if inner_code.is_empty() {
            format!("\"{verb}\" with \"{}\": {code}", self.verb_words(inner))
        } else {
            format!("\"{verb}\" turns {inner_code} into {code}")
        };
        let mut steps = told.as_ref().map(|f| f.steps.clone()).unwrap_or_default();
        steps.push(step);
        let directive = matches!(
            class,
            V::Appeal | V::Demand | V::Force | V::Accuse | V::Forbid | V::Allow | V::Threaten | V::Reject
        );
        let targets = self.control_target(c, inner, &view, m.sense, &sources, told.as_ref(), directive);
        let mutual = matches!(class, V::Agree | V::Plan | V::Fail)
            && is_mutual(&code)
            && told.as_ref().is_none_or(|t| t.reciprocal || is_mutual(&t.code));
        let several = self.are_several(&sources) && (targets.is_empty() || mutual);
        let targets = if several { Vec::new() } else { targets };
        Some(Finding {
            code,
            sources,
            targets,
            reciprocal: several,
            trigger: self.group_tokens(self.clause(c)?.verb).start..self.group_tokens(clause.verb).end,
            rule,
            steps,
            planned: matches!(class, V::Agree | V::Plan),
            possible: false,
            clause: c,
        })
    }

    #[allow(clippy::too_many_arguments)] // both clauses with what was found of them
    fn control_target(
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

    fn clause_tokens(&self, c: usize) -> Range<usize> {
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

    fn with_outer_source(&self, c: usize, mut f: Finding) -> Option<Finding> {
        let outer = self.source(c, &self.view(c));
        if f.sources.is_empty()
            || !outer.is_empty() && self.clause(f.clause).is_some_and(|k| k.link == Link::Infinitive)
        {
            f.sources = outer;
            f.targets.retain(|t| !f.sources.contains(t));
        }
        if f.targets.is_empty() {
            f.targets = self.any_target(c, &f.sources);
        }
        f.clause = c;
        Some(f)
    }

    /// Who acts in a clause; a clause without a subject takes that of its governor.
    pub(super) fn source(&self, c: usize, view: &View) -> Vec<usize> {
        let _ = view;
        self.subject(c, 0)
    }

    /// The code of a verb with its object, without complement.
    fn core(&self, c: usize, view: &View, senses: &[Matched], has_complement: bool) -> Option<Core> {
        let verb = self.verb(c)?;
        let trigger = self.group_tokens(self.clause(c)?.verb);
        let phrase = senses.first().filter(|m| !m.sense.rest.is_empty());
        let phrase_end = phrase.map_or(trigger.end, |m| m.end.max(trigger.end));
        if let Some(m) = senses.iter().find(|m| m.sense.class == V::Event && m.sense.rest.len() >= 2) {
            return Some(self.plain(m, trigger.start..phrase_end));
        }
        if self.names_somebody(c, verb.lemma) && phrase.is_none() {
            return Some(Core {
                code: "111".to_owned(),
                slots: vec![Slot::Object],
                step: format!("\"{}\" with a name for somebody is 111", self.words(trigger.clone())),
                trigger,
                rule: "naming",
                noun: None,
                settled: false,
            });
        }
        let object = self.object_groups(c, view, phrase.map(|m| m.end));
        let args = self.args(c);
        if let Some(core) = self.framed(verb.lemma, senses, &object, &args, trigger.start..phrase_end) {
            return core;
        }
        let event_noun = self.event_noun(&object, &args);
        if let Some(hit) = &event_noun
            && let Some(core) = self.noun_core(senses, hit, trigger.start..phrase_end)
        {
            return Some(core);
        }
        let bare = !view.object.is_empty();
        let codes = |m: &&Matched| m.sense.class == V::Event && !m.sense.code.is_empty();
        let fits = |m: &&Matched| m.sense.slots.contains(&Slot::Object) == bare;
        let plain = senses.iter().find(|m| codes(m) && fits(m)).or_else(|| senses.iter().find(codes));
        let default = senses
            .iter()
            .find(|m| m.sense.class != V::Event && !m.sense.code.is_empty() && m.sense.class != V::Stop);
        let _ = has_complement;
        if let (Some(p), Some(d)) = (plain, default)
            && bare
            && !p.sense.slots.contains(&Slot::Object)
            && d.sense.slots.contains(&Slot::Object)
        {
            return Some(self.plain(d, trigger.start..phrase_end));
        }
        match (plain, default) {
            (Some(p), _) => Some(self.plain(p, trigger.start..phrase_end)),
            (None, Some(d)) => {
                // A control verb without complement: "urged restraint", "rejected it".
                if matches!(d.sense.class, V::Plan | V::Allow) {
                    return None;
                }
                Some(self.plain(d, trigger.start..phrase_end))
            }
            _ => {
                let lemma = self.lex.lemma(verb.lemma);
                let gives =
                    matches!(lemma, "provide" | "supply" | "donate" | "contribute" | "allocate" | "earmark");
                let m = senses.iter().find(|m| m.sense.class == V::Give).filter(|_| gives)?;
                let mut core = self.plain(m, trigger.start..phrase_end);
                core.code = "070".to_owned();
                core.slots = vec![Slot::After("to"), Slot::After("for"), Slot::Any];
                core.step = format!("\"{}\" is 070", self.words(trigger));
                core.settled = false;
                Some(core)
            }
        }
    }

    fn plain(&self, m: &Matched, trigger: Range<usize>) -> Core {
        Core {
            code: m.sense.code.to_owned(),
            slots: m.sense.slots.clone(),
            rule: "verb",
            step: format!("\"{}\" is {}", self.words(trigger.clone()), m.sense.code),
            trigger,
            noun: None,
            settled: m.sense.class != V::Event,
        }
    }

    /// "called Peru a threat": a name for somebody, not a telephone call.
    fn names_somebody(&self, c: usize, lemma: u16) -> bool {
        let bare = |k: &Clause| k.args.iter().filter(|a| a.preposition.is_none() && !a.fronted).count();
        self.lex.lemma(lemma) == "call" && self.clause(c).map_or(0, bare) >= 2
    }

    /// The noun groups that a verb acts upon: the object, or what follows the phrase's preposition.
    fn object_groups(&self, c: usize, view: &View, phrase_end: Option<usize>) -> Vec<usize> {
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

    /// A frame of the verb (or its class) and a class of its object.
    #[allow(clippy::option_option)] // no frame, a frame that is no event, a code
    fn framed(
        &self,
        lemma: u16,
        senses: &[Matched],
        object: &[usize],
        args: &[(&str, &[usize])],
        trigger: Range<usize>,
    ) -> Option<Option<Core>> {
        let of: Vec<usize> =
            args.iter().filter(|(p, _)| *p == "of").flat_map(|(_, g)| g.iter().copied()).take(2).collect();
        let with: Vec<usize> = args
            .iter()
            .filter(|(p, _)| matches!(*p, "with" | "from" | "to"))
            .flat_map(|(_, g)| g.iter().copied())
            .take(2)
            .collect();
        let giving = senses.iter().any(|m| m.sense.class == V::Give);
        let groups = object.iter().chain(&of).chain(if giving { with.iter() } else { [].iter() });
        for g in groups {
            for hit in self.noun_hits(*g) {
                if !hit.head
                    && self.mentions.at(hit.tokens.start).is_none()
                    && object.contains(g)
                    && hit.noun.classes == 0
                {
                    continue;
                }
                let frame = self
                    .lex
                    .frame(lemma, None, hit.noun.classes)
                    .filter(|_| {
                        senses.first().is_none_or(|m| m.sense.rest.is_empty() || m.end <= hit.tokens.start)
                    })
                    .or_else(|| {
                        senses
                            .iter()
                            .find_map(|m| self.lex.frame(lemma, Some(m.sense.class), hit.noun.classes))
                    });
                let Some(frame) = frame else { continue };
                if frame.code.is_empty() {
                    return Some(None);
                }
                let end = hit.tokens.end.max(trigger.end);
                let start = hit.tokens.start.min(trigger.start);
                return Some(Some(Core {
                    code: frame.code.to_owned(),
                    slots: frame.slots.clone(),
                    rule: "frame",
                    step: format!(
                        "\"{}\" with \"{}\" is {}",
                        self.words(trigger.clone()),
                        self.words(hit.tokens.clone()),
                        frame.code
                    ),
                    trigger: start..end,
                    noun: Some(hit),
                    settled: false,
                }));
            }
        }
        None
    }

    /// An event noun under a verb: light verbs pass it on, others turn it.
    fn noun_core(&self, senses: &[Matched], hit: &NounHit, trigger: Range<usize>) -> Option<Core> {
        let inner = hit.noun.code;
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
            let lemma = m.sense;
            let code: Option<String> = match class {
                V::Light | V::Express | V::Announce | V::Begin | V::Impose | V::Give | V::Restore => {
                    Some(inner.to_owned())
                }
                V::Refuse => Some(refused(inner)),
                V::Reject => Some(algebra::refusal(inner).to_owned()),
                V::Threaten => {
                    Some(if conflict { algebra::threat(inner).to_owned() } else { lemma.code.to_owned() })
                }
                V::Agree => Some(algebra::future(inner)),
                V::Plan => Some(algebra::future(inner)).filter(|_| {
                    !lemma.rest.is_empty()
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
                V::Stop | V::Ease => algebra::stop(inner).map(str::to_owned),
                V::Accept => Some(if matches!(algebra::root(inner), 2 | 10) {
                    "083".to_owned()
                } else {
                    algebra::intent(inner).to_owned()
                }),
                V::Deny => Some("120".to_owned()),
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
            slots: hit.noun.slots.clone(),
            trigger: trigger.start.min(hit.tokens.start)..hit.tokens.end.max(trigger.end),
            rule: "event-noun",
            noun: Some(hit.clone()),
            settled: !matches!(
                class,
                V::Light | V::Begin | V::Impose | V::Give | V::Restore | V::Express | V::Announce
            ),
        })
    }

    fn with_sides(&self, c: usize, view: &View, core: Core) -> Option<Finding> {
        let mut sources = self.source(c, view);
        let args = self.args(c);
        let mut slots = core.slots.clone();
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
        if let Some(hit) = &core.noun {
            // "rejected Peru's plan": the owner of the thing, before anybody further off.
            let owner: Vec<usize> = self
                .graded(&[hit.group], super::sides::Grade::Owner)
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
        let done_to = core.rule == "verb" && slots == [Slot::Object] && !view.object.is_empty();
        let mut reciprocal = self.are_several(&sources) && is_mutual(&core.code) && !done_to;
        if reciprocal && !targets.is_empty() {
            // "A and B signed it in C" is between A and B, "A and B met with C" is not.
            let with = self.target(&args, &view.object, &[Slot::Object, Slot::After("with")], &sources);
            reciprocal = with.is_empty()
                || core.noun.is_some()
                    && self.target(&args, &[], &[Slot::After("with")], &sources).is_empty();
        }
        if reciprocal {
            targets.clear();
        }
        if targets.is_empty() && !reciprocal {
            targets = self.any_target(c, &sources);
        }
        if targets.is_empty() {
            targets = self.subject_target(view, &sources);
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

    /// An event noun as the subject of a verb that tells nothing: "clashes between A and B went on".
    fn subject_noun(&self, c: usize, view: &View) -> Option<Finding> {
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
        if clause.link == Link::Tail || hit.noun.code.starts_with("02") {
            return None;
        }
        let owner = self.graded(&[hit.group], super::sides::Grade::Owner);
        let by: Vec<usize> = args
            .iter()
            .filter(|(p, _)| matches!(*p, "by" | "between"))
            .flat_map(|(_, n)| self.actors(n))
            .collect();
        let sources = if by.is_empty() { owner } else { by };
        if sources.is_empty() {
            return None;
        }
        let mut targets = self.target(&args, &[], &hit.noun.slots, &sources);
        let reciprocal = self.are_several(&sources) && is_mutual(hit.noun.code);
        if reciprocal {
            targets.clear();
        }
        Some(Finding {
            code: self.refine(hit.noun.code, self.clause_tokens(c)),
            sources,
            targets,
            reciprocal,
            trigger: hit.tokens.clone(),
            rule: "subject-noun",
            steps: vec![format!("\"{}\" is {}", self.words(hit.tokens.clone()), hit.noun.code)],
            planned: false,
            possible: false,
            clause: c,
        })
    }

    /// Polarity and mood of the verb group.
    fn finish(&self, c: usize, mut f: Finding, depth: usize) -> Option<Finding> {
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

/// Verbs whose infinitive has their own subject: with an object in between it belongs to the object.
fn subject_control(class: V) -> bool {
    matches!(class, V::Refuse | V::Fail | V::Plan | V::Begin | V::Agree)
}

/// Refusing what is already a refusal or threat stays what it is.
fn refused(code: &str) -> String {
    match algebra::root(code) {
        14..=20 => algebra::negation(code, true).unwrap_or("120").to_owned(),
        _ => algebra::refusal(code).to_owned(),
    }
}

/// Letting something be done.
fn allowed(code: &str) -> &'static str {
    match code {
        c if c.starts_with("073") => "0863",
        c if c.starts_with("074") => "0861",
        c if c.starts_with("09") => "0862",
        c if c.starts_with("07") => "086",
        _ => "080",
    }
}

/// Events that both sides do.
pub(super) fn is_mutual(code: &str) -> bool {
    matches!(algebra::root(code), 3 | 4 | 6 | 19)
        || matches!(
            code,
            "050"
                | "057"
                | "056"
                | "0841"
                | "0871"
                | "125"
                | "127"
                | "164"
                | "160"
                | "161"
                | "128"
                | "196"
                | "120"
        )
}
