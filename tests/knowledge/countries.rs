//! The country table.

use std::collections::{HashMap, HashSet};

use detente::model::country::{Country, CountryId, CountryKind, countries};

fn iso(code: &str) -> CountryId {
    CountryId::from_iso3(code).unwrap_or_else(|| panic!("{code} is missing"))
}

fn of_kind(kind: CountryKind) -> Vec<&'static Country> {
    countries().map(|(_, c)| c).filter(|c| c.kind == kind).collect()
}

#[test]
fn all_of_iso_3166_is_there_and_kosovo() {
    let list = of_kind(CountryKind::Country);
    assert_eq!(list.len(), 249 + 1);
    assert!(list.iter().all(|c| c.iso2.len() == 2 && c.iso3.len() == 3));
    for code in ["AFG", "ALA", "BES", "CUW", "ESH", "HKG", "PSE", "SSD", "SXM", "TWN", "UMI", "XKX", "ZWE"] {
        iso(code);
    }
    assert_eq!(of_kind(CountryKind::Body).iter().map(|c| c.iso3).collect::<Vec<_>>(), ["EUE", "UNO"]);
}

#[test]
fn blocks_are_sorted_within_their_kind() {
    let rank = |c: &Country| match c.kind {
        CountryKind::Country => 0,
        CountryKind::Body => 1,
        CountryKind::Historical => 2,
    };
    let order: Vec<_> = countries().map(|(_, c)| (rank(c), c.iso3)).collect();
    assert!(order.is_sorted(), "sort assets/countries.toml by kind, then iso3");
}

#[test]
fn no_code_is_given_twice() {
    type Codes = fn(&Country) -> Vec<String>;
    let lists: [(&str, Codes); 8] = [
        ("iso3", |c| vec![c.iso3.into()]),
        ("iso2", |c| vec![c.iso2.into()]),
        ("former", |c| c.former.iter().map(|s| s.to_string()).collect()),
        ("cameo", |c| c.cameo.iter().map(|s| s.to_string()).collect()),
        ("fips", |c| c.fips.iter().map(|s| s.to_string()).collect()),
        ("cow", |c| c.cow.iter().map(|s| s.to_string()).collect()),
        ("cow_number", |c| c.cow_number.iter().map(u16::to_string).collect()),
        ("gw_number", |c| c.gw_number.iter().map(u16::to_string).collect()),
    ];
    for (list, codes) in lists {
        let mut seen = HashMap::new();
        for (_, c) in countries() {
            for code in codes(c).into_iter().filter(|code| !code.is_empty()) {
                let width = match list {
                    "iso2" | "fips" => 2,
                    "cow_number" | "gw_number" => code.len(),
                    _ => 3,
                };
                assert_eq!(code.len(), width, "{list} {code}");
                if let Some(other) = seen.insert(code.clone(), c.iso3) {
                    panic!("{list} {code} stands with {other} and {}", c.iso3);
                }
            }
        }
    }
}

#[test]
fn no_word_means_two_countries() {
    for (id, c) in countries() {
        for name in std::iter::once(&c.name).chain(&c.names) {
            assert_eq!(CountryId::from_name(name), Some(id), "{name} of {}", c.iso3);
        }
        for word in c.demonyms.iter().chain(&c.capitals) {
            // A short code of another country goes first ("Lao" is LAO itself).
            assert_eq!(CountryId::from_any(word), Some(id), "{word} of {}", c.iso3);
        }
        assert_eq!(CountryId::from_any(c.iso3), Some(id));
    }
    // A demonym of one country is no name or capital of another.
    let mut seen: HashMap<String, &str> = HashMap::new();
    for (_, c) in countries() {
        let words = std::iter::once(&c.name).chain(&c.names).chain(&c.demonyms).chain(&c.capitals);
        for word in words.map(|w| w.to_lowercase()).collect::<HashSet<_>>() {
            if let Some(other) = seen.insert(word.clone(), c.iso3) {
                panic!("{word} stands with {other} and {}", c.iso3);
            }
        }
    }
}

