//! Numbers and dates as tables and charts write them.

use crate::config::{DateStyle, NumberStyle};
use crate::model::{Day, EventDate, Precision};

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

/// A count in the style that the user likes.
pub fn number(n: u64, style: NumberStyle) -> String {
    match style {
        NumberStyle::Short => count(n),
        NumberStyle::Full => grouped(n),
    }
}

/// A date in the style that the user likes, as precise as it is: `2025-01-17`
/// or `17 Jan 2025`, `2025-01` or `Jan 2025`, `2021`, `2022..` or
/// `from 1 Jan 2022`; empty if unknown.
pub fn date(date: EventDate, style: DateStyle) -> String {
    if style == DateStyle::Iso {
        return date.to_string();
    }
    let written = |day: Day, form| match day.date() {
        Some(date) => date.format(form).to_string(),
        None => String::new(),
    };
    let full = |day| written(day, "%-d %b %Y");
    match date.precision() {
        Precision::Day => full(date.start()),
        Precision::Month => written(date.start(), "%b %Y"),
        Precision::Year | Precision::Unknown => date.to_string(),
        Precision::Range if date.start() == Day::MIN => format!("until {}", full(date.end())),
        Precision::Range if date.end() == Day::MAX => format!("from {}", full(date.start())),
        Precision::Range => format!("{} – {}", full(date.start()), full(date.end())),
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
        for (iso, written) in [
            ("2025-01-07", "7 Jan 2025"),
            ("2025-01", "Jan 2025"),
            ("2021", "2021"),
            ("2024-04-13..2024-04-14", "13 Apr 2024 – 14 Apr 2024"),
            ("2022-01-01..", "from 1 Jan 2022"),
            ("..2001-06-30", "until 30 Jun 2001"),
        ] {
            let parsed: EventDate = iso.parse().unwrap();
            assert_eq!(date(parsed, DateStyle::Written), written);
            assert_eq!(date(parsed, DateStyle::Iso), iso);
        }
        assert_eq!(date(EventDate::UNKNOWN, DateStyle::Written), "");
        assert_eq!(number(1_999, NumberStyle::Full), "1,999");
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
