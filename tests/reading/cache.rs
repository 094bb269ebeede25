//! What was loaded before opens as it was, or not at all.

use std::path::{Path, PathBuf};
use std::time::Duration;

use detente::model::{Builder, Store};
use detente::read::cache::{Cache, CacheError, CacheKey, Kept, State};
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

/// The dossiers of the sample, in many copies as JSON Lines and once as they are,
/// one without a text, and articles with claims out of a data set.
fn dossiers(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    read::load_sample(&mut found, &Control::new());
    let mut lines = Vec::new();
    for n in 0..40 {
        for dossier in &found {
            let mut dossier = dossier.clone();
            dossier.article.id = format!("{}-{n}", dossier.article.id);
            dossier.article.url = format!("https://wire.example/{}", dossier.article.id);
            detente::write::writer("jsonl").unwrap().dossier(&mut lines, &dossier).unwrap();
        }
    }
    let short = "[article]\nid = \"short\"\n[[event]]\nsource = \"IRN\"\nconfidence = 0.5\nsteps = [\"a\", \"b\"]\n\
                 [[claim]]\nspeaker = \"RUS\"\ntext = \"no\"\nabout = [\"IRN\", \"IRN-RUS\"]\n";
    let files = [("many.jsonl", lines), ("short.toml", short.into()), ("gkg.csv", bytes("gdelt2.gkg.csv"))];
    let files = files.map(|(name, bytes)| {
        std::fs::write(folder.join(name), bytes).unwrap();
        folder.join(name)
    });
    files.into()
}

fn names(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|f| f.display().to_string()).collect()
}

fn print(files: &[PathBuf]) -> CacheKey {
    CacheKey::of(&names(files), "").unwrap()
}

fn keep(cache: &Cache, files: &[PathBuf], store: &Store, reports: &[LoadReport]) -> Result<Kept, CacheError> {
    cache.keep(&print(files), store, reports, true, &|| false)
}

fn load(files: &[PathBuf]) -> (Store, Vec<LoadReport>) {
    let mut builder = Builder::with_segment_rows(3_000);
    let reports = read::load(&names(files), &mut builder, &Control::new());
    (builder.snapshot(), reports)
}

/// The reports as they would be after a fresh load.
fn as_read(reports: &[LoadReport]) -> Vec<LoadReport> {
    assert!(reports.iter().all(|report| report.from_cache));
    let read_now = |report: &LoadReport| {
        let mut report = report.clone();
        report.from_cache = false;
        report
    };
    reports.iter().map(read_now).collect()
}

/// What only articles with findings have. Symbols are told by number: they must
/// be the same, too.
fn findings(store: &Store, out: &mut String) {
    use std::fmt::Write as _;
    for e in events(store) {
        let _ = writeln!(out, "{:?} {}", e.detail(), e.evidence());
    }
    for (_, claim) in store.claims() {
        let _ = writeln!(out, "{claim:?} {}", store.str(claim.cue_text));
    }
    for (_, a) in store.articles().filter(|(_, a)| a.has_record()) {
        let _ = writeln!(out, "{} {} {} {}", a.id(), a.title(), a.url(), a.language());
        let _ = writeln!(out, "{} {:?} {:?}", a.published(), a.text(), a.themes().collect::<Vec<_>>());
    }
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
            "{id:?} {} {:?} {} {} {:?}",
            store.str(a.name),
            a.kind,
            store.str(a.role),
            store.str(a.code),
            a.aliases.iter().map(|&alias| store.str(alias)).collect::<Vec<_>>(),
        );
    }
    findings(store, &mut out);
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
    let print = print(&files);
    assert!(cache.open(&print).is_none());
    assert!(matches!(keep(&cache, &files, &store, &reports), Ok(Kept::Written(bytes)) if bytes > 100_000));
    assert_eq!(keep(&cache, &files, &store, &reports).unwrap(), Kept::There);
    let cached = cache.open(&print).unwrap();
    assert_eq!(told(&cached.store), told(&store));
    assert_eq!(as_read(&cached.reports), reports);
    cached.check.verify().unwrap();
    let listed = cache.list();
    assert_eq!((listed.len(), listed[0].events, listed[0].state("")), (1, store.len() as u64, State::Valid));
    assert_eq!(listed[0].cache_key.as_ref().unwrap().files(), 4);
    // A store outlives its file.
    cache.remove(&listed[0]).unwrap();
    assert_eq!(told(&cached.store), told(&store));
    assert!(cache.open(&print).is_none() && cache.list().is_empty());
}

