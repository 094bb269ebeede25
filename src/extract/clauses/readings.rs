//! Readings of one sentence, and the cheapest of them.
//!
//! The plain pass of [`link`] reads from left to right and never goes back. Where it leaves
//! words over – a verb without its subject, a noun right before a verb that is not its subject,
//! names in no clause – other readings are tried: what stands before a comma at the head of the
//! sentence is set aside, or what stands between two commas or dashes behind a noun, or both.
//! Each stretch set aside is read by itself and hung on the clause that it stands by. The reading
//! that leaves least over is taken, the plain one if none leaves less.

use std::ops::Range;

use crate::extract::document::Document;
use crate::extract::lexicon::tag;
use crate::extract::who::Mentions;

use super::clause::{Arg, Clause, Link};
use super::groups::{Group, GroupKind, Voice};
use super::link::link;

/// Commas and dashes of a sentence that are looked at.
const MARKS: usize = 10;
/// Readings that are tried beside the plain one.
const READINGS: usize = 12;
/// Conjunctions that are tried as prepositions.
const PHRASES: usize = 2;
/// What setting one stretch aside costs.
const ASIDE: u32 = 1;

/// The clauses of a sentence by the cheapest reading.
pub(super) fn read(document: &Document, mentions: &Mentions, groups: &[Group]) -> Vec<Clause> {
    let plain = link(document, mentions, groups);
    let left = cost(groups, &plain, &[]);
    if left == 0 {
        return plain;
    }
    let mut best = (left, plain);
    let mut take = |left: u32, clauses: Vec<Clause>| {
        if left < best.0 {
            best = (left, clauses);
        }
    };
    for cuts in candidates(document, groups) {
        let clauses = read_without(document, mentions, groups, &cuts);
        take(cost(groups, &clauses, &cuts) + ASIDE * cuts.len() as u32, clauses);
    }
    // "after the coup condemned Chile": a preposition, though a verb follows.
    let phrases = (0..groups.len()).filter(|g| {
        groups[*g].kind == GroupKind::Sub && document.tags(groups[*g].tokens.start) & tag::PREP != 0
    });
    for at in phrases.take(PHRASES) {
        let mut other = groups.to_vec();
        other[at].kind = GroupKind::Prep;
        let clauses = link(document, mentions, &other);
        take(cost(&other, &clauses, &[]) + ASIDE, clauses);
    }
    best.1
}

/// Times, adverbs and quotation marks, which part nothing.
fn is_light(g: &Group) -> bool {
    matches!(g.kind, GroupKind::Adv | GroupKind::Time | GroupKind::Quote)
}

fn is_noun(g: Option<&Group>) -> bool {
    g.is_some_and(|g| matches!(g.kind, GroupKind::Noun { .. }))
}

fn is_finite(g: &Group) -> bool {
    g.verb().is_some_and(|v| !v.infinitive && !v.participle)
}

/// The first group from `at` on that is not light; a preposition of a time is light too.
fn next(groups: &[Group], at: usize) -> Option<usize> {
    (at..groups.len()).find(|i| {
        let g = &groups[*i];
        let of_time =
            g.kind == GroupKind::Prep && groups.get(i + 1).is_some_and(|n| n.kind == GroupKind::Time);
        !is_light(g) && !of_time
    })
}

