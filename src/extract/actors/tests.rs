use std::collections::{BTreeMap, BTreeSet};

use super::table::RowError;
use super::*;

/// The text of a table as it is compiled in, for checks of the rows themselves.
const PERSONS_TSV: &str = include_str!("../../../assets/actors/persons.tsv");
const ORGANISATIONS_TSV: &str = include_str!("../../../assets/actors/organisations.tsv");
const ROLES_TSV: &str = include_str!("../../../assets/actors/roles.tsv");
const PLACES_TSV: &str = include_str!("../../../assets/actors/places.tsv");

fn find<'a>(rows: impl Iterator<Item = &'a Person>, form: &str, day: &str) -> Vec<&'a Person> {
    let day = day.parse::<EventDate>().unwrap().start();
    rows.filter(|p| p.serves_on(day) && (p.name == form || p.aliases.iter().any(|a| a.text == form)))
        .collect()
}

#[test]
fn every_row_of_every_table_is_read() {
    let count = |text: &str| text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).count() - 1;
    assert_eq!(table::persons(PERSONS_TSV).unwrap().len(), count(PERSONS_TSV));
    assert_eq!(table::organisations(ORGANISATIONS_TSV).unwrap().len(), count(ORGANISATIONS_TSV));
    assert_eq!(table::roles(ROLES_TSV).unwrap().len(), count(ROLES_TSV));
    assert_eq!(table::places(PLACES_TSV).unwrap().len(), count(PLACES_TSV));
    assert!(persons().len() > 1000 && organisations().len() > 500, "tables are whole");
}

#[test]
fn a_bad_row_is_named_by_its_line_and_fault() {
    let head = "country\toffice\tname\tfrom\tto\taliases\n";
    let fault = |row: &str| {
        let text: &'static str = Box::leak(format!("# comment\n{head}{row}").into_boxed_str());
        table::persons(text).unwrap_err()
    };
    let error = fault("IRN\tpresident\tA\t2001\n");
    assert_eq!((error.line, error.kind), (3, RowError::Cells { wanted: 6, found: 4 }));
    assert!(matches!(fault("IRN\tking of kings\tA\t\t\t").kind, RowError::Word { column: "office", .. }));
    assert!(matches!(fault("IRN\tpresident\tA\t2001-13\t\t").kind, RowError::Date(_)));
    assert!(matches!(fault("IRN\tpresident\t\t\t\t").kind, RowError::Missing("name")));
}

#[test]
fn terms_begin_before_they_end_and_occur_once() {
    let mut seen = BTreeSet::new();
    for p in persons() {
        assert!(p.from.start() <= p.to.end(), "{} {} ends before it begins", p.place, p.name);
        let row = (p.place.clone(), p.office, p.name.clone(), p.from);
        assert!(seen.insert(row), "{} {:?} {} {} twice", p.place, p.office, p.name, p.from);
        for a in &p.aliases {
            assert_ne!(a.text, p.name, "an alias repeats the name");
            assert!(a.text.chars().any(char::is_alphabetic), "{}: an alias without letters", p.name);
        }
    }
}

#[test]
fn two_terms_of_one_office_do_not_overlap() {
    let mut terms: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for p in persons() {
        terms.entry((&p.place, p.office, &p.name)).or_default().push((p.from, p.to));
    }
    for ((place, _, name), mut spans) in terms {
        spans.sort();
        for pair in spans.windows(2) {
            assert!(pair[0].1.start() <= pair[1].0.end(), "{place} {name}: {} and {}", pair[0].1, pair[1].0);
        }
    }
}

/// Names as strong forms: each belongs to one place, or to one person in several.
#[test]
fn a_strong_name_belongs_to_one_country() {
    let mut owners: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for p in persons() {
        for form in p.aliases.iter().filter(|a| !a.weak).map(|a| &*a.text).chain([&*p.name]) {
            let (place, name) = *owners.entry(form).or_insert((&p.place, &p.name));
            assert!(
                place == p.place || name == p.name,
                "{form}: {name} ({place}) and {} ({})",
                p.name,
                p.place
            );
        }
    }
}

#[test]
fn organisations_and_places_have_one_owner_for_each_strong_name() {
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for o in organisations() {
        for form in o.aliases.iter().filter(|a| !a.weak).map(|a| &*a.text).chain([&*o.name]) {
            let code = *owners.entry(form).or_insert(&o.code);
            assert_eq!(code, o.code, "{form}");
        }
    }
    let names: BTreeSet<_> = places().iter().map(|p| &p.name).collect();
    assert_eq!(names.len(), places().len(), "a place twice");
    let words: BTreeSet<_> = roles().iter().map(|r| &r.words).collect();
    assert_eq!(words.len(), roles().len(), "a role twice");
}

#[test]
fn countries_are_those_of_the_country_table() {
    for p in persons() {
        assert_ne!(p.country().is_known(), p.speaks_for_organisation(), "{} {}", p.place, p.name);
    }
    for o in organisations().iter().filter(|o| !o.place.is_empty()) {
        assert!(o.country().is_known(), "{} {}", o.place, o.name);
    }
    assert!(places().iter().all(|p| p.country().is_known()));
    let names: BTreeSet<_> = geography().collect();
    assert_eq!(names.len(), geography().count(), "a sea or part of the world twice");
    assert!(places().iter().all(|p| !names.contains(&*p.name)), "a place of one country and of none");
}

