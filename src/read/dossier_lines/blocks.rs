//! A stream in blocks of whole lines, and what a line says at its very beginning.

use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr, memchr2, memrchr};

/// About how many bytes a block has: enough that asking for its memory is rare.
const BLOCK: usize = 1 << 20;

/// Some whole lines of a stream.
pub(super) struct Block {
    /// The lines, each but perhaps the stream's last with its end.
    pub(crate) bytes: Vec<u8>,
    /// The number of the first line, counted from 1.
    pub(crate) first: u64,
    /// A line behind these that was longer than allowed: its length in bytes.
    pub(crate) too_long: Option<u64>,
    /// How many bytes of the stream this took.
    pub(crate) taken: u64,
}

impl Block {
    /// The lines without their ends, as ranges of the bytes, with their numbers.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, Range<usize>)> + '_ {
        let mut at = 0;
        let mut number = self.first;
        std::iter::from_fn(move || {
            let rest = self.bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let length = memchr(b'\n', rest).unwrap_or(rest.len());
            let line = (number, at..at + length);
            at += length + 1;
            number += 1;
            Some(line)
        })
    }

    /// The number of the line behind the lines.
    pub(crate) fn behind(&self) -> u64 {
        let ends = memchr::memchr_iter(b'\n', &self.bytes).count() as u64;
        self.first + ends + u64::from(self.bytes.last().is_some_and(|&b| b != b'\n'))
    }
}

/// Cuts a stream into blocks; no line is kept longer than allowed.
pub(super) struct Blocks<R> {
    from: R,
    /// What was read behind the last block.
    rest: Vec<u8>,
    /// The memory of a block that was done with.
    spare: Vec<u8>,
    next: u64,
    limit: usize,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(from: R, limit: usize) -> Blocks<R> {
        Blocks { from, rest: Vec::new(), spare: Vec::new(), next: 1, limit, ended: false }
    }

    /// The next block; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.spare);
        bytes.clear();
        bytes.reserve(BLOCK + BLOCK / 4);
        bytes.append(&mut self.rest);
        // Where the search for a line's end goes on.
        let mut looked = 0;
        loop {
            let end = memrchr(b'\n', bytes.get(looked..).unwrap_or_default()).map(|at| looked + at + 1);
            if let Some(end) = end.filter(|&end| end >= BLOCK || self.ended || bytes.len() >= BLOCK) {
                self.rest.extend_from_slice(bytes.get(end..).unwrap_or_default());
                bytes.truncate(end);
                // What is left over at the stream's end is a line without an end.
                return Ok(Some(self.block(bytes, None, 0)));
            }
            if self.ended {
                return Ok((!bytes.is_empty()).then(|| self.last(bytes)));
            }
            if bytes.len() > self.limit && memchr(b'\n', &bytes).is_none() {
                return self.pass_over(bytes).map(Some);
            }
            looked = if end.is_some() { 0 } else { bytes.len() };
            self.ended = self.fill(&mut bytes)? == 0;
        }
    }

    /// Takes back the memory of a block.
    pub(crate) fn take_back(&mut self, block: Block) {
        self.spare = block.bytes;
    }

    fn fill(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        let before = bytes.len();
        let read = self.from.by_ref().take(BLOCK as u64).read_to_end(bytes);
        read.map(|_| bytes.len() - before)
    }

    fn last(&mut self, bytes: Vec<u8>) -> Block {
        if bytes.len() > self.limit {
            let length = bytes.len() as u64;
            return self.block(Vec::new(), Some(length), length);
        }
        self.block(bytes, None, 0)
    }

    fn block(&mut self, bytes: Vec<u8>, too_long: Option<u64>, passed_over: u64) -> Block {
        let taken = bytes.len() as u64 + passed_over;
        let block = Block { bytes, first: self.next, too_long, taken };
        self.next = block.behind() + u64::from(too_long.is_some());
        block
    }

    /// Reads to the end of a line that is too long, and forgets it.
    fn pass_over(&mut self, start: Vec<u8>) -> io::Result<Block> {
        let mut length = start.len() as u64;
        let mut part = start;
        loop {
            part.clear();
            if self.fill(&mut part)? == 0 {
                self.ended = true;
                return Ok(self.block(Vec::new(), Some(length), length));
            }
            if let Some(end) = memchr(b'\n', &part) {
                self.rest = part.split_off(end + 1);
                length += end as u64;
                return Ok(self.block(Vec::new(), Some(length), length + 1));
            }
            length += part.len() as u64;
        }
    }
}

