//! What was loaded before opens as it was, or not at all.

use std::path::{Path, PathBuf};
use std::time::Duration;

use detente::model::{Builder, Store};
use detente::read::cache::{Cache, Fingerprint};
use detente::read::{self, Control, LoadReport};

use super::tables::{bytes, events};

/// A file of some thousand rows, and the small ones of other formats.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let text = String::from_utf8(bytes("gdelt2.export.csv")).unwrap();
    let mut big = String::new();
    for i in 0..2_000 {
        for row in text.lines() {
            big += &row
                .replace("example.org/", &format!("example.org/{i}/"))
                .replace("TEHRAN", &format!("T{}", i % 90));
            big.push('\n');
        }
    }
    big += "a\tbad row\n";
    let mut files = vec![folder.join("big.tsv")];
    std::fs::write(&files[0], big).unwrap();
    for name in ["gdelt2.mentions.csv", "icews.tab", "ucdp-ged.csv"] {
        files.push(folder.join(name));
        std::fs::write(folder.join(name), bytes(name)).unwrap();
    }
    files
}

fn load(files: &[PathBuf]) -> (Store, Vec<LoadReport>) {
    let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
    let mut builder = Builder::with_segment_rows(3_000);
    let reports = read::load(&names, &mut builder, &Control::new());
    (builder.snapshot(), reports)
}

/// Everything that a store tells, as text.
fn told(store: &Store) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for e in events(store) {
        let article = store.article(e.article());
        let _ = writeln!(
            out,
            "{:?} {} {} {} {} {} {} {} {:?} {:?} {:?} {:?} {:?} {:?}",
            e.id(),
            e.date(),
            e.source(),
            e.target(),
            store.actor_name(e.source_actor()),
            store.actor_name(e.target_actor()),
            e.code_text(),
            e.reports(),
            e.data(),
            e.counts(),
            e.place().map(|p| (store.str(p.name), p.country, p.latitude.to_bits())),
            article.map(|a| (a.id(), a.publisher(), a.taken_up())),
            store.reports_of(e).collect::<Vec<_>>(),
            e.origin().map(|o| (store.str(o.name), o.format)),
        );
    }
    for (id, a) in store.actors() {
        let _ = writeln!(
            out,
            "{id:?} {} {:?} {} {}",
            store.str(a.name),
            a.kind,
            store.str(a.role),
            store.str(a.code)
        );
    }
    for segment in store.segments() {
        let _ = writeln!(out, "{:?}", segment.runs());
    }
    let _ = writeln!(out, "{:?}", store.foreign_codes().collect::<Vec<_>>());
    out
}

#[test]
fn what_is_reopened_equals_a_fresh_load() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files);
    assert!(store.segments().len() > 2);
    let cache = Cache::at(folder.path().join("cache"));
    let print = Fingerprint::of(&files, "").unwrap();
    assert!(cache.open(&print).is_none());
    assert!(cache.keep(&print, &store, &reports).unwrap());
    let cached = cache.open(&print).unwrap();
    assert_eq!(told(&cached.store), told(&store));
    assert_eq!(cached.reports, reports);
    cached.verify().unwrap();
    let listed = cache.list();
    assert_eq!((listed.len(), listed[0].events, listed[0].usable), (1, store.len() as u64, true));
    assert_eq!(listed[0].sources.len(), 4);
    // A store outlives its file.
    let (count, bytes) = cache.clear().unwrap();
    assert_eq!((count, bytes), (1, listed[0].bytes));
    assert_eq!(told(&cached.store), told(&store));
    assert!(cache.open(&print).is_none() && cache.list().is_empty());
}

