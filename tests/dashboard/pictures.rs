//! The pictures of the documents are made by the program itself and must not
//! go stale. `UPDATE_DOCS=1 cargo test` makes them anew.

use std::fs;
use std::path::Path;
use std::process::Command;

/// File, and the arguments that make it.
const PICTURES: &[(&str, &[&str])] = &[
    ("overview.svg", &["--size", "120x36", "--theme", "dark", "--pair", "IRN-RUS", "--keys", "k k k enter"]),
    (
        "article.svg",
        &["--size", "120x36", "--theme", "light", "--query", "article:the-pact", "--keys", "j j"],
    ),
    ("small.svg", &["--size", "80x24", "--theme", "dark", "--pair", "IRN-RUS", "--keys", "5"]),
    (
        "pick-a-pair.svg",
        &["--size", "100x30", "--theme", "dark", "--keys", "p t e h r a n space m o s c o w"],
    ),
];

#[test]
fn the_pictures_show_the_program_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let home = tempfile::tempdir().unwrap();
    let mut stale = Vec::new();
    for (name, arguments) in PICTURES {
        let output = Command::new(env!("CARGO_BIN_EXE_detente"))
            .arg("picture")
            .args(*arguments)
            .env_clear()
            .env("HOME", home.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let path = folder.join(name);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &output.stdout).unwrap();
        } else if fs::read(&path).ok().as_ref() != Some(&output.stdout) {
            stale.push(*name);
        }
    }
    assert!(stale.is_empty(), "stale pictures: {stale:?}; UPDATE_DOCS=1 cargo test makes them anew");
}
