//! Data sets in tables: each format's fixture, and every table mangled.

use std::path::{Path, PathBuf};

use detente::model::{Builder, EventView, Place, Store};
use detente::read::{self, Control, Input, LoadReport, READERS};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables")
}

/// The fixtures with the name of the format that each is.
const TABLES: &[(&str, &str)] = &[
    ("gdelt2.export.csv", "GDELT 2.0 events"),
    ("gdelt1.tsv", "GDELT 1.0 events"),
    ("gdelt1.quoted-null.csv", "GDELT events with a header"),
    ("gdelt1.rownames-na.csv", "GDELT events with a header"),
    ("gdelt1.short-header-na.tsv", "GDELT events with a header"),
    ("gdelt1.semicolon.csv", "GDELT events with a header"),
    ("gdelt1.lost-zeros.csv", "GDELT events with a header"),
    ("gdelt-reduced.tsv", "GDELT reduced events"),
    ("gdelt2.mentions.csv", "GDELT mentions"),
    ("gdelt2.gkg.csv", "GDELT GKG 2.1"),
    ("icews.tab", "ICEWS events"),
    ("icews.na.tab", "ICEWS events"),
    ("icews.2017.tab", "ICEWS events"),
    ("polecat.txt", "POLECAT events"),
    ("phoenix.csv", "Phoenix events"),
    ("acled.csv", "ACLED events"),
    ("ucdp-ged.csv", "UCDP GED events"),
];

pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

pub(crate) fn read_bytes(name: &str, bytes: &[u8]) -> (Store, LoadReport) {
    let mut builder = Builder::new();
    let report = read::read(&mut Input::from_bytes(name, bytes), &mut builder, &Control::new());
    (builder.snapshot(), report)
}

/// The events in the order of the file.
pub(crate) fn events(store: &Store) -> Vec<EventView<'_>> {
    let mut all: Vec<EventView<'_>> = store
        .segments()
        .iter()
        .enumerate()
        .flat_map(|(s, segment)| (0..segment.len()).map(move |r| (s, r)))
        .filter_map(|(s, r)| store.event(Place { segment: s as u32, row: r as u32 }))
        .collect();
    all.sort_by_key(EventView::id);
    all
}

/// One line an event: what the columns make of it.
fn line(store: &Store, event: &EventView<'_>) -> String {
    let side = |actor, country: detente::model::CountryId| {
        let code = store.actor(actor).map_or("", |a| store.str(a.code));
        format!("{}[{code}]{}", store.actor_name(actor), country.iso3())
    };
    format!(
        "{} {} > {} {} x{}",
        event.date(),
        side(event.source_actor(), event.source()),
        side(event.target_actor(), event.target()),
        event.code_text(),
        event.reports(),
    )
}

fn lines(name: &str) -> Vec<String> {
    let (store, _) = read_bytes(name, &bytes(name));
    events(&store).iter().map(|e| line(&store, e)).collect()
}

#[test]
fn every_table_is_recognised_and_read_without_a_loss() {
    for (name, format) in TABLES {
        let (store, report) = read_bytes(name, &bytes(name));
        assert_eq!(report.format, *format, "{name}");
        assert_eq!((report.rejected(), &report.failure), (0, &None), "{name}: {report:#?}");
        assert!(report.kept() > 0 && report.kept() == report.read(), "{name}: {report:#?}");
        let sure = READERS.iter().filter(|r| r.sniff(&bytes(name), None) >= read::Confidence::Likely).count();
        assert_eq!(sure, 1, "{name} is known to one reader only");
        let listed = store.reports().len() + store.article_count();
        assert!(!store.is_empty() || listed > 0, "{name}");
    }
}

#[test]
fn all_editions_of_gdelt_say_the_same() {
    let expected = [
        "2020-01-01 TEHRAN[IRNGOV]IRN > RUSSIA[RUS]RUS 042 x3",
        "2020-01-01 RUSSIA[RUS]RUS > TEHRAN[IRNGOV]IRN 042 x3",
        "2019-12-02 POLICE[COP]? > []? 173 x4",
        "2020-01-01 UNITED NATIONS[IGOUNO]UNO > TEHRAN[IRNGOV]IRN 9999 x1",
        "2020-01-01 TEHRAN[IRNGOV]IRN > RUSSIA[RUS]RUS 042 x3",
    ];
    for (name, _) in TABLES.iter().take(6) {
        assert_eq!(lines(name), expected, "{name}");
    }
    assert_eq!(lines("gdelt1.lost-zeros.csv"), expected[..3]);
    let reduced = [
        "2012-02-01 Iran[IRNGOV]IRN > Russia[RUS]RUS 042 x5",
        "2012-02-02 Russia[RUS]RUS > Iran[IRN]IRN 173 x1",
    ];
    assert_eq!(lines("gdelt-reduced.tsv"), reduced);
}

