//! How fast dossiers come in and go out. Run by hand:
//! `cargo test --release --test reading -- --ignored --nocapture a_million`

use std::io::Write;
use std::time::Instant;

use detente::model::{Builder, Dossier};
use detente::read::{self, Control, Input, Sink};
use detente::write::dossier_lines::write_dossier;

use super::forms::{TOML, load};

/// Counts what comes and forgets it.
#[derive(Default)]
struct Count {
    dossiers: usize,
    events: usize,
}

impl Sink for Count {
    fn dossier(&mut self, dossier: &Dossier) {
        self.dossiers += 1;
        self.events += dossier.events.len();
    }
}

/// The most memory that the process has had, in MiB, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

/// Articles of ten events each, the events one way.
fn write_many(path: &std::path::Path, events: usize) {
    let (dossiers, _) = load("talks.toml", TOML);
    let mut dossier = dossiers.into_iter().next().unwrap();
    let model = dossier.events.remove(0);
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    for n in 0..events / 10 {
        dossier.article.id = format!("article-{n}");
        dossier.events = (0..10)
            .map(|e| {
                let mut event = model.clone();
                event.id = format!("e{e}");
                event.reciprocal = false;
                event.targets.truncate(1);
                event
            })
            .collect();
        write_dossier(&mut out, &dossier).unwrap();
    }
    out.flush().unwrap();
}

#[test]
#[ignore = "takes a while; for figures"]
fn a_million_events_come_in_within_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.jsonl");
    let start = Instant::now();
    write_many(&path, 1_000_000);
    let size = std::fs::metadata(&path).unwrap().len() >> 20;
    println!("written: {size} MiB in {:?}", start.elapsed());
    let before = peak();
    let start = Instant::now();
    let mut count = Count::default();
    let report = read::read(&mut Input::open(&path).unwrap(), &mut count, &Control::new());
    assert_eq!((count.dossiers, count.events, report.rejected()), (100_000, 1_000_000, 0));
    println!("read and forgotten: {:?}, peak {before:?} -> {:?} MiB", start.elapsed(), peak());
    let start = Instant::now();
    let mut builder = Builder::new();
    read::read(&mut Input::open(&path).unwrap(), &mut builder, &Control::new());
    assert_eq!(builder.len(), 1_000_000);
    println!("read into a store: {:?}, peak {:?} MiB", start.elapsed(), peak());
}

#[test]
#[ignore = "for profiling: DETENTE_FILE names the file"]
fn one_file_is_read_and_forgotten() {
    let Some(path) = std::env::var_os("DETENTE_FILE") else { return };
    let mut count = Count::default();
    let start = Instant::now();
    let report = read::read(&mut Input::open(path.as_ref()).unwrap(), &mut count, &Control::new());
    println!("{report}: {} dossiers, {} events in {:?}", count.dossiers, count.events, start.elapsed());
}