#[test]
fn dossiers_and_claims_are_reopened_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = dossiers(folder.path());
    files.extend(sources(folder.path()));
    let mut builder = Builder::with_segment_rows(300);
    let reports = read::load(&names(&files), &mut builder, &Control::new());
    let store = builder.snapshot();
    assert!(store.claim_count() > 100 && store.articles().filter(|(_, a)| a.has_record()).count() > 100);
    let cache = Cache::at(folder.path().join("cache"));
    assert!(matches!(keep(&cache, &files, &store, &reports), Ok(Kept::Written(_))));
    let cached = cache.open(&print(&files)).unwrap();
    assert_eq!(told(&cached.store), told(&store));
    assert_eq!(as_read(&cached.reports), reports);
}

#[test]
fn another_file_or_setting_is_another_load() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files);
    let cache = Cache::at(folder.path().join("cache"));
    let then = print(&files);
    keep(&cache, &files, &store, &reports).unwrap();
    let listed = cache.list();
    let state = |settings: &str| listed[0].state(settings);
    assert!(cache.open(&CacheKey::of(&names(&files), "mapping").unwrap()).is_none());
    assert_eq!(state("mapping"), State::Settings);
    assert!(cache.open(&print(&files[..2])).is_none());
    let mut text = std::fs::read(&files[2]).unwrap();
    *text.last_mut().unwrap() = b' ';
    std::fs::write(&files[2], text).unwrap();
    let now = print(&files);
    assert!(now != then && cache.open(&now).is_none());
    assert_eq!(state(""), State::Changed);
    std::fs::remove_file(&files[2]).unwrap();
    assert_eq!(state(""), State::Gone);
    let nothing = [folder.path().join("nothing").display().to_string()];
    assert!(CacheKey::of(&nothing, "").is_err());
    assert!(CacheKey::of(&["-".to_owned()], "").is_err());
}

#[test]
fn a_change_that_hides_its_size_and_time_is_another_load() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files);
    let cache = Cache::at(folder.path().join("cache"));
    keep(&cache, &files, &store, &reports).unwrap();
    let then = print(&files);
    assert!(cache.open(&then).is_some());
    let changed = std::fs::metadata(&files[0]).unwrap().modified().unwrap();
    let mut text = std::fs::read(&files[0]).unwrap();
    // Between two of the places that are looked at.
    let at = text.len() / 10;
    text[at] = if text[at] == b'1' { b'2' } else { b'1' };
    std::fs::write(&files[0], &text).unwrap();
    std::fs::File::options().write(true).open(&files[0]).unwrap().set_modified(changed).unwrap();
    assert_eq!(std::fs::metadata(&files[0]).unwrap().modified().unwrap(), changed);
    assert!(cache.open(&print(&files)).is_none());
    assert_eq!(cache.list()[0].state(""), State::Changed);
    // Another file of the same content, size and time in its place is another one, too.
    let (store, reports) = load(&files);
    keep(&cache, &files, &store, &reports).unwrap();
    let copy = folder.path().join("copy");
    std::fs::write(&copy, &text).unwrap();
    std::fs::File::options().write(true).open(&copy).unwrap().set_modified(changed).unwrap();
    std::fs::rename(&copy, &files[0]).unwrap();
    assert!(cache.open(&print(&files)).is_none());
}

