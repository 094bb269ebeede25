//! Every reader against files that are cut, mangled, or something else.

use detente::read::{self, Confidence, Control, Input, READERS};
use detente::write::WRITERS;

use super::forms::{TOML, load};

/// The same small dossier in every form that can be written.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let (dossiers, _) = load("talks.toml", TOML);
    WRITERS
        .iter()
        .map(|w| {
            let mut out = Vec::new();
            w.dossier(&mut out, &dossiers[0]).unwrap();
            (w.spec().extension, out)
        })
        .collect()
}

/// Reads bytes by every reader, whatever they hold: none may panic, and what
/// is rejected must be told.
fn feed(name: &str, bytes: &[u8]) {
    for reader in READERS {
        let mut input = Input::from_bytes(name, bytes);
        let mut dossiers = Vec::new();
        let report = read::read_as(*reader, &mut input, &mut dossiers, &Control::new());
        // A format that is read from its end cannot be read at all without it: that is said.
        assert!(report.failure.as_ref().is_none_or(|why| why.contains(name)), "{}", reader.spec().name);
        assert_eq!(report.read(), report.kept() + report.rejected(), "{name}: {report:#?}");
        assert!(report.rejected() == 0 || report.problem_count() > 0, "{name}: {report:#?}");
    }
}

#[test]
fn every_reader_knows_its_own_and_no_other() {
    for (extension, bytes) in samples() {
        let sure = READERS.iter().filter(|r| r.sniff(&bytes, None) >= Confidence::Likely);
        let sure: Vec<_> = sure.collect();
        let chosen = read::recognise(&bytes, None).unwrap();
        assert!(chosen.spec().extensions.contains(&extension), "{extension}: {}", chosen.spec().name);
        assert!(sure.iter().any(|r| r.spec() == chosen.spec()));
        // The name does not count where the content speaks.
        for other in ["toml", "json", "jsonl", "txt"] {
            let path = std::path::PathBuf::from(format!("x.{other}"));
            assert_eq!(read::recognise(&bytes, Some(&path)).unwrap().spec(), chosen.spec());
        }
    }
}

#[test]
fn a_file_cut_at_any_byte_is_reported() {
    for (extension, bytes) in samples() {
        for end in 0..bytes.len() {
            feed("x", &bytes[..end]);
            let (dossiers, report) = load(&format!("x.{extension}"), &bytes[..end]);
            let lost = bytes[end..].iter().any(|b| !b.is_ascii_whitespace());
            let whole = dossiers.first().is_some_and(|d| d.claims.len() == 1);
            // TOML and JSON Lines may end between two records without a trace.
            let told = !report.is_clean() || extension != "json";
            assert!(!lost || whole || told, "{extension} cut at {end}: {report:#?}");
        }
    }
}

#[test]
fn no_mangled_byte_brings_a_reader_down() {
    const BYTES: [u8; 8] = [0, 0xff, b'"', b'\n', b'{', b'[', b'\\', b'9'];
    for (_, bytes) in samples() {
        for at in 0..bytes.len() {
            let mut mangled = bytes.clone();
            mangled[at] = BYTES[at % BYTES.len()];
            read::read(&mut Input::from_bytes("x", mangled), &mut Vec::new(), &Control::new());
        }
    }
}

#[test]
fn what_is_no_dossier_is_survived() {
    let deep = "[".repeat(200_000);
    let objects = "{\"a\":".repeat(100_000);
    let dotted = format!("[article]\n{} = 1\n", vec!["a"; 20_000].join("."));
    let line = format!("{{\"type\":\"article\",\"id\":\"{}\"}}", "x".repeat(3_000_000));
    let quotes = format!("[article]\ntext = {}", "'".repeat(100_001));
    for text in [
        "",
        "\n",
        "\u{feff}",
        "[article]",
        "[[event]]",
        "[article]\n[article]\n",
        "{}",
        "[]",
        "null",
        "[[]]",
        "[{}]",
        "{\"type\":\"event\"}",
    ] {
        feed("x", text.as_bytes());
    }
    for text in [&deep, &objects, &dotted, &line, &quotes] {
        feed("x", text.as_bytes());
    }
    feed("x", &[0xff; 4096]);
    feed("x", &[0; 4096]);
}

