//! The user's own editor: a text goes out, and comes back as it was left.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use tempfile::TempPath;

/// Why an editor was of no use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EditorError {
    /// The user has named none.
    #[error("no editor is set: {SETTING} before détente is started")]
    None,
    /// It could not be started.
    #[error("the editor {command:?} does not start: {reason}")]
    Start {
        /// As the user has it.
        command: String,
        /// What the system says.
        reason: io::Error,
    },
    /// The file for it cannot be written or read.
    #[error("the file for the editor cannot be used: {0}")]
    File(#[from] io::Error),
    /// It left a pipe, a folder or a device where the file was.
    #[error("the editor left something that is no file: nothing is changed")]
    NoFile,
    /// It left far more than any form holds.
    #[error("the editor left a file of more than {} MiB: nothing is changed; the file stays: {}", MOST >> 20, .0.display())]
    TooLarge(PathBuf),
    /// It left something that is no text.
    #[error("the editor left a file that is no UTF-8 text: nothing is changed; the file stays: {}", .0.display())]
    NoText(PathBuf),
}

/// The most that is read of what an editor leaves, in bytes; a form has a few thousand.
const MOST: u64 = 4 << 20;

const SETTING: &str =
    if cfg!(windows) { "set EDITOR=notepad" } else { "export EDITOR=nano (or VISUAL, which goes first)" };

/// What came back from an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The text as it was left.
    pub text: String,
    /// How the editor ended, where it did not end well.
    pub failed: Option<String>,
}

/// The user's editor: `VISUAL`, else `EDITOR`. `env` looks up a variable.
///
/// # Errors
/// There is none.
pub(crate) fn command(env: &dyn Fn(&str) -> Option<String>) -> Result<String, EditorError> {
    let set = |name: &str| env(name).filter(|value| !value.trim().is_empty());
    set("VISUAL").or_else(|| set("EDITOR")).ok_or(EditorError::None)
}

/// Lets the user edit a text and waits until the editor has ended. The
/// terminal must be the editor's meanwhile.
///
/// # Errors
/// The editor does not start, or what it leaves cannot be read.
pub(crate) fn edit(text: &str, command: &str) -> Result<Edited, EditorError> {
    let mut file = tempfile::Builder::new().prefix("detente-").suffix(".toml").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // Closed, because some systems let only one program at a time have it open.
    let path = file.into_temp_path();
    let status =
        run(command, &path).map_err(|reason| EditorError::Start { command: command.to_owned(), reason })?;
    let Some(left) = left(&path)? else { return Err(EditorError::TooLarge(keep(path)?)) };
    let Ok(left) = String::from_utf8(left) else { return Err(EditorError::NoText(keep(path)?)) };
    let text = left.strip_prefix('\u{feff}').unwrap_or(&left).to_owned();
    Ok(Edited { text, failed: (!status.success()).then(|| status.to_string()) })
}

/// What stands in the file now. Only a file is opened: a pipe would have to be waited for.
/// `None` if that is too much.
fn left(path: &Path) -> Result<Option<Vec<u8>>, EditorError> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(EditorError::NoFile);
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= MOST))
}

/// Leaves the file where it is: the work in it is the user's.
fn keep(path: TempPath) -> Result<PathBuf, EditorError> {
    path.keep().map_err(|error| EditorError::File(error.error))
}

/// Runs the command as a shell does, so that `code --wait` works.
#[cfg(unix)]
fn run(command: &str, path: &Path) -> io::Result<ExitStatus> {
    use std::io::IsTerminal;
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{command} \"$@\"")).arg("sh").arg(path);
    if !io::stdin().is_terminal() {
        // What was piped in is read; the user sits at the terminal.
        let terminal = std::fs::File::open("/dev/tty").map_or_else(|_| Stdio::inherit(), Stdio::from);
        shell.stdin(terminal);
    }
    shell.status()
}

#[cfg(not(unix))]
fn run(command: &str, path: &Path) -> io::Result<ExitStatus> {
    let parts = words(command);
    let (program, arguments) = parts.split_first().ok_or(io::ErrorKind::NotFound)?;
    Command::new(program).args(arguments).arg(path).stdin(Stdio::inherit()).status()
}

/// A command in words; double quotes hold together what belongs together.
#[cfg_attr(unix, allow(dead_code, reason = "there the shell does it"))]
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut quoted, mut any) = (String::new(), false, false);
    for c in command.chars() {
        match c {
            '"' => (quoted, any) = (!quoted, true),
            c if c.is_whitespace() && !quoted => {
                if any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visual_goes_first_and_none_is_told() {
        let env = |set: &'static [(&str, &str)]| {
            move |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        };
        assert_eq!(command(&env(&[("EDITOR", "nano"), ("VISUAL", "vim")])).unwrap(), "vim");
        assert_eq!(command(&env(&[("EDITOR", "nano"), ("VISUAL", " ")])).unwrap(), "nano");
        assert!(command(&env(&[])).unwrap_err().to_string().contains("EDITOR="));
    }

    #[test]
    fn commands_fall_into_words() {
        assert_eq!(words("code --wait"), ["code", "--wait"]);
        assert_eq!(words(r#" "C:\Program Files\ed.exe"  -x "" "#), [r"C:\Program Files\ed.exe", "-x", ""]);
    }

    #[cfg(unix)]
    #[test]
    fn what_the_editor_leaves_comes_back() {
        let edited = edit("one = \"1\"\n", "sed -i s/1/2/").unwrap();
        assert_eq!(edited, Edited { text: "one = \"2\"\n".into(), failed: None });
        let failed = edit("one", "false").unwrap();
        assert!(failed.failed.is_some());
        assert_eq!(failed.text, "one");
        assert!(edit("one", "no-such-editor-here").unwrap().failed.unwrap().contains("127"));
        let Err(EditorError::NoText(kept)) = edit("one", "printf '\\377' >") else { panic!("it is no text") };
        assert_eq!(std::fs::read(&kept).unwrap(), [0xff], "what was written is not lost");
        std::fs::remove_file(kept).unwrap();
        let replaced = |by: &str| edit("one", &format!("f() {{ rm \"$1\"; {by} \"$1\"; }}; f"));
        assert!(matches!(replaced("mkfifo"), Err(EditorError::NoFile)));
        assert!(matches!(replaced("ln -s /dev/zero"), Err(EditorError::NoFile)));
        let Err(EditorError::TooLarge(kept)) = replaced("truncate -s 1G") else { panic!("it is too large") };
        std::fs::remove_file(kept).unwrap();
        assert!(matches!(replaced(":"), Err(EditorError::File(_))));
        assert!(matches!(edit("one", "f() { rm \"$1\"; mkdir \"$1\"; }; f"), Err(EditorError::NoFile)));
    }
}
