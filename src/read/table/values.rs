//! Numbers, days and codes out of the bytes of a field.

use crate::model::{ActorKind, Day, Minute};

/// A whole number without a sign.
#[inline]
pub(super) fn number(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() || bytes.len() > 19 {
        return None;
    }
    let (eight, rest) = match bytes.split_first_chunk::<8>() {
        Some((eight, rest)) => (digits8(eight)?, rest),
        None => (0, bytes),
    };
    rest.iter().try_fold(eight, |sum, &b| {
        let digit = b.wrapping_sub(b'0');
        (digit < 10).then(|| sum * 10 + u64::from(digit))
    })
}

/// Eight digits at once: pairs are added up in all bytes side by side, then
/// pairs of pairs, then both halves.
#[inline]
fn digits8(bytes: &[u8; 8]) -> Option<u64> {
    let word = u64::from_le_bytes(*bytes);
    let high = word.wrapping_add(0x4646_4646_4646_4646) | word.wrapping_sub(0x3030_3030_3030_3030);
    if high & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let ones = word - 0x3030_3030_3030_3030;
    let pairs = (ones.wrapping_mul(10) + (ones >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    Some((fours.wrapping_mul(10_000) + (fours >> 32)) & 0xffff_ffff)
}

/// A count: a whole number, held down to 32 bits; `3.0` is one too.
#[inline]
pub(super) fn count(bytes: &[u8]) -> Option<u32> {
    // Most have one digit or two.
    match bytes {
        [a] if a.is_ascii_digit() => return Some(u32::from(a - b'0')),
        [a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
            return Some(u32::from(a - b'0') * 10 + u32::from(b - b'0'));
        }
        _ => {}
    }
    let whole = bytes.strip_suffix(b".0").unwrap_or(bytes);
    number(whole).map(|n| u32::try_from(n).unwrap_or(u32::MAX))
}

/// A day written `YYYYMMDD`.
#[inline]
pub(super) fn day8(bytes: &[u8]) -> Option<Day> {
    let n = digits8(bytes.try_into().ok()?)? as u32;
    civil((n / 10_000) as i32, n / 100 % 100, n % 100)
}

/// A time written `YYYYMMDDHHMMSS`, or a day.
#[inline]
pub(super) fn minute14(bytes: &[u8]) -> Option<Minute> {
    match bytes.split_at_checked(8)? {
        (day, []) => Some(Minute::new(day8(day)?, 0)),
        (day, time) if time.len() == 6 => {
            let n = number(time)? as u32;
            let (hour, minute) = (n / 10_000, n / 100 % 100);
            (hour < 24 && minute < 60).then_some(Minute::new(day8(day)?, hour * 60 + minute))
        }
        _ => None,
    }
}

/// A day of the proleptic Gregorian calendar, by counting the days of its years
/// from a first of March; quicker than the library, and checked against it.
#[inline]
pub(super) fn civil(year: i32, month: u32, day: u32) -> Option<Day> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = *LENGTHS.get((month as usize).checked_sub(1)?)? + u32::from(leap && month == 2);
    if day == 0 || day > length || !(1..=9999).contains(&year) {
        return None;
    }
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * m + 2) / 5 + day - 1;
    let days = y * 365 + y / 4 - y / 100 + y / 400 + of_year as i32;
    Some(Day(days - 719_468))
}

/// A number with a decimal point. Plain forms are read by hand, to four places,
/// which is as many as are kept; others by the library.
#[inline]
pub(super) fn decimal(bytes: &[u8]) -> Option<f32> {
    let (negative, digits) = match bytes.split_first()? {
        (b'-', rest) => (true, rest),
        _ => (false, bytes),
    };
    let (mut value, mut places, mut point, mut any) = (0u32, 0usize, false, false);
    for &b in digits {
        match b {
            b'0'..=b'9' if places < 4 => {
                if value > 40_000 && !point {
                    return slow_decimal(bytes);
                }
                value = value * 10 + u32::from(b - b'0');
                places += usize::from(point);
                any = true;
            }
            b'0'..=b'9' => {}
            b'.' if !point => point = true,
            _ => return slow_decimal(bytes),
        }
    }
    if !any {
        return None;
    }
    let scale = [1.0, 10.0, 100.0, 1000.0, 10_000.0];
    let size = value as f32 / scale.get(places).copied().unwrap_or(1.0);
    Some(if negative { -size } else { size })
}

