//! Bytes of any kind: what was found by fuzzing and kept must go well for ever.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "hostile/checks.rs"]
mod checks;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use detente::read::READERS;

#[test]
fn what_fuzzing_found_goes_well() {
    checks::prepare();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for name in checks::names() {
        let inputs = fs::read_dir(corpus.join(name));
        let inputs = inputs.unwrap_or_else(|e| {
            panic!("the check {name} needs a folder fuzz/corpus/{name} with an input: {e}")
        });
        let mut files: Vec<_> = inputs.map(|f| f.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "fuzz/corpus/{name} is empty: put an input there");
        for file in files {
            eprintln!("{}", file.display());
            checks::run(name, &fs::read(&file).unwrap());
        }
    }
}

#[test]
fn every_reader_and_the_grammar_are_fuzzed() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let targets: BTreeSet<String> = fs::read_dir(fuzz.join("targets"))
        .unwrap()
        .map(|t| t.unwrap().path().file_stem().unwrap().to_str().unwrap().replace('_', "-"))
        .collect();
    let checks: BTreeSet<String> = checks::names().map(str::to_owned).collect();
    assert_eq!(targets, checks, "the files in fuzz/targets, and the checks in tests/hostile/checks.rs");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for target in &targets {
        assert!(
            manifest.contains(&format!("name = \"{target}\"\n")),
            "fuzz/Cargo.toml has no [[bin]] {target}"
        );
    }
    for reader in READERS {
        let name = reader.spec().name;
        let checked = checks::READER_CHECKS.iter().any(|(_, of)| *of == name);
        assert!(checked, "{name} is not among READER_CHECKS in tests/hostile/checks.rs");
    }
}
