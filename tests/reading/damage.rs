//! Every reader against every kind of damage: what a report says is true.

use std::fmt::Write as _;
use std::path::Path;

use detente::model::{Builder, Store};
use detente::read::{self, Control, LoadReport, Outcome, READERS};
use detente::write::{TABLES, WRITERS, in_loading_order};

use super::forms::load;
use super::packed::{gzip, zip};
use super::tables::bytes;

/// A whole file of a format.
struct Sample {
    name: &'static str,
    bytes: Vec<u8>,
}

const EVENTS: &str = r#"
[article]
id = "pact"
title = "A pact"
published = 2024-03-02
text = "Iran and Russia signed a pact. “We agree,” said the minister."

[[actor]]
id = "minister"
name = "The minister"
country = "IRN"

[[event]]
id = "a"
date = 2024-01-01
source = "IRN"
target = "RUS"
code = "057"

[[event]]
id = "b"
date = 2024-01-02
source = "minister"
target = "RUS"
code = "040"

[[event]]
id = "c"
date = 2024-01-03
source = "RUS"
target = "IRN"
code = "111"

[[claim]]
id = "d"
speaker = "minister"
cue = "said"
content = "We agree"
"#;

const ARTICLE: &str = "Iran and Russia signed a treaty in Moscow on Monday.\n\n\
    “We agree on everything,” said the foreign minister of Iran after the talks.\n";

fn samples() -> Vec<Sample> {
    let (dossiers, report) = load("pact.toml", EVENTS);
    assert!(report.is_clean(), "{report:#?}");
    let mut samples: Vec<Sample> = WRITERS
        .iter()
        .zip(["pact.jsonl", "pact.json", "pact.toml"])
        .map(|(writer, _)| {
            let mut bytes = Vec::new();
            writer.dossier(&mut bytes, &dossiers[0]).unwrap();
            let name = match writer.spec().extension {
                "toml" => "pact.toml",
                "json" => "pact.json",
                _ => "pact.jsonl",
            };
            Sample { name, bytes }
        })
        .collect();
    for name in [
        "gdelt2.export.csv",
        "gdelt1.semicolon.csv",
        "gdelt2.mentions.csv",
        "gdelt2.gkg.csv",
        "icews.tab",
        "acled.csv",
    ] {
        samples.push(Sample { name, bytes: bytes(name) });
    }
    let mut builder = Builder::new();
    read::read(
        &mut detente::read::Input::from_bytes("acled.csv", bytes("acled.csv")),
        &mut builder,
        &Control::new(),
    );
    samples.push(Sample { name: "acled.parquet", bytes: table(&builder.snapshot(), "parquet") });
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>A treaty</title></head><body><article>{}</article></body></html>",
        format!("<p>{}</p>", ARTICLE.replace("\n\n", "</p>\n<p>")).repeat(4)
    );
    let line = |id: &str| {
        serde_json::json!({ "id": id, "published": "2024-03-05", "language": "en", "text": ARTICLE })
            .to_string()
            + "\n"
    };
    samples.push(Sample { name: "treaty.txt", bytes: ARTICLE.repeat(3).into_bytes() });
    samples.push(Sample { name: "treaty.html", bytes: page.into_bytes() });
    samples.push(Sample {
        name: "articles.jsonl",
        bytes: [line("a"), line("b"), line("c")].concat().into_bytes(),
    });
    samples
}

fn table(store: &Store, format: &str) -> Vec<u8> {
    let mut file = Vec::new();
    let table = TABLES.iter().find(|table| table.spec.name == format).unwrap();
    (table.write)(store, &in_loading_order(store), &mut file).unwrap();
    file
}

/// What a load came to.
struct Loaded {
    reports: Vec<LoadReport>,
    /// How many records are in the store.
    stored: u64,
    /// All that the store tells of its events and claims.
    told: Vec<u8>,
}

impl Loaded {
    fn kept(&self) -> u64 {
        self.reports.iter().map(LoadReport::kept).sum()
    }

    fn is_failed(&self) -> bool {
        self.reports.iter().any(|r| r.failure.is_some())
    }

    fn has_losses(&self) -> bool {
        self.reports.iter().any(LoadReport::has_losses)
    }

