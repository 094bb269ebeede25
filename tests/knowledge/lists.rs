//! Every country on every list of the field, against a table that was gathered
//! apart from ours.

use std::collections::HashSet;

use detente::model::country::{CountryId, CountryKind, countries};

/// One country: codes and names by column.
struct Listed {
    iso3: &'static str,
    iso2: &'static str,
    fips: &'static str,
    cameo: Vec<&'static str>,
    cow: &'static str,
    cow_number: Option<u16>,
    gw_number: Option<u16>,
    names: Vec<&'static str>,
}

fn listed() -> Vec<Listed> {
    let lines = include_str!("lists.tsv").lines().filter(|l| !l.starts_with('#')).skip(1);
    let row = |line: &'static str| {
        let [iso3, iso2, fips, cameo, cow, cow_number, gw_number, name, icews] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        Listed {
            iso3,
            iso2,
            fips,
            cameo: cameo.split_whitespace().collect(),
            cow,
            cow_number: cow_number.parse().ok(),
            gw_number: gw_number.parse().ok(),
            names: std::iter::once(name).chain(icews.split('|').filter(|n| !n.is_empty())).collect(),
        }
    };
    lines.map(row).collect()
}

#[test]
fn all_lists_land_on_the_same_country() {
    let mut wrong = Vec::new();
    for row in listed() {
        let id = countries().find(|(_, c)| c.iso3 == row.iso3).map(|(id, _)| id);
        assert!(id.is_some(), "{} is missing", row.iso3);
        let mut is = |what: &str, code: &str, found: Option<CountryId>| {
            if found != id {
                wrong.push(format!("{} {what} {code}: {}", row.iso3, found.map_or("none", |c| c.iso3())));
            }
        };
        is("ISO", row.iso3, CountryId::from_iso3(row.iso3).or(id.filter(|_| row.iso2.is_empty())));
        if !row.iso2.is_empty() {
            is("ISO", row.iso2, CountryId::from_iso2(row.iso2));
            is("typed", row.iso2, CountryId::from_any(row.iso2));
        }
        if !row.fips.is_empty() {
            is("FIPS", row.fips, CountryId::from_fips(row.fips));
        }
        for code in &row.cameo {
            is("CAMEO", code, CountryId::from_cameo(code));
            is("CAMEO", code, CountryId::from_actor_code(&format!("{code}GOV")));
        }
        if !row.cow.is_empty() {
            is("COW", row.cow, CountryId::from_cow(row.cow));
        }
        if let Some(number) = row.cow_number {
            is("COW", &number.to_string(), CountryId::from_cow_number(number));
        }
        if let Some(number) = row.gw_number {
            is("GW", &number.to_string(), CountryId::from_gw_number(number));
        }
        // The names of former states go to what their land belongs to now.
        for name in row.names.iter().filter(|_| !row.iso2.is_empty()) {
            is("name", name, CountryId::from_name(name));
        }
    }
    assert!(wrong.is_empty(), "{} of the lists' codes go elsewhere:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_country_is_left_out_of_the_lists() {
    let rows = listed();
    let there: HashSet<&str> = rows.iter().map(|r| r.iso3).collect();
    let all = countries().filter(|(_, c)| c.kind == CountryKind::Country);
    let missing: Vec<&str> = all.map(|(_, c)| c.iso3).filter(|code| !there.contains(code)).collect();
    assert_eq!(missing, [""; 0]);
    let codes = |f: fn(&Listed) -> bool| rows.iter().filter(|r| f(r)).count();
    // As many as the lists have, so that an empty column does not pass.
    assert!(codes(|r| !r.iso2.is_empty()) == 250 && codes(|r| !r.fips.is_empty()) >= 245);
    assert!(codes(|r| r.cow_number.is_some()) >= 210 && codes(|r| r.gw_number.is_some()) >= 185);
    assert!(codes(|r| !r.cameo.is_empty()) >= 230 && codes(|r| r.names.len() > 1) >= 190);
}

#[test]
fn states_that_are_gone_stay_themselves() {
    for (cow, code, heirs) in [
        ("CZE", "CSK", &["CZE", "SVK"][..]),
        ("GDR", "DDR", &["DEU"]),
        ("YPR", "YMD", &["YEM"]),
        ("RVN", "RVN", &["VNM"]),
        ("ZAN", "ZAN", &["TZA"]),
        ("AUH", "AUH", &["AUT", "HUN"]),
    ] {
        let id = CountryId::from_cow(cow).unwrap();
        assert_eq!(id.iso3(), code);
        assert!(id.get().is_some_and(|c| c.kind == CountryKind::Historical && c.existed().is_some()));
        for heir in heirs {
            assert_ne!(CountryId::from_iso3(heir), Some(id), "{code} is not {heir}");
        }
    }
    // Both withdrawn codes and names.
    for (word, code) in [("Soviet Union", "SUN"), ("Yugoslavia", "YUG"), ("Czechoslovakia", "CSK")] {
        assert_eq!(CountryId::from_name(word).map(|c| c.iso3()), Some(code));
        assert_eq!(CountryId::from_iso3(code).map(|c| c.iso3()), Some(code));
    }
}
