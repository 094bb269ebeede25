//! From findings to the events of a sentence: one event for one thing said.

use crate::extract::clauses::{Link, Mood};
use crate::extract::lexicon::list;
use crate::extract::who::{Mention, MentionForm};

use super::{Coder, Finding};

/// The events of one sentence, the main clause's first.
pub(crate) fn events(coder: &Coder) -> Vec<Finding> {
    let clauses = &coder.analysis.clauses;
    let mut found: Vec<Finding> = Vec::new();
    let mut within: Vec<bool> = vec![false; clauses.len()];
    for c in 0..clauses.len() {
        if within[c] {
            continue;
        }
        let link = clauses[c].link;
        // Complements are coded under the verb that governs them.
        let complement = matches!(link, Link::Infinitive | Link::That | Link::Gerund);
        if complement && clauses[c].parent.is_some() && !tells_itself(coder, c) {
            continue;
        }
        mark(coder, c, &mut within);
        let mut all: Vec<Finding> = coder.code(c).into_iter().collect();
        all.extend(more_reported(coder, c, &all));
        if let Some(f) = tail_demand(coder, c) {
            all.push(f);
        }
        for mut f in all {
            coder.react(&mut f);
            // "…, killing twelve, officials said": what only rounds off has no target further on.
            let rounds_off = matches!(link, Link::Adjunct | Link::Reduced);
            let open = f.targets.is_empty() && !f.reciprocal && f.rule != "naming";
            if open && !f.sources.is_empty() && !rounds_off && !coder.has_topic(&f) {
                f.targets = coder.later_target(&f);
                if f.targets.is_empty() {
                    f.targets = coder.inferred_target(f.clause, &f.sources);
                }
            }
            coder.without_itself(&mut f);
            without_media(coder, &mut f);
            let background = matches!(
                link,
                Link::Relative | Link::Reduced | Link::Subordinate(_) | Link::Adjunct | Link::Gerund
            );
            if accepts(coder, &f, background) && !(f.rule == "verb" && coder.tells_how(f.clause)) {
                add(coder, f, &mut found);
            }
        }
    }
    for mut f in coder.named_events(&found) {
        without_media(coder, &mut f);
        if accepts(coder, &f, true) && !told_under_another(coder, &f, &found) {
            add(coder, f, &mut found);
        }
    }
    found
}

/// Whether a verb has told already of the same kind of act between the same countries, either way.
fn told_under_another(coder: &Coder, f: &Finding, found: &[Finding]) -> bool {
    let countries = |f: &Finding| {
        let all = f.sources.iter().chain(&f.targets).filter_map(|m| coder.mentions.list.get(*m));
        let mut all: Vec<_> = all.map(|m| (m.country, m.code.get(..3).unwrap_or("").to_owned())).collect();
        all.sort();
        all.dedup();
        all
    };
    let own = countries(f);
    let quad = |code: &str| super::algebra::root(code) / 5;
    found.iter().any(|g| countries(g) == own && quad(&g.code) == quad(&f.code))
}

/// "By donating food", "after meeting the envoy": a gerund that tells what happened, too.
fn tells_itself(coder: &Coder, c: usize) -> bool {
    let Some(clause) = coder.clause(c) else { return false };
    let itself = |p: usize| coder.document.is_listed(p, list::GERUND_ITSELF);
    clause.link == Link::Gerund && clause.preposition.is_some_and(itself)
}

/// Marks the complements of a clause as dealt with.
fn mark(coder: &Coder, c: usize, within: &mut [bool]) {
    for child in coder.children(c) {
        if matches!(coder.analysis.clauses[child].link, Link::Infinitive | Link::That | Link::Gerund)
            && !within[child]
            && !tells_itself(coder, child)
        {
            within[child] = true;
            mark(coder, child, within);
        }
    }
}

