//! A stream cut into blocks of whole rows.

use std::io::{self, Read};

use crate::read::input::Input;

/// How large a block is, unless a row is longer.
pub(super) const BLOCK: usize = 1 << 18;
/// The longest row that is read, in bytes. Longer ones are passed over.
pub(super) const LONGEST_ROW: usize = 16 << 20;

/// Cuts a stream into blocks that end with a line feed outside of quotes.
pub(super) struct Blocks<'a> {
    input: &'a mut Input,
    /// What was read beyond the last block's end.
    carry: Vec<u8>,
    quoted: bool,
    /// How much is read at once.
    block: usize,
    number: u64,
    pub(super) bytes: u64,
    done: bool,
    /// How much there was of a row in which the stream broke off.
    pub(super) torn: Option<usize>,
}

/// What [`Blocks::next`] found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NextBlock {
    /// Whole rows.
    Rows(u64),
    /// A row beyond [`LONGEST_ROW`], passed over; its length and its line feeds.
    TooLong {
        /// Number of the block that stands for it.
        number: u64,
        /// Its length in bytes.
        length: u64,
        /// Line feeds in it, its own included.
        lines: u64,
    },
    /// Nothing more.
    End,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(input: &'a mut Input, quoted: bool) -> Blocks<'a> {
        // A small file needs no more room than it has bytes, and one to see its end.
        let block = input.size().map_or(BLOCK, |size| BLOCK.min(size as usize + 1));
        Blocks { input, carry: Vec::new(), quoted, block, number: 0, bytes: 0, done: false, torn: None }
    }

    /// How far reading has come in the source: in compressed bytes, where it is compressed.
    pub(super) fn progress(&self) -> u64 {
        self.input.progress(self.bytes)
    }

    /// Fills a block with whole rows.
    pub(super) fn next(&mut self, block: &mut Vec<u8>) -> io::Result<NextBlock> {
        let mut filled = self.carry.len();
        if block.len() < filled {
            block.resize(filled, 0);
        }
        if let Some(start) = block.get_mut(..filled) {
            start.copy_from_slice(&self.carry);
        }
        self.carry.clear();
        let mut wanted = self.block.max(filled);
        loop {
            filled = self.fill(block, filled, wanted)?;
            if self.number == 0 && block.starts_with(b"\xef\xbb\xbf") && filled >= 3 {
                block.copy_within(3..filled, 0);
                filled -= 3;
            }
            let whole = self.done && !self.input.is_broken();
            let cut = if whole { filled } else { self.cut(block.get(..filled).unwrap_or(&[])) };
            if self.done && cut < filled {
                // What looks like a row may be the beginning of a longer one.
                self.torn = Some(filled - cut);
                filled = cut;
            }
            if cut > 0 || self.done {
                self.carry.extend_from_slice(block.get(cut..filled).unwrap_or(&[]));
                block.truncate(cut);
                self.number += 1;
                return Ok(if cut == 0 { NextBlock::End } else { NextBlock::Rows(self.number - 1) });
            }
            if filled >= LONGEST_ROW {
                return self.pass_over(block, filled);
            }
            wanted = (filled * 2).clamp(64, LONGEST_ROW);
        }
    }

    /// Reads until `block` holds `wanted` bytes or the stream ends.
    fn fill(&mut self, block: &mut Vec<u8>, mut filled: usize, wanted: usize) -> io::Result<usize> {
        if block.len() < wanted {
            block.resize(wanted, 0);
        }
        while filled < wanted && !self.done {
            match self.input.read(block.get_mut(filled..wanted).unwrap_or(&mut [])) {
                Ok(0) => self.done = true,
                Ok(n) => {
                    filled += n;
                    self.bytes += n as u64;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(filled)
    }

    /// One past the last line feed at which a row can end, 0 if there is none.
    fn cut(&self, block: &[u8]) -> usize {
        let mut end = block.len();
        let mut quotes = if self.quoted { memchr::memchr_iter(b'"', block).count() } else { 0 };
        while let Some(feed) = memchr::memrchr(b'\n', block.get(..end).unwrap_or(&[])) {
            if self.quoted {
                quotes -= memchr::memchr_iter(b'"', block.get(feed..end).unwrap_or(&[])).count();
            }
            if quotes.is_multiple_of(2) {
                return feed + 1;
            }
            end = feed;
        }
        0
    }

    /// Drops a row that is too long, up to its line feed; quotes are not looked
    /// at any more, since one that is never closed is what makes such rows.
    fn pass_over(&mut self, block: &mut Vec<u8>, filled: usize) -> io::Result<NextBlock> {
        let mut length = filled as u64;
        let mut lines = memchr::memchr_iter(b'\n', block.get(..filled).unwrap_or(&[])).count() as u64;
        loop {
            let got = self.fill(block, 0, BLOCK)?;
            let part = block.get(..got).unwrap_or(&[]);
            match memchr::memchr(b'\n', part) {
                Some(feed) => {
                    length += feed as u64;
                    lines += 1;
                    self.carry.extend_from_slice(part.get(feed + 1..).unwrap_or(&[]));
                    break;
                }
                None => length += got as u64,
            }
            if self.done {
                break;
            }
        }
        block.clear();
        self.number += 1;
        Ok(NextBlock::TooLong { number: self.number - 1, length, lines })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &[u8], quoted: bool) -> Vec<(NextBlock, Vec<u8>)> {
        let mut input = Input::from_bytes("test", text);
        let mut blocks = Blocks::new(&mut input, quoted);
        let mut all = Vec::new();
        loop {
            let mut block = Vec::new();
            let found = blocks.next(&mut block).unwrap();
            if found == NextBlock::End {
                return all;
            }
            all.push((found, block));
        }
    }

    #[test]
    fn blocks_put_together_are_the_stream() {
        let text: String = (0..30_000).map(|i| format!("row {i}\tof some length\n")).collect();
        let all = blocks(text.as_bytes(), false);
        assert!(all.len() > 1);
        assert!(all.iter().all(|(_, b)| b.ends_with(b"\n")));
        assert_eq!(all.into_iter().flat_map(|(_, b)| b).collect::<Vec<_>>(), text.as_bytes());
    }

    #[test]
    fn quoted_line_feeds_do_not_end_a_row() {
        let row = format!("\"{}\n\"\"\"\n", "x\n".repeat(1000));
        let text = row.repeat(1500);
        let all = blocks(text.as_bytes(), true);
        assert!(all.len() > 2);
        assert!(all.iter().all(|(_, b)| b.len().is_multiple_of(row.len())));
    }

    #[test]
    fn a_giant_row_is_passed_over_and_the_next_one_read() {
        let mut text = vec![b'x'; LONGEST_ROW + 2 * BLOCK];
        text.extend_from_slice(b"\nnext\n");
        let all = blocks(&text, false);
        assert_eq!(all.len(), 2);
        let length = (LONGEST_ROW + 2 * BLOCK) as u64;
        assert_eq!(all[0].0, NextBlock::TooLong { number: 0, length, lines: 1 });
        assert_eq!(all[1].1, b"next\n");
    }

    #[test]
    fn a_byte_order_mark_is_taken_off() {
        assert_eq!(blocks(b"\xef\xbb\xbfa\n", false)[0].1, b"a\n");
        assert!(blocks(b"\xef\xbb\xbf", false).is_empty());
    }
}