#[cfg(unix)]
#[test]
fn what_is_kept_is_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files[2..3]);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for there in [false, true] {
        let cache = Cache::at(folder.path().join("user").join("cache"));
        if there {
            std::fs::set_permissions(cache.folder(), std::fs::Permissions::from_mode(0o755)).unwrap();
            cache.list().iter().for_each(|entry| cache.remove(entry).unwrap());
        }
        assert!(matches!(keep(&cache, &files[2..3], &store, &reports), Ok(Kept::Written(_))));
        assert_eq!(mode(cache.folder()), 0o700);
        for file in std::fs::read_dir(cache.folder()).unwrap() {
            assert_eq!(mode(&file.unwrap().path()), 0o600);
        }
    }
}

#[test]
fn a_folder_with_another_file_is_another_load() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("events");
    std::fs::create_dir(&inner).unwrap();
    sources(&inner);
    let cache = Cache::at(folder.path().join("cache"));
    for name in [inner.display().to_string(), format!("{}/*", inner.display())] {
        let names = [name];
        let plan = cache.clone().from_size(0).plan(&names, "").unwrap();
        let mut builder = Builder::new();
        let reports = read::load(&names, &mut builder, &Control::new());
        plan.keep(&builder.snapshot(), &reports, true, &|| false).unwrap();
        assert!(plan.reopen().is_some());
        std::fs::write(inner.join(format!("more{}.tab", names[0].len())), bytes("icews.tab")).unwrap();
        assert!(cache.clone().from_size(0).plan(&names, "").unwrap().reopen().is_none());
        assert_eq!(plan.keep(&builder.snapshot(), &reports, true, &|| false).unwrap(), Kept::Changed);
    }
    assert_eq!(cache.list().len(), 2);
}

#[test]
fn another_name_for_the_same_file_shows_in_report_and_origin() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files);
    let cache = Cache::at(folder.path().join("cache"));
    keep(&cache, &files, &store, &reports).unwrap();
    let other: Vec<PathBuf> =
        files.iter().map(|f| folder.path().join("./.").join(f.file_name().unwrap())).collect();
    let cached = cache.open(&print(&other)).unwrap();
    let (fresh, reports) = load(&other);
    assert_eq!(as_read(&cached.reports), reports);
    assert_eq!(told(&cached.store), told(&fresh));
    // A link of another name may mean another article.
    #[cfg(unix)]
    {
        let link = folder.path().join("link.tsv");
        std::os::unix::fs::symlink(&files[0], &link).unwrap();
        keep(&cache, &files[..1], &store, &reports).unwrap();
        assert!(cache.open(&print(&[link])).is_none());
    }
}

#[test]
fn what_was_not_used_for_longest_goes_first() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let cache = Cache::at(folder.path().join("cache"));
    let loads: Vec<&[PathBuf]> = vec![&files[..1], &files[..2], &files[..3]];
    for files in &loads[..2] {
        let (store, reports) = load(files);
        keep(&cache, files, &store, &reports).unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    let size = cache.list()[0].bytes;
    assert!(cache.open(&print(loads[0])).is_some(), "the older one is used again");
    std::thread::sleep(Duration::from_millis(20));
    let (store, reports) = load(loads[2]);
    let narrow = cache.clone().with_limit(size * 5 / 2);
    assert!(matches!(keep(&narrow, loads[2], &store, &reports), Ok(Kept::Written(_))));
    let there: Vec<bool> = loads.iter().map(|files| cache.open(&print(files)).is_some()).collect();
    assert_eq!(there, [true, false, true]);
    let tiny = cache.clone().with_limit(size / 3);
    std::fs::remove_dir_all(cache.folder()).unwrap();
    assert_eq!(keep(&tiny, loads[2], &store, &reports).unwrap(), Kept::TooLarge);
    assert_eq!(std::fs::read_dir(cache.folder()).unwrap().count(), 1, "the lock alone");
}

