//! `docs/formats.md` says what the program does.

use detente::read::keys::{ACTOR, ARTICLE, CLAIM, EVENT, Record, SIDE, TOPIC, WORDS};

use super::forms::load;

static ALL: [&Record; 7] = [&ARTICLE, &ACTOR, &EVENT, &CLAIM, &SIDE, &WORDS, &TOPIC];

fn path() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md")
}

/// The document with its tables as the program has them.
fn renewed(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let name = line.strip_prefix("<!-- keys: ").and_then(|l| l.strip_suffix(" -->"));
        if let Some(record) = name.map(|n| ALL.iter().find(|r| r.name == n).unwrap()) {
            while lines.next_if(|l| l.starts_with('|')).is_some() {}
            out.push_str(&record.markdown());
        }
    }
    out
}

#[test]
fn the_tables_of_keys_are_those_of_the_program() {
    let text = std::fs::read_to_string(path()).unwrap();
    let renewed = renewed(&text);
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(path(), &renewed).unwrap();
    }
    assert!(ALL.iter().all(|r| renewed.contains(&r.markdown())));
    assert_eq!(text, renewed, "run with UPDATE_EXPECTED=1 to renew the tables");
}

#[test]
fn the_examples_are_dossiers() {
    let text = std::fs::read_to_string(path()).unwrap();
    for (fence, events) in [("```toml\n", 2), ("```json\n", 1)] {
        let example = text.split(fence).nth(1).unwrap().split("```").next().unwrap();
        let (dossiers, report) = load("example", example);
        assert!(report.is_clean(), "{:#?}", report.problems());
        assert_eq!(dossiers[0].events.len(), events);
    }
}

#[test]
fn the_limits_are_those_of_the_program() {
    let text = std::fs::read_to_string(path()).unwrap();
    assert_eq!(detente::read::input::WHOLE >> 20, 256);
    assert_eq!(detente::read::report::PROBLEMS_KEPT, 1_000);
    assert!(text.contains("256 MiB") && text.contains("first 1,000 problems"));
}