#[test]
fn a_quoted_field_comes_through_whole() {
    let text = String::from_utf8(bytes("gdelt1.quoted-null.csv")).unwrap();
    let text = text
        .replace("\"TEHRAN\"", "\"MINISTRY OF ROADS, \"\"RAILS\"\" AND\nPORTS\"")
        .replace("https://www.example.org/visit", "https://www.example.org/visit,1,2?a=b");
    for (name, text) in [
        ("commas", text.clone()),
        ("semicolons", text.replace("\",\"", "\";\"").replace(",NULL", ";NULL").replace("NULL,", "NULL;")),
    ] {
        let (store, report) = read_bytes(name, text.as_bytes());
        assert_eq!((report.rejected(), &report.failure), (0, &None), "{name}: {report:#?}");
        let events = events(&store);
        let first = &events[0];
        assert_eq!(store.actor_name(first.source_actor()), "MINISTRY OF ROADS, \"RAILS\" AND PORTS");
        assert_eq!(store.article(first.article()).unwrap().url(), "https://www.example.org/visit,1,2?a=b");
        assert_eq!(store.str(first.place().unwrap().name), "Tehran, Tehran, Iran");
        assert_eq!(first.source_actor(), events[1].target_actor(), "{name}: one actor");
    }
}

#[test]
fn gdelt_keeps_what_the_columns_have_room_for() {
    let (store, report) = read_bytes("x", &bytes("gdelt2.export.csv"));
    let events = events(&store);
    let first = &events[0];
    assert_eq!((first.outer(), first.lag(), first.tone()), (Some(1001), Some(0), Some(-1.25)));
    assert_eq!((first.counts().mentions, first.counts().sources), (6, 2));
    let place = first.place().unwrap();
    assert_eq!((store.str(place.name), place.country.iso3()), ("Tehran, Tehran, Iran", "IRN"));
    assert!((place.latitude - 35.75).abs() < 1e-4 && (place.longitude - 51.5148).abs() < 1e-4);
    assert!(first.data().root && !events[2].data().root);
    let article = store.article(first.article()).unwrap();
    assert_eq!((article.url(), article.publisher()), ("https://www.example.org/visit", "example.org"));
    assert_eq!(article.taken_up().time(), Some((14, 30)));
    assert_eq!(first.article(), events[1].article(), "the same address is one article");
    let monitored = store.article(events[2].article()).unwrap();
    assert_eq!((monitored.url(), monitored.id(), events[2].lag()), ("", "BBC Monitoring", Some(30)));
    assert!(events[2].place().is_none());
    assert_eq!(report.unknown_codes.get("9999"), Some(&1));
    assert_eq!(report.actors_without_country, 1);
    assert_eq!(store.str(first.origin().unwrap().name), "x");
}

#[test]
fn icews_polecat_and_phoenix() {
    assert_eq!(
        lines("icews.tab"),
        [
            "2018-09-28 Foreign Affairs (Iran)[]IRN > Russia[]RUS 040 x1",
            "2018-09-28 Russia[]RUS > Foreign Affairs (Iran)[]IRN 040 x1",
            "2018-09-29 Citizen \"Group\" (Iran)[]IRN > United Nations[]UNO 1213 x1",
        ]
    );
    assert_eq!(lines("icews.na.tab"), ["2018-06-01 Unspecified Actor[]? > Iran[]IRN 010 x1"]);
    let old = lines("icews.2017.tab");
    assert_eq!(old[0], "2017-09-28 Iran[]IRN > Russia[]RUS 010 x1");
    assert_eq!(old[1], "2017-12-01 Iran[]IRN > Russia[]RUS No such event x1");
    assert_eq!(
        lines("polecat.txt"),
        [
            "2021-03-05 Iran[]IRN > Russia[]RUS CONSULT-visit x1",
            "2021-03-05 Unknown Gunmen[]? > Café owner[]? ASSAULT x1",
        ]
    );
    assert_eq!(
        lines("phoenix.csv"),
        [
            "1999-03-05 Iran[IRNGOV]IRN > Russia[RUS]RUS 042 x1",
            "1999-03-06 United Nations[IGOUNO]UNO > Iran[IRN]IRN 010 x1"
        ]
    );
    let (store, _) = read_bytes("x", &bytes("icews.tab"));
    let events = events(&store);
    let story = store.article(events[0].article()).unwrap();
    assert_eq!((story.id(), story.publisher(), story.url()), ("ICEWS story 9001", "Example Agency", ""));
    assert_eq!((events[0].sentence(), events[0].lag()), (Some(2), None));
    let (store, report) = read_bytes("x", &bytes("polecat.txt"));
    assert_eq!(report.repaired(), 1, "{report:#?}");
    assert_eq!(events_of(&store)[1].lag(), Some(7));
}