/// "said that it left and that it would return": each that-clause is told for itself.
fn more_reported(coder: &Coder, c: usize, first: &[Finding]) -> Vec<Finding> {
    let used: Vec<usize> = first.iter().map(|f| f.clause).collect();
    let children: Vec<usize> =
        coder.children(c).filter(|k| coder.analysis.clauses[*k].link == Link::That).collect();
    children.into_iter().skip(1).filter(|k| !used.contains(k)).filter_map(|k| coder.code(k)).collect()
}

/// "Peru must leave, Chile said": a demand of whoever says so.
fn tail_demand(coder: &Coder, c: usize) -> Option<Finding> {
    let verb = coder.verb(c)?;
    if verb.mood != Mood::Must || verb.negative {
        return None;
    }
    let tail = coder.children(c).find(|k| coder.analysis.clauses[*k].link == Link::Tail)?;
    let speaker = coder.surface_subject(tail, 0);
    let addressed = coder.surface_subject(c, 0);
    if !coder.differ(&speaker, &addressed) || speaker.is_empty() {
        return None;
    }
    Some(Finding {
        code: "100".to_owned(),
        sources: speaker,
        targets: addressed,
        reciprocal: false,
        trigger: coder.group_tokens(coder.clause(c)?.verb),
        rule: "must",
        steps: vec!["what must be done, as somebody says, is a demand".to_owned()],
        planned: false,
        possible: false,
        clause: c,
    })
}

/// An event needs both sides, of which one at least is named and not only inferred.
fn accepts(coder: &Coder, f: &Finding, background: bool) -> bool {
    if f.possible && background || coder.is_sport(f) {
        return false;
    }
    // What happens within a country is told by main clauses only.
    let within = f.targets.iter().any(|t| coder.same_country(*t, &f.sources));
    // Troops that are moved are no target of the move.
    if within && (background || super::algebra::root(&f.code) == 15) {
        return false;
    }
    let named = |m: &usize| coder.mentions.list.get(*m).is_some_and(|m| m.is_resolved());
    let sides = f.sources.iter().any(named) && (f.reciprocal || f.targets.iter().any(named));
    let certain = |m: &usize| coder.mentions.list.get(*m).is_some_and(Mention::is_certain);
    sides && (f.sources.iter().any(certain) || f.targets.iter().any(certain))
}

/// "Reuters asked Peru": nothing that its state does.
fn without_media(coder: &Coder, f: &mut Finding) {
    let list = &coder.mentions.list;
    f.sources.retain(|m| !list.get(coder.mentions.resolved(*m)).is_some_and(Mention::is_medium));
    if f.reciprocal && f.targets.is_empty() && f.sources.len() < 2 {
        f.sources.clear();
    }
    // "Peru's minister spoke to reporters": an audience, and no partner.
    let audience = |m: &usize| {
        list.get(*m).is_some_and(|m| {
            let apart = ["OPP", "REB", "SEP", "UAF"].iter().any(|role| m.code.ends_with(role));
            m.form == MentionForm::Agent && m.inferred && !apart
        }) && coder.same_country(*m, &f.sources)
    };
    if super::algebra::root(&f.code) < 6 {
        let targets = f.targets.iter().copied().filter(|m| !audience(m)).collect();
        f.targets = targets;
    }
}

/// Adds a finding unless the same thing was told before in the sentence.
fn add(coder: &Coder, f: Finding, found: &mut Vec<Finding>) {
    let key = |m: &[usize]| -> Vec<String> {
        m.iter()
            .filter_map(|m| coder.mentions.list.get(*m))
            .map(|m| if m.country.is_known() { m.country.iso3().to_owned() } else { m.code.clone() })
            .collect()
    };
    let same = |g: &Finding| {
        super::algebra::root(&g.code) == super::algebra::root(&f.code)
            && key(&g.sources) == key(&f.sources)
            && (key(&g.targets) == key(&f.targets))
    };
    if !found.iter().any(same) {
        found.push(f);
    }
}
