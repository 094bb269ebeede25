//! Look-ups over the country table: by code of each list, by number, by name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Country, CountryId, FILE, file};

pub(super) static COUNTRIES: LazyLock<Vec<Country>> =
    // The text is compiled in and a test reads it: it cannot fail at run time.
    LazyLock::new(|| file::read(FILE).unwrap_or_default());

pub(super) static TABLE: LazyLock<CodeLists> = LazyLock::new(|| CodeLists::of(&COUNTRIES));

/// Names take longer to prepare than codes and are not needed for a first frame.
pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| Names::of(&COUNTRIES));

/// Codes of `N` capital letters. A plain array indexed by the letters: event
/// files ask for codes twice in every row.
pub(super) struct Codes<const N: usize>(Vec<u16>);

impl<const N: usize> Codes<N> {
    fn new() -> Self {
        Codes(vec![0; 26usize.pow(N as u32)])
    }

    fn slot(code: &str) -> Option<usize> {
        let letters: &[u8; N] = code.as_bytes().try_into().ok()?;
        letters
            .iter()
            .try_fold(0, |slot, c| c.is_ascii_uppercase().then(|| slot * 26 + usize::from(c - b'A')))
    }

    fn put(&mut self, code: &str, id: CountryId) {
        if let Some(place) = Self::slot(code).and_then(|slot| self.0.get_mut(slot)).filter(|p| **p == 0) {
            *place = id.0;
        }
    }

    pub(super) fn get(&self, code: &str) -> Option<CountryId> {
        let id = *self.0.get(Self::slot(code)?)?;
        (id != 0).then_some(CountryId(id))
    }
}

pub(super) struct CodeLists {
    pub(super) iso3: Codes<3>,
    pub(super) iso2: Codes<2>,
    pub(super) cameo: Codes<3>,
    pub(super) fips: Codes<2>,
    pub(super) cow: Codes<3>,
    pub(super) cow_numbers: FxHashMap<u16, CountryId>,
    pub(super) gw_numbers: FxHashMap<u16, CountryId>,
}

impl CodeLists {
    fn of(countries: &[Country]) -> CodeLists {
        let mut t = CodeLists {
            iso3: Codes::new(),
            iso2: Codes::new(),
            cameo: Codes::new(),
            fips: Codes::new(),
            cow: Codes::new(),
            cow_numbers: FxHashMap::default(),
            gw_numbers: FxHashMap::default(),
        };
        for (id, c) in numbered(countries) {
            t.iso3.put(c.iso3, id);
            t.iso2.put(c.iso2, id);
            c.cameo.iter().for_each(|code| t.cameo.put(code, id));
            c.fips.iter().for_each(|code| t.fips.put(code, id));
            c.cow.iter().for_each(|code| t.cow.put(code, id));
            for &n in &c.cow_number {
                t.cow_numbers.entry(n).or_insert(id);
            }
            for &n in if c.gw_number.is_empty() { &c.cow_number } else { &c.gw_number } {
                t.gw_numbers.entry(n).or_insert(id);
            }
        }
        // Withdrawn codes only where no code of today stands.
        for (id, c) in numbered(countries) {
            c.former.iter().for_each(|code| t.iso3.put(code, id));
        }
        t
    }
}

/// Names, and the other words that mean a country, both folded.
pub(super) struct Names {
    pub(super) names: FxHashMap<String, CountryId>,
    pub(super) words: FxHashMap<String, CountryId>,
}

impl Names {
    fn of(countries: &[Country]) -> Names {
        let mut n = Names { names: FxHashMap::default(), words: FxHashMap::default() };
        for (id, c) in numbered(countries) {
            for name in std::iter::once(&c.name).chain(&c.names) {
                n.names.entry(fold(name)).or_insert(id);
            }
            for word in c.demonyms.iter().chain(&c.capitals) {
                n.words.entry(fold(word)).or_insert(id);
            }
        }
        n
    }
}

pub(super) fn numbered<'a>(
    countries: &'a [Country],
) -> impl ExactSizeIterator<Item = (CountryId, &'a Country)> + use<'a> {
    countries.iter().enumerate().map(|(i, c)| (CountryId(i as u16 + 1), c))
}

/// The form under which names are compared: lower case, letters and digits
/// without accents, single spaces, `&` as "and", no leading "the".
pub(super) fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        name.chars().for_each(|c| fold_char(c, &mut out));
    } else {
        name.nfd().filter(|c| !is_combining_mark(*c)).for_each(|c| fold_char(c, &mut out));
    }
    out.truncate(out.trim_end().len());
    match out.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => out,
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        '\'' | '’' | '.' => {}
        '&' => out.push_str(if out.ends_with(' ') || out.is_empty() { "and " } else { " and " }),
        _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
        _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_alike() {
        for (a, b) in [
            ("Côte d'Ivoire", "COTE D’IVOIRE"),
            ("U.S.A.", "usa"),
            ("The Gambia", "gambia"),
            ("Trinidad & Tobago", "trinidad and tobago"),
            ("Trinidad&Tobago", "trinidad and tobago"),
            ("  Guinea-Bissau ", "guinea bissau"),
            ("São  Tomé", "Sao Tome"),
            ("", "..."),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_eq!(fold("Theben"), "theben");
    }

    #[test]
    fn only_capital_letters_of_the_right_number_are_codes() {
        let mut codes = Codes::<2>::new();
        codes.put("ZZ", CountryId(7));
        codes.put("ZZ", CountryId(8));
        codes.put("zz", CountryId(9));
        assert_eq!(codes.get("ZZ"), Some(CountryId(7)));
        for no in ["", "Z", "ZZZ", "zz", "Z9", "ÄZ", "ZY"] {
            assert_eq!(codes.get(no), None, "{no}");
        }
    }
}