    fn is_clean(&self) -> bool {
        self.reports.iter().all(LoadReport::is_clean)
    }
}

/// Writes bytes into a file whose name says how they are packed, and loads it.
fn load_file(path: &Path, bytes: &[u8]) -> Loaded {
    let ending = match bytes {
        [0x1f, 0x8b, ..] => ".gz",
        [0x28, 0xb5, ..] => ".zst",
        [b'P', b'K', ..] => ".zip",
        _ => "",
    };
    let name = format!("{}{ending}", path.display());
    std::fs::write(&name, bytes).unwrap();
    let mut builder = Builder::new();
    let published = "2024-03-05".parse().unwrap();
    let reports = read::load(&[name], &mut builder, &Control::with_published(published));
    let store = builder.snapshot();
    let mut told = Vec::new();
    // All but the name of the file, after which an article is called that has no id.
    let events = table(&store, "csv");
    let mut rows = csv::Reader::from_reader(&events[..]);
    let names = rows.headers().unwrap().clone();
    for row in rows.records() {
        let row = row.unwrap();
        let fields = names.iter().zip(&row).filter(|(name, _)| !["file", "article"].contains(name));
        fields.for_each(|(_, field)| told.extend([field.as_bytes(), b"\n"].concat()));
    }
    for (_, claim) in store.claims() {
        told.extend_from_slice(claim.text.as_bytes());
    }
    let stored = (store.len() + store.claims().count() + store.reports().len()) as u64;
    Loaded { reports, stored, told }
}

/// What must hold of every report, whatever was read.
fn holds(what: &str, loaded: &Loaded) {
    for report in &loaded.reports {
        let shown = format!("{what}: {report:#?}");
        assert!(report.problem_count() <= 1_000, "all problems are looked at: {shown}");
        let of = |outcome| report.problems().iter().filter(move |p| p.outcome == outcome);
        let records = |outcome| of(outcome).map(|p| p.records).sum::<u64>();
        assert_eq!(records(Outcome::Rejected), report.rejected(), "{shown}");
        assert_eq!(records(Outcome::Repaired), report.repaired(), "{shown}");
        assert_eq!(records(Outcome::Noted), 0, "{shown}");
        assert_eq!(of(Outcome::Rejected).count() > 0, report.rejected() > 0, "{shown}");
        assert_eq!(of(Outcome::Repaired).count() > 0, report.repaired() > 0, "{shown}");
        assert_eq!(report.read(), report.kept() + report.rejected(), "{shown}");
        assert_eq!(report.has_losses(), report.failure.is_some() || report.rejected() > 0, "{shown}");
        // What is printed says the same as the counts.
        let lines: Vec<String> = report.lines().collect();
        let says = |word: &str| lines.iter().any(|line| line.ends_with(word));
        assert_eq!(says("rejected)"), report.rejected() > 0, "{shown}");
        assert_eq!(says("repaired)"), report.repaired() > 0, "{shown}");
        assert_eq!(lines.is_empty(), report.is_clean(), "{shown}");
        for line in &lines {
            for raw in ["Error", "os error", "EOF", "invalid Zip", "corrupt", "Parquet error", "at line"] {
                assert!(!line.contains(raw), "words of a library: {line}");
            }
        }
        assert!(!report.is_clean() || report.read() > 0 || !report.format.is_empty(), "{shown}");
    }
    assert!(!loaded.reports.is_empty(), "{what}");
    let formats: Vec<_> = loaded.reports.iter().map(|report| report.format).collect();
    let is_table =
        |format: &&str| !format.starts_with("dossier") && !["article", "GDELT GKG 2.1"].contains(format);
    // A record of a dossier may be an article or an actor, a row is what is stored of it.
    match formats.iter().all(is_table) {
        true => assert_eq!(loaded.kept(), loaded.stored, "{what}: {:#?}", loaded.reports),
        false => assert!(loaded.stored == 0 || loaded.kept() > 0, "{what}: {:#?}", loaded.reports),
    }
}

/// How many places of a file are damaged, one at a time.
const EACH: usize = 16;