/// Type of a record and id of its article, if they can be told from the plain
/// beginning of a line. `None` where a closer look is needed; a line that tells
/// them may still turn out to be broken further on.
pub(super) fn head(line: &[u8]) -> Option<(&[u8], &str)> {
    let mut at = space(line, 0);
    if line.get(at) != Some(&b'{') {
        return None;
    }
    let (mut kind, mut id, mut article) = (None, None, None);
    loop {
        let (key, end) = plain_text(line, space(line, at + 1))?;
        at = space(line, end);
        if line.get(at) != Some(&b':') {
            return None;
        }
        let begun = space(line, at + 1);
        let slot = match key {
            b"type" => Some(&mut kind),
            b"id" => Some(&mut id),
            b"article" => Some(&mut article),
            _ => None,
        };
        at = match slot {
            // The first of a key's values counts; null is none.
            Some(slot @ None) if !line.get(begun..)?.starts_with(b"null") => {
                let (value, end) = plain_text(line, begun)?;
                *slot = Some(value);
                end
            }
            _ => value_end(line, begun)?,
        };
        let of = if kind == Some(b"article") { id } else { article };
        if let (Some(kind), Some(of)) = (kind, of) {
            return Some((kind, std::str::from_utf8(of).ok()?));
        }
        at = space(line, at);
        if line.get(at) != Some(&b',') {
            return None;
        }
    }
}

fn space(line: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r') = line.get(at) {
        at += 1;
    }
    at
}

/// A string without escapes, and where it ends.
fn plain_text(line: &[u8], at: usize) -> Option<(&[u8], usize)> {
    if line.get(at) != Some(&b'"') {
        return None;
    }
    let rest = line.get(at + 1..)?;
    let length = memchr2(b'"', b'\\', rest).filter(|&end| rest.get(end) == Some(&b'"'))?;
    Some((rest.get(..length)?, at + length + 2))
}

/// Where a value ends whose content does not matter.
fn value_end(line: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0usize;
    loop {
        match line.get(at)? {
            b'"' => {
                at += 1;
                loop {
                    at += memchr2(b'"', b'\\', line.get(at..)?)?;
                    if line.get(at) == Some(&b'"') {
                        break;
                    }
                    at += 2;
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' if depth == 0 => return Some(at),
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_head_of_a_line_is_told_from_its_first_keys() {
        for (line, told) in [
            (r#"{"type": "event", "article": "a1", "id": "e1""#, Some(("event", "a1"))),
            (r#" {"id":"a1","text":"x\"y, \\","type":"article"}"#, Some(("article", "a1"))),
            (r#"{"span": [1, {"a": "]"}], "n": -1, "article": "é", "type": "claim"}"#, Some(("claim", "é"))),
            (r#"{"type": null, "type": "actor", "article": "a", "article": "b"}"#, Some(("actor", "a"))),
            (r#"{"type": "event", "article": "a\u0031"}"#, None),
            (r#"{"type": "event", "article": 1}"#, None),
            (r#"{"type": "event""#, None),
            (r#"["type"]"#, None),
            ("", None),
        ] {
            let found = head(line.as_bytes()).map(|(kind, id)| (std::str::from_utf8(kind).unwrap(), id));
            assert_eq!(found, told, "{line}");
        }
    }

    fn cut(text: &[u8], limit: usize) -> Vec<(u64, Result<Vec<u8>, u64>)> {
        let mut blocks = Blocks::new(text, limit);
        let (mut lines, mut taken) = (Vec::new(), 0);
        while let Some(block) = blocks.next().unwrap() {
            taken += block.taken;
            lines.extend(block.lines().map(|(number, at)| (number, Ok(block.bytes[at].to_vec()))));
            lines.extend(block.too_long.map(|length| (block.behind(), Err(length))));
        }
        assert_eq!(taken, text.len() as u64);
        lines
    }

    proptest! {
        #[test]
        fn lines_and_their_numbers_are_those_of_the_whole(
            lengths in prop::collection::vec(prop_oneof![0..9usize, Just(BLOCK - 2), Just(BLOCK), Just(BLOCK + 1)], 0..9),
            ends in any::<bool>(),
        ) {
            let mut text: Vec<u8> = lengths.iter().flat_map(|&l| [vec![b'x'; l], vec![b'\n']].concat()).collect();
            if !ends {
                text.pop();
            }
            let naive: Vec<_> = text
                .split_inclusive(|&b| b == b'\n')
                .zip(1..)
                .map(|(line, number)| (number, Ok(line.strip_suffix(b"\n").unwrap_or(line).to_vec())))
                .collect();
            prop_assert_eq!(cut(&text, 64 << 20), naive);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_told() {
        let long = vec![b'y'; 3 * BLOCK];
        let text = [b"a\n", &long[..], b"\nb\n", &long[..]].concat();
        let lines = cut(&text, 2 * BLOCK);
        let size = 3 * BLOCK as u64;
        assert_eq!(lines, [(1, Ok(b"a".to_vec())), (2, Err(size)), (3, Ok(b"b".to_vec())), (4, Err(size))]);
    }
}