/// The stretches that may be set aside together, in the order in which they are tried.
fn candidates(document: &Document, groups: &[Group]) -> Vec<Vec<Range<usize>>> {
    let marks: Vec<usize> = groups
        .iter()
        .enumerate()
        .filter(|(_, g)| g.kind == GroupKind::Comma)
        .map(|(i, _)| i)
        .take(MARKS)
        .collect();
    let heads: Vec<Range<usize>> =
        marks.iter().filter(|m| may_be_head(groups, **m)).map(|m| 0..m + 1).collect();
    let dash = |m: usize| document.lower(groups[m].tokens.start) != ",";
    let mut asides = Vec::new();
    for (i, from) in marks.iter().enumerate() {
        if !is_noun(from.checked_sub(1).and_then(|b| groups.get(b))) {
            continue;
        }
        for to in marks.iter().skip(i + 1).filter(|to| dash(**to) == dash(*from)) {
            if next(groups, to + 1).is_some_and(|n| groups[n].verb().is_some_and(|v| !v.infinitive)) {
                asides.push(*from..to + 1);
            }
        }
    }
    let mut out: Vec<Vec<Range<usize>>> = heads.iter().map(|h| vec![h.clone()]).collect();
    out.extend(asides.iter().map(|a| vec![a.clone()]));
    for h in &heads {
        out.extend(asides.iter().filter(|a| a.start >= h.end).map(|a| vec![h.clone(), a.clone()]));
    }
    out.truncate(READINGS);
    out
}

/// Whether what ends with a comma may be the head of a sentence, and a subject follows.
fn may_be_head(groups: &[Group], comma: usize) -> bool {
    let follows = next(groups, comma + 1);
    let subject = follows.is_some_and(|n| is_noun(groups.get(n)));
    let phrase = !groups[..comma].iter().any(|g| g.kind == GroupKind::Break);
    subject && phrase && groups[comma + 1..].iter().any(is_finite)
}

/// What a reading leaves over. 0 where every verb has what it asks for.
fn cost(groups: &[Group], clauses: &[Clause], cuts: &[Range<usize>]) -> u32 {
    if clauses.is_empty() {
        return 0;
    }
    let aside = |g: usize| cuts.iter().any(|c| c.contains(&g));
    let mut left = 0;
    let mut whole = false;
    for c in clauses {
        let Some(verb) = groups.get(c.verb).and_then(Group::verb) else { continue };
        if verb.infinitive || verb.participle {
            continue;
        }
        if aside(c.verb) {
            // A sentence of its own is not set aside.
            left += 3 * u32::from(c.link == Link::Main && !c.subject.is_empty());
            continue;
        }
        whole |= matches!(c.link, Link::Main | Link::Coordinate);
        if c.subject.is_empty() && matches!(c.link, Link::Main | Link::Subordinate(_) | Link::That) {
            left += 4;
        }
        left += 2 * c
            .args
            .iter()
            .filter(|a| a.fronted && a.preposition.is_none() && !a.nouns.iter().all(|g| aside(*g)))
            .count() as u32;
        left += before_verb(groups, c, &aside);
    }
    left + 4 * u32::from(!whole)
}

/// What stands right before a finite verb and does not fit it: a noun that is not its subject, or
/// its subject parted from it by one comma.
fn before_verb(groups: &[Group], c: &Clause, aside: &dyn Fn(usize) -> bool) -> u32 {
    let mut before = (0..c.verb).rev().filter(|g| !aside(*g) && !is_light(&groups[*g]));
    let Some(near) = before.next() else { return 0 };
    let own = |g: usize| c.subject.contains(&g) || c.subject_args.iter().any(|a| a.nouns.contains(&g));
    match groups[near].kind {
        GroupKind::Noun { .. } if !own(near) && c.link != Link::Reduced && c.link != Link::Relative => 4,
        GroupKind::Comma => {
            let behind = before.next().is_some_and(|g| is_noun(groups.get(g)) && c.subject.contains(&g));
            3 * u32::from(behind && c.link != Link::Coordinate)
        }
        _ => 0,
    }
}

/// The clauses with some stretches set aside and read by themselves.
fn read_without(
    document: &Document,
    mentions: &Mentions,
    groups: &[Group],
    cuts: &[Range<usize>],
) -> Vec<Clause> {
    let kept: Vec<usize> = (0..groups.len()).filter(|g| !cuts.iter().any(|c| c.contains(g))).collect();
    let mut clauses = read_part(document, mentions, groups, &kept);
    for cut in cuts {
        let part: Vec<usize> = cut
            .clone()
            .filter(|g| groups[*g].kind != GroupKind::Comma || *g + 1 < cut.end && *g > cut.start)
            .collect();
        let inner = read_part(document, mentions, groups, &part);
        insert(groups, &mut clauses, inner, cut);
    }
    clauses
}

