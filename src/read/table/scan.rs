//! Where fields and lines end: a wide search for separators.
//!
//! One pass turns each 64 bytes into a mask with a bit for every separator and
//! line feed, and the bits into positions. Rows are slices of that list, so no
//! row is ever copied. A search for one tab after the other would be ten times
//! slower, since tabs stand seven bytes apart.

use super::wide;

/// Positions of all separators and line feeds of a block.
#[derive(Debug, Default)]
pub(super) struct FieldEnds {
    /// Where each field ends, in order; what stands beyond `len` is left over.
    ends: Vec<u32>,
    len: usize,
    /// How many bytes were searched.
    seen: u32,
    /// Which field is the last of each line.
    pub(super) lines: Vec<u32>,
}

impl FieldEnds {
    /// Forgets all positions and keeps the room.
    pub(super) fn clear(&mut self) {
        (self.len, self.seen) = (0, 0);
        self.lines.clear();
    }

    /// Finds all separators and line feeds. A last line without a line feed
    /// ends where the text ends.
    pub(super) fn scan(&mut self, text: &[u8], separator: u8) {
        self.clear();
        let (chunks, rest) = text.as_chunks::<64>();
        wide::each(chunks, separator, self);
        // A padding that is neither, whatever the separator.
        let mut last = [if separator == b'x' { b'y' } else { b'x' }; 64];
        if let Some(start) = last.get_mut(..rest.len()) {
            start.copy_from_slice(rest);
        }
        wide::each(&[last], separator, self);
        if text.last().is_some_and(|&b| b != b'\n') {
            self.end_line(text.len());
        }
    }

    /// Where each field ends, in order.
    fn all(&self) -> &[u32] {
        self.ends.get(..self.len).unwrap_or(&[])
    }

    /// Notes that a field ends.
    pub(super) fn end_field(&mut self, at: usize) {
        self.ends.truncate(self.len);
        self.ends.push(at as u32);
        self.len += 1;
    }

    /// Notes that a field ends and the line with it.
    pub(super) fn end_line(&mut self, at: usize) {
        self.lines.push(self.len as u32);
        self.end_field(at);
    }
}

impl wide::MaskSink for FieldEnds {
    /// Turns masks into positions.
    #[inline(always)]
    fn take(&mut self, separators: u64, feeds: u64) {
        let (len, base) = (self.len, self.seen);
        self.seen += 64;
        if self.ends.len() < len + 64 {
            self.ends.resize((len + 64) * 2, 0);
        }
        let mut both = separators | feeds;
        let mut feeds = feeds;
        while feeds != 0 {
            let before = both & (feeds & feeds.wrapping_neg()).wrapping_sub(1);
            self.lines.push(len as u32 + before.count_ones());
            feeds &= feeds - 1;
        }
        self.len = len + both.count_ones() as usize;
        // Eight at a time, and what is too much is overwritten by the next:
        // a loop that ends after each count would be guessed wrong each time.
        let (room, _) = self.ends.get_mut(len..).unwrap_or_default().as_chunks_mut::<8>();
        for eight in room {
            for slot in eight {
                *slot = base + both.trailing_zeros();
                both &= both.wrapping_sub(1);
            }
            if both == 0 {
                return;
            }
        }
    }
}

/// One row: its text and where its fields end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    text: &'a [u8],
    /// One past the row's last byte, without its line ending.
    end: u32,
    start: u32,
    ends: &'a [u32],
}

impl<'a> Row<'a> {
    /// How many fields it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline(always)]
    fn start_of(&self, field: usize) -> u32 {
        match field.checked_sub(1) {
            Some(before) => self.ends.get(before).map_or(self.end, |e| e + 1),
            None => self.start,
        }
    }

    #[inline(always)]
    fn end_of(&self, field: usize) -> u32 {
        self.ends.get(field).map_or(self.end, |&e| e.min(self.end))
    }

    /// A field, empty if the row has no such.
    #[inline(always)]
    pub(super) fn get(&self, field: usize) -> &'a [u8] {
        self.span(field, field)
    }

    /// Fields `from` to `to`, both included, with the separators between them.
    #[inline(always)]
    pub(super) fn span(&self, from: usize, to: usize) -> &'a [u8] {
        self.text.get(self.start_of(from) as usize..self.end_of(to) as usize).unwrap_or(&[])
    }

    /// The whole row, without its line ending.
    pub(super) fn text(&self) -> &'a [u8] {
        self.text.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }

    /// The column, in characters from 1, at which a field begins.
    pub(super) fn column(&self, field: usize) -> u32 {
        let before = self.text.get(self.start as usize..self.start_of(field) as usize).unwrap_or(&[]);
        // Every byte but those that continue a character.
        before.iter().filter(|&&b| b & 0xc0 != 0x80).count() as u32 + 1
    }
}

/// The rows of a block, whose separators were found.
pub(super) fn rows<'a>(text: &'a [u8], found: &'a FieldEnds) -> impl Iterator<Item = Row<'a>> {
    let (mut first, mut start) = (0usize, 0u32);
    let all = found.all();
    found.lines.iter().map(move |&last| {
        let ends = all.get(first..=last as usize).unwrap_or(&[]);
        let feed = ends.last().copied().unwrap_or(start);
        let cr = feed > start && text.get(feed as usize - 1) == Some(&b'\r');
        let row = Row { text, start, end: feed - u32::from(cr), ends };
        first = last as usize + 1;
        start = feed + 1;
        row
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(text: &str, separator: char) -> Vec<Vec<String>> {
        let body = text.strip_suffix('\n').unwrap_or(text);
        if text.is_empty() {
            return Vec::new();
        }
        let line = |l: &str| l.strip_suffix('\r').unwrap_or(l).split(separator).map(str::to_owned).collect();
        body.split('\n').map(line).collect()
    }

    proptest! {
        #[test]
        fn rows_are_those_of_a_plain_split(text in "[a-d\t\n\r;é]{0,400}", separator in prop_oneof![Just('\t'), Just(';')]) {
            let mut ends = FieldEnds::default();
            ends.scan(text.as_bytes(), separator as u8);
            let found: Vec<Vec<String>> = rows(text.as_bytes(), &ends)
                .map(|r| (0..r.len()).map(|i| String::from_utf8_lossy(r.get(i)).into_owned()).collect())
                .collect();
            prop_assert_eq!(found, naive(&text, separator));
        }
    }

    #[test]
    fn spans_hold_their_separators_and_columns_count_characters() {
        let text = "ä\tb\tc\r\nd";
        let mut ends = FieldEnds::default();
        ends.scan(text.as_bytes(), b'\t');
        let all: Vec<_> = rows(text.as_bytes(), &ends).collect();
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].span(0, 1), "ä\tb".as_bytes());
        assert_eq!(all[0].get(2), b"c");
        assert_eq!(all[0].get(3), b"");
        assert_eq!((all[0].column(0), all[0].column(1), all[0].column(2)), (1, 3, 5));
        assert_eq!((all[1].text(), all[1].len()), (&b"d"[..], 1));
    }
}
