//! Numbers and dates as tables and charts write them.

use chrono::Datelike;

use crate::config::{DateStyle, NumberStyle};
use crate::model::printable::plural;
use crate::model::{Day, EventDate, Precision};
use crate::query::summary::timeline::Unit;

/// A count in at most five cells: `999`, `1.9k`, `212k`, `12.4M`.
///
/// Rounded down: it never claims more than there is.
pub fn count(n: u64) -> String {
    const UNITS: [(u64, &str); 4] =
        [(1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];
    for (size, unit) in UNITS {
        if n >= 100 * size {
            return format!("{}{unit}", n / size);
        }
        if n >= size {
            return format!("{}.{}{unit}", n / size, n % size / (size / 10));
        }
    }
    n.to_string()
}

/// A number with its sign, zero without: `+48`, `-211`, `+1.9k`.
pub fn signed(n: i64) -> String {
    match n {
        0 => "0".to_owned(),
        n if n > 0 => format!("+{}", count(n.unsigned_abs())),
        n => format!("-{}", count(n.unsigned_abs())),
    }
}

/// A balance or Goldstein value with its sign: one decimal under ten where
/// there is one, whole above: `+3.5`, `-2.0` for `decimal`, `+64`, `-1.2k`.
pub fn balance(value: f64, decimal: bool) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let tenths = (value * 10.0).round();
    if tenths == 0.0 {
        return if decimal { "0.0".to_owned() } else { "0".to_owned() };
    }
    if tenths.abs() < 100.0 && (decimal || tenths % 10.0 != 0.0) {
        return format!("{:+.1}", tenths / 10.0);
    }
    // Saturates far beyond any sum of events.
    signed(value.round() as i64)
}

/// A number in full, with commas between the thousands: `1,234,567`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number in full with its sign, zero without: `+1,234`.
pub fn signed_grouped(n: i64) -> String {
    match n {
        0 => "0".to_owned(),
        n if n > 0 => format!("+{}", grouped(n.unsigned_abs())),
        n => format!("-{}", grouped(n.unsigned_abs())),
    }
}

/// How the user likes dates and counts to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notation {
    /// Dates.
    pub dates: DateStyle,
    /// Counts.
    pub numbers: NumberStyle,
}

impl Default for Notation {
    fn default() -> Self {
        Notation { dates: DateStyle::Iso, numbers: NumberStyle::Short }
    }
}

impl Notation {
    /// A count.
    pub fn count(self, n: u64) -> String {
        match self.numbers {
            NumberStyle::Short => count(n),
            NumberStyle::Full => grouped(n),
        }
    }

    /// A count for a column: in full only where that fits, and without decimals
    /// where they do not.
    pub(crate) fn count_in(self, n: u64, cells: usize) -> String {
        let fits = |text: &String| text.len() <= cells;
        Some(self.count(n)).filter(fits).or_else(|| Some(count(n)).filter(fits)).unwrap_or_else(|| {
            let short = count(n);
            match short.split_once('.') {
                Some((whole, rest)) => {
                    format!("{whole}{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
                }
                None => short,
            }
        })
    }

    /// A number with its sign for a column: in full only where that fits.
    pub(crate) fn signed_in(self, n: i64, cells: usize) -> String {
        match n {
            0 => "0".to_owned(),
            n => {
                let sign = if n > 0 { '+' } else { '-' };
                format!("{sign}{}", self.count_in(n.unsigned_abs(), cells.saturating_sub(1)))
            }
        }
    }

    /// A number with its sign.
    pub fn signed(self, n: i64) -> String {
        self.signed_in(n, usize::MAX)
    }

    /// A count with what is counted: `1 event`, `1.9k events`.
    pub(crate) fn counted(self, n: u64, noun: &str) -> String {
        format!("{} {}", self.count(n), plural(n, noun))
    }

    /// A date as precise as it is; empty if unknown.
    pub fn date(self, when: EventDate) -> String {
        date(when, self.dates)
    }

    pub(crate) fn day(self, day: Day) -> String {
        date(EventDate::day(day), self.dates)
    }

    /// A date in at most [`Notation::date_cells`]: a range that is within a year
    /// is told by its first day and a `+`, a longer one by its years.
    pub(crate) fn short_date(self, when: EventDate) -> String {
        let year = |day: Day| day.year().map_or(String::new(), |y| y.to_string());
        let limit = |day: Day, of_year| limit(day, of_year, |day| self.day(day));
        match when.precision() {
            Precision::Unknown => "undated".to_owned(),
            Precision::Range if when.end() == Day::MAX => format!("{}–", limit(when.start(), (1, 1))),
            Precision::Range if when.start() == Day::MIN => format!("–{}", limit(when.end(), (12, 31))),
            Precision::Range if year(when.start()) == year(when.end()) => {
                format!("{}+", self.day(when.start()))
            }
            Precision::Range => format!("{}–{}", year(when.start()), year(when.end())),
            _ => self.date(when),
        }
    }

    /// The cells of a column of short dates.
    pub(crate) fn date_cells(self) -> usize {
        match self.dates {
            DateStyle::Iso => 11,
            DateStyle::Written => 12,
        }
    }

    /// A bin of time by its first day.
    pub(crate) fn bin(self, unit: Unit, start: Day) -> String {
        match (self.dates, unit, start.date()) {
            (DateStyle::Written, Unit::Day | Unit::Week, _) => self.day(start),
            (DateStyle::Written, Unit::Month, Some(date)) => date.format("%b %Y").to_string(),
            _ => unit.label(start),
        }
    }
}

/// A date in the style that the user likes, as precise as it is: `2025-01-17`
/// or `17 Jan 2025`, `2025-01` or `Jan 2025`, `2021`, `from 2022-03-01`; empty
/// if unknown.
pub fn date(date: EventDate, style: DateStyle) -> String {
    let form = |iso: &'static str, written| if style == DateStyle::Iso { iso } else { written };
    let written = |day: Day, form| match day.date() {
        Some(date) => date.format(form).to_string(),
        None => String::new(),
    };
    let full = |day| written(day, form("%Y-%m-%d", "%-d %b %Y"));
    match date.precision() {
        Precision::Day => full(date.start()),
        Precision::Month => written(date.start(), form("%Y-%m", "%b %Y")),
        Precision::Year | Precision::Unknown => date.to_string(),
        Precision::Range if date.start() == Day::MIN => {
            format!("until {}", limit(date.end(), (12, 31), full))
        }
        Precision::Range if date.end() == Day::MAX => format!("from {}", limit(date.start(), (1, 1), full)),
        Precision::Range => format!("{} – {}", full(date.start()), full(date.end())),
    }
}

/// The limit of an open range: its first or last day of a year stands for it.
fn limit(day: Day, of_year: (u32, u32), write: impl Fn(Day) -> String) -> String {
    match day.date() {
        Some(date) if (date.month(), date.day()) == of_year => date.year().to_string(),
        _ => write(day),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_are_short_and_never_too_high() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1.0k"),
            (1_999, "1.9k"),
            (99_999, "99.9k"),
            (212_345, "212k"),
            (999_999, "999k"),
            (12_400_000, "12.4M"),
            (3_100_000_000, "3.1G"),
        ] {
            assert_eq!(count(n), text);
        }
    }