/// Reads some groups as if they were the whole sentence.
fn read_part(document: &Document, mentions: &Mentions, groups: &[Group], part: &[usize]) -> Vec<Clause> {
    let own: Vec<Group> = part.iter().map(|g| groups[*g].clone()).collect();
    let mut clauses = link(document, mentions, &own);
    let back = |g: &mut usize| *g = part.get(*g).copied().unwrap_or(*g);
    for c in &mut clauses {
        back(&mut c.verb);
        c.noun.iter_mut().for_each(back);
        c.subject.iter_mut().for_each(back);
        c.args.iter_mut().chain(&mut c.subject_args).flat_map(|a| &mut a.nouns).for_each(back);
    }
    clauses
}

/// Hangs the clauses of a stretch on the clause that it stands by, in the order of the verbs.
fn insert(groups: &[Group], clauses: &mut Vec<Clause>, mut inner: Vec<Clause>, cut: &Range<usize>) {
    let at = clauses.iter().position(|c| c.verb >= cut.end).unwrap_or(clauses.len());
    let Some(host) = clauses.get(at).map(|_| at) else { return };
    let shift = inner.len();
    for c in clauses.iter_mut() {
        if let Some(p) = c.parent.as_mut().filter(|p| **p >= at) {
            *p += shift;
        }
    }
    let host = host + shift;
    let noun = cut.start.checked_sub(1).filter(|g| is_noun(groups.get(*g)));
    for c in &mut inner {
        if let Some(p) = &mut c.parent {
            *p += at;
            continue;
        }
        let verb = groups.get(c.verb).and_then(Group::verb);
        let finite = groups.get(c.verb).is_some_and(is_finite);
        // "with talks stalled": a participle, though it looks like a past.
        let absolute = verb.is_some_and(|v| v.bare_past && v.voice == Voice::Active) && c.subject.is_empty();
        if matches!(c.link, Link::Main | Link::Coordinate) {
            c.link = match noun {
                _ if absolute => Link::Adjunct,
                Some(_) if finite => Link::Tail,
                _ if finite => c.link,
                _ => Link::Adjunct,
            };
        }
        if absolute
            && let Some(n) = c.verb.checked_sub(1).filter(|g| cut.contains(g) && is_noun(groups.get(*g)))
        {
            c.link = Link::Reduced;
            c.subject = vec![n];
            c.noun = Some(n);
        }
        // "Peru, facing an election, …": the participle is that of the noun before.
        if c.link == Link::Adjunct && c.subject.is_empty() {
            c.subject.extend(noun);
        }
        if !matches!(c.link, Link::Main | Link::Coordinate | Link::Infinitive) {
            c.parent = Some(host);
        }
    }
    let held = |g: usize| {
        inner.iter().any(|c| {
            c.subject.contains(&g) || c.args.iter().chain(&c.subject_args).any(|a| a.nouns.contains(&g))
        })
    };
    // What no verb in it takes is fronted, as it is before a first verb.
    let mut fronted: Vec<Arg> = Vec::new();
    for g in cut.clone().filter(|g| noun.is_none() && is_noun(groups.get(*g)) && !held(*g)) {
        let prep = g.checked_sub(1).and_then(|p| groups.get(p)).filter(|p| p.kind == GroupKind::Prep);
        let preposition = prep.map(|p| p.tokens.start);
        if preposition.is_some() {
            fronted.push(Arg { preposition, nouns: vec![g], and: false, fronted: true });
        }
    }
    if let Some(host) = clauses.get_mut(at) {
        fronted.append(&mut host.args);
        host.args = fronted;
    }
    clauses.splice(at..at, inner);
}