/// What the same country is called on every list, traps first.
#[test]
fn the_lists_agree_on_a_country() {
    // iso3, iso2, CAMEO, FIPS, Correlates of War, its number, a name.
    let rows = [
        ("CHE", "CH", "CHE", "SZ", "SWZ", 225, "Swiss Confederation"),
        ("CHN", "CN", "CHN", "CH", "CHN", 710, "People's Republic of China"),
        ("AUS", "AU", "AUS", "AS", "AUL", 900, "Australia"),
        ("AUT", "AT", "AUT", "AU", "AUS", 305, "Austria"),
        ("RUS", "RU", "RUS", "RS", "RUS", 365, "Russian Federation"),
        ("SRB", "RS", "SRB", "RI", "YUG", 345, "Republic of Serbia"),
        ("MNE", "ME", "MTN", "MJ", "MNG", 341, "Montenegro"),
        ("MNG", "MN", "MNG", "MG", "MON", 712, "Mongolia"),
        ("MCO", "MC", "MCO", "MN", "MNC", 221, "Monaco"),
        ("ROU", "RO", "ROM", "RO", "ROM", 360, "Romania"),
        ("TLS", "TL", "TMP", "TT", "ETM", 860, "East Timor"),
        ("COD", "CD", "COD", "CG", "DRC", 490, "Democratic Republic of Congo"),
        ("COG", "CG", "COG", "CF", "CON", 484, "Congo"),
        ("CAF", "CF", "CAF", "CT", "CEN", 482, "Central African Republic"),
        ("NER", "NE", "NER", "NG", "NIR", 436, "Niger"),
        ("NGA", "NG", "NGA", "NI", "NIG", 475, "Nigeria"),
        ("NIC", "NI", "NIC", "NU", "NIC", 93, "Nicaragua"),
        ("PRK", "KP", "PRK", "KN", "PRK", 731, "DPRK"),
        ("KOR", "KR", "KOR", "KS", "ROK", 732, "Republic of Korea"),
        ("IRQ", "IQ", "BAG", "IZ", "IRQ", 645, "Iraq"),
        ("IRN", "IR", "IRN", "IR", "IRN", 630, "Iran, Islamic Republic of"),
        ("ISR", "IL", "ISR", "IS", "ISR", 666, "Israel"),
        ("ISL", "IS", "ISL", "IC", "ICE", 395, "Iceland"),
        ("SSD", "SS", "SSD", "OD", "SSD", 626, "South Sudan"),
        ("XKX", "XK", "KSV", "KV", "KOS", 347, "Kosovo"),
        ("YEM", "YE", "YEM", "YM", "YEM", 679, "Yemen"),
        ("DEU", "DE", "DEU", "GM", "GMY", 255, "Federal Republic of Germany"),
        ("SVK", "SK", "SVK", "LO", "SLO", 317, "Slovak Republic"),
        ("SVN", "SI", "SVN", "SI", "SLV", 349, "Slovenia"),
        ("SLV", "SV", "SLV", "ES", "SAL", 92, "El Salvador"),
        ("ESP", "ES", "ESP", "SP", "SPN", 230, "Spain"),
        ("ZAF", "ZA", "ZAF", "SF", "SAF", 560, "South Africa"),
        ("ZMB", "ZM", "ZMB", "ZA", "ZAM", 551, "Zambia"),
        ("VNM", "VN", "VNM", "VM", "DRV", 816, "Vietnam, Republic of"),
        ("MKD", "MK", "MKD", "MK", "MAC", 343, "the former Yugoslav Republic of Macedonia"),
        ("MDA", "MD", "MDA", "MD", "MLD", 359, "Moldova, Republic of"),
        ("SWZ", "SZ", "SWZ", "WZ", "SWA", 572, "Swaziland"),
        ("GBR", "GB", "GBR", "UK", "UKG", 200, "Britain"),
        ("CIV", "CI", "CIV", "IV", "CDI", 437, "Côte d’Ivoire"),
        ("TUR", "TR", "TUR", "TU", "TUR", 640, "Türkiye"),
    ];
    for (iso3, iso2, cameo, fips, cow, number, name) in rows {
        let id = Some(iso(iso3));
        assert_eq!(CountryId::from_iso2(iso2), id, "{iso2}");
        assert_eq!(CountryId::from_cameo(cameo), id, "CAMEO {cameo}");
        assert_eq!(CountryId::from_actor_code(&format!("{cameo}GOV")), id, "CAMEO {cameo}GOV");
        assert_eq!(CountryId::from_fips(fips), id, "FIPS {fips}");
        assert_eq!(CountryId::from_cow(cow), id, "COW {cow}");
        assert_eq!(CountryId::from_cow_number(number), id, "COW {number}");
        assert_eq!(CountryId::from_name(name), id, "{name}");
        assert_eq!(CountryId::from_any(&iso3.to_lowercase()), id);
        assert_eq!(CountryId::from_any(iso2), id);
    }
}

#[test]
fn palestine_is_one_whatever_the_list_calls_it() {
    let id = Some(iso("PSE"));
    for code in ["PSE", "PAL", "WSB", "GZS"] {
        assert_eq!(CountryId::from_cameo(code), id, "{code}");
    }
    assert_eq!((CountryId::from_fips("WE"), CountryId::from_fips("GZ")), (id, id));
    for name in ["Occupied Palestinian Territory", "West Bank", "Gaza Strip", "State of Palestine"] {
        assert_eq!(CountryId::from_name(name), id, "{name}");
    }
    // Palau's Correlates of War abbreviation.
    assert_eq!(CountryId::from_cow("PAL"), Some(iso("PLW")));
}