fn events_of(store: &Store) -> Vec<EventView<'_>> {
    events(store)
}

#[test]
fn mapped_tables() {
    assert_eq!(
        lines("acled.csv"),
        [
            "2025-05-16 Police Forces of Chad (2021-)[]TCD > Civilians (Sudan)[]SDN 190 x1",
            "2025-05-09 Protesters (Chad)[]TCD > []? 141 x1",
        ]
    );
    assert_eq!(
        lines("ucdp-ged.csv"),
        [
            "1990-01-28..1990-01-30 Government of Chad[]TCD > Sample Front[]? 190 x2",
            "1990-02-02 Sample Front[]? > Civilians[]? 180 x1",
        ]
    );
}

#[test]
fn mentions_join_their_events_and_knowledge_its_articles() {
    let mut builder = Builder::new();
    for name in ["gdelt2.gkg.csv", "gdelt2.mentions.csv", "gdelt2.export.csv", "icews.tab"] {
        read::read(&mut Input::from_bytes(name, bytes(name)), &mut builder, &Control::new());
    }
    let store = builder.snapshot();
    let events = events(&store);
    let reports: Vec<_> = store.reports_of(events[0]).collect();
    assert_eq!(reports.len(), 2);
    assert_eq!((reports[0].sentence, reports[0].confidence, reports[1].confidence), (1, 100, 40));
    assert_eq!(reports[0].article, events[0].article());
    assert_eq!(store.reports_of(events[2]).count(), 0);
    // The article of the knowledge graph, of the export and of the mentions is one.
    let article = store.article(events[0].article()).unwrap();
    assert_eq!((article.title(), article.language()), ("Talks & visits", "eng"));
    assert_eq!(article.themes().collect::<Vec<_>>(), ["LEADER", "TAX_FNCACT"]);
    let claims: Vec<_> = store.claims().map(|(_, c)| c).collect();
    assert_eq!(claims.len(), 3);
    assert_eq!((store.actor_name(claims[0].speaker), claims[0].guessed), ("Bob Sample", true));
    assert_eq!(store.str(claims[1].cue_text), "said");
    assert!(!claims[2].guessed);
    let names: Vec<&str> = store.origins().iter().map(|o| store.str(o.name)).collect();
    assert_eq!(names, ["gdelt2.export.csv", "icews.tab"], "files without events are no origin of any");
    assert_eq!(store.str(events[6].origin().unwrap().name), "icews.tab");
}

/// What must hold for any bytes: nothing vanishes.
fn feed(name: &str, bytes: &[u8]) -> (Store, LoadReport) {
    let (store, report) = read_bytes(name, bytes);
    assert_eq!(report.read(), report.kept() + report.rejected(), "{name}: {report:#?}");
    assert!(report.rejected() == 0 || report.problem_count() > 0, "{name}: {report:#?}");
    let stored = store.len() + store.reports().len();
    assert!(stored as u64 <= report.kept().max(stored as u64), "{name}");
    (store, report)
}

