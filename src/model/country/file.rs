//! Reads `assets/countries.toml`.
//!
//! The table is needed for the first frame, so its text is compiled in and cut
//! into slices where it stands, in about a tenth of the time that a full TOML
//! parser takes. The price is a plain style: one `[[country]]` block each, one
//! `key = value` on a line, strings without escapes. A test holds this reader
//! against a real TOML parser.

use super::{Country, CountryKind};

/// The line (from 1) that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BadLine(pub usize);

/// All blocks of the file, in their order.
pub(super) fn read(text: &'static str) -> Result<Vec<Country>, BadLine> {
    let mut countries: Vec<Country> = Vec::with_capacity(text.len() / 200);
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line == "[[country]]" {
            countries.push(Country::default());
            continue;
        }
        countries.last_mut().and_then(|c| set(c, line)).ok_or(BadLine(at + 1))?;
    }
    Ok(countries)
}

fn set(c: &mut Country, line: &'static str) -> Option<()> {
    let (key, value) = line.split_once(" = ")?;
    match key {
        "iso3" => c.iso3 = string(value)?,
        "iso2" => c.iso2 = string(value)?,
        "name" => c.name = string(value)?,
        "kind" => {
            c.kind = match string(value)? {
                "country" => CountryKind::Country,
                "historical" => CountryKind::Historical,
                "body" => CountryKind::Body,
                _ => return None,
            }
        }
        "years" => c.years = Some(string(value)?),
        "former" => c.former = strings(value)?,
        "cameo" => c.cameo = strings(value)?,
        "fips" => c.fips = strings(value)?,
        "cow" => c.cow = strings(value)?,
        "cow_number" => c.cow_number = numbers(value)?,
        "gw_number" => c.gw_number = numbers(value)?,
        "names" => c.names = strings(value)?,
        "demonyms" => c.demonyms = strings(value)?,
        "capitals" => c.capitals = strings(value)?,
        _ => return None,
    }
    Some(())
}

fn string(value: &'static str) -> Option<&'static str> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains(['"', '\\'])).then_some(inner)
}

fn items(value: &'static str) -> Option<&'static str> {
    value.strip_prefix('[')?.strip_suffix(']')
}

fn strings(value: &'static str) -> Option<Vec<&'static str>> {
    // A name may hold a comma ("Bahamas, The"), but no quotation mark.
    let inner = items(value)?.strip_prefix('"')?.strip_suffix('"')?;
    let mut list = Vec::with_capacity(inner.matches("\", \"").count() + 1);
    for item in inner.split("\", \"") {
        if item.contains(['"', '\\']) {
            return None;
        }
        list.push(item);
    }
    Some(list)
}

fn numbers(value: &'static str) -> Option<Vec<u16>> {
    items(value)?.split(", ").map(|n| n.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::FILE;
    use super::*;

    /// The block as a TOML table again, without what is empty.
    fn table(c: &Country) -> toml::Table {
        let mut t = toml::Table::new();
        let mut put = |key: &str, value: &str| {
            if !value.is_empty() {
                t.insert(key.into(), value.into());
            }
        };
        put("iso3", c.iso3);
        put("iso2", c.iso2);
        put("name", c.name);
        put("years", c.years.unwrap_or(""));
        match c.kind {
            CountryKind::Country => {}
            CountryKind::Historical => put("kind", "historical"),
            CountryKind::Body => put("kind", "body"),
        }
        for (key, list) in [
            ("former", &c.former),
            ("cameo", &c.cameo),
            ("fips", &c.fips),
            ("cow", &c.cow),
            ("names", &c.names),
            ("demonyms", &c.demonyms),
            ("capitals", &c.capitals),
        ] {
            if !list.is_empty() {
                t.insert(key.into(), list.clone().into());
            }
        }
        for (key, list) in [("cow_number", &c.cow_number), ("gw_number", &c.gw_number)] {
            if !list.is_empty() {
                let list: Vec<i64> = list.iter().map(|&n| n.into()).collect();
                t.insert(key.into(), list.into());
            }
        }
        t
    }

    #[test]
    fn reads_what_a_toml_parser_reads() {
        let full: toml::Table = toml::from_str(FILE).unwrap();
        let blocks = full["country"].as_array().unwrap();
        let plain = read(FILE).unwrap();
        assert_eq!(plain.len(), blocks.len());
        for (c, block) in plain.iter().zip(blocks) {
            assert_eq!(&table(c), block.as_table().unwrap(), "{}", c.iso3);
        }
    }

    #[test]
    fn tells_the_line_that_it_cannot_read() {
        for (text, line) in [
            ("iso3 = \"IRN\"", 1),
            ("[[country]]\niso3 = \"IRN\"\nfips = \"IR\"", 3),
            ("[[country]]\nname = \"a \\\" b\"", 2),
            ("[[country]]\nnames = [\"a\",\"b\"]", 2),
            ("[[country]]\ncow_number = [70000]", 2),
            ("# head\n\n[[country]]\ncolour = \"red\"", 4),
        ] {
            assert_eq!(read(text).err(), Some(BadLine(line)), "{text}");
        }
    }
}