    #[test]
    fn balances_carry_their_sign() {
        assert_eq!(signed(48), "+48");
        assert_eq!(signed(-1_200), "-1.2k");
        assert_eq!(signed(i64::MIN), "-9223372T");
        assert_eq!(balance(-2.0, true), "-2.0");
        assert_eq!(balance(-2.0, false), "-2");
        assert_eq!(balance(3.46, false), "+3.5");
        assert_eq!(balance(-0.04, false), "0");
        assert_eq!(balance(64.4, false), "+64");
        assert_eq!(balance(f64::NAN, false), "–");
    }

    #[test]
    fn dates_are_as_precise_as_they_are() {
        for (text, iso, written) in [
            ("2025-01-07", "2025-01-07", "7 Jan 2025"),
            ("2025-01", "2025-01", "Jan 2025"),
            ("2021", "2021", "2021"),
            ("2024-04-13..2024-04-14", "2024-04-13 – 2024-04-14", "13 Apr 2024 – 14 Apr 2024"),
            ("2022-01-01..", "from 2022", "from 2022"),
            ("2025-01-20..", "from 2025-01-20", "from 20 Jan 2025"),
            ("..2001-06-30", "until 2001-06-30", "until 30 Jun 2001"),
        ] {
            let parsed: EventDate = text.parse().unwrap();
            assert_eq!(date(parsed, DateStyle::Written), written);
            assert_eq!(date(parsed, DateStyle::Iso), iso);
        }
        assert_eq!(date(EventDate::UNKNOWN, DateStyle::Written), "");
    }

    #[test]
    fn a_notation_writes_as_the_user_likes() {
        let short = Notation::default();
        let full = Notation { dates: DateStyle::Written, numbers: NumberStyle::Full };
        assert_eq!(
            (short.counted(1, "event"), short.counted(0, "event")),
            ("1 event".into(), "0 events".into())
        );
        assert_eq!(
            (short.counted(1_999, "report"), full.counted(1_999, "report")),
            ("1.9k reports".into(), "1,999 reports".into())
        );
        assert_eq!(
            [6, 5, 4].map(|cells| full.count_in(12_345, cells)),
            ["12,345", "12.3k", "12k"].map(str::to_owned)
        );
        assert_eq!(
            (full.signed(-1_234), full.signed_in(-1_234, 5), full.signed(0)),
            ("-1,234".into(), "-1.2k".into(), "0".into())
        );
        let march: Day = "2021-03-01".parse::<EventDate>().unwrap().start();
        assert_eq!(
            (short.bin(Unit::Month, march), full.bin(Unit::Month, march)),
            ("2021-03".into(), "Mar 2021".into())
        );
        assert_eq!(full.bin(Unit::Week, march), "1 Mar 2021");
        assert_eq!(full.bin(Unit::Quarter, march), "2021-Q1");
    }

    #[test]
    fn short_dates_fit_their_column_and_tell_their_precision() {
        let full = Notation { dates: DateStyle::Written, numbers: NumberStyle::Full };
        for (text, iso, written) in [
            ("2025-01-17", "2025-01-17", "17 Jan 2025"),
            ("2024-12", "2024-12", "Dec 2024"),
            ("2021", "2021", "2021"),
            ("2022..", "2022–", "2022–"),
            ("..2001", "–2001", "–2001"),
            ("..2001-06", "–2001-06-30", "–30 Jun 2001"),
            ("2025-01-17..", "2025-01-17–", "17 Jan 2025–"),
            ("2024-04-13..2024-04-14", "2024-04-13+", "13 Apr 2024+"),
            ("2015..2024", "2015–2024", "2015–2024"),
        ] {
            let date: EventDate = text.parse().unwrap();
            for (notation, short) in [(Notation::default(), iso), (full, written)] {
                assert_eq!(notation.short_date(date), short);
                assert!(short.chars().count() <= notation.date_cells());
            }
        }
        assert_eq!(full.short_date(EventDate::UNKNOWN), "undated");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    proptest! {
        #[test]
        fn counts_fit_five_cells(n in 0u64..100_000_000_000_000) {
            prop_assert!(count(n).len() <= 5);
        }
    }
}
