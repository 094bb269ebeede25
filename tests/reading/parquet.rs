//! Events as Parquet and CSV, out and in again.

use std::collections::{BTreeMap, BTreeSet};

use detente::model::{Builder, Place, Precision, Store};
use detente::read::{self, Control, Input, LoadReport};
use detente::write::{TABLES, in_loading_order, parquet};

use super::tables::{bytes, read_bytes};

const TALKS: &str = include_str!("../fixtures/talks.toml");

fn stores() -> Vec<(&'static str, Store)> {
    let tables = [
        "gdelt2.export.csv",
        "gdelt1.tsv",
        "icews.tab",
        "polecat.txt",
        "phoenix.csv",
        "acled.csv",
        "ucdp-ged.csv",
    ];
    let mut stores: Vec<_> = tables.map(|name| (name, read_bytes(name, &bytes(name)).0)).into();
    for (name, text) in read::sample::FILES.iter().copied().chain([("talks.toml", TALKS)]) {
        stores.push((name, read_bytes(name, text.as_bytes()).0));
    }
    stores
}

fn written(store: &Store, format: &str) -> Vec<u8> {
    written_of(store, &in_loading_order(store), format)
}

fn written_of(store: &Store, places: &[Place], format: &str) -> Vec<u8> {
    let mut file = Vec::new();
    let table = TABLES.iter().find(|table| table.spec.name == format).unwrap();
    (table.write)(store, places, &mut file).unwrap();
    file
}

fn again(name: &str, file: Vec<u8>) -> (Store, LoadReport) {
    let mut builder = Builder::new();
    let report = read::read(&mut Input::from_bytes(name, file), &mut builder, &Control::new());
    (builder.snapshot(), report)
}

/// What a store tells of its events, in the order of loading; `all` of it, or
/// what a table of text keeps.
fn told(store: &Store, all: bool) -> Vec<String> {
    let actor = |id| {
        store.actor(id).map(|a| {
            let (role, kind) = if all { (store.str(a.role), Some(a.kind)) } else { ("", None) };
            (store.str(a.name), store.str(a.code), role, kind)
        })
    };
    let places = in_loading_order(store);
    let event = |place: &_| {
        let e = store.event(*place).unwrap();
        let at =
            e.place().map(|p| (store.str(p.name), p.country, p.latitude.to_bits(), p.longitude.to_bits()));
        let article = store.article(e.article()).map(|a| (a.id(), a.url(), a.publisher(), a.published()));
        let mut line = format!(
            "{} {} {} {:?} {:?} {} {} {} {} {:?} {:?} {at:?} {article:?} {:?}",
            e.date(),
            e.source(),
            e.target(),
            actor(e.source_actor()),
            actor(e.target_actor()),
            e.code_text(),
            e.modality(),
            e.reciprocal(),
            e.reports(),
            e.outer(),
            e.tone(),
            e.sentence(),
        );
        if all {
            let article = store.article(e.article()).map(|a| (a.title(), a.taken_up()));
            let origin = e.origin().map(|o| (o.format, store.str(o.name)));
            line += &format!("{:?} {} {:?} {:?}", e.id(), e.data().root, e.lag(), e.counts());
            line += &format!(" {article:?} {origin:?}");
        }
        line
    };
    places.iter().map(event).collect()
}

#[test]
fn parquet_comes_back_as_the_same_store() {
    for (name, store) in stores() {
        let file = written(&store, "parquet");
        assert!(file.starts_with(b"PAR1") && file.ends_with(b"PAR1"));
        let (back, report) = again("x.parquet", file);
        assert_eq!(
            (report.format, report.rejected(), report.repaired()),
            ("détente events", 0, 0),
            "{report:#?}"
        );
        assert_eq!((report.read(), report.failure.as_deref()), (store.len() as u64, None));
        assert_eq!(told(&back, true), told(&store, true), "{name}");
    }
}

#[test]
fn csv_comes_back_with_what_text_keeps() {
    for (name, store) in stores() {
        // Dates that are no days stand as first and last day, and open ends not at all.
        let whole = in_loading_order(&store).iter().all(|&place| {
            let date = store.event(place).unwrap().date();
            date.precision() == Precision::Day
        });
        let (back, report) = again("x.csv", written(&store, "csv"));
        assert_eq!(report.format, "détente events", "{name}: {report:#?}");
        if whole {
            assert_eq!((report.rejected(), report.repaired()), (0, 0), "{name}: {report:#?}");
            assert_eq!(told(&back, false), told(&store, false), "{name}");
        }
    }
}