type Damage = (&'static str, fn(&Sample, &Sample) -> Vec<Vec<u8>>);

/// The kinds of damage: what becomes of a file, of which another one is at hand.
const DAMAGES: &[Damage] = &[
    ("cut", |s, _| cuts(&s.bytes)),
    ("bit flipped", |s, _| flips(&s.bytes)),
    ("parts swapped", |s, _| swaps(&s.bytes)),
    ("empty", |_, _| vec![Vec::new(), b"\n\n".to_vec()]),
    ("of another format", |_, other| vec![other.bytes.clone()]),
    ("random bytes", |s, _| vec![noise(s.bytes.len()), noise(100)]),
    ("byte order mark", |s, _| vec![[b"\xef\xbb\xbf", &s.bytes[..]].concat()]),
    ("CR, CR LF", |s, _| vec![replaced(&s.bytes, b"\r"), replaced(&s.bytes, b"\r\n")]),
    ("two in one", |s, other| {
        vec![[&s.bytes[..], &s.bytes].concat(), [&s.bytes[..], b"\n", &other.bytes].concat()]
    }),
    ("gz, cut", |s, _| cuts(&gzip(&s.bytes))),
    ("gz, bit flipped", |s, _| flips(&gzip(&s.bytes))),
    ("gz, zeros behind", |s, _| vec![[&gzip(&s.bytes)[..], &[0; 512]].concat()]),
    ("gz, text behind", |s, _| vec![[&gzip(&s.bytes)[..], b"\nmore\n"].concat()]),
    ("zst, cut", |s, _| cuts(&zstd(&s.bytes))),
    ("zst, bit flipped", |s, _| flips(&zstd(&s.bytes))),
    ("zip, cut", |s, _| cuts(&zip(&[(s.name, &s.bytes)]))),
    ("zip, bit flipped", |s, _| flips(&zip(&[(s.name, &s.bytes)]))),
];

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn places(length: usize) -> impl Iterator<Item = usize> {
    let each = EACH.min(length);
    (0..each).map(move |n| (n * length + length / 2) / each)
}

fn cuts(bytes: &[u8]) -> Vec<Vec<u8>> {
    places(bytes.len()).filter(|&end| end > 0).map(|end| bytes[..end].to_vec()).collect()
}

fn flips(bytes: &[u8]) -> Vec<Vec<u8>> {
    let flipped = |(n, at): (usize, usize)| {
        let mut damaged = bytes.to_vec();
        damaged[at] ^= 1 << (n * 5 % 8);
        damaged
    };
    places(bytes.len()).enumerate().map(flipped).collect()
}

fn swaps(bytes: &[u8]) -> Vec<Vec<u8>> {
    let part = bytes.len() / 8;
    (0..7)
        .map(|n| {
            let mut damaged = bytes.to_vec();
            let (left, right) = damaged.split_at_mut((n + 1) * part);
            left[n * part..].swap_with_slice(&mut right[..part]);
            damaged
        })
        .collect()
}

fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..length).map(next).collect()
}

fn replaced(bytes: &[u8], end: &[u8]) -> Vec<u8> {
    let plain = bytes.iter().filter(|&&b| b != b'\r');
    plain.flat_map(|b| if *b == b'\n' { end.to_vec() } else { vec![*b] }).collect()
}

/// What became of the files of one cell: how many came out the same in silence, the
/// same with a word, otherwise with a word, with a loss told, otherwise in silence.
#[derive(Default)]
struct Cell {
    same: usize,
    said: usize,
    lost: usize,
    silent: usize,
}