#[test]
fn one_writes_at_a_time_and_what_a_crash_left_goes() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files);
    let cache = Cache::at(folder.path().join("cache"));
    std::fs::create_dir(cache.folder()).unwrap();
    let left = cache.folder().join("writing-dead.part");
    std::fs::write(&left, "half").unwrap();
    let lock = std::fs::File::create(cache.folder().join("writing.lock")).unwrap();
    lock.lock().unwrap();
    let busy = cache.keep(&print(&files), &store, &reports, false, &|| false).unwrap();
    assert_eq!((busy, left.exists()), (Kept::Busy, true));
    lock.unlock().unwrap();
    let stopped = cache.keep(&print(&files), &store, &reports, true, &|| true).unwrap();
    assert_eq!((stopped, left.exists()), (Kept::Stopped, false));
    assert_eq!(std::fs::read_dir(cache.folder()).unwrap().count(), 1, "the lock alone");
    // Several at once: one writes, the others find it there.
    let kept: Vec<Kept> = std::thread::scope(|scope| {
        let one = || scope.spawn(|| keep(&cache, &files, &store, &reports).unwrap());
        [one(), one(), one()].map(|thread| thread.join().unwrap()).to_vec()
    });
    assert_eq!(kept.iter().filter(|kept| matches!(kept, Kept::Written(_))).count(), 1, "{kept:?}");
    assert_eq!(kept.iter().filter(|kept| **kept == Kept::There).count(), 2, "{kept:?}");
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let files = sources(folder.path());
    let (store, reports) = load(&files[2..3]);
    std::fs::write(folder.path().join("file"), "").unwrap();
    let cache = Cache::at(folder.path().join("file").join("cache"));
    let error = keep(&cache, &files[2..3], &store, &reports).unwrap_err();
    assert!(error.to_string().contains("could not be kept in"), "{error}");
}

#[test]
fn failed_loads_are_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::at(folder.path().join("cache"));
    let files = &dossiers(folder.path())[..1];
    let (store, mut reports) = load(files);
    reports[0].failure = Some("stopped".into());
    assert_eq!(keep(&cache, files, &store, &reports).unwrap(), Kept::Incomplete);
    assert_eq!(keep(&cache, files, &store, &[]).unwrap(), Kept::Incomplete);
}

#[test]
fn damage_is_never_taken_for_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.tab");
    std::fs::write(&path, bytes("icews.tab")).unwrap();
    let files = [path, dossiers(folder.path()).swap_remove(1)];
    let (store, reports) = load(&files);
    let expected = told(&store);
    let cache = Cache::at(folder.path().join("cache"));
    let print = print(&files);
    keep(&cache, &files, &store, &reports).unwrap();
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
    let cache = Cache::at(folder.join("cache"));
    std::fs::write(folder.join("ready"), "").unwrap();
    loop {
        keep(&cache, &files, &store, &reports).unwrap();
        cache.list().iter().for_each(|entry| cache.remove(entry).unwrap());
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
    let print = print(&files);
    let cache = Cache::at(folder.path().join("cache"));
    let (mut opened, mut broken_off) = (0, 0);
    let times: u64 = std::env::var("DETENTE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
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
        let halves = || {
            let files = std::fs::read_dir(cache.folder()).into_iter().flatten().flatten();
            files.filter(|f| f.path().extension().is_some_and(|e| e == "part")).count()
        };
        // Half of them while they write, the others at any moment.
        while i % 2 == 0 && halves() == 0 {
            std::thread::sleep(Duration::from_micros(100));
        }
        std::thread::sleep(Duration::from_micros(i * 977 % 23_000));
        child.kill().unwrap();
        child.wait().unwrap();
        broken_off += halves().min(1);
        if let Some(cached) = cache.open(&print) {
            cached.check.verify().unwrap();
            assert_eq!(told(&cached.store), expected);
            opened += 1;
        }
    }
    println!("{times} killed: {opened} found it whole, {broken_off} left a half-written file");
    assert!(broken_off > 0, "some were killed in the middle");
}