#[test]
fn a_table_cut_at_any_byte_loses_at_most_its_last_row() {
    for (name, _) in TABLES {
        let bytes = bytes(name);
        let (_, whole) = feed(name, &bytes);
        let mut kept = 0;
        for end in 0..bytes.len() {
            let (_, report) = feed(name, &bytes[..end]);
            assert!(
                report.kept() <= whole.kept() && report.rejected() <= 1,
                "{name} cut at {end}: {report:#?}"
            );
            if report.format == whole.format {
                assert!(report.kept() + 1 >= kept, "{name} cut at {end}");
                kept = kept.max(report.kept());
            }
        }
        assert!(kept + 1 >= whole.kept(), "{name}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_change_no_table() {
    for (name, _) in TABLES {
        let plain: Vec<u8> = bytes(name).into_iter().filter(|&b| b != b'\r').collect();
        let plain = plain.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&plain).to_vec();
        let crlf =
            plain.iter().flat_map(|&b| if b == b'\n' { vec![b'\r', b'\n'] } else { vec![b] }).collect();
        let marked = [b"\xef\xbb\xbf", &plain[..]].concat();
        let open = plain.strip_suffix(b"\n").unwrap_or(&plain).to_vec();
        let (store, _) = feed(name, &plain);
        let expected: Vec<String> = events(&store).iter().map(|e| line(&store, e)).collect();
        let changed: [Vec<u8>; 3] = [crlf, marked, open];
        for other in changed {
            let (store, report) = feed(name, &other);
            assert_eq!(report.rejected(), 0, "{name}: {report:#?}");
            assert_eq!(
                events(&store).iter().map(|e| line(&store, e)).collect::<Vec<_>>(),
                expected,
                "{name}"
            );
        }
    }
}

#[test]
fn mangled_tables_are_survived() {
    for (name, _) in TABLES {
        let bytes = bytes(name);
        for at in (0..bytes.len()).step_by(17) {
            for byte in [0xff, b'\t', b'"', b'\n'] {
                let mut mangled = bytes.clone();
                mangled[at] = byte;
                feed(name, &mangled);
            }
        }
    }
}

#[test]
fn headers_alone_and_wrong_separators_are_told() {
    for (name, format) in TABLES.iter().filter(|(n, _)| !n.contains("gdelt2") && *n != "gdelt1.tsv") {
        let bytes = bytes(name);
        let end = bytes.iter().position(|&b| b == b'\n').unwrap() + 1;
        let (store, report) = feed(name, &bytes[..end]);
        assert_eq!((report.format, report.read(), store.len()), (*format, 0, 0), "{name}");
        let wrong: Vec<u8> =
            bytes.iter().map(|&b| if matches!(b, b'\t' | b',' | b';') { b'~' } else { b }).collect();
        let (_, report) = feed(name, &wrong);
        assert!(report.failure.is_some(), "{name}: {report:#?}");
    }
}

#[test]
fn latin_1_is_read_and_told() {
    let row = String::from_utf8(bytes("gdelt2.export.csv")).unwrap();
    let row = row.lines().next().unwrap().replace("TEHRAN", "T\u{c9}H\u{c9}RAN");
    let latin: Vec<u8> = row.chars().map(|c| c as u8).collect();
    let (store, report) = feed("latin.csv", &latin);
    assert_eq!(store.actor_name(events(&store)[0].source_actor()), "TÉHÉRAN");
    assert_eq!((report.repaired(), report.kept()), (1, 1), "{report:#?}");
}

#[test]
fn every_bad_row_is_named_with_its_line() {
    let text = String::from_utf8(bytes("gdelt2.export.csv")).unwrap();
    let good = text.lines().next().unwrap();
    let date = good.replacen("20200101", "20200231", 1);
    let number = good.replacen("1001", "x", 1);
    let file = format!("{good}\n{date}\n\n{number}\nshort\trow\n{good}\tmore\n{good}\n");
    let (store, report) = feed("x", file.as_bytes());
    assert_eq!((store.len(), report.read(), report.rejected()), (2, 6, 4));
    let lines: Vec<String> = report.lines().collect();
    assert!(lines[0].starts_with("x:2:6: bad date: found \"20200231\""), "{lines:#?}");
    assert!(lines[1].starts_with("x:4:1: value not allowed: found \"x\""), "{lines:#?}");
    assert!(lines[2].starts_with("x:5:1: bad row: found 2 fields, expected 61 fields"), "{lines:#?}");
    assert!(lines[3].starts_with("x:6:1: bad row: found 62 fields"), "{lines:#?}");
}

#[test]
fn a_large_table_is_the_same_with_all_cores_and_one() {
    let text = String::from_utf8(bytes("gdelt2.export.csv")).unwrap();
    let rows: Vec<&str> = text.lines().collect();
    let mut big = String::new();
    for i in 0..12_000u32 {
        let row = rows[i as usize % rows.len()].replacen("10", &format!("{i}"), 1);
        let row = row
            .replace("example.org/", &format!("example.org/{}/", i % 700))
            .replace("TEHRAN", &format!("T{}", i % 90));
        big += &row;
        big.push('\n');
    }
    let copy = |text: &str| {
        let (store, report) = read_bytes("x", text.as_bytes());
        let all: Vec<String> = events(&store)
            .iter()
            .map(|e| {
                let article = store.article(e.article()).map_or("", |a| a.id());
                format!("{} {:?} {article} {:?}", line(&store, e), e.data(), e.article())
            })
            .collect();
        (all, report.kept())
    };
    let (together, kept) = copy(&big);
    assert_eq!(kept, 12_000);
    assert_eq!(together, copy(&big).0, "two loads are alike to the last number");
    // Row by row, on one thread, from parts that are each too small to be shared out.
    let mut builder = Builder::new();
    for part in big.lines().collect::<Vec<_>>().chunks(500) {
        read::read(&mut Input::from_bytes("x", part.join("\n")), &mut builder, &Control::new());
    }
    let store = builder.snapshot();
    let alone: Vec<String> = events(&store)
        .iter()
        .map(|e| {
            let article = store.article(e.article()).map_or("", |a| a.id());
            format!("{} {:?} {article} {:?}", line(&store, e), e.data(), e.article())
        })
        .collect();
    assert!(together == alone, "the same rows in parts give the same store");
}
