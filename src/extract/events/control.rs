//! Control verbs: what "agree", "refuse", "urge" or "accuse" make of the clause under them.

use crate::extract::clauses::{Link, Mood};
use crate::extract::lexicon::{Slot, VerbClass as V, list};

use super::meaning::Matched;
use super::{Coder, Finding, algebra};

impl Coder<'_> {
    /// The clause that completes the verb: infinitive, that-clause or gerund, near enough.
    pub(super) fn complement(&self, c: usize) -> Option<usize> {
        let clause = self.clause(c)?;
        self.children(c).find(|i| {
            let Some(k) = self.clause(*i) else { return false };
            let start = self.group_tokens(k.verb).start;
            let between = clause.args.iter().filter(|a| {
                !a.fronted && a.nouns.first().is_some_and(|g| self.group_tokens(*g).start < start)
            });
            match k.link {
                Link::That => true,
                Link::Infinitive => between.count() <= 3,
                Link::Gerund => {
                    between.count() <= 1
                        && k.preposition.is_none_or(|p| self.document.is_listed(p, list::GERUND_COMPLEMENT))
                }
                _ => false,
            }
        })
    }

    /// The complement under its control verb.
    pub(super) fn control(
        &self,
        c: usize,
        inner: usize,
        senses: &[Matched],
        depth: usize,
    ) -> Option<Finding> {
        let clause = self.clause(inner)?;
        let mood = self.verb(inner)?.mood;
        let classes: Vec<V> = senses.iter().map(|m| m.sense.class).collect();
        let has = |class: V| classes.contains(&class);
        if let Some(found) = self.noun_control(c, inner, senses, depth) {
            return Some(found);
        }
        let that = clause.link == Link::That;
        if that && (has(V::Say) || has(V::Announce) || has(V::Express)) {
            return self.reported(c, inner, mood, depth);
        }
        let purpose = clause.link == Link::Infinitive && Self::is_purpose(senses);
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
            if self.only_says(c, inner, class) {
                continue;
            }
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

    /// "told reporters that Peru should pay" demands nothing of them, "warned that Peru might leave"
    /// threatens nobody, and "agrees with Peru that it is late" promises nothing.
    pub(super) fn only_says(&self, c: usize, inner: usize, class: V) -> bool {
        let (Some(verb), Some(clause)) = (self.verb(c), self.clause(inner)) else { return false };
        let lemma_is = |list| self.lex.lemma_is_listed(verb.lemma, list);
        let that = clause.link == Link::That;
        match class {
            V::Demand | V::Appeal => that && lemma_is(list::TELLING),
            V::Threaten => {
                let own = self.surface_subject(inner, 0);
                let (speaker, told) = (self.source(c), self.actors(&self.view(c).object));
                that && lemma_is(list::WARNING) && told.is_empty() && self.differ(&speaker, &own)
            }
            V::Agree => {
                let open = self
                    .verb(inner)
                    .is_some_and(|v| matches!(v.mood, Mood::Plain | Mood::Must | Mood::Reported));
                that && open && !lemma_is(list::PROMISING)
            }
            _ => false,
        }
    }

    /// "repeated its demand that Peru leave", "made an offer to help": the noun governs the clause.
    fn noun_control(&self, c: usize, inner: usize, senses: &[Matched], depth: usize) -> Option<Finding> {
        let clause = self.clause(inner).filter(|k| matches!(k.link, Link::That | Link::Infinitive))?;
        let m = senses.iter().find(|m| {
            matches!(
                m.sense.class,
                V::Light | V::Express | V::Say | V::Announce | V::Give | V::Begin | V::Impose | V::Restore
            )
        })?;
        let object = self.view(c).object;
        let hit = object.iter().flat_map(|g| self.noun_hits(*g)).find(|h| h.head)?;
        let class = hit.noun.nominal.filter(|class| {
            matches!(class, V::Demand | V::Appeal | V::Threaten | V::Agree | V::Refuse | V::Allow | V::Accuse)
        })?;
        // "an offer to help", but "made a call to say": the clause stands by the noun, or after "that".
        let beside = clause.noun == Some(hit.group) || clause.link == Link::That;
        if !beside || class == V::Threaten && clause.link == Link::That {
            return None;
        }
        self.controlled(c, inner, class, m, depth)
    }

    /// "sent troops to fight": the infinitive tells why, not what.
    fn is_purpose(senses: &[Matched]) -> bool {
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
        let told = self.code_at(inner, depth + 1);
        let code = told.as_ref().map_or("100", |f| algebra::call(&f.code, true)).to_owned();
        let targets = if self.differ(&speaker, &addressed) {
            addressed
        } else {
            // "reminded Peru that it must leave": whoever is told so.
            let slots = [Slot::After("to"), Slot::Object, Slot::After("for")];
            let to = self.target(&self.args(c), &self.view(c).object, &slots, &speaker);
            if to.is_empty() { told.map(|f| f.targets).unwrap_or_default() } else { to }
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

    fn controlled(&self, c: usize, inner: usize, class: V, m: &Matched, depth: usize) -> Option<Finding> {
        let clause = self.clause(inner)?;
        let told = self.code_at(inner, depth + 1);
        let gerund = clause.link == Link::Gerund;
        let lemma = self.verb(c)?.lemma;
        let lemma_is = |list| self.lex.lemma_is_listed(lemma, list);
        let inner_code = told.as_ref().map(|f| f.code.clone()).unwrap_or_default();
        let view = self.view(c);
        let verb = self.verb_words(c);
        let (code, rule): (String, &'static str) = match class {
            V::Begin => {
                let mut f = told?;
                f.steps.push(format!("\"{verb}\" leaves it as it is"));
                return self.with_outer_source(c, f);
            }
            V::Plan if lemma_is(list::WISHING) => return None,
            V::Appeal
                if lemma_is(list::WISHING) && clause.link == Link::Infinitive && view.object.is_empty() =>
            {
                return None;
            }
            // "ordered to strengthen the troops": what is ordered of nobody else is done.
            V::Demand
                if self.lex.lemma(lemma) == "order"
                    && clause.link == Link::Infinitive
                    && view.object.is_empty() =>
            {
                let mut f = told?;
                f.steps.push(format!("\"{verb}\": ordered is done"));
                return self.with_outer_source(c, f);
            }
            V::Plan if lemma_is(list::DECIDING) => {
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
            V::Threaten if gerund && self.lex.lemma(lemma) != "threaten" => return None,
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
                if lemma_is(list::HOLDING_BACK) && !gerund {
                    return None;
                }
                ("172".to_owned(), "ban")
            }
            V::Allow => (algebra::permission(&inner_code).to_owned(), "permission"),
            V::Stop if gerund => (algebra::stop(&told.as_ref()?.code)?.to_owned(), "end"),
            V::Reject if gerund => (algebra::refusal(&inner_code).to_owned(), "refusal"),
            _ => return None,
        };
        let sources = self.source(c);
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
            && algebra::is_mutual(&code)
            && told.as_ref().is_none_or(|t| t.reciprocal || algebra::is_mutual(&t.code));
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

    fn with_outer_source(&self, c: usize, mut f: Finding) -> Option<Finding> {
        let outer = self.source(c);
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
}

/// Verbs whose infinitive has their own subject: with an object in between it belongs to the object.
fn subject_control(class: V) -> bool {
    matches!(class, V::Refuse | V::Fail | V::Plan | V::Begin | V::Agree)
}

/// Refusing what is already a refusal or threat stays what it is.
pub(super) fn refused(code: &str) -> String {
    match algebra::root(code) {
        14..=20 => algebra::negation(code, true).unwrap_or("120").to_owned(),
        _ => algebra::refusal(code).to_owned(),
    }
}
