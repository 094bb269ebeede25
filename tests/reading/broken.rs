//! Broken files, each with the report that it must give beside it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::forms::load;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/broken");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_none_or(|e| e != "expected"));
    files.sort();
    files
}

/// What is shown of a broken file: its problems, a summary, and what was kept.
fn told(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    let (dossiers, report) = load(name, std::fs::read(path).unwrap());
    let mut out: String = report.lines().map(|l| l + "\n").collect();
    let _ = writeln!(out, "{report}");
    for dossier in dossiers {
        let ids = |ids: Vec<&str>| ids.join(" ");
        let _ = writeln!(
            out,
            "article {} · actors {} · events {} · claims {}",
            dossier.article.id,
            ids(dossier.actors.iter().map(|a| a.id.as_str()).collect()),
            ids(dossier.events.iter().map(|e| e.id.as_str()).collect()),
            ids(dossier.claims.iter().map(|c| c.id.as_str()).collect()),
        );
    }
    out
}

#[test]
fn every_broken_file_is_told_as_expected() {
    let mut wrong = Vec::new();
    for path in fixtures() {
        let expected_path = PathBuf::from(format!("{}.expected", path.display()));
        let told = told(&path);
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&expected_path, &told).unwrap();
        }
        let expected = std::fs::read_to_string(&expected_path).unwrap_or_default();
        if told != expected {
            wrong.push(format!("{}\n--- told\n{told}--- expected\n{expected}", path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nif this is meant: UPDATE_EXPECTED=1 cargo test --test reading",
        wrong.join("\n")
    );
}
