//! Tells the program which readers it was built from.
//!
//! What the cache keeps depends on the readers, the model and the tables of
//! countries and codes. A hash of their files goes into the program, so that a
//! changed one never opens what another had made of the same sources.

use std::fs;
use std::path::{Path, PathBuf};

/// What shapes a store.
const SHAPING: [&str; 4] = ["assets", "src/extract", "src/model", "src/read"];

fn main() {
    let mut files = Vec::new();
    for folder in SHAPING {
        println!("cargo:rerun-if-changed={folder}");
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    // FNV-1a, 64 bits: the same on every machine.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for file in &files {
        add(file.to_string_lossy().as_bytes());
        // A file that cannot be read stops the build itself where it matters.
        add(&fs::read(file).unwrap_or_default());
    }
    println!("cargo:rustc-env=DETENTE_READERS={hash:016x}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