#[test]
fn reports_are_true_of_every_reader_and_damage() {
    let folder = tempfile::tempdir().unwrap();
    let samples = samples();
    let mut rows: Vec<(String, Vec<Cell>)> = Vec::new();
    for (n, sample) in samples.iter().enumerate() {
        let path = folder.path().join(sample.name);
        let whole = load_file(&path, &sample.bytes);
        holds(sample.name, &whole);
        assert!(!whole.has_losses() && whole.kept() > 0, "{}: {:#?}", sample.name, whole.reports);
        let format = whole.reports[0].format.to_owned();
        let other = &samples[(n + 4) % samples.len()];
        let mut cells = Vec::new();
        for (damage, make) in DAMAGES {
            let mut cell = Cell::default();
            for (i, bytes) in make(sample, other).into_iter().enumerate() {
                let what = format!("{} ({format}), {damage} {i}", sample.name);
                let loaded = load_file(&path, &bytes);
                holds(&what, &loaded);
                let same = loaded.told == whole.told && loaded.kept() == whole.kept();
                match (loaded.has_losses(), loaded.is_clean(), same) {
                    (true, ..) => cell.lost += 1,
                    (_, true, true) => cell.same += 1,
                    (_, false, _) => cell.said += 1,
                    (_, true, false) => cell.silent += 1,
                }
                let packed = damage.contains(',') && !damage.starts_with("CR");
                let failed = loaded.is_failed() || same;
                assert!(!packed || failed, "{what}: damage that nobody names: {:#?}", loaded.reports);
            }
            cells.push(cell);
        }
        rows.push((format!("{format} (`{}`)", sample.name), cells));
    }
    for reader in READERS {
        let known = |sample: &Sample| {
            read::recognise(&sample.bytes, Some(Path::new(sample.name)))
                .is_some_and(|r| r.spec().name == reader.spec().name)
        };
        assert!(samples.iter().any(known), "{} is not tried", reader.spec().name);
    }
    in_the_document(&rows);
}

/// The matrix stands in the documents as the test finds it.
fn in_the_document(rows: &[(String, Vec<Cell>)]) {
    let mut table = String::from("| file |");
    for (damage, _) in DAMAGES {
        let _ = write!(table, " {damage} |");
    }
    table += "\n|---|";
    table += &"--:|".repeat(DAMAGES.len());
    table.push('\n');
    for (name, cells) in rows {
        let _ = write!(table, "| {name} |");
        for Cell { same, said, lost, silent } in cells {
            let _ = write!(table, " {same} / {said} / {lost} / {silent} |");
        }
        table.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reliability.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let at = text.find("\n## Readers and damage\n").expect("the section");
    let start = at + text[at..].find("\n| file |").expect("the table") + 1;
    let end = start + text[start..].find("\n\n").map_or(text.len() - start, |end| end + 1);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, [&text[..start], &table, &text[end..]].concat()).unwrap();
        return;
    }
    assert!(text[start..end] == table, "UPDATE_EXPECTED=1 writes docs/reliability.md anew:\n{table}");
}

/// What a reader keeps of a stream that breaks is counted, and the fault is named.
#[test]
fn a_fault_in_the_stream_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    for sample in samples().iter().filter(|s| !s.name.ends_with("parquet")) {
        let path = folder.path().join(sample.name);
        let whole = load_file(&path, &sample.bytes);
        // All of the text comes through, and only then the stream breaks.
        let packed = gzip(&sample.bytes);
        let cut = load_file(&path, &packed[..packed.len() - 4]);
        let report = &cut.reports[0];
        assert!(report.failure.as_ref().unwrap().contains("ends too early"), "{report:#?}");
        assert_eq!((report.kept(), report.rejected()), (whole.kept(), 0), "{}: {report:#?}", sample.name);
        assert_eq!(cut.told, whole.told, "{}", sample.name);
        let padded = load_file(&path, &[&packed[..], &[0; 4096]].concat());
        assert!(!padded.has_losses(), "{:#?}", padded.reports);
        assert_eq!((padded.kept(), &padded.told), (whole.kept(), &whole.told), "{}", sample.name);
    }
}

/// zstd has a checksum of what it holds, and somebody compares it.
#[test]
fn no_flipped_bit_of_zstd_gives_other_answers_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.export.csv.zst");
    let packed = zstd(&bytes("gdelt2.export.csv"));
    let whole = load_file(&path, &packed);
    assert!(!whole.has_losses(), "{:#?}", whole.reports);
    let mut named = 0;
    for at in 0..packed.len() {
        let mut damaged = packed.clone();
        damaged[at] ^= 1 << (at % 8);
        let loaded = load_file(&path, &damaged);
        assert!(loaded.told == whole.told || loaded.is_failed(), "byte {at}: {:#?}", loaded.reports);
        named += usize::from(loaded.is_failed());
    }
    assert!(named * 10 >= packed.len() * 9, "{named} of {}", packed.len());
}

