//! Bytes of any kind: what was found by fuzzing and kept must go well for ever.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "hostile/checks.rs"]
mod checks;

use std::fs;
use std::path::Path;

#[test]
fn what_fuzzing_found_goes_well() {
    checks::prepare();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, _) in checks::CHECKS {
        let mut files: Vec<_> = fs::read_dir(corpus.join(name)).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name}");
        for file in files {
            eprintln!("{}", file.display());
            checks::run(name, &fs::read(&file).unwrap());
        }
    }
}

#[test]
fn every_reader_and_the_grammar_are_fuzzed() {
    let targets = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/targets")).unwrap();
    let mut targets: Vec<_> = targets
        .map(|t| t.unwrap().path())
        .map(|t| t.file_stem().unwrap().to_str().unwrap().replace('_', "-"))
        .collect();
    targets.sort();
    let mut checks: Vec<_> = checks::CHECKS.iter().map(|(name, _)| (*name).to_owned()).collect();
    checks.sort();
    assert_eq!(targets, checks);
}
