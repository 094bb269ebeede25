//! Rows with quoted fields, brought into the plain form: no quotes, no line feeds
//! within fields, and between them a byte that no field holds.

use super::scan::FieldEnds;

/// What stands between two fields of the plain form, whatever did in the file:
/// ASCII's unit separator. So several fields together are a key that no others
/// have, though a field may hold the file's separator.
pub(super) const BETWEEN: u8 = 0x1f;

/// Resolves the quotes of a block. `plain` gets the text with its fields end to
/// end ([`BETWEEN`] and line feeds between them), `ends` where they end, `lines`
/// the line, from 1, on which each row begins. Line endings that stood in quotes
/// become spaces. Tells how many lines the block has.
pub(super) fn resolve(
    text: &[u8],
    separator: u8,
    plain: &mut Vec<u8>,
    ends: &mut FieldEnds,
    lines: &mut Vec<u64>,
) -> u64 {
    plain.clear();
    ends.clear();
    lines.clear();
    let (mut line, mut at) = (1u64, 0);
    lines.push(line);
    let mut fresh = true;
    while let Some(&byte) = text.get(at) {
        if byte == b'"' && fresh {
            at = inside(text, at + 1, plain, &mut line);
            fresh = false;
            continue;
        }
        // Plain bytes up to the next separator or line feed, at once.
        let rest = text.get(at..).unwrap_or(&[]);
        let stop = memchr::memchr2(separator, b'\n', rest).unwrap_or(rest.len());
        plain.extend(rest.get(..stop).unwrap_or(&[]).iter().map(|&byte| kept(byte)));
        at += stop;
        match text.get(at) {
            Some(b'\n') => {
                line += 1;
                ends.end_line(plain.len());
                plain.push(b'\n');
                lines.push(line);
            }
            Some(_) => {
                ends.end_field(plain.len());
                plain.push(BETWEEN);
            }
            None => break,
        }
        at += 1;
        fresh = true;
    }
    if text.last().is_some_and(|&b| b != b'\n') || !fresh {
        ends.end_line(plain.len());
        return line;
    }
    line - 1
}

/// Copies a quoted field; returns where it ends. A doubled quote is a quote.
fn inside(text: &[u8], mut at: usize, plain: &mut Vec<u8>, line: &mut u64) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or(&[]);
        let stop = memchr::memchr(b'"', rest).unwrap_or(rest.len());
        for &byte in rest.get(..stop).unwrap_or(&[]) {
            *line += u64::from(byte == b'\n');
            plain.push(if matches!(byte, b'\n' | b'\r') { b' ' } else { kept(byte) });
        }
        at += stop + 1;
        if text.get(at) != Some(&b'"') || at > text.len() {
            return at.min(text.len());
        }
        plain.push(b'"');
        at += 1;
    }
}

/// A byte of a field; the one that stands between fields becomes a space.
fn kept(byte: u8) -> u8 {
    if byte == BETWEEN { b' ' } else { byte }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::table::scan::rows;

    fn fields(text: &str) -> (Vec<Vec<String>>, Vec<u64>, u64) {
        let (mut plain, mut ends, mut lines) = (Vec::new(), FieldEnds::default(), Vec::new());
        let count = resolve(text.as_bytes(), b',', &mut plain, &mut ends, &mut lines);
        let found = rows(&plain, &ends)
            .map(|r| (0..r.len()).map(|i| String::from_utf8_lossy(r.get(i)).into_owned()).collect())
            .collect();
        (found, lines, count)
    }

    #[test]
    fn quotes_separators_and_line_feeds_within_fields() {
        let (found, lines, count) = fields("a,\"b,\"\"c\"\"\nd\",e\r\n\"\",x,\"y\"\n");
        assert_eq!(found, [["a", "b,\"c\" d", "e"], ["", "x", "y"]]);
        assert_eq!((&lines[..2], count), (&[1, 3][..], 3));
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_with_the_block() {
        let (found, _, _) = fields("a,\"b\nc,d");
        assert_eq!(found, [["a", "b c,d"]]);
        let (found, _, _) = fields("a,b\"c\n");
        assert_eq!(found, [["a", "b\"c"]]);
    }

    #[test]
    fn agrees_with_the_csv_crate() {
        let text = "x,\"1\"\"2\",\n,,\n\"a b\",c,\"d\"\n\"k,l\",\",\",\",,\"\n";
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let expected: Vec<Vec<String>> =
            reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(fields(text).0, expected);
    }

    #[test]
    fn fields_together_are_told_from_others_by_what_stands_between() {
        let (mut plain, mut ends, mut lines) = (Vec::new(), FieldEnds::default(), Vec::new());
        let text = b"\"a,b\",c\na,\"b,c\"\n\"a\x1fb\",c\x1f\n";
        resolve(text, b',', &mut plain, &mut ends, &mut lines);
        let keys: Vec<&[u8]> = rows(&plain, &ends).map(|r| r.span(0, 1)).collect();
        assert_eq!(keys, [&b"a,b\x1fc"[..], b"a\x1fb,c", b"a b\x1fc "]);
    }
}