#[test]
fn codes_have_the_form_of_their_lists() {
    for o in organisations() {
        assert!(o.code.len() >= 3 && o.code.bytes().all(|b| b.is_ascii_uppercase()), "{}", o.code);
        assert!(o.place.is_empty() || o.place.len() == 3, "{}: {}", o.name, o.place);
    }
    for r in roles() {
        assert_eq!(r.code.len(), 3, "{}", r.words);
        assert_eq!(*r.words, r.words.to_lowercase());
    }
}

#[test]
fn leaders_are_told_apart_by_date() {
    let pm =
        |day| find(persons().iter().filter(|p| p.office == Office::PrimeMinister), "Netanyahu", day).len();
    assert_eq!((pm("1998-05-01"), pm("2004-05-01"), pm("2012-05-01")), (1, 0, 1));
    let assad = find(persons().iter(), "Assad", "1994-01-16");
    assert_eq!(assad.iter().map(|p| &*p.name).collect::<Vec<_>>(), ["Hafez al-Assad"]);
    let bush: BTreeSet<_> =
        find(persons().iter(), "Bush", "1991-01-16").iter().map(|p| &p.name).cloned().collect();
    assert_eq!(bush.into_iter().collect::<Vec<_>>(), ["George H.W. Bush"]);
    assert!(persons().iter().flat_map(|p| &p.aliases).filter(|a| a.text == "Bush").all(|a| a.weak));
}

#[test]
fn codes_come_from_place_and_office() {
    let putin = persons().iter().find(|p| p.name == "Vladimir Putin").unwrap();
    assert_eq!(putin.code(), "RUSGOV");
    let sinwar = persons().iter().find(|p| p.name == "Yahya Sinwar").unwrap();
    assert_eq!(sinwar.code(), "PSEREB");
    let bin_laden = persons().iter().find(|p| p.name == "Osama bin Laden").unwrap();
    assert!(bin_laden.speaks_for_organisation() && bin_laden.code() == "IMGALQ");
}

#[test]
fn a_users_file_adds_persons_and_organisations() {
    let text = "[[actor]]\nname = \"Jane Doe\"\naliases = [\"Doe\", \"?Jane\"]\ncountry = \"IRN\"\noffice = \"envoy\"\n\
                from = \"2023-05\"\n\n[[actor]]\nname = \"Fjord Council\"\nkind = \"ngo\"\ncode = \"NGOFJC\"\n";
    let actors = user::read(text).unwrap();
    let jane = &actors.persons[0];
    assert_eq!((jane.code().as_str(), jane.from.to_string().as_str()), ("IRNGOV", "2023-05"));
    assert_eq!(jane.aliases.iter().map(|a| a.weak).collect::<Vec<_>>(), [false, true]);
    assert_eq!(actors.organisations[0].kind, OrganisationKind::Ngo);
    assert_eq!(user::read("").unwrap(), user::UserActors::default());
}

#[test]
fn a_users_fault_is_told_with_its_line() {
    use user::UserErrorKind as Kind;
    let fault = |body: &str| user::read(&format!("# mine\n[[actor]]\nname = \"A\"\n{body}\n")).unwrap_err();
    let error = fault("country = \"Atlantis\"");
    assert_eq!((error.line, error.kind), (4, Kind::Country("Atlantis".into())));
    assert!(matches!(fault("country = \"IRN\"\noffice = \"boss\"").kind, Kind::Office(_)));
    assert_eq!(fault("country = \"IRN\"\noffice = \"boss\"").line, 5);
    assert!(matches!(fault("country = \"IRN\"\nkind = \"club\"").kind, Kind::Kind(_)));
    assert!(matches!(fault("code = \"irn\"").kind, Kind::Code(_)));
    assert!(matches!(fault("").kind, Kind::Nowhere(_)));
    assert!(matches!(fault("country = \"IRN\"\noffice = \"envoy\"\nfrom = \"May\"").kind, Kind::Date(_)));
    let order = fault("country = \"IRN\"\noffice = \"envoy\"\nfrom = \"2020\"\nto = \"2019\"");
    assert_eq!((order.line, order.kind), (7, Kind::Order));
    assert!(matches!(fault("colour = \"red\"").kind, Kind::Toml(_)));
    assert!(matches!(user::read("[[actor]]\nname = 3").unwrap_err().kind, Kind::Toml(_)));
    assert!(matches!(user::read("\u{1b}[31m").unwrap_err().kind, Kind::Toml(_)));
}

/// A measurement rather than a check: `cargo test --release --lib actors -- --ignored --nocapture`.
#[test]
#[ignore = "measures time"]
fn how_long_the_tables_take_to_read() {
    let best = (0..20).map(|_| {
        let start = std::time::Instant::now();
        let rows = table::persons(PERSONS_TSV).unwrap().len()
            + table::organisations(ORGANISATIONS_TSV).unwrap().len()
            + table::roles(ROLES_TSV).unwrap().len()
            + table::places(PLACES_TSV).unwrap().len();
        (start.elapsed(), rows)
    });
    let (time, rows) = best.min().unwrap();
    println!("{rows} rows in {time:?}");
    assert!(time.as_millis() < 100);
}