/// Broken places of documents: how many records are kept, rejected and repaired.
#[test]
fn broken_documents_are_counted_as_they_say() {
    let event = |day: u32, target: &str| {
        format!("{{\"date\":\"2024-01-0{day}\",\"source\":\"IRN\",\"target\":{target},\"code\":\"057\"}}")
    };
    let (first, third) = (event(1, "\"RUS\""), event(3, "\"RUS\""));
    let json =
        |middle: &str| format!("{{\"article\":{{\"id\":\"a\"}},\"event\":[{first},\n{middle},\n{third}]}}\n");
    let toml = "[article]\nid = \"a\"\n[[event]]\nsource = \"IRN\"\ncode = \"057\"\n";
    for (name, text, expected) in [
        ("middle.json", json(&event(2, "RUS")), (3, 1, 0)),
        ("cut-record.json", json(&event(2, "\"RUS\""))[..180].to_owned(), (3, 1, 0)),
        ("cut-actor.json", "{\"article\":{\"id\":\"a\"},\"actor\":[{\"id\":\"b\",\"na".to_owned(), (2, 1, 1)),
        ("between.json", json(&first).replace("},\n", "}\n"), (2, 1, 0)),
        ("second.json", format!("{0}{0}", json(&event(2, "\"RUS\""))), (4, 1, 0)),
        ("noise.json", String::from_utf8_lossy(&noise(300)).into_owned(), (0, 1, 0)),
        ("outside.toml", format!("x = \n{toml}"), (2, 1, 0)),
        ("middle.toml", format!("{toml}[[event]]\nsource = \"IRN\n{}", &toml[19..]), (3, 1, 0)),
        ("article.toml", toml.replace("id = \"a\"", "id = \"a\"\ntitle = x"), (2, 0, 1)),
        ("cut-article.toml", toml[..17].to_owned(), (1, 1, 1)),
        ("header.toml", format!("{toml}[[event\nsource = \"IRN\"\n"), (2, 1, 0)),
        ("unknown.toml", format!("{toml}[[evnt]]\na = 1\n[[evnt]]\na = 2\n"), (2, 2, 0)),
        ("unknown-broken.toml", format!("{toml}[[evnt]]\na = \n"), (2, 1, 0)),
        ("twice.toml", format!("{toml}[article]\nid = \"b\"\n"), (2, 1, 0)),
    ] {
        let (_, report) = load(name, text.clone());
        let counts = (report.kept(), report.rejected(), report.repaired());
        assert_eq!(counts, expected, "{name}: {report:#?}\n{text}");
    }
    // What is put right in a line that is then left out was not kept.
    let line = b"{\"type\":\"event\",\"article\":\"a\",\"code\":5,\"note\":\"caf\xe9\"}\n";
    let (_, report) = load("latin.jsonl", line.to_vec());
    assert_eq!((report.kept(), report.rejected(), report.repaired()), (0, 1, 0), "{report:#?}");
    assert!(report.lines().all(|line| line.ends_with("(rejected)")), "{report:#?}");
}

#[test]
fn an_archive_says_what_became_of_each_member() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    let first =
        [("aa.toml", EVENTS.as_bytes()), ("bb.toml", EVENTS.as_bytes()), ("cc.toml", EVENTS.as_bytes())];
    // Two names in the lists become one.
    let mut archive = zip(&first);
    while let Some(at) = archive.windows(7).position(|w| w == b"bb.toml") {
        archive[at..at + 2].copy_from_slice(b"aa");
    }
    let loaded = load_file(&path, &archive);
    let said: Vec<String> = loaded.reports.iter().flat_map(LoadReport::lines).collect();
    assert!(
        loaded.has_losses() && said.iter().any(|line| line.contains("aa.toml: the archive has 2 files")),
        "{said:#?}"
    );
    // One that nobody knows is passed over beside others, and a failure alone.
    let beside = load_file(&path, &zip(&[first[0], ("letter.dat", b"\x00\x01\x02")]));
    assert!(!beside.has_losses() && !beside.is_clean(), "{:#?}", beside.reports);
    let alone = load_file(&path, &zip(&[("letter.dat", b"\x00\x01\x02")]));
    assert!(alone.is_failed(), "{:#?}", alone.reports);
    holds("alone", &alone);
}
