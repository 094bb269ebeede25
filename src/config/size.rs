//! Sizes of files, as people write them.

use std::fmt;
use std::str::FromStr;

/// A number of bytes, written as `8 MiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

/// Units and their bytes, the largest first. Those of a thousand are read, too.
const UNITS: [(&str, u64); 9] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
    ("B", 1),
];

/// Why a text is no size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write a whole number and a unit: B, KiB, MiB, GiB, TiB, kB, MB, GB or TB")]
pub struct SizeError;

impl FromStr for Size {
    type Err = SizeError;

    fn from_str(text: &str) -> Result<Size, SizeError> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let number: u64 = number.parse().map_err(|_| SizeError)?;
        let unit = unit.trim();
        // Nothing is nothing in every unit.
        let unit = if number == 0 && unit.is_empty() { "B" } else { unit };
        let found = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit));
        found.and_then(|(_, bytes)| number.checked_mul(*bytes)).map(Size).ok_or(SizeError)
    }
}

impl fmt::Display for Size {
    /// In the largest unit that leaves a whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |(_, bytes): &&(&str, u64)| self.0 > 0 && self.0.is_multiple_of(*bytes);
        let (name, bytes) = UNITS.iter().find(fits).copied().unwrap_or(("B", 1));
        write!(f, "{} {name}", self.0 / bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let size = |text: &str| text.parse::<Size>().map(|s| s.0).ok();
        assert_eq!(size("8 MiB"), Some(8 << 20));
        assert_eq!(size("8mib"), Some(8 << 20));
        assert_eq!(size(" 2 GB "), Some(2_000_000_000));
        assert_eq!(size("0"), Some(0));
        assert_eq!(size("17 B"), Some(17));
        for text in ["", "8", "MiB", "-1 MiB", "1.5 GiB", "8 MiB 2", "99999999 TiB"] {
            assert_eq!(size(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for bytes in [0, 1, 1000, 1024, 1536, 8 << 20, 5_000_000_000, 3 << 40] {
            assert_eq!(Size(bytes).to_string().parse(), Ok(Size(bytes)), "{bytes}");
        }
        assert_eq!(Size(8 << 20).to_string(), "8 MiB");
    }
}
