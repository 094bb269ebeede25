//! Which sources and targets the lines of one event name together.
//!
//! In JSON Lines an event of several sides has a line for each source and target,
//! all with its id. Where the lines name every source with every target, they are
//! one event with all of them. Where they do not, each source keeps the targets
//! that its own lines name: what no line says is made up by nobody, and what comes
//! of the lines grows with their number, not with its square.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Event, Side};

/// A side that a line leaves open.
const OPEN: u32 = u32::MAX;

/// The longest name of a rule that is repeated with each part of an event, in bytes.
const RULE: usize = 200;

/// What the lines of one event say, each side under a number.
#[derive(Debug)]
pub(super) struct Stated {
    numbers: FxHashMap<Side, u32>,
    sides: Vec<Side>,
    sources: FxHashSet<u32>,
    targets: FxHashSet<u32>,
    /// Source and target of each line, in the order in which they came, each once.
    order: Vec<(u32, u32)>,
    said: FxHashSet<(u32, u32)>,
    /// Whether the event was reciprocal by its own word.
    reciprocal: bool,
    /// Whether a line says itself whether it is reciprocal.
    explicit: bool,
}

/// Some sources that have the same targets.
struct Block {
    sources: Vec<u32>,
    targets: Vec<u32>,
    reciprocal: bool,
}

impl Stated {
    /// What the first line of an event says.
    pub(super) fn of(event: &Event) -> Stated {
        let mut stated = Stated {
            numbers: FxHashMap::default(),
            sides: Vec::new(),
            sources: FxHashSet::default(),
            targets: FxHashSet::default(),
            order: Vec::new(),
            said: FxHashSet::default(),
            reciprocal: event.reciprocal,
            explicit: false,
        };
        let (sources, targets) = (stated.number_all(&event.sources), stated.number_all(&event.targets));
        stated.sources.extend(&sources);
        stated.targets.extend(&targets);
        stated.say(&sources, &targets);
        stated
    }

    fn number_all(&mut self, sides: &[Side]) -> Vec<u32> {
        sides.iter().map(|side| self.number(side)).collect()
    }

    fn number(&mut self, side: &Side) -> u32 {
        if let Some(&number) = self.numbers.get(side) {
            return number;
        }
        let number = self.sides.len() as u32;
        self.sides.push(side.clone());
        self.numbers.insert(side.clone(), number);
        number
    }

    fn say(&mut self, sources: &[u32], targets: &[u32]) {
        let open = |sides: &[u32]| if sides.is_empty() { vec![OPEN] } else { sides.to_vec() };
        for source in open(sources) {
            for target in open(targets) {
                if self.said.insert((source, target)) {
                    self.order.push((source, target));
                }
            }
        }
    }

    /// Adds the sides of a later line to the event. A line the other way round makes
    /// it reciprocal, unless the file says itself (`explicit`) whether it is.
    pub(super) fn add(&mut self, event: &mut Event, line: &Event, explicit: bool) {
        let (sources, targets) = (self.number_all(&line.sources), self.number_all(&line.targets));
        self.say(&sources, &targets);
        self.explicit |= explicit;
        let within = |inner: &[u32], outer: &FxHashSet<u32>| {
            !inner.is_empty() && inner.iter().all(|n| outer.contains(n))
        };
        if within(&sources, &self.targets) && within(&targets, &self.sources) {
            event.reciprocal |= !explicit;
            return;
        }
        for (numbers, sides, known, all) in [
            (&sources, &line.sources, &mut self.sources, &mut event.sources),
            (&targets, &line.targets, &mut self.targets, &mut event.targets),
        ] {
            for (&number, side) in numbers.iter().zip(sides) {
                if known.insert(number) {
                    all.push(side.clone());
                }
            }
        }
    }

    /// Whether the lines name every source with every target, one way or the other.
    fn is_whole(&self) -> bool {
        let mut covered: FxHashSet<(u32, u32)> = FxHashSet::default();
        for &(a, b) in &self.order {
            for (source, target) in [(a, b), (b, a)] {
                if self.sources.contains(&source) && self.targets.contains(&target) {
                    covered.insert((source, target));
                }
            }
        }
        let all = self.sources.len().checked_mul(self.targets.len());
        all.is_some_and(|all| covered.len() >= all)
    }

