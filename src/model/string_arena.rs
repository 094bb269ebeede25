//! Many short strings, end to end in blocks: a list that only grows, of which a
//! snapshot costs next to nothing and through which a search runs at the speed
//! of memory.

use std::sync::Arc;

use super::col::Col;

/// How many strings a block holds; all blocks but the last are full.
const BLOCK: usize = 4096;

/// The longest string that is kept whole, in bytes; longer ones are cut. Keeps
/// a block's offsets within 32 bits.
pub(crate) const LONGEST: usize = 1_000_000;

/// One block of strings.
#[derive(Debug, Clone, Default)]
pub(crate) struct StringBlock {
    text: Col<u8>,
    ends: Col<u32>,
}

impl StringBlock {
    fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        // Only whole strings were appended, so this cannot fail; a damaged cache may.
        self.text.get(start..end).and_then(|b| std::str::from_utf8(b).ok())
    }
}

/// An immutable snapshot of a growing list of strings.
#[derive(Debug, Clone, Default)]
pub(crate) struct StringArena {
    blocks: Vec<Arc<StringBlock>>,
}

impl StringArena {
    /// How many strings there are.
    pub(crate) fn len(&self) -> usize {
        self.blocks.last().map_or(0, |last| (self.blocks.len() - 1) * BLOCK + last.ends.len())
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The string at an index; empty beyond the end.
    pub(crate) fn get(&self, index: usize) -> &str {
        self.blocks.get(index / BLOCK).and_then(|b| b.get(index % BLOCK)).unwrap_or("")
    }

    /// The bytes that all strings take.
    pub(crate) fn bytes(&self) -> usize {
        self.blocks.iter().map(|b| b.text.bytes() + b.ends.bytes()).sum()
    }

    /// The blocks as they lie in memory: index of the first string, the text of
    /// all strings end to end, and the end of each. For searches that would lose
    /// too much by looking at one string at a time.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (usize, &[u8], &[u32])> {
        self.blocks.iter().enumerate().map(|(i, b)| (i * BLOCK, &*b.text, &*b.ends))
    }
}

impl StringArena {
    /// These with more strings behind them. Full blocks are shared.
    pub(crate) fn with(&self, more: &[&str]) -> StringArena {
        let mut full = self.blocks.clone();
        let open = full.pop_if(|last| last.ends.len() < BLOCK);
        let (text, ends) = open.map_or_else(Default::default, |b| (b.text.to_vec(), b.ends.to_vec()));
        let mut builder = StringArenaBuilder { full, text, ends };
        for text in more {
            builder.push(text);
        }
        builder.snapshot()
    }

    /// Strings that lie end to end: `starts` tells where the text of each block
    /// begins, `ends` where each string ends in its block. `None` if they do not
    /// fit together.
    pub(crate) fn of(text: &Col<u8>, ends: &Col<u32>, starts: &[u64]) -> Option<StringArena> {
        let blocks = ends.len().div_ceil(BLOCK);
        if starts.len() != blocks {
            return None;
        }
        let block = |i: usize| {
            let start = usize::try_from(starts[i]).ok()?;
            let end = starts.get(i + 1).map_or(Some(text.len()), |&s| usize::try_from(s).ok())?;
            Some(Arc::new(StringBlock {
                text: text.part(start, end)?,
                ends: ends.part(i * BLOCK, ends.len().min((i + 1) * BLOCK))?,
            }))
        };
        Some(StringArena { blocks: (0..blocks).map(block).collect::<Option<_>>()? })
    }
}

/// The growing side of [`StringArena`].
#[derive(Debug, Default)]
pub(crate) struct StringArenaBuilder {
    full: Vec<Arc<StringBlock>>,
    text: Vec<u8>,
    ends: Vec<u32>,
}

impl StringArenaBuilder {
    /// Appends a string, cut to [`LONGEST`] bytes, and tells its index.
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        let index = self.len() as u32;
        self.text.extend_from_slice(&text.as_bytes()[..text.floor_char_boundary(LONGEST)]);
        self.ends.push(self.text.len() as u32);
        if self.ends.len() == BLOCK {
            let (text, ends) = (std::mem::take(&mut self.text), std::mem::take(&mut self.ends));
            self.text.reserve(text.len());
            self.full.push(Arc::new(StringBlock { text: text.into(), ends: ends.into() }));
        }
        index
    }

    /// The string at an index; empty beyond the end.
    #[cfg(test)]
    pub(crate) fn get(&self, index: usize) -> &str {
        self.bytes_of(index).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// The bytes of the string at an index.
    #[inline]
    pub(crate) fn bytes_of(&self, index: usize) -> Option<&[u8]> {
        let at = index % BLOCK;
        let (text, ends) = match self.full.get(index / BLOCK) {
            Some(block) => (&*block.text, &*block.ends),
            None => (&*self.text, &*self.ends),
        };
        let start = if at == 0 { 0 } else { *ends.get(at - 1)? as usize };
        text.get(start..*ends.get(at)? as usize)
    }

    /// How many strings there are.
    pub(crate) fn len(&self) -> usize {
        self.full.len() * BLOCK + self.ends.len()
    }

    /// What is there now, to be read while this goes on growing.
    pub(crate) fn snapshot(&self) -> StringArena {
        let mut blocks = self.full.clone();
        if !self.ends.is_empty() {
            let (text, ends) = (self.text.clone().into(), self.ends.clone().into());
            blocks.push(Arc::new(StringBlock { text, ends }));
        }
        StringArena { blocks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_stays_while_the_list_grows() {
        let word = |i: usize| if i.is_multiple_of(7) { String::new() } else { format!("ẅord {i}") };
        let mut builder = StringArenaBuilder::default();
        for i in 0..BLOCK * 2 {
            assert_eq!(builder.push(&word(i)) as usize, i);
        }
        assert_eq!(builder.snapshot().len(), BLOCK * 2);
        builder.push("more");
        let texts = builder.snapshot();
        builder.push("still more");
        assert_eq!(texts.len(), BLOCK * 2 + 1);
        assert!((0..BLOCK * 2).all(|i| texts.get(i) == word(i) && builder.get(i) == word(i)));
        assert_eq!((texts.get(BLOCK * 2), texts.get(BLOCK * 2 + 1)), ("more", ""));
    }

    #[test]
    fn more_strings_come_behind_those_that_are_there() {
        for count in [0, 5, BLOCK - 1, BLOCK, BLOCK + 1] {
            let mut builder = StringArenaBuilder::default();
            for i in 0..count {
                builder.push(&i.to_string());
            }
            let texts = builder.snapshot().with(&["é", "", "last"]);
            assert_eq!(texts.len(), count + 3);
            assert!((0..count).all(|i| texts.get(i) == i.to_string()));
            assert_eq!([texts.get(count), texts.get(count + 1), texts.get(count + 2)], ["é", "", "last"]);
        }
    }

    #[test]
    fn a_giant_is_cut_between_characters() {
        let mut builder = StringArenaBuilder::default();
        builder.push(&"é".repeat(LONGEST));
        assert_eq!(builder.get(0).len(), LONGEST);
    }
}