#[test]
fn many_mistakes_cost_no_more_than_their_number() {
    let start = std::time::Instant::now();
    let events = 20_000;
    let toml = "[[event]]\nid = \"a\nsource = 5\n".repeat(events);
    let (_, report) = load("x.toml", toml);
    assert_eq!(report.rejected(), events as u64);
    let event = "{\"source\": 5, \"code\": \"040\"}";
    let json = format!("{{\"event\": [{}]}}", vec![event; events].join(", "));
    let (_, report) = load("x.json", json);
    assert_eq!(report.rejected(), events as u64);
    // The column of the last one that is told in full, on the only line; the
    // first problem is the missing article.
    assert_eq!(report.problems()[999].at.column, 12 + 998 * (event.len() as u32 + 2) + 11);
    let dotted = format!("{} = 1\n[article]\n", vec!["a"; 300_000].join("."));
    load("x.toml", dotted);
    let quotes = "x = '''\n[[event]]\nid = \"\"\"\n".repeat(events);
    load("x.toml", quotes);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_line_of_any_length_is_bounded() {
    let huge = 80 << 20;
    let start = std::io::Cursor::new(b"{\"type\":\"article\",\"id\":\"a\"}\n{\"type\":\"event\",".to_vec());
    let filler = std::io::Read::take(std::io::repeat(b'x'), huge);
    let end = std::io::Cursor::new(b"\n{\"type\":\"article\",\"id\":\"b\"}\n".to_vec());
    let stream = std::io::Read::chain(std::io::Read::chain(start, filler), end);
    let mut input = Input::new("x", None, Box::new(stream)).unwrap();
    let mut dossiers = Vec::new();
    let report = read::read(&mut input, &mut dossiers, &Control::new());
    assert_eq!((dossiers.len(), report.rejected()), (2, 1), "{report:#?}");
    assert_eq!(report.problems()[0].kind, read::ProblemKind::TooLarge);
}

#[test]
fn problems_are_kept_up_to_a_thousand_and_counted_beyond() {
    let text = "{\"type\":\"event\",\"article\":\"a\",\"code\":5}\n".repeat(5_000);
    let (_, report) = load("x.jsonl", text);
    assert_eq!(report.rejected(), 5_000);
    assert_eq!(report.problems().len(), read::report::PROBLEMS_KEPT);
    assert!(report.problem_count() >= 5_000);
    assert!(report.lines().last().unwrap().contains("more problems"));
}

#[test]
fn a_stopped_load_keeps_what_it_has() {
    let control = Control::new();
    control.cancel();
    let text = "{\"type\":\"article\",\"id\":\"a\"}\n".repeat(2_000);
    let report = read::read(&mut Input::from_bytes("x.jsonl", text), &mut Vec::new(), &control);
    assert!(report.failure.as_ref().unwrap().contains("stopped"));
    assert!(report.read() < 2_000);
}

/// Nobody writes into the pipe: opening it waits, and so does reading it.
#[cfg(unix)]
#[test]
fn a_load_that_waits_for_a_pipe_can_be_stopped() {
    use std::time::{Duration, Instant};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let name = path.display().to_string();
    // Nobody at the other end; one who says nothing; one who stops in the middle.
    for said in [None, Some(""), Some("{\"type\":\"article\",\"id\":\"a\"}\n{\"type\":")] {
        let control = Control::new();
        std::thread::scope(|scope| {
            let names = [name.clone(), "never-read.toml".to_owned()];
            let control = &control;
            let load = scope.spawn(move || {
                let mut dossiers = Vec::new();
                (read::load(&names, &mut dossiers, control), Instant::now())
            });
            let other = said.map(|said| {
                let mut end = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
                std::io::Write::write_all(&mut end, said.as_bytes()).unwrap();
                end
            });
            std::thread::sleep(Duration::from_millis(100));
            let begun = Instant::now();
            control.cancel();
            let (reports, ended) = load.join().unwrap();
            assert!(ended.saturating_duration_since(begun) < Duration::from_secs(5));
            assert_eq!(reports.len(), 2, "{reports:#?}");
            assert!(reports[1].failure.as_ref().unwrap().contains("stopped"), "{reports:#?}");
            drop(other);
        });
        if said.is_none() {
            // The thread that waits for somebody to open the other end goes its way.
            drop(std::fs::OpenOptions::new().write(true).open(&path));
        }
    }
}

#[test]
fn folders_patterns_and_missing_files_are_each_told() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("b.toml", TOML);
    put("a/deep.dat", TOML);
    put("a/broken.json", "{\"article\": {\"id\": \"x\"}");
    put(".hidden.toml", TOML);
    put("README", "Read me.");
    let name = |rest: &str| folder.path().join(rest).display().to_string();
    let mut dossiers = Vec::new();
    let names = [name("none.toml"), name(""), name("*/*.dat"), name("**/b.*"), name("*.nothing")];
    let reports = read::load(&names, &mut dossiers, &Control::new());
    let seen: Vec<_> = reports
        .iter()
        .map(|r| {
            let file = r.path.rsplit('/').next().unwrap_or("").to_owned();
            (file, r.failure.is_some(), r.has_losses())
        })
        .collect();
    let told = |file: &str, failed, lost| (file.to_owned(), failed, lost);
    assert_eq!(
        seen,
        [
            told("none.toml", true, true),
            told("*.nothing", true, true),
            told("README", false, false),
            told("broken.json", false, true),
            told("deep.dat", false, false),
            told("b.toml", false, false),
            told("deep.dat", false, false),
            told("b.toml", false, false),
        ]
    );
    assert_eq!(dossiers.len(), 5);
}