/// What needs the article's text, and comes back from no table.
const OF_DOSSIERS: [&str; 5] = ["evidence", "rule", "confidence", "decision", "note"];

/// What `assets/mappings/detente.toml` names no column for.
const NOT_IN_TEXT: [&str; 10] = [
    "source_kind",
    "target_kind",
    "main",
    "mentions",
    "sources",
    "lag",
    "title",
    "taken_up",
    "data_set",
    "file",
];

/// A dossier that says all that can be said of how an event was coded.
const CODED: &str = r#"
[article]
id = "coded"
text = "Iran and Russia signed."

[[event]]
date = 2025-01-17
source = "IRN"
target = "RUS"
code = "057"
evidence = "Iran and Russia signed."
rule = "sign"
confidence = 0.5
decision = "accepted"
note = "by hand"
"#;

/// The values of each column of a table.
fn values(csv: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let names = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let column = |n: usize| rows.iter().map(|row| row[n].to_owned()).collect();
    names.iter().enumerate().map(|(n, name)| (name.to_owned(), column(n))).collect()
}

#[test]
fn every_column_that_is_written_is_read_back_or_known_not_to_be() {
    let expected = |lists: &[&[&'static str]]| lists.concat().into_iter().collect::<BTreeSet<_>>();
    let mut stores = stores();
    stores.push(("coded.toml", read_bytes("coded.toml", CODED.as_bytes()).0));
    let mut filled = BTreeSet::new();
    for (format, lost) in
        [("parquet", expected(&[&OF_DOSSIERS])), ("csv", expected(&[&OF_DOSSIERS, &NOT_IN_TEXT]))]
    {
        let mut changed = BTreeSet::new();
        for (name, store) in &stores {
            // As text, a date that is no day comes back as days.
            let is_day = |place: &Place| store.event(*place).unwrap().date().precision() == Precision::Day;
            let places: Vec<Place> = in_loading_order(store).into_iter().filter(is_day).collect();
            let (back, _) = again(&format!("x.{format}"), written_of(store, &places, format));
            let before = values(&written_of(store, &places, "csv"));
            let after = values(&written(&back, "csv"));
            assert_eq!(back.len(), places.len(), "{format} of {name}");
            for (column, values) in before {
                if values.iter().any(|value| !value.is_empty()) {
                    filled.insert(column.clone());
                }
                if after[&column] != values {
                    changed.insert(column);
                }
            }
        }
        assert_eq!(changed.iter().map(String::as_str).collect::<BTreeSet<_>>(), lost, "{format}");
    }
    let all: BTreeSet<String> = values(&written(&stores[0].1, "csv")).into_keys().collect();
    assert_eq!(filled, all, "a column that no fixture fills is not tried");
}

#[test]
fn a_damaged_file_is_a_failure_and_no_more() {
    let (_, store) = stores().swap_remove(0);
    let file = written(&store, "parquet");
    for end in (0..file.len()).step_by(97) {
        let (_, report) = again("x.parquet", file[..end].to_vec());
        assert!(report.failure.is_some() || end == 0, "{report:#?}");
    }
    for at in (0..file.len()).step_by(61) {
        let mut damaged = file.clone();
        damaged[at] ^= 1 << (at % 8);
        // Whatever becomes of it: no panic reaches us, and no endless loop.
        again("x.parquet", damaged);
    }
}

#[test]
fn parquet_by_others_is_read_by_its_columns() {
    let (_, store) = stores().swap_remove(0);
    let mut file = Vec::new();
    parquet::write(&store, &in_loading_order(&store)[..1], &mut file).unwrap();
    let (one, _) = again("x.parquet", file);
    assert_eq!(one.len(), 1);
    assert_eq!(told(&one, true)[0].split(" EventId").next(), told(&store, true)[0].split(" EventId").next());
}

#[test]
fn rows_of_several_sources_stay_apart() {
    let mut builder = Builder::new();
    for name in ["gdelt2.export.csv", "icews.tab", "gdelt1.tsv"] {
        read::read(&mut Input::from_bytes(name, bytes(name)), &mut builder, &Control::new());
    }
    let (back, _) = again("x.parquet", written(&builder.snapshot(), "parquet"));
    let origins: Vec<_> = back.origins().iter().map(|o| (o.first > 0, o.format, back.str(o.name))).collect();
    assert_eq!(
        origins,
        [
            (false, "GDELT 2.0 events", "gdelt2.export.csv"),
            (true, "ICEWS events", "icews.tab"),
            (true, "GDELT 1.0 events", "gdelt1.tsv"),
        ]
    );
}
