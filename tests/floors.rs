//! The house has five floors: each folder of `src/` uses only the floors below
//! it, or the neighbours that are named here.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Folder and floor, from the ground up.
const FLOORS: &[(&str, u8)] = &[
    ("model", 0),
    ("query", 1),
    ("config", 2),
    ("read", 2),
    ("write", 2),
    ("extract", 2),
    ("journal", 2),
    ("ui", 3),
    ("app", 4),
    ("cli", 4),
];

/// Neighbours on one floor that may be used: who, whom, and why.
const NEIGHBOURS: &[(&str, &str)] = &[
    // A plain article is read by having its events extracted.
    ("read", "extract"),
    // Writers and readers of one format share its keys.
    ("write", "read"),
    // A brief tells what was decided.
    ("write", "journal"),
    // The command line starts the dashboard.
    ("cli", "app"),
    // The column mappings of the user's configuration.
    ("read", "config"),
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The folders of `src/` that a file's code names, apart from tests within it.
fn used(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let mut found = Vec::new();
    for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            found.push(name);
        }
    }
    found
}

#[test]
fn no_arrow_runs_up() {
    let floor: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (folder, height) in FLOORS {
        let mut files = Vec::new();
        let path = root.join(folder);
        if path.is_dir() {
            sources(&path, &mut files);
        }
        for file in files {
            for other in used(&fs::read_to_string(&file).unwrap()) {
                let Some(&above) = floor.get(other.as_str()) else { continue };
                let neighbour = NEIGHBOURS.contains(&(folder, other.as_str()));
                if other != *folder && above >= *height && !neighbour {
                    wrong.push(format!("{} uses {other}", file.strip_prefix(&root).unwrap().display()));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "arrows that run up:\n{}", wrong.join("\n"));
}

#[test]
fn every_folder_stands_on_a_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!path.is_dir() || FLOORS.iter().any(|(f, _)| *f == name), "{name} has no floor");
    }
}