    /// Other events in the place of this one, if its lines do not name every source
    /// with every target. `free_id` gives ids to all but the first.
    pub(super) fn split(&self, event: Event, mut free_id: impl FnMut(&str) -> String) -> Vec<Event> {
        if self.is_whole() {
            return vec![event];
        }
        let sides = |numbers: &[u32]| -> Vec<Side> {
            numbers.iter().filter_map(|&n| self.sides.get(n as usize)).cloned().collect()
        };
        let part = |(n, block): (usize, Block)| {
            let (sources, targets) = (sides(&block.sources), sides(&block.targets));
            let reciprocal = block.reciprocal;
            if n == 0 {
                return Event { sources, targets, reciprocal, ..event.clone() };
            }
            Event {
                id: free_id(&event.id),
                date: event.date,
                date_from: event.date_from,
                sources,
                targets,
                reciprocal,
                code: event.code.clone(),
                modality: event.modality,
                reports: event.reports,
                evidence: event.evidence.clone(),
                trigger: event.trigger,
                rule: if event.rule.len() > RULE { String::new() } else { event.rule.clone() },
                confidence: event.confidence,
                // Words on the whole event stand with the first part alone.
                note: String::new(),
                steps: Vec::new(),
                decision: event.decision,
            }
        };
        self.blocks().into_iter().enumerate().map(part).collect()
    }

    /// The lines put together as far as sources have the same targets.
    fn blocks(&self) -> Vec<Block> {
        let named: FxHashSet<u32> =
            self.order.iter().filter(|(_, target)| *target != OPEN).map(|(source, _)| *source).collect();
        let mut of_source: FxHashMap<(u32, bool), usize> = FxHashMap::default();
        let mut by_source: Vec<Block> = Vec::new();
        let mut done: FxHashSet<(u32, u32)> = FxHashSet::default();
        for &(source, target) in &self.order {
            // A line without a target adds nothing to what others say of its source.
            if done.contains(&(source, target)) || target == OPEN && named.contains(&source) {
                continue;
            }
            let back = !self.explicit && source != target && self.said.contains(&(target, source));
            if back {
                done.insert((target, source));
            }
            let reciprocal = back || self.reciprocal;
            let at = *of_source.entry((source, reciprocal)).or_insert_with(|| {
                by_source.push(Block { sources: vec![source], targets: Vec::new(), reciprocal });
                by_source.len() - 1
            });
            if let Some(block) = by_source.get_mut(at) {
                block.targets.push(target);
            }
        }
        let mut of_targets: FxHashMap<(Vec<u32>, bool), usize> = FxHashMap::default();
        let mut blocks: Vec<Block> = Vec::new();
        for block in by_source {
            let mut key = block.targets.clone();
            key.sort_unstable();
            match of_targets.get(&(key.clone(), block.reciprocal)).and_then(|&at| blocks.get_mut(at)) {
                Some(known) => known.sources.extend(block.sources),
                None => {
                    of_targets.insert((key, block.reciprocal), blocks.len());
                    blocks.push(block);
                }
            }
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(source: &str, target: &str) -> Event {
        let side = |name: &str| Side { name: name.to_owned(), ..Side::default() };
        let sides = |names: &str| names.split_whitespace().map(side).collect();
        Event { sources: sides(source), targets: sides(target), ..Event::new("e".to_owned()) }
    }

    /// The lines of one event, as the events that they come to.
    fn folded(lines: &[(&str, &str)]) -> Vec<String> {
        let mut lines = lines.iter().map(|(source, target)| line(source, target));
        let mut event = lines.next().unwrap();
        let mut stated = Stated::of(&event);
        lines.for_each(|line| stated.add(&mut event, &line, false));
        let mut n = 1;
        let parts = stated.split(event, |id| {
            n += 1;
            format!("{id}-{n}")
        });
        let names = |sides: &[Side]| sides.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(" ");
        let shown = |e: &Event| {
            let arrow = if e.reciprocal { "=" } else { ">" };
            format!("{}: {} {arrow} {}", e.id, names(&e.sources), names(&e.targets))
        };
        parts.iter().map(shown).collect()
    }

    #[test]
    fn lines_come_to_what_they_say_and_no_more() {
        assert_eq!(folded(&[("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]), ["e: a b > x y"]);
        assert_eq!(folded(&[("a", "x"), ("b", "y")]), ["e: a > x", "e-2: b > y"]);
        assert_eq!(folded(&[("a", "x y"), ("b", "y x"), ("c", "x")]), ["e: a b > x y", "e-2: c > x"]);
        assert_eq!(folded(&[("a", "x"), ("b", "x"), ("x", "a"), ("x", "b")]), ["e: a b = x"]);
        assert_eq!(folded(&[("a", "x"), ("b", "y"), ("x", "a")]), ["e: a = x", "e-2: b > y"]);
        assert_eq!(folded(&[("a", ""), ("a", "x")]), ["e: a > x"]);
        assert_eq!(folded(&[("a", ""), ("b", "x")]), ["e: a > ", "e-2: b > x"]);
    }

    #[test]
    fn what_comes_of_lines_grows_with_their_number() {
        let names: Vec<[String; 2]> = (0..3_000).map(|n| [format!("a{n}"), format!("x{n}")]).collect();
        let lines: Vec<(&str, &str)> = names.iter().map(|[a, x]| (a.as_str(), x.as_str())).collect();
        assert_eq!(folded(&lines).len(), 3_000);
    }
}