#[cold]
fn slow_decimal(bytes: &[u8]) -> Option<f32> {
    std::str::from_utf8(bytes).ok()?.parse().ok().filter(|v: &f32| v.is_finite())
}

/// A coordinate in degrees, NaN if there is none.
pub(super) fn degrees(bytes: &[u8], most: f32) -> f32 {
    match slow_decimal(bytes) {
        Some(value) if value.abs() <= most => value,
        _ => f32::NAN,
    }
}

/// A field without blanks around it.
pub(super) fn trim(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii()
}

/// What kind of actor a CAMEO actor code stands for: by the first role in it,
/// behind the country where it begins with one.
pub(super) fn kind_of(code: &str, role: &str, has_country: bool) -> ActorKind {
    let rest = if has_country { code.get(3..).unwrap_or("") } else { code };
    let role = if role.is_empty() { rest.get(..3).unwrap_or("") } else { role };
    match role {
        "" if has_country => ActorKind::State,
        "GOV" | "MIL" | "JUD" | "LEG" | "COP" | "SPY" => ActorKind::Body,
        "IGO" | "INT" | "IMG" => ActorKind::Igo,
        "NGO" | "NGM" => ActorKind::Ngo,
        "REB" | "INS" | "SEP" | "UAF" | "RAD" => ActorKind::ArmedGroup,
        "OPP" | "PTY" => ActorKind::Party,
        "BUS" | "MNC" => ActorKind::Company,
        "MED" => ActorKind::Media,
        "CVL" | "REF" | "LAB" | "EDU" | "AGR" | "HLH" | "CRM" | "ENV" | "HRI" | "ELI" => ActorKind::People,
        _ => ActorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_library() {
        for len in 1..=19 {
            for bytes in ["1234567890123456789", "9999999999999999999", "0000000000000000000"] {
                assert_eq!(number(&bytes.as_bytes()[..len]), bytes[..len].parse().ok(), "{len}");
            }
            for at in 0..len {
                for odd in [b'/', b':', b' ', 0, 0x80, 0xff, b'-', b'A', 0xb0, 0xba] {
                    let mut bytes = vec![b'5'; len];
                    bytes[at] = odd;
                    assert_eq!(number(&bytes), None, "{bytes:?}");
                    assert_eq!(count(&bytes), None, "{bytes:?}");
                }
            }
        }
        assert_eq!((number(b""), number(&[b'1'; 20])), (None, None));
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let mut day = Day::ymd(1, 1, 1).unwrap();
        while let Some(date) = day.date().filter(|_| day < Day::ymd(2400, 1, 2).unwrap()) {
            use chrono::Datelike;
            assert_eq!(civil(date.year(), date.month(), date.day()), Some(day), "{date}");
            day = day.plus(1 + day.0.rem_euclid(7));
        }
        for (y, m, d) in [(2023, 2, 29), (2023, 13, 1), (2023, 0, 1), (2023, 4, 31), (2023, 4, 0), (0, 1, 1)]
        {
            assert_eq!(civil(y, m, d), None, "{y}-{m}-{d}");
        }
    }

    #[test]
    fn decimals_are_right_to_four_places() {
        for text in ["0", "-2.56410256410256", "7.0", "0.52", "-99.999", "12345.678", "1e2", "-0"] {
            let expected: f32 = text.parse().unwrap();
            let found = decimal(text.as_bytes()).unwrap();
            assert!((found - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{text}: {found}");
        }
        for text in ["", "-", ".", "x", "1.2.3", "1-2"] {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn counts_and_times() {
        assert_eq!(count(b"12"), Some(12));
        assert_eq!(count(b"3.0"), Some(3));
        assert_eq!(count(b"99999999999"), Some(u32::MAX));
        assert_eq!((count(b"-1"), count(b""), count(b"1x")), (None, None, None));
        let minute = minute14(b"20191024143000").unwrap();
        assert_eq!((minute.day(), minute.time()), (Day::ymd(2019, 10, 24), Some((14, 30))));
        assert_eq!(minute14(b"20130203").and_then(Minute::day), Day::ymd(2013, 2, 3));
        assert_eq!(
            (minute14(b"20191024253000"), minute14(b"201910"), minute14(b"2019102414")),
            (None, None, None)
        );
    }
}
