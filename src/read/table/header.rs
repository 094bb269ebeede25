//! Columns found by their names.

/// The names of a file's columns, compared without regard to case, quotes and
/// whatever is no letter or digit.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Header {
    names: Vec<String>,
}

impl Header {
    /// The names in a file's first line.
    pub(super) fn of(line: &str, separator: char) -> Header {
        let line = line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
        Header { names: line.split(separator).map(plain).collect() }
    }

    /// How many columns have a name.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The column with one of these names; the first name that is there counts.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let name = plain(name);
            self.names.iter().position(|n| *n == name)
        })
    }

    /// Whether all of these columns are there.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.find(&[name]).is_some())
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first line of a file's beginning, without a byte order mark.
pub(super) fn first_line(head: &[u8]) -> &[u8] {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let end = memchr::memchr(b'\n', head).unwrap_or(head.len());
    let line = head.get(..end).unwrap_or(&[]);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The separator that a line has most of, among tab, semicolon, comma and bar.
pub(super) fn separator_of(line: &[u8]) -> u8 {
    let count = |s: u8| memchr::memchr_iter(s, line).count();
    let best = [b'\t', b';', b',', b'|'].into_iter().rev().max_by_key(|&s| count(s));
    best.unwrap_or(b'\t')
}