#[test]
fn withdrawn_codes_and_older_numbers_are_understood() {
    for (old, new) in [("ZAR", "COD"), ("BUR", "MMR"), ("TMP", "TLS"), ("ROM", "ROU"), ("VDR", "VNM")] {
        assert_eq!(CountryId::from_iso3(old), Some(iso(new)), "{old}");
    }
    assert_eq!(CountryId::from_cow_number(260), Some(iso("DEU")));
    assert_eq!(CountryId::from_cow_number(678), Some(iso("YEM")));
    for (gw, code) in
        [(260, "DEU"), (255, "DEU"), (678, "YEM"), (340, "SRB"), (345, "YUG"), (970, "KIR"), (971, "NRU")]
    {
        assert_eq!(CountryId::from_gw_number(gw), Some(iso(code)), "{gw}");
    }
    assert_eq!(CountryId::from_gw_number(630), Some(iso("IRN")));
}

#[test]
fn all_states_of_correlates_of_war_are_there() {
    let mut states = 0;
    for (id, c) in countries() {
        assert_eq!(c.cow.len(), c.cow_number.len(), "{}", c.iso3);
        for (code, &number) in c.cow.iter().zip(&c.cow_number) {
            assert_eq!(CountryId::from_cow(code), Some(id), "{code}");
            assert_eq!(CountryId::from_cow_number(number), Some(id), "{number}");
            states += 1;
        }
    }
    // The state system membership list of 2016.
    assert_eq!(states, 217);
}

#[test]
fn bodies_are_found_in_actor_codes_and_regions_are_not_countries() {
    assert_eq!(CountryId::from_actor_code("IGOUNO"), Some(iso("UNO")));
    assert_eq!(CountryId::from_actor_code("IGOUNOREFHCR"), Some(iso("UNO")));
    assert_eq!(CountryId::from_actor_code("IGOEUREEC"), Some(iso("EUE")));
    assert_eq!(CountryId::from_any("eu"), Some(iso("EUE")));
    for code in ["IGO", "IGOWSTNAT", "IGOUN", "EUR", "EURGOV", "MEA", "WST", "AFR", "COP", "", "É", "IGOÉÉ"]
    {
        assert_eq!(CountryId::from_actor_code(code), None, "{code}");
    }
    assert_eq!(CountryId::from_fips("OS"), None);
}

#[test]
fn what_people_type_finds_the_primary_meaning() {
    for (typed, code) in [
        ("CH", "CHE"),
        ("us", "USA"),
        ("uk", "GBR"),
        ("Kremlin", "RUS"),
        ("white house", "USA"),
        ("Kiev", "UKR"),
        ("kyiv", "UKR"),
        ("élysée", "FRA"),
        ("Georgia", "GEO"),
        ("Congolese", "COD"),
        ("American", "USA"),
        ("guinean", "GIN"),
        ("nigerien", "NER"),
        ("Nigerians", "NGA"),
        ("Burma", "MMR"),
        (" Holland ", "NLD"),
        ("Soviet", "SUN"),
        ("South Vietnamese", "RVN"),
    ] {
        assert_eq!(CountryId::from_any(typed), Some(iso(code)), "{typed}");
    }
    for typed in ["", "?", "Korean", "Atlantis", "Europe", "XX", "ZZZ", "Sankt Nirgendwo"] {
        assert_eq!(CountryId::from_any(typed), None, "{typed}");
    }
}

#[test]
fn historical_states_have_years_and_others_none() {
    let list = of_kind(CountryKind::Historical);
    for code in ["SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "RVN", "ZAN", "AUH", "ANT"] {
        assert!(list.iter().any(|c| c.iso3 == code), "{code}");
    }
    for (_, c) in countries() {
        let existed = c.existed();
        assert_eq!(existed.is_some(), c.kind == CountryKind::Historical, "{}", c.iso3);
        if let Some(years) = existed {
            let (from, to) = (years.start().year().unwrap(), years.end().year().unwrap());
            assert!((1800..2020).contains(&from) && from <= to && to < 2020, "{}", c.iso3);
        }
    }
}

#[test]
fn the_haystack_holds_every_word_once() {
    let iran = iso("IRN").get().unwrap().haystack();
    for word in ["Iran", "IRN", "IR", "Persia", "Iranian", "Tehran"] {
        assert!(iran.contains(word), "{word} in {iran}");
    }
    assert_eq!(iran.matches("IRN").count(), 1);
    assert!(!iran.contains("  "));
}
