//! Words in texts that are put together out of pieces which come again and
//! again: each piece is read once, and from then on costs one look-up, however
//! long it is.
//!
//! What reading a piece leads to depends on nothing but how many bytes of the
//! words stand at the end of what was read before (the automaton of Knuth,
//! Morris and Pratt). So a piece is a small table from that number, the *step*,
//! to the next, and words are also found where they reach over several pieces.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// How many bytes of the words stand at the end of what was read so far.
pub(crate) type Step = u8;

/// Words that are looked for, without regard to case.
#[derive(Debug, Clone)]
pub(crate) struct Needle {
    /// Where each byte leads, 256 of them for each step.
    next: Vec<Step>,
    found: Step,
}

impl Needle {
    /// Longer words than this are not worth their tables.
    pub(crate) const MOST: usize = 64;

    /// Looks for some words; `None` if they are none or longer than [`Needle::MOST`] bytes.
    pub(crate) fn new(words: &str) -> Option<Needle> {
        let words = words.to_lowercase().into_bytes();
        let found = Step::try_from(words.len()).ok().filter(|_| (1..=Self::MOST).contains(&words.len()))?;
        let mut next = vec![0; (words.len() + 1) * 256];
        // The step to which one falls back: what would have been reached without
        // the first byte.
        let mut back = 0;
        for (step, &byte) in words.iter().enumerate() {
            next.copy_within(back * 256..(back + 1) * 256, step * 256);
            let fall = usize::from(next[back * 256 + usize::from(byte)]);
            next[step * 256 + usize::from(byte)] = step as Step + 1;
            back = if step == 0 { 0 } else { fall };
        }
        // What is found stays found.
        next[words.len() * 256..].fill(found);
        Some(Needle { next, found })
    }

    /// Whether the words were found on the way to a step.
    pub(crate) fn is_found(&self, step: Step) -> bool {
        step == self.found
    }

    /// How many steps there are, the last included.
    pub(crate) fn width(&self) -> usize {
        usize::from(self.found) + 1
    }

    fn byte(&self, step: Step, byte: u8) -> Step {
        self.next[usize::from(step) * 256 + usize::from(byte)]
    }

    /// Reads a text, which is put into small letters: where each step leads.
    pub(crate) fn learn(&self, text: &str, steps: &mut [Step]) {
        let text = text.to_lowercase();
        let mut way = Vec::with_capacity(text.len());
        let mut step = 0;
        for &byte in text.as_bytes() {
            step = self.byte(step, byte);
            way.push(step);
        }
        for (from, to) in (0..self.found).zip(steps.iter_mut()) {
            *to = from;
            for (&byte, &known) in text.as_bytes().iter().zip(&way) {
                *to = self.byte(*to, byte);
                // From here on it goes as it does from the start.
                if *to == known {
                    *to = step;
                    break;
                }
            }
        }
        if let Some(last) = steps.get_mut(usize::from(self.found)) {
            *last = self.found;
        }
    }
}

/// Pieces that are read when they first come.
#[derive(Debug)]
pub(crate) struct Pieces<'n, K> {
    needle: &'n Needle,
    places: FxHashMap<K, usize>,
    steps: Vec<Step>,
    last: Option<(K, usize)>,
}

impl<'n, K: Copy + Eq + Hash> Pieces<'n, K> {
    /// None is known yet.
    pub(crate) fn new(needle: &'n Needle) -> Pieces<'n, K> {
        Pieces { needle, places: FxHashMap::default(), steps: Vec::new(), last: None }
    }

    /// Goes on from a step by the piece that a key stands for.
    pub(crate) fn read(&mut self, step: Step, key: K, text: impl FnOnce() -> String) -> Step {
        let place = match self.last {
            Some((last, place)) if last == key => place,
            _ => {
                let place = self.place(key, text);
                self.last = Some((key, place));
                place
            }
        };
        self.steps[place + usize::from(step)]
    }

    fn place(&mut self, key: K, text: impl FnOnce() -> String) -> usize {
        let (needle, steps) = (self.needle, &mut self.steps);
        *self.places.entry(key).or_insert_with(|| {
            let place = steps.len();
            steps.resize(place + needle.width(), 0);
            needle.learn(&text(), &mut steps[place..]);
            place
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_found_as_in_the_whole_text(
            words in "[ab é]{1,6}",
            pieces in prop::collection::vec("[abA éÉ]{0,7}", 0..8),
        ) {
            let needle = Needle::new(&words).unwrap();
            let mut known: Pieces<'_, usize> = Pieces::new(&needle);
            for _ in 0..2 {
                let read = |step, (at, piece): (usize, &String)| known.read(step, at, || piece.clone());
                let step = pieces.iter().enumerate().fold(0, read);
                let whole = pieces.concat().to_lowercase();
                prop_assert_eq!(needle.is_found(step), whole.contains(&words.to_lowercase()));
            }
        }
    }

    #[test]
    fn words_that_are_none_or_very_long_are_not_taken() {
        assert!(Needle::new("").is_none() && Needle::new(&"x".repeat(65)).is_none());
        let longest = "x".repeat(64);
        let needle = Needle::new(&longest).unwrap();
        let mut steps = vec![0; needle.width()];
        needle.learn(&longest, &mut steps);
        assert!(steps.iter().all(|&step| needle.is_found(step)));
    }
}