#[test]
fn another_file_version_or_setting_is_another_load() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files);
    let cache = Cache::at(folder.path().join("cache"));
    let print = Fingerprint::of(&files, "").unwrap();
    cache.keep(&print, &store, &reports).unwrap();
    assert!(cache.open(&Fingerprint::of(&files, "mapping").unwrap()).is_none());
    assert!(cache.open(&Fingerprint::of(&files[..2], "").unwrap()).is_none());
    let mut text = std::fs::read(&files[2]).unwrap();
    *text.last_mut().unwrap() = b' ';
    std::fs::write(&files[2], text).unwrap();
    let now = Fingerprint::of(&files, "").unwrap();
    assert!(now != print && cache.open(&now).is_none());
    assert!(Fingerprint::of(&[folder.path().join("nothing")], "").is_err());
}

#[test]
fn dossiers_and_failed_loads_are_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::at(folder.path().join("cache"));
    let path = folder.path().join("gkg.csv");
    std::fs::write(&path, bytes("gdelt2.gkg.csv")).unwrap();
    let files = [path];
    let (store, mut reports) = load(&files);
    let print = Fingerprint::of(&files, "").unwrap();
    assert!(!cache.keep(&print, &store, &reports).unwrap());
    reports[0].failure = Some("stopped".into());
    assert!(!cache.keep(&print, &Store::default(), &reports).unwrap());
}

#[test]
fn damage_is_never_taken_for_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.tab");
    std::fs::write(&path, bytes("icews.tab")).unwrap();
    let files = [path];
    let (store, reports) = load(&files);
    let expected = told(&store);
    let cache = Cache::at(folder.path().join("cache"));
    let print = Fingerprint::of(&files, "").unwrap();
    cache.keep(&print, &store, &reports).unwrap();
    let kept = cache.list()[0].path.clone();
    let whole = std::fs::read(&kept).unwrap();
    let check = |damaged: &[u8]| {
        std::fs::write(&kept, damaged).unwrap();
        if let Some(cached) = cache.open(&print) {
            assert_eq!(told(&cached.store), expected);
        }
        cache.list();
    };
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        check(&damaged);
    }
    for end in (0..whole.len()).step_by(31) {
        check(&whole[..end]);
    }
}

/// Not a test of its own: what the next one starts and kills.
#[test]
#[ignore = "a part of another test"]
fn child_keeps_again_and_again() {
    let Some(folder) = std::env::var_os("DETENTE_TEST_CACHE") else { return };
    let folder = PathBuf::from(folder);
    let files: Vec<PathBuf> = ["big.tsv", "gdelt2.mentions.csv"].iter().map(|n| folder.join(n)).collect();
    let (store, reports) = load(&files);
    let print = Fingerprint::of(&files, "").unwrap();
    let cache = Cache::at(folder.join("cache"));
    std::fs::write(folder.join("ready"), "").unwrap();
    loop {
        cache.keep(&print, &store, &reports).unwrap();
    }
}

#[test]
fn a_kill_in_the_middle_of_writing_never_gives_a_wrong_store() {
    let folder = tempfile::tempdir().unwrap();
    sources(folder.path());
    let files: Vec<PathBuf> =
        ["big.tsv", "gdelt2.mentions.csv"].iter().map(|n| folder.path().join(n)).collect();
    let (store, _) = load(&files);
    let expected = told(&store);
    let print = Fingerprint::of(&files, "").unwrap();
    let cache = Cache::at(folder.path().join("cache"));
    let mut opened = 0;
    let times: u64 = std::env::var("DETENTE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    for i in 0..times {
        let ready = folder.path().join("ready");
        let _ = std::fs::remove_file(&ready);
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "cache::child_keeps_again_and_again", "--ignored", "--test-threads=1"])
            .env("DETENTE_TEST_CACHE", folder.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while !ready.exists() {
            assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_micros(i * 977 % 23_000));
        child.kill().unwrap();
        child.wait().unwrap();
        if let Some(cached) = cache.open(&print) {
            cached.verify().unwrap();
            assert_eq!(told(&cached.store), expected);
            opened += 1;
        }
    }
    assert!(opened > 0, "some write came to its end");
}
