//! Runs the binary in a home of its own and catches what it says.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A small dossier with an event of three sides and two claims.
pub const CASPIAN: &str = "tests/fixtures/cli/caspian.toml";

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A run in the making.
pub struct Run {
    home: tempfile::TempDir,
    arguments: Vec<String>,
    input: Vec<u8>,
}

impl Run {
    pub fn new(arguments: &[&str]) -> Run {
        let arguments = arguments.iter().map(|a| (*a).to_owned()).collect();
        Run { home: tempfile::tempdir().unwrap(), arguments, input: Vec::new() }
    }

    /// What comes on standard input.
    pub fn input(mut self, bytes: impl Into<Vec<u8>>) -> Run {
        self.input = bytes.into();
        self
    }

    /// The user's configuration.
    pub fn config(self, text: &str) -> Run {
        let folder = self.home.path().join(".config/detente");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.toml"), text).unwrap();
        self
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The command in its own home, without the developer's surroundings.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
        command.args(&self.arguments).env("HOME", self.home.path()).current_dir(env!("CARGO_MANIFEST_DIR"));
        for name in
            ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "NO_COLOR", "COLUMNS"]
        {
            command.env_remove(name);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn ran(self) -> Ran {
        let mut child = self.command().spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = self.input.clone();
        let feed = std::thread::spawn(move || {
            // A command that does not read its input closes it early.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        feed.join().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs with these arguments.
pub fn detente(arguments: &[&str]) -> Ran {
    Run::new(arguments).ran()
}

/// Runs with these arguments, which must go well and say nothing else.
pub fn fine(arguments: &[&str]) -> String {
    let ran = detente(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}
